import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { runDist } from '../support/dist.js';
import { sumTask } from '../support/sum-task.js';

const place = arena();
let task: Task;
beforeAll(() => {
  task = sumTask(place.directory);
});
afterAll(place.dispose);

const EMPTY = 'echo > test/sum.test.js';
/** The function gets another meaning, in its test too. */
const RENAME = `sed -i 's/a - b/(a + b) * 2/' src/sum.js; sed -i 's/, 3)/, 6)/; s/, 4)/, 8)/' test/sum.test.js`;

const run = (script: string, settings: Record<string, string> = {}): Promise<Result> =>
  attempt(place.directory, task, `set -e\n${script}`, settings);

const edits = (result: Result) => result.verdict.attempts.at(-1)?.verifierEdits;

async function shown(result: Result): Promise<string> {
  return (await runDist(['show', result.directory])).stdout;
}

describe('verify-edits: deny', () => {
  it.concurrent('refuses the whole change, and says by which glob and how to let it', async () => {
    const result = await run(`${task.fix}; ${EMPTY}`);
    expect(result.verdict.verdict).toBe('policy-violation');
    expect(result.verdict.attempts[0]?.refusals).toEqual([
      {
        path: 'test/sum.test.js',
        reason: expect.stringMatching(
          /^is protected: the patch may not change it \(by \*\*\/.*protect: "!test\/sum.test.js"/,
        ),
      },
    ]);
    expect(result.verdict.attempts[0]?.proofs).toEqual([]);
  });
});

describe('verify-edits: report', () => {
  const report = { 'verify-edits': 'report' };

  it.concurrent('judges a cheat without its edits, and there is nothing else', async () => {
    const result = await run(EMPTY, report);
    expect(result.verdict).toMatchObject({ verdict: 'attempts-exhausted', green: false, patch: null });
    expect(result.verdict.verifierPatch).toBe('verifier.patch');
    expect(result.evidence('verifier.patch')).toContain('test/sum.test.js');
    expect(existsSync(join(result.directory, 'change.patch'))).toBe(false);
    expect(result.verdict.attempts[0]).toMatchObject({ outcome: 'failed', patch: { files: 0, sha256: null } });
    expect(result.verdict.attempts[0]?.summary).toContain('left out');
  });

  it.concurrent('proves and hands on the rest alone', async () => {
    const result = await run(`${task.fix}; ${EMPTY}; echo 'exit 0' > scripts/verify.sh`, report);
    expect(result.verdict, result.verdict.reason).toMatchObject({ verdict: 'verified', green: true });
    expect(result.evidence('change.patch')).toContain('src/sum.js');
    expect(result.evidence('change.patch')).not.toContain('test/');
    expect(result.evidence('change.patch')).not.toContain('scripts/');
    expect(result.evidence('verifier.patch')).not.toContain('b/src/');
    expect(edits(result)).toMatchObject({ mode: 'report', unchangedPasses: null });
    expect(
      edits(result)
        ?.files.map(({ path }) => path)
        .sort(),
    ).toEqual(['scripts/verify.sh', 'test/sum.test.js']);
    expect(await shown(result)).toContain('test/sum.test.js');
  });

  it.concurrent('tells the agent, who may do without', async () => {
    const script = `if [ "$CLEANROOM_ATTEMPT" = 1 ]; then ${EMPTY}; else cat > told.txt; ${task.fix}; fi`;
    const result = await run(script, { ...report, 'max-attempts': '2' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.evidence('change.patch')).toMatch(/\+.*left out.*test\/sum\.test\.js/);
  });

  it.concurrent('lets nothing take the place of what decides', async () => {
    // The rest of such a change, laid over the base, would remove the verifier's own files.
    const script = `${task.fix}; rm scripts/verify.sh; mkdir scripts/verify.sh; echo 'exit 0' > scripts/verify.sh/x; rm -r test; echo x > test`;
    const result = await run(script, report);
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.evidence('change.patch').match(/^diff --git/gm)).toHaveLength(1);
    expect(edits(result)?.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['scripts/verify.sh', 'scripts/verify.sh/x', 'test', 'test/sum.test.js']),
    );
  });

  it.concurrent('still refuses workflows, and what the configuration names', async () => {
    const ci = await run(`${task.fix}; echo 'on: pull_request' > .github/workflows/ci.yml`, report);
    expect(ci.verdict.verdict).toBe('policy-violation');
    const own = await run(`${task.fix}; ${EMPTY}`, { ...report, protect: 'test/*.js' });
    expect(own.verdict.verdict).toBe('policy-violation');
    expect(own.verdict.attempts[0]?.refusals[0]?.reason).toContain('by test/*.js');
  });
});

describe('verify-edits: allow', () => {
  const allow = { 'verify-edits': 'allow' };

  it.concurrent('refuses a verifier that passes on the base', async () => {
    for (const script of [EMPTY, `${task.fix}; ${EMPTY}`, "echo 'exit 0' > scripts/verify.sh"]) {
      const result = await run(script, allow);
      expect(result.verdict, script).toMatchObject({ verdict: 'policy-violation', green: false });
      expect(result.verdict.attempts[0]).toMatchObject({ outcome: 'refused' });
      expect(result.verdict.attempts[0]?.refusals[0]?.reason).toContain('passes on the base');
      expect(result.verdict.attempts[0]?.proofs.map(({ what, passed }) => [what, passed])).toEqual([
        ['base-with-verifier-change', true],
      ]);
    }
  });

  it.concurrent('ends as verified-with-verifier-change, and shows the verifier first', async () => {
    const result = await run(RENAME, allow);
    expect(result.verdict, result.verdict.reason).toMatchObject({
      verdict: 'verified-with-verifier-change',
      green: true,
      verified: true,
      verifierPatch: 'verifier.patch',
    });
    expect(result.run.code).toBe(0);
    expect(result.verdict.reason).toContain('test/sum.test.js');
    expect(result.verdict.attempts[0]?.proofs.map(({ what, passed }) => [what, passed])).toEqual([
      ['base-with-verifier-change', false],
      ['patch', true],
      ['patch-without-verifier-change', false],
    ]);
    expect(edits(result)).toMatchObject({ mode: 'allow', unchangedPasses: false });
    expect(result.evidence('change.patch')).toContain('test/sum.test.js');
    const text = await shown(result);
    expect(text.indexOf('b/test/sum.test.js')).toBeGreaterThan(0);
    expect(text.indexOf('b/test/sum.test.js')).toBeLessThan(text.indexOf('b/src/sum.js'));
  });

  it.concurrent('says where the verifier as it was passes too', async () => {
    const result = await run(`${task.fix}; echo 'assert.strictEqual(sum(0, 9), 9);' >> test/sum.test.js`, allow);
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified-with-verifier-change');
    expect(edits(result)?.unchangedPasses).toBe(true);
    expect(result.verdict.reason).toContain('as well');
  });

  it.concurrent('is plainly verified where nothing that decides was touched', async () => {
    const result = await run(task.fix, allow);
    expect(result.verdict.verdict).toBe('verified');
    expect(edits(result)).toBeUndefined();
    expect(result.verdict.verifierPatch).toBeUndefined();
  });
});
