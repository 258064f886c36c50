import { describe, expect, it } from 'vitest';
import { renderComment } from '../../../src/publish/comment.js';
import { renderSummary } from '../../../src/publish/summary.js';
import { timeline } from '../../../src/publish/timeline.js';
import { workersTable } from '../../../src/publish/workers.js';
import type { JournalRecord } from '../../../src/schemas/journal.js';
import type { VerdictFile } from '../../../src/schemas/verdict.js';
import { aVerdict, someEvidence } from './support/evidence.js';

type Worker = VerdictFile['workers'][number];

const [attempt] = aVerdict().attempts;
const worker = (name: string, rest: Partial<Worker> = {}): Worker => ({
  name,
  kind: 'candidate',
  agent: 'codex 1.2.3',
  verdict: 'verified',
  reason: 'It passed.',
  chosen: false,
  attempts: attempt ? [attempt] : [],
  patch: null,
  usage: {
    requests: 2,
    inputTokens: 12_300,
    cachedInputTokens: 0,
    outputTokens: 50,
    costUsd: 0.25,
    estimated: false,
  },
  ...rest,
});

describe('the table of candidates', () => {
  it('is in comment and summary, with the one that was taken marked', () => {
    const verdict = aVerdict({
      workers: [worker('c1'), worker('c2', { chosen: true, agent: 'claude 2' }), worker('c3', { attempts: [] })],
    });
    const evidence = someEvidence({ verdict });
    for (const text of [renderComment(evidence, { key: 'x' }), renderSummary(evidence)]) {
      expect(text).toContain('**Candidates**');
      expect(text).toMatch(
        /^\| c1 \| codex 1\.2\.3 \| ✅ verified \|.*\| 12\.3k\u00a0in,\u00a050\u00a0out, 0\.25 USD \|/m,
      );
      expect(text).toMatch(/^\| \*\*c2\*\*, taken \| claude 2 \|/m);
      expect(text).toMatch(/^\| c3 \|.*\| – \| 0 \|/m);
    }
    expect(workersTable(someEvidence(), 4000)).toBe('');
    // Nor is anything said twice in a row.
    const rows = workersTable(evidence, 4000).split('\n').slice(-3);
    expect(rows.map((row) => row.split(' | ').at(-1))).toEqual(['It passed. |', 'the same |', 'the same |']);
    // A column that says nothing is none.
    const same = [worker('c1'), worker('c2')].map((one) => ({
      ...one,
      usage: { ...one.usage, inputTokens: 0, outputTokens: 0 },
    }));
    const plain = workersTable(someEvidence({ verdict: aVerdict({ workers: same }) }), 4000);
    expect(plain).toContain(
      '| Candidate | Ending | Change | Attempts | What happened |\n|---|---|---|---:|---|\n| c1 | ✅ verified |',
    );
  });

  it('is inert and bounded, whatever candidates are called and say', () => {
    const bad = 'x | y\n| <img src=a> @octo `z` ::set-output::';
    const workers = Array.from({ length: 16 }, (_, index) =>
      worker(`t${index}`, { kind: 'task', agent: `${index} ${bad}`, reason: bad.repeat(40) }),
    );
    const text = workersTable(someEvidence({ verdict: aVerdict({ workers }) }), 3000);
    expect(text.length).toBeLessThanOrEqual(3000);
    expect(text).toContain('**Tasks**');
    expect(text).not.toContain('<img');
    const rows = text.split('\n').filter((line) => line.startsWith('| t'));
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
    expect(text).toMatch(/\| … \| \d+ more \|/);
  });
});

it('the drawing has a section for each attempt of each worker, in one piece', () => {
  let seq = 0;
  const at = (event: string, data: object) => {
    seq += 1;
    const time = new Date(1_700_000_000_000 + seq * 1000).toISOString();
    return { schema: 'cleanroom/journal/v1', seq, time, event, ...data } as unknown as JournalRecord;
  };
  const started = (worker: string) => at('attempt.started', { attempt: 1, worker, resumed: false, promptSha256: '' });
  const opened = (room: string, stage: string) => at('room.opened', { room, stage });
  const closed = (room: string) => at('room.closed', { room });
  const journal = [
    at('run.started', {}),
    opened('a-attempt-1', 'agent'),
    opened('a-b-attempt-1', 'agent'),
    started('a-b'),
    started('a'),
    closed('a-attempt-1'),
    opened('a-proof-1', 'proof'),
    closed('a-b-attempt-1'),
    closed('a-proof-1'),
  ];
  const drawn = (drawing: string) => drawing.split('\n').map((line) => line.trim().replace(/ :.*/, ''));
  const lines = drawn(timeline(journal));
  expect(lines.slice(lines.indexOf('section Worker 1 attempt 1'), -1)).toEqual([
    ...['section Worker 1 attempt 1', 'agent', 'section Worker 2 attempt 1', 'agent', 'proof'],
  ]);
  // The table says which is which: what began first is not the first for that.
  const table = [worker('x'), worker('a', { kind: 'candidate' }), worker('a-b')];
  const named = drawn(timeline(journal, table)).filter((line) => line.startsWith('section'));
  expect(named).toEqual(['section Candidate 3 attempt 1', 'section Candidate 2 attempt 1']);
  const tasks = drawn(timeline(journal, [worker('a-b', { kind: 'task' })]));
  expect(tasks).toEqual(expect.arrayContaining(['section Task 1 attempt 1', 'section Task 2 attempt 1']));
});
