import { hostDirectory } from '../paths.js';
import { open } from './definition.js';

/** Where the record of a run goes. */
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
};
