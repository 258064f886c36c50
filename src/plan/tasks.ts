import type { Settings } from '../inputs/resolve.js';
import type { TaskEntry } from '../inputs/tasks.js';
import type { Plan } from '../schemas/plan.js';
import { type Manifests, planVerifier } from './verifier.js';

export type PlannedTask = NonNullable<Plan['tasks']>['list'][number];
type TaskSettings = Pick<Settings, 'tasks' | 'working-directory' | 'verify-timeout'>;

/** The tasks of a plan, and the globs of the files that their verifiers consist of. */
export function planTasks(
  settings: TaskSettings,
  manifests: Manifests,
): { readonly tasks: Plan['tasks']; readonly files: readonly string[] } {
  const { tasks } = settings;
  if (tasks === null) return { tasks: null, files: [] };
  // A planner's verifiers are nobody's promise: nothing of them is protected.
  if (tasks === 'plan') return { tasks: { source: 'planner', list: [] }, files: [] };
  const directory = settings['working-directory'];
  const files = tasks.flatMap(({ verify }) => {
    const command = {
      ...{ name: 'verify', argv: verify.argv, display: verify.display, directory, starts: verify.argv },
      ...{ env: {}, envFrom: null, timeoutMs: settings['verify-timeout'] },
    };
    const verifier = { mode: 'sequence' as const, commands: [command], build: null, protect: [] };
    return planVerifier({ verifier, 'verify-files': [] }, manifests)?.files ?? [];
  });
  return { tasks: { source: 'config', list: tasks.map((task) => plannedTask(task, settings)) }, files };
}

/** One task as a plan has it. */
export function plannedTask(
  { name, prompt, verify, depends }: TaskEntry,
  settings: Pick<TaskSettings, 'working-directory' | 'verify-timeout'>,
): PlannedTask {
  const directory = settings['working-directory'];
  return {
    name,
    prompt,
    depends: [...depends],
    verifier: {
      argv: [...verify.argv],
      display: verify.display,
      cwd: directory === '.' ? '' : directory,
      timeoutMs: settings['verify-timeout'],
    },
  };
}
