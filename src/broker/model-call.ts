import type { IncomingMessage } from 'node:http';
import type { Clock } from '../support/clock.js';
import type { AccessEntry } from './access.js';
import type { BudgetCall } from './budget.js';
import { ERROR_PATHS, type ProviderAnswer } from './classify.js';
import type { ExchangeEnd } from './forward.js';
import { CallMeter } from './meter.js';
import type { PriceTable } from './prices.js';
import type { ProviderWish } from './provider-tools.js';
import type { ModelRoute, ProviderWire } from './providers.js';
import type { Refusal } from './refusal.js';
import { RequestReader } from './request-reader.js';
import { parseRetryAfter, parseRetryDelay } from './retry-after.js';
import { type UsageCounter, UsageReader } from './usage.js';

export interface ModelCallOptions {
  readonly wire: ProviderWire;
  readonly route: ModelRoute;
  readonly path: string;
  /** What the provider may do by itself: names of `provider-tools`. */
  readonly providerTools: readonly string[];
  /** Refuse what has no price. */
  readonly needsPrice: boolean;
  /** Refuse what does not show its size. */
  readonly needsSize: boolean;
  readonly prices: PriceTable;
  readonly counter: UsageCounter;
  readonly call: BudgetCall;
  readonly clock: Clock;
}

/** Reads one request and its answer beside their streams: what may go out, what was used, what went wrong. */
export class ModelCall {
  readonly #o: ModelCallOptions;
  readonly #request: RequestReader;
  readonly #reader: UsageReader;
  readonly #meter: CallMeter;
  readonly #errors = new Map<string, string>();
  #judged = false;
  #retryAfterMs: number | undefined;

  constructor(options: ModelCallOptions) {
    this.#o = options;
    const { wire, route, prices, counter, call } = options;
    this.#request = new RequestReader(wire.request, options.providerTools);
    const billed = route.model !== null;
    this.#reader = new UsageReader({
      paths: billed ? wire.usage : {},
      texts: wire.texts,
      strings: new Set([...wire.models, ...ERROR_PATHS]),
      onString: (path, value) => this.#string(path, value),
    });
    this.#meter = new CallMeter({ reader: this.#reader, counter, call, prices });
  }

  /** For the access log, behind the rule; begins with a space where it says anything. */
  get note(): string {
    return this.#retryAfterMs === undefined ? '' : ` (asked to wait ${Math.ceil(this.#retryAfterMs / 1000)} s)`;
  }

  /** Judges what the path alone says. */
  judgePath(): Refusal | undefined {
    const { route, path } = this.#o;
    return route.model === 'path' ? this.#judgeModel(route.path.exec(path)?.groups?.['model']) : undefined;
  }

  /** Judges the request's body; null: its end. Only what it returns nothing for may go on. */
  inspect(chunk: Buffer | null): Refusal | undefined {
    const request = this.#request;
    if (chunk !== null) request.push(chunk);
    const fault = request.fault ?? (chunk === null && request.begun && !request.complete ? 'no end' : undefined);
    if (fault !== undefined)
      return denied(
        `the request's body must be one JSON object, so that it means the same to everybody: it has ${fault}`,
      );
    if (this.#judged || (chunk !== null && !request.complete)) return undefined;
    this.#judged = true;
    const { model, background, stored, refused } = request.facts();
    if (background)
      return denied('background: true would let the model go on where nobody counts it: leave it out of the request');
    if (stored && this.#o.needsSize)
      return denied(
        'previous_response_id brings in a context that nobody counts before it is billed: with max-tokens or max-cost-usd, send the whole input',
      );
    if (refused.length > 0) return deniedTools(refused);
    return this.#o.route.model === 'body' ? this.#judgeModel(model) : undefined;
  }

  #judgeModel(model: string | undefined): Refusal | undefined {
    this.#meter.setModel(model);
    if (!this.#o.needsPrice) return undefined;
    if (model === undefined)
      return denied('max-cost-usd is set, and the model that the request is for cannot be told from it');
    if (this.#o.prices.of(model) !== undefined) return undefined;
    return {
      ...denied(`max-cost-usd is set, and prices has no entry for the model ${printable(model)} and none for *`),
      allow: [`prices: ${printable(model)}=INPUT/CACHED/OUTPUT`],
    };
  }

  answered(message: IncomingMessage): void {
    this.#retryAfterMs =
      (message.statusCode ?? 0) >= 400
        ? parseRetryAfter(message.headers['retry-after'], this.#o.clock.now())
        : undefined;
  }

  read(chunk: Buffer): void {
    this.#reader.push(chunk);
    this.#meter.progress();
  }

  /** Closes the bill. What it returns is to be judged; undefined: the provider had no part in the end. */
  finish(end: ExchangeEnd, entry: AccessEntry): ProviderAnswer | undefined {
    const { status, failure, complete, sent } = end;
    const taken = status === null ? sent : status >= 200 && status < 300;
    const billable = taken && this.#o.route.model !== null;
    this.#meter.finish({ complete, billable, bytesOut: entry.bytesOut, bytesIn: entry.bytesIn });
    if (status === null && failure === undefined) return undefined;
    const delay = parseRetryDelay(this.#errors.get('retryDelay'));
    const retryAfterMs = this.#retryAfterMs ?? (status !== null && status >= 400 ? delay : undefined);
    return { status, failure, errors: this.#errors, retryAfterMs };
  }

  #string(path: string, value: string): void {
    if (this.#o.wire.models.has(path)) this.#meter.answeredBy(value);
    else {
      const name = path.slice(path.lastIndexOf('.') + 1);
      if (!this.#errors.has(name)) this.#errors.set(name, value);
    }
  }
}

function denied(reason: string): Refusal {
  // No agent asks again after 400.
  return { verdict: 'denied', status: 400, reason };
}

function deniedTools(refused: readonly ProviderWish[]): Refusal {
  const names = [...new Set(refused.flatMap(({ name }) => name ?? []))].sort();
  const what = refused.map(({ words }) => words).join(', ');
  const remedy =
    names.length === 0 ? 'leave it out' : `leave it out, or allow it with provider-tools: ${names.join(', ')}`;
  return {
    ...denied(
      `the request asks for what the provider would do by itself, where no rule of this room holds: ${what}; ${remedy}`,
    ),
    allow: names.map((name) => `provider-tools: ${name}`),
  };
}

/** A model's name as it may stand in a message. */
function printable(model: string): string {
  return model.replace(/[^\x21-\x7e]/g, '?').slice(0, 128);
}
