/** What one room's session may use. Every wait and every buffer of the broker is bounded by one of these. */
export interface BrokerLimits {
  /** Bytes of a request's line and headers together. */
  readonly headerBytes: number;
  /** Connections of one room at a time. */
  readonly connections: number;
  /** Requests of one session in its life; past it the session is shut. It bounds the access log. */
  readonly requests: number;
  /** Bytes of one request's body. */
  readonly requestBodyBytes: number;
  /** Milliseconds for a connection to deliver a whole set of headers. */
  readonly headersMs: number;
  /** Milliseconds that a connection may wait for its next request. */
  readonly keepAliveMs: number;
  /** Milliseconds to resolve a name. */
  readonly resolveMs: number;
  /** Milliseconds to connect to an upstream, its TLS handshake included. */
  readonly connectMs: number;
  /** Milliseconds without a byte in either direction, of tunnels and of plain HTTP. */
  readonly idleMs: number;
  /** The same of a call to a model: how long it may be silent before its answer and within it. */
  readonly modelIdleMs: number;
  /** Bytes of one answer of a model's provider, with all that is around the text. */
  readonly answerBytes: number;
  /** Bytes of what a model writes in one answer. */
  readonly answerTextBytes: number;
  /** Milliseconds of one request from beginning to end; tunnels are bounded by `idleMs` and the session alone. */
  readonly wallMs: number;
  /** Milliseconds for a TLS ClientHello to arrive after a tunnel was granted. */
  readonly helloMs: number;
  /** Bytes of a refused request's body that are read and dropped, so that its sender gets to see the refusal. */
  readonly drainBytes: number;
  /** Milliseconds for the same. */
  readonly drainMs: number;
  /** Distinct refusals that are kept for the person. */
  readonly denials: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const DEFAULT_LIMITS: BrokerLimits = {
  headerBytes: 32 * KIB,
  connections: 256,
  requests: 100_000,
  requestBodyBytes: 64 * MIB,
  headersMs: 30 * SECOND,
  keepAliveMs: MINUTE,
  resolveMs: 10 * SECOND,
  connectMs: 15 * SECOND,
  idleMs: 5 * MINUTE,
  modelIdleMs: 5 * MINUTE,
  // The longest answer that a model can be asked for has 131072 tokens: 32 bytes of text for each, where 4 are usual,
  // and a KiB on the wire, where providers take 200 to 400 bytes for an event with one token.
  answerBytes: 128 * MIB,
  answerTextBytes: 4 * MIB,
  wallMs: 60 * MINUTE,
  helloMs: 10 * SECOND,
  drainBytes: 8 * MIB,
  drainMs: 5 * SECOND,
  denials: 100,
};
