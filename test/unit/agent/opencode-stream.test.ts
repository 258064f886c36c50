import { describe, expect, it } from 'vitest';
import { OpencodeStream } from '../../../src/agent/opencode-stream.js';
import type { AgentEvent } from '../../../src/agent/types.js';

const SESSION = 'ses_e018ace6effeQuI6tmiwQL3AUU';
const TOKENS = { total: 1050, input: 600, output: 50, reasoning: 0, cache: { write: 0, read: 400 } };

const line = (type: string, part: Record<string, unknown>, sessionID = SESSION): string =>
  `${JSON.stringify({ type, timestamp: 1795270456879, sessionID, part })}\n`;
const start = line('step_start', { type: 'step-start' });
const finish = (reason: string, tokens: unknown = TOKENS, cost: unknown = 0): string =>
  line('step_finish', { type: 'step-finish', reason, tokens, cost });
const text = (said: unknown): string => line('text', { type: 'text', text: said, time: { start: 1, end: 2 } });
const tool = (name: string, state: Record<string, unknown>): string =>
  line('tool_use', { type: 'tool', tool: name, callID: 'call_1', state });
const failure = (error: unknown): string => `${JSON.stringify({ type: 'error', sessionID: SESSION, error })}\n`;

interface Read {
  readonly events: AgentEvent[];
  readonly answer: string | undefined;
}

function read(stdout: string, stderr = '', servers: readonly string[] = []): Read {
  const stream = new OpencodeStream(servers);
  const events = [
    ...stream.push('stdout', Buffer.from(stdout)),
    ...stream.push('stderr', Buffer.from(stderr)),
    ...stream.end(),
  ];
  return { events, answer: stream.answer() };
}

const without = (events: readonly AgentEvent[]): AgentEvent[] => events.filter(({ type }) => type !== 'session');

describe('OpencodeStream', () => {
  it('turns a run into events, as opencode 1.18.33 printed it', () => {
    const { events, answer } = read(
      [
        start,
        line('reasoning', { type: 'reasoning', text: 'hm' }),
        text('I will look.'),
        tool('bash', {
          status: 'completed',
          input: { command: 'exit 3', description: 'A command' },
          output: '(no output)',
          metadata: { output: '(no output)', exit: 3, truncated: false },
        }),
        finish('tool-calls'),
        start,
        tool('edit', {
          status: 'completed',
          input: { filePath: '/workspace/n.txt', oldString: 'two', newString: 'three' },
          metadata: { diagnostics: {}, filediff: { file: '/workspace/n.txt' } },
        }),
        finish('tool-calls'),
        start,
        text('{"done":'),
        text('true}'),
        finish('stop'),
      ].join(''),
    );
    const usage = { type: 'usage', inputTokens: 1000, cachedInputTokens: 400, outputTokens: 50, costUsd: null };
    expect(events).toEqual([
      { type: 'session', id: SESSION },
      { type: 'reasoning' },
      { type: 'message', text: 'I will look.' },
      { type: 'command', command: 'exit 3', exitCode: 3 },
      usage,
      { type: 'file-change', paths: ['/workspace/n.txt'] },
      usage,
      { type: 'message', text: '{"done":' },
      { type: 'message', text: 'true}' },
      usage,
    ]);
    expect(answer).toBe('{"done":true}');
  });

  it('counts cached tokens and thoughts as what they are parts of, and money where there is any', () => {
    const tokens = { input: 7, output: 30, reasoning: 20, cache: { write: 11, read: 400 } };
    expect(without(read(finish('stop', tokens, 0.0125)).events)).toEqual([
      { type: 'usage', inputTokens: 418, cachedInputTokens: 400, outputTokens: 50, costUsd: 0.0125 },
    ]);
  });

  it.each([
    ['says nothing', `${start}${finish('stop')}`],
    ['says blanks', `${start}${text(' \n')}${finish('stop')}`],
    ['was about to go on with tools', `${start}${text('Now I will')}${finish('tool-calls')}`],
    ['was cut off', `${start}${text('{"done":true}')}`],
    [
      'spoke in an earlier step alone',
      `${start}${text('{"done":true}')}${finish('tool-calls')}${start}${finish('stop')}`,
    ],
    [
      'failed after it spoke',
      `${start}${text('half')}${finish('content-filter')}${failure({ name: 'ContentFilterError', data: { message: 'blocked' } })}`,
    ],
  ])('has no answer when it %s', (_name, stdout) => expect(read(stdout).answer).toBeUndefined());

  it('names the MCP server of a tool that belongs to one', () => {
    const done = (name: string): string => tool(name, { status: 'completed', input: { a: 1 }, metadata: {} });
    const { events } = read(done('my-srv_add_two') + done('apply_patch') + done('todowrite'), '', ['my-srv']);
    expect(without(events)).toEqual([
      { type: 'tool', name: 'add_two', server: 'my-srv', input: '{"a":1}', failed: false },
      { type: 'tool', name: 'apply_patch', server: null, input: '{"a":1}', failed: false },
      { type: 'tool', name: 'todowrite', server: null, input: '{"a":1}', failed: false },
    ]);
  });

  it('tells of every file of a patch, and of no file that was not changed', () => {
    const files = [{ filePath: '/w/a' }, { filePath: '/w/b', movePath: '/w/c' }, { none: 1 }, 7];
    const state = { status: 'completed', input: { patchText: '*** Begin' }, metadata: { files } };
    expect(without(read(tool('apply_patch', state)).events)).toEqual([
      { type: 'file-change', paths: ['/w/a', '/w/c'] },
    ]);
    const failed = { status: 'error', input: { filePath: '/w/a' }, error: 'Could not find oldString' };
    expect(without(read(tool('edit', failed)).events)).toEqual([
      { type: 'tool', name: 'edit', server: null, input: '{"filePath":"/w/a"}', failed: true },
    ]);
  });

  it.each([
    [401, {}, 'auth'],
    [403, {}, 'auth'],
    [402, {}, 'quota'],
    [429, {}, 'rate-limit'],
    [429, { responseBody: '{"error":{"code":"insufficient_quota"}}' }, 'quota'],
    [400, { message: 'Your credit balance is too low' }, 'quota'],
    [500, {}, 'provider'],
    [529, {}, 'provider'],
    [404, {}, null],
    [undefined, { isRetryable: true }, 'provider'],
    [undefined, { message: 'Unable to connect. Is the computer able to access the url?' }, 'provider'],
    [undefined, {}, null],
  ])('takes an APIError with status %s and %j for %s', (statusCode, data, kind) => {
    const error = { name: 'APIError', data: { message: 'no', statusCode, isRetryable: false, ...data } };
    expect(without(read(failure(error)).events)).toMatchObject([{ type: 'error', kind, fatal: true }]);
  });

  it.each([
    ['ProviderAuthError', 'auth', true],
    ['ContentFilterError', 'refused', true],
    // What is too long is summed up, and the turn goes on.
    ['ContextOverflowError', 'context', false],
    ['UnknownError', null, true],
  ])('takes a %s for %s', (name, kind, fatal) => {
    const { events } = read(failure({ name, data: { message: 'why' } }));
    expect(without(events)).toEqual([{ type: 'error', message: 'why', kind, fatal }]);
  });

  it('says the status, and an error that is repeated once', () => {
    const error = failure({ name: 'APIError', data: { message: 'wrong key', statusCode: 401 } });
    expect(without(read(error + error).events)).toEqual([
      { type: 'error', message: 'wrong key (HTTP 401)', kind: 'auth', fatal: true },
    ]);
  });

  it('takes from stderr what opencode calls an error, and nothing else', () => {
    const stderr =
      'timestamp=1 level=WARN message=x\n\u001b[91m\u001b[1mError: \u001b[0mSession not found\nat Error: y';
    expect(read('', stderr).events).toEqual([
      { type: 'error', message: 'Session not found', kind: 'session-lost', fatal: true },
    ]);
  });

  it.each(['--last', 'ses_', '../../etc', 'ses_abc def', 'ses_abcdefgh\n', 7, null])(
    'does not take %j for a session',
    (id) => expect(read(`${JSON.stringify({ type: 'step_start', sessionID: id, part: {} })}\n`).events).toEqual([]),
  );

  it.each([
    ['an unknown event', line('surprise', {})],
    ['a part that is none', `${JSON.stringify({ type: 'text', part: [] })}\n`],
    ['a text that is none', text({})],
    ['tokens that are none', finish('stop', [1])],
  ])('ignores %s', (_name, stdout) => expect(without(read(stdout).events)).toEqual([]));

  it('makes an event of a hostile tool, bounded and without its name believed', () => {
    const { events } = read(tool('x'.repeat(100_000), { status: 'completed', input: { a: 'y'.repeat(500_000) } }));
    expect(without(events)).toMatchObject([{ type: 'tool', server: null }]);
    const [event] = without(events);
    expect(JSON.stringify(event).length).toBeLessThan(200_000);
    expect(without(read(tool('bash', { input: { command: 7 }, metadata: { exit: '0' } })).events)).toEqual([
      { type: 'command', command: '', exitCode: null },
    ]);
  });

  it('survives garbage, and does not believe absurd numbers', () => {
    const garbage = Buffer.from([0xff, 0xfe, 0x00, 0x0a]).toString('latin1');
    const tokens = { input: -5, output: '9', reasoning: 1.5, cache: 7 };
    expect(without(read(`${garbage}{"type":\n[]\nnull\n${finish('stop', tokens, -1)}`).events)).toEqual([
      { type: 'usage', inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null },
    ]);
    expect(without(read(failure(null)).events)).toMatchObject([{ message: 'opencode gave no reason', kind: null }]);
  });

  it('leaves out a line over one mebibyte, says so and goes on', () => {
    const long = text('x'.repeat(1024 * 1024));
    expect(without(read(`${long}${line('reasoning', {})}`).events)).toEqual([
      { type: 'reasoning' },
      { type: 'message', text: '1 lines over 1 MiB were left out' },
    ]);
  });

  it('keeps at most one mebibyte of an answer', () => {
    const pieces = Array.from({ length: 5 }, () => text('z'.repeat(300_000))).join('');
    expect(read(`${start}${pieces}${finish('stop')}`).answer).toHaveLength(900_000);
  });
});
