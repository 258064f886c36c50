import { McpFailure } from './types.js';

export interface RequestOptions {
  /** Ends the wait; its reason is what the request rejects with, where that is a McpFailure. */
  readonly signal: AbortSignal;
  /** Of one message of the server. */
  readonly maxBytes: number;
}

/** A way to one server that carries messages of JSON-RPC. */
export interface McpTransport {
  /** @returns the `result` of the answer. @throws McpFailure, McpServerError */
  request(method: string, params: object, options: RequestOptions): Promise<unknown>;
  /** Nobody waits for it, and nobody hears that it failed. */
  notify(method: string, params?: object): void;
  /** What was agreed upon; later requests say so. */
  agreed(version: string): void;
  /** Called with the method of each notification of the server. */
  onNotification: ((method: string) => void) | undefined;
  /** Settles when no request can succeed any more; never rejects. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** What an aborted wait rejects with. */
export function abortFailure(signal: AbortSignal): McpFailure {
  return signal.reason instanceof McpFailure ? signal.reason : new McpFailure('it was cancelled');
}
