import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isScratch, recordOwner, recordScratch, removeAbandoned } from '../../../src/run/abandoned.js';
import { isOver, isPast, type Lease, leaseText, ownLease, parseLease } from '../../../src/support/lease.js';
import { bootTime, secondsSinceStart, startOf } from '../../../src/support/process-identity.js';

let parent: string;
const uid = process.getuid?.() ?? -1;
/** A pid that was a process a moment ago. */
const dead = spawnSync('true').pid;

const HOUR = 3600;
const own = await ownLease(HOUR);
const lease = (change: Partial<Lease>): string => leaseText({ ...own, ...change });

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
    await directory('cleanroom-store-bbbbbb', { lease: lease({ pid: dead }), scratch: [gone] });
    const used = await directory('cleanroom-cccccc');
    await recordOwner(await directory('cleanroom-store-dddddd'), [used]);
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(['cleanroom-cccccc', 'cleanroom-store-dddddd']);
  });

  it('does not take a later process with the same pid for the owner', async () => {
    await directory('cleanroom-store-eeeeee', { lease: lease({ started: '1' }), scratch: [] });
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
    await directory('cleanroom-store-hhhhhh', { lease: lease({ pid: dead }), scratch });
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(names.sort());
    expect(await readdir(other)).toEqual(['cleanroom-ffffff']);
    await rm(other, { recursive: true });
  });

  it('is left alone when it is a link, belongs to somebody else, or is just being made', async () => {
    const target = await directory('target', { lease: lease({ pid: dead }), scratch: [] });
    await symlink(target, join(parent, 'cleanroom-store-iiiiii'));
    await directory('cleanroom-store-jjjjjj');
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(['cleanroom-store-iiiiii', 'cleanroom-store-jjjjjj', 'target']);
    await removeAbandoned([parent], uid + 1);
    expect(await readdir(parent)).toHaveLength(3);
    await utimes(join(parent, 'cleanroom-store-jjjjjj'), 0, 0);
    await removeAbandoned([parent], uid);
    expect((await readdir(parent)).sort()).toEqual(['cleanroom-store-iiiiii', 'target']);
  });

  it('goes also where the clock was set back since, and stays where it only looks old, because the clock was set', async () => {
    const later = Date.UTC(2099, 0) / 1000;
    await utimes(await directory('cleanroom-store-qqqqqq'), later, later);
    const store = await directory('cleanroom-store-rrrrrr');
    await utimes(store, 0, 0);
    const removed = await removeAbandoned([parent], uid, () => recordOwner(store, []));
    expect(removed).toEqual([join(parent, 'cleanroom-store-qqqqqq')]);
    expect(await readdir(parent)).toEqual(['cleanroom-store-rrrrrr']);
  });
});

describe('a lease', () => {
  it('is as its text says', async () => {
    expect(parseLease(leaseText(own))).toEqual(own);
    for (const bad of [
      '',
      '1.2.3',
      `${leaseText(own)}.1`,
      leaseText(own).replace('.', ':'),
      `${leaseText(own)}\n`,
      '-1.1.1.unknown.1',
    ])
      expect(parseLease(bad), bad).toBeUndefined();
  });

  it.each([
    ['this process', {}, false],
    ['this process, for longer than it thought', { expires: 1 }, false],
    ['a process that ended', { pid: dead }, true],
    ['a later process with its pid', { started: '1' }, true],
    ['one of another boot or machine', { pid: dead, boot: '00000000-0000-0000-0000-000000000000' }, false],
    ['one of another boot, long ago', { boot: '00000000-0000-0000-0000-000000000000', expires: 1 }, true],
    ['one of which nobody knows the boot', { pid: dead, boot: '' }, false],
  ])('of %s', async (_, change, over) => {
    expect(await isOver({ ...own, ...change })).toBe(over);
  });

  it.each([
    ['a run of yesterday', 27 * HOUR, 100, 101, true],
    ['a run whose clock was set forward by a day', 3 * HOUR, 100, 101, false],
    ['a run whose clock was set back by a day, once no run can take so long', 27 * HOUR, 100, 99, false],
    ['what began with a clock that was years ahead', 32 * 24 * HOUR, 100, 1, true],
    ['a session that is a week old', 7 * 24 * HOUR, 100, 99, false],
    ['another machine, later', undefined, 100, 101, true],
    ['another machine, before', undefined, 100, 99, false],
  ])('of %s, where its process cannot be seen', (_, age, expires, now, over) => {
    expect(isPast({ expires }, now, age)).toBe(over);
  });

  it('is as old as its process, by the count of the kernel', async () => {
    const uptime = Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]);
    expect(await secondsSinceStart({ started: '' })).toBeUndefined();
    expect(await secondsSinceStart({ started: '100' })).toBeGreaterThanOrEqual(uptime - 1);
    expect(await secondsSinceStart({ started: String(Math.ceil(uptime + 3600) * 100) })).toBeUndefined();
    expect(await secondsSinceStart(own)).toBeLessThan(uptime);
  });

  it('of an earlier boot is over for what was there before this one, on this machine alone', async () => {
    const before = { ...own, pid: dead, boot: '00000000-0000-0000-0000-000000000000' };
    const booted = (await bootTime()) ?? 0;
    expect(booted).toBeGreaterThan(0);
    expect(await isOver(before)).toBe(false);
    expect(await isOver(before, { sinceMs: booted + 24 * HOUR * 1000 })).toBe(false);
    expect(await isOver(before, { sinceMs: booted - 24 * HOUR * 1000 })).toBe(true);
    expect(await isOver(own, { sinceMs: booted - 24 * HOUR * 1000 })).toBe(false);
    expect(await isOver({ ...before, boot: '' }, { sinceMs: booted - 24 * HOUR * 1000 })).toBe(false);
    // And so are the directories of a run that a reboot ended.
    const gone = await directory('cleanroom-nnnnnn');
    for (const name of ['oooooo', 'pppppp'])
      await directory(`cleanroom-store-${name}`, { lease: leaseText(before), scratch: [gone] });
    const then = new Date(booted - 24 * HOUR * 1000);
    await utimes(join(parent, 'cleanroom-store-oooooo/run.json'), then, then);
    await removeAbandoned([parent], uid);
    expect(await readdir(parent)).toEqual(['cleanroom-store-pppppp']);
  });

  it('stays what it is when a directory is added', async () => {
    const store = await directory('cleanroom-store-ssssss');
    await recordOwner(store, [], 1000 * HOUR);
    const record = async () => JSON.parse(await readFile(join(store, 'run.json'), 'utf8')) as { lease: string };
    const { lease: before } = await record();
    await recordScratch(store, await directory('cleanroom-tttttt'));
    expect((await record()).lease).toBe(before);
  });

  it('of another pid namespace is over when its process is gone, where that can be seen', async (ctx) => {
    if (uid !== 0 || own.namespace !== '4026531836')
      return ctx.skip('only root makes one, and only the first sees all');
    expect(await isOver({ ...own, namespace: '1' })).toBe(false);
    expect(await isOver({ ...own, pid: dead, namespace: '1', expires: 1 })).toBe(true);
    expect(await isOver({ ...own, pid: dead, namespace: '1' })).toBe(true);
    const child = spawn('unshare', ['--pid', '--fork', '--kill-child', 'sh', '-c', 'echo ready; read -r _'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const [pid = ''] = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')).split(' ');
    const namespace = /\d+/.exec(await readlink(`/proc/${pid}/ns/pid`))?.[0] ?? '';
    const there = { ...own, pid: 1, started: await startOf(Number(pid)), namespace };
    expect(await isOver(there)).toBe(false);
    expect(await isOver({ ...there, started: '' })).toBe(false);
    expect(await isOver({ ...there, started: '1' })).toBe(true);
    expect(await isOver({ ...there, pid: 77 })).toBe(true);
    child.stdin.end();
    await once(child, 'close');
    expect(await isOver(there)).toBe(true);
  });
});

describe('the record', () => {
  it('grows with every directory, and names what went', async () => {
    const store = await directory('cleanroom-store-kkkkkk');
    await recordOwner(store, []);
    const made = [await directory('cleanroom-llllll'), await directory('cleanroom-mmmmmm')];
    for (const path of made) await recordScratch(store, path);
    const text = JSON.parse(await readFile(join(store, 'run.json'), 'utf8')) as { lease: string; scratch: string[] };
    expect(text.scratch).toEqual(made);
    await writeFile(join(store, 'run.json'), JSON.stringify({ ...text, lease: lease({ pid: dead }) }));
    expect((await removeAbandoned([parent], uid)).sort()).toEqual([...made, store].sort());
    expect(await readdir(parent)).toEqual([]);
  });

  it('names places by name and parent alone', () => {
    for (const [path, good] of [
      ['/t/cleanroom-abcdef', true],
      ['/t/cleanroom-store-abcdef', true],
      ['/t/cleanroom-evidence-abcdef', false],
      ['/t/x/cleanroom-abcdef', false],
      ['/t/cleanroom-abcdefg', false],
    ] as const)
      expect(isScratch(path, ['/t']), path).toBe(good);
  });
});
