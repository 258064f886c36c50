import { type JsonObject, parseObject } from '../support/json-object.js';
/** Longest line that is kept, in bytes without its line feed. */
export const MAX_LINE_BYTES = 1024 * 1024;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts a byte stream into lines in bounded memory. Bytes are decoded only once a line is whole, so a chunk may end
 * in the middle of a character. A line that is too long is dropped whole and counted.
 */
export class LineReader {
  #parts: Buffer[] = [];
  #bytes = 0;
  #dropping = false;
  #dropped = 0;

  constructor(private readonly maxBytes: number = MAX_LINE_BYTES) {}

  /** Lines that were too long so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The lines that this chunk completes, without their line ends. */
  push(chunk: Buffer): readonly string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.#keep(chunk.subarray(start, end));
      const line = this.#take();
      if (line !== undefined) lines.push(line);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The last line, when the stream ended without a line feed. */
  end(): readonly string[] {
    if (this.#bytes === 0 && !this.#dropping) return [];
    const line = this.#take();
    return line === undefined ? [] : [line];
  }

  #keep(part: Buffer): void {
    if (this.#dropping || part.length === 0) return;
    this.#bytes += part.length;
    if (this.#bytes > this.maxBytes) {
      this.#dropping = true;
      this.#parts = [];
      return;
    }
    // A copy: the caller's buffer may be a view of a pool that is much larger than this part.
    this.#parts.push(Buffer.from(part));
  }

  #take(): string | undefined {
    const dropped = this.#dropping;
    const line = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    this.#dropping = false;
    if (dropped) {
      this.#dropped += 1;
      return undefined;
    }
    const length = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    return line.toString('utf8', 0, length);
  }
}

/** The object that a line holds; undefined for anything else. */
export function objectOf(line: string): JsonObject | undefined {
  return line.startsWith('{') ? parseObject(line) : undefined;
}
