import { joinWords } from '../inputs/shell-words.js';
import type { RecordedChange } from '../loop/again.js';
import type { PlannedTask } from '../plan/tasks.js';
import type { Plan } from '../schemas/plan.js';
import { planOf, readPlanned } from './tasks.js';
import type { VerifyFinding } from './verify-finding.js';
import type { VerifiedRecord } from './verify-record.js';

/** The tasks whose verifiers ran over the merged change, and what is to be said of them. */
export interface TasksAgain {
  readonly tasks: RecordedChange['tasks'];
  readonly findings: readonly VerifyFinding[];
  /** What of an agent's own is about to run, for the person who asked. */
  readonly words: readonly string[];
}

/**
 * The tasks of a run, as its plan has them, or as its planner made them up: those are in the evidence alone, so neither the plan's
 * digest nor a configuration vouches for them.
 * @param own the plan as it is carried out again
 */
export function tasksAgain({ plan, verdict, planned }: VerifiedRecord, own: Plan): TasksAgain {
  const with_ = (list: readonly PlannedTask[]) =>
    list.map((task) => ({ name: task.name, plan: planOf(own, task, []) }));
  if (plan.tasks === null) return { tasks: [], findings: [], words: [] };
  if (plan.tasks.source === 'config') return { tasks: with_(plan.tasks.list), findings: [], words: [] };
  const none = (state: 'not-checked' | 'failed', detail: string): TasksAgain => ({
    tasks: [],
    findings: [{ check: 'tasks', state, detail }],
    words: [],
  });
  const list = readPlanned(plan, planned);
  if (typeof list === 'string')
    return none('not-checked', `the verifiers of the tasks were not run: tasks.json does not hold them: ${list}`);
  const merged = verdict.workers.flatMap(({ name, chosen }) =>
    chosen && name !== 'planner' ? name.replace(/-again$/, '') : [],
  );
  const names = list.map(({ name }) => name);
  if (names.sort().join() !== [...new Set(merged)].sort().join())
    return none('failed', `tasks.json has ${names.join(', ')}, and the verdict has ${merged.join(', ') || 'none'}`);
  return {
    tasks: with_(list),
    findings: [
      {
        check: 'tasks',
        state: 'ok',
        detail: `the verifiers of ${names.join(', ')}, which an agent made up, run besides that of the run, as tasks.json has them`,
      },
    ],
    words: list.map(({ name, verifier }) => `runs to verify ${name}, by an agent's word: ${joinWords(verifier.argv)}`),
  };
}
