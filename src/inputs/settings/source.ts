import { gitRef, optionalFile, repositoryFile } from '../paths.js';
import { open } from './definition.js';

/** Where everything comes from. */
export const SOURCE_SETTINGS = {
  config: open(repositoryFile(), '.github/cleanroom.yml, if it exists', undefined, {
    group: 'source',
    inConfig: false,
    description: 'Configuration file, read from the trusted commit.',
  }),
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
