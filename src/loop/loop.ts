import { isGreenBase } from './baseline.js';
import { runCandidates } from './candidates.js';
import { runStage } from './command.js';
import { denialHint } from './denial.js';
import { Ending, RunState } from './state.js';
import { runTasks } from './tasks.js';
import type { LoopParts, LoopResult } from './types.js';
import { openWorker, runWorker } from './worker.js';

/**
 * Runs prepare, the baseline and the attempts, each followed by a proof in a pristine room, until one is proved, nothing
 * more may be tried, or somebody ends the run. Expected endings are values.
 * @throws CleanroomError when a part that the run needs failed: the caller makes that `infra-error`, never green
 */
export async function runLoop(parts: LoopParts): Promise<LoopResult> {
  const state = new RunState(parts);
  try {
    await prepare(state);
    const { candidates, tasks } = parts;
    if (candidates) return (await baseline(state)) ?? (await runCandidates(state, candidates));
    if (tasks) return (await baseline(state)) ?? (await runTasks(state, tasks));
    // The first room is made and looked at while the verifier runs on the base: nobody waits for that.
    const opening = openWorker(state);
    opening.catch(() => {});
    try {
      const early = await baseline(state);
      return early ?? state.end(await runWorker(state, await opening));
    } finally {
      await opening.then(
        ({ turn }) => turn.discard(),
        () => {},
      );
    }
  } catch (error) {
    if (error instanceof Ending) return state.end(error);
    throw new LoopFailure(state, error);
  }
}

/** A failure of a part, with what the run had found until then. */
export class LoopFailure extends Error {
  readonly result: LoopResult;

  constructor(state: RunState, cause: unknown) {
    super('a part of the run failed', { cause });
    this.result = state.end({ verdict: 'infra-error', reason: '', hint: null });
  }
}

/** Runs the prepare command, where there is one, and freezes what it left. @throws Ending when it failed */
export async function prepare(state: RunState): Promise<void> {
  const { plan, workspace, evidence, progress } = state.parts;
  if (plan.prepare?.kind !== 'command') return;
  // A script of several lines, in one.
  const shown = plan.prepare.display.trim().replace(/\s*\n\s*/g, '; ');
  progress.phase(`prepare: ${shown}`);
  const top = await workspace.openTop('prepare');
  const { exit, log } = await runStage(state, {
    room: 'prepare',
    stage: 'prepare',
    attempt: 0,
    top,
    argv: plan.prepare.argv,
    cwd: plan.prepare.cwd,
    // Even with nothing allowed: a refusal that names the host beats a name that cannot be resolved.
    env: state.network(plan.policy.prepare),
    timeoutMs: plan.prepare.timeoutMs,
    log: 'prepare.log',
    readOnly: [],
    grant: { allow: plan.policy.prepare },
  });
  if (exit.end !== 'exited' || exit.code !== 0) {
    const failure = {
      display: plan.prepare.display,
      exitCode: exit.code,
      signal: exit.signal,
      end: exit.end,
      ...log.excerpt(),
    };
    const denied = [...state.denied.values()][0];
    throw new Ending(
      'infra-error',
      `The prepare command \`${shown}\` failed${exit.end === 'exited' ? ` with exit code ${exit.code}` : ''}: ${state.parts.feedback.failureLine(failure)}`,
      denied ? denialHint(denied) : 'see logs/prepare.log in the evidence',
    );
  }
  const frozen = await workspace.freeze(top);
  evidence.journal('prepare.frozen', { entries: frozen.entries, dropped: [...frozen.dropped] });
  if (frozen.dropped.length > 0)
    progress.warn(`prepare changed ${frozen.dropped.length} tracked files; these changes were dropped`);
}

/** The verifier must fail on the base; otherwise there is nothing to prove. */
async function baseline(state: RunState): Promise<LoopResult | undefined> {
  if (!(await isGreenBase(state))) return undefined;
  return state.end({
    verdict: 'nothing-to-prove',
    reason: 'The verifier passes on the base already, so no agent was started.',
    hint: 'set baseline: any to let the agent work on a green base',
  });
}
