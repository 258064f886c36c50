import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalDisagrees } from '../../src/evidence/consistency.js';
import { readFolder } from '../../src/evidence/folder.js';
import { journalProblems } from '../../src/evidence/journal-order.js';
import type { Verification } from '../../src/run/verify.js';
import { checkRecord } from '../../src/run/verify-record.js';
import type { JournalRecord } from '../../src/schemas/journal.js';
import { canonicalJson, sha256 } from '../../src/support/canonical-json.js';
import { arena, attempt, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { runDist } from '../support/dist.js';
import { evidenceProblems } from '../support/evidence.js';
import { type Forger, forger } from '../support/forger.js';
import { sumTask } from '../support/sum-task.js';
import { git } from '../support/workspace.js';

const place = arena();
let task: Task;
let honest: Result;

beforeAll(async () => {
  task = sumTask(place.directory);
  honest = await run(`${task.fix}; ${REPORT}`);
  expect(honest.verdict.verdict, honest.run.stderr).toBe('verified');
});
afterAll(place.dispose);

const REPORT = `printf '{"summary":"mended","changes":[],"blocked":null}' > "$CLEANROOM_REPORT_FILE"`;

const run = (script: string, settings: Record<string, string> = {}, of = task): Promise<Result> =>
  attempt(place.directory, of, `set -e\n${script}`, settings);

interface Verified {
  readonly code: number | null;
  readonly text: string;
  readonly found: Verification;
  /** Checks by their states. */
  readonly states: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

async function verify(evidence: string, flags: readonly string[] = [], of = task): Promise<Verified> {
  const { code, stdout, stderr } = await runDist(['verify', evidence, '--json', '--repo', of.directory, ...flags]);
  if (!stdout.startsWith('{')) throw new Error(`nothing was verified (exit ${code}): ${stderr}`);
  const found = JSON.parse(stdout) as Verification;
  return {
    code,
    text: stdout + stderr,
    found,
    states: Object.fromEntries(found.findings.map(({ check, state }) => [check, state])),
    problems: found.findings.flatMap(({ problems = [] }) => problems),
  };
}

const failing = ({ states }: Verified) => Object.keys(states).filter((check) => states[check] === 'failed');

const copy = (result = honest): Forger =>
  forger(result.directory, join(mkdtempSync(join(place.directory, 'forged-')), 'evidence'));

describe('an honest run', () => {
  it.concurrent('that was verified is verified again: record, base, baseline and proof', async () => {
    expect(await evidenceProblems(honest.directory)).toEqual([]);
    const verified = await verify(honest.directory, ['--trusted-ref', 'HEAD', '--ref', 'HEAD', '--confirm-runs', '2']);
    expect(verified, verified.text).toMatchObject({
      code: 0,
      states: {
        manifest: 'ok',
        statement: 'ok',
        'trusted-ref': 'ok',
        ref: 'ok',
        base: 'ok',
        baseline: 'ok',
        proof: 'ok',
      },
      found: { state: 'ok', verdict: 'verified', verifier: 'sh scripts/verify.sh', relativeTo: ['trusted-ref'] },
    });
    expect(verified.found.findings.find(({ check }) => check === 'proof')?.detail).toMatch(/^in 2 pristine rooms/);
  });

  it.concurrent('is told of in words, with what it is relative to, and nothing runs with --no-proof', async () => {
    const { code, stdout, stderr } = await runDist([
      'verify',
      honest.directory,
      '--no-proof',
      '--repo',
      task.directory,
    ]);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^skipped +proof +nothing was run/m);
    expect(stdout).toContain('relative to its own plan, which says that the verifier is "sh scripts/verify.sh"');
    expect(stderr).not.toContain('baseline');
  });

  it.concurrent('that failed fails again, and one with nothing to prove has nothing to prove', async () => {
    const failed = await run('echo "// nothing" >> src/sum.js');
    expect(failed.verdict.verdict).toBe('attempts-exhausted');
    expect(await verify(failed.directory)).toMatchObject({ code: 0, states: { baseline: 'ok', proof: 'ok' } });
    const nothing = await run('true', { verify: 'true' });
    expect(nothing.verdict.verdict).toBe('nothing-to-prove');
    const again = await verify(nothing.directory);
    expect(again).toMatchObject({ code: 0, states: { baseline: 'ok' } });
    expect(again.states).not.toHaveProperty('proof');
  });

  it.concurrent('without a verifier has its record and its report checked', async () => {
    const evidence = join(mkdtempSync(join(place.directory, 'reported-')), 'evidence');
    const agent = ['--agent', 'command', '--agent-command', JSON.stringify(['/bin/bash', '-c', REPORT])];
    const flags = ['--repo', task.directory, '--evidence', evidence, '--prompt', 'Look.', ...agent];
    const { code, stderr } = await runDist(['run', '--json', ...flags]);
    expect(code, stderr).toBe(0);
    const found = await verify(evidence);
    expect(found, found.text).toMatchObject({ code: 0, states: { report: 'ok', proof: 'skipped' } });
    expect(found.found).toMatchObject({ verdict: 'reported', verifier: null });
  });

  it.concurrent('whose change is one of the verifier passes by that, and by nothing else', async () => {
    const rename = `sed -i 's/a - b/(a + b) * 2/' src/sum.js; sed -i 's/, 3)/, 6)/; s/, 4)/, 8)/' test/sum.test.js`;
    const changed = await run(rename, { 'verify-edits': 'allow' });
    expect(changed.verdict.verdict).toBe('verified-with-verifier-change');
    const again = await verify(changed.directory);
    expect(again, again.text).toMatchObject({ code: 0, states: { proof: 'ok' } });
    const left = await run(`${rename}; ${task.fix}; sed -i 's/(a + b) . 2/a + b/' src/sum.js`, {
      'verify-edits': 'report',
    });
    expect(left.verdict.verdict, left.verdict.reason).toBe('verified');
    expect(await verify(left.directory)).toMatchObject({ code: 0, states: { proof: 'ok' } });
  });

  it.concurrent('with a hidden verifier needs its files, and no others', async () => {
    const hidden = mkdtempSync(join(place.directory, 'hidden-'));
    writeFileSync(
      join(hidden, 'check.js'),
      "process.exit(require('/workspace/src/sum.js').sum(40, 2) === 42 ? 0 : 1);\n",
    );
    const settings = { 'hidden-verify': 'node /run/cleanroom/hidden/check.js', 'hidden-files': hidden };
    const result = await run(task.fix, settings);
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(await verify(result.directory)).toMatchObject({ code: 3, states: { hidden: 'not-checked', proof: 'ok' } });
    const with_ = await verify(result.directory, ['--hidden-files', hidden]);
    expect(with_, with_.text).toMatchObject({ code: 0, states: { hidden: 'ok', proof: 'ok' } });
    const other = mkdtempSync(join(place.directory, 'hidden-'));
    writeFileSync(join(other, 'check.js'), 'process.exit(0);\n');
    expect(await verify(result.directory, ['--hidden-files', other])).toMatchObject({
      code: 1,
      states: { hidden: 'failed' },
    });
  });

  it.concurrent('of candidates, and of tasks, is proved by the change that was taken', async () => {
    const settings = { candidates: '2', select: 'smallest-patch' };
    const chosen = await run(`[ "$CLEANROOM_CANDIDATE" = 2 ] || exit 1; ${task.fix}`, settings);
    expect(await verify(chosen.directory)).toMatchObject({ code: 0, states: { proof: 'ok' } });
    const parts = [
      { name: 'sum', prompt: 'Mend it.', verify: 'sh scripts/verify.sh' },
      { name: 'note', prompt: 'Say so.', verify: 'test -e note.txt' },
    ];
    const tasks = await run(`[ $CLEANROOM_TASK = sum ] && ${task.fix} || touch note.txt`, {
      tasks: JSON.stringify(parts),
      verify: 'sh scripts/verify.sh && test -e note.txt',
    });
    expect(tasks.verdict.verdict, tasks.verdict.reason).toBe('verified');
    const again = await verify(tasks.directory);
    expect(again, again.text).toMatchObject({ code: 0, states: { proof: 'ok' } });
    expect(again.found.findings.find(({ check }) => check === 'proof')?.detail).toMatch(/^in 3 pristine rooms/);
  });
});

describe('tasks that an agent made up', () => {
  const list = [
    { name: 'sum', prompt: 'Mend it.', verify: 'sh scripts/verify.sh', depends: [] },
    { name: 'note', prompt: 'Say so.', verify: 'grep -q done note.txt', depends: [] },
  ];
  let planned: Result;
  beforeAll(async () => {
    const report = `printf '%s' '${JSON.stringify({ tasks: list })}' > "$CLEANROOM_REPORT_FILE"`;
    planned = await run(
      `case $CLEANROOM_TASK in planner) ${report};; sum) ${task.fix};; *) echo done > note.txt;; esac`,
      { tasks: 'plan', verify: 'sh scripts/verify.sh && test -e note.txt' },
    );
    expect(planned.verdict.verdict, planned.verdict.reason).toBe('verified');
  });

  it.concurrent('are proved again by their own verifiers, as the evidence has them', async () => {
    const again = await verify(planned.directory);
    expect(again, again.text).toMatchObject({ code: 0, states: { tasks: 'ok', proof: 'ok' } });
    expect(again.text).toContain('grep -q done note.txt');
    expect(again.found.findings.find(({ check }) => check === 'proof')?.detail).toMatch(/^in 3 pristine rooms/);
  });

  it.concurrent('are found to be others, or to be missing', async () => {
    const forge = async (tasks: readonly object[] | undefined): Promise<Verified> => {
      const own = copy(planned);
      own.write('tasks.json', JSON.stringify({ tasks }));
      await own.seal();
      return verify(own.directory);
    };
    const [sum = {}, note = {}] = list;
    expect(await forge([sum])).toMatchObject({ code: 1, states: { tasks: 'failed' } });
    expect(await forge(undefined)).toMatchObject({ code: 3, states: { tasks: 'not-checked', proof: 'ok' } });
    const other = await forge([sum, { ...note, verify: 'grep -q nothing note.txt' }]);
    expect(failing(other), other.text).toEqual(['proof']);
    expect(other.problems.join()).toContain('The verifier of note fails');
  });
});

describe('what a plan may ask of whoever verifies', () => {
  it.concurrent('is as much time as they give it', async () => {
    const own = copy();
    const day = 24 * 3_600_000;
    own.plan((plan) => {
      Object.assign(plan.limits, { totalMs: day });
      for (const command of plan.verifier?.commands ?? [])
        Object.assign(command, { argv: ['sleep', '86000'], timeoutMs: day });
    });
    await own.seal();
    const found = await verify(own.directory, ['--timeout', '3s']);
    expect(found, found.text).toMatchObject({ code: 3, states: { proof: 'not-checked' } });
    expect(found.text).toContain('it was not done within 3.0 s');
    expect(found.text).toMatch(/ends after 3\.0 s at the latest \(--timeout\)/);
  });

  it.concurrent('is nothing of this machine or of the network, unless that is said', async () => {
    const result = await run(task.fix, { tools: place.directory, 'allow-proof': 'files.example:443' });
    const refused = await verify(result.directory);
    expect(refused).toMatchObject({ code: 3, states: { proof: 'not-checked' } });
    expect(refused.problems.join()).toContain('files.example:443: say yes with --allow-network');
    expect(refused.problems.join()).toContain(place.directory);
    const digest = sha256(canonicalJson(JSON.parse(result.evidence('plan.json'))));
    const half = await verify(result.directory, ['--plan-sha256', digest]);
    expect(half).toMatchObject({ code: 3, states: { 'plan-sha256': 'ok', proof: 'not-checked' } });
    const whole = await verify(result.directory, ['--plan-sha256', digest, '--allow-network']);
    expect(whole, whole.text).toMatchObject({ code: 0, states: { proof: 'ok' } });
  });

  it.concurrent('and nothing is proved where the repository does not have the commits', async () => {
    const parent = mkdtempSync(join(place.directory, 'other-'));
    const other = sumTask(parent);
    git(other.directory, '-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '-q', '--amend', '-m', 'other');
    expect(await verify(honest.directory, [], other)).toMatchObject({
      code: 3,
      states: { commits: 'not-checked', proof: 'not-checked' },
    });
  });
});

const DONE = `diff --git a/done b/done
new file mode 100644
index 0000000000000000000000000000000000000000..e69de29bb2d1d6434b8b29ae775ad8c2e48c5391
`;

describe('the journal', () => {
  const lines = (): JournalRecord[] =>
    honest
      .evidence('journal.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalRecord);
  const problems = (journal: readonly JournalRecord[]): readonly string[] => {
    const plan = JSON.parse(honest.evidence('plan.json'));
    const usage = JSON.parse(honest.evidence('usage.json'));
    const verdict = JSON.parse(honest.evidence('verdict.json'));
    const numbered = journal.map((line, index) => ({ ...line, seq: index + 1 }));
    const order = journalProblems(numbered, { verifier: true, tasks: false });
    return [...order, ...journalDisagrees({ plan, usage, verdict, journal: numbered })];
  };
  /** What nothing else depends on: only the manifest's digest holds these. */
  const ALONE = ['agent.view', 'probes.finished', 'rules.applied', 'audit.finished', 'notice', 'progress.checked'];

  it('without any one of the lines that decide is found, although the others are numbered anew', () => {
    expect(problems(lines())).toEqual([]);
    const quiet = lines().flatMap((line, at) => (problems(lines().toSpliced(at, 1)).length > 0 ? [] : [line.event]));
    expect(quiet.filter((event) => !ALONE.includes(event))).toEqual([]);
  });

  it('with a line in the place of the one before it is found, where the one follows from the other', () => {
    const quiet = lines().flatMap((line, at, all) => {
      const before = all[at - 1];
      if (!before || problems(all.toSpliced(at - 1, 2, line, before)).length > 0) return [];
      return [`${before.event} ${line.event}`];
    });
    // Rooms of the agent and of the baseline stand at the same time.
    const free = (pair: string): boolean =>
      ALONE.some((event) => pair.includes(event)) ||
      /^room\.opened room\.opened$|^room\.closed report\.checked$/.test(pair);
    expect(
      quiet.filter((pair) => !free(pair)),
      quiet.join('\n'),
    ).toEqual([]);
  });

  it('with another value in what the verdict rests on is found', () => {
    const values: readonly (readonly [JournalRecord['event'], string, unknown])[] = [
      ['run.planned', 'planSha256', '0'.repeat(64)],
      ['run.started', 'tool', '9.9.9'],
      ['patch.collected', 'sha256', '0'.repeat(64)],
      ['patch.collected', 'bytes', 1],
      ['report.checked', 'state', 'missing'],
      ['attempt.finished', 'outcome', 'failed'],
      ['attempt.finished', 'attempt', 2],
      ['proof.finished', 'passed', 'other'],
      ['proof.finished', 'room', 'elsewhere'],
      ['run.finished', 'verdict', 'attempts-exhausted'],
      ['run.finished', 'reason', 'another'],
      ['room.opened', 'room', 'elsewhere'],
      ['base.ready', 'time', 'yesterday'],
    ];
    for (const [event, name, value] of values) {
      const changed = lines().map(
        (line) => (line.event === event ? { ...line, [name]: value } : line) as JournalRecord,
      );
      expect(problems(changed), `${event} ${name}`).not.toEqual([]);
    }
    const exits = lines().map((line) =>
      line.event === 'command.finished' && line.room === 'baseline' ? { ...line, exitCode: 0 } : line,
    );
    expect(problems(exits)).not.toEqual([]);
  });

  it('with a line that is gone, twice there or out of its place is found by the numbers alone', async () => {
    const text = honest.evidence('journal.jsonl').trim().split('\n');
    for (const changed of [
      text.toSpliced(3, 1),
      text.toSpliced(3, 0, text[3] ?? ''),
      text.toSpliced(3, 2, text[4] ?? '', text[3] ?? ''),
    ]) {
      const own = copy();
      own.write('journal.jsonl', `${changed.join('\n')}\n`);
      await own.seal();
      const { findings } = await checkRecord(await readFolder(own.directory));
      expect(findings.filter(({ state }) => state === 'failed').map(({ check }) => check)).toEqual(['formats', 'run']);
    }
  });
});

describe('a forged record is found', () => {
  it.concurrent.each<[string, string, (own: Forger) => void]>([
    ['a file that was changed', 'manifest', (own) => own.write('change.patch', `${own.read('change.patch')}\n`)],
    ['a file that was added', 'manifest', (own) => own.write('attempts/note.txt', 'x')],
    ['a hidden file', 'manifest', (own) => own.write('.note', 'x')],
    ['a link', 'manifest', (own) => symlinkSync('/etc/passwd', join(own.directory, 'logs/x.log'))],
    ['no manifest', 'manifest', (own) => own.write('manifest.json', '{}')],
    ['a line of the access log', 'formats', (own) => own.write('exec.jsonl', '{"schema":"cleanroom/exec/v1"}\n')],
    [
      'a directory in place of a file',
      'run',
      (own) => {
        own.write('verdict.json', 'null');
        mkdirSync(join(own.directory, 'x'));
      },
    ],
  ])('%s', async (_, check, change) => {
    const own = copy();
    change(own);
    const found = await verify(own.directory, ['--no-proof']);
    expect(found.code, found.text).toBe(1);
    expect(failing(found)).toContain(check);
  });

  it.concurrent('although its manifest was made anew: a red run that is told of as green', async () => {
    const own = copy(await run('echo "// nothing" >> src/sum.js'));
    own.verdict((verdict) => Object.assign(verdict, { verdict: 'verified', green: true, verified: true }));
    await own.seal();
    expect(failing(await verify(own.directory, ['--no-proof']))).toEqual(['record', 'verdict']);
  });

  it.concurrent('a statement that says more than its evidence', async () => {
    const own = copy();
    await own.seal();
    const statement = JSON.parse(own.read('statement.json'));
    statement.predicate.asked.actor = 'octocat';
    own.write('statement.json', `${canonicalJson(statement)}\n`);
    expect(failing(await verify(own.directory, ['--no-proof']))).toEqual(['manifest', 'statement']);
  });
});

describe('a forger who makes every digest anew is found by the proof', () => {
  it.concurrent('with another change', async () => {
    const own = copy();
    own.patch(own.read('change.patch').replace('a + b', 'a * b'));
    await own.seal();
    const found = await verify(own.directory);
    expect(failing(found), found.text).toEqual(['proof']);
    // The very record holds together: nothing else could have told.
    expect(await verify(own.directory, ['--no-proof'])).toMatchObject({ code: 0 });
  });

  it.concurrent('with a red run that is green all the way through', async () => {
    const own = copy(await run('echo "// nothing" >> src/sum.js'));
    own.verdict((verdict) => {
      Object.assign(verdict, {
        verdict: 'verified',
        green: true,
        verified: true,
        passingCommand: 'sh scripts/verify.sh',
      });
      for (const one of verdict.attempts) {
        one.outcome = 'proved';
        for (const proof of one.proofs)
          for (const record of [proof, ...proof.commands]) Object.assign(record, { passed: true, exitCode: 0 });
      }
    });
    own.journal((lines) => {
      for (const line of lines) {
        if (line.event === 'run.finished') line.verdict = 'verified';
        if (line.event === 'attempt.finished') line.outcome = 'proved';
        if (line.event === 'proof.finished' && line.attempt === 1) line.passed = true;
        if (line.event === 'command.finished' && line.room === 'proof-1') line.exitCode = 0;
      }
      return lines;
    });
    await own.seal();
    expect(failing(await verify(own.directory))).toEqual(['proof']);
  });

  it.concurrent('with a change of the tests, which are protected', async () => {
    const own = copy();
    git(task.directory, 'worktree', 'add', '-q', join(place.directory, 'edited'), 'HEAD');
    const edited = join(place.directory, 'edited');
    writeFileSync(join(edited, 'test/sum.test.js'), '\n');
    own.patch(git(edited, 'diff', '--full-index', '--binary'));
    await own.seal();
    const found = await verify(own.directory);
    expect(failing(found), found.text).toEqual(['proof']);
    expect(found.problems.join()).toContain('is refused now');
  });

  it.concurrent('with a base that these commits do not make', async () => {
    const own = copy();
    own.journal((lines) => {
      for (const line of lines) if (line.event === 'base.ready') line.tree = '0'.repeat(40);
      return lines;
    });
    await own.seal();
    expect(failing(await verify(own.directory))).toEqual(['base']);
  });

  it.concurrent('but with a weaker verifier only by what stands outside of the evidence', async () => {
    const weaken = async (result: Result): Promise<Forger> => {
      const own = copy(result);
      own.plan(({ verifier }) => {
        const [command] = verifier?.commands ?? [];
        if (verifier && command) Object.assign(command, { argv: ['sh', '-c', 'test -e done'] });
      });
      own.patch(DONE);
      await own.seal();
      return own;
    };
    const own = await weaken(honest);
    const digest = sha256(canonicalJson(JSON.parse(honest.evidence('plan.json'))));
    // Relative to itself it holds, and that is said: by what would run, whatever the plan calls it.
    const alone = await verify(own.directory);
    expect(alone, alone.text).toMatchObject({ code: 0, found: { verifier: "sh -c 'test -e done'", relativeTo: [] } });
    expect(failing(await verify(own.directory, ['--plan-sha256', digest]))).toEqual(['plan-sha256']);
    const manifest = sha256(readFileSync(join(honest.directory, 'manifest.json')));
    expect(failing(await verify(own.directory, ['--no-proof', '--manifest-sha256', manifest]))).toEqual([
      'manifest-sha256',
    ]);
    expect(await verify(honest.directory, ['--no-proof', '--manifest-sha256', manifest])).toMatchObject({ code: 0 });

    // A repository that says itself what its verifier is needs no digest.
    const configured = sumTask(mkdtempSync(join(place.directory, 'configured-')));
    writeFileSync(join(configured.directory, '.github/cleanroom.yml'), 'verify: sh scripts/verify.sh\n');
    git(configured.directory, 'add', '-A');
    git(configured.directory, '-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '-q', '-m', 'config');
    const own2 = await run(configured.fix, {}, configured);
    expect(await verify(own2.directory, [], configured)).toMatchObject({
      code: 0,
      states: { config: 'ok' },
      found: { relativeTo: ['config'] },
    });
    expect(failing(await verify((await weaken(own2)).directory, [], configured))).toEqual(['config']);
  });
});
