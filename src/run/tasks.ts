import { createAgent } from '../agent/registry.js';
import type { AgentSetup } from '../agent/setup.js';
import type { Agent } from '../agent/types.js';
import { parseTasks } from '../inputs/tasks.js';
import type { Prompts, Reports, TaskParts, Tasks } from '../loop/types.js';
import { type PlannedTask, plannedTask } from '../plan/tasks.js';
import type { Plan } from '../schemas/plan.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { CleanroomError } from '../support/errors.js';
import { agentWords, withVariable } from './candidates.js';

/** What tasks are made from. */
export interface TasksSource {
  readonly plan: Plan;
  readonly agent: Agent;
  readonly setup: AgentSetup;
  readonly reports: Reports;
  readonly promptsFor: (plan: Plan, agent: Agent) => Prompts;
}

const MAX_TASKS = 16;

/** A planner's report. Every member is required: providers enforce no other kind of schema. */
const PLANNER_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['tasks'],
  properties: {
    tasks: {
      type: 'array',
      description: 'The parts, in the order in which their changes are merged.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'prompt', 'verify', 'depends'],
        properties: {
          name: { type: 'string', description: 'Lower-case letters, digits and hyphens.' },
          prompt: { type: 'string', description: 'What is to be done, complete in itself.' },
          verify: { type: 'string', description: 'A shell command that fails now and passes when this part is done.' },
          depends: {
            type: 'array',
            items: { type: 'string' },
            description: 'Names of tasks before it that have to be done first; usually none.',
          },
        },
      },
    },
  },
} as const;

/** The tasks of a plan; undefined: the task is one. @throws CleanroomError as `createAgent` */
export async function tasksOf(from: TasksSource): Promise<Tasks | undefined> {
  const { plan } = from;
  if (plan.tasks === null) return undefined;
  const { list, source } = plan.tasks;
  const parallel = plan.limits.parallel ?? MAX_TASKS;
  const common = { parallel, list: list.map((task) => partsOf(from, task)) };
  return source === 'config' ? common : { ...common, planner: await plannerOf(from) };
}

function partsOf({ plan, agent, promptsFor }: TasksSource, task: PlannedTask): TaskParts {
  const named = withVariable(agent, 'CLEANROOM_TASK', task.name);
  return {
    name: task.name,
    depends: task.depends,
    display: agentWords(agent, undefined),
    parts(conflicts) {
      const own = planOf(plan, task, conflicts);
      return { plan: own, agent: named, prompts: promptsFor(own, named) };
    },
  };
}

/** The plan of one worker: its task and its verifier. All else is as in the run's. */
export function planOf(plan: Plan, task: PlannedTask, conflicts: readonly string[]): Plan {
  const { argv, display, cwd, timeoutMs } = task.verifier;
  const text = [
    `# Your part: ${task.name}\n\n${task.prompt}`,
    `# The whole, of which others do the other parts\n\n${plan.prompt.text}`,
    ...(conflicts.length === 0 ? [] : [conflictWords(conflicts)]),
  ].join('\n\n');
  return {
    ...plan,
    prompt: { text, sha256: sha256(text) },
    tasks: null,
    verifier: {
      ...{ display, mode: 'sequence', files: plan.verifier?.files ?? [], build: plan.verifier?.build ?? null },
      commands: [{ name: 'verify', argv, display, cwd, env: {}, envFrom: null, timeoutMs }],
    },
    // Both belong to the whole.
    proof: { ...plan.proof, hidden: null, confirmRuns: 1 },
  };
}

/** File names are data: a change made them. */
function conflictWords(paths: readonly string[]): string {
  const list = paths.map((path) => `- ${JSON.stringify(path)}`).join('\n');
  return `# Once more\n\nYour first change could not be joined with those of the other parts, which are now in the workspace. Do your part again on top of them, and keep what they do. Both had changed these files:\n\n${list}`;
}

async function plannerOf(from: TasksSource): Promise<NonNullable<Tasks['planner']>> {
  const { plan, setup, reports, promptsFor } = from;
  const { compileReportSchema } = await import('../report/validate.js');
  const compiled = await compileReportSchema(PLANNER_SCHEMA);
  if ('problems' in compiled) throw new CleanroomError('report.schema', compiled.problems.join('; '));
  const agent = withVariable(
    await createAgent(plan.agent, { ...setup, schema: PLANNER_SCHEMA }),
    'CLEANROOM_TASK',
    'planner',
  );
  const text = `${PLANNER_PROMPT}\n\nThe whole is verified by: ${plan.verifier?.display ?? ''}\n\n# The task\n\n${plan.prompt.text}`;
  const own: Plan = {
    ...plan,
    prompt: { text, sha256: sha256(text) },
    tasks: null,
    verifier: null,
    proof: { ...plan.proof, hidden: null },
    report: {
      ...plan.report,
      schema: PLANNER_SCHEMA,
      sha256: sha256(canonicalJson(PLANNER_SCHEMA)),
      source: 'planner',
      required: true,
    },
  };
  return {
    display: agentWords(agent, undefined),
    parts: {
      plan: own,
      agent,
      prompts: promptsFor(own, agent),
      reports: { ...reports, check: async (bytes) => compiled.validator.check(bytes) },
    },
    read(report) {
      const list = readPlanned(plan, report);
      return typeof list === 'string' ? list : list.map((task) => partsOf(from, task));
    },
  };
}

/** The tasks of a planner's report, which is hostile; a text: what is wrong with it. */
export function readPlanned(plan: Plan, report: unknown): readonly PlannedTask[] | string {
  const value = report !== null && typeof report === 'object' && 'tasks' in report ? report.tasks : undefined;
  const parsed = parseTasks(value);
  if (!parsed.ok) return `expected ${parsed.expected}, got ${parsed.given ?? 'something else'}`;
  // As the run's own verifier, of which these are a foretaste.
  const like = plan.verifier?.commands[0];
  const limits = {
    'working-directory': like?.cwd || '.',
    'verify-timeout': like?.timeoutMs ?? plan.limits.attemptMs,
  };
  return parsed.value.map((task) => plannedTask(task, limits));
}

const PLANNER_PROMPT = `# Split a task

Split the task below into at most ${MAX_TASKS} parts that several people can do at the same time, each in a workspace of its own, without touching the same files. Look at the repository first. Do not change any file.

Give each part a name, a prompt that says all that is needed, and a shell command that fails in the repository as it is and passes when that part is done. Let a part depend on another only where it cannot be done without it. If the task cannot be split, hand in one part.`;
