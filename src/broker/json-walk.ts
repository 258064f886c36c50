/** A scalar of a JSON text. `whole` is false where `value` is only the beginning of a string that is too long. */
export interface Scalar {
  readonly value: string | number | boolean | null;
  readonly whole: boolean;
}

/** What is to be known of a place in a JSON text. An array's elements are in the place of the array. */
export interface JsonNode {
  /** The object in this place has a field. Returns the node of its value; undefined: nobody looks into it. */
  field?(name: string): JsonNode | undefined;
  /** There is a scalar in this place. */
  scalar?(scalar: Scalar): void;
}

/** Longest key and string that are read, in bytes as they are spelt. */
const MAX_TEXT = 256;
const MAX_WORD = 64;
/** Deeper than any request of an agent, and no deeper than what common parsers read. */
const MAX_DEPTH = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/**
 * Walks a JSON object as its bytes come, in constant memory. It is strict, so that nobody else can read the text in
 * another way: UTF-8 without a byte order mark, no comments, no control characters in strings, no further text.
 */
export class JsonWalk {
  /** The containers that are open. */
  readonly #open: { readonly node: JsonNode | undefined; readonly isArray: boolean }[] = [];
  #expected: Expected = 'value';
  /** The node of the value that comes next. */
  #next: JsonNode | undefined;
  #inString = false;
  #escaped = false;
  #isKey = false;
  /** The string that is being read; undefined: nobody wants it. */
  #text: string | undefined;
  #word = '';
  #fault: string | undefined;
  #begun = false;

  constructor(root: JsonNode) {
    this.#next = root;
  }

  /** Why the text is not what it should be. Nothing after that is looked at. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** The object is closed. */
  get complete(): boolean {
    return this.#expected === 'nothing' && this.#fault === undefined;
  }

  /** There was something other than white space. */
  get begun(): boolean {
    return this.#begun;
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && this.#fault === undefined) {
      if (this.#inString && this.#text === undefined) at = this.#skipString(bytes, at);
      else {
        const byte = bytes[at] ?? 0;
        if (this.#inString) this.#stringByte(byte);
        else this.#structureByte(byte);
        at++;
      }
    }
  }

  /** Passes over a string that nobody reads, to behind its end or the chunk's. */
  #skipString(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < 0x20) {
        this.#fault = 'a control character in a string';
        return at;
      }
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#endString();
        return at + 1;
      }
    }
    return bytes.length;
  }

  #stringByte(byte: number): void {
    if (byte < 0x20) {
      this.#fault = 'a control character in a string';
      return;
    }
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#endString();
      return;
    }
    const text = this.#text ?? '';
    // One more than fits is kept, so that what is too long is known for it.
    if (text.length <= MAX_TEXT) this.#text = text + String.fromCharCode(byte);
  }

  #endString(): void {
    const spelt = this.#text;
    this.#inString = false;
    this.#text = undefined;
    this.#expected = this.#isKey ? 'colon' : this.#afterValue();
    if (spelt === undefined) {
      if (this.#isKey) this.#next = undefined;
      return;
    }
    const whole = spelt.length <= MAX_TEXT;
    const value = whole ? unescaped(spelt) : beginning(spelt);
    if (value === undefined) this.#fault = 'a broken string';
    else if (this.#isKey) this.#next = this.#open.at(-1)?.node?.field?.(value);
    else this.#next?.scalar?.({ value, whole });
  }

  #structureByte(byte: number): void {
    if (isWordByte(byte)) {
      if (this.#word === '' && !this.#takesValue()) return;
      this.#word += String.fromCharCode(byte);
      if (this.#word.length > MAX_WORD) this.#fault = 'a number that is too long';
      return;
    }
    if (this.#word !== '') this.#endWord();
    if (this.#fault !== undefined) return;
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
        return;
      case QUOTE:
        this.#beginString();
        return;
      case 0x3a: // :
        if (this.#expected === 'colon') this.#expected = 'value';
        else this.#unexpected();
        return;
      case 0x2c: // ,
        if (this.#expected === 'comma or end') this.#nextMember();
        else this.#unexpected();
        return;
      case 0x7b: // {
      case 0x5b: // [
        this.#enter(byte === 0x5b);
        return;
      case 0x7d: // }
      case 0x5d: // ]
        this.#leave(byte === 0x5d);
        return;
      default:
        this.#unexpected();
    }
  }

  #beginString(): void {
    this.#isKey = this.#expected === 'key' || this.#expected === 'key or end';
    if (!this.#isKey && !this.#takesValue()) return;
    this.#inString = true;
    const wanted = this.#isKey ? this.#open.at(-1)?.node?.field !== undefined : this.#next?.scalar !== undefined;
    this.#text = wanted ? '' : undefined;
  }

  /** A scalar or container may stand here. The outermost value is an object. */
  #takesValue(): boolean {
    const takes = this.#expected === 'value' || this.#expected === 'value or end';
    if (!takes || this.#open.length === 0) this.#unexpected();
    this.#begun = true;
    return this.#fault === undefined;
  }

  #enter(isArray: boolean): void {
    const isRoot = this.#open.length === 0 && this.#expected === 'value' && !isArray;
    if (!isRoot && !this.#takesValue()) return;
    this.#begun = true;
    if (this.#open.length === MAX_DEPTH) {
      this.#fault = `more than ${MAX_DEPTH} levels`;
      return;
    }
    this.#open.push({ node: this.#next, isArray });
    this.#expected = isArray ? 'value or end' : 'key or end';
  }

  #leave(isArray: boolean): void {
    const top = this.#open.at(-1);
    const expected = this.#expected;
    const ends = expected === 'comma or end' || expected === (isArray ? 'value or end' : 'key or end');
    if (top?.isArray !== isArray || !ends) {
      this.#unexpected();
      return;
    }
    this.#open.pop();
    this.#expected = this.#afterValue();
    // Of an array the next element has the array's node.
    this.#next = this.#open.at(-1)?.node;
  }

  #nextMember(): void {
    const top = this.#open.at(-1);
    this.#expected = top?.isArray === true ? 'value' : 'key';
    this.#next = top?.node;
  }

  #endWord(): void {
    const word = this.#word;
    this.#word = '';
    if (!WORD.test(word)) {
      this.#unexpected();
      return;
    }
    this.#expected = this.#afterValue();
    this.#next?.scalar?.({ value: JSON.parse(word) as number | boolean | null, whole: true });
  }

  #afterValue(): Expected {
    return this.#open.length === 0 ? 'nothing' : 'comma or end';
  }

  #unexpected(): void {
    this.#begun = true;
    this.#fault ??= this.#expected === 'nothing' ? 'text behind its end' : 'a character out of place';
  }
}

/** Letters, digits, signs and the point: of numbers and the three words. */
function isWordByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e
  );
}

/** A string as it is spelt in JSON, in bytes, as text; undefined where it is none. */
function unescaped(bytes: string): string | undefined {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  // Who drops bytes that are no UTF-8 would read another name.
  if (text.includes('\ufffd')) return undefined;
  if (!text.includes('\\')) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The beginning of a string of which the end was left out, perhaps in the middle of an escape or a character. */
function beginning(bytes: string): string | undefined {
  for (let end = bytes.length; end > bytes.length - 12; end--) {
    const text = unescaped(bytes.slice(0, end));
    if (text !== undefined) return text;
  }
  return undefined;
}
