import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import { type Certificates, certificatesFor } from '../../support/certificates.js';
import { Line } from './line.js';

const TOKEN = 'tok-canary-0123456789';
const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.warn('credentials: skipped, openssl is missing');

describe.skipIf(!openssl)('a host with a credential', () => {
  let folder = '';
  let tls: Certificates;
  let server: Server;
  let port = 0;
  const seen: { method: string; url: string; headers: IncomingMessage['headers']; raw: string }[] = [];
  let answer: (request: IncomingMessage, reply: ServerResponse) => void = (_, reply) => reply.end('ok');
  const rooms: Line[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'credentials-'));
    tls = certificatesFor(folder, ['git.test']);
    server = createServer({ key: tls.key, cert: tls.cert }, (request, reply) => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, raw: request.rawHeaders.join('\n') });
      request.resume();
      answer(request, reply);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    await Promise.all(rooms.splice(0).map((room) => room.broker.close()));
    vi.unstubAllEnvs();
    seen.splice(0);
    answer = (_, reply) => reply.end('ok');
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  async function room(options: Partial<BrokerOptions> = {}, pathPrefix = '/team/', allow?: string[]): Promise<Line> {
    const endpoint = `git.test:${port}`;
    const made = await Line.open(
      { allow: allow ?? [endpoint] },
      {
        lookup: async () => [{ address: '127.0.0.1', family: 4 }],
        allowPrivate: [endpoint],
        authorities: [tls.authority],
        credentials: [{ endpoint, pathPrefix, authorization: `Bearer ${TOKEN}`, secrets: [TOKEN] }],
        ...options,
      },
    );
    rooms.push(made);
    return made;
  }
  const at = (path: string): string => `http://git.test:${port}${path}`;

  it('gets it over TLS, in place of whatever the room says', async () => {
    const line = await room();
    const headers = { authorization: 'Bearer mine', cookie: 'a=b', 'x-kept': '1' };
    expect(await line.send(at('/team/x?y=z'), { headers })).toMatchObject({ status: 200, body: 'ok' });
    expect(seen).toMatchObject([
      { url: '/team/x?y=z', headers: { authorization: `Bearer ${TOKEN}`, host: `git.test:${port}`, 'x-kept': '1' } },
    ]);
    expect(seen[0]?.raw).not.toMatch(/mine|cookie/);
    expect(await line.logged(1)).toMatchObject([{ kind: 'http', rule: `allow git.test:${port} with its credential` }]);
  });

  it.each(['/', '/other/x', '/teams/x', '/team', '/TEAM/x', '//team/x', '/x/team/'])(
    'does not get it for %s, outside of its path, nor the room’s own',
    async (path) => {
      const line = await room();
      expect((await line.send(at(path), { headers: { authorization: 'mine' } })).status).toBe(200);
      expect(seen[0]?.headers).not.toHaveProperty('authorization');
    },
  );

  it('gets the one of the longest path', async () => {
    const endpoint = `git.test:${port}`;
    const of = (pathPrefix: string) => ({
      endpoint,
      pathPrefix,
      authorization: `Bearer ${TOKEN}${pathPrefix}`,
      secrets: [TOKEN],
    });
    const line = await room({ credentials: [of('/'), of('/a/b/'), of('/a/')] });
    for (const path of ['/a/b/c', '/a/c', '/c']) await line.send(at(path));
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(
      ['/a/b/', '/a/', '/'].map((path) => `Bearer ${TOKEN}${path}`),
    );
  });

  it.each([
    ['GET', '/team/../other/x'],
    ['GET', '/team/./x'],
    ['GET', '/team/%2e%2e/other'],
    ['GET', '/team/%2E./other'],
    ['GET', '/team/..%2fother'],
    ['GET', '/team/x%5c..%5cother'],
    ['GET', '/team/%252e%252e/other'],
    ['GET', '/team/..;/other'],
    ['GET', '/team/%00'],
    ['GET', '/team/%zz'],
    ['GET', '/team/%c3%28'],
    ['PUT', '/team/x'],
    ['DELETE', '/team/x'],
    ['PATCH', '/team/x'],
    ['POST', '/team/x'],
    ['POST', '/team/r.git/git-receive-pack'],
    ['POST', '/team/r.git/git-upload-pack?service=git-receive-pack'],
    ['POST', '/team/r.git/git-upload-pack/x'],
    ['POST', '/team/r.git/git-receive-pack#/git-upload-pack'],
    ['POST', '/team/r.git/git-receive-pack?/git-upload-pack'],
    ['GET', '/team/r.git/info/refs?service=git-receive-pack'],
    ['GET', '/team/r.git/info/refs?service=git-upload-pack&service=git-receive-pack'],
    ['GET', '/team/r.git/info%2frefs?service=git-receive-pack'],
    ['OPTIONS', '/team/x'],
    ['PROPFIND', '/team/x'],
    ['TRACE', '/team/x'],
  ])('is not asked %s %s', async (method, path) => {
    const line = await room();
    const text = await line.raw(
      `${method} ${at(path)} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 403 /);
    expect(await line.logged(1)).toMatchObject([{ verdict: 'denied' }]);
    expect(seen).toEqual([]);
  });

  it.each([
    ['GET', '/team/@scope%2fname'],
    ['HEAD', '/team/x'],
    ['GET', '/team/r.git/info/refs?service=git-upload-pack'],
    ['POST', '/team/r.git/git-upload-pack'],
  ])('is asked %s %s', async (method, path) => {
    const line = await room();
    const headers = method === 'POST' ? { 'content-type': 'application/x-git-upload-pack-request' } : {};
    expect((await line.send(at(path), { method, headers })).status).toBe(200);
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  // Some hosts create a file by POST to its path, in an API beside their repositories.
  it.each([undefined, 'application/json', 'application/x-www-form-urlencoded'])(
    'is not written to by a path that ends as git’s do, in a body of %s',
    async (type) => {
      const line = await room();
      const headers = type === undefined ? {} : { 'content-type': type };
      const options = { method: 'POST', headers, body: '{"content":"x"}' };
      expect((await line.send(at('/team/api/contents/git-upload-pack'), options)).status).toBe(403);
      expect(seen).toEqual([]);
    },
  );

  it('sees one content type of a POST, git’s', async () => {
    const line = await room();
    const git = 'application/x-git-upload-pack-request';
    await line.raw(
      `POST ${at('/team/r/git-upload-pack')} HTTP/1.1\r\nhost: a\r\ncontent-type: ${git}\r\n` +
        'content-type: application/json\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}',
    );
    expect(seen[0]?.raw.match(/content-type\n.*/gi)).toEqual([`content-type\n${git}`]);
  });

  it('has its echo masked, in headers and bodies, wherever they are split', async () => {
    answer = (_, reply) => {
      reply.writeHead(200, { 'x-echo': `Bearer ${TOKEN}` });
      reply.write(`you said ${TOKEN.slice(0, 5)}`);
      setImmediate(() => reply.end(`${TOKEN.slice(5)}.`));
    };
    const line = await room();
    const got = await line.send(at('/team/x'));
    expect(got.body).toBe(`you said ${'*'.repeat(TOKEN.length)}.`);
    expect(JSON.stringify(got.rawHeaders)).not.toContain('canary');
  });

  it('may not compress its answer, in which an echo could not be seen', async () => {
    answer = (_, reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TOKEN));
    const line = await room();
    expect((await line.send(at('/team/x'), { headers: { 'accept-encoding': 'gzip' } })).status).toBe(502);
    expect(seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('hands out no cookies and asks for no passwords', async () => {
    answer = (_, reply) =>
      reply.writeHead(401, { 'set-cookie': 'session=1', 'www-authenticate': 'Basic realm="x"', refresh: '0' }).end();
    const line = await room();
    const got = await line.send(at('/team/x'));
    expect(got.status).toBe(401);
    for (const name of ['set-cookie', 'www-authenticate', 'refresh']) expect(got.headers).not.toHaveProperty(name);
  });

  it('is followed where it redirects to itself, and nowhere else with the credential', async () => {
    const line = await room();
    const follow = async (location: string): Promise<string | undefined> => {
      answer = (_, reply) => reply.writeHead(302, { location }).end();
      return (await line.send(at('/team/x'))).headers.location;
    };
    expect(await follow(`https://git.test:${port}/team/y?z=1`)).toBe(at('/team/y?z=1'));
    expect(await follow('/team/y')).toBe('/team/y');
    expect(await follow('https://other.test/x')).toBe('https://other.test/x');
    expect(await follow(`https://other.test/?t=${TOKEN}`)).not.toContain('canary');
    expect(seen).toHaveLength(4);
  });

  it('gets nothing when its certificate is of somebody else, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    for (const options of [{ authorities: [] }, { lookup: undefined }]) {
      const endpoint = `other.test:${port}`;
      const wrong = {
        credentials: [{ endpoint, pathPrefix: '/', authorization: `Bearer ${TOKEN}`, secrets: [TOKEN] }],
      };
      const line =
        options.authorities === undefined
          ? await room({ ...wrong, allowPrivate: [endpoint] }, '/', [endpoint])
          : await room({ authorities: options.authorities });
      const path = options.authorities === undefined ? `http://${endpoint}/x` : at('/team/x');
      expect((await line.send(path)).status).toBe(502);
      expect(await line.logged(1)).toMatchObject([{ verdict: 'failed', rule: expect.stringMatching(/no TLS with/) }]);
    }
    expect(seen).toEqual([]);
  });

  it('gives no provider its key without a good certificate either', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const line = await Line.open({}, { baseUrl: `https://localhost:${port}` });
    rooms.push(line);
    expect((await line.responses()).status).toBe(502);
    expect(seen).toEqual([]);
  });

  it('gets nothing from a stage that may not reach it', async () => {
    const line = await room({}, '/', ['another.test:443']);
    expect((await line.send(at('/team/x'))).status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('is asked without it by CONNECT', async () => {
    const line = await room();
    const text = await line.raw(
      `CONNECT git.test:${port} HTTP/1.1\r\n\r\nGET /team/x HTTP/1.1\r\nhost: git.test\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen).toEqual([]);
  });

  it('leaves no trace of it in the log', async () => {
    const line = await room();
    await line.send(at(`/team/${TOKEN}`));
    expect(JSON.stringify(await line.logged(1))).not.toContain('canary');
  });
});
