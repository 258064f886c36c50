/** What to do with a value: report it, or only `measure` its bytes where it is a string. */
export type ScalarUse = 'value' | 'measure';

interface PathNode {
  readonly path: string;
  readonly use: ScalarUse | undefined;
  readonly children: Map<string, PathNode>;
}

/** Paths of interest, such as `usage.output_tokens`; `[]` stands for the elements of an array. */
export class PathTree {
  readonly root: PathNode = { path: '', use: undefined, children: new Map() };

  constructor(paths: Iterable<readonly [string, ScalarUse]>) {
    for (const [path, use] of paths) {
      const names = path.split('.');
      let node = this.root;
      for (const [index, name] of names.entries()) {
        const known = node.children.get(name);
        const last = index === names.length - 1;
        const next: PathNode = {
          path: names.slice(0, index + 1).join('.'),
          use: last ? use : known?.use,
          children: known?.children ?? new Map(),
        };
        node.children.set(name, next);
        node = next;
      }
    }
  }

  child(node: PathNode | undefined, name: string): PathNode | undefined {
    return node?.children.get(name);
  }
}

export interface ScalarHandlers {
  readonly paths: PathTree;
  /** A scalar of a path of interest; undefined: a string that is longer than `maxString`, or broken. */
  onValue(path: string, value: string | number | boolean | null | undefined): void;
  /** A string of `measure` begins. */
  onMeasured?(): void;
  /** Further bytes of it. */
  onStringBytes?(bytes: number): void;
  /** Most bytes, as they are spelt, of a string that is reported; default: 0. */
  readonly maxString?: number;
}

const MAX_KEY = 64;
const MAX_WORD = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads scalars of a JSON text with their paths as the bytes come, in constant memory whatever the text's size or depth.
 * A scalar is reported once the byte after it is seen, so that a text cut inside one reports nothing. It is no
 * validator: of malformed text it may report anything.
 */
export class JsonScalars {
  readonly #o: ScalarHandlers;
  /** The nodes of the objects and arrays that are open, as far as paths of interest lead into them. */
  readonly #open: { readonly node: PathNode; readonly isArray: boolean }[] = [];
  #depth = 0;
  /** The node of the value that comes next; undefined: nobody wants it. */
  #next: PathNode | undefined;
  #closed = 0;
  #expectKey = false;
  #inString = false;
  #escaped = false;
  /** The characters of the key or string that is being read; undefined: nobody wants them. */
  #text: string | undefined;
  #isKey = false;
  #measured = false;
  #word = '';

  constructor(handlers: ScalarHandlers) {
    this.#o = handlers;
    this.#next = handlers.paths.root;
  }

  /** How many objects and arrays of the outermost level were closed. */
  get closed(): number {
    return this.#closed;
  }

  /** Forgets everything: another text begins. */
  reset(): void {
    this.#open.length = 0;
    this.#depth = 0;
    this.#next = this.#o.paths.root;
    this.#expectKey = false;
    this.#inString = false;
    this.#escaped = false;
    this.#text = undefined;
    this.#measured = false;
    this.#word = '';
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
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
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        break;
      }
    }
    if (this.#measured && at > from) this.#o.onStringBytes?.(at - from);
    if (!this.#inString) this.#measured = false;
    return at + 1;
  }

  #stringByte(byte: number): void {
    const text = this.#text ?? '';
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) {
      this.#inString = false;
      this.#text = undefined;
      const whole = unescaped(text);
      if (this.#isKey) this.#next = this.#o.paths.child(this.#open.at(-1)?.node, whole ?? text);
      else if (this.#next) this.#o.onValue(this.#next.path, text.length > (this.#o.maxString ?? 0) ? undefined : whole);
      return;
    }
    // One more than fits is kept, so that what is too long is known for it.
    const most = this.#isKey ? MAX_KEY : (this.#o.maxString ?? 0);
    if (text.length <= most) this.#text = text + String.fromCharCode(byte);
  }

  #structureByte(byte: number): void {
    // Letters, digits, sign and point: numbers and the three words.
    if ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || isNumberByte(byte)) {
      // One more character than fits is kept, so that a number that is too long is no number.
      if (this.#next?.use === 'value' && this.#word.length <= MAX_WORD) this.#word += String.fromCharCode(byte);
      return;
    }
    if (this.#word !== '') this.#endWord();
    switch (byte) {
      case QUOTE:
        this.#beginString();
        break;
      case 0x3a: // :
        this.#expectKey = false;
        break;
      case 0x2c: // ,
        this.#nextValue();
        break;
      case 0x7b: // {
        this.#enter(false);
        break;
      case 0x5b: // [
        this.#enter(true);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        if (this.#depth === 1) this.#closed++;
        this.#depth = Math.max(0, this.#depth - 1);
        if (this.#open.length > this.#depth) this.#open.pop();
        // Some servers put events side by side without the line between them.
        this.#next = this.#depth === 0 ? this.#o.paths.root : undefined;
        this.#expectKey = false;
        break;
    }
  }

  #beginString(): void {
    this.#inString = true;
    this.#isKey = this.#expectKey;
    const use = this.#isKey ? undefined : this.#next?.use;
    this.#text = this.#isKey || use === 'value' ? '' : undefined;
    this.#measured = use === 'measure';
    if (this.#measured) this.#o.onMeasured?.();
  }

  #enter(isArray: boolean): void {
    const node = this.#next;
    this.#depth++;
    if (node !== undefined && node.children.size > 0) this.#open.push({ node, isArray });
    this.#nextValue();
  }

  /** A key or an element comes. Inside of what nobody wants to look into, nothing is expected. */
  #nextValue(): void {
    const inside = this.#open.length === this.#depth ? this.#open.at(-1) : undefined;
    this.#expectKey = inside !== undefined && !inside.isArray;
    this.#next = inside?.isArray === true ? this.#o.paths.child(inside.node, '[]') : undefined;
  }

  #endWord(): void {
    const word = this.#word;
    const path = this.#next?.path;
    this.#word = '';
    if (word.length > MAX_WORD || path === undefined) return;
    if (word.charCodeAt(0) < 0x3a) this.#o.onValue(path, Number(word));
    else if (word === 'true' || word === 'false') this.#o.onValue(path, word === 'true');
    else if (word === 'null') this.#o.onValue(path, null);
  }
}

/** `+`, `-`, `.` and the `E` of an exponent. */
function isNumberByte(byte: number): boolean {
  return byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x45;
}

/** A string as it is spelt in JSON, in bytes, as text; undefined where it is none. */
function unescaped(bytes: string): string | undefined {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  if (!text.includes('\\')) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
