import type { Clock } from '../support/clock.js';
import { CleanroomError } from '../support/errors.js';
import type { Lookup } from './dial.js';
import { systemLookup } from './dial.js';
import { Egress, parseAllowList } from './egress.js';
import { maskKey } from './key-filter.js';
import { type BrokerLimits, DEFAULT_LIMITS } from './limits.js';
import { ModelLine, modelUpstream } from './model.js';
import { Session } from './session.js';
import type { AccessRecord, Broker, BrokerGrant, BrokerSession, ProviderConfig } from './types.js';
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
  /** Ports on which a tunnel must begin with a TLS ClientHello for the tunnel's host; default: 443. */
  readonly tlsPorts?: readonly number[];
  readonly limits?: Partial<BrokerLimits>;
}

/**
 * The host's proxy that holds the credentials.
 * @throws CleanroomError `broker.provider` for a provider that cannot be used, InputError for `allowPrivate`
 */
export function createBroker(options: BrokerOptions): Broker {
  const limits: BrokerLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const allowPrivate = parseAllowList('allow-private', options.allowPrivate ?? []);
  const tlsPorts = new Set(options.tlsPorts ?? [443]);
  const upstreams = new Map(options.providers.map((config) => [config.name, modelUpstream(config)]));
  const sessions = new Set<BrokerSession>();
  let closed = false;

  /** No text that a room or an upstream chose may carry a key into the log. */
  const onAccess = (record: AccessRecord): void => {
    const mask = (text: string): string =>
      options.providers.reduce((masked, { apiKey }) => maskKey(masked, apiKey), text);
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
        lookup: options.lookup ?? systemLookup,
        limits,
      });
      const usage = new UsageCounter();
      const model =
        upstream === undefined
          ? undefined
          : new ModelLine({ upstream, nonce: grant.nonce, limits, usage, onStop: (stop) => grant.onStop?.(stop) });
      const session: BrokerSession = new Session({
        grant,
        model,
        modelName: upstream?.name ?? '',
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

    async close(): Promise<void> {
      closed = true;
      await Promise.all([...sessions].map((session) => session.close()));
    },
  };
}
