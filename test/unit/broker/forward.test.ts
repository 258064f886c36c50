import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { AccessEntry } from '../../../src/broker/access.js';
import { type Forwarding, forward } from '../../../src/broker/forward.js';
import { DEFAULT_LIMITS } from '../../../src/broker/limits.js';
import type { Refusal } from '../../../src/broker/refusal.js';
import type { AccessRecord } from '../../../src/broker/types.js';
import { systemClock } from '../../../src/support/clock.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(handler: (message: IncomingMessage, reply: ServerResponse) => void): Promise<number> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** One request through an exchange whose readers are these. */
async function exchange(readers: Pick<Forwarding, 'inspect' | 'onBytes'>) {
  const received: string[] = [];
  const upstreamPort = await listen((message, reply) => {
    message.on('data', (chunk) => received.push(String(chunk)));
    message.on('end', () => reply.end('answer'));
  });
  const records: AccessRecord[] = [];
  let refusal: Refusal | undefined;
  const port = await listen((room, reply) => {
    const subject = { kind: 'model', method: 'POST', host: 'h', port: 1, path: '/' } as const;
    const grant = { room: 'r', stage: 'agent', attempt: 1 } as const;
    const entry = new AccessEntry(subject, grant, systemClock, (record) => void records.push(record));
    forward({
      room,
      reply,
      upstream: request({ host: '127.0.0.1', port: upstreamPort, method: 'POST', agent: false }),
      entry,
      limits: DEFAULT_LIMITS,
      name: 'h',
      rule: 'rule',
      form: 'openai',
      ...readers,
      onRefused(given) {
        refusal = given;
        reply.writeHead(given.status).end();
      },
    });
  });
  const answer = await new Promise<string>((resolve) => {
    const asked = request({ host: '127.0.0.1', port, method: 'POST', agent: false }, (message) => {
      const chunks: string[] = [];
      message.on('data', (chunk) => chunks.push(String(chunk)));
      message.on('error', () => resolve('cut'));
      message.on('end', () => resolve(`${message.statusCode} ${chunks.join('')}`));
    });
    asked.on('error', () => resolve('cut'));
    asked.end('request');
  });
  return { answer, received: received.join(''), refusal, records };
}

const broken = (): never => {
  throw new TypeError('a mistake');
};

it('carries a request that its readers have nothing against', async () => {
  const seen = await exchange({ inspect: () => undefined, onBytes: () => {} });
  expect(seen).toMatchObject({ answer: '200 answer', received: 'request', refusal: undefined });
});

it('refuses a request whose reader fails, unread and unsent', async () => {
  const seen = await exchange({ inspect: broken });
  expect(seen).toMatchObject({ answer: '502 ', received: '' });
  expect(seen.refusal).toMatchObject({ verdict: 'failed', reason: 'internal error: a mistake' });
});

it('cuts an answer whose reader fails', async () => {
  const seen = await exchange({ onBytes: broken });
  expect(seen.answer).not.toContain('answer');
  expect(seen.records).toMatchObject([{ verdict: 'failed', rule: 'internal error: a mistake' }]);
});
