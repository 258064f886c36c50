import type { Evidence } from '../evidence/recorder.js';
import { flakyWords } from '../loop/confirm.js';
import type { LoopResult } from '../loop/types.js';
import { compareUsage, sumUsage } from '../loop/usage.js';
import type { RoomDescription, RoomImage } from '../room/types.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { CleanroomError, errnoOf, messageOf } from '../support/errors.js';
import type { InstructionFile } from '../workspace/types.js';

/** What is known of a run beside the loop's result, whenever it ends. */
export interface RunFacts {
  agent: string | null;
  room: RoomDescription | null;
  /** What the kernel tells of rooms, in words. */
  audit: string;
  /** Files that the agent follows. */
  instructions: readonly InstructionFile[];
  notices: string[];
}

export interface VerdictSource {
  readonly evidence: Evidence;
  readonly facts: RunFacts;
  readonly planSha256: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly result: LoopResult | undefined;
  readonly failure: unknown;
  readonly cancelled: boolean;
}

/** What to do about a part that failed. */
function hintOf(failure: unknown): string | null {
  if (failure instanceof CleanroomError) return failure.hint ?? null;
  const code = errnoOf(failure);
  return code === undefined ? null : (ERRNO_HINTS[code] ?? null);
}

/** For what the operating system refuses us, wherever that happens. */
const ERRNO_HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, or set TMPDIR (RUNNER_TEMP in a workflow) and evidence to a file system that has some',
  EDQUOT: 'the quota of this user is used up: free some space, or set TMPDIR and evidence to another file system',
  EMFILE: 'raise the limit of open files (ulimit -n)',
  ENFILE: 'this machine has no more files to open: end other programs',
  EROFS: 'set TMPDIR and evidence to a file system that can be written',
};

/** Writes usage.json and verdict.json and the journal's last line. A failure of a part is `infra-error`, whatever it was. */
export function writeVerdict(from: VerdictSource): VerdictFile {
  const { evidence, facts, result, failure } = from;
  const failed = failure !== undefined;
  const cancelled = from.cancelled && failed;
  const verdict = cancelled ? 'cancelled' : failed ? 'infra-error' : (result?.verdict ?? 'infra-error');
  const reason = cancelled ? 'The run was cancelled.' : failed ? messageOf(failure) : (result?.reason ?? '');
  const hint = failed && !cancelled ? hintOf(failure) : (result?.hint ?? null);
  const verified = verdict === 'verified' || verdict === 'verified-with-verifier-change';
  const file: VerdictFile = {
    schema: 'cleanroom/verdict/v1',
    verdict,
    green: verified || verdict === 'reported',
    verified,
    reason,
    hint,
    startedAt: from.startedAt,
    durationMs: Math.round(from.durationMs),
    overheadMs: Math.max(0, Math.round(from.durationMs - (result?.workMs ?? 0))),
    planSha256: from.planSha256,
    agent: facts.agent,
    room: facts.room && {
      backend: facts.room.backend,
      identity: facts.room.identity,
      version: facts.room.version,
      ...(facts.room.image ? { image: imageOf(facts.room.image) } : {}),
      limits: { ...facts.room.limits },
      weaknesses: [...facts.room.weaknesses],
      audit: facts.audit,
    },
    passingCommand: result?.passingCommand ?? null,
    baseline: result?.baseline ?? null,
    ...(result?.baselineRuns ? { baselineRuns: [...result.baselineRuns] } : {}),
    ...(result?.baselineConfirmations ? { baselineConfirmations: result.baselineConfirmations } : {}),
    attempts: [...(result?.attempts ?? [])],
    workers: [...(result?.workers ?? [])],
    patch: result?.patch ?? null,
    ...(result?.verifierPatch ? { verifierPatch: result.verifierPatch } : {}),
    report: result?.report ?? null,
    denied: [...(result?.denied ?? [])],
    instructions: facts.instructions.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
    hiddenConfig: bounded(result?.hidden ?? []),
    ...(result?.stuck ? { stuck: result.stuck } : {}),
    ...(result?.blocked ? { blocked: result.blocked } : {}),
    notices: [...facts.notices, ...flakyBase(result)],
  };
  const used = result?.usage ?? [];
  evidence.writeJson('usage.json', {
    schema: 'cleanroom/usage/v1',
    total: { ...sumUsage(used.map(({ broker }) => broker)) },
    attempts: used.map(({ worker, attempt, broker, agent }) => ({
      worker,
      attempt,
      broker,
      agent,
      ...compareUsage(broker, agent),
    })),
  });
  evidence.writeJson('verdict.json', file);
  evidence.journal('run.finished', { verdict, reason });
  return file;
}

/** The plan has its name. */
function imageOf({ id, digests }: RoomImage): { id: string; digests: string[] } {
  return { id, digests: [...digests] };
}

/** Of a base that is not always red, a green proof says less. */
function flakyBase(result: LoopResult | undefined): readonly string[] {
  const found = result?.baselineConfirmations;
  if (!found || found.passed === 0 || found.passed === found.runs) return [];
  return [`The base is not always red. ${flakyWords(found)}`];
}

const MAX_HIDDEN = 1000;

function bounded(paths: readonly string[]): string[] {
  return paths.length <= MAX_HIDDEN
    ? [...paths]
    : [...paths.slice(0, MAX_HIDDEN), `and ${paths.length - MAX_HIDDEN} more`];
}
