import { describe, expect, it } from 'vitest';
import { GeminiStream } from '../../../src/agent/gemini-stream.js';
import type { AgentEvent } from '../../../src/agent/types.js';

const SESSION = '7d186809-31c4-4aac-990a-0b25acb9ae16';
const at = '2026-11-21T14:24:07.532Z';
const init = { type: 'init', timestamp: at, session_id: SESSION, model: 'gemini-2.5-pro' };
const say = (content: string) => ({ type: 'message', timestamp: at, role: 'assistant', content, delta: true });
const use = (tool_name: string, parameters: unknown, tool_id = 'call-1') => ({
  type: 'tool_use',
  timestamp: at,
  tool_name,
  tool_id,
  parameters,
});
const result = (status: string, output?: string, tool_id = 'call-1') => ({
  type: 'tool_result',
  timestamp: at,
  tool_id,
  status,
  output,
});
const STATS = { total_tokens: 2100, input_tokens: 2000, output_tokens: 50, cached: 800, input: 1200, tool_calls: 1 };
const done = { type: 'result', timestamp: at, status: 'success', stats: STATS };
const failed = (message: string) => ({
  type: 'result',
  timestamp: at,
  status: 'error',
  error: { type: 'unknown', message },
  stats: { ...STATS, total_tokens: 0, input_tokens: 0, output_tokens: 0, cached: 0 },
});

function read(lines: readonly unknown[], stderr = '', servers: readonly string[] = []) {
  const stream = new GeminiStream(servers);
  const stdout = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  const events: AgentEvent[] = [
    ...stream.push('stderr', Buffer.from(stderr)),
    ...stream.push('stdout', Buffer.from(stdout)),
    ...stream.end(),
  ];
  return { events, answer: stream.answer() };
}
const errors = (events: readonly AgentEvent[]) => events.filter((event) => event.type === 'error');

describe('GeminiStream', () => {
  it('turns what 0.61.0 printed into events', () => {
    const { events, answer } = read([
      init,
      { type: 'message', timestamp: at, role: 'user', content: 'FIRST' },
      say('I will '),
      say('look.'),
      use('run_shell_command', { command: 'printf x > y; false', description: 'd' }),
      result('success', '/tmp/work'),
      use('run_shell_command', { command: 'exit 3' }),
      result('success', 'Command exited with code: 3'),
      use('write_file', { file_path: '/workspace/a', content: 'x' }),
      result('success', 'Wrote'),
      use('replace', { file_path: '/workspace/b' }),
      result('error'),
      use('mcp_my-server_look_up', { q: 1 }),
      result('success', 'found'),
      say('{"summary'),
      say('":"done"}'),
      done,
    ]);
    expect(events).toEqual([
      { type: 'session', id: SESSION },
      { type: 'message', text: 'I will look.' },
      { type: 'command', command: 'printf x > y; false', exitCode: null },
      { type: 'command', command: 'exit 3', exitCode: 3 },
      { type: 'file-change', paths: ['/workspace/a'] },
      { type: 'tool', name: 'replace', server: null, input: '{"file_path":"/workspace/b"}', failed: true },
      { type: 'tool', name: 'look_up', server: 'my-server', input: '{"q":1}', failed: false },
      { type: 'message', text: '{"summary":"done"}' },
      // What was thought is in the total alone.
      { type: 'usage', inputTokens: 2000, cachedInputTokens: 800, outputTokens: 100, costUsd: null },
    ]);
    expect(answer).toBe('{"summary":"done"}');
  });

  it('knows the server of a tool whose names have underscores', () => {
    const tool = (name: string, servers: string[]) =>
      read([init, use(name, {}), result('success')], '', servers).events.find((event) => event.type === 'tool');
    expect(tool('mcp_a_b_c', ['a', 'a_b'])).toMatchObject({ server: 'a_b', name: 'c' });
    expect(tool('mcp_a_b_c', [])).toMatchObject({ server: 'a', name: 'b_c' });
    expect(tool('mcp_', ['a'])).toMatchObject({ server: null, name: 'mcp_' });
    expect(tool('glob', ['a'])).toMatchObject({ server: null, name: 'glob' });
  });

  it.each([
    [[init, done]],
    [[init, say(''), say('  \n'), done]],
    [[init, say('half of it'), failed('[API Error: terminated]')]],
    [
      [
        init,
        say('and so on'),
        { type: 'error', severity: 'warning', message: 'Loop detected, stopping execution' },
        done,
      ],
    ],
    [[init, say('x'.repeat(700_000)), say('x'.repeat(700_000)), done]],
    [[]],
  ])('has no answer for %#', (lines) => {
    expect(read(lines).answer).toBeUndefined();
  });

  it('answers with the last message, though other steps follow it', () => {
    expect(
      read([
        init,
        say('talk'),
        use('glob', {}),
        result('success'),
        say('LAST'),
        use('write_todos', {}),
        result('success'),
        done,
      ]).answer,
    ).toBe('LAST');
  });

  it('tells of what was under way when it was killed', () => {
    const { events } = read([init, say('wait'), use('run_shell_command', { command: 'sleep 9' })]);
    expect(events.at(-1)).toEqual({ type: 'command', command: 'sleep 9', exitCode: null });
  });

  it.each([
    ['[API Error: {"error":{"code":401,"message":"no","status":"UNAUTHENTICATED"}}]', 'auth'],
    ['[API Error: {"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}]', 'auth'],
    ['[API Error: {"error":{"code":400,"message":"API key not valid. Please pass a valid API key."}}]', 'auth'],
    ['[API Error: {"error":{"code":400,"message":"The input token count (2) exceeds the maximum number"}}]', 'context'],
    ['[API Error: {"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}]', 'provider'],
    ['[API Error: terminated]', 'provider'],
    ['[API Error: exception TypeError: fetch failed sending request]', 'provider'],
    ['[API Error: You have exhausted your daily quota on this model.]\nPlease wait and try again later.', 'quota'],
    ['[API Error: slow down]\nPlease wait and try again later. To increase your limits, …', 'rate-limit'],
    ['Reached max session turns for this session.', 'loop'],
    ['[API Error: models/x is not found]', null],
  ])('takes %s for %s', (message, kind) => {
    const { events } = read([init, failed(message)]);
    expect(errors(events)).toEqual([{ type: 'error', message, kind, fatal: true }]);
  });

  it.each([
    ['The model response was blocked due to safety settings.', 'refused'],
    ['The model returned an empty response with no text or thoughts.', 'provider'],
  ])('tells one failure once: %s', (message, kind) => {
    const event = { type: 'error', timestamp: at, severity: 'error', message };
    const { events } = read([init, event, { ...done, status: 'error' }]);
    expect(errors(events)).toEqual([{ type: 'error', message, kind, fatal: true }]);
  });

  it('takes a stream that ends without a word for a blocked prompt, and one with words for a broken one', () => {
    const end = { type: 'error', severity: 'error', message: 'Model stream ended without a finish reason.' };
    expect(errors(read([init, end]).events)).toMatchObject([{ kind: 'refused', fatal: true }]);
    expect(errors(read([init, use('glob', {}), result('success'), end]).events)).toMatchObject([{ kind: 'refused' }]);
    expect(errors(read([init, say('I'), end]).events)).toMatchObject([{ kind: 'provider' }]);
  });

  it('goes on after what is only a warning', () => {
    const warning = { type: 'error', severity: 'warning', message: 'Agent execution blocked: by a hook' };
    const { events, answer } = read([init, warning, say('fine'), done]);
    expect(errors(events)).toMatchObject([{ fatal: false }]);
    expect(answer).toBe('fine');
  });

  it('hears on stderr why no conversation began', () => {
    const kinds = (stderr: string) =>
      errors(read([], stderr).events).map((event) => [
        event.type === 'error' && event.kind,
        event.type === 'error' && event.fatal,
      ]);
    expect(kinds('Error resuming session: Invalid session identifier "x".\n  Searched in y\n')).toEqual([
      ['session-lost', true],
    ]);
    expect(kinds('Invalid auth method selected.\n')).toEqual([['auth', true]]);
    expect(kinds('Unknown argument: foo\nUsage: gemini [options]\n')).toEqual([[null, true]]);
    expect(kinds('YOLO mode is enabled.\nRipgrep is not available.\n')).toEqual([]);
    // Later on stderr holds what tools say.
    expect(errors(readLate('Error in the settings\n'))).toEqual([]);
  });

  it('hears on stderr that a provider is asked again', () => {
    const later = (line: string) => errors(readLate(`${line}\n    at somewhere\n`));
    expect(later('Attempt 1 failed: slow down')).toMatchObject([{ kind: 'rate-limit', fatal: false }]);
    expect(later('Attempt 2 failed with status 500. Retrying with backoff... _ApiError: {}')).toMatchObject([
      { kind: 'provider', fatal: false },
    ]);
    expect(
      later('Attempt 3 failed. Retrying with backoff... Error: exception TypeError: fetch failed sending request'),
    ).toMatchObject([{ kind: 'provider' }]);
  });

  it.each([
    ['not json'],
    ['{"type":"init","session_id":"--yolo"}'],
    ['{"type":"init","session_id":{"x":1}}'],
    ['{"type":"message","role":"assistant","content":{"x":1}}'],
    ['{"type":"tool_use"}'],
    ['{"type":"tool_use","tool_id":5,"tool_name":"x"}'],
    ['{"type":"tool_result","tool_id":"nobody","status":"success"}'],
    ['{"type":"result"}'],
    ['{"type":"result","stats":[]}'],
    ['[]'],
    ['{'],
    ['{"type":"message","role":"user","content":"USER"}'],
  ])('takes nothing from %s', (line) => {
    expect(read([line])).toEqual({ events: [], answer: undefined });
  });

  it('bounds what it keeps and what it tells', () => {
    const many = Array.from({ length: 3000 }, (_, index) => use('glob', {}, `id-${index}`));
    expect(read([init, ...many]).events).toHaveLength(1001);
    const long = 'x'.repeat(100_000);
    const { events } = read([
      init,
      use(long, { [long]: long }),
      result('success'),
      use('run_shell_command', { command: long }, 'b'),
      result('success', undefined, 'b'),
      say(long),
      { type: 'error', severity: 'error', message: long },
    ]);
    for (const event of events) expect(JSON.stringify(event).length).toBeLessThan(200_000);
    expect(read([`{"type":"message","content":"${'x'.repeat(1 << 20)}"}`]).events).toEqual([
      { type: 'message', text: '1 lines over 1 MiB were left out' },
    ]);
    const wrong = { input_tokens: -1, cached: 1.5, output_tokens: '9', total_tokens: 1e300 };
    expect(read([{ ...done, stats: wrong }]).events).toEqual([
      { type: 'usage', inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null },
    ]);
  });

  it('joins what comes in pieces, of bytes as well', () => {
    const stream = new GeminiStream([]);
    const bytes = Buffer.from(`${JSON.stringify(init)}\n${JSON.stringify(say('ümlaut 漢字'))}\n`);
    const events = [...bytes].flatMap((byte) => stream.push('stdout', Buffer.from([byte])));
    expect([...events, ...stream.end()]).toEqual([
      { type: 'session', id: SESSION },
      { type: 'message', text: 'ümlaut 漢字' },
    ]);
  });
});

/** What stderr says once a conversation has begun. */
function readLate(stderr: string): readonly AgentEvent[] {
  const stream = new GeminiStream([]);
  stream.push('stdout', Buffer.from(`${JSON.stringify(init)}\n`));
  return [...stream.push('stderr', Buffer.from(stderr)), ...stream.end()];
}
