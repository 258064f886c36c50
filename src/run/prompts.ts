import { correctionPrompt, feedbackPrompt, firstPrompt, refusalPrompt, reportRequestFor } from '../agent/prompt.js';
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
  const { maxAttempts } = plan.limits;
  const usual = new Set(DEFAULT_PROTECTED);
  const own = plan.protect.filter((glob) => !usual.has(glob));
  return {
    first: () =>
      firstPrompt({
        task: plan.prompt.text,
        verifier,
        protect: own,
        writable: plan.room.writable,
        commands: commandWords(plan),
        report,
        maxAttempts,
      }),
    feedback: (feedback, attempt) =>
      feedbackPrompt({ feedback, attempt, maxAttempts, verifier: verifier ?? '', report }),
    refusal: refusalPrompt,
    correction: (errors) => correctionPrompt(errors, report),
    retry: (what, attempt) =>
      `# Not there yet\n\n${what}\nThis is attempt ${attempt} of ${maxAttempts}. Go on with the task.\n`,
  };
}
