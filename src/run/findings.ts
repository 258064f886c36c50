import type { Evidence } from '../evidence/recorder.js';
import { ROOM_PATHS } from '../room/types.js';
import type { FindingsFile } from '../schemas/findings.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { shorten, stripInvisible } from '../support/plain-text.js';
import { isRepositoryPath } from '../support/repository-path.js';
import { OF_RESULT } from '../support/result-files.js';
import { findingsOf } from '../verifier/log-findings.js';
import { Places } from '../verifier/places.js';
import type { CommitSource } from './commits.js';
import { reportFindings } from './report-findings.js';
import { sarifOf } from './sarif.js';

type Finding = FindingsFile['findings'][number];
type Proof = NonNullable<VerdictFile['baseline']>;
type Command = Proof['commands'][number];

const MAX_FINDINGS = 1000;
/** UTF-16 units of the texts of all findings. */
const MAX_TEXT = 2_000_000;
const MAX_LOG_BYTES = 256 * 1024 * 1024;
const MAX_REPORT_BYTES = 4 * 1024 * 1024;
const MAX_PATCH_BYTES = 64 * 1024 * 1024;
const MAX_TREE_BYTES = 64 * 1024 * 1024;

export interface FindingsOf {
  readonly evidence: Evidence;
  readonly plan: Plan;
  readonly verdict: VerdictFile;
  /** Where the run's commits can be read; undefined: nowhere, and any path that could be a file's counts. */
  readonly source?: CommitSource;
}

/** Writes `findings.json`, and `findings.sarif` where a finding has a place. A run without findings has neither. */
export async function writeFindings({ evidence, plan, verdict, source }: FindingsOf): Promise<void> {
  const proof = failedProof(verdict);
  const report = acceptedReport(evidence, verdict);
  if (proof === undefined && report === undefined) return;
  const files = source === undefined ? undefined : await filesOf(evidence, plan, source);
  const all = [
    ...(proof === undefined ? [] : proofFindings(evidence, plan, proof, files)),
    ...(report === undefined
      ? []
      : reportFindings(report, new Places({ workspace: ROOM_PATHS.workspace, cwd: '', files }))),
  ];
  if (all.length === 0) return;
  const file = bounded(all);
  evidence.writeJson(OF_RESULT.findings, file);
  if (file.findings.some(({ path }) => path !== null)) {
    evidence.writeJson(OF_RESULT.sarif, sarifOf(file, { plan, verdict }));
  }
}

/** What the verifier said last, where that was no: with the last attempt's change, or on the base alone. */
function failedProof(verdict: VerdictFile): Proof | undefined {
  if (verdict.green || verdict.verdict === 'nothing-to-prove') return undefined;
  const attempts =
    verdict.attempts.length > 0 ? verdict.attempts : verdict.workers.flatMap((worker) => worker.attempts);
  const proofs = attempts.flatMap((attempt) => attempt.proofs).filter(({ passed }) => !passed);
  // What is proved beside the change itself may be meant to fail.
  const last = proofs.findLast(({ what }) => what === 'patch' || what === 'hidden') ?? proofs.at(-1);
  if (last) return last;
  const { baseline } = verdict;
  return baseline && !baseline.passed ? baseline : undefined;
}

function proofFindings(
  evidence: Evidence,
  plan: Plan,
  proof: Proof,
  files: ReadonlySet<string> | undefined,
): readonly Finding[] {
  const whole = (title: string, message = title): Finding => ({
    source: 'verifier',
    level: 'failure',
    rule: null,
    title: line(title),
    message: shorten(stripInvisible(message), 4000),
    path: null,
    startLine: null,
    endLine: null,
  });
  // Its cases are nobody's to see: who reads a pull request may be the next agent.
  if (proof.what === 'hidden' || proof.what === 'hidden-base') return [whole('The hidden verifier failed')];
  const floor = proof.floor.map((message) => whole('Tests were lost', message));
  const failed = proof.commands.filter((command) => !command.passed);
  const found = failed.flatMap((command) => {
    const log = command.build && command.build.exitCode !== 0 ? command.build.log : command.log;
    const cwd = plan.verifier?.commands.find(({ name }) => name === command.name)?.cwd ?? '';
    const text = evidence.read(log, MAX_LOG_BYTES)?.toString('utf8') ?? '';
    const said = findingsOf(text, { workspace: ROOM_PATHS.workspace, cwd, files });
    const known = said.map((one): Finding => {
      const { path, line: start, ...rest } = one;
      const title = line(one.title);
      return {
        source: 'verifier',
        ...rest,
        title: title === '' ? 'Failed' : title,
        path,
        startLine: start,
        endLine: start,
      };
    });
    const worst = known.some(({ level }) => level === 'failure');
    // A run that was stopped, and one that says nothing that is understood, failed all the same.
    return command.end !== 'exited' || !worst ? [...known, whole(ending(command))] : known;
  });
  return [...floor, ...found];
}

const ENDS: Readonly<Record<Exclude<Command['end'], 'exited' | 'signalled'>, string>> = {
  timeout: 'did not end within its time limit',
  'output-limit': 'printed more than its limit',
  'memory-limit': 'needed more memory than its limit',
  'disk-limit': 'filled more of the disk than its limit',
  cancelled: 'was cancelled',
};

function ending({ name, end, exitCode, signal }: Command): string {
  if (end === 'exited') return `${name} failed with exit code ${exitCode ?? 'unknown'}`;
  return end === 'signalled' ? `${name} was ended by ${signal ?? 'a signal'}` : `${name} ${ENDS[end]}`;
}

/** The report of the last attempt, where it satisfied its schema. */
function acceptedReport(evidence: Evidence, verdict: VerdictFile): unknown {
  if (verdict.report === null || verdict.attempts.at(-1)?.report.state === 'invalid') return undefined;
  const bytes = evidence.read(verdict.report, MAX_REPORT_BYTES);
  try {
    return bytes && (JSON.parse(bytes.toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
}

/** Files of base and patch; undefined where git does not say. */
async function filesOf(
  evidence: Evidence,
  plan: Plan,
  { store }: CommitSource,
): Promise<ReadonlySet<string> | undefined> {
  const files = new Set<string>();
  for (const commit of new Set([plan.source.workCommit, plan.source.trustedCommit])) {
    const listed = await store
      .run(['ls-tree', '-r', '-z', '--name-only', commit], { maxBytes: MAX_TREE_BYTES })
      .catch(() => undefined);
    if (!listed) return undefined;
    for (const path of listed.stdout.toString('utf8').split('\0')) if (path !== '') files.add(path);
  }
  const patch = evidence.read('change.patch', MAX_PATCH_BYTES)?.toString('utf8') ?? '';
  for (const [, path = ''] of patch.matchAll(/^\+\+\+ b\/([^\t\n"]{1,1000})\t?$/gm))
    if (isRepositoryPath(path)) files.add(path);
  return files;
}

/** The first findings that fit. Order tells nothing of weight, but what a verifier says first it says for a reason. */
function bounded(all: readonly Finding[]): FindingsFile {
  const findings: Finding[] = [];
  let left = MAX_TEXT;
  for (const finding of all) {
    left -= finding.message.length + finding.title.length + (finding.path?.length ?? 0);
    if (findings.length >= MAX_FINDINGS || left < 0) break;
    findings.push(finding);
  }
  return { schema: 'cleanroom/findings/v1', omitted: all.length - findings.length, findings };
}

function line(text: string): string {
  return shorten(stripInvisible(text).replace(/\s+/g, ' ').trim(), 255);
}
