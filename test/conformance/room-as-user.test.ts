import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failures, runTestsAs, TEST_USER, unableToRunAsUser } from '../support/as-user.js';

const SUITES = ['test/conformance/room.test.ts', 'test/attacks/room.test.ts'];
const TESTS = 45;

describe('the same suites, by processes of other users', () => {
  it.for([
    { what: 'an ordinary user in namespaces of its own', identity: 'self', sudo: false },
    { what: 'an ordinary user whose rooms are built by sudo', identity: 'root-setup', sudo: true },
  ])('pass for $what', { timeout: 300_000 }, async ({ identity, sudo }, ctx) => {
    const unable = await unableToRunAsUser(sudo);
    if (unable !== undefined) return ctx.skip(unable);
    const report = await runTestsAs(SUITES, { uid: TEST_USER, sudo, env: { TEST_ROOM_IDENTITY: identity } });
    expect(failures(report)).toEqual([]);
    const skipped = report.testResults.flatMap((file) =>
      file.assertionResults.filter((one) => one.status === 'skipped'),
    );
    if (report.numPassedTests < TESTS) ctx.skip(`${skipped.length} tests were skipped: ${skipped[0]?.fullName}`);
  });

  it('a room gets no descriptor that its host process inherited', async (ctx) => {
    const unable = await unableToRunAsUser(false);
    if (unable !== undefined) return ctx.skip(unable);
    const directory = await mkdtemp(join(tmpdir(), 'inherited-'));
    try {
      const inherited = join(directory, 'secret');
      await writeFile(inherited, 'inherited-secret\n');
      await chmod(inherited, 0o644);
      const report = await runTestsAs(['test/attacks/room.test.ts'], { uid: 0, inherited }, 'no descriptor beyond');
      expect(failures(report)).toEqual([]);
      expect(report.numPassedTests).toBeGreaterThan(0);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
