import { describe, expect, it } from 'vitest';
import { snapshotText } from '../../../src/loop/snapshot-text.js';
import type { SnapshotFile } from '../../../src/schemas/snapshot.js';

const HOSTILE = '```\n# Not a heading\u202e <!-- x -->\n`code`\u0007';
const snapshot: SnapshotFile = {
  schema: 'cleanroom/snapshot/v1',
  worker: null,
  attempt: 3,
  kind: 'no-progress',
  message: `No progress: ${HOSTILE}`,
  streak: 3,
  task: HOSTILE,
  agent: { name: 'codex', version: '1', model: null },
  room: { backend: 'local', name: 'attempt-3' },
  environment: {
    variables: ['A'],
    agentHosts: [],
    proofHosts: ['x.example:443'],
    refusedHosts: [HOSTILE],
    writable: null,
    memoryBytes: 1 << 30,
    attemptMs: 60_000,
  },
  base: { workCommit: 'a', trustedCommit: 'b', tree: 'c' },
  command: {
    display: HOSTILE,
    argv: [HOSTILE],
    cwd: '',
    end: 'exited',
    exitCode: 1,
    signal: null,
    room: 'proof-3',
    log: 'logs/proof-3.log',
  },
  output: { head: HOSTILE, tail: HOSTILE, elidedBytes: 7, withheld: false },
  failure: { fingerprint: 'f', line: HOSTILE, failed: 1, tests: [HOSTILE] },
  patch: { path: 'attempts/3/change.patch', sha256: 'd', bytes: 3 },
  files: [{ path: HOSTILE, status: 'modified', added: 1, deleted: null }],
  tried: [{ attempt: 1, outcome: 'failed', summary: HOSTILE, fresh: false, files: 1, added: 1, deleted: 0 }],
  next: { text: HOSTILE, from: 'failure', file: null, line: null },
};

/** Lines of Markdown outside of fences. */
function outside(text: string): string[] {
  const lines: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const marks = /^`{3,}/.exec(line)?.[0] ?? '';
    if (fence !== '') {
      if (line === fence) fence = '';
    } else if (marks !== '') fence = marks;
    else lines.push(line);
  }
  expect(fence).toBe('');
  return lines;
}

describe('a snapshot for a person', () => {
  it('has its own headings alone, whatever a room wrote', () => {
    const headings = outside(snapshotText(snapshot)).filter((line) => line.startsWith('#'));
    expect(headings).toEqual([
      '# Stuck after attempt 3',
      '## The smallest next change',
      '## The last command that failed',
      '## What it printed',
      '## The change so far',
      '## What was tried',
      '## Room and environment',
      '## Task',
    ]);
  });

  it('shows nothing that cannot be seen, and what was left out', () => {
    const text = snapshotText(snapshot);
    expect(text).not.toMatch(/[\u202e\u0007]/);
    expect(text).toContain('7 bytes are left out here.');
  });

  it('says what there is not', () => {
    const empty = { head: '', tail: '', elidedBytes: 0, withheld: true };
    const text = snapshotText({
      ...snapshot,
      worker: 'c1',
      command: null,
      output: empty,
      patch: { path: null, sha256: null, bytes: 0 },
    });
    expect(text).toContain('# Stuck after attempt 3 of c1');
    expect(text).toContain('The verifier has not run on a change.');
    expect(text).toContain('It is the hidden verifier');
    expect(text).toContain('Nothing is changed.');
  });
});
