import { afterEach, describe, expect, it } from 'vitest';
import type { RoomService } from '../../../src/broker/types.js';
import { Line, NONCE, Upstream } from './line.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

/** Says back what it was asked. */
const echo: RoomService = {
  async handle(request, reply, path) {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    reply.writeHead(200).end(`${request.method} ${path} ${body}`);
    return { verdict: 'allowed', rule: 'echo' };
  },
};

async function line(services: Readonly<Record<string, RoomService>>, limits = {}): Promise<Line> {
  const room = await Line.open({ services }, { limits });
  open.push(room.broker);
  return room;
}

describe('a service of the host', () => {
  it('answers what is asked below its name, with one line in the log', async () => {
    const room = await line({ echo });
    const answer = await room.send('/cleanroom/echo/a/b?secret=1', { method: 'POST', body: 'hi' });
    expect(answer).toMatchObject({ status: 200, body: 'POST a/b hi' });
    expect(await room.logged(1)).toMatchObject([
      {
        kind: 'service',
        host: 'cleanroom',
        port: null,
        path: '/cleanroom/echo/a/b',
        verdict: 'allowed',
        rule: 'echo',
        status: 200,
      },
    ]);
    expect(room.records[0]?.bytesIn).toBeGreaterThan(10);
    expect((await room.send('/cleanroom/echo')).body).toBe('GET  ');
    expect((await room.send('/cleanroom/echo/')).body).toBe('GET  ');
  });

  it.each([
    ['/cleanroom/other/x', 404],
    ['/cleanroom/', 404],
    ['/cleanroom/__proto__/x', 404],
    ['/cleanroom/constructor', 404],
    ['/cleanroom/echo/../other', 403],
    ['/cleanroom/echo/%2e%2e/other', 403],
    ['/cleanroom/echo//x', 403],
    ['/cleanroom/echo/%00', 403],
  ])('does not answer %s', async (path, status) => {
    const room = await line({ echo });
    expect((await room.send(path)).status).toBe(status);
    expect(await room.logged(1)).toMatchObject([{ kind: 'service', verdict: 'denied', status }]);
    expect(room.session.denials()).toMatchObject([{ host: expect.stringContaining('GET /cleanroom/'), allow: [] }]);
  });

  it('exists only where it was granted, and its paths never reach a provider', async () => {
    const upstream = await Upstream.start();
    open.push(upstream);
    const room = await Line.open({}, { baseUrl: upstream.url });
    open.push(room.broker);
    const headers = { authorization: `Bearer ${NONCE}` };
    expect((await room.send('/cleanroom/echo/x', { headers })).status).toBe(404);
    expect(upstream.seen).toEqual([]);
  });

  it('is not asked in absolute form, nor with what makes a request ambiguous', async () => {
    const room = await line({ echo });
    expect((await room.send('http://cleanroom/cleanroom/echo/x')).status).toBe(403);
    const text = await room.raw('GET /cleanroom/echo/x HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n', /denied/);
    expect(text).toMatch(/^HTTP\/1.1 403 /);
  });

  it('may deny, and may fail to answer', async () => {
    const deny: RoomService = {
      async handle(_, reply) {
        reply.writeHead(403).end('no');
        return { verdict: 'denied', rule: 'not this' };
      },
    };
    const silent: RoomService = { handle: async () => ({ verdict: 'allowed', rule: 'x' }) };
    const broken: RoomService = { handle: () => Promise.reject(new Error('boom')) };
    const room = await line({ deny, silent, broken });
    expect((await room.send('/cleanroom/deny')).status).toBe(403);
    expect(room.session.denials()).toEqual([{ host: 'GET /cleanroom/deny', reason: 'not this', allow: [] }]);
    expect((await room.send('/cleanroom/silent')).status).toBe(502);
    expect((await room.send('/cleanroom/broken')).status).toBe(502);
    expect((await room.logged(3)).map(({ verdict, rule }) => [verdict, rule])).toEqual([
      ['denied', 'not this'],
      ['failed', 'silent gave no answer'],
      ['failed', 'internal error: boom'],
    ]);
  });

  it('is not kept waiting for a body that does not come', async () => {
    const room = await line({ echo }, { headersMs: 600 });
    expect(await room.raw('POST /cleanroom/echo/x HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nabc')).toBe('');
    expect(await room.logged(1)).toMatchObject([{ kind: 'service', verdict: 'failed' }]);
  });
});
