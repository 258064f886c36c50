import { describe, expect, it } from 'vitest';
import { answerRedactor, readCallResult, readTools } from '../../../src/mcp/answer.js';
import { judgeMessage } from '../../../src/mcp/json-rpc.js';
import { replyTo } from '../../../src/mcp/messages.js';
import { EventReader } from '../../../src/mcp/sse.js';

const judge = (text: string | object) =>
  judgeMessage(Buffer.from(typeof text === 'string' ? text : JSON.stringify({ jsonrpc: '2.0', ...text })));

describe('what a room may say to a server', () => {
  it.each([
    [
      { id: 1, method: 'initialize', params: { protocolVersion: 'x'.repeat(100) } },
      { kind: 'initialize', id: 1, version: 'x'.repeat(64) },
    ],
    [
      { id: 'a', method: 'ping' },
      { kind: 'ping', id: 'a' },
    ],
    [
      { id: 0, method: 'tools/list', params: { cursor: 'x' } },
      { kind: 'list', id: 0 },
    ],
    [
      { id: 2, method: 'tools/call', params: { name: 't', _meta: { progressToken: 1 }, task: {} } },
      { kind: 'call', id: 2, tool: 't', args: {} },
    ],
    [{ method: 'notifications/initialized' }, { kind: 'notification', method: 'notifications/initialized' }],
    [
      { method: 'notifications/cancelled', params: { requestId: 2 } },
      { kind: 'cancel', id: 2 },
    ],
    [{ method: 'notifications/cancelled' }, { kind: 'notification', method: 'notifications/cancelled' }],
  ])('%j', (message, judged) => expect(judge(message)).toEqual(judged));

  it.each<[string | object, number]>([
    ['', -32_700],
    ['null', -32_700],
    ['"x"', -32_700],
    ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32_700],
    [' [ ]', -32_700],
    ['{"jsonrpc":"2.0","id":1,"method":"ping"', -32_700],
    ['{"jsonrpc":"2.0","id":1,"method":"ping"}{}', -32_700],
    ['\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}', -32_700],
    ['{"jsonrpc":"2.0","id":1,"method":"ping",}', -32_700],
    ["{'jsonrpc':'2.0'}", -32_700],
    [`{"a":${'['.repeat(100_000)}`, -32_700],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32_600],
    ['{"id":1,"method":"ping"}', -32_600],
    [{ method: 'ping' }, -32_600],
    [{ id: null, method: 'ping' }, -32_600],
    [{ id: 1.5, method: 'ping' }, -32_600],
    [{ id: 2 ** 60, method: 'ping' }, -32_600],
    [{ id: 'x'.repeat(257), method: 'ping' }, -32_600],
    [{ id: 1, method: 'notifications/cancelled' }, -32_600],
    [{ id: 1, method: 7 }, -32_600],
    [{ id: 1, result: {} }, -32_600],
    [{ id: 1, error: {} }, -32_600],
    [{ id: 1, method: 'tools/call' }, -32_602],
    [{ id: 1, method: 'tools/call', params: { name: '' } }, -32_602],
    [{ id: 1, method: 'tools/call', params: { name: 'x', arguments: [] } }, -32_602],
    [{ id: 1, method: 'tools/call', params: ['x'] }, -32_602],
    [{ id: 1, method: 'TOOLS/CALL', params: { name: 'x' } }, -32_601],
    ...[
      'resources/read',
      'prompts/list',
      'logging/setLevel',
      'completion/complete',
      'sampling/createMessage',
      'roots/list',
      'tasks/get',
    ].map((method): [object, number] => [{ id: 1, method }, -32_601]),
  ])('not %j', (message, code) => expect(judge(message)).toMatchObject({ kind: 'refused', code }));

  it('not bytes that are no UTF-8', () => {
    const bytes = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a\xff"}}', 'latin1');
    expect(judgeMessage(bytes)).toMatchObject({ kind: 'refused', code: -32_700 });
  });

  it('once only: of two names of a member the last counts', () => {
    expect(
      judge('{"jsonrpc":"2.0","id":1,"id":2,"method":"ping","method":"tools/call","params":{"name":"a","name":"b"}}'),
    ).toEqual({
      kind: 'call',
      id: 2,
      tool: 'b',
      args: {},
    });
  });
});

describe('what a server says', () => {
  it('of its tools is taken apart', () => {
    const tool = { name: 'a', inputSchema: {}, description: 'd', annotations: { readOnlyHint: true } };
    expect(readTools({ tools: [{ ...tool, icons: [], execution: {}, _meta: {} }], nextCursor: 'x' })).toEqual({
      tools: [tool],
      next: 'x',
    });
    for (const tools of [undefined, {}, [1], [{ name: 1, inputSchema: {} }], [{ name: 'a' }]])
      expect(() => readTools({ tools })).toThrow(/list/);
  });

  it('in answer to a call as well', () => {
    expect(readCallResult({ content: [{ type: 'text', text: 'x', _meta: {} }], isError: 1, more: 1 })).toEqual({
      content: [{ type: 'text', text: 'x' }],
      isError: false,
    });
    for (const result of [undefined, [], { content: {} }, { content: ['x'] }, { content: Array(1001).fill({}) }])
      expect(() => readCallResult(result)).toThrow();
  });

  it('has no secret in it, in texts, keys and numbers, and keeps what only looks like one', () => {
    const redactor = answerRedactor(['s3cret/value', '1234567890']);
    const value = {
      text: 'a s3cret/value b',
      's3cret/value': [1234567890, 12345, null, true],
      base64: Buffer.from('xs3cret/valuey').toString('base64'),
      key: `ghp_${'a'.repeat(36)}`,
    };
    const clean = redactor.json(value);
    expect(clean.value).toMatchObject({
      text: 'a [redacted] b',
      '[redacted]': ['[redacted]', 12345, null, true],
      key: value.key,
    });
    expect(JSON.stringify(clean.value)).not.toContain(value.base64);
    expect(clean.redactions).toBe(4);
    const harmless = { a: [1, 'b'] };
    expect(redactor.json(harmless)).toEqual({ value: harmless, redactions: 0 });
  });
});

describe('events', () => {
  const events = (text: string, size: number, reader = new EventReader(1000)): string[] => {
    const bytes = Buffer.from(text);
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size)));
    return found;
  };

  it.each([1, 2, 3, 7, 1000])('are read in pieces of %i bytes', (size) => {
    const text =
      ': hello\n\nevent: message\r\nid: 1\r\ndata: {"a":\r\ndata:  1}\r\n\r\nid: 2\ndata\n\nevent: ping\ndata: x\n\nid: ä\nretry: 1x\nretry: 12\ndatax: no\ndata:ü\n\ndata: unfinished\n';
    const reader = new EventReader(1000);
    expect(events(text, size, reader)).toEqual(['{"a":\n 1}', 'ü']);
    expect([reader.lastId, reader.retryMs]).toEqual(['2', 12]);
    reader.begin();
    expect(events(' and forgotten\ndata: new\n\n', size, reader)).toEqual(['new']);
  });

  it('that were cut are none to go on from: their data would be left out', () => {
    const reader = new EventReader(1000);
    expect(events('id: 1\n\nid: 2\ndata: the answer, in pa', 1000, reader)).toEqual([]);
    expect(reader.lastId).toBe('1');
    reader.begin();
    expect(events('data: x\n\n', 1000, reader)).toEqual(['x']);
    expect(reader.lastId).toBe('1');
  });

  it('have a bound, in one line and in many', () => {
    expect(() => events(`data: ${'x'.repeat(1001)}`, 100)).toThrow(/more than 1000 bytes/);
    expect(() => events('data: xxxxxxxxxx\n'.repeat(200), 100)).toThrow(/more than 1000 bytes/);
    expect(events(': xxxxxxxxxx\n'.repeat(200), 100)).toEqual([]);
  });
});

describe('what a server gets that asks its client for something', () => {
  it('is a sign of life, and nothing else', () => {
    expect(replyTo('ping')).toEqual({ result: {} });
    for (const method of ['sampling/createMessage', 'elicitation/create', 'roots/list', 'ping '])
      expect(replyTo(method)).toMatchObject({ error: { code: -32_601 } });
  });
});
