import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { sumTask } from '../support/sum-task.js';

const place = arena();
let task: Task;
beforeAll(() => {
  task = sumTask(place.directory);
});
afterAll(place.dispose);

/** 5 MB of errors that mean nothing, and one in their midst that does. */
const VERIFIER = [
  'for (let i = 0; i < 80000; i++) {',
  '  console.log("Error: upstream answered 503, attempt " + i + " failed, trying again");',
  '  if (i === 40000) console.log("not ok 7 - sums what lies in the middle");',
  '}',
  'process.exitCode = 1;',
].join('\n');

describe('feedback', () => {
  it('holds the failure wherever it was printed, within its bound, and says what became of it', async () => {
    const { verdict, evidence } = await attempt(place.directory, task, 'cat >> seen.txt', {
      verify: `node -e '${VERIFIER}'`,
      'max-attempts': '3',
      'stuck-after': '3',
      'feedback-size': '2k',
      'log-size': '256k',
    });
    expect(verdict.attempts[0]?.summary, verdict.reason).toContain('sums what lies in the middle');
    const patch = evidence('change.patch');
    expect(patch).toContain('+not ok 7 - sums what lies in the middle');
    expect(patch).toContain('+This is the same failure as before');
    const told = /\+The verifier did not pass\.[\s\S]*?(?=\n\+## Report)/.exec(patch)?.[0] ?? '';
    expect(told.length).toBeGreaterThan(500);
    expect(Buffer.byteLength(told.replace(/^\+/gm, ''))).toBeLessThanOrEqual(2048);
  });
});
