import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type McpOptions, openMcp } from '../../../src/mcp/open.js';
import type { McpRecord, McpServer } from '../../../src/mcp/types.js';
import { systemClock } from '../../../src/support/clock.js';
import { canary } from '../../support/canary.js';

/* What a room sends to the host, and what servers answer, without rooms between them. */

const TOKEN = canary();
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Rpc {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
type Answer = (message: Rpc, reply: ServerResponse, request: IncomingMessage) => void;

async function listen(handler: (request: IncomingMessage, reply: ServerResponse) => void): Promise<number> {
  const server: Server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const result = (reply: ServerResponse, id: unknown, value: object, headers = {}): void =>
  void reply
    .writeHead(200, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ jsonrpc: '2.0', id, result: value }));
const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 'x', version: '1' } };

/** Answers what every server has to answer, and all else as the test says. */
function server(answer: Answer): Promise<number> {
  return listen((incoming, reply) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const message = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Rpc;
      if (message.id === undefined) reply.writeHead(202).end();
      else answer(message, reply, incoming);
    });
  });
}

interface Room {
  readonly records: McpRecord[];
  /** The answer to one message, as text. */
  ask(server: string, message: Rpc): Promise<string>;
  close(): Promise<void>;
}

async function room(answers: Readonly<Record<string, Answer>>, more: Partial<McpServer> = {}): Promise<Room> {
  const servers: McpServer[] = [];
  for (const [name, answer] of Object.entries(answers))
    servers.push({
      name,
      where: 'host',
      argv: null,
      url: `http://127.0.0.1:${await server(answer)}/mcp`,
      env: {},
      headers: { 'x-key': { secret: 'T', prefix: '' } },
      tools: ['t'],
      allow: [],
      timeoutMs: 60_000,
      calls: 100,
      outputBytes: 1 << 20,
      ...more,
    });
  const records: McpRecord[] = [];
  const mcp = await openMcp({
    servers,
    secrets: [{ name: 'T', value: TOKEN }],
    allowPrivate: [],
    clock: systemClock,
    signal: new AbortController().signal,
    onCall: (record) => records.push(record),
    onNote: () => {},
    onLog: () => {},
    // None of the servers is a program.
    programs: {} as McpOptions['programs'],
  });
  const service = mcp.serviceFor({ room: 'r', attempt: 1 });
  const port = await listen((incoming, reply) => void service.handle(incoming, reply, (incoming.url ?? '').slice(1)));
  const close = () => mcp.close();
  open.push(close);
  const ask: Room['ask'] = (name, message) =>
    new Promise((resolve, reject) => {
      const sending = request({ port, host: '127.0.0.1', method: 'POST', path: `/${name}`, agent: false }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () => resolve(Buffer.concat(chunks).toString()));
      });
      sending.on('error', reject);
      sending.end(JSON.stringify({ jsonrpc: '2.0', ...message }));
    });
  return { records, ask, close };
}

const call = (id: number, name = 't', args = {}): Rpc => ({
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});
const says = (text: string) => ({ content: [{ type: 'text', text }] });

describe('a room', () => {
  it('has a client for each server, and each counts its own ids', async () => {
    const held: (() => void)[] = [];
    const slow: Answer = ({ id, method }, reply) => {
      if (method === 'initialize') return result(reply, id, HELLO);
      held.push(() => result(reply, id, says('done')));
    };
    const { ask } = await room({ a: slow, b: slow });
    const [one, two] = [ask('a', call(7)), ask('b', call(7))];
    while (held.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await ask('a', { method: 'notifications/cancelled', params: { requestId: 7 } });
    expect(await one).toContain('the agent cancelled it');
    for (const answer of held) answer();
    expect(await two).toContain('done');
  });

  it('cannot have two calls of one id at a time', async () => {
    const waiting: (() => void)[] = [];
    const lab = await room({
      one: ({ id, method }, reply) => {
        if (method === 'initialize') result(reply, id, HELLO);
        else waiting.push(() => result(reply, id, says('done')));
      },
    });
    const first = lab.ask('one', call(1));
    while (waiting.length === 0) await new Promise(setImmediate);
    expect(await lab.ask('one', call(1))).toContain('a call of the same id is not over yet');
    waiting[0]?.();
    expect(await first).toContain('done');
    const again = lab.ask('one', call(1));
    while (waiting.length === 1) await new Promise(setImmediate);
    waiting[1]?.();
    expect(await again).toContain('done');
    expect(lab.records.map(({ verdict }) => verdict)).toEqual(['refused', 'allowed', 'allowed']);
  });

  it('gets no part of a secret, wherever a server’s words are cut', async () => {
    const padded = (length: number): string => 'x'.repeat(length - TOKEN.length / 2) + TOKEN + 'y'.repeat(length);
    const { ask } = await room({
      a: ({ id, method }, reply) => {
        if (method === 'initialize')
          return result(reply, id, {
            ...HELLO,
            serverInfo: { name: padded(200), version: padded(200) },
            instructions: padded(16 << 10),
          });
        const error = { code: -1, message: padded(2000 - 'cleanroom: a: '.length) };
        reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, error }));
      },
    });
    const said = [
      await ask('a', { id: 1, method: 'initialize', params: {} }),
      await ask('a', { id: 2, method: 'tools/list' }),
      await ask('a', call(3)),
    ];
    expect(said.map((text) => text.includes('xxxx'))).toEqual([true, true, true]);
    expect(said.map((text) => text.includes(TOKEN.slice(0, 8)))).toEqual([false, false, false]);
    for (const text of said) expect(text.length).toBeLessThan(20_000);
  });

  it('leaves a line of every call that a server got, however many were refused in the meantime', async () => {
    let release = (): void => {};
    const { ask, records } = await room({
      a: ({ id, method }, reply) => {
        if (method === 'initialize') return result(reply, id, HELLO);
        release = () => result(reply, id, says('done'));
      },
    });
    const held = ask('a', call(1));
    // 16 MiB of lines, of at most 12 KiB each.
    const long = { text: '長'.repeat(5000) };
    let last = '';
    for (let at = 0; at < 1500 && !last.includes('no place left'); at += 10)
      [last = ''] = await Promise.all(
        Array.from({ length: 10 }, (_, next) => ask('a', call(at + next + 2, 'no', long))),
      );
    const refused = records.length;
    await ask('a', call(9000, 'no', long));
    expect(records.length).toBe(refused);
    expect(await ask('a', call(9001))).toContain('there is no place left to record it');
    release();
    await held;
    expect(records.filter(({ verdict }) => verdict !== 'refused')).toMatchObject([{ tool: 't', verdict: 'allowed' }]);
  });

  it('cannot have the host wait for very many answers that no call counts', async () => {
    const { ask, close } = await room({ a: () => {} });
    const asked = Array.from({ length: 41 }, (_, id) => ask('a', { id, method: 'initialize', params: {} }));
    expect(await Promise.race(asked)).toContain('more than 40 lists of tools at one time');
    await close();
    expect((await Promise.all(asked)).filter((text) => text.includes('more than 40'))).toHaveLength(1);
  });
});

describe('a server', () => {
  it('that has forgotten its session is asked again for all that was on its way', async () => {
    let sessions = 0;
    const lost: (() => void)[] = [];
    const { ask } = await room({
      a: ({ id, method }, reply, { headers }) => {
        if (method === 'initialize') return result(reply, id, HELLO, { 'mcp-session-id': `s${sessions++}` });
        if (headers['mcp-session-id'] !== 's0')
          return result(reply, id, method === 'tools/list' ? { tools: [] } : says('done'));
        lost.push(() => reply.writeHead(404).end());
        if (lost.length < 3) return;
        // One after the other, so that the first is known of before the next one comes.
        for (const [at, answer] of lost.entries()) setTimeout(answer, at * 50);
      },
    });
    const said = await Promise.all([ask('a', call(1)), ask('a', call(2)), ask('a', { id: 3, method: 'tools/list' })]);
    expect(said.map((text) => /done|"tools":\[\]/.test(text))).toEqual([true, true, true]);
    expect(sessions).toBe(2);
  });

  it('that does not begin does not keep the end of the run waiting', async () => {
    const { ask, close } = await room({ a: () => {} });
    const asked = ask('a', call(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await close();
    // The second where the call comes later than the end.
    expect(await asked).toMatch(/it was cancelled|the run is over/);
  });
});
