import { gitRef, optionalFile, repositoryFile } from '../paths.js';
import { line } from '../scalars.js';
import { open } from './definition.js';

/** Where everything comes from. */
export const SOURCE_SETTINGS = {
  config: open(repositoryFile(), '.github/cleanroom.yml, if it exists', undefined, {
    group: 'source',
    inConfig: false,
    description: 'Configuration file, read from the trusted commit.',
  }),
  profile: open(
    line({
      expected: 'the name of a profile of the configuration file',
      placeholder: 'NAME',
      max: 64,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    }),
    'none',
    undefined,
    {
      group: 'source',
      description:
        'Bundle of settings under `profiles` of the configuration file that is to be used. It is stronger than the rest of that file, and weaker than inputs and flags.',
    },
  ),
  policy: open(optionalFile(), 'cleanroom.yaml, else .buildkite/cleanroom.yaml, if there is one', undefined, {
    group: 'source',
    description:
      'Policy file in Cleanroom’s format, read from the trusted commit, or `none`. Its hosts join the allow-lists; its other keys are weaker than settings.',
  }),
  ref: open(gitRef(), 'what the event names; HEAD on the command line', undefined, {
    group: 'source',
    inConfig: false,
    description: 'Commit that the agent works on.',
  }),
  'trusted-ref': open(gitRef(), 'the base of a pull request, else the commit that is worked on', undefined, {
    group: 'source',
    inConfig: false,
    description: 'Commit that configuration, verifier, schema and agent instructions come from.',
  }),
};
