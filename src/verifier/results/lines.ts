import { StringDecoder } from 'node:string_decoder';

/** Bytes of a line that readers see. */
const MAX_LINE = 4096;
/** Lines that are read of one stream. What a run with more executes is counted up to here, on the base as well. */
const MAX_LINES = 4_000_000;
/** Bytes of a line that holds a whole document. */
const MAX_DOCUMENT = 32 * 1024 * 1024;
const LF = 10;
/** How Vitest's and Jest's results begin. */
const DOCUMENT = Buffer.from('{"num');

export interface LineReader {
  line(text: string): void;
  /** A line with results in JSON, whole. */
  document(text: string): void;
}

/**
 * Cuts a stream into lines for readers of results. Its memory is bounded by one line, or by one document where a line
 * begins like one.
 */
export class ResultLines {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #document = false;
  #lines = 0;

  constructor(private readonly reader: LineReader) {}

  push(chunk: Buffer): void {
    let at = 0;
    while (this.#lines < MAX_LINES) {
      const end = chunk.indexOf(LF, at);
      if (end < 0) break;
      this.#hold(chunk.subarray(at, end));
      this.#give();
      at = end + 1;
    }
    if (this.#lines < MAX_LINES) this.#hold(chunk.subarray(at));
  }

  end(): void {
    if (this.#heldBytes > 0) this.#give();
  }

  #hold(part: Buffer): void {
    if (part.length === 0) return;
    const limit = this.#document ? MAX_DOCUMENT : MAX_LINE;
    // Kept bytes are copies: a chunk is the room's to reuse.
    if (this.#heldBytes < limit) {
      const kept = Buffer.from(part.subarray(0, limit - this.#heldBytes));
      this.#held.push(kept);
      this.#heldBytes += kept.length;
      if (!this.#document && this.#heldBytes >= DOCUMENT.length && this.#begins()) {
        this.#document = true;
        const rest = part.subarray(kept.length, kept.length + MAX_DOCUMENT);
        if (rest.length > 0) {
          this.#held.push(Buffer.from(rest));
          this.#heldBytes += rest.length;
        }
      }
      // Many small chunks must not become a long list.
      if (this.#held.length > 64) this.#held = [Buffer.concat(this.#held)];
    }
  }

  #begins(): boolean {
    const first = this.#held[0];
    const head = first && first.length >= DOCUMENT.length ? first : Buffer.concat(this.#held);
    return head.subarray(0, DOCUMENT.length).equals(DOCUMENT);
  }

  #give(): void {
    const bytes = this.#held.length === 1 ? (this.#held[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#held);
    const document = this.#document;
    this.#held = [];
    this.#heldBytes = 0;
    this.#document = false;
    this.#lines++;
    if (bytes.length === 0) return;
    // A decoder drops half a character at the cut instead of showing a replacement for it.
    const text = new StringDecoder('utf8').write(bytes).replace(/\r$/, '');
    if (document) this.reader.document(text);
    else this.reader.line(text);
  }
}
