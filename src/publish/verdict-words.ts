import type { VerdictFile } from '../schemas/verdict.js';

export type Verdict = VerdictFile['verdict'];
export type AttemptOutcome = VerdictFile['attempts'][number]['outcome'];

export interface VerdictWords {
  readonly icon: string;
  /** The verdict as a plain sentence, without a full stop's worth of jargon. */
  readonly sentence: string;
}

/** How each verdict is put to a person. Exhaustive: a new verdict does not compile without its words. */
export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWords>> = {
  verified: { icon: '✅', sentence: 'Verified: the verifier passes in a pristine room.' },
  'verified-with-verifier-change': {
    icon: '☑️',
    sentence: 'Verified with a changed verifier: it passes, but the change touches what decides. Read that part first.',
  },
  'nothing-to-prove': {
    icon: '⚪',
    sentence: 'Nothing to prove: the verifier passes on the base already, so no agent was started.',
  },
  blocked: { icon: '🚧', sentence: 'Blocked: the agent says that the task cannot or should not be done.' },
  'attempts-exhausted': { icon: '❌', sentence: 'Not verified: every attempt was used and the verifier still fails.' },
  'time-exhausted': { icon: '⏱️', sentence: 'Not verified: the time limit was reached.' },
  'budget-exhausted': { icon: '💸', sentence: 'Not verified: the budget for the model was used up.' },
  'no-progress': { icon: '🔁', sentence: 'Not verified: the attempts stopped making progress.' },
  'report-invalid': { icon: '❌', sentence: 'Not accepted: the report does not match its schema.' },
  'policy-violation': { icon: '⛔', sentence: 'Not accepted: the change breaks a rule of the policy.' },
  'agent-error': { icon: '💥', sentence: 'No result: the agent failed.' },
  'infra-error': {
    icon: '🔌',
    sentence: 'No result: a part that the run needs failed. This says nothing about the code.',
  },
  cancelled: { icon: '🚫', sentence: 'Cancelled before there was a result.' },
  reported: {
    icon: '📋',
    sentence: 'Reported: the report matches its schema. No verifier was asked for, so nothing was proved.',
  },
};

/** How each attempt's outcome is put in a table. */
export const OUTCOME_WORDS: Readonly<Record<AttemptOutcome, string>> = {
  proved: '✅ proved',
  failed: '❌ verifier failed',
  refused: '⛔ patch refused',
  'report-invalid': '❌ report invalid',
  blocked: '🚧 blocked',
  'agent-error': '💥 agent failed',
  reported: '📋 reported',
  cut: '✂️ cut short',
};
