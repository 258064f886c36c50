import { McpFailure } from './types.js';

const LF = 10;

/**
 * Reads a stream of server-sent events: the data of each, in bounded memory. Names, ids and comments are left out.
 */
export class EventReader {
  readonly #maxBytes: number;
  #line: Buffer[] = [];
  #lineBytes = 0;
  #data: string[] = [];
  #dataBytes = 0;

  /** @param maxBytes of one event */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The data of the events that end in this chunk. @throws McpFailure for one that is too large */
  push(chunk: Buffer): readonly string[] {
    const events: string[] = [];
    let at = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, at)) {
      this.#keep(chunk.subarray(at, end));
      at = end + 1;
      const event = this.#endLine();
      if (event !== undefined) events.push(event);
    }
    this.#keep(chunk.subarray(at));
    return events;
  }

  #keep(bytes: Buffer): void {
    this.#lineBytes += bytes.length;
    if (this.#lineBytes + this.#dataBytes > this.#maxBytes)
      throw new McpFailure(`an answer had more than ${this.#maxBytes} bytes`);
    if (bytes.length > 0) this.#line.push(bytes);
  }

  /** The data of the event that ends with this line. */
  #endLine(): string | undefined {
    const line = Buffer.concat(this.#line).toString('utf8').replace(/\r$/, '');
    this.#line = [];
    this.#lineBytes = 0;
    if (line === '') {
      const data = this.#data.join('\n');
      const any = this.#data.length > 0;
      this.#data = [];
      this.#dataBytes = 0;
      return any ? data : undefined;
    }
    const field = /^data:? ?/.exec(line);
    if (field === null || (line !== 'data' && !line.startsWith('data:'))) return undefined;
    const data = line.slice(field[0].length);
    this.#dataBytes += Buffer.byteLength(data) + 1;
    this.#data.push(data);
    return undefined;
  }
}
