import { describe, expect, it } from 'vitest';
import { missingForAgent, testCacheHome } from '../support/agents.js';
import { failures, runTestsAs, TEST_USER, unableToRunAsUser } from '../support/as-user.js';

/*
 * Cells of the matrix by a user who is not root, as on a runner of one's own: rooms in namespaces of the user's, and a tool
 * cache that somebody else filled. The native agent that is quickest, and the one that runs on Node.
 */

const CELLS = '^(?:codex|gemini) goes on with the same conversation';

describe('real agents of an ordinary user', () => {
  it('repair a bug in two attempts, one conversation and every token counted', {
    timeout: 600_000,
  }, async (context) => {
    for (const unable of [
      await unableToRunAsUser(false),
      await missingForAgent('codex'),
      await missingForAgent('gemini'),
    ])
      if (unable !== undefined) return context.skip(unable);
    const report = await runTestsAs(
      ['test/e2e/agents-work.test.ts'],
      { uid: TEST_USER, env: { TEST_CACHE_HOME: testCacheHome() } },
      CELLS,
    );
    expect(failures(report)).toEqual([]);
    expect(report.numPassedTests).toBe(2);
  });
});
