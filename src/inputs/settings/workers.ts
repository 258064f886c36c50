import { choice, integer } from '../scalars.js';
import { taskList } from '../tasks.js';
import { type AgentVariant, agentVariants, MAX_WORKERS } from '../variants.js';
import { open, preset } from './definition.js';

const noVariants: readonly AgentVariant[] = [];

/** Several agents at once. */
export const WORKER_SETTINGS = {
  candidates: open(integer(1, MAX_WORKERS), '1, or one for each of `candidate-agents`', null, {
    group: 'agent',
    description:
      'How many agents work on the task side by side, each in rooms of its own, with the budget of one run. See docs/guides/candidates.md.',
  }),
  'candidate-agents': open(agentVariants(), 'all as `agent`', noVariants, {
    group: 'agent',
    description:
      'What the candidates are, in order: `AGENT [model=NAME] [effort=LEVEL]` entries, such as `codex effort=high`. Where there are more candidates than entries, it begins again. Keys of providers other than that of `agent` come from `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` and `GEMINI_API_KEY` in the environment.',
  }),
  select: preset(choice(['first', 'smallest-patch', 'all']), 'first', {
    group: 'agent',
    description:
      'Which verified candidate is taken: the `first`, which stops the others, or the one with the `smallest-patch` of all; `all` takes that one too, and lists every verified change.',
  }),
  tasks: open(taskList(), 'one task: `prompt`', null, {
    group: 'agent',
    description:
      'Parts of the task for a worker each, with a verifier each: a list of `name`, `prompt`, `verify` and `depends`, or `plan` to have an agent make that list. Their changes are merged, and `verify` decides about the whole. See docs/guides/tasks.md.',
  }),
  parallel: open(integer(1, MAX_WORKERS), 'all of them', null, {
    group: 'agent',
    description: 'How many candidates or tasks are worked on at the same time. Each room may use `memory`.',
  }),
};
