import type { SnapshotWords } from '../agent/prompt.js';
import type { SnapshotFile } from '../schemas/snapshot.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { shorten, stripInvisible } from '../support/plain-text.js';
import type { FailureMark } from '../verifier/fingerprint.js';
import type { FailedRun } from '../verifier/types.js';
import type { AttemptResult } from './attempt.js';
import { snapshotText } from './snapshot-text.js';
import type { RunState } from './state.js';
import type { Stuck } from './stuck.js';
import type { ProofRecord } from './types.js';

/** UTF-16 units of the task, and of each end of the output. */
const MAX_TASK = 16_000;
const MAX_OUTPUT = 16_000;
const MAX_FILES = 100;
const MAX_HOSTS = 50;
const MAX_TRIED = 20;
const MAX_NEXT = 1000;

export interface LastFailure {
  readonly run: FailedRun;
  readonly mark: FailureMark;
  readonly proof: ProofRecord;
}

export interface SnapshotSource {
  readonly last: Pick<AttemptResult, 'record' | 'patch' | 'report'>;
  readonly stuck: Stuck;
  readonly streak: number;
  /** The last that the verifier said, be it of an earlier attempt or of the base; undefined: nothing. */
  readonly failure: LastFailure | undefined;
}

/** Writes down where a worker stands, for a fresh conversation and for a person, and remembers it for the verdict. */
export function takeSnapshot(state: RunState, source: SnapshotSource): SnapshotFile {
  const { evidence } = state.parts;
  const snapshot = describe(state, source);
  const { path } = evidence.writeJson(state.file('snapshot.json'), snapshot);
  evidence.writeFile(state.file('snapshot.md'), snapshotText(snapshot));
  state.stuck = essentials(snapshot, path);
  return snapshot;
}

/** What a fresh conversation is told of it. @param diffLines what it may change; null: no limit */
export function snapshotWords(
  state: RunState,
  snapshot: SnapshotFile,
  { failure }: Pick<SnapshotSource, 'failure'>,
  diffLines: number | null,
): SnapshotWords {
  return {
    why: snapshot.message,
    files: snapshot.files,
    tried: snapshot.tried.map(({ attempt, outcome, summary }) => `attempt ${attempt}: ${outcome}: ${summary}`),
    failure: failure ? state.parts.feedback.distil(failure.run) : null,
    next: snapshot.next.text,
    diffLines,
  };
}

function describe(state: RunState, { last, stuck, streak, failure }: SnapshotSource): SnapshotFile {
  const { plan, agent, rooms, workspace, showPath } = state.parts;
  const { record, patch } = last;
  const command = plan.verifier?.commands.find(({ name }) => name === failure?.proof.command);
  const withheld = failure?.run.withheld !== undefined;
  return {
    schema: 'cleanroom/snapshot/v1',
    worker: state.worker,
    attempt: record.attempt,
    kind: stuck.kind,
    message: stuck.message,
    streak,
    task: shorten(plan.prompt.text, MAX_TASK),
    agent: { name: agent.name, version: agent.version, model: plan.agent.model },
    room: { backend: rooms.name, name: state.name(`attempt-${record.attempt}`) },
    environment: {
      variables: Object.keys(plan.room.env),
      agentHosts: plan.policy.agent.slice(0, MAX_HOSTS),
      proofHosts: plan.policy.proof.slice(0, MAX_HOSTS),
      refusedHosts: [...state.denied.keys()].slice(0, MAX_HOSTS),
      writable: plan.room.writable && [...plan.room.writable],
      memoryBytes: plan.limits.memoryBytes,
      attemptMs: plan.limits.attemptMs,
    },
    base: {
      workCommit: plan.source.workCommit,
      trustedCommit: plan.source.trustedCommit,
      tree: workspace.base.tree,
    },
    command: failure
      ? {
          display: failure.run.display,
          argv: command ? [...command.argv] : [],
          cwd: command?.cwd ?? '',
          end: failure.proof.end,
          exitCode: failure.proof.exitCode,
          signal: failure.proof.signal,
          room: failure.proof.room,
          log: failure.proof.log,
        }
      : null,
    output: withheld ? { head: '', tail: '', elidedBytes: 0, withheld } : outputOf(failure?.run),
    failure: {
      fingerprint: failure?.mark.fingerprint ?? null,
      line: failure?.mark.line || record.summary,
      failed: failure?.mark.failed ?? null,
      tests: [...(failure?.mark.tests ?? [])],
    },
    patch: {
      // Of a change that was left out of the patch there is no such file.
      path: record.patch.sha256 !== null ? state.file(`attempts/${record.attempt}/change.patch`) : null,
      sha256: record.patch.sha256,
      bytes: record.patch.bytes,
    },
    files: patch.files
      .slice(0, MAX_FILES)
      .map(({ path, status, added, deleted }) => ({ path: showPath(path), status, added, deleted })),
    tried: state.attempts.slice(-MAX_TRIED).map((one) => ({
      attempt: one.attempt,
      outcome: one.outcome,
      summary: one.summary,
      fresh: one.fresh,
      files: one.patch.files,
      added: one.patch.added,
      deleted: one.patch.deleted,
    })),
    next: nextOf(last, failure),
  };
}

/** The beginning and the end, verbatim; what lies between is counted. */
function outputOf(run: FailedRun | undefined): SnapshotFile['output'] {
  if (run === undefined) return { head: '', tail: '', elidedBytes: 0, withheld: false };
  const whole = run.elidedBytes === 0 && run.head.length + run.tail.length <= 2 * MAX_OUTPUT;
  if (whole) return { head: run.head, tail: run.tail, elidedBytes: 0, withheld: false };
  const head = run.head.slice(0, MAX_OUTPUT);
  const end = run.tail === '' ? run.head.slice(MAX_OUTPUT) : run.tail;
  const tail = end.slice(-MAX_OUTPUT);
  const cut = run.head.length + run.tail.length - head.length - tail.length;
  return { head, tail, elidedBytes: run.elidedBytes + Math.max(0, cut), withheld: false };
}

/** What the agent itself would do next, else what the first failure points at. */
function nextOf({ report, record }: SnapshotSource['last'], failure: LastFailure | undefined): SnapshotFile['next'] {
  const place = failure?.mark.place ?? null;
  const at = { file: place?.file ?? null, line: place?.line ?? null };
  const said = saidNext(report.value);
  if (said !== undefined) return { text: said, from: 'agent', ...at };
  // What the verifier says is of something else: it was not asked about a patch that was refused.
  const [refused] = record.refusals;
  if (refused !== undefined) {
    const others = record.refusals.length - 1;
    const which = others > 0 ? `${refused.path} and ${others} more` : refused.path;
    const text = `Leave ${which} out of the change: the patch was refused for ${others > 0 ? 'them' : 'it'}.`;
    return { text: shorten(text, MAX_NEXT), from: 'failure', file: refused.path, line: null };
  }
  if (failure === undefined)
    return { text: 'Change something: the verifier has not run on a change yet.', from: 'failure', ...at };
  const { tests, line } = failure.mark;
  const what =
    tests[0] === undefined
      ? 'Mend the first failure alone'
      : `Make the test ${JSON.stringify(tests[0])} pass, and it alone`;
  const where = place === null ? '' : `, beginning at ${place.file}:${place.line}`;
  return { text: `${what}${where}.${line === '' ? '' : ` It says: ${line}`}`, from: 'failure', ...at };
}

function saidNext(report: unknown): string | undefined {
  if (typeof report !== 'object' || report === null) return undefined;
  const next: unknown = Object.getOwnPropertyDescriptor(report, 'next')?.value;
  if (typeof next !== 'string') return undefined;
  const text = stripInvisible(next).replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : shorten(text, MAX_NEXT);
}

function essentials(snapshot: SnapshotFile, path: string): NonNullable<VerdictFile['stuck']> {
  return {
    kind: snapshot.kind,
    message: snapshot.message,
    attempt: snapshot.attempt,
    snapshot: path,
    failure: snapshot.failure.line || null,
    command: snapshot.command?.display ?? null,
    log: snapshot.command?.log ?? null,
    files: snapshot.files.length,
    next: snapshot.next.text,
  };
}
