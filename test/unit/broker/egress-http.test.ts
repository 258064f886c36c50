import { describe, expect, it } from 'vitest';
import { egressLab, loopback } from './egress-lab.js';
import { KEY, Line, NONCE, Upstream } from './line.js';

/* Requests of a room to hosts in plain HTTP. */

const { keep, line } = egressLab();

describe('plain HTTP', () => {
  it('goes through with its Host rewritten and without credentials', async () => {
    const upstream = keep(await Upstream.start((_, response) => response.end('package')));
    const room = await line(upstream.port);
    const answer = await room.send(`http://Registry.test:${upstream.port}/a/b?c=d&key=kept`, {
      method: 'POST',
      headers: { host: 'other.test', authorization: 'Basic x', cookie: 'a=b', 'proxy-authorization': 'x', 'x-a': 'b' },
      body: 'data',
    });
    expect(answer).toMatchObject({ status: 200, body: 'package' });
    expect(upstream.seen).toMatchObject([{ method: 'POST', url: '/a/b?c=d&key=kept', body: 'data' }]);
    expect(upstream.seen[0]?.headers).toMatchObject({ host: `registry.test:${upstream.port}`, 'x-a': 'b' });
    for (const name of ['authorization', 'cookie', 'proxy-authorization'])
      expect(upstream.seen[0]?.headers).not.toHaveProperty(name);
    expect(await room.logged(1)).toMatchObject([
      {
        kind: 'http',
        method: 'POST',
        host: 'registry.test',
        port: upstream.port,
        path: '/a/b',
        verdict: 'allowed',
        status: 200,
        bytesOut: 4,
        bytesIn: 7,
      },
    ]);
    expect(JSON.stringify(room.records)).not.toContain('c=d');
  });

  it('goes without what servers behind a gateway read as a credential or an override', async () => {
    const upstream = keep(await Upstream.start((_, response) => response.end()));
    const room = await line(upstream.port);
    const names = ['x_api_key', 'x_http_method_override', 'X_Original_URL', 'x-forwarded_host', 'content_length'];
    const headers = Object.fromEntries([...names, 'my_own'].map((name) => [name, 'kept']));
    await room.send(`http://registry.test:${upstream.port}/`, { headers });
    const seen = Object.entries(upstream.seen[0]?.headers ?? {}).filter(([, value]) => value === 'kept');
    expect(seen).toEqual([['my_own', 'kept']]);
  });

  it.each([
    ['another host', 'http://other.test/', 403],
    ['another port', 'http://registry.test/', 403],
    ['an address', 'http://127.0.0.1:PORT/', 403],
    ['user information', 'http://a:b@registry.test:PORT/', 403],
    ['https', 'https://registry.test:PORT/', 403],
    ['ftp', 'ftp://registry.test:PORT/', 403],
    ['a fragment', 'http://registry.test:PORT/#a', 403],
    ['a backslash', 'http://registry.test:PORT\\@other.test/', 400],
    ['no host', 'http:///x', 403],
    ['an asterisk', '*', 403],
  ])('to %s is denied', async (_, url, status) => {
    const upstream = keep(await Upstream.start());
    const room = await line(upstream.port);
    const method = url === '*' ? 'OPTIONS' : 'GET';
    const text = await room.raw(
      `${method} ${url.replace('PORT', String(upstream.port))} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
    );
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', status }]);
    expect(upstream.seen).toHaveLength(0);
  });

  it('refuses Upgrade, two Hosts and unknown expectations, on every kind of request', async () => {
    const upstream = keep(await Upstream.start());
    const room = await Line.open(
      { allow: [`registry.test:${upstream.port}`] },
      { lookup: loopback, allowPrivate: [`registry.test:${upstream.port}`], baseUrl: upstream.url },
    );
    keep(room.broker);
    const targets = [`http://registry.test:${upstream.port}/`, '/v1/models'];
    for (const target of targets)
      for (const header of ['connection: upgrade\r\nupgrade: websocket', 'host: b', 'expect: magic']) {
        const text = await room.raw(
          `GET ${target} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${NONCE}\r\n${header}\r\n\r\n`,
          /denied: [\s\S]*\n/,
        );
        expect(text).toMatch(/^HTTP\/1.1 403 /);
      }
    expect(upstream.seen).toHaveLength(0);
    expect(await room.logged(6)).toHaveLength(6);
  });

  it('never carries the key of a provider', async () => {
    const upstream = keep(await Upstream.start());
    const room = await Line.open(
      { allow: [`registry.test:${upstream.port}`] },
      { lookup: loopback, allowPrivate: [`registry.test:${upstream.port}`], baseUrl: upstream.url },
    );
    keep(room.broker);
    await room.send(`http://registry.test:${upstream.port}/v1/models`, {
      headers: { authorization: `Bearer ${NONCE}` },
    });
    expect(JSON.stringify(upstream.seen)).not.toContain(KEY);
    expect(upstream.seen).toHaveLength(1);
  });

  it('asks the policy anew for each address', async () => {
    const upstream = keep(await Upstream.start());
    const room = await line(upstream.port, {}, { allowPrivate: [] });
    expect((await room.send(`http://registry.test:${upstream.port}/`)).body).toContain('not public');
    expect(upstream.seen).toHaveLength(0);
  });
});
