import type { PriceTable } from './prices.js';
import type { BrokerCaps, BrokerSpent, BrokerStop, BrokerUsage } from './types.js';
import { roundUsd } from './usage.js';

/** Output tokens that one call may cost at most: more than any model of today writes at once. */
const MOST_OUTPUT_TOKENS = 131_072;
const MILLION = 1_000_000;

/** The part of one call in the budget. */
export interface BudgetCall {
  /** The request has reached the provider. */
  reached(): void;
  /** What the call has used so far, as totals. */
  use(tokens: number, costUsd: number | null): void;
  /** The call is over. */
  leave(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly billed: boolean;
  readonly done: (result: BudgetCall | BrokerStop) => void;
}

/**
 * The hard caps over all rooms of a run. A cap on requests is exact. Tokens and money are known when a call has spent
 * them, so these caps are passed by what one call spends at most: beside other calls one is let in only where the caps
 * would hold even if every open call used a token for each byte that was sent and wrote as much as models can. Else it
 * waits for its turn.
 */
export class Budget {
  readonly #caps: BrokerCaps;
  readonly #prices: PriceTable;
  readonly #listeners = new Set<(stop: BrokerStop) => void>();
  #waiting: Waiting[] = [];
  #open = 0;
  /** Requests that were let in and have not reached the provider yet. */
  #onTheWay = 0;
  #requests = 0;
  #tokens = 0;
  #costUsd = 0;
  readonly #reserved = { tokens: 0, costUsd: 0 };
  #exhausted: BrokerStop | undefined;

  /** @param spent what earlier lives of the run have used already */
  constructor(caps: BrokerCaps, prices: PriceTable, spent?: BrokerUsage) {
    this.#caps = caps;
    this.#prices = prices;
    if (spent === undefined) return;
    this.#requests = spent.requests;
    this.#tokens = spent.inputTokens + spent.outputTokens;
    this.#costUsd = spent.costUsd ?? 0;
  }

  /** True where a request of a model without a price must not go out. */
  get needsPrices(): boolean {
    return this.#caps.costUsd !== null;
  }

  /** True where the size of a call has to be known before it goes out. */
  get needsSizes(): boolean {
    return this.#caps.tokens !== null || this.#caps.costUsd !== null;
  }

  /** What was used so far, calls that are under way included as far as they are known. */
  spent(): BrokerSpent {
    return { requests: this.#requests, tokens: this.#tokens, costUsd: roundUsd(this.#costUsd) };
  }

  /** Why nothing goes out any more. */
  get exhausted(): BrokerStop | undefined {
    return this.#exhausted;
  }

  /** Calls once, when a cap is reached. Returns what ends that. */
  onExhausted(listener: (stop: BrokerStop) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Lets a request in, at once or when its turn comes; a stop: the caps forbid it. Never rejects.
   * @param bytes the most that its body can have
   * @param billed false for a request that costs nothing, such as a list of models
   */
  enter(bytes: number, billed: boolean): Promise<BudgetCall | BrokerStop> {
    return new Promise((done) => {
      this.#waiting.push({ bytes, billed, done });
      this.#admit();
    });
  }

  #admit(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      const full = this.#exhausted === undefined ? this.#full() : undefined;
      if (full !== undefined) this.#exhaust(full);
      if (this.#exhausted !== undefined) {
        const stop = this.#exhausted;
        const refused = this.#waiting;
        this.#waiting = [];
        for (const { done } of refused) done(stop);
        return;
      }
      if (!this.#fits(next)) return;
      this.#waiting.shift();
      next.done(this.#letIn(next));
    }
  }

  #fits(next: Waiting): boolean {
    const { requests, tokens, costUsd } = this.#caps;
    if (requests !== null && this.#requests + this.#onTheWay >= requests) return false;
    if (this.#open === 0 || !next.billed) return true;
    const most = this.#most(next.bytes);
    return (
      (tokens === null || this.#tokens + this.#reserved.tokens + most.tokens <= tokens) &&
      (costUsd === null || this.#costUsd + this.#reserved.costUsd + most.costUsd <= costUsd)
    );
  }

  #letIn({ bytes, billed }: Waiting): BudgetCall {
    const most = billed ? this.#most(bytes) : { tokens: 0, costUsd: 0 };
    const used = { tokens: 0, costUsd: 0 };
    let state: 'on the way' | 'reached' | 'over' = 'on the way';
    if (billed) this.#open++;
    this.#onTheWay++;
    this.#reserved.tokens += most.tokens;
    this.#reserved.costUsd += most.costUsd;
    return {
      reached: () => {
        if (state !== 'on the way') return;
        state = 'reached';
        this.#onTheWay--;
        this.#requests++;
        this.#admit();
      },
      use: (tokens, costUsd) => {
        if (state === 'over') return;
        this.#tokens += tokens - used.tokens;
        this.#costUsd += (costUsd ?? 0) - used.costUsd;
        used.tokens = tokens;
        used.costUsd = costUsd ?? 0;
        this.#check();
      },
      leave: () => {
        if (state === 'over') return;
        if (state === 'on the way') this.#onTheWay--;
        state = 'over';
        if (billed) this.#open--;
        this.#reserved.tokens -= most.tokens;
        this.#reserved.costUsd -= most.costUsd;
        this.#admit();
      },
    };
  }

  #most(bytes: number): { tokens: number; costUsd: number } {
    const price = this.#prices.dearest();
    const costUsd = price === undefined ? 0 : (bytes * price.input + MOST_OUTPUT_TOKENS * price.output) / MILLION;
    return { tokens: bytes + MOST_OUTPUT_TOKENS, costUsd };
  }

  /** The cap that leaves nothing for a further request. */
  #full(): keyof BrokerCaps | undefined {
    const { requests, tokens, costUsd } = this.#caps;
    if (requests !== null && this.#requests >= requests) return 'requests';
    if (tokens !== null && this.#tokens >= tokens) return 'tokens';
    return costUsd !== null && this.#costUsd >= costUsd ? 'costUsd' : undefined;
  }

  /** Ends calls that are under way once a cap is passed. */
  #check(): void {
    if (this.#exhausted !== undefined) return;
    const { tokens, costUsd } = this.#caps;
    if (tokens !== null && this.#tokens > tokens) this.#exhaust('tokens');
    else if (costUsd !== null && this.#costUsd > costUsd) this.#exhaust('costUsd');
  }

  #exhaust(cap: keyof BrokerCaps): void {
    const setting = SETTINGS[cap];
    const used = {
      requests: `${this.#requests} model requests were made`,
      tokens: `${this.#tokens} tokens were used`,
      costUsd: `model calls for ${roundUsd(this.#costUsd)} US dollars were made`,
    }[cap];
    this.#exhausted = {
      reason: 'budget',
      status: null,
      message: `The budget is used up: ${setting} is ${this.#caps[cap]} and ${used}; raise ${setting}, or make the task smaller`,
    };
    for (const listener of [...this.#listeners]) listener(this.#exhausted);
    this.#admit();
  }
}

/** The setting behind each cap. */
const SETTINGS: Readonly<Record<keyof BrokerCaps, string>> = {
  requests: 'max-requests',
  tokens: 'max-tokens',
  costUsd: 'max-cost-usd',
};
