import { basename, dirname, resolve } from 'node:path';
import * as core from '@actions/core';
import { describeHost } from './run/host.js';
import { messageOf } from './support/errors.js';
import { removeTree } from './support/remove-tree.js';

/** Removes what a killed run left behind. Rooms and mounts are gone already: they die with the process that made them. */
async function post(): Promise<void> {
  const state = core.getState('scratch');
  if (state === '') return;
  const parsed: unknown = JSON.parse(state);
  const directories = Array.isArray(parsed) ? parsed.filter((path): path is string => typeof path === 'string') : [];
  const parents = describeHost(process.env, '.', undefined).temporary.map((path) => resolve(path));
  for (const directory of directories) {
    // State is a file that other steps could write: only directories of ours, where a run makes them, are removed.
    const ours = /^cleanroom-(store-)?[A-Za-z0-9]{6}$/.test(basename(directory)) && resolve(directory) === directory;
    if (ours && parents.includes(dirname(directory))) await removeTree(directory);
    else core.warning(`clean-up: ${JSON.stringify(directory)} is no directory of a run and stays`);
  }
}

post().catch((error: unknown) => core.warning(`clean-up: ${messageOf(error)}`));
