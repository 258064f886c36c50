import {
  correctionPrompt,
  feedbackPrompt,
  firstPrompt,
  refusalPrompt,
  reportRequestFor,
  retryPrompt,
  snapshotPrompt,
} from '../agent/prompt.js';
import type { Agent } from '../agent/types.js';
import type { Prompts } from '../loop/types.js';
import { DEFAULT_PROTECTED } from '../plan/protected.js';
import type { Plan } from '../schemas/plan.js';
import { commandWords } from './commands.js';

/** What the agent of a plan is told, and when. */
export function promptsFor(plan: Plan, agent: Agent): Prompts {
  const kind = plan.report.source === 'default' ? 'default' : 'custom';
  const report = reportRequestFor(agent, plan.report.schema, kind);
  const verifier = plan.verifier?.display ?? null;
  const usual = new Set(DEFAULT_PROTECTED);
  // The verifier's own files are among those that may be changed, where any may.
  const listed = plan.proof.verifierEdits === 'deny' ? plan.protect : plan.proof.refused;
  const own = listed.filter((glob) => !usual.has(glob));
  return {
    first: (left) =>
      firstPrompt({
        task: plan.prompt.text,
        verifier,
        protect: own,
        proof: {
          verifierEdits: plan.proof.verifierEdits,
          confirmRuns: plan.proof.confirmRuns,
          hidden: plan.proof.hidden !== null,
        },
        writable: plan.room.writable,
        commands: commandWords(plan),
        report,
        left,
      }),
    feedback: (feedback, left) => feedbackPrompt({ feedback, left, verifier: verifier ?? '', report }),
    refusal: (refusals, left) => refusalPrompt(refusals, { left, report }),
    correction: (errors) => correctionPrompt(errors, report),
    retry: (what, left) => retryPrompt({ what, left, report }),
    snapshot: (snapshot, left) => snapshotPrompt({ snapshot, left, report }),
  };
}
