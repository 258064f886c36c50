import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { McpClient } from '../../src/mcp/client.js';
import { HttpTransport, type HttpTransportOptions } from '../../src/mcp/http-transport.js';
import { McpFailure, McpSessionLost } from '../../src/mcp/types.js';
import { canary } from '../support/canary.js';
import { type HttpMcpServer, startRawServer } from '../support/mcp-http-server.js';

/* Addresses that answer as no MCP server should, without rooms. */

const TOKEN = canary();

describe('a hostile address', () => {
  const servers: HttpMcpServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'x', version: '1' } };
  /** Says hello, then answers calls as it likes. */
  async function client(
    answer: (request: IncomingMessage, reply: ServerResponse, id: number) => void,
    options: Partial<HttpTransportOptions> = {},
    hello = {},
  ): Promise<{ client: McpClient; server: HttpMcpServer }> {
    const server = await startRawServer((request, reply) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { id, method } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { id?: number; method?: string };
        if (method === 'initialize') json(reply, { jsonrpc: '2.0', id, result: HELLO }, hello);
        else if (method === undefined || (method === 'tools/call' && id !== undefined)) answer(request, reply, id ?? 0);
        else reply.writeHead(202).end();
      });
    });
    servers.push(server);
    const url = `http://127.0.0.1:${server.port}/mcp`;
    const transport = new HttpTransport({ url, headers: { 'x-key': TOKEN }, allowPrivate: new Set(), ...options });
    return { client: await McpClient.connect(transport, new AbortController().signal), server };
  }
  const json = (reply: ServerResponse, message: object, headers = {}): void =>
    void reply.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(message));
  const result = (id: unknown, text = 'right') => ({
    jsonrpc: '2.0',
    id,
    result: { content: [{ type: 'text', text }] },
  });
  const call = (from: McpClient, limits = {}) =>
    from.call('x', {}, { timeoutMs: 10_000, maxBytes: 1 << 20, signal: new AbortController().signal, ...limits });
  const stream = (reply: ServerResponse): ServerResponse =>
    reply.writeHead(200, { 'content-type': 'text/event-stream' });

  it.each<[string, (reply: ServerResponse, id: number) => void, RegExp]>([
    [
      'redirects',
      (reply) => reply.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      /redirects \(status 307\)/,
    ],
    [
      'wants a browser',
      (reply) => reply.writeHead(401, { 'www-authenticate': 'Bearer resource_metadata="http://x.test/y"' }).end(),
      /does not accept the credential of the run \(status 401\); it offers a sign-in with a browser/,
    ],
    [
      'complains without end',
      (reply) =>
        pour(reply.writeHead(400, { 'content-type': 'application/json' }), '{"error":{"message":"', 'x'.repeat(1000)),
      /status 400$/,
    ],
    ['takes no request', (reply) => reply.writeHead(405).end(), /status 405; it may speak the older transport/],
    ['compresses', (reply, id) => json(reply, result(id), { 'content-encoding': 'gzip' }), /compressed/],
    ['answers another request', (reply, id) => json(reply, result(id + 1)), /another request/],
    ['answers with another kind of id', (reply, id) => json(reply, result(`${id}`)), /another request/],
    [
      'answers in batches',
      (reply, id) => reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([result(id)])),
      /batches/,
    ],
    [
      'answers in HTML',
      (reply) => reply.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      /neither JSON nor a stream/,
    ],
    ['is silent about what it is', (reply) => reply.writeHead(202).end(), /neither JSON nor a stream/],
    ['fails', (reply) => reply.writeHead(503).end('x'.repeat(1000)), /status 503/],
    [
      'cuts',
      (reply) =>
        reply
          .writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
          .write('{', () => reply.destroy()),
      /before it was whole/,
    ],
    ['cuts a stream', (reply) => stream(reply).write(': x\n\n', () => reply.destroy()), /before it was whole/],
    [
      'ends a stream early',
      (reply) => stream(reply).end('data: {"jsonrpc":"2.0","method":"notifications/x"}\n\n'),
      /before it was whole/,
    ],
    ['sends events that are none', (reply) => stream(reply).end('data: {"a"\n\n'), /a message that is none/],
    ['is too large', (reply, id) => json(reply, result(id, 'x'.repeat(2 << 20))), /more than \d+ bytes/],
    [
      'has an event without an end',
      (reply) => pour(stream(reply), 'data: ', 'x'.repeat(65_536)),
      /more than \d+ bytes/,
    ],
    [
      'floods with comments',
      (reply) => pour(stream(reply), '', `: ${'x'.repeat(1000)}\n`),
      /too much beside its answer/,
    ],
    [
      'floods with progress',
      (reply) => pour(stream(reply), '', 'data: {"jsonrpc":"2.0","method":"notifications/progress"}\n\n'),
      /too much beside/,
    ],
    [
      'asks without end',
      (reply) => pour(stream(reply), '', 'data: {"jsonrpc":"2.0","id":1,"method":"roots/list"}\n\n'),
      /asks too much/,
    ],
  ])('that %s', async (_, answer, message) => {
    const { client: asking } = await client((__, reply, id) => answer(reply, id));
    await expect(call(asking)).rejects.toThrow(message);
  });

  it('says where it redirects to, to a person alone', async () => {
    const { client: asking } = await client((_, reply) => reply.writeHead(308, { location: '/mcp/?token=x#y' }).end());
    const failure = (await call(asking).catch((error: unknown) => error)) as McpFailure;
    expect(failure.message).toMatch(
      /which is not followed: where that is right, write http:\/\/127\.0\.0\.1:\d+\/mcp\/ as its url$/,
    );
    expect(failure.told).toBe('it redirects (status 308), which is not followed');
  });

  it('says what was wrong with a request, to the room', async () => {
    const { client: asking } = await client((_, reply) =>
      reply
        .writeHead(422, { 'content-type': 'application/json' })
        .end('{"jsonrpc":"2.0","error":{"code":1,"message":"no such project"}}'),
    );
    const failure = (await call(asking).catch((error: unknown) => error)) as McpFailure;
    expect([failure.message, failure.told]).toEqual([
      'it answered with status 422',
      'it answered with status 422: no such project',
    ]);
  });

  it('is asked for the rest of a stream, until there is none', async () => {
    const asked: unknown[] = [];
    let at = 0;
    const { client: asking } = await client((request, reply, id) => {
      asked.push([request.method, request.headers['last-event-id']]);
      at += 1;
      // A half of an event is forgotten; so are events of other names, and ids that no header could hold.
      const half = 'event: ping\ndata: no json\n\nid: a b\n\ndata: {"jsonrpc":"2.0","id":1,"resu';
      if (request.method === 'POST')
        stream(reply).write(`id: e${at}\nretry: 0\ndata:\n\n${half}`, () => reply.destroy());
      else if (at < 4) stream(reply).end(`id: e${at}\n\n${half}`);
      else stream(reply).end(`data: ${JSON.stringify(result(first))}\n\n`);
      if (request.method === 'POST') first = id;
    });
    let first = 0;
    await expect(call(asking)).resolves.toMatchObject({ content: [{ text: 'right' }] });
    expect(asked).toEqual([
      ['POST', undefined],
      ['GET', 'e1'],
      ['GET', 'e2'],
      ['GET', 'e3'],
    ]);
  });

  it('is asked for the rest a hundred times and no more', async () => {
    const asked: unknown[] = [];
    const { client: asking } = await client((request, reply) => {
      asked.push(request.method);
      stream(reply).end(`id: e${asked.length}\nretry: 0\n\n`);
    });
    await expect(call(asking, { timeoutMs: 110_000 })).rejects.toThrow('before it was whole');
    expect(asked).toEqual(['POST', ...Array.from({ length: 100 }, () => 'GET')]);
  });

  it('that does not give the rest is not asked for the whole again', async () => {
    let posts = 0;
    const { client: asking, server } = await client(
      (request, reply) => {
        if (request.method !== 'POST') return void reply.writeHead(404).end();
        posts += 1;
        stream(reply).end('id: 1\nretry: 0\n\n');
      },
      {},
      { 'mcp-session-id': 's' },
    );
    const failure = await call(asking).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(McpFailure);
    expect(failure).not.toBeInstanceOf(McpSessionLost);
    expect(String(failure)).toContain('asked for the rest, it has forgotten its session');
    expect(posts).toBe(1);
    expect(server.requests.some(({ headers }) => headers['mcp-session-id'] === 's')).toBe(true);
  });

  it('that says with another status that it has forgotten a session is understood', async () => {
    const complain = (text: string) => (_: IncomingMessage, reply: ServerResponse) =>
      void reply
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message: text }, id: null }));
    const lost = await client(complain('Bad Request: No valid session ID provided'), {}, { 'mcp-session-id': 's' });
    await expect(call(lost.client)).rejects.toThrow(McpSessionLost);
    const other = await client(complain('Bad Request: arguments'), {}, { 'mcp-session-id': 's' });
    await expect(call(other.client)).rejects.not.toThrow(McpSessionLost);
  });

  it('is asked for nothing before it has heard that the conversation has begun', async () => {
    const order: string[] = [];
    const server = await startRawServer((request, reply) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const { id, method = '' } = JSON.parse(body) as { id?: number; method?: string };
        order.push(method);
        if (method === 'initialize') return json(reply, { jsonrpc: '2.0', id, result: HELLO });
        // Whoever does not wait is here before it has been answered.
        if (method === 'notifications/initialized')
          return void setTimeout(() => {
            order.push('begun');
            reply.writeHead(202).end();
          }, 100);
        json(reply, { jsonrpc: '2.0', id, result: { tools: [] } });
      });
    });
    servers.push(server);
    const url = `http://127.0.0.1:${server.port}/mcp`;
    const signal = new AbortController().signal;
    const asking = await McpClient.connect(new HttpTransport({ url, headers: {}, allowPrivate: new Set() }), signal);
    await asking.tools(signal);
    expect(order).toEqual(['initialize', 'notifications/initialized', 'begun', 'tools/list']);
  });

  it('that speaks another protocol keeps nobody waiting', async () => {
    const { client: asking } = await client((request) =>
      request.socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    );
    await expect(call(asking)).rejects.toThrow(/closed the connection without an answer/);
  });

  it('that does not come up with its certificate is not waited for', async () => {
    const stop = new AbortController();
    const server = createServer((socket) => void socket.on('error', () => {}).once('data', () => stop.abort()));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const transport = new HttpTransport({
      url: `https://tools.example.test:${port}/mcp`,
      headers: { 'x-key': TOKEN },
      allowPrivate: new Set([`tools.example.test:${port}`]),
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    await expect(McpClient.connect(transport, stop.signal)).rejects.toThrow('it was cancelled');
    await new Promise((done) => server.close(done));
  });

  it('that is slow is cut, and told so', async () => {
    const { client: asking, server } = await client(() => {});
    await expect(call(asking, { timeoutMs: 300 })).rejects.toThrow(/did not answer within 0.3 seconds/);
    const streaming = await client((_, reply) => void stream(reply).write(': x\n\n'));
    await expect(call(streaming.client, { timeoutMs: 300 })).rejects.toThrow(/did not answer within 0.3 seconds/);
    expect(server.requests.length).toBeGreaterThan(0);
  });

  it('gets an error for whatever it asks for', async () => {
    const heard: unknown[] = [];
    const { client: asking } = await client((request, reply, id) => {
      stream(reply).write('data: {"jsonrpc":"2.0","id":"q","method":"sampling/createMessage"}\r\n\r\n');
      heard.push(request.headers['x-key']);
      reply.end(`event: message\ndata: {"jsonrpc":"2.0",\ndata: "id":${id},"result":{"content":[]}}\n\n`);
    });
    await expect(call(asking)).resolves.toEqual({ content: [], isError: false });
    expect(heard).toEqual([TOKEN]);
  });

  it('in plain http must be private', async () => {
    const lookup = async () => [{ address: '203.0.114.7', family: 4 }];
    await expect(client(() => {}, { url: 'http://tools.example.test/mcp', lookup })).rejects.toThrow(
      /plain http leads to a public address/,
    );
  });

  it('of the cloud itself is never asked', async () => {
    await expect(client(() => {}, { url: 'http://169.254.169.254/mcp' })).rejects.toThrow(/public address/);
  });
});

function pour(reply: ServerResponse, first: string, piece: string): void {
  reply.write(first);
  const more = (): void => {
    while (!reply.destroyed && reply.write(piece));
  };
  reply.on('drain', more);
  more();
}
