import { JsonScalars, PathTree } from './json-scalars.js';

const MAX_MODEL = 256;
const BILLED = new PathTree(
  [
    ['model', 'value'],
    ['background', 'value'],
  ],
  true,
);

/** What a model request's body says of what will be billed. */
export interface RequestFacts {
  /** The model; undefined: the body names none, or none that can be told for certain. */
  readonly model: string | undefined;
  /** Asks the provider to go on after the connection is gone (`background`). */
  readonly background: boolean;
}

/**
 * Reads a request's body beside its stream. Names are compared without regard to case, as some servers do, and what is
 * named twice with different values is not known: which one would count is the server's choice.
 */
export class RequestReader {
  readonly #scalars: JsonScalars;
  #model: string | undefined;
  #ambiguous = false;
  #background = false;

  constructor() {
    this.#scalars = new JsonScalars({
      paths: BILLED,
      maxString: MAX_MODEL,
      onValue: (path, value) => {
        if (path === 'background') this.#background ||= value !== false && value !== null;
        else if (typeof value !== 'string' || (this.#model !== undefined && this.#model !== value))
          this.#ambiguous = true;
        else this.#model = value;
      },
    });
  }

  push(chunk: Buffer): void {
    this.#scalars.push(chunk);
  }

  /** True once the body's value is closed: nothing that follows can change what it says. */
  get complete(): boolean {
    return this.#scalars.closed > 0;
  }

  facts(): RequestFacts {
    return { model: this.#ambiguous ? undefined : this.#model, background: this.#background };
  }
}
