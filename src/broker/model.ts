import { createHash, timingSafeEqual } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '../support/clock.js';
import { errnoOf } from '../support/errors.js';
import type { AccessEntry } from './access.js';
import type { Budget, BudgetCall } from './budget.js';
import type { Lookup } from './dial.js';
import type { FailureWatch } from './failures.js';
import { type Forwarded, forward } from './forward.js';
import { asServersRead, CREDENTIAL_PARAMETERS, countHeader, type HeaderMap, upstreamHeaders } from './headers.js';
import { KeyFilter, maskKey } from './key-filter.js';
import type { BrokerLimits } from './limits.js';
import { ModelCall } from './model-call.js';
import { CLEAR_TEXT, CLEAR_TEXT_MESSAGE, type ModelUpstream, privateLookup } from './model-upstream.js';
import type { PriceTable } from './prices.js';
import type { ModelRoute, ProviderWire } from './providers.js';
import type { Refusal } from './refusal.js';
import { type ModelTarget, parseModelTarget } from './target.js';
import type { BrokerStop } from './types.js';
import type { UsageCounter } from './usage.js';

/** Idle connections to a provider that are kept for the next request. */
const FREE_SOCKETS = 8;
const FREE_SOCKET_MS = 30_000;

export interface ModelLineOptions {
  readonly upstream: ModelUpstream;
  /** The dummy key of this room; undefined: nobody holds it, everything is denied. */
  readonly nonce: string | undefined;
  readonly limits: BrokerLimits;
  readonly usage: UsageCounter;
  readonly budget: Budget;
  readonly prices: PriceTable;
  /** What the provider may do by itself: names of `provider-tools`. */
  readonly providerTools: readonly string[];
  readonly failures: FailureWatch;
  readonly lookup: Lookup;
  readonly clock: Clock;
  /** Monotonic milliseconds at which the room's command is ended. */
  readonly deadline: number | undefined;
  /** Called at most once. */
  onStop(stop: BrokerStop): void;
  /** The room's usage has changed: a request was let out, or its answer is over. */
  readonly onUsage?: () => void;
  onNote(note: string): void;
}

/** One room's line to its provider, with connections of its own. */
export class ModelLine {
  readonly #o: ModelLineOptions;
  readonly #agent: HttpAgent;
  readonly #running = new Set<Forwarded>();
  readonly #forget: () => void;
  readonly #limits: BrokerLimits;
  #failing: BrokerStop | undefined;
  /** The room has asked for a turn of a conversation with tools. */
  #conversing = false;
  #stopped = false;
  #closed = false;

  constructor(options: ModelLineOptions) {
    this.#o = options;
    const { upstream, budget, lookup, limits } = options;
    this.#limits = { ...limits, idleMs: limits.modelIdleMs };
    const agentOptions = { keepAlive: true, maxFreeSockets: FREE_SOCKETS, timeout: FREE_SOCKET_MS };
    this.#agent = upstream.secure
      ? // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: the key is not for whoever answers.
        new HttpsAgent({ ...agentOptions, rejectUnauthorized: true })
      : new HttpAgent({ ...agentOptions, lookup: privateLookup(lookup) });
    this.#forget = budget.onExhausted((stop) => {
      for (const exchange of [...this.#running]) exchange.cut(BUDGET_STATUS, stop.message);
      this.#stop(stop);
    });
  }

  /** What was wrong with the provider's last answer; undefined: nothing. */
  get failing(): BrokerStop | undefined {
    return this.#failing;
  }

  /** Ends every connection to the provider. */
  close(): void {
    this.#closed = true;
    this.#forget();
    this.#agent.destroy();
  }

  /**
   * Carries an allowed request; resolves to why one is not, before anything that could be billed has gone out. Requests
   * of a budget that is nearly used up wait for their turn.
   */
  async handle(room: IncomingMessage, reply: ServerResponse, entry: AccessEntry): Promise<Refusal | undefined> {
    const { upstream, limits, budget } = this.#o;
    const { wire, config } = upstream;
    if (!this.#holdsNonce(room)) return refuse(401, `the room's key for ${config.name} is missing or wrong`);
    const parsed = parseModelTarget(room.url ?? '');
    if (!parsed.ok) return refuse(403, parsed.reason);
    const { target } = parsed;
    const route = wire.routes.find(({ method, path }) => method === room.method && path.test(target.path));
    if (route === undefined)
      return refuse(403, `${config.name} is open for model requests only, not for this method and path`);
    const announced = Number(room.headers['content-length'] ?? limits.requestBodyBytes);
    if (announced > limits.requestBodyBytes)
      return refuse(413, `the request's body is larger than ${limits.requestBodyBytes} bytes`);
    const coding = room.headers['content-encoding'];
    if (coding !== undefined && coding.trim().toLowerCase() !== 'identity')
      return refuse(415, 'the request’s body is compressed, so that nothing can be read in it: send it as it is');
    if (!JSON_BODY.test(room.headers['content-type'] ?? JSON_TYPE))
      return refuse(
        415,
        `the request’s body must be announced as ${JSON_TYPE} in UTF-8: in another form it is not read`,
      );
    const admitted = await budget.enter(room.method === 'POST' ? announced : 0, route.model !== null);
    if ('message' in admitted) {
      this.#stop(admitted);
      return refuse(BUDGET_STATUS, admitted.message);
    }
    try {
      return await this.#forward({ room, reply, entry, target, route, admitted });
    } catch (error) {
      admitted.leave();
      throw error;
    }
  }

  #holdsNonce(room: IncomingMessage): boolean {
    const { nonce, upstream } = this.#o;
    const { keyHeader, keyPrefix } = upstream.wire;
    const value = room.headers[keyHeader];
    if (nonce === undefined || nonce === '' || typeof value !== 'string' || countHeader(room, keyHeader) !== 1)
      return false;
    if (value.slice(0, keyPrefix.length).toLowerCase() !== keyPrefix.toLowerCase()) return false;
    // Digests have equal lengths, so that the comparison tells nothing about the nonce's.
    return timingSafeEqual(digest(value.slice(keyPrefix.length)), digest(nonce));
  }

  /** Resolves when the request's body has been judged. */
  #forward(from: Admitted): Promise<Refusal | undefined> {
    const { room, reply, entry, target, route, admitted } = from;
    const { upstream, usage, clock, prices, budget, providerTools } = this.#o;
    const { config } = upstream;
    const limits = this.#limits;
    const call = new ModelCall({
      wire: upstream.wire,
      route,
      path: target.path,
      providerTools,
      needsPrice: budget.needsPrices,
      needsSize: budget.needsSizes,
      prices,
      counter: usage,
      call: admitted,
      clock,
      limits,
      mask: (text) => maskKey(text, config.apiKey),
    });
    const outright = call.judgePath();
    if (outright !== undefined) {
      admitted.leave();
      return Promise.resolve(outright);
    }
    return new Promise((judged) => {
      const connection = (upstream.secure ? httpsRequest : httpRequest)({
        agent: this.#agent,
        hostname: upstream.hostname,
        port: upstream.port,
        method: room.method,
        path: `${upstream.prefix}${target.path}${keptQuery(target, upstream.wire)}`,
        headers: this.#headers(room),
        maxHeaderSize: limits.headerBytes,
      });
      connection.once('error', (error) => {
        if (errnoOf(error) === CLEAR_TEXT)
          this.#stop({ reason: 'provider', status: null, message: `${config.name}: ${CLEAR_TEXT_MESSAGE}` });
      });
      // Set before anything of it can end, but for an exchange whose room has left already.
      let exchange: Forwarded | undefined;
      exchange = forward({
        room,
        reply,
        upstream: connection,
        entry,
        limits,
        name: config.name,
        rule: () => `provider ${config.name}${call.note}`,
        form: config.name,
        filter: new KeyFilter(config.apiKey),
        mask: (text) => maskKey(text, config.apiKey),
        inspect: (chunk) => call.inspect(chunk),
        onRefused: judged,
        onConnected: () => {
          admitted.reached();
          usage.countRequest();
          this.#o.onUsage?.();
        },
        refuseAnswer: (message) => {
          const coding = message.headers['content-encoding'];
          // Neither the key nor the usage could be seen in it.
          return coding === undefined || coding.trim().toLowerCase() === 'identity'
            ? undefined
            : `${config.name} compressed its answer although it was asked not to`;
        },
        onAnswer: (message) => call.answered(message),
        onBytes: (chunk) => {
          const endless = call.read(chunk);
          if (endless === undefined) return;
          const message = `${config.name} gave an endless answer: it ${endless}, more than any model does; run again, or give another model`;
          exchange?.cut(502, message);
          this.#stop({ reason: 'endless', status: entry.status, message });
        },
        onSettled: (end) => {
          if (exchange !== undefined) this.#running.delete(exchange);
          const answer = call.finish(end, entry);
          this.#o.onUsage?.();
          this.#judge(answer);
          judged(undefined);
        },
      });
      // A room that has left already is settled by now.
      if (!entry.finished) this.#running.add(exchange);
    });
  }

  #headers(room: IncomingMessage): HeaderMap {
    const { hostHeader, wire, config } = this.#o.upstream;
    const headers = upstreamHeaders(room, hostHeader);
    for (const name of Object.keys(headers)) {
      const own = wire.ownHeaders;
      if (own !== undefined && asServersRead(name).startsWith(own.prefix) && !own.except.includes(name))
        delete headers[name];
    }
    headers['accept-encoding'] = 'identity';
    // Whatever else the room says of it: what was read is what is understood.
    if (room.method === 'POST') headers['content-type'] = JSON_TYPE;
    headers[wire.keyHeader] = wire.keyPrefix + config.apiKey;
    return headers;
  }

  #judge(answer: ReturnType<ModelCall['finish']>): void {
    const { failures, deadline, clock, upstream } = this.#o;
    // What breaks because the room is over says nothing of the provider.
    if (answer === undefined || this.#closed) return;
    const left = deadline === undefined ? undefined : deadline - clock.monotonic();
    const { name, keyless = false } = upstream.config;
    const { stop, note, failing } = failures.judge(name, { ...answer, keyless }, left);
    this.#conversing ||= answer.billed && answer.main;
    // Neither what the room broke off nor what it asks beside its conversation tells how that goes.
    const tells = answer.billed && (answer.complete || answer.failure !== undefined);
    if (tells && (answer.main || !this.#conversing)) this.#failing = failing && this.#masked(failing);
    if (note !== undefined) this.#o.onNote(note);
    if (stop !== undefined) this.#stop(stop);
  }

  #stop(stop: BrokerStop): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#o.onStop(this.#masked(stop));
  }

  #masked(stop: BrokerStop): BrokerStop {
    return { ...stop, message: maskKey(stop.message, this.#o.upstream.config.apiKey) };
  }
}

interface Admitted {
  readonly room: IncomingMessage;
  readonly reply: ServerResponse;
  readonly entry: AccessEntry;
  readonly target: ModelTarget;
  readonly route: ModelRoute;
  readonly admitted: BudgetCall;
}

const JSON_TYPE = 'application/json';
const JSON_BODY = /^application\/json(?:\s*;\s*charset="?utf-?8"?)?\s*$/i;

/** Clients take it for final, as they do not always 402, 403 and 429. Nothing relies on that. */
const BUDGET_STATUS = 400;

function refuse(status: number, reason: string): Refusal {
  return { verdict: 'denied', status, reason };
}

/** With its question mark; empty where nothing is left. */
function keptQuery(target: ModelTarget, wire: ProviderWire): string {
  const kept = target.query
    .filter(({ name, text }) => {
      if (CREDENTIAL_PARAMETERS.has(name)) return false;
      if (wire.query === undefined) return true;
      const rule = Object.hasOwn(wire.query, name) ? wire.query[name] : undefined;
      return rule?.test(text.slice(text.indexOf('=') + 1)) ?? false;
    })
    .map(({ text }) => text)
    .join('&');
  return kept === '' ? '' : `?${kept}`;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
