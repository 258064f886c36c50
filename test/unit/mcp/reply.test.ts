import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Reply, readBody } from '../../../src/mcp/reply.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(handler: (request: IncomingMessage, reply: ServerResponse) => void): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('an answer to a room', () => {
  it('that is there soon is JSON', async () => {
    const url = await serve((_, reply) => void new Reply(reply, true).send({ a: 'ü' }));
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ a: 'ü' });
  });

  it('that is late is a stream, which gives signs of life', async () => {
    const url = await serve((_, reply) => {
      const answer = new Reply(reply, true, 2);
      const wait = setInterval(() => {
        if (!reply.headersSent) return;
        clearInterval(wait);
        answer.send({ a: 1 });
      }, 5);
    });
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(await answer.text()).toMatch(/^(: still at it\n\n)+event: message\ndata: \{"a":1\}\n\n$/);
  });

  it('is no stream where the client takes none', async () => {
    const url = await serve((_, reply) => {
      const answer = new Reply(reply, false, 1);
      setTimeout(() => answer.send({ a: 1 }), 20);
    });
    expect((await fetch(url)).headers.get('content-type')).toBe('application/json');
  });

  it('to nobody is no error', async () => {
    let told: Promise<number> | undefined;
    const url = await serve((_, reply) => {
      const answer = new Reply(reply, true, 1);
      told = new Promise((resolve) => reply.once('close', () => resolve(answer.send({ a: 1 }))));
      reply.destroy();
    });
    await expect(fetch(url)).rejects.toThrow();
    expect(await told).toBe(7);
  });
});

it('a body has a bound', async () => {
  const url = await serve((request, reply) => {
    readBody(request, 10).then(
      (body) => reply.end(body),
      (error: Error) => reply.end(error.message),
    );
  });
  const post = async (body: string): Promise<string> => (await fetch(url, { method: 'POST', body })).text();
  expect(await post('0123456789')).toBe('0123456789');
  expect(await post('0123456789x')).toBe('more than 10 bytes were sent');
});
