import { JsonScalars, PathTree, type ScalarUse } from './json-scalars.js';
import type { BrokerUsage, TokenUsage } from './types.js';

/** A count in a provider's answer. Two spellings of one count share a name, so that it is never added twice. */
export type UsagePart =
  | 'input'
  | 'tool-input'
  | 'cached-part-of-input'
  | 'cache-read'
  | 'cache-write'
  | 'cache-write-long'
  | 'output'
  | 'output-begun'
  | 'thoughts';

/** Path of a number in the answer (`response.usage.input_tokens`) → what it counts. */
export type UsagePaths = Readonly<Record<string, UsagePart>>;

/** Into which sums a part goes: `inputTokens` includes `cachedInputTokens`, whatever the provider's own habit. */
const SUMS: Readonly<Record<UsagePart, readonly (keyof TokenUsage)[]>> = {
  input: ['inputTokens'],
  'tool-input': ['inputTokens'],
  'cached-part-of-input': ['cachedInputTokens'],
  'cache-read': ['inputTokens', 'cachedInputTokens'],
  'cache-write': ['inputTokens'],
  // A part of `cache-write` that costs more.
  'cache-write-long': [],
  output: ['outputTokens'],
  // What was written when the answer began. It counts for nothing: the end of the answer says how much it became.
  'output-begun': [],
  thoughts: ['outputTokens'],
};

/** The sums of one session. They grow while answers stream, so that a cut answer counts for what was seen of it. */
export class UsageCounter {
  #requests = 0;
  #costUsd: number | null = 0;
  #estimated = false;
  readonly #tokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

  countRequest(): void {
    this.#requests++;
  }

  add(tokens: TokenUsage): void {
    this.#tokens.inputTokens += tokens.inputTokens;
    this.#tokens.cachedInputTokens += tokens.cachedInputTokens;
    this.#tokens.outputTokens += tokens.outputTokens;
  }

  /** Null: what was used has no price, so that no sum of this session has one any more. */
  addCost(usd: number | null): void {
    this.#costUsd = usd === null || this.#costUsd === null ? null : this.#costUsd + usd;
  }

  /** Some of the tokens were not counted by the provider. */
  markEstimated(): void {
    this.#estimated = true;
  }

  snapshot(): BrokerUsage {
    const costUsd = this.#costUsd === null ? null : roundUsd(this.#costUsd);
    return { requests: this.#requests, ...this.#tokens, costUsd, estimated: this.#estimated };
  }
}

/** The tokens of some counts. */
export function tokensOf(counts: ReadonlyMap<UsagePart, number>): TokenUsage {
  const tokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
  for (const [part, count] of counts) for (const sum of SUMS[part]) tokens[sum] += count;
  return tokens;
}

/** To millionths of a dollar: a token of the cheapest model costs less, but nobody reads that. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}

const LF = 0x0a;
const CR = 0x0d;
const DATA = Buffer.from('data:');
const NEWLINE = Buffer.from('\n');

export interface UsageReaderOptions {
  readonly paths: UsagePaths;
  /** Paths of what the model wrote, for an estimate where an answer carries no counts. */
  readonly texts?: ReadonlySet<string>;
  /** Short strings that are of interest. */
  readonly strings?: ReadonlySet<string>;
  onString?(path: string, value: string): void;
}

/** Tokens of one answer that no model comes near: what says more is broken or lies, and what came is estimated instead. */
const MAX_COUNT = 1_000_000_000;
/** Longest string of interest that is read. */
const MAX_STRING = 4096;

/**
 * Reads token counts beside one answer's byte stream: server-sent events or one JSON text, told apart by the first
 * byte, since that is what the counts depend on. Constant memory; it never fails and never delays a byte.
 * Counts in a stream are cumulative, so the largest of each part is the answer's count.
 */
export class UsageReader {
  readonly #numbers: JsonScalars;
  readonly #largest = new Map<UsagePart, number>();
  #form: 'unknown' | 'json' | 'events' = 'unknown';
  /** In events: bytes of `data:` matched on this line; -1: the line is another field. */
  #matched = 0;
  #lineEmpty = true;
  #afterCr = false;
  #textBytes = 0;
  #pieces = 0;

  constructor(options: UsageReaderOptions) {
    const known = new Map(Object.entries(options.paths));
    const uses = (paths: Iterable<string>, use: ScalarUse): [string, ScalarUse][] =>
      Array.from(paths, (path) => [path, use]);
    const { texts = [], strings = [] } = options;
    this.#numbers = new JsonScalars({
      paths: new PathTree([...uses(known.keys(), 'value'), ...uses(strings, 'value'), ...uses(texts, 'measure')]),
      onValue: (path, value) => {
        const part = known.get(path);
        if (part === undefined) {
          if (typeof value === 'string') options.onString?.(path, value);
        } else if (
          typeof value === 'number' &&
          Number.isInteger(value) &&
          value <= MAX_COUNT &&
          value > (this.#largest.get(part) ?? 0)
        )
          this.#largest.set(part, value);
      },
      maxString: MAX_STRING,
      onMeasured: () => {
        this.#pieces++;
      },
      onStringBytes: (bytes) => {
        this.#textBytes += bytes;
      },
    });
  }

  /** The answer's counts so far. */
  get counts(): ReadonlyMap<UsagePart, number> {
    return this.#largest;
  }

  /** How many events, or whole answers, have come. Between two of them counts may be halves of a whole. */
  get closed(): number {
    return this.#numbers.closed;
  }

  /** What the model wrote so far: bytes of it, and in how many pieces they came. */
  get written(): { readonly bytes: number; readonly pieces: number } {
    return { bytes: this.#textBytes, pieces: this.#pieces };
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#form === 'unknown') {
      const start = bytes.findIndex((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
      if (start === -1) return;
      this.#form = bytes[start] === 0x7b || bytes[start] === 0x5b ? 'json' : 'events';
      bytes = bytes.subarray(start);
    }
    if (this.#form === 'json') this.#numbers.push(bytes);
    else this.#pushEvents(bytes);
  }

  #pushEvents(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      if (byte === LF || byte === CR) {
        if (!(byte === LF && this.#afterCr)) this.#endLine();
        this.#afterCr = byte === CR;
        at++;
      } else if (this.#matched === DATA.length) {
        const end = lineEnd(bytes, at);
        this.#numbers.push(bytes.subarray(at, end));
        at = end;
        this.#afterCr = false;
      } else {
        this.#lineEmpty = false;
        this.#afterCr = false;
        if (this.#matched === -1) at = lineEnd(bytes, at);
        else {
          this.#matched = byte === DATA[this.#matched] ? this.#matched + 1 : -1;
          at++;
        }
      }
    }
  }

  #endLine(): void {
    if (this.#lineEmpty) this.#numbers.reset();
    else if (this.#matched === DATA.length) this.#numbers.push(NEWLINE);
    this.#matched = 0;
    this.#lineEmpty = true;
  }
}

function lineEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
}
