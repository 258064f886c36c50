import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { McpClient } from '../../src/mcp/client.js';
import { HttpTransport, type HttpTransportOptions } from '../../src/mcp/http-transport.js';
import { findProgram } from '../../src/room/local/host.js';
import { canary, findForms } from '../support/canary.js';
import { certificatesFor } from '../support/certificates.js';
import { type HttpMcpServer, startMcpServer, startRawServer } from '../support/mcp-http-server.js';
import { type McpLab, mcpLab, mcpServer, textOf, toolNames } from '../support/mcp-lab.js';

const missing = (await findProgram('bwrap', process.env['PATH'] ?? '')) ? undefined : 'bubblewrap is not installed';
const HOST = 'tools.example.test';
const TOKEN = canary();
const SENT = `Bearer ${TOKEN}`;

describe.skipIf(missing !== undefined)(
  `an MCP server with an address${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let directory: string;
    let plain: HttpMcpServer;
    let json: HttpMcpServer;
    let tls: HttpMcpServer;
    let lab: McpLab;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'mcp-http-'));
      const { key, cert, authority } = certificatesFor(directory, [HOST]);
      const wanted = { header: 'authorization', value: SENT };
      plain = await startMcpServer(wanted);
      json = await startMcpServer({ header: 'x-api-key', value: TOKEN, json: true });
      tls = await startMcpServer({ ...wanted, tls: { key, cert } });
      const headers = { Authorization: { secret: 'TOKEN', prefix: 'Bearer ' } };
      lab = await mcpLab(
        [
          mcpServer({ name: 'plain', url: `http://127.0.0.1:${plain.port}/mcp`, headers, tools: ['headers', 'fail'] }),
          mcpServer({
            name: 'json',
            url: `http://localhost:${json.port}/mcp`,
            headers: { 'X-Api-Key': { secret: 'TOKEN', prefix: '' } },
          }),
          mcpServer({ name: 'tls', url: `https://${HOST}:${tls.port}/mcp`, headers }),
          mcpServer({ name: 'unnamed', url: `https://other.example.test:${tls.port}/mcp`, headers }),
          mcpServer({ name: 'keyless', url: `http://127.0.0.1:${plain.port}/mcp` }),
        ],
        [{ name: 'TOKEN', value: TOKEN }],
        {
          authorities: [authority],
          allowPrivate: [`${HOST}:${tls.port}`],
          lookup: async () => [{ address: '127.0.0.1', family: 4 }],
        },
      );
    }, 60_000);
    afterAll(async () => {
      await lab?.dispose();
      for (const server of [plain, json, tls]) await server?.close();
      await rm(directory, { recursive: true, force: true });
    });

    it.each(['plain', 'json', 'tls'])(
      'is asked from the host, with its secret, which is not in the room: %s',
      async (name) => {
        lab.records.length = 0;
        const [info, list, headers, fail] = await lab.ask(name, [
          ['info'],
          ['list'],
          ['call', 'headers', { _: 1 }],
          ['call', 'fail', {}],
        ]);
        expect(info).toMatchObject({ server: { name: 'remote', version: '1.0.0' } });
        expect(toolNames(list)).toEqual(name === 'plain' ? ['fail', 'headers'] : ['delete', 'fail', 'headers']);
        const sent = JSON.parse(textOf(headers)) as Record<string, string>;
        expect(name === 'json' ? sent['x-api-key'] : sent['authorization']).toBe(
          name === 'json' ? '[redacted]' : 'Bearer [redacted]',
        );
        expect(sent).toMatchObject({ 'mcp-protocol-version': '2025-11-25', 'user-agent': 'cleanroom-action' });
        expect(fail).toMatchObject({ isError: true, content: [{ type: 'text', text: 'no such thing' }] });
        expect(findForms(JSON.stringify([info, list, headers, fail, lab.records, lab.access]), { TOKEN })).toEqual([]);
        expect(lab.records).toMatchObject([
          { server: name, tool: 'headers', verdict: 'allowed', isError: false, redactions: 1 },
          { tool: 'fail', verdict: 'allowed', isError: true },
        ]);
      },
    );

    it('never hears of what is refused', async () => {
      const before = plain.requests.length;
      const [refused] = await lab.ask('plain', [['call', 'delete', {}]]);
      expect(refused?.['error']).toContain('delete is not among the tools');
      expect(plain.requests.length).toBe(before);
    });

    it('is begun anew when it has forgotten the session', async () => {
      await lab.ask('plain', [['list']]);
      plain.forget();
      const [again] = await lab.ask('plain', [['call', 'headers', {}]]);
      expect(textOf(again)).toContain('Bearer [redacted]');
    });

    it('is not reached where the address is private and nobody named it, and the room is not told more', async () => {
      const [found] = await lab.ask('unnamed', [['list']]);
      expect(found?.['error']).toContain('it cannot be reached; the person who reads the evidence is told why');
      expect(lab.notes).toContain(
        `the MCP server unnamed cannot be used: other.example.test resolves to an address that is not public; to permit it, have other.example.test:${tls.port} in allow-private`,
      );
    });

    it('that does not take the credential says so', async () => {
      const [found] = await lab.ask('keyless', [['list']]);
      expect(found?.['error']).toContain('does not accept the credential of the run (status 401)');
    });

    it('ends its session with the run', async () => {
      await lab.ask('json', [['list']]);
      await lab.close();
      expect(json.requests.at(-1)?.method).toBe('DELETE');
    });
  },
);

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
  ): Promise<{ client: McpClient; server: HttpMcpServer }> {
    const server = await startRawServer((request, reply) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { id, method } = JSON.parse(Buffer.concat(chunks).toString()) as { id?: number; method?: string };
        if (method === 'initialize') json(reply, { jsonrpc: '2.0', id, result: HELLO });
        else if (method === 'tools/call' && id !== undefined) answer(request, reply, id);
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
