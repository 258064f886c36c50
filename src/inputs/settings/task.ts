import { repositoryDirectory, repositoryFile } from '../paths.js';
import { paragraph } from '../scalars.js';
import { open, preset } from './definition.js';

/** What is to be done. */
export const TASK_SETTINGS = {
  prompt: open(
    paragraph({
      expected: 'a task in words, at most 256 KiB, without control characters',
      placeholder: 'TEXT',
      maxBytes: 262_144,
    }),
    'none',
    undefined,
    { group: 'task', description: 'The task for the agent. Exactly one of `prompt` and `prompt-file` is needed.' },
  ),
  'prompt-file': open(repositoryFile(), 'none', undefined, {
    group: 'task',
    description: 'A file of the trusted commit that holds the task.',
  }),
  'working-directory': preset(repositoryDirectory(), '.', {
    group: 'task',
    description: 'Directory of the repository in which `verify`, `build` and `prepare` run.',
  }),
};
