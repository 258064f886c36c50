import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../src/agent/types.js';
import type { TranscriptLine } from '../../../src/evidence/recorder.js';
import { type OwnPart, sum, TurnEvents } from '../../../src/loop/turn-events.js';

function listen(session?: string) {
  const lines: string[] = [];
  const transcript: OwnPart<TranscriptLine>[] = [];
  const repetitions: string[] = [];
  const events = new TurnEvents({
    session,
    onLine: (line) => void lines.push(line),
    onTranscript: (line) => void transcript.push(line),
    onRepetition: ({ message }) => void repetitions.push(message),
  });
  return { events, lines, transcript, repetitions };
}

const error = (message: string, fatal = false): AgentEvent => ({ type: 'error', message, kind: null, fatal });

describe('what an agent tells during a turn', () => {
  it('is shown in lines and kept in the transcript', () => {
    const { events, lines, transcript } = listen();
    events.take([
      { type: 'session', id: 's1' },
      { type: 'message', text: 'one\ntwo' },
      { type: 'reasoning' },
      { type: 'command', command: 'npm test\n# and more', exitCode: 1 },
      { type: 'command', command: 'ls', exitCode: null },
      { type: 'tool', name: 'search', server: 'docs', input: '{"q":"x"}', failed: true },
      { type: 'tool', name: 'read', server: null, input: 'y'.repeat(300), failed: null },
      { type: 'file-change', paths: ['a', 'b'] },
      error('no'),
    ]);
    expect(lines).toEqual([
      'one',
      'two',
      '$ npm test → 1',
      '$ ls',
      '> docs.search {"q":"x"} → failed',
      `> read ${'y'.repeat(200)}…`,
      '± a',
      '± b',
      'error: no',
    ]);
    expect(transcript.map(({ type }) => type)).toEqual([
      'session',
      'message',
      'reasoning',
      'command',
      'command',
      'tool',
      'tool',
      'file-change',
      'error',
    ]);
    expect(transcript[6]).toMatchObject({ input: 'y'.repeat(300) });
  });

  it('names the conversation once, however often it is said', () => {
    const { events, transcript } = listen('s1');
    expect(events.session).toBe('s1');
    events.take([
      { type: 'session', id: 's1' },
      { type: 'session', id: 's2' },
      { type: 'session', id: 's2' },
    ]);
    expect(events.session).toBe('s2');
    expect(transcript).toEqual([{ type: 'session', id: 's2' }]);
  });

  it('adds up tokens, and money where all of it has a price', () => {
    const { events } = listen();
    expect(events.usage).toBeNull();
    const usage = { type: 'usage', inputTokens: 10, cachedInputTokens: 4, outputTokens: 1, costUsd: 0.1 } as const;
    events.take([usage, { ...usage, costUsd: 0.2 }]);
    expect(events.usage).toEqual({ inputTokens: 20, cachedInputTokens: 8, outputTokens: 2, costUsd: 0.3 });
    expect(sum(events.usage, { ...usage, costUsd: null }).costUsd).toBeNull();
    expect(sum({ ...usage, costUsd: null }, usage).costUsd).toBeNull();
  });

  it('keeps the first and the last of a flood of failures', () => {
    const { events } = listen();
    for (let n = 1; n <= 1000; n++) events.take([error(`failure ${n}`)]);
    expect(events.errors).toHaveLength(50);
    expect(events.errors[0]?.message).toBe('failure 1');
    expect(events.errors.at(-1)?.message).toBe('failure 1000');
  });

  it('tells once that it goes in circles', () => {
    const { events, repetitions } = listen();
    for (let n = 0; n < 100; n++) events.take([{ type: 'command', command: 'make', exitCode: 2 }]);
    expect(repetitions).toHaveLength(1);
    expect(repetitions[0]).toContain('make');
  });
});
