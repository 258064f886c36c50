import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptRecord, KeptRooms } from '../../../src/session/kept-rooms.js';

const PATH = process.env['PATH'] ?? '/usr/bin:/bin';
let parent = '';
let kept: KeptRooms;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'kept-'));
  kept = new KeptRooms(join(parent, 'ours', 'rooms'), PATH, false);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const recordOf = (id: string, lastUsed = '2026-01-01T00:00:00.000Z'): KeptRecord => ({
  schema: 'cleanroom/kept-room/v1',
  id,
  created: lastUsed,
  lastUsed,
  repository: '/r',
  workCommit: 'a'.repeat(40),
  trustedCommit: 'a'.repeat(40),
  agent: 'codex',
  allow: [],
  workspace: 'overlay',
  credentials: [],
  copies: [],
});

async function make(lastUsed?: string): Promise<string> {
  const held = await kept.create();
  await held.write(recordOf(held.id, lastUsed));
  await held.release();
  return held.id;
}

describe('kept rooms', () => {
  it('are none before there is one', async () => {
    expect(await kept.list()).toEqual([]);
    await expect(kept.open('cr-000000000000')).rejects.toMatchObject({ code: 'rooms.unknown' });
  });

  it('are listed, the last used first, each in a directory for its owner alone', async () => {
    const first = await make('2026-01-01T00:00:00.000Z');
    const second = await make('2026-01-02T00:00:00.000Z');
    expect((await kept.list()).map(({ id, inUse }) => [id, inUse])).toEqual([
      [second, false],
      [first, false],
    ]);
    for (const path of ['', 'rooms', `rooms/${first}`, `rooms/${first}/data`])
      expect((await stat(join(parent, 'ours', path))).mode & 0o777).toBe(0o700);
    expect((await stat(join(parent, 'ours/rooms', first, 'record.json'))).mode & 0o777).toBe(0o600);
  });

  it('are used by one at a time, and not removed meanwhile', async () => {
    const id = await make();
    const held = await kept.open(id);
    await expect(kept.open(id)).rejects.toMatchObject({ code: 'rooms.in-use' });
    await expect(kept.remove(id)).rejects.toMatchObject({ code: 'rooms.in-use' });
    expect(await kept.list()).toMatchObject([{ id, inUse: true }]);
    await held.release();
    await kept.remove(id);
    expect(await kept.list()).toEqual([]);
    expect(await readdir(join(parent, 'ours/rooms'))).toEqual([]);
  });

  it('are free again when whoever had one was killed', async () => {
    const id = await make();
    const script = `const { spawn } = require('node:child_process');
      const child = spawn('flock', ['-n', process.argv[1], 'cat'], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
      child.stdout.once('data', () => console.log('held')); child.stdin.write('x');`;
    const other = spawn(process.execPath, ['-e', script, join(parent, 'ours/rooms', id, 'lock')]);
    await new Promise((resolve) => other.stdout.once('data', resolve));
    await expect(kept.open(id)).rejects.toMatchObject({ code: 'rooms.in-use' });
    other.kill('SIGKILL');
    await (await kept.open(id)).release();
  });

  it.each(['', '..', '../ours', 'cr-1', 'cr-00000000000g', 'cr-000000000000/../..'])(
    'have no name such as %j',
    async (id) => {
      await make();
      await expect(kept.open(id)).rejects.toMatchObject({ code: 'rooms.unknown' });
      await expect(kept.remove(id)).rejects.toMatchObject({ code: 'rooms.unknown' });
      expect(await kept.list()).toHaveLength(1);
    },
  );

  it.each(['', '{', '[]', '{"schema":"cleanroom/kept-room/v1"}'])(
    'with a record like %j can only be removed',
    async (text) => {
      const id = await make();
      await writeFile(join(parent, 'ours/rooms', id, 'record.json'), text);
      await expect(kept.open(id)).rejects.toMatchObject({ code: 'rooms.record' });
      expect(await kept.list()).toEqual([]);
      expect(await kept.ids()).toEqual([id]);
      await kept.remove(id);
      expect(await kept.ids()).toEqual([]);
    },
  );

  it('lose what a killed use of them was built in, and nothing else', async () => {
    const held = await kept.open(await make());
    for (const name of ['cleanroom-aB3xyZ', 'home', 'upper', 'cleanroom-notes'])
      await mkdir(join(held.data, name, 'below'), { recursive: true });
    await held.sweep();
    expect((await readdir(held.data)).sort()).toEqual(['cleanroom-notes', 'home', 'upper']);
    await held.release();
  });
});
