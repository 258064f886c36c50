import { JsonNumbers } from './json-numbers.js';
import type { BrokerUsage, TokenUsage } from './types.js';

/** A count in a provider's answer. Two spellings of one count share a name, so that it is never added twice. */
export type UsagePart =
  | 'input'
  | 'tool-input'
  | 'cached-part-of-input'
  | 'cache-read'
  | 'cache-write'
  | 'output'
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
  output: ['outputTokens'],
  thoughts: ['outputTokens'],
};

/** The sums of one session. They grow while answers stream, so that a cut answer counts for what was seen of it. */
export class UsageCounter {
  #requests = 0;
  readonly #tokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

  countRequest(): void {
    this.#requests++;
  }

  add(part: UsagePart, tokens: number): void {
    for (const sum of SUMS[part]) this.#tokens[sum] += tokens;
  }

  snapshot(): BrokerUsage {
    return { requests: this.#requests, ...this.#tokens };
  }
}

const LF = 0x0a;
const CR = 0x0d;
const DATA = Buffer.from('data:');
const NEWLINE = Buffer.from('\n');

/**
 * Reads token counts beside one answer's byte stream: server-sent events or one JSON text, told apart by the first
 * byte, since that is what the counts depend on. Constant memory; it never fails and never delays a byte.
 * Counts in a stream are cumulative, so the largest of each part is the answer's count.
 */
export class UsageReader {
  readonly #numbers: JsonNumbers;
  readonly #largest = new Map<UsagePart, number>();
  #form: 'unknown' | 'json' | 'events' = 'unknown';
  /** In events: bytes of `data:` matched on this line; -1: the line is another field. */
  #matched = 0;
  #lineEmpty = true;
  #afterCr = false;

  constructor(paths: UsagePaths, counter: UsageCounter) {
    const known = new Map(Object.entries(paths));
    this.#numbers = new JsonNumbers((path, value) => {
      const part = known.get(path);
      if (part === undefined || !Number.isSafeInteger(value)) return;
      const before = this.#largest.get(part) ?? 0;
      if (value <= before) return;
      this.#largest.set(part, value);
      counter.add(part, value - before);
    });
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
