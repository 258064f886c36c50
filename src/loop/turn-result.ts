import type { BrokerStop, BrokerUsage } from '../broker/types.js';
import type { Blocked } from '../report/blocked.js';
import type { ReportFile } from '../report/read.js';
import type { RoomExit } from '../room/types.js';
import type { Patch } from '../workspace/types.js';
import type { Repetition } from './repeat.js';
import type { AgentError } from './trouble.js';
import type { AgentUsage } from './turn-events.js';

/** What one invocation of the agent came to. */
export interface TurnResult {
  readonly exit: RoomExit;
  /** It went on with a conversation. */
  readonly resumed: boolean;
  readonly session: string | undefined;
  readonly usage: BrokerUsage;
  /** As the agent itself said; null when it said nothing. */
  readonly agentUsage: AgentUsage | null;
  /** What failed, in the agent's own words, in order. */
  readonly errors: readonly AgentError[];
  /** Its last words, which hold the report where that is asked for in this way; undefined: there are none. */
  readonly answer: string | undefined;
  /** By which turns with the same steps are known; null: the agent told of none. */
  readonly steps: string | null;
  /** It went in circles, which ended the turn. */
  readonly repetition: Repetition | undefined;
  /** Why the broker ended the turn. */
  readonly stop: BrokerStop | undefined;
  /** What was wrong with the provider's last answer; undefined: nothing. */
  readonly failing: BrokerStop | undefined;
  /** A program that was started against a rule, which ended the turn. */
  readonly violation: RuleViolation | undefined;
  /** The change after it, relative to the base. */
  readonly patch: Patch;
  /** What it left as its report. */
  readonly handedIn: ReportFile;
  /** What it left, beside a report or in place of one, to say that it is blocked. */
  readonly declined: Blocked | undefined;
  /** It was had in an earlier life of the run, and its conversation is gone. */
  readonly recalled: boolean;
}

export interface RuleViolation {
  readonly rule: string;
  readonly justification: string;
  readonly argv: readonly string[];
}
