import { readFolder } from '../evidence/folder.js';
import { scriptOf } from '../inputs/commands.js';
import { joinWords } from '../inputs/shell-words.js';
import type { VerifyLine } from '../inputs/verify-line.js';
import type { RecordedChange } from '../loop/again.js';
import { Ending } from '../loop/state.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import type { Clock } from '../support/clock.js';
import { CleanroomError, messageOf } from '../support/errors.js';
import type { Progress } from '../support/progress.js';
import { formatDuration } from '../support/progress-lines.js';
import { removeTree } from '../support/remove-tree.js';
import { EXIT } from './exit-code.js';
import type { HiddenFiles } from './hidden.js';
import { type HostEnvironment, openStore } from './store.js';
import { planAgain, refusedOf } from './verify-bounds.js';
import { judged, type VerifyFinding } from './verify-finding.js';
import { checkDigests, checkPlan } from './verify-plan.js';
import type { AgainResult } from './verify-proof.js';
import { checkRecord, type VerifiedRecord } from './verify-record.js';
import { sameRooms } from './verify-room.js';

export interface VerifyOptions {
  readonly line: Omit<VerifyLine, 'command' | 'json'>;
  readonly host: HostEnvironment;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What a verification came to. */
export interface Verification {
  readonly schema: 'cleanroom/verification/v1';
  /** `ok`: everything that was to be checked holds. */
  readonly state: 'ok' | 'failed' | 'not-checked';
  /** What the evidence claims; null: nothing that can be read. */
  readonly verdict: VerdictFile['verdict'] | null;
  readonly planSha256: string | null;
  readonly manifestSha256: string | null;
  /** What the verifier is by the plan, which every other claim is relative to; null: there is none. */
  readonly verifier: string | null;
  /** What vouches for the plan, from outside of the evidence. */
  readonly relativeTo: readonly string[];
  readonly findings: readonly VerifyFinding[];
}

/** For what a plan makes this machine do, unless the person gives it more or less. */
const DEFAULT_MS = 3_600_000;

/** Verdicts of which a proof can say something, by what its attempt came to. */
const OF_PROOF: ReadonlySet<string> = new Set(['proved', 'failed', 'refused', 'report-invalid']);

/**
 * Checks recorded evidence as an enemy's: against itself, against a repository, and by proving its change again.
 * @throws CleanroomError `evidence.missing` when there is no such folder
 */
export async function verifyEvidence(options: VerifyOptions): Promise<Verification> {
  const { line } = options;
  const folder = await readFolder(line.evidence);
  const { findings: own, record, manifestSha256 } = await checkRecord(folder);
  const plan = record?.plan;
  const planSha256 = plan && sha256(canonicalJson(plan));
  const digests = checkDigests(line, { plan: planSha256, manifest: manifestSha256 });
  const anchored = digests.length > 0 && digests.every(({ state }) => state === 'ok');
  const findings = [...own, ...digests];
  if (record) findings.push(...(await outside(options, record, anchored)));
  const has = (state: VerifyFinding['state']): boolean => findings.some((finding) => finding.state === state);
  const vouching = ['plan-sha256', 'manifest-sha256', 'trusted-ref', 'config'];
  return {
    schema: 'cleanroom/verification/v1',
    state: has('failed') ? 'failed' : has('not-checked') ? 'not-checked' : 'ok',
    verdict: record?.verdict.verdict ?? null,
    planSha256: planSha256 ?? null,
    manifestSha256: manifestSha256 ?? null,
    verifier: plan?.verifier ? startedBy(plan.verifier) : null,
    relativeTo: findings
      .filter(({ check, state }) => state === 'ok' && vouching.includes(check))
      .map(({ check }) => check),
    findings,
  };
}

/** `ok` 0, `failed` 1, `not-checked` 3. */
export function exitCodeOfVerification({ state }: Pick<Verification, 'state'>): number {
  return state === 'ok' ? EXIT.green : state === 'failed' ? EXIT.notGreen : EXIT.infrastructure;
}

/** Compares with the repository, and proves again. */
async function outside(
  options: VerifyOptions,
  record: VerifiedRecord,
  anchored: boolean,
): Promise<readonly VerifyFinding[]> {
  const { line, host } = options;
  let directory: string | undefined;
  try {
    const opened = await openStore(host);
    directory = opened.directory;
    const { findings, commits } = await checkPlan(record.plan, line, opened.source, anchored);
    if (line.noProof)
      return [...findings, { check: 'proof', state: 'skipped', detail: 'nothing was run (--no-proof)' }];
    if (!commits) return [...findings, unproved('the commits are not there')];
    return [...findings, ...(await again(options, record, { ...opened, anchored }))];
  } catch (error) {
    if (options.signal.aborted) throw error;
    const state = line.noProof && line.ref === undefined && line.trustedRef === undefined ? 'skipped' : 'not-checked';
    const hint = error instanceof CleanroomError && error.hint !== undefined ? { hint: error.hint } : {};
    return [{ check: line.noProof ? 'repository' : 'proof', state, detail: messageOf(error), ...hint }];
  } finally {
    if (directory !== undefined) await removeTree(directory);
  }
}

async function again(
  options: VerifyOptions,
  record: VerifiedRecord,
  from: Awaited<ReturnType<typeof openStore>> & { readonly anchored: boolean },
): Promise<readonly VerifyFinding[]> {
  const { line, host, progress } = options;
  const { plan, verdict } = record;
  if (!plan.verifier) return [skipped('the plan has no verifier: the schema of the report is all that was checked')];
  const wanted = verdict.verdict === 'nothing-to-prove' ? undefined : changeOf(record);
  if (verdict.verdict !== 'nothing-to-prove' && wanted === undefined)
    return [skipped(`no proof decided about the verdict ${verdict.verdict}`)];
  const refused = refusedOf(plan, { anchored: from.anchored, network: line.allowNetwork });
  if (refused.length > 0) return [{ ...unproved('the plan asks for more than it may have'), problems: refused }];
  const hidden = await hiddenOf(options, plan, from.checkout.root);
  const findings: VerifyFinding[] = [...hidden.findings];
  const own = planAgain(plan, {
    anchored: from.anchored,
    network: line.allowNetwork,
    confirmRuns: line.confirmRuns ?? 1,
    hidden: hidden.files !== undefined,
    totalMs: line.timeoutMs ?? DEFAULT_MS,
  });
  const [{ runAgain }, { tasksAgain }] = await Promise.all([import('./verify-proof.js'), import('./verify-tasks.js')]);
  const tasks = wanted && tasksAgain(record, own);
  findings.push(...(tasks?.findings ?? []));
  for (const words of [...willRun(own), ...(tasks?.words ?? [])]) progress.note(words);
  const within = formatDuration(own.limits.totalMs);
  progress.note(`ends after ${within} at the latest (--timeout)`);
  try {
    const result = await runAgain({
      ...{ plan: own, host, hidden: hidden.files, progress, clock: options.clock, signal: options.signal },
      ...{ checkout: from.checkout, source: from.source },
      change: wanted && { ...wanted, tasks: tasks?.tasks ?? [] },
    });
    return [...findings, ...compare(record, result, hidden.files !== undefined)];
  } catch (error) {
    if (options.signal.aborted) throw error;
    if (error instanceof Ending && error.verdict === 'time-exhausted')
      return [...findings, { ...unproved(`it was not done within ${within}`), hint: 'give it more with --timeout' }];
    const hint = error instanceof Ending || error instanceof CleanroomError ? error.hint : undefined;
    return [...findings, { ...unproved(messageOf(error)), ...(hint ? { hint } : {}) }];
  }
}

function skipped(detail: string): VerifyFinding {
  return { check: 'proof', state: 'skipped', detail };
}

function unproved(detail: string): VerifyFinding {
  return { check: 'proof', state: 'not-checked', detail: `nothing was proved again: ${detail}` };
}

/** The change about which the last proof decided; undefined: none did. */
function changeOf({ verdict, patch, report, plan }: VerifiedRecord): Omit<RecordedChange, 'tasks'> | undefined {
  const last = verdict.attempts.at(-1);
  if (!last || !OF_PROOF.has(last.outcome)) return undefined;
  // What was refused as it was collected, or for what the agent did, is no longer what it was.
  if (last.outcome === 'refused' && last.proofs.length === 0 && !verdict.green) return undefined;
  if (plan.tasks !== null && verdict.patch === null) return undefined;
  return { attempt: last.attempt, diff: patch ?? Buffer.alloc(0), report };
}

async function hiddenOf(
  { line }: VerifyOptions,
  plan: Plan,
  root: string,
): Promise<{ readonly files: HiddenFiles | undefined; readonly findings: readonly VerifyFinding[] }> {
  const { hidden } = plan.proof;
  if (hidden === null) return { files: undefined, findings: [] };
  const none = (finding: Omit<VerifyFinding, 'check'>) => ({
    files: undefined,
    findings: [{ check: 'hidden', ...finding }],
  });
  if (line.hiddenFiles === undefined)
    return none({
      state: 'not-checked',
      detail: 'the hidden verifier was not run: its files are not in the evidence',
      hint: 'name the directory that holds them with --hidden-files',
    });
  const { readHiddenFiles } = await import('./hidden.js');
  const found = await readHiddenFiles(line.hiddenFiles, root);
  if ('expected' in found)
    return none({ state: 'not-checked', detail: `--hidden-files is no good: expected ${found.expected}` });
  if (found.sha256 !== hidden.sha256)
    return none({
      state: 'failed',
      detail: `the hidden files are ${found.sha256}, and the plan has the digest ${hidden.sha256}`,
    });
  return {
    files: found,
    findings: [{ check: 'hidden', state: 'ok', detail: 'the hidden files are those of the plan' }],
  };
}

/** A command by what is started: its `display` is a text of whoever wrote the plan. */
function wordsOf({ argv, display }: { readonly argv: readonly string[]; readonly display: string }): string {
  const [program = '', ...rest] = argv;
  return scriptOf({ argv: [program, ...rest], display }) ?? joinWords(argv);
}

function startedBy({ build, commands }: NonNullable<Plan['verifier']>): string {
  return [...(build ? [build] : []), ...commands].map(wordsOf).join('; ');
}

/** What of a hostile plan is about to run, for the person who asked for it. */
function willRun(plan: Plan): readonly string[] {
  const { prepare, policy, verifier } = plan;
  const hosts = (list: readonly string[]): string => (list.length === 0 ? 'no network' : `reaches ${list.join(', ')}`);
  return [
    ...(prepare?.kind === 'command' ? [`runs to prepare: ${wordsOf(prepare)} (${hosts(policy.prepare)})`] : []),
    ...(verifier?.build ? [`runs to build: ${wordsOf(verifier.build)}`] : []),
    `runs to verify: ${verifier ? startedBy(verifier) : 'nothing'} (${hosts(policy.proof)})`,
  ];
}

/** The verdict of the evidence beside what pristine rooms say now. */
function compare({ verdict, journal }: VerifiedRecord, result: AgainResult, hidden: boolean): readonly VerifyFinding[] {
  const { baseline, change, room } = result;
  const recorded = journal.findLast((record) => record.event === 'base.ready')?.tree;
  const findings: VerifyFinding[] = [
    ...sameRooms(verdict.room, room),
    judged(
      'base',
      `the commits make the base that was recorded: ${result.tree}`,
      recorded === result.tree
        ? []
        : [`the commits make the base ${result.tree}, and the run recorded ${recorded ?? 'none'}`],
    ),
  ];
  const green = baseline?.passed === true;
  const was = verdict.baseline?.passed === true;
  if (verdict.baseline)
    findings.push(
      judged(
        'baseline',
        `the verifier ${green ? 'passes' : 'fails'} on the base, as it did`,
        green === was
          ? []
          : [
              `the verifier ${green ? 'passes' : 'fails'} on the base, and the run recorded that it ${was ? 'passed' : 'failed'}`,
            ],
      ),
    );
  if (!change) return findings;
  const last = verdict.attempts.at(-1);
  if (last?.hidden === 'failed' && !hidden)
    return [...findings, unproved('what failed was the hidden verifier, whose files are not there')];
  const before = classOf(last?.outcome ?? 'failed', last?.verifierEdits?.mode === 'allow');
  const now = classOf(change.outcome, change.verifierChanged);
  const problems =
    before === now ? [] : [`the change ${now} now, and the run recorded that it ${before}: ${change.summary}`];
  findings.push(
    judged(
      'proof',
      `in ${change.proofs.length} pristine room${change.proofs.length === 1 ? '' : 's'} (${room.version}, ${room.identity}) the change ${now}, as it did`,
      problems,
    ),
  );
  return findings;
}

function classOf(outcome: string, verifierChanged: boolean): string {
  switch (outcome) {
    case 'proved':
      return verifierChanged ? 'passes by a changed verifier' : 'passes';
    case 'refused':
      return 'is refused';
    case 'report-invalid':
      return 'passes without a valid report';
    default:
      return 'fails';
  }
}
