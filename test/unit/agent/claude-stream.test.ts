import { describe, expect, it } from 'vitest';
import { ClaudeStream } from '../../../src/agent/claude-stream.js';
import type { AgentEvent } from '../../../src/agent/types.js';

const SESSION = '5c0bb779-ed46-4905-a8dc-4e8258011539';
/** Lines of Claude Code 2.1.330, with what nobody reads taken out. */
const INIT = `{"type":"system","subtype":"init","cwd":"/workspace","session_id":"${SESSION}","tools":["Bash"],"mcp_servers":[],"model":"claude-opus-5-5","permissionMode":"bypassPermissions"}`;
const assistant = (content: object, more: object = {}) =>
  JSON.stringify({
    type: 'assistant',
    message: { id: 'msg_1', role: 'assistant', model: 'claude-opus-5-5', content: [content], stop_reason: null },
    parent_tool_use_id: null,
    session_id: SESSION,
    ...more,
  });
const use = (id: string, name: string, input: object) => assistant({ type: 'tool_use', id, name, input });
const result = (id: string, content: unknown, more: object = {}, detail?: unknown) =>
  JSON.stringify({
    type: 'user',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, ...more }] },
    session_id: SESSION,
    tool_use_result: detail,
  });
const MODEL_USAGE = {
  'claude-opus-5-5': {
    inputTokens: 600,
    outputTokens: 50,
    cacheReadInputTokens: 400,
    cacheCreationInputTokens: 7,
    costUSD: 0.25,
  },
  'claude-haiku': {
    inputTokens: 1,
    outputTokens: 2,
    cacheReadInputTokens: 3,
    cacheCreationInputTokens: 4,
    costUSD: 0.5,
  },
};
const end = (more: object) =>
  JSON.stringify({
    type: 'result',
    subtype: 'success',
    is_error: false,
    api_error_status: null,
    stop_reason: 'end_turn',
    terminal_reason: 'completed',
    session_id: SESSION,
    total_cost_usd: 99,
    usage: { input_tokens: 600, cache_creation_input_tokens: 0, cache_read_input_tokens: 400, output_tokens: 50 },
    ...more,
  });

function read(...lines: string[]): { events: AgentEvent[]; answer: string | undefined } {
  const stream = new ClaudeStream();
  const events = [...stream.push('stdout', Buffer.from(`${lines.join('\n')}\n`)), ...stream.end()];
  return { events, answer: stream.answer() };
}

describe('ClaudeStream', () => {
  it('names the conversation once', () => {
    expect(read(INIT, INIT).events).toEqual([{ type: 'session', id: SESSION }]);
    expect(read(INIT.replace(SESSION, '--resume=x')).events).toEqual([]);
  });

  it('passes on words, and of thoughts only that there were some', () => {
    const { events } = read(
      assistant({ type: 'thinking', thinking: 'SECRET-THOUGHT', signature: 'x' }),
      assistant({ type: 'redacted_thinking', data: 'x' }),
      assistant({ type: 'text', text: 'hello' }),
      assistant({ type: 'text', text: '' }),
    );
    expect(events).toEqual([{ type: 'reasoning' }, { type: 'reasoning' }, { type: 'message', text: 'hello' }]);
  });

  it.each([
    ['a success', 'one', { is_error: false }, { stdout: 'one', interrupted: false }, 0],
    ['a failure', 'Exit code 3\nno such file', { is_error: true }, 'Error: Exit code 3', 3],
    ['a failure without a code', 'Command timed out', { is_error: true }, undefined, null],
    ['a code that is too long', 'Exit code 3333', { is_error: true }, undefined, null],
    ['text in blocks', [{ type: 'text', text: 'Exit code 127' }], { is_error: true }, undefined, 127],
    ['a code that is no failure', '', {}, { returnCodeInterpretation: 'No matches found' }, null],
    ['an interruption', '', {}, { interrupted: true }, null],
  ])('tells the exit code of %s', (_what, content, more, detail, exitCode) => {
    const { events } = read(use('t', 'Bash', { command: 'x' }), result('t', content, more, detail));
    expect(events).toEqual([{ type: 'command', command: 'x', exitCode }]);
  });

  it('tells files from other tools, and servers from tools', () => {
    const { events } = read(
      use('1', 'Write', { file_path: '/workspace/a', content: 'x' }),
      result('1', 'ok'),
      use('2', 'NotebookEdit', { notebook_path: '/workspace/n.ipynb' }),
      result('2', 'ok'),
      use('3', 'Edit', { file_path: '/workspace/a' }),
      result('3', 'not found', { is_error: true }),
      use('4', 'mcp__my-server__get_it__now', { a: 1 }),
      result('4', [{ type: 'text', text: 'x' }]),
      use('5', 'Read', { file_path: '/workspace/a' }),
      result('5', 'x'),
    );
    expect(events).toEqual([
      { type: 'file-change', paths: ['/workspace/a'] },
      { type: 'file-change', paths: ['/workspace/n.ipynb'] },
      { type: 'tool', name: 'Edit', server: null, input: '{"file_path":"/workspace/a"}', failed: true },
      { type: 'tool', name: 'get_it__now', server: 'my-server', input: '{"a":1}', failed: false },
      { type: 'tool', name: 'Read', server: null, input: '{"file_path":"/workspace/a"}', failed: false },
    ]);
  });

  it('tells of calls that were cut off', () => {
    const { events } = read(use('1', 'Bash', { command: 'sleep 100' }), use('2', 'Edit', { file_path: 'a' }));
    expect(events).toEqual([
      { type: 'command', command: 'sleep 100', exitCode: null },
      { type: 'tool', name: 'Edit', server: null, input: '{"file_path":"a"}', failed: null },
    ]);
  });

  it('takes the figures of this turn, of all its models', () => {
    const totals = { 'claude-opus-5-5': { inputTokens: 9999, outputTokens: 9999, costUSD: 99 } };
    expect(read(end({ modelUsage: totals, model_usage_since_last_result: MODEL_USAGE })).events).toEqual([
      { type: 'usage', inputTokens: 1015, cachedInputTokens: 403, outputTokens: 52, costUsd: 0.75 },
    ]);
    expect(read(end({ modelUsage: totals })).events).toEqual([
      { type: 'usage', inputTokens: 1000, cachedInputTokens: 400, outputTokens: 50, costUsd: null },
    ]);
  });

  it('answers with the structured output, else with its last words', () => {
    expect(read(end({ result: '{"ok":true}', structured_output: { ok: true } })).answer).toBe('{"ok":true}');
    expect(read(end({ result: 'words' })).answer).toBe('words');
    expect(read(end({ result: '' })).answer).toBeUndefined();
    expect(read(assistant({ type: 'text', text: 'words' })).answer).toBeUndefined();
    expect(
      read(end({ result: 'x'.repeat(1024 * 1024 - 100), structured_output: { a: 'é'.repeat(600_000) } })).answer,
    ).toBeUndefined();
  });

  it('hands on a report that it did not accept, for it is checked anyway', () => {
    const { events, answer } = read(
      use('1', 'StructuredOutput', { ok: 'no' }),
      result('1', 'Output does not match required schema', { is_error: true }),
      end({
        is_error: true,
        subtype: 'error_max_structured_output_retries',
        terminal_reason: 'structured_output_retry_exhausted',
        model_usage_since_last_result: {},
      }),
    );
    expect(answer).toBe('{"ok":"no"}');
    expect(events.at(-1)).toMatchObject({ type: 'error', kind: null, fatal: false });
  });

  it.each([
    [{ api_error_status: 401 }, 'authentication_failed', 'auth'],
    [{ api_error_status: 403 }, '', 'auth'],
    [{ api_error_status: 429 }, 'rate_limit', 'rate-limit'],
    [{ api_error_status: 400 }, 'billing_error', 'quota'],
    [{ api_error_status: 402 }, '', 'quota'],
    [{ api_error_status: 529 }, 'overloaded', 'provider'],
    [{ api_error_status: 503 }, 'unknown', 'provider'],
    [{ api_error_status: 400 }, 'unknown', null],
    [{ api_error_status: 400, terminal_reason: 'prompt_too_long' }, 'invalid_request', 'context'],
    [{ stop_reason: 'refusal' }, '', 'refused'],
    [{ subtype: 'error_max_turns', terminal_reason: 'max_turns' }, '', 'loop'],
    [{ result: 'API Error: Connection dropped (ECONNRESET).' }, 'server_error', 'provider'],
  ])('of a turn that ended with %j and %s says %s', (more, word, kind) => {
    const { events, answer } = read(
      assistant({ type: 'text', text: 'API Error' }, { error: word, is_api_error_message: true }),
      end({ is_error: true, result: 'API Error', terminal_reason: 'api_error', ...more }),
    );
    expect(events.filter(({ type }) => type !== 'usage')).toEqual([
      { type: 'error', message: expect.stringContaining('API Error'), kind, fatal: true },
    ]);
    expect(answer).toBeUndefined();
  });

  it('of a refusal keeps no words, whatever the rest says', () => {
    expect(
      read(end({ stop_reason: 'refusal', result: 'words', structured_output: { ok: true } })).answer,
    ).toBeUndefined();
  });

  it('tells of a call that is tried again', () => {
    const retry = { type: 'system', subtype: 'api_retry', attempt: 1, error_status: 529, error: 'overloaded' };
    expect(
      read(JSON.stringify(retry), JSON.stringify({ ...retry, error_status: null, error: 'unknown' })).events,
    ).toEqual([
      { type: 'error', message: expect.stringContaining('529, overloaded'), kind: 'provider', fatal: false },
      { type: 'error', message: expect.stringContaining('no status'), kind: 'provider', fatal: false },
    ]);
  });

  it('tells of a conversation that is gone, and takes its name for none', () => {
    const { events } = read(
      end({
        is_error: true,
        subtype: 'error_during_execution',
        terminal_reason: undefined,
        model_usage_since_last_result: undefined,
        usage: undefined,
        errors: [`No conversation found with session ID: ${SESSION}`],
      }),
    );
    expect(events).toEqual([
      {
        type: 'error',
        message: `No conversation found with session ID: ${SESSION}`,
        kind: 'session-lost',
        fatal: true,
      },
    ]);
  });

  it('takes complaints on stderr for the end, and warnings for nothing', () => {
    const stream = new ClaudeStream();
    const lines =
      "Warning: Unknown --effort value 'x'\nerror: unknown option '--x'\nError: --json-schema is not valid\n";
    expect(stream.push('stderr', Buffer.from(lines))).toEqual([
      { type: 'error', message: "error: unknown option '--x'", kind: null, fatal: true },
      { type: 'error', message: 'Error: --json-schema is not valid', kind: null, fatal: true },
    ]);
  });

  it.each([
    'no json',
    '{"type":"system"',
    'null',
    '[]',
    '{}',
    '{"type":"assistant"}',
    '{"type":"assistant","message":null}',
    '{"type":"assistant","message":{"content":"text"}}',
    '{"type":"assistant","message":{"content":[null,1,"x",{},{"type":"text"},{"type":"text","text":7},{"type":"tool_use"},{"type":"tool_use","id":1,"name":{}}]}}',
    '{"type":"user","message":{"content":[{"type":"tool_result"},{"type":"tool_result","tool_use_id":"unknown"}]}}',
    '{"type":"system","subtype":"init","session_id":{"a":1}}',
    '{"type":"__proto__","constructor":1}',
  ])('makes nothing of %s', (line) => {
    expect(read(line).events).toEqual([]);
  });

  it('keeps figures from being anything but figures', () => {
    const hostile = {
      m: { inputTokens: -1, outputTokens: 1e300, cacheReadInputTokens: '7', costUSD: -3 },
      n: null,
      o: [],
    };
    expect(read(end({ model_usage_since_last_result: hostile })).events).toEqual([
      { type: 'usage', inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 },
    ]);
  });

  it('bounds every text', () => {
    const long = 'x'.repeat(200_000);
    const { events } = read(
      assistant({ type: 'text', text: long }),
      use('1', 'Bash', { command: long }),
      result('1', long),
      use('2', `mcp__${long}__t`, { long }),
      result('2', long),
      end({ is_error: true, result: long }),
    );
    for (const event of events)
      for (const value of Object.values(event))
        if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(64 * 1024);
    expect(events).toHaveLength(5);
  });

  it('remembers only so many open calls', () => {
    const calls = Array.from({ length: 3000 }, (_, index) => use(String(index), 'Bash', { command: String(index) }));
    expect(read(...calls).events).toHaveLength(1000);
  });

  it('reads lines that come in pieces', () => {
    const stream = new ClaudeStream();
    const bytes = Buffer.from(`${assistant({ type: 'text', text: 'ümlaut' })}\n`);
    expect([...bytes].flatMap((byte) => stream.push('stdout', Buffer.from([byte])))).toEqual([
      { type: 'message', text: 'ümlaut' },
    ]);
  });
});
