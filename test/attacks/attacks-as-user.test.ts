import { describe, expect, it } from 'vitest';
import { failures, runTestsAs, TEST_USER, unableToRunAsUser } from '../support/as-user.js';
import { ATTACKS } from './rows/index.js';

describe('every attack, by a process of an ordinary user', () => {
  it.for([
    { what: 'in namespaces of its own', identity: 'self', sudo: false },
    { what: 'whose rooms are built by sudo', identity: 'root-setup', sudo: true },
  ])('$what', { timeout: 600_000 }, async ({ identity, sudo }, ctx) => {
    const unable = await unableToRunAsUser(sudo);
    if (unable !== undefined) return ctx.skip(unable);
    const env = { TEST_ROOM_IDENTITY: identity };
    const report = await runTestsAs(['test/attacks/attacks.test.ts'], { uid: TEST_USER, sudo, env });
    expect(failures(report)).toEqual([]);
    if (report.numPassedTests < ATTACKS.length) ctx.skip(`only ${report.numPassedTests} tests could run`);
  });
});
