import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import type { Stage } from '../room/types.js';

/** The wire format that a provider speaks; decides paths, the credential's header and how usage is read. */
export type ProviderName = 'openai' | 'anthropic' | 'gemini';

export interface ProviderConfig {
  readonly name: ProviderName;
  /** Where requests go: scheme, host, port and an optional path prefix, without a trailing slash. */
  readonly baseUrl: string;
  /** The real key. It is held by the broker alone. */
  readonly apiKey: string;
  /** Nobody gave one: the endpoint may need none, and `apiKey` is only a word. */
  readonly keyless?: boolean;
}

/** Tokens as the provider counted them. `inputTokens` includes `cachedInputTokens`. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

export interface BrokerUsage extends TokenUsage {
  /** Model requests that reached the provider. */
  readonly requests: number;
  /** US dollars by the run's price table; null where a model that was used has no price. */
  readonly costUsd: number | null;
  /** True where an answer carried no counts, so that its tokens were estimated from its bytes. */
  readonly estimated: boolean;
}

/** Hard caps over all rooms of a run together. */
export interface BrokerCaps {
  readonly requests: number | null;
  /** Input and output tokens together. */
  readonly tokens: number | null;
  readonly costUsd: number | null;
}

/** US dollars for a million tokens of one model. */
export interface ModelPrice {
  /** Name of the model as requests carry it, or `*` for every other. */
  readonly model: string;
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

/** A credential for a host, added outside the room. The room never sees it. */
export interface HostCredential {
  /** Exact `host:port`. */
  readonly endpoint: string;
  /** Paths below which it is added, beginning and ending with a slash; `/`: all. */
  readonly pathPrefix: string;
  /** The whole value of the `authorization` header. */
  readonly authorization: string;
  /** Every secret part of it, for redaction. */
  readonly secrets: readonly string[];
}

/** One line of the access log. */
export interface AccessRecord {
  readonly time: string;
  readonly stage: Stage;
  /** The room that asked. */
  readonly room: string;
  /** The attempt that the room belongs to; 0: before the first. */
  readonly attempt: number;
  readonly kind: 'model' | 'connect' | 'http' | 'service';
  readonly method: string;
  /** Host that was asked for, as far as it could be read; else the text as it came. */
  readonly host: string;
  /** Null where none could be read. */
  readonly port: number | null;
  /** Path without query; empty for `connect`. */
  readonly path: string;
  readonly verdict: 'allowed' | 'denied' | 'failed';
  /** Why: the rule that allowed it, or the reason it was denied or failed. */
  readonly rule: string;
  readonly status: number | null;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly durationMs: number;
}

/** Why the broker wants an attempt to end. */
export interface BrokerStop {
  readonly reason:
    | 'auth'
    | 'budget'
    | 'quota'
    | 'rate-limit'
    /** It is down, cannot be reached, or falls silent. */
    | 'provider'
    /** No such model, or no such path. */
    | 'model-unknown'
    /** The conversation is longer than the model can take. */
    | 'context'
    /** A request that the provider will never take, whoever asks again. */
    | 'request'
    /** An answer that does not end. */
    | 'endless'
    /** The model, or its provider's filter, declines to answer, again and again. */
    | 'refused';
  /** HTTP status of the provider; null where the broker itself refused. */
  readonly status: number | null;
  /** One sentence for a person, with what to do. Never holds the key. */
  readonly message: string;
}

/** Something on the host that a room may ask by HTTP over its line to the broker, such as a brokered command. */
export interface RoomService {
  /**
   * Answers a request whose head was found to be well formed. The body is the service's to read and to bound.
   * `path`: what follows `/cleanroom/NAME/`, without a query, percent-encoding, and empty or dot segments; may be empty.
   * `rule` of what it returns goes into the access log. It never rejects.
   */
  handle(
    request: IncomingMessage,
    reply: ServerResponse,
    path: string,
  ): Promise<{ readonly verdict: 'allowed' | 'denied' | 'failed'; readonly rule: string }>;
}

/** What one room may ask of the broker. Built per room, so that identity never rests on what the room says. */
export interface BrokerGrant {
  readonly room: string;
  readonly stage: Stage;
  /** For the log; 0: before the first attempt. */
  readonly attempt: number;
  /** Answers what the room asks below `/cleanroom/NAME/`, by name. */
  readonly services?: Readonly<Record<string, RoomService>>;
  /** Model access; undefined: every model request is denied. */
  readonly provider?: ProviderName;
  /** The dummy key that the room holds; a request without it is denied. */
  readonly nonce?: string;
  /** Exact `host:port` entries that CONNECT and plain HTTP may reach. */
  readonly allow: readonly string[];
  /** Every host with a public address may be reached; private ones as ever. Only ever by a person's own flag. */
  readonly everything?: boolean;
  /** Monotonic milliseconds of the broker's clock at which the room's command is ended; undefined: unknown. */
  readonly deadline?: number;
  /** Called at most once. */
  onStop?(stop: BrokerStop): void;
  /** Told what the room has used in all, whenever a request was let out and when its answer is over. */
  onUsage?(usage: BrokerUsage): void;
  /** Told of what the person should know while it goes on, such as a long wait; bounded in number. */
  onNote?(note: string): void;
}

/** One refusal, for the person. */
export interface BrokerDenial {
  /** `host:port`, or method and path. */
  readonly host: string;
  readonly reason: string;
  /** The lines of the configuration that would allow it; empty where none would. */
  readonly allow: readonly string[];
}

/** A room's line to the broker. */
export interface BrokerSession {
  /** Serves connections of this listening socket under the grant. */
  accept(server: Server): void;
  usage(): BrokerUsage;
  /** What was wrong with the provider's last answer; undefined: nothing. Why an agent gave up, where it did. */
  failing(): BrokerStop | undefined;
  /** Refusals so far, for the person: one per distinct `host:port` or path. */
  denials(): readonly BrokerDenial[];
  /** Ends every connection; upstream requests are aborted. */
  close(): Promise<void>;
}

/** What all rooms together have used of the caps so far. */
export interface BrokerSpent {
  readonly requests: number;
  /** Input and output tokens together. */
  readonly tokens: number;
  /** US dollars; a model without a price counts nothing. */
  readonly costUsd: number;
}

export interface Broker {
  grant(grant: BrokerGrant): BrokerSession;
  spent(): BrokerSpent;
  close(): Promise<void>;
}
