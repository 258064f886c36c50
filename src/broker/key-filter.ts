/**
 * Shorter keys are placeholders of local endpoints (`none`, `ollama`): masking them would tear ordinary text apart
 * and would protect nothing.
 */
export const MIN_MASKED_KEY = 8;

/** Masks a key in text with asterisks of the same length. */
export function maskKey(text: string, key: string): string {
  return key.length < MIN_MASKED_KEY ? text : text.replaceAll(key, '*'.repeat(key.length));
}

/**
 * Masks a key in a byte stream, wherever the stream is split. Lengths do not change. It holds back at most
 * key length - 1 bytes, and only while they could be the beginning of the key.
 */
export class KeyFilter {
  readonly #key: Buffer;
  readonly #mask: Buffer;
  #carry: Buffer = Buffer.alloc(0);

  constructor(key: string) {
    this.#key = Buffer.from(key.length < MIN_MASKED_KEY ? '' : key, 'utf8');
    this.#mask = Buffer.alloc(this.#key.length, '*');
  }

  /** The bytes that may go on; empty while all of them are held back. */
  push(chunk: Buffer): Buffer {
    const key = this.#key;
    if (key.length === 0) return chunk;
    let bytes = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    let scanned = 0;
    let owned = bytes !== chunk;
    for (let found = bytes.indexOf(key); found !== -1; found = bytes.indexOf(key, scanned)) {
      if (!owned) bytes = Buffer.from(bytes);
      owned = true;
      this.#mask.copy(bytes, found);
      scanned = found + key.length;
    }
    const held = this.#heldBack(bytes, scanned);
    this.#carry = Buffer.from(bytes.subarray(bytes.length - held));
    return bytes.subarray(0, bytes.length - held);
  }

  /** What was held back at the end of the stream: it did not become the key. */
  end(): Buffer {
    const rest = this.#carry;
    this.#carry = Buffer.alloc(0);
    return rest;
  }

  /** The length of the longest tail that begins the key. */
  #heldBack(bytes: Buffer, scanned: number): number {
    const key = this.#key;
    for (let length = Math.min(key.length - 1, bytes.length - scanned); length > 0; length--) {
      const start = bytes.length - length;
      if (bytes[start] === key[0] && bytes.compare(key, 0, length, start) === 0) return length;
    }
    return 0;
  }
}
