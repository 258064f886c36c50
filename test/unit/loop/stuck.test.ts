import { describe, expect, it } from 'vitest';
import { type AttemptMark, ProgressWatch } from '../../../src/loop/stuck.js';
import type { FailureMark } from '../../../src/verifier/fingerprint.js';

let patches = 0;
interface Told {
  readonly failure?: string;
  readonly failed?: number;
  readonly first?: string;
  readonly patch?: string | null;
  readonly steps?: string;
  readonly outcome?: AttemptMark['record']['outcome'];
  readonly refused?: string;
  readonly trouble?: AttemptMark['trouble'];
}

/** An attempt; its patch is like no other unless it is given. */
function mark(told: Told): AttemptMark {
  patches += 1;
  const failure: FailureMark | undefined =
    told.failure === undefined
      ? undefined
      : {
          fingerprint: told.failure,
          first: told.first ?? told.failure,
          line: told.failure,
          failed: told.failed ?? null,
          tests: [],
          place: null,
        };
  return {
    record: {
      attempt: patches,
      outcome: told.outcome ?? (told.refused === undefined ? 'failed' : 'refused'),
      patch: {
        files: 1,
        added: 1,
        deleted: 0,
        bytes: 1,
        sha256: told.patch === undefined ? `p${patches}` : told.patch,
      },
      refusals: told.refused === undefined ? [] : [{ path: told.refused, reason: 'is protected' }],
    },
    failure,
    steps: told.steps ?? null,
    trouble: told.trouble,
  };
}

/** After which attempts, from 1, a watch says that it is stuck, and of what kind. */
function stuckAt(after: number, ...all: readonly Told[]): string[] {
  const watch = new ProgressWatch(after);
  return all.flatMap((told, index) => {
    const { stuck } = watch.take(mark(told));
    return stuck ? [`${index + 1} ${stuck.kind}`] : [];
  });
}

describe('a worker', () => {
  it('is stuck after as many attempts in a row as are allowed to come to the same', () => {
    const same = { failure: 'a' };
    expect(stuckAt(2, same, same)).toEqual(['2 no-progress']);
    expect(stuckAt(3, same, same, same)).toEqual(['3 no-progress']);
    expect(stuckAt(1, same)).toEqual(['1 no-progress']);
    expect(stuckAt(0, same, same, same, same)).toEqual([]);
  });

  it('gets on with another failure, fewer failed tests or another first failure', () => {
    expect(stuckAt(2, { failure: 'a' }, { failure: 'b' }, { failure: 'c' })).toEqual([]);
    const tests = (failure: string, failed: number, first = 'x') => ({ failure, failed, first });
    expect(stuckAt(2, tests('a', 9), tests('b', 7), tests('c', 2))).toEqual([]);
    expect(stuckAt(2, tests('a', 9), tests('b', 9, 'y'))).toEqual([]);
    // Other tests fail beside the one that failed first before: no fewer of them.
    expect(stuckAt(2, tests('a', 2), tests('b', 3))).toEqual(['2 no-progress']);
    expect(stuckAt(2, tests('a', 2), tests('b', 2))).toEqual(['2 no-progress']);
  });

  it('does not get on by going back to what an earlier attempt came to', () => {
    expect(stuckAt(2, { failure: 'a' }, { failure: 'b' }, { failure: 'a' })).toEqual(['3 no-progress']);
    expect(stuckAt(3, { failure: 'a' }, { failure: 'b' }, { failure: 'a' }, { failure: 'b' })).toEqual([
      '4 no-progress',
    ]);
  });

  it('does not get on with the same patch or the same steps, whatever fails', () => {
    expect(stuckAt(2, { failure: 'a', patch: 'p' }, { failure: 'b', patch: 'p' })).toEqual(['2 no-progress']);
    expect(stuckAt(2, { failure: 'a', steps: 's' }, { failure: 'b', steps: 's' })).toEqual(['2 no-progress']);
    expect(
      stuckAt(2, { failure: 'a', steps: 's' }, { failure: 'b', steps: 't' }, { failure: 'c', steps: 's' }),
    ).toEqual([]);
  });

  it('does not get on by changing nothing, or by breaking the same rule again', () => {
    expect(stuckAt(2, { patch: null }, { patch: null })).toEqual(['2 no-progress']);
    expect(stuckAt(2, { refused: 'test/a.js' }, { refused: 'test/a.js' })).toEqual(['2 no-progress']);
    expect(stuckAt(2, { failure: 'a' }, { refused: 'test/a.js' })).toEqual([]);
  });

  it('is not judged by an agent that broke down before it did anything', () => {
    const broken = { outcome: 'agent-error', patch: null, trouble: 'crashed' } as const;
    expect(stuckAt(2, broken, broken, broken)).toEqual([]);
    expect(stuckAt(2, { failure: 'a' }, broken, { failure: 'a' })).toEqual(['3 no-progress']);
  });

  it('gets on with a change that grows while its time is too short', () => {
    const cut = { failure: 'a', trouble: 'timeout' } as const;
    expect(stuckAt(2, cut, cut, cut)).toEqual([]);
    expect(stuckAt(2, { ...cut, patch: 'p' }, { ...cut, patch: 'p' })).toEqual(['2 no-progress']);
    expect(stuckAt(2, { ...cut, patch: 'p' }, { ...cut, patch: 'q' }, { ...cut, patch: 'p' })).toEqual([
      '3 no-progress',
    ]);
  });

  it('is stuck at once in circles, or in a conversation that is too long', () => {
    expect(stuckAt(2, { outcome: 'agent-error', patch: null, trouble: 'loop' })).toEqual(['1 circles']);
    expect(stuckAt(2, { failure: 'a', trouble: 'loop' })).toEqual(['1 circles']);
    expect(stuckAt(2, { outcome: 'agent-error', patch: null, trouble: 'context' })).toEqual(['1 context']);
    expect(stuckAt(0, { failure: 'a', trouble: 'context' })).toEqual([]);
  });

  it('is stuck when the budget has less than its last attempt took', () => {
    const watch = new ProgressWatch(2);
    const cap = (left: number, taken: number) => [{ setting: 'max-tokens', left, taken }];
    expect(watch.take(mark({ failure: 'a' }), cap(500, 400)).stuck).toBeUndefined();
    expect(watch.take(mark({ failure: 'b' }), cap(100, 400)).stuck).toEqual({
      kind: 'budget',
      message: 'What is left of max-tokens (100) is less than the last attempt took (400).',
    });
    expect(watch.take(mark({ failure: 'c' }), cap(0, 0)).stuck).toBeUndefined();
  });

  it('stays stuck until it gets on', () => {
    const watch = new ProgressWatch(2);
    const streaks = ['a', 'a', 'a', 'b', 'b'].map((failure) => watch.take(mark({ failure })).streak);
    expect(streaks).toEqual([1, 2, 3, 1, 2]);
  });
});
