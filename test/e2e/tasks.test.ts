import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceProblems } from '../support/evidence.js';
import { type TeamLab, type TeamRun, teamLab } from '../support/team-lab.js';

/* A task in parts, each done by a shell script that CLEANROOM_TASK tells which part is its. */

let lab: TeamLab;
beforeAll(async () => {
  lab = await teamLab({
    ...{ 'a.txt': 'wrong\n', 'b.txt': 'wrong\n', 'list.txt': '1\n2\n3\n', 'done.txt': 'right\n' },
    ...{ 'shared.js': '', 'part.js': "require('./shared.js');\n" },
    'part.test.js': `const { test } = require('node:test');
const { ok } = require('./part.js');
for (const name of ['one', 'two', 'three']) test(name, () => require('node:assert').ok(ok));
`,
  });
});
afterAll(() => lab.dispose());

const right = (name: string): string => `grep -qx right ${name}.txt`;
const task = (name: string, verify: string, more: object = {}) => ({ name, prompt: `Do ${name}.`, verify, ...more });
const flags = (tasks: readonly object[] | 'plan', verify: string, ...more: string[]) => [
  ...['--tasks', tasks === 'plan' ? tasks : JSON.stringify(tasks), '--verify', verify, '--max-attempts', '1', ...more],
];

async function expectClean(run: TeamRun): Promise<void> {
  expect(run.evidence.verdict().verdict, run.stdout + run.stderr).not.toBe('infra-error');
  expect(run, run.stdout + run.stderr).toMatchObject({ leftovers: [], survivors: [], open: [] });
  expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
}

const workers = (run: TeamRun) =>
  run.evidence.verdict().workers.map(({ name, verdict, chosen }) => [name, verdict, chosen]);
const rooms = (run: TeamRun) =>
  run.evidence
    .journal()
    .filter(({ event }) => event === 'room.opened')
    .map((line) => line['room']);

describe.concurrent('a task in parts', () => {
  it('is done side by side, merged, and proved as a whole with every part’s own verifier', async () => {
    const run = await lab.run('[ "$(cat $CLEANROOM_TASK.txt)" = wrong ]; echo right > $CLEANROOM_TASK.txt', [
      ...flags(
        [task('a', right('a')), task('b', right('b')), task('done', right('done'))],
        `${right('a')} && ${right('b')}`,
      ),
    ]);
    await expectClean(run);
    expect(run.code).toBe(0);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({
      verdict: 'verified',
      patch: 'change.patch',
      attempts: [{ outcome: 'proved', patch: { files: 2 } }],
    });
    expect(verdict.attempts[0]?.proofs.map(({ room, passed }) => [room, passed])).toEqual([
      ['proof-1', true],
      ['a-joint', true],
      ['b-joint', true],
      ['done-joint', true],
    ]);
    expect(workers(run)).toEqual([
      ['a', 'verified', true],
      ['b', 'verified', true],
      ['done', 'nothing-to-prove', true],
    ]);
    expect(rooms(run)).not.toContain('done-attempt-1');
    expect(run.evidence.read('workers/a/change.patch')).not.toContain('b.txt');
    expect(run.evidence.read('change.patch')).toMatch(/a\.txt[\s\S]*b\.txt/);
  });

  it('whose changes conflict is done again over those before it, and is told so', async () => {
    const run = await lab.run(
      `if grep -q '# Once more' "$CLEANROOM_PROMPT_FILE"; then
         grep -q '"list.txt"' "$CLEANROOM_PROMPT_FILE"
         grep -qx a list.txt
         echo b >> list.txt
       else sed -i "s/2/$CLEANROOM_TASK/" list.txt; fi`,
      flags(
        [task('a', 'grep -qx a list.txt'), task('b', 'grep -qx b list.txt')],
        'test "$(echo $(cat list.txt))" = "1 a 3 b"',
      ),
    );
    await expectClean(run);
    expect(run.evidence.verdict().verdict, run.evidence.verdict().reason).toBe('verified');
    expect(workers(run)).toEqual([
      ['a', 'verified', true],
      ['b', 'attempts-exhausted', false],
      ['b-again', 'verified', true],
    ]);
    expect(run.evidence.verdict().workers[1]?.reason).toContain('cannot be joined in list.txt');
  });

  it('begins a part that depends on another when that one is merged', async () => {
    const run = await lab.run(
      'case $CLEANROOM_TASK in b) cp a.txt b.txt;; *) echo right > $CLEANROOM_TASK.txt;; esac',
      flags([task('a', right('a')), task('b', right('b'), { depends: ['a'] })], `${right('a')} && ${right('b')}`),
    );
    await expectClean(run);
    expect(run.evidence.verdict().verdict, run.evidence.verdict().reason).toBe('verified');
    const opened = rooms(run);
    expect(opened.indexOf('b-baseline')).toBeGreaterThan(opened.indexOf('a-proof-1'));
  });

  it('of which a part is not done is not verified, whatever the run’s verifier would say', async () => {
    const run = await lab.run(
      'if [ $CLEANROOM_TASK = a ]; then echo right > a.txt; else echo left > b.txt; fi',
      flags([task('a', right('a')), task('b', right('b')), task('c', 'false', { depends: ['b'] })], `${right('a')}`),
    );
    await expectClean(run);
    expect(run.code).toBe(1);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({ verdict: 'attempts-exhausted', verified: false, attempts: [] });
    expect(verdict.reason).toContain(
      '1 of 3 tasks are done and merged; not done: b (attempts-exhausted), c (cancelled).',
    );
    expect(workers(run)).toEqual([
      ['a', 'verified', true],
      ['b', 'attempts-exhausted', false],
      ['c', 'cancelled', false],
    ]);
    // The good part is kept.
    expect(run.evidence.read('change.patch')).toContain('a.txt');
    expect(run.evidence.read('change.patch')).not.toContain('b.txt');
    expect(rooms(run)).not.toContain('proof-1');
  });

  it('of which every part is done alone, and not all together, is not verified', async () => {
    const run = await lab.run(
      'echo right > $CLEANROOM_TASK.txt; touch only-$CLEANROOM_TASK',
      flags([task('a', `${right('a')} && test ! -e only-b`), task('b', right('b'))], `${right('a')} && ${right('b')}`),
    );
    await expectClean(run);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({
      verdict: 'attempts-exhausted',
      verified: false,
      attempts: [{ outcome: 'failed' }],
    });
    expect(verdict.reason).toContain('the verifier of a fails');
  });

  it('of which one ends the tests of another early is not verified', async () => {
    const run = await lab.run(
      'if [ $CLEANROOM_TASK = a ]; then echo "exports.ok = true;" >> part.js; else echo right > b.txt; echo "process.exit(0);" > shared.js; fi',
      flags([task('a', 'node --test part.test.js'), task('b', right('b'))], right('b'), '--confirm-runs', '2'),
    );
    await expectClean(run);
    expect(workers(run).map(([, verdict]) => verdict)).toEqual(['verified', 'verified']);
    const verdict = run.evidence.verdict();
    expect(verdict, verdict.reason).toMatchObject({ verdict: 'attempts-exhausted', verified: false });
    expect(verdict.reason).toContain('the verifier of a fails');
    const joint = verdict.attempts[0]?.proofs.filter(({ room }) => room.includes('joint'));
    expect(joint).toMatchObject([{ room: 'a-joint', exitCode: 0, passed: false }]);
  });

  it('is proved as a whole as often as confirm-runs says', async () => {
    const run = await lab.run(
      'echo right > $CLEANROOM_TASK.txt',
      flags([task('a', right('a'))], right('a'), '--confirm-runs', '2'),
    );
    await expectClean(run);
    expect(run.evidence.verdict().attempts[0]?.proofs.map(({ room }) => room)).toEqual([
      ...['proof-1', 'proof-1-run-2', 'a-joint', 'a-joint-run-2'],
    ]);
  });

  it('may be split by an agent, whose own changes are dropped', async () => {
    const plan = { tasks: ['a', 'b'].map((name) => task(name, right(name), { depends: [] })) };
    const run = await lab.run(
      `if [ $CLEANROOM_TASK = planner ]; then
         echo broken > a.txt
         printf '%s' '${JSON.stringify(plan)}' > "$CLEANROOM_REPORT_FILE"
       else [ "$(cat $CLEANROOM_TASK.txt)" = wrong ]; echo right > $CLEANROOM_TASK.txt; fi`,
      flags('plan', `${right('a')} && ${right('b')}`),
    );
    await expectClean(run);
    expect(run.evidence.verdict().verdict, run.evidence.verdict().reason).toBe('verified');
    expect(workers(run)).toEqual([
      ['planner', 'reported', true],
      ['a', 'verified', true],
      ['b', 'verified', true],
    ]);
    expect(run.evidence.json('tasks.json')).toEqual(plan);
  });

  it('is not verified by parts that needed no change', async () => {
    const run = await lab.run('true', flags([task('a', 'true')], right('a'), '--baseline', 'any'));
    await expectClean(run);
    expect(run.code).toBe(1);
    expect(run.evidence.verdict()).toMatchObject({ verdict: 'attempts-exhausted', verified: false, patch: null });
    expect(workers(run)).toEqual([['a', 'verified', true]]);
  });

  it('shares no directory with a proof, whatever its parts are called', async () => {
    const clean = 'test ! -e "$CLEANROOM_RESULTS_DIR/planted"';
    const run = await lab.run(
      `touch "$(dirname "$CLEANROOM_REPORT_FILE")/planted"
       case $CLEANROOM_TASK in a) echo right > a.txt;; proof-1) echo right > b.txt;; *) echo 4 >> list.txt;; esac`,
      flags(
        [
          task('a-joint', 'grep -q 4 list.txt'),
          task('a', `${clean} && ${right('a')}`, { depends: ['a-joint'] }),
          task('proof-1', right('b')),
        ],
        `${clean} && ${right('a')} && ${right('b')}`,
      ),
    );
    await expectClean(run);
    expect(run.evidence.verdict().verdict, run.evidence.verdict().reason).toBe('verified');
  });

  it('that a planner splits badly begins no worker', async () => {
    const plan = { tasks: [task('../a', 'true', { depends: [] })] };
    const run = await lab.run(
      `printf '%s' '${JSON.stringify(plan)}' > "$CLEANROOM_REPORT_FILE"`,
      flags('plan', right('a')),
    );
    await expectClean(run);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'report-invalid',
      reason: expect.stringContaining('a name of its own'),
    });
    expect(rooms(run)).toEqual(['baseline', 'planner-attempt-1']);
  });
});

it('a base that one part can no longer trust ends the other parts too', async ({ onTestFinished }) => {
  const own = await teamLab({ 'a.txt': 'wrong\n', 'b.txt': 'wrong\n' });
  onTestFinished(() => own.dispose());
  const run = await own.run(
    `[ $CLEANROOM_TASK = a ] || { echo waits; exec sleep 300; }
     echo begun; sleep 2; echo right > a.txt`,
    flags([task('a', right('a')), task('b', right('b'))], right('a')),
    {
      onOutput: (text) => {
        if (/\] begun$/m.test(text)) writeFileSync(join(own.repo, 'b.txt'), 'changed\n');
      },
    },
  );
  expect(run, run.stdout + run.stderr).toMatchObject({ leftovers: [], survivors: [], open: [] });
  expect(run.evidence.verdict()).toMatchObject({ verdict: 'infra-error', verified: false });
  expect(run.evidence.verdict().reason).toMatch(/^a: The proof does not count: /);
  expect(workers(run)).toEqual([
    ['a', 'infra-error', false],
    ['b', 'cancelled', false],
  ]);
});
