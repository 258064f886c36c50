import type { IncomingMessage } from 'node:http';
import type { Clock } from '../support/clock.js';
import { stripInvisible } from '../support/plain-text.js';
import type { AccessEntry } from './access.js';
import type { BudgetCall } from './budget.js';
import { ERROR_PATHS, type ProviderAnswer } from './classify.js';
import type { ExchangeEnd } from './forward.js';
import type { BrokerLimits } from './limits.js';
import { CallMeter } from './meter.js';
import type { PriceTable } from './prices.js';
import type { ProviderWish } from './provider-tools.js';
import type { ModelRoute, ProviderWire } from './providers.js';
import type { Refusal } from './refusal.js';
import { RequestReader } from './request-reader.js';
import { parseRetryAfter, parseRetryAfterMs, parseRetryDelay, sentAt } from './retry-after.js';
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
  readonly limits: BrokerLimits;
  /** Masks the key. */
  mask(text: string): string;
}

/** Reads one request and its answer beside their streams: what may go out, what was used, what went wrong. */
export class ModelCall {
  readonly #o: ModelCallOptions;
  readonly #request: RequestReader;
  readonly #reader: UsageReader;
  readonly #meter: CallMeter;
  readonly #errors = new Map<string, string>();
  #judged = false;
  #model: string | undefined;
  #offersTools = false;
  #failed = false;
  #answerBytes = 0;
  #refusal: string | undefined;
  #retryAfterMs: number | undefined;

  constructor(options: ModelCallOptions) {
    this.#o = options;
    const { wire, route, prices, counter, call } = options;
    this.#request = new RequestReader(wire.request, options.providerTools);
    const billed = route.model !== null;
    this.#reader = new UsageReader({
      paths: billed ? wire.usage : {},
      texts: wire.texts,
      strings: new Set([...wire.models, ...Object.keys(wire.refusals), ...ERROR_PATHS, EVENT_TYPE]),
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
    const { model, background, stored, offersTools, refused, dearer } = request.facts();
    this.#offersTools = offersTools;
    if (background)
      return denied('background: true would let the model go on where nobody counts it: leave it out of the request');
    if (stored && this.#o.needsSize)
      return denied(
        'previous_response_id brings in a context that nobody counts before it is billed: with max-tokens or max-cost-usd, send the whole input',
      );
    if (refused.length > 0) return deniedTools(refused);
    if (dearer.length > 0 && this.#o.needsPrice) return deniedPrices(dearer);
    return this.#o.route.model === 'body' ? this.#judgeModel(model) : undefined;
  }

  #judgeModel(model: string | undefined): Refusal | undefined {
    this.#model = model;
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

  answered({ statusCode = 0, headers }: IncomingMessage): void {
    this.#failed = statusCode >= 400;
    if (!this.#failed) return;
    const inMs = headers['retry-after-ms'];
    this.#retryAfterMs =
      parseRetryAfterMs(typeof inMs === 'string' ? inMs : undefined) ??
      // A time that a provider names is by its own clock, of which its answers tell: ours may have been set.
      parseRetryAfter(headers['retry-after'], sentAt(headers.date) ?? this.#o.clock.now());
  }

  /** Reads on. What it returns tells that the answer has become longer than any can be. */
  read(chunk: Buffer): string | undefined {
    this.#reader.push(chunk);
    this.#meter.progress();
    this.#answerBytes += chunk.length;
    const { answerBytes, answerTextBytes } = this.#o.limits;
    if (this.#reader.written.bytes > answerTextBytes) return `wrote more than ${inMebibytes(answerTextBytes)} of text`;
    if (this.#answerBytes > answerBytes) return `sent more than ${inMebibytes(answerBytes)}`;
    return undefined;
  }

  /** Closes the bill. What it returns is to be judged; undefined: the provider had no part in the end. */
  finish(end: ExchangeEnd, entry: AccessEntry): ProviderAnswer | undefined {
    const { status, failure, complete, sent, silent, connected } = end;
    const { route, limits, path } = this.#o;
    const taken = status === null ? sent : status >= 200 && status < 300;
    const billed = route.model !== null;
    const billable = taken && billed;
    this.#meter.finish({ complete, billable, bytesOut: entry.bytesOut, bytesIn: entry.bytesIn });
    if (status === null && failure === undefined) return undefined;
    const delay = parseRetryDelay(this.#errors.get('retryDelay'));
    const retryAfterMs = this.#retryAfterMs ?? (status !== null && status >= 400 ? delay : undefined);
    // An event of the type `error` is one, whatever else it says.
    if (this.#failed && (status ?? 0) < 400 && !this.#errors.has('type')) this.#errors.set('type', 'error');
    return {
      status,
      failure,
      complete,
      errors: this.#errors,
      retryAfterMs,
      billed,
      main: this.#offersTools,
      path,
      model: this.#model === undefined ? undefined : printable(this.#model),
      connected,
      silentMs: silent ? limits.modelIdleMs : undefined,
      refusal: this.#refusal,
    };
  }

  #string(path: string, value: string): void {
    const { models, refusals } = this.#o.wire;
    const refusal = Object.hasOwn(refusals, path) ? refusals[path] : undefined;
    if (models.has(path)) this.#meter.answeredBy(value);
    else if (refusal?.test(value) === true) this.#refusal ??= value;
    else if (path === EVENT_TYPE) this.#failed ||= value === 'error';
    // In an answer as it should be these names mean something else.
    else if (refusal === undefined && (this.#failed || path.includes('.'))) {
      const name = path.slice(path.lastIndexOf('.') + 1);
      // Masked while it is whole: what is left of a key in a part of it would not be known for one.
      if (!this.#errors.has(name)) this.#errors.set(name, this.#o.mask(stripInvisible(value)));
    }
  }
}

const EVENT_TYPE = 'type';

function inMebibytes(bytes: number): string {
  return `${Number((bytes / 1024 / 1024).toFixed(2))} MiB`;
}

function denied(reason: string): Refusal {
  // Clients take 400 for final; one that does not is refused again.
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

function deniedPrices(dearer: readonly ProviderWish[]): Refusal {
  const what = dearer.map(({ words }) => words).join(', ');
  const names = [...new Set(dearer.flatMap(({ name }) => name ?? []))].sort();
  return {
    ...denied(
      `max-cost-usd is set, and the request asks for what may cost more than the usual price: ${what}; leave it out, or give prices that hold for it and allow it with provider-tools: ${names.join(', ')}`,
    ),
    allow: names.map((name) => `provider-tools: ${name}`),
  };
}

/** A model's name as it may stand in a message. */
function printable(model: string): string {
  return model.replace(/[^\x21-\x7e]/g, '?').slice(0, 128);
}
