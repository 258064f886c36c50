import { describe, expect, it } from 'vitest';
import { CodexStream, CodexTotals } from '../../../src/agent/codex-stream.js';
import type { AgentEvent } from '../../../src/agent/types.js';

const THREAD = '01a1fc56-0f72-7433-851f-055a3771c64a';
const OTHER = '01a1fc57-dc7b-7900-b550-0eaf711be66b';

/** As codex 0.169.0 printed it, shortened. */
function transcript(thread: string, usage: readonly [number, number, number]): string {
  return [
    { type: 'thread.started', thread_id: thread },
    { type: 'turn.started' },
    {
      type: 'item.started',
      item: {
        id: 'item_0',
        type: 'command_execution',
        command: 'x',
        aggregated_output: '',
        exit_code: null,
        status: 'in_progress',
      },
    },
    {
      type: 'item.completed',
      item: {
        id: 'item_0',
        type: 'command_execution',
        command: "/bin/bash -c 'echo hi'",
        aggregated_output: 'hi\n',
        exit_code: 0,
        status: 'completed',
      },
    },
    { type: 'item.completed', item: { id: 'item_1', type: 'reasoning', text: 'hm' } },
    {
      type: 'item.completed',
      item: {
        id: 'item_2',
        type: 'file_change',
        changes: [{ path: '/workspace/a', kind: 'update' }, { kind: 'add' }],
        status: 'completed',
      },
    },
    { type: 'item.completed', item: { id: 'item_3', type: 'error', message: 'metadata not found' } },
    { type: 'item.completed', item: { id: 'item_4', type: 'agent_message', text: '{"done":true}' } },
    {
      type: 'turn.completed',
      usage: {
        input_tokens: usage[0],
        cached_input_tokens: usage[1],
        output_tokens: usage[2],
        reasoning_output_tokens: 0,
      },
    },
  ]
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
}

function read(stdout: string, totals = new CodexTotals(), stderr = ''): AgentEvent[] {
  const stream = new CodexStream(totals);
  return [
    ...stream.push('stdout', Buffer.from(stdout)),
    ...stream.push('stderr', Buffer.from(stderr)),
    ...stream.end(),
  ];
}

describe('CodexStream', () => {
  it('turns a transcript into events', () => {
    expect(read(transcript(THREAD, [2000, 800, 100]))).toEqual([
      { type: 'session', id: THREAD },
      { type: 'command', command: "/bin/bash -c 'echo hi'", exitCode: 0 },
      { type: 'reasoning' },
      { type: 'file-change', paths: ['/workspace/a'] },
      { type: 'message', text: 'warning: metadata not found' },
      { type: 'message', text: '{"done":true}' },
      { type: 'usage', inputTokens: 2000, cachedInputTokens: 800, outputTokens: 100, costUsd: null },
    ]);
  });

  it('gives each turn of a thread its own usage, and keeps threads apart', () => {
    const totals = new CodexTotals();
    const usage = (thread: string, figures: readonly [number, number, number]) =>
      read(transcript(thread, figures), totals).find((event) => event.type === 'usage');
    expect(usage(THREAD, [2000, 800, 100])).toMatchObject({
      inputTokens: 2000,
      cachedInputTokens: 800,
      outputTokens: 100,
    });
    expect(usage(OTHER, [500, 0, 10])).toMatchObject({ inputTokens: 500, cachedInputTokens: 0, outputTokens: 10 });
    expect(usage(THREAD, [5000, 1600, 150])).toMatchObject({
      inputTokens: 3000,
      cachedInputTokens: 800,
      outputTokens: 50,
    });
    expect(usage(THREAD, [700, 0, 10])).toMatchObject({ inputTokens: 700, cachedInputTokens: 0, outputTokens: 10 });
  });

  it('tells an end by an error from an error', () => {
    const lines = [
      { type: 'error', message: 'Reconnecting... 1/4 (401)' },
      { type: 'error', message: 'unexpected status 401' },
      { type: 'turn.failed', error: { message: 'unexpected status 401' } },
    ].map((event) => JSON.stringify(event));
    expect(read(`${lines.join('\n')}\n`)).toEqual([
      { type: 'error', message: 'Reconnecting... 1/4 (401)', kind: null, fatal: false },
      { type: 'error', message: 'unexpected status 401', kind: 'auth', fatal: false },
      // The same words once more: that it was the end is what is new.
      { type: 'error', message: 'unexpected status 401', kind: 'auth', fatal: true },
    ]);
  });

  it('takes from stderr what codex calls an error, and nothing else', () => {
    expect(read('', undefined, 'Reading prompt from stdin...\nWARNING: aliases\nError: thread/resume failed')).toEqual([
      { type: 'error', message: 'Error: thread/resume failed', kind: null, fatal: true },
    ]);
  });

  it.each([
    ['an option as id', { type: 'thread.started', thread_id: '--last' }],
    ['a path as id', { type: 'thread.started', thread_id: '../../etc' }],
    ['a number as id', { type: 'thread.started', thread_id: 7 }],
    ['an unknown event', { type: 'surprise' }],
    ['an unknown item', { type: 'item.completed', item: { type: 'surprise' } }],
    ['an item that is none', { type: 'item.completed', item: null }],
    ['usage that is none', { type: 'turn.completed', usage: [1] }],
  ])('ignores %s', (_name, event) => expect(read(JSON.stringify(event))).toEqual([]));

  it('survives garbage, and does not believe absurd numbers', () => {
    const garbage = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
      Buffer.from('{"type":\n[]\nnull\n'),
    ]).toString('latin1');
    const usage = { type: 'turn.completed', usage: { input_tokens: -5, cached_input_tokens: 1.5, output_tokens: '9' } };
    expect(read(`${garbage}${JSON.stringify(usage)}\n`)).toEqual([
      { type: 'usage', inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null },
    ]);
  });

  it('leaves out a line over one mebibyte, says so and goes on', () => {
    const long = JSON.stringify({
      type: 'item.completed',
      item: { type: 'agent_message', text: 'x'.repeat(1024 * 1024) },
    });
    const events = read(`${long}\n${JSON.stringify({ type: 'item.completed', item: { type: 'reasoning' } })}\n`);
    expect(events).toEqual([{ type: 'reasoning' }, { type: 'message', text: '1 lines over 1 MiB were left out' }]);
  });
});
