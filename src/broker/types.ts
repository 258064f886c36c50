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
}

/** One line of the access log. */
export interface AccessRecord {
  readonly time: string;
  readonly stage: Stage;
  /** The room that asked. */
  readonly room: string;
  readonly kind: 'model' | 'connect' | 'http';
  readonly method: string;
  /** `host:port` that was asked for. */
  readonly host: string;
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
  readonly reason: 'auth';
  readonly status: number;
  /** One sentence for a person, with what to do. Never holds the key. */
  readonly message: string;
}

/** What one room may ask of the broker. Built per room, so that identity never rests on what the room says. */
export interface BrokerGrant {
  readonly room: string;
  readonly stage: Stage;
  /** Model access; undefined: every model request is denied. */
  readonly provider?: ProviderName;
  /** The dummy key that the room holds; a request without it is denied. */
  readonly nonce?: string;
  /** Exact `host:port` entries that CONNECT and plain HTTP may reach. */
  readonly allow: readonly string[];
  /** Called at most once. */
  onStop?(stop: BrokerStop): void;
}

/** A room's line to the broker. */
export interface BrokerSession {
  /** Serves connections of this listening socket under the grant. */
  accept(server: Server): void;
  usage(): BrokerUsage;
  /** Refusals so far, for the person: one per distinct `host:port` or path. */
  denials(): readonly { readonly host: string; readonly reason: string }[];
  /** Ends every connection; upstream requests are aborted. */
  close(): Promise<void>;
}

export interface Broker {
  grant(grant: BrokerGrant): BrokerSession;
  close(): Promise<void>;
}
