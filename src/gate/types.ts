import type { Starter } from '../inputs/starters.js';

/** Access to a repository, the least first. */
export const LEVELS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Level = (typeof LEVELS)[number];

/** An account as GitHub itself describes it. */
export interface KnownAccount {
  readonly login: string;
  readonly id: number;
  readonly type: string;
}

/** What can be asked of GitHub about somebody. Every method throws CleanroomError `github.*` when there is no answer. */
export interface AccessReader {
  account(login: string): Promise<KnownAccount>;
  /** Access to the repository of the workflow; `account`: whom GitHub answered about. */
  permission(login: string): Promise<{ readonly level: Level; readonly account: KnownAccount | undefined }>;
  /** An invitation is no membership. */
  isMember(org: string, team: string, login: string): Promise<boolean>;
}

/** Who may start a run. Names are in lower case. */
export interface GateRules {
  readonly permission: Extract<Level, 'none' | 'write' | 'maintain' | 'admin'>;
  readonly users: readonly string[];
  /** `org/team` */
  readonly teams: readonly string[];
  readonly bots: readonly string[];
}

/** Somebody who was let in, and why. */
export interface Admitted {
  readonly login: string;
  readonly as: readonly string[];
  readonly rule: string;
}

export type { Starter };
