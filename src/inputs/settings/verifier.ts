import { prepareStep, scriptOrCommand } from '../commands.js';
import { globs } from '../lists.js';
import { choice, duration } from '../scalars.js';
import { open, preset } from './definition.js';

const none: readonly string[] = [];

/** What decides. */
export const VERIFIER_SETTINGS = {
  verify: open(scriptOrCommand(), 'no verifier: the report is the result', null, {
    group: 'verifier',
    description:
      'The command whose exit code decides. Text runs as `/bin/sh -e -c` inside the room; a JSON array is run exactly as it stands.',
  }),
  'verify-files': open(globs(), 'the programs and scripts of the repository that `verify` starts', none, {
    group: 'verifier',
    description:
      'Globs of the files that the verifier consists of. They come from the trusted commit and no patch may touch them. `!path` takes out a path that was found in `verify`.',
  }),
  'verify-timeout': preset(duration('1s', '24h'), '10m', {
    group: 'verifier',
    description: 'Time for one run of the verifier.',
  }),
  baseline: preset(choice(['require-red', 'any']), 'require-red', {
    group: 'verifier',
    description:
      'Whether the verifier must fail before the agent starts. With `require-red` a base that passes ends the run with `nothing-to-prove`.',
  }),
  prepare: open(prepareStep(), 'nothing is prepared', null, {
    group: 'verifier',
    description:
      'How dependencies come into the base: a command such as `npm ci`, run once in a room and then frozen, or `workspace` for the ignored files that earlier steps of the job left in the checkout.',
  }),
  'prepare-timeout': preset(duration('1s', '24h'), '10m', { group: 'verifier', description: 'Time for `prepare`.' }),
  protect: open(globs(), 'tests, manifests, lock files, CI, tool and agent configuration', none, {
    group: 'verifier',
    description:
      'Further globs that the patch may not touch; `!glob` takes paths out of the default list. The last match decides.',
  }),
};
