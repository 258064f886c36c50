import { McpFailure } from './types.js';

const LF = 10;

/** Characters of an id that is sent back. */
const MAX_ID = 1024;

/**
 * Reads streams of server-sent events, one after another: the data of each message, in bounded memory. Comments, events
 * of other names, and those without data, which only say where a stream can be gone on with, are left out.
 */
export class EventReader {
  readonly #maxBytes: number;
  #line: Buffer[] = [];
  #lineBytes = 0;
  #data: string[] = [];
  #dataBytes = 0;
  #name = '';
  /** Of the event that is being read: what was not read whole must not count as received. */
  #next: string | undefined;
  #id: string | undefined;
  #retryMs: number | undefined;

  /** @param maxBytes of one event */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The id of the last event that was read whole and had one, fit for a header; undefined: no stream can be gone on with. */
  get lastId(): string | undefined {
    return this.#id;
  }

  /** Milliseconds that the server wants us to wait before we ask for more; undefined: it did not say. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /** Another stream begins. What the last one said in part is forgotten. */
  begin(): void {
    this.#line = [];
    this.#lineBytes = 0;
    this.#endEvent();
  }

  /** The data of the messages that end in this chunk. @throws McpFailure for one that is too large */
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
      const isMessage = data !== '' && (this.#name === '' || this.#name === 'message');
      this.#id = this.#next ?? this.#id;
      this.#endEvent();
      return isMessage ? data : undefined;
    }
    const colon = line.indexOf(':');
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    switch (colon < 0 ? line : line.slice(0, colon)) {
      case 'data':
        this.#dataBytes += Buffer.byteLength(value) + 1;
        this.#data.push(value);
        break;
      case 'event':
        this.#name = value;
        break;
      case 'id':
        if (value.length <= MAX_ID && /^[\x21-\x7e]+$/.test(value)) this.#next = value;
        break;
      case 'retry':
        if (/^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
        break;
    }
    return undefined;
  }

  #endEvent(): void {
    this.#data = [];
    this.#dataBytes = 0;
    this.#name = '';
    this.#next = undefined;
  }
}
