import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkManifest } from '../../src/evidence/manifest.js';
import { readJournal } from '../../src/evidence/read.js';
import type { JournalRecord } from '../../src/schemas/journal.js';
import type { Manifest } from '../../src/schemas/manifest.js';
import type { UsageFile } from '../../src/schemas/usage.js';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { evidenceProblems } from '../support/evidence.js';
import { essence, journalOf, type ResumeLab, resumeLab, verdictOf } from '../support/resume-lab.js';

let lab: ResumeLab;
/** A run that nobody killed. */
let whole: { readonly verdict: VerdictFile; readonly journal: readonly JournalRecord[] };

const json = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;
const total = (calls: ReadonlyMap<number, number>): number => [...calls.values()].reduce((sum, one) => sum + one, 0);
/** Attempts whose agent has ended, as far as the journal of a killed run tells. */
const ended = (journal: readonly JournalRecord[]): Set<number> =>
  new Set(
    journal.flatMap((line) => {
      const [, attempt] = (line.event === 'command.finished' && /^attempt-(\d+)$/.exec(line.room)) || [];
      return attempt === undefined ? [] : [Number(attempt)];
    }),
  );

beforeAll(async () => {
  lab = await resumeLab();
  const evidence = join(lab.directory, 'whole');
  const run = await lab.run(['run', ...lab.flags, '--evidence', evidence]);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  whole = { verdict: verdictOf(evidence), journal: journalOf(evidence) };
  expect(whole.verdict.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'proved']);
});
afterAll(() => lab?.dispose());

/** Resumes and checks that the verdict is that of the whole run, that nothing is left, and that every call was counted. */
async function resumeAndCheck(evidence: string, pids: number[], calledBefore: number, from: 'here' | 'elsewhere') {
  // Somebody else's folder, as after a download: what was typed has to be typed again, and nothing in it is sealed.
  const [flags, env] = from === 'here' ? [[], {}] : [lab.flags, { XDG_STATE_HOME: join(lab.directory, 'elsewhere') }];
  const run = await lab.run(['run', ...flags, '--resume', evidence], { env });
  pids.push(run.pid);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  const verdict = verdictOf(evidence);
  expect(essence(verdict)).toEqual(essence(whole.verdict));
  expect(verdict.notices.join()).toContain('interrupted');
  expect(lab.leftovers(pids)).toEqual([]);
  expect(readdirSync(evidence).filter((name) => /^resume$|^\./.test(name))).toEqual([]);
  expect(readJournal(join(evidence, 'journal.jsonl')).torn).toBe(false);
  expect(await checkManifest(evidence, json<Manifest>(evidence, 'manifest.json'))).toEqual([]);
  expect(await evidenceProblems(evidence)).toEqual([]);
  expect(json<UsageFile>(evidence, 'usage.json').total.requests).toBe(total(lab.calls) - calledBefore);
  return verdict;
}

/** Of the first attempt, behind which something lasts; its other lines stand again in the second. */
const LASTING = ['attempt.started', 'command.finished', 'patch.collected', 'proof.finished', 'attempt.finished'];

/** Every line, counted from 1, but those that tell of the first attempt what the second one tells again. */
function linesToKillAt(): number[] {
  const of = (event: string): number[] =>
    whole.journal.flatMap((line, index) => (line.event === event ? [index + 1] : []));
  const [first = 0] = of('attempt.started');
  const [end = 0] = of('attempt.finished');
  const all = whole.journal.map((line, index) => ({ event: line.event, line: index + 1 }));
  return all.flatMap(({ event, line }) => (line < first || line > end || LASTING.includes(event) ? [line] : []));
}

it('comes to the same verdict after kill -9 at lines of the journal, and pays for no attempt twice', async () => {
  const lines = linesToKillAt();
  expect(new Set(lines.map((line) => whole.journal[line - 1]?.event))).toEqual(
    new Set(whole.journal.map(({ event }) => event)),
  );
  for (const line of lines) {
    const at = `killed after line ${line}`;
    const evidence = join(lab.directory, `at-${line}`);
    const before = new Map(lab.calls);
    const killed = await lab.run(['run', ...lab.flags, '--evidence', evidence], { killAt: String(line) });
    expect(killed.signal, at + killed.stderr + killed.stdout).toBe('SIGKILL');
    const journal = journalOf(evidence);
    expect(journal.length, at).toBe(line);
    const between = new Map(lab.calls);
    // Its plan is not there before the second line, and no flags are kept without one.
    await resumeAndCheck(evidence, [killed.pid], total(before), line % 2 === 1 && line > 3 ? 'here' : 'elsewhere');
    for (const attempt of ended(journal))
      expect(lab.calls.get(attempt), `${at}: attempt ${attempt}`).toBe(between.get(attempt));
    for (const attempt of [1, 2]) {
      const paid = (lab.calls.get(attempt) ?? 0) - (before.get(attempt) ?? 0);
      expect(paid, `${at}: attempt ${attempt}`).toBeGreaterThanOrEqual(1);
      expect(paid, `${at}: attempt ${attempt}`).toBeLessThanOrEqual(ended(journal).has(attempt) ? 1 : 2);
    }
  }
}, 900_000);

it('goes on after kills in its second life too, and in the middle of a line', async () => {
  const evidence = join(lab.directory, 'twice');
  const before = total(lab.calls);
  const pids: number[] = [];
  // In the middle of the first attempt, of the line that its proof is finished, and of the second life’s own.
  const started = 1 + whole.journal.findIndex(({ event }) => event === 'attempt.started');
  const proved = 1 + whole.journal.findIndex((line) => line.event === 'proof.finished' && line.attempt === 1);
  for (const [args, killAt] of [
    [['--evidence', evidence], `${started}`],
    [['--resume', evidence], '1:40'],
    [['--resume', evidence], `${proved}:60`],
    [['--resume', evidence], '2'],
  ] as const) {
    const killed = await lab.run(['run', ...lab.flags, ...args], { killAt });
    pids.push(killed.pid);
    expect(killed.signal, killed.stderr + killed.stdout).toBe('SIGKILL');
  }
  await resumeAndCheck(evidence, pids, before, 'here');
  const lives = journalOf(evidence).flatMap((line) => (line.event === 'run.resumed' ? [line.life] : []));
  expect(lives).toEqual([2, 3, 4]);
  expect(
    journalOf(evidence).flatMap((line) => (line.event === 'run.resumed' ? [line.droppedBytes > 0] : [])),
  ).toContain(true);
});

it('goes on with a run that was cancelled, and with no run that has ended otherwise', async () => {
  const evidence = join(lab.directory, 'cancelled');
  const before = total(lab.calls);
  const cancelled = await lab.run(['run', ...lab.flags, '--evidence', evidence], {
    onOutput: (text, child) => void (/attempt 2 of/.test(text) && child.kill('SIGINT')),
  });
  expect(cancelled.code, cancelled.stdout + cancelled.stderr).toBe(130);
  expect(verdictOf(evidence).verdict).toBe('cancelled');
  await resumeAndCheck(evidence, [cancelled.pid], before, 'here');
  const again = await lab.run(['run', '--resume', evidence]);
  expect(again.code).toBe(2);
  expect(again.stderr).toMatch(/has ended: verified/);
});

it('keeps the budget over both lives', async () => {
  const evidence = join(lab.directory, 'budget');
  const flags = [...lab.flags, '--max-requests', '1'];
  const before = total(lab.calls);
  const line = 1 + whole.journal.findIndex(({ event }) => event === 'attempt.finished');
  await lab.run(['run', ...flags, '--evidence', evidence], { killAt: `${line}` });
  const run = await lab.run(['run', '--resume', evidence]);
  expect(verdictOf(evidence).verdict, run.stdout + run.stderr).toBe('budget-exhausted');
  expect(total(lab.calls) - before).toBe(1);
});

it('refuses another plan, a run that is still going on, and what somebody else typed', async () => {
  const evidence = join(lab.directory, 'refused');
  await lab.run(['run', ...lab.flags, '--evidence', evidence], { killAt: '20' });
  const other = await lab.run(['run', ...lab.flags, '--verify-timeout', '9s', '--resume', evidence]);
  expect([other.code, other.stderr]).toEqual([2, expect.stringMatching(/another plan.*timeoutMs was \d+ and is 9000/)]);
  const elsewhere = { env: { XDG_STATE_HOME: join(lab.directory, 'elsewhere') } };
  const stranger = await lab.run(['run', '--resume', evidence], elsewhere);
  expect([stranger.code, stranger.stderr]).toEqual([2, expect.stringMatching(/not begun by you on this machine/)]);
  const nothing = await lab.run(['run', ...lab.flags, '--resume', join(lab.directory, 'nothing')]);
  expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringMatching(/holds no run that can go on/)]);
  const both = await lab.run(['run', ...lab.flags, '--resume', evidence, '--evidence', evidence]);
  expect([both.code, both.stderr]).toEqual([2, expect.stringMatching(/--evidence/)]);
  let second: ReturnType<ResumeLab['run']> | undefined;
  const first = await lab.run(['run', ...lab.flags, '--resume', evidence], {
    // The journal has been opened by then.
    onOutput: (text) => {
      if (/attempt 2 of/.test(text)) second ??= lab.run(['run', ...lab.flags, '--resume', evidence]);
    },
  });
  expect(first.code, first.stdout + first.stderr).toBe(0);
  const refused = await second;
  expect(refused?.code).toBe(2);
  expect(refused?.stderr).toMatch(/still at the run|has ended/);
});

it('believes no folder that the change is right: a pass is only what a pristine room says now', async () => {
  const evidence = join(lab.directory, 'forged');
  const line = whole.journal.length - 1;
  await lab.run(['run', ...lab.flags, '--evidence', evidence], { killAt: `${line}` });
  // The journal says that attempt 2 was proved; now its patch is that of attempt 1.
  const first = readFileSync(join(evidence, 'resume/attempt-1.patch'));
  writeFileSync(join(evidence, 'resume/attempt-2.patch'), first);
  const path = join(evidence, 'resume/attempt-2.json');
  const record = json<{ patch: { sha256: string } }>(path);
  record.patch.sha256 = json<{ patch: { sha256: string } }>(evidence, 'resume/attempt-1.json').patch.sha256;
  writeFileSync(path, JSON.stringify(record));
  const before = lab.calls.get(3) ?? 0;
  const run = await lab.run(['run', ...lab.flags, '--resume', evidence]);
  const verdict = verdictOf(evidence);
  expect(
    verdict.attempts.map(({ outcome }) => outcome),
    run.stdout + run.stderr,
  ).toEqual(['failed', 'failed', 'proved']);
  // Its third attempt was had, and mended it.
  expect((lab.calls.get(3) ?? 0) - before).toBe(1);
});

it('goes on with candidates, none of whose finished attempts is repeated', async () => {
  const flags = [...lab.flags, '--candidates', '2', '--select', 'all'];
  const evidence = join(lab.directory, 'candidates');
  const agents = (journal: readonly JournalRecord[]): string[] =>
    journal.flatMap((line) =>
      line.event === 'command.finished' && /^c\d-attempt-\d$/.test(line.room) ? [line.room] : [],
    );
  const killed = await lab.run(['run', ...flags, '--evidence', evidence], { killAt: '34' });
  const before = agents(journalOf(evidence));
  expect(before.length).toBeGreaterThan(0);
  const run = await lab.run(['run', '--resume', evidence]);
  const verdict = verdictOf(evidence);
  expect(verdict.verdict, run.stdout + run.stderr).toBe('verified');
  expect(verdict.workers.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([
    ['failed', 'proved'],
    ['failed', 'proved'],
  ]);
  expect(agents(journalOf(evidence)).sort()).toEqual(['c1-attempt-1', 'c1-attempt-2', 'c2-attempt-1', 'c2-attempt-2']);
  expect(lab.leftovers([killed.pid, run.pid])).toEqual([]);
});
