import type { Clock } from '../support/clock.js';
import { CleanroomError } from '../support/errors.js';
import { Budget } from './budget.js';
import { Credentials } from './credentials.js';
import type { Lookup } from './dial.js';
import { systemLookup } from './dial.js';
import { Egress, parseAllowList } from './egress.js';
import { FailureWatch } from './failures.js';
import { maskKey } from './key-filter.js';
import { type BrokerLimits, DEFAULT_LIMITS } from './limits.js';
import { ModelLine } from './model.js';
import { modelUpstream } from './model-upstream.js';
import { PriceTable } from './prices.js';
import { ReadBuffers } from './read-buffers.js';
import { Session } from './session.js';
import type {
  AccessRecord,
  Broker,
  BrokerCaps,
  BrokerGrant,
  BrokerSession,
  BrokerUsage,
  HostCredential,
  ModelPrice,
  ProviderConfig,
} from './types.js';
import { UsageCounter } from './usage.js';

export interface BrokerOptions {
  /** At most one entry per provider. */
  readonly providers: readonly ProviderConfig[];
  readonly clock: Clock;
  /** Called once per request, when it is over. Must not throw. */
  readonly onAccess: (record: AccessRecord) => void;
  /** Resolves names of the allow-list; default: the system's resolver. */
  readonly lookup?: Lookup;
  /** Exact `host:port` entries that may resolve to private or loopback addresses, such as a private registry. */
  readonly allowPrivate?: readonly string[];
  /** Added to what rooms ask of these hosts in plain HTTP, which then goes on over TLS. At most one per host and path. */
  readonly credentials?: readonly HostCredential[];
  /** Certificate authorities for hosts with credentials, in PEM; default: the host's, and NODE_EXTRA_CA_CERTS. */
  readonly authorities?: readonly string[];
  /** Ports on which a tunnel must begin with a TLS ClientHello for the tunnel's host; default: 443. */
  readonly tlsPorts?: readonly number[];
  readonly limits?: Partial<BrokerLimits>;
  /** Over all rooms together; default: none. */
  readonly caps?: BrokerCaps;
  /** Counts for the caps as if it had been used through this broker; default: nothing. */
  readonly spent?: BrokerUsage;
  /** What providers may do by themselves for a room, by name (`web_search`, `fetch-urls`); default: nothing. */
  readonly providerTools?: readonly string[];
  /** What models cost, for `caps.costUsd` and for the usage; default: nothing is known. */
  readonly prices?: readonly ModelPrice[];
}

const NO_CAPS: BrokerCaps = { requests: null, tokens: null, costUsd: null };

/**
 * The host's proxy that holds the credentials.
 * @throws CleanroomError `broker.provider` for a provider that cannot be used, InputError for `allowPrivate`
 */
export function createBroker(options: BrokerOptions): Broker {
  const limits: BrokerLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const allowPrivate = parseAllowList('allow-private', options.allowPrivate ?? []);
  const credentials = new Credentials(options.credentials ?? []);
  const buffers = new ReadBuffers();
  const tlsPorts = new Set(options.tlsPorts ?? [443]);
  const upstreams = new Map(options.providers.map((config) => [config.name, modelUpstream(config)]));
  const sessions = new Set<BrokerSession>();
  const prices = new PriceTable(options.prices ?? []);
  const budget = new Budget(options.caps ?? NO_CAPS, prices, options.spent);
  const failures = new FailureWatch();
  const lookup = options.lookup ?? systemLookup;
  let closed = false;

  /** No text that a room or an upstream chose may carry a key into the log. */
  const onAccess = (record: AccessRecord): void => {
    const mask = (text: string): string =>
      options.providers.reduce((masked, { apiKey }) => maskKey(masked, apiKey), credentials.mask(text));
    options.onAccess({ ...record, host: mask(record.host), path: mask(record.path), rule: mask(record.rule) });
  };

  return {
    /** @throws CleanroomError `broker.grant` when it cannot be honoured, InputError for `allow` */
    grant(grant: BrokerGrant): BrokerSession {
      if (closed) throw new CleanroomError('broker.grant', 'the broker is closed');
      const upstream = grant.provider === undefined ? undefined : upstreams.get(grant.provider);
      if (grant.provider !== undefined && upstream === undefined)
        throw new CleanroomError('broker.grant', `no provider ${grant.provider} is configured`, {
          hint: 'give the api-key input of that provider',
        });
      const egress = new Egress({
        grant,
        allowPrivate,
        tlsPorts,
        lookup,
        credentials,
        buffers,
        authorities: options.authorities,
        limits,
      });
      const usage = new UsageCounter();
      const model =
        upstream === undefined
          ? undefined
          : new ModelLine({
              upstream,
              nonce: grant.nonce,
              limits,
              usage,
              budget,
              prices,
              providerTools: options.providerTools ?? [],
              failures,
              lookup,
              clock: options.clock,
              deadline: grant.deadline,
              onStop: (stop) => grant.onStop?.(stop),
              onUsage: () => grant.onUsage?.(usage.snapshot()),
              onNote: (note) => grant.onNote?.(note),
            });
      const session: BrokerSession = new Session({
        grant,
        model,
        modelEndpoint: { host: upstream?.hostname ?? '', port: upstream?.port ?? null },
        egress,
        usage,
        limits,
        clock: options.clock,
        onAccess,
        onClosed: () => sessions.delete(session),
      });
      sessions.add(session);
      return session;
    },

    spent: () => budget.spent(),

    async close(): Promise<void> {
      closed = true;
      await Promise.all([...sessions].map((session) => session.close()));
    },
  };
}
