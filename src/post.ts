import { basename } from 'node:path';
import * as core from '@actions/core';
import { messageOf } from './support/errors.js';
import { removeTree } from './support/remove-tree.js';

/** Removes what a killed run left behind. Rooms and mounts are gone already: they die with the process that made them. */
async function post(): Promise<void> {
  const state = core.getState('scratch');
  if (state === '') return;
  const parsed: unknown = JSON.parse(state);
  const directories = Array.isArray(parsed) ? parsed.filter((path): path is string => typeof path === 'string') : [];
  for (const directory of directories) {
    // State is a file that other steps could write: only directories of ours are removed.
    if (/^cleanroom-(store-)?[A-Za-z0-9]{6}$/.test(basename(directory))) await removeTree(directory);
  }
}

post().catch((error: unknown) => core.warning(`clean-up: ${messageOf(error)}`));
