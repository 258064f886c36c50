/** The word of `provider-tools` that lets the provider fetch content which a request names by an address. */
export const FETCH_URLS = 'fetch-urls';

/** The form of a name in `provider-tools`. */
export const PROVIDER_TOOL_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** Fields and tools that are another name's way in. */
const ALIASES: Readonly<Record<string, string>> = {
  mcpservers: 'mcp',
  mcptoolset: 'mcp',
  websearchoptions: 'web_search',
};

/** Names that differ in case, underscores and hyphens alone are one: some providers read several spellings. */
export function foldName(name: string): string {
  // Upper case first: some characters outside ASCII have letters of ASCII as their upper case only.
  return name.toUpperCase().toLowerCase().replaceAll(/[_-]/g, '');
}

/** A tool's name without `_preview` and without the date of its version. */
function baseName(name: string): string {
  return ALIASES[foldName(name)] ?? name.replace(/(?:_preview)?(?:_\d{4}_?\d{2}_?\d{2})?$/, '');
}

/** Something that a request asks of the provider and that nobody has allowed. */
export interface ProviderWish {
  /** What it is, for a person. */
  readonly words: string;
  /** The name in `provider-tools` that would allow it; undefined: it has none. */
  readonly name: string | undefined;
}

const MAX_WISHES = 8;

/** Collects what a request asks the provider to do by itself. */
export class ProviderWishes {
  readonly #allowed: ReadonlySet<string>;
  readonly #refused = new Map<string, ProviderWish>();
  readonly #dearer = new Map<string, ProviderWish>();

  /** @param allowed names of tools and fields; `fetch-urls` */
  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed.map(foldName));
  }

  get refused(): readonly ProviderWish[] {
    return [...this.#refused.values()];
  }

  /** What makes the call cost more than the model's price. */
  get dearer(): readonly ProviderWish[] {
    return [...this.#dearer.values()];
  }

  /** A tool, by its type or its field. */
  tool(name: string): void {
    this.#add('tool', name);
  }

  /** A field of a request that is not known to be harmless. */
  field(name: string): void {
    this.#add('field', name);
  }

  /** Content that a field names by an address. */
  url(field: string): void {
    if (this.#allowed.has(foldName(FETCH_URLS))) return;
    this.#put({ words: `content by its address in the field ${printable(field)}`, name: FETCH_URLS });
  }

  /** A field by whose value the provider takes another price than the usual one. */
  price(field: string, value: string): void {
    if (this.#allowed.has(foldName(field))) return;
    const words = `${field}: ${printable(value)}`;
    if (this.#dearer.size < MAX_WISHES) this.#dearer.set(words, { words, name: field });
  }

  #add(kind: 'tool' | 'field', given: string): void {
    const base = baseName(given);
    if (this.#allowed.has(foldName(given)) || this.#allowed.has(foldName(base))) return;
    this.#put({
      words: `the ${kind} ${printable(given)}`,
      name: PROVIDER_TOOL_NAME.test(base) ? base : undefined,
    });
  }

  #put(wish: ProviderWish): void {
    if (this.#refused.size < MAX_WISHES) this.#refused.set(wish.words, wish);
  }
}

/** A name of a request as it may stand in a message. */
function printable(name: string): string {
  const clean = name.replaceAll(/[^\x21-\x7e]/g, '?').slice(0, 64);
  return clean === '' ? '""' : clean;
}
