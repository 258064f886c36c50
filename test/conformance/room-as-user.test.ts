import { chmod, lchown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failures, runNodeAs, runTestsAs, TEST_USER, unableToRunAsUser } from '../support/as-user.js';
import { git, repository } from '../support/workspace.js';

const SUITES = ['test/conformance/room.test.ts', 'test/conformance/room-limits.test.ts', 'test/attacks/room.test.ts'];
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

  it('a checkout of another group can be worked on', async (ctx) => {
    const unable = await unableToRunAsUser(false);
    if (unable !== undefined) return ctx.skip(unable);
    // As setgid directories and shared groups leave it: a group that the room's user namespace has no number for.
    const repo = await repository({ 'src/x': 'wrong\n', 'fix.sh': 'echo right >src/y && mv src/y src/x\n' });
    try {
      for (const path of ['', ...(await readdir(repo, { recursive: true }))])
        await lchown(join(repo, path), TEST_USER, 0);
      // The index then says so too, and the checkout is not taken for one of several users.
      git(repo, 'update-index', '-q', '--refresh');
      const task = [
        '--prompt',
        'Mend it.',
        '--agent',
        'command',
        '--agent-command',
        'sh fix.sh',
        '--verify',
        'grep right src/x',
      ];
      await runNodeAs(
        (home) => ['dist/cli.js', 'run', '--repo', repo, '--evidence', join(home, 'evidence'), ...task],
        { uid: TEST_USER },
        async ({ code, stdout, stderr }) => {
          expect({ code, said: stdout + stderr }).toMatchObject({ code: 0, said: expect.stringContaining('verified') });
        },
      );
    } finally {
      await rm(repo, { recursive: true, force: true });
    }
  });

  it.for([
    { what: 'a user whose rooms are built by sudo', uid: TEST_USER, sudo: true, identity: 'dropped-root' },
    { what: 'root where user namespaces are forbidden', uid: 0, sudo: false, identity: 'dropped-root' },
    { what: 'an ordinary user', uid: TEST_USER, sudo: false, identity: 'user-namespace' },
  ] as const)('the demonstration is green for $what', async ({ uid, sudo, identity }, ctx) => {
    const unable = await unableToRunAsUser(sudo);
    if (unable !== undefined) return ctx.skip(unable);
    const user = { uid, sudo, restricted: identity === 'dropped-root' };
    await runNodeAs(
      (home) => ['dist/cli.js', 'demo', '--evidence', join(home, 'evidence')],
      user,
      async ({ code, stdout, stderr }, home) => {
        expect({ code, said: stdout + stderr }).toMatchObject({ code: 0, said: expect.stringContaining('verified') });
        expect(await readFile(join(home, 'evidence/verdict.json'), 'utf8')).toMatch(
          new RegExp(`"identity": ?"${identity}"`),
        );
      },
    );
  });
});
