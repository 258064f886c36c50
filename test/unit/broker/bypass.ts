import type { BrokerOptions } from '../../../src/broker/broker.js';
import type { BrokerGrant } from '../../../src/broker/types.js';

/**
 * Ways around an allow-list. Each is sent twice: to a proxy without guards, where it reaches a real server, and to the
 * broker, where it must not, with a reason of its own. The policy allows `registry.test` alone, at the server's port.
 */
export interface Bypass {
  readonly name: string;
  /** What the room sends. Of several parts, the second waits for the answer to the first. */
  readonly send: (port: number) => string | readonly string[];
  /** The broker's reason. */
  readonly why: RegExp;
  readonly grant?: Partial<BrokerGrant>;
  readonly options?: Partial<BrokerOptions>;
  /** Why a proxy without guards would not reach the server with it either. */
  readonly unproven?: string;
  /** The port is one that must carry TLS. */
  readonly tls?: boolean;
}

export const MARK = 'GOT-THROUGH';
export const head = (authority: string, more = ''): string => `CONNECT ${authority} HTTP/1.1\r\n${more}\r\n`;
