import { dirname, join } from 'node:path';
import * as core from '@actions/core';
import { cleanUp } from './run/clean-up.js';
import { describeHost } from './run/host.js';
import { messageOf } from './support/errors.js';

/** Removes what a killed run left behind, and says so. The verdict of the job is not its business: it never fails. */
async function post(): Promise<void> {
  const state = { scratch: core.getState('scratch'), owner: core.getState('owner') };
  // A step that never started left nothing.
  if (state.scratch === '' && state.owner === '') return;
  const main = join(dirname(process.argv[1] ?? '.'), 'main.js');
  const { removed, warnings } = await cleanUp(describeHost(process.env, '.', undefined), state, main);
  for (const what of removed) core.info(`removed ${what}`);
  for (const warning of warnings) core.warning(`clean-up: ${warning}`);
}

post().catch((error: unknown) => core.warning(`clean-up: ${messageOf(error)}`));
