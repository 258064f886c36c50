import { JsonWalk } from './json-walk.js';
import { type ProviderWish, ProviderWishes } from './provider-tools.js';
import type { RequestGrammar } from './request-grammar.js';

/** What a model request's body says of what will be billed, and of what the provider is to do. */
export interface RequestFacts {
  /** The model; undefined: the body names none, or none that can be told for certain. */
  readonly model: string | undefined;
  /** Asks the provider to go on after the connection is gone (`background`). */
  readonly background: boolean;
  /** Goes on from a context that the provider has stored (`previous_response_id`): its size is not in the request. */
  readonly stored: boolean;
  /** Offers tools, as an agent's own conversation does. */
  readonly offersTools: boolean;
  /** What it asks of the provider that was not allowed, at most eight. */
  readonly refused: readonly ProviderWish[];
  /** What it asks for that costs more than the usual price, at most eight. */
  readonly dearer: readonly ProviderWish[];
}

/**
 * Reads a request's body beside its stream. Names are compared without regard to case, as some servers do, and what is
 * named twice with different values is not known: which one would count is the server's choice.
 */
export class RequestReader {
  readonly #walk: JsonWalk;
  readonly #wishes: ProviderWishes;
  #model: string | undefined;
  #ambiguous = false;
  #background = false;
  #stored = false;
  #offersTools = false;

  /** @param allowed names of `provider-tools` */
  constructor(grammar: RequestGrammar, allowed: readonly string[]) {
    this.#wishes = new ProviderWishes(allowed);
    this.#walk = new JsonWalk(
      grammar({
        wishes: this.#wishes,
        model: (name) => {
          if (name === undefined || (this.#model !== undefined && this.#model !== name)) this.#ambiguous = true;
          else this.#model = name;
        },
        background: () => {
          this.#background = true;
        },
        stored: () => {
          this.#stored = true;
        },
        offersTools: () => {
          this.#offersTools = true;
        },
      }),
    );
  }

  push(chunk: Buffer): void {
    this.#walk.push(chunk);
  }

  /** Why the body can be read in more ways than one, or in none. */
  get fault(): string | undefined {
    return this.#walk.fault;
  }

  /** True once the body's value is closed: only white space may follow. */
  get complete(): boolean {
    return this.#walk.complete;
  }

  /** There is a body. */
  get begun(): boolean {
    return this.#walk.begun;
  }

  facts(): RequestFacts {
    return {
      model: this.#ambiguous ? undefined : this.#model,
      background: this.#background,
      stored: this.#stored,
      offersTools: this.#offersTools,
      refused: this.#wishes.refused,
      dearer: this.#wishes.dearer,
    };
  }
}
