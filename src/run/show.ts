import { access, lstat, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { count, plural } from '../publish/format.js';
import { floorFindings, testWords } from '../publish/test-words.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { CleanroomError } from '../support/errors.js';
import { formatDuration } from '../support/progress-lines.js';
import { OF_RESULT } from '../support/result-files.js';
import { shellWord } from '../support/shell-word.js';
import { neutralLine } from '../support/workflow-text.js';
import type { Finding } from './doctor.js';
import type { RunOutcome } from './run.js';

/**
 * A folder that is not there is no run that was killed.
 * @throws CleanroomError `evidence.missing`
 */
export async function requireFolder(directory: string): Promise<void> {
  const entry = await stat(directory).catch(() => undefined);
  // Its first line is written before anything else of a run.
  const record = entry?.isDirectory() && (await lstat(join(directory, 'journal.jsonl')).catch(() => undefined));
  if (record) return;
  const what = entry?.isDirectory() ? 'holds no evidence of a run: it has no journal.jsonl' : 'is no directory';
  throw new CleanroomError('evidence.missing', `${directory} ${what}`, {
    kind: 'usage',
    hint: 'name the evidence folder of a run, as `run` printed it or an artifact holds it',
  });
}

/** An evidence folder in words, or its verdict as JSON. Everything in it is hostile text. */
export async function showEvidence(directory: string, json: boolean): Promise<string> {
  // Schemas and their validator are loaded only where evidence of others is read.
  const { showSession } = await import('./show-session.js');
  const session = await showSession(directory, json);
  if (session !== undefined) return session;
  const { readEvidence } = await import('../publish/read-evidence.js');
  const evidence = await readEvidence(directory);
  if (json) return JSON.stringify({ ...evidence.verdict, evidence: directory });
  const { warnings } = evidence;
  const diffs = { patch: evidence.patch?.text, verifier: evidence.verifierPatch?.text };
  // What is odd about the folder may be its change: nobody is told to take that over.
  return describe(evidence.verdict, diffs, directory, warnings.length === 0, warnings);
}

/** The end of a run, for the person who waited. @param kept whether the repository that it changes stays */
export async function showOutcome(outcome: RunOutcome, kept = true): Promise<string> {
  const { verdict, evidence } = outcome;
  // The very file that this process has just written.
  const read = async (name: string | null | undefined): Promise<string | undefined> =>
    name ? readFile(join(evidence, name), 'utf8') : undefined;
  const diffs = { patch: await read(verdict.patch), verifier: await read(verdict.verifierPatch) };
  const page = join(evidence, OF_RESULT.page);
  const drawn = await access(page).then(
    () => true,
    () => false,
  );
  // Neutral as every line of the rest: the directory may be named by a repository.
  const line = drawn ? `\npage      ${neutralLine(page, MAX_LINE)}` : '';
  return `${describe(verdict, diffs, evidence, kept)}${line}`;
}

const MAX_PATCH_LINES = 60;
const MAX_LINE = 500;

/** Diffs of a run: the change, and the change of what decides. */
interface Diffs {
  readonly patch: string | undefined;
  readonly verifier: string | undefined;
}

function describe(
  verdict: VerdictFile,
  diffs: Diffs,
  directory: string,
  kept: boolean,
  warnings: readonly string[] = [],
): string {
  const lines: string[] = ['', `${verdict.verdict}: ${verdict.reason}`];
  if (verdict.hint) lines.push(`  → ${verdict.hint}`);
  if (verdict.blocked && verdict.verdict === 'blocked') {
    const { kind, evidence, check, note } = verdict.blocked;
    lines.push(`blocked   ${kind}, ${check}: ${note}`);
    if (evidence !== '') lines.push(`  shows   ${evidence}`);
  }
  if (verdict.stuck && !verdict.green && verdict.verdict !== 'blocked') {
    const { attempt, message, command, log, failure, next, snapshot } = verdict.stuck;
    // Each thing once: the reason and the hint above have most of it.
    const said = `${verdict.reason} ${verdict.hint ?? ''}`;
    const notes = snapshot.replace(/json$/, 'md');
    const unsaid = (text: string): boolean => !said.includes(text.replace(/[.\s]+$/, ''));
    const step = failure === null ? next : next.replace(` It says: ${failure}`, '');
    lines.push(`stuck     after attempt ${attempt}${unsaid(message) ? `: ${message}` : ''}`);
    if (command !== null) lines.push(`  command ${command}${log === null ? '' : ` (${log})`}`);
    if (failure !== null && unsaid(failure)) lines.push(`  says    ${failure}`);
    if (unsaid(step)) lines.push(`  next    ${step}`);
    if (unsaid(notes)) lines.push(`  all     ${notes}`);
  }
  if (verdict.agent) lines.push('', `agent     ${verdict.agent}`);
  if (verdict.room)
    lines.push(
      `room      ${verdict.room.version}, ${verdict.room.identity}, limits by ${verdict.room.limits['memory'] ?? 'nothing'}`,
    );
  if (verdict.passingCommand) lines.push(`passes    ${verdict.passingCommand}`);
  const tests = testWords(verdict);
  if (tests !== undefined) lines.push(`tests     ${tests}`);
  for (const finding of floorFindings(verdict)) lines.push(`missing   ${finding}`);
  lines.push(`time      ${formatDuration(verdict.durationMs)}, of which ${formatDuration(verdict.overheadMs)} ours`);
  for (const attempt of verdict.attempts) {
    const tokens =
      attempt.usage.requests === 0
        ? ''
        : `, ${plural(attempt.usage.requests, 'model call')}, ${count(attempt.usage.inputTokens)} in + ${count(attempt.usage.outputTokens)} out${cost(attempt.usage)}`;
    lines.push(
      `attempt ${attempt.attempt} ${attempt.outcome} in ${formatDuration(attempt.agent.durationMs)}, ${plural(attempt.patch.files, 'file')} +${attempt.patch.added} −${attempt.patch.deleted}${tokens}: ${attempt.summary}`,
    );
  }
  for (const worker of verdict.workers) {
    const { patch } = worker.attempts.at(-1) ?? {};
    const change = patch && patch.bytes > 0 ? `, ${plural(patch.files, 'file')} +${patch.added} −${patch.deleted}` : '';
    const { requests, inputTokens, outputTokens } = worker.usage;
    const tokens = requests === 0 ? '' : `, ${count(inputTokens)} in + ${count(outputTokens)} out${cost(worker.usage)}`;
    lines.push(
      `${worker.kind === 'task' ? 'task     ' : 'candidate'} ${worker.chosen ? '*' : ' '} ${worker.name} (${worker.agent}) ${worker.verdict} after ${plural(worker.attempts.length, 'attempt')}${change}${tokens}: ${worker.reason}`,
    );
  }
  const last = verdict.attempts.at(-1);
  if (verdict.baselineConfirmations) lines.push(`base      ${confirmed(verdict.baselineConfirmations)}`);
  if (last?.confirmations) lines.push(`proof     ${confirmed(last.confirmations)}`);
  if (last?.hidden) lines.push(`hidden    ${last.hidden}`);
  for (const { host, reason, allow } of verdict.denied) {
    // The client of the room was told the same lines in one sentence.
    const why = allow.length === 0 ? reason : reason.replace(/; to permit it, have these lines: .*$/, '');
    lines.push(`denied    ${host}: ${why}`, ...allow.map((line) => `  allow   ${line}`));
  }
  for (const notice of verdict.notices) lines.push(`note      ${notice}`);
  for (const warning of warnings) lines.push(`warning   ${warning}`);
  const edits = verdict.attempts.at(-1)?.verifierEdits;
  if (edits && diffs.verifier) {
    // First: what was verified is worth as much as this part.
    const what = edits.mode === 'allow' ? 'The change of what decides:' : 'Left out of the change, because it decides:';
    lines.push('', what, ...diffLines(diffs.verifier, 'verifier.patch'));
    if (diffs.patch) lines.push('', edits.mode === 'allow' ? 'The whole change:' : 'The change:');
  }
  if (diffs.patch) lines.push('', ...diffLines(diffs.patch, 'change.patch'));
  lines.push('', `evidence  ${directory}`);
  if (kept && verdict.verified && diffs.patch)
    lines.push(`apply     git apply ${shellWord(join(directory, 'change.patch'))}`);
  return lines.map((line) => neutralLine(line, MAX_LINE)).join('\n');
}

function diffLines(diff: string, name: string): string[] {
  const all = diff.replace(/\n$/, '').split('\n');
  const more = all.length - MAX_PATCH_LINES;
  return [...all.slice(0, MAX_PATCH_LINES), ...(more > 0 ? [`… ${more} more lines in ${name}`] : [])];
}

function confirmed({ passed, runs, flaky }: NonNullable<VerdictFile['baselineConfirmations']>): string {
  const names = flaky.slice(0, 10).map((name) => JSON.stringify(name));
  return `${passed} of ${runs} runs passed${names.length === 0 ? '' : `, not the same in each: ${names.join(', ')}`}`;
}

/** What `doctor` found, aligned. */
export function showFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, state, detail, mend }) => [
    `${state.padEnd(8)}${name.padEnd(width)}  ${detail}`,
    ...(mend === null ? [] : [`${' '.repeat(8 + width)}  → ${mend}`]),
  ]);
  return lines.map((line) => neutralLine(line, MAX_LINE)).join('\n');
}

function cost({ costUsd, estimated }: VerdictFile['attempts'][number]['usage']): string {
  return `${costUsd === null || costUsd === 0 ? '' : `, ${costUsd < 0.01 ? costUsd : Number(costUsd.toFixed(4))} USD`}${estimated ? ' (partly estimated)' : ''}`;
}
