import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../src/agent/types.js';
import { RepeatWatch, type Repetition } from '../../../src/loop/repeat.js';

const run = (command: string, exitCode: number | null = 1): AgentEvent => ({ type: 'command', command, exitCode });
const call = (name: string, input: string, server: string | null = null): AgentEvent => ({
  type: 'tool',
  name,
  server,
  input,
  failed: false,
});
const say = (text: string): AgentEvent => ({ type: 'message', text });
const change: AgentEvent = { type: 'file-change', paths: ['a.js'] };

/** The event at which it was told, from 1, and what was told; undefined: never. */
function watch(events: readonly AgentEvent[]): [number, Repetition] | undefined {
  const watcher = new RepeatWatch();
  for (const [index, event] of events.entries()) {
    const found = watcher.take(event);
    if (found) return [index + 1, found];
  }
  return undefined;
}

const times = (count: number, ...events: readonly AgentEvent[]): AgentEvent[] =>
  Array.from({ length: count }, () => events).flat();

describe('an agent goes in circles when it takes', () => {
  it.each<[string, AgentEvent[], number, RegExp]>([
    [
      'the same command 12 times',
      times(20, run('npm test')),
      12,
      /^The agent went in circles: the command "npm test" came 12 times in a row with the same outcome\.$/,
    ],
    ['it with talk between', times(20, run('npm test'), say('Let me look.')), 23, /12 times/],
    ['the same tool with the same input', times(20, call('read', '{"a":1}')), 12, /the tool read came 12 times/],
    ['the same tool of a server', times(20, call('get', '{}', 'files')), 12, /the tool files\/get came/],
    ['two steps in turn 8 times', times(20, run('a'), run('b')), 16, /the same 2 steps came 8 times in a row/],
    [
      'three steps in turn 8 times',
      times(20, run('a'), run('b'), call('c', '{}')),
      24,
      /the same 3 steps came 8 times/,
    ],
    ['the same after other work', [...times(5, run('b'), run('a'), change), ...times(12, run('x'))], 27, /"x"/],
  ])('%s', (_, events, at, words) => {
    expect(watch(events)).toEqual([at, { times: expect.any(Number), message: expect.stringMatching(words) }]);
  });
});

describe('an agent does not go in circles when', () => {
  it.each<[string, AgentEvent[]]>([
    ['it stops before', times(11, run('npm test'))],
    ['a cycle ends before', times(7, run('a'), run('b'), run('c'))],
    ['files change between', times(50, change, run('npm test'))],
    ['the outcome changes', Array.from({ length: 100 }, (_, index) => run('npm test', index % 11))],
    ['the input changes', Array.from({ length: 100 }, (_, index) => call('read', `{"line":${index}}`))],
    ['four steps take turns', times(30, run('a'), run('b'), run('c'), run('d'))],
    ['it waits', times(50, run('sleep 10; kubectl get pods', 0))],
    ['it waits between', times(50, run('sleep 10', 0), run('kubectl get pods', 0))],
    ['it asks a running command for output', times(50, call('BashOutput', '{"bash_id":"b"}'))],
    ['it only talks', times(50, say('again'))],
  ])('%s', (_, events) => {
    expect(watch(events)).toBeUndefined();
  });
});

it('nothing of a command’s odd characters comes into the sentence, and not all of a long one', () => {
  const [, { message } = { message: '' }] =
    watch(times(12, run(`printf '\u001b[31m\u202e'\n${'x'.repeat(9000)}`))) ?? [];
  expect(message).toMatch(/^[\x20-\x7e…]+$/);
  expect(message.length).toBeLessThan(220);
});
