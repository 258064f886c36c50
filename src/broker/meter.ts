import type { BudgetCall } from './budget.js';
import { costOf, dearer, type PriceTable } from './prices.js';
import type { ModelPrice, TokenUsage } from './types.js';
import { tokensOf, type UsageCounter, type UsagePart, type UsageReader } from './usage.js';

/**
 * Bytes of a token where nobody counted. Text and code have 3 to 5, so that an estimate is rather too high; thoughts
 * that a provider keeps to itself are in no bytes at all.
 */
const BYTES_PER_TOKEN = 3;
/** The same for an answer that still runs: it must not be cut for what it has not used. */
const RUNNING_BYTES_PER_TOKEN = 8;

const NOTHING: TokenUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
const INPUTS: readonly UsagePart[] = ['input', 'cache-read', 'cache-write'];
const OUTPUTS: readonly UsagePart[] = ['output', 'thoughts'];

export interface MeterOptions {
  readonly reader: UsageReader;
  readonly counter: UsageCounter;
  readonly call: BudgetCall;
  readonly prices: PriceTable;
}

/** How a call ended, as far as its bill goes. */
export interface CallEnd {
  /** The whole answer came. */
  readonly complete: boolean;
  /** The provider may bill it: it had the request, and did not refuse it. */
  readonly billable: boolean;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** Counts one model call into its room's usage and the run's budget. */
export class CallMeter {
  readonly #o: MeterOptions;
  #price: ModelPrice | undefined;
  #asked: ModelPrice | undefined;
  #closed = 0;
  #tokens = NOTHING;
  #costUsd: number | null = 0;
  #over = false;

  constructor(options: MeterOptions) {
    this.#o = options;
    this.setModel(undefined);
  }

  /** The model that the request names. */
  setModel(model: string | undefined): void {
    this.#asked = this.#o.prices.of(model);
    this.#price = this.#asked;
  }

  /**
   * The model that the answer names. Where it has a price of its own, the higher one counts: an alias may stand for a
   * model that costs more, and an answer is not believed to make a call cheaper.
   */
  answeredBy(model: string): void {
    const named = this.#o.prices.named(model);
    if (named !== undefined) this.#price = dearer(this.#asked, named);
  }

  /** Further bytes of the answer were read. */
  progress(): void {
    if (this.#over) return;
    const { reader, call } = this.#o;
    if (reader.closed !== this.#closed) {
      this.#closed = reader.closed;
      this.#count(reader.counts);
    }
    const running = Math.floor(reader.written.bytes / RUNNING_BYTES_PER_TOKEN);
    const ahead = Math.max(0, running - this.#tokens.outputTokens);
    const aheadUsd = (ahead * (this.#price?.output ?? 0)) / 1_000_000;
    call.use(sumOf(this.#tokens) + ahead, this.#costUsd === null ? null : this.#costUsd + aheadUsd);
  }

  finish(end: CallEnd): void {
    if (this.#over) return;
    this.#over = true;
    const { reader, counter, call } = this.#o;
    const counts = new Map(reader.counts);
    if (end.billable && !(end.complete && this.#isTold(counts))) {
      this.#estimate(counts, end);
      counter.markEstimated();
    }
    this.#count(counts);
    call.use(sumOf(this.#tokens), this.#costUsd);
    call.leave();
  }

  /** Both sides of the bill. A gateway may end a stream in good order before its counts, or leave one of them out. */
  #isTold(counts: ReadonlyMap<UsagePart, number>): boolean {
    const silent = this.#o.reader.written.bytes === 0;
    return INPUTS.some((part) => counts.has(part)) && (silent || OUTPUTS.some((part) => counts.has(part)));
  }

  /** Fills in what an answer did not say. */
  #estimate(counts: Map<UsagePart, number>, end: CallEnd): void {
    const { bytes, pieces } = this.#o.reader.written;
    let written = 0;
    // An event has a token or more, also where it writes into a field that is not known here.
    if (bytes > 0) written = Math.max(pieces, this.#o.reader.closed, Math.ceil(bytes / BYTES_PER_TOKEN));
    // Of an answer in words that nobody knows, all of it counts.
    else if (counts.size === 0) written = Math.ceil(end.bytesIn / BYTES_PER_TOKEN);
    if (!INPUTS.some((part) => counts.has(part))) counts.set('input', Math.ceil(end.bytesOut / BYTES_PER_TOKEN));
    const said = counts.get('output') ?? counts.get('output-begun') ?? 0;
    counts.set('output', Math.max(written - (counts.get('thoughts') ?? 0), said));
  }

  #count(counts: ReadonlyMap<UsagePart, number>): void {
    const { counter } = this.#o;
    const tokens = tokensOf(counts);
    counter.add({
      inputTokens: tokens.inputTokens - this.#tokens.inputTokens,
      cachedInputTokens: tokens.cachedInputTokens - this.#tokens.cachedInputTokens,
      outputTokens: tokens.outputTokens - this.#tokens.outputTokens,
    });
    this.#tokens = tokens;
    if (sumOf(tokens) === 0) return;
    const costUsd = this.#price === undefined ? null : costOf(counts, this.#price);
    counter.addCost(costUsd === null ? null : costUsd - (this.#costUsd ?? 0));
    this.#costUsd = costUsd;
  }
}

function sumOf({ inputTokens, outputTokens }: TokenUsage): number {
  return inputTokens + outputTokens;
}
