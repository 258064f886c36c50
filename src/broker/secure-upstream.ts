import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect, type TLSSocket } from 'node:tls';
import { errnoOf } from '../support/errors.js';
import type { Authority } from './authority.js';
import type { BrokerLimits } from './limits.js';
import type { Refusal } from './refusal.js';

/**
 * Speaks TLS to an upstream over a connection to an address that was checked. The certificate is verified against the
 * host's authorities and those of NODE_EXTRA_CA_CERTS, or against `authorities` (PEM) alone; without a good one nothing
 * is sent.
 */
export function secure(
  socket: Socket,
  authority: Authority,
  limits: BrokerLimits,
  authorities: readonly string[] | undefined,
): Promise<TLSSocket | Refusal> {
  return new Promise((resolve) => {
    const secured = connect({
      socket,
      servername: authority.host,
      ALPNProtocols: ['http/1.1'],
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      rejectUnauthorized: true,
      ...(authorities === undefined ? {} : { ca: [...authorities] }),
    });
    const settle = (result: TLSSocket | Refusal): void => {
      clearTimeout(timer);
      socket.off('close', onClose);
      if (!(result instanceof Duplex)) socket.destroy();
      resolve(result);
    };
    const fail = (status: number, what: string): void =>
      settle({ verdict: 'failed', status, reason: `no TLS with ${authority.text} (${what})` });
    const onClose = (): void => fail(502, 'the connection was closed');
    const timer = setTimeout(() => fail(504, 'timeout'), limits.connectMs);
    socket.once('close', onClose);
    secured.on('error', (error) => fail(502, errnoOf(error) ?? 'protocol error'));
    secured.once('secureConnect', () => settle(secured));
  });
}
