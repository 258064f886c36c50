/** Objects and arrays this deep are followed by name; deeper ones are only counted. */
const TRACKED_DEPTH = 6;
const MAX_KEY = 64;
const MAX_NUMBER = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads the numbers of a JSON text with their paths (`usage.output_tokens`, array elements as `[]`) as the bytes
 * come, in constant memory whatever the text's size or depth. A number is reported once the byte after it is seen,
 * so that a text cut inside a number reports nothing. It is no validator: of malformed text it may report anything.
 */
export class JsonNumbers {
  readonly #isArray: boolean[] = [];
  readonly #keys: string[] = [];
  #depth = 0;
  #expectKey = false;
  #inString = false;
  #escaped = false;
  /** The characters of the key that is being read; undefined: the string is not a key of interest. */
  #key: string | undefined;
  #number = '';

  constructor(private readonly onNumber: (path: string, value: number) => void) {}

  /** Forgets everything: another text begins. */
  reset(): void {
    this.#depth = 0;
    this.#expectKey = false;
    this.#inString = false;
    this.#escaped = false;
    this.#key = undefined;
    this.#number = '';
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#inString && this.#key === undefined && byte !== QUOTE && byte !== BACKSLASH) this.#escaped = false;
      else if (this.#inString) this.#stringByte(byte);
      else this.#structureByte(byte);
    }
  }

  #stringByte(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      if (this.#key !== undefined) this.#keys[this.#depth - 1] = this.#key;
      this.#key = undefined;
      return;
    }
    if (this.#key !== undefined && this.#key.length < MAX_KEY) this.#key += String.fromCharCode(byte);
  }

  #structureByte(byte: number): void {
    const digit = (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x2b;
    if (digit || (this.#number !== '' && (byte === 0x65 || byte === 0x45))) {
      // One more character than fits is kept, so that a number that is too long is no number.
      if (this.#number.length <= MAX_NUMBER) this.#number += String.fromCharCode(byte);
      return;
    }
    if (this.#number !== '') this.#endNumber();
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        this.#key = this.#expectKey && this.#depth <= TRACKED_DEPTH ? '' : undefined;
        break;
      case 0x3a: // :
        this.#expectKey = false;
        break;
      case 0x2c: // ,
        this.#expectKey = this.#inObject();
        break;
      case 0x7b: // {
        this.#open(false);
        break;
      case 0x5b: // [
        this.#open(true);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        this.#depth = Math.max(0, this.#depth - 1);
        this.#expectKey = false;
        break;
    }
  }

  #open(isArray: boolean): void {
    this.#depth++;
    if (this.#depth <= TRACKED_DEPTH) {
      this.#isArray[this.#depth - 1] = isArray;
      this.#keys[this.#depth - 1] = isArray ? '[]' : '';
    }
    this.#expectKey = this.#inObject();
  }

  #inObject(): boolean {
    return this.#depth > 0 && this.#depth <= TRACKED_DEPTH && this.#isArray[this.#depth - 1] === false;
  }

  #endNumber(): void {
    const text = this.#number;
    this.#number = '';
    if (text.length > MAX_NUMBER || this.#depth === 0 || this.#depth > TRACKED_DEPTH) return;
    this.onNumber(this.#keys.slice(0, this.#depth).join('.'), Number(text));
  }
}
