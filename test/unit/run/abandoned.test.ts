import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordOwner, removeAbandoned } from '../../../src/run/abandoned.js';

let parent: string;
const uid = process.getuid?.() ?? -1;
/** A pid that was a process a moment ago. */
const dead = spawnSync('true').pid;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'abandoned-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

async function directory(name: string, record?: unknown): Promise<string> {
  const path = join(parent, name);
  await mkdir(join(path, 'deep/er'), { recursive: true });
  if (record !== undefined) await writeFile(join(path, 'run.json'), JSON.stringify(record));
  return path;
}

describe('what killed runs left', () => {
  it('goes, and what living ones use stays', async () => {
    const gone = await directory('cleanroom-aaaaaa');
    await directory('cleanroom-store-bbbbbb', { pid: dead, started: '12345', scratch: [gone] });
    const used = await directory('cleanroom-cccccc');
    await recordOwner(await directory('cleanroom-store-dddddd'), [used]);
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(['cleanroom-cccccc', 'cleanroom-store-dddddd']);
  });

  it('does not take a later process with the same pid for the owner', async () => {
    await directory('cleanroom-store-eeeeee', { pid: process.pid, started: '1', scratch: [] });
    await removeAbandoned([parent], uid);
    expect(await readdir(parent)).toEqual([]);
  });

  it('is removed only under names that runs make, where they make them', async () => {
    const other = await mkdtemp(join(tmpdir(), 'other-'));
    await mkdir(join(other, 'cleanroom-ffffff'));
    const names = ['precious', 'cleanroom-evidence-gggggg'];
    for (const name of names) await directory(name);
    const scratch = [
      ...names.map((name) => join(parent, name)),
      join(other, 'cleanroom-ffffff'),
      `${parent}/cleanroom-x/../precious`,
    ];
    await directory('cleanroom-store-hhhhhh', { pid: dead, started: '1', scratch });
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(names.sort());
    expect(await readdir(other)).toEqual(['cleanroom-ffffff']);
    await rm(other, { recursive: true });
  });

  it('is left alone when it is a link, belongs to somebody else, or is just being made', async () => {
    const target = await directory('target', { pid: dead, started: '1', scratch: [] });
    await symlink(target, join(parent, 'cleanroom-store-iiiiii'));
    await directory('cleanroom-store-jjjjjj');
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(['cleanroom-store-iiiiii', 'cleanroom-store-jjjjjj', 'target']);
    await removeAbandoned([parent], uid + 1);
    expect(await readdir(parent)).toHaveLength(3);
    const old = new Date(Date.now() - 120_000);
    await utimes(join(parent, 'cleanroom-store-jjjjjj'), old, old);
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(['cleanroom-store-iiiiii', 'target']);
  });
});
