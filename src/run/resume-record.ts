import type { ContinuedFolder } from '../evidence/recorder.js';
import type { JournalRecord } from '../schemas/journal.js';
import type { ResumeRecord } from '../schemas/resume.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { canonicalJson } from '../support/canonical-json.js';

/** Ends that say nothing about the task. */
const RESUMABLE: ReadonlySet<VerdictFile['verdict']> = new Set(['cancelled', 'infra-error']);

/** Whether a run may go on after it has ended so. */
export function isResumable(verdict: VerdictFile['verdict']): boolean {
  return RESUMABLE.has(verdict);
}

/** A record of an earlier life, and whether this user wrote it on this machine. */
export interface KeptRecord {
  readonly record: ResumeRecord;
  readonly sealed: boolean;
}

/** What earlier lives of a run left in its evidence folder. */
export interface EarlierLives {
  readonly directory: string;
  readonly journal: readonly JournalRecord[];
  /** Undefined: it was killed before it had a plan. */
  readonly planSha256: string | undefined;
  /** ISO 8601; undefined: not even its first line is there. */
  readonly startedAt: string | undefined;
  /** Wall time of all of them, in milliseconds. */
  readonly spentMs: number;
  /** Of the life that begins now. */
  readonly life: number;
  /** By their names below `resume/`, without the ending. */
  readonly kept: ReadonlyMap<string, KeptRecord>;
  /** Takes out what was half written and what the end of the run writes anew. */
  repair(): Promise<ContinuedFolder & { readonly droppedBytes: number }>;
}

/** The file of a record below `resume/`, without the ending. */
export function nameOf(record: Unsealed<ResumeRecord>): string {
  switch (record.kind) {
    case 'turn':
      return record.room;
    case 'proof':
      return `${record.name}.proof`;
    case 'usage':
      return `${record.room}.usage`;
    case 'request':
      return 'request';
  }
}

export type Unsealed<R> = R extends ResumeRecord ? Omit<R, 'seal'> : never;

/** What a seal is of. */
export function sealText(name: string, record: unknown): string {
  return `cleanroom/resume/v1\0${name}\0${canonicalJson(record)}`;
}
