import { hostDirectory } from '../paths.js';
import { boolean, choice, line } from '../scalars.js';
import { open, preset } from './definition.js';

/** Where everything goes. */
export const RESULTS_SETTINGS = {
  evidence: open(hostDirectory(), 'a new directory', undefined, {
    group: 'results',
    description: 'Directory for the evidence of the run. It must be empty or not exist.',
  }),
  resume: open(hostDirectory(), 'none: the run is a new one', undefined, {
    group: 'results',
    inConfig: false,
    description:
      'Evidence directory of an interrupted run that is to go on, with the same inputs on the same commits. What it had finished is not repeated. The action begins a run there where the directory is empty.',
  }),
  comment: preset(choice(['auto', 'always', 'never']), 'auto', {
    group: 'results',
    description:
      'Whether to comment on the pull request: `auto` where there is one and the token may, `always` or fail, or `never`.',
  }),
  'comment-key': open(
    line({
      expected: 'at most 64 letters, digits, dots, hyphens and underscores',
      placeholder: 'KEY',
      max: 64,
      pattern: /^[A-Za-z0-9._-]+$/,
    }),
    'the name of the workflow',
    undefined,
    { group: 'results', description: 'Tells the comments of several workflows on one pull request apart.' },
  ),
  summary: preset(boolean(), 'true', { group: 'results', description: 'Whether to write the job summary.' }),
};
