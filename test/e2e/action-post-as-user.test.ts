import { describe, expect, it } from 'vitest';
import { failures, runTestsAs, TEST_USER, unableToRunAsUser } from '../support/as-user.js';

describe('a step of another user that is killed', () => {
  it.for([
    { what: 'an ordinary user', sudo: false },
    { what: 'an ordinary user whose rooms are built by sudo', sudo: true },
  ])('leaves nothing after the post step: $what', { timeout: 600_000 }, async ({ sudo }, ctx) => {
    const unable = await unableToRunAsUser(sudo);
    if (unable !== undefined) return ctx.skip(unable);
    const user = { uid: TEST_USER, sudo, restricted: sudo } as const;
    const report = await runTestsAs(['test/e2e/action-post.test.ts'], user, 'killed during (agent|proof)');
    expect(failures(report)).toEqual([]);
    expect(report.numPassedTests).toBe(2);
  });
});
