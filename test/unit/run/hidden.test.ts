import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rooms } from '../../../src/room/registry.js';
import type { Room, RoomSpec } from '../../../src/room/types.js';
import { keepHidden, readHiddenFiles, writeHiddenFiles } from '../../../src/run/hidden.js';

let directory: string;
let hidden: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hidden-'));
  hidden = join(directory, 'hidden');
  mkdirSync(join(hidden, 'a'), { recursive: true });
  writeFileSync(join(hidden, 'a/b.js'), 'one');
  writeFileSync(join(hidden, 'z.sh'), 'two');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function read() {
  const found = await readHiddenFiles('hidden', directory);
  if (!('entries' in found)) throw new Error(found.expected);
  return found;
}

describe('the files of a hidden verifier', () => {
  it('have a digest of their paths, modes and contents, and of nothing else', async () => {
    const { sha256, bytes, entries } = await read();
    expect({ bytes, paths: entries.map(({ path }) => path).sort() }).toEqual({ bytes: 6, paths: ['a/b.js', 'z.sh'] });
    mkdirSync(join(hidden, '.git'));
    writeFileSync(join(hidden, '.git/config'), 'token');
    expect((await read()).sha256).toBe(sha256);
    const seen = new Set([sha256]);
    chmodSync(join(hidden, 'z.sh'), 0o755);
    seen.add((await read()).sha256);
    writeFileSync(join(hidden, 'a/b.js'), 'two');
    seen.add((await read()).sha256);
    writeFileSync(join(hidden, 'a/c.js'), '');
    seen.add((await read()).sha256);
    expect(seen.size).toBe(4);
  });

  it('are written as they were read', async () => {
    chmodSync(join(hidden, 'z.sh'), 0o700);
    const found = await read();
    writeFileSync(join(hidden, 'a/b.js'), 'changed since');
    const copy = join(directory, 'copy');
    mkdirSync(copy);
    await writeHiddenFiles(found, copy);
    expect(readFileSync(join(copy, 'a/b.js'), 'utf8')).toBe('one');
    expect(statSync(join(copy, 'a/b.js')).mode & 0o777).toBe(0o444);
    expect(statSync(join(copy, 'z.sh')).mode & 0o777).toBe(0o555);
    expect(statSync(join(copy, 'a')).mode & 0o777).toBe(0o755);
  });

  it('are there, regular and not too many', async () => {
    const expected = async (path: string): Promise<string> => {
      const found = await readHiddenFiles(path, directory);
      return 'expected' in found ? found.expected : '';
    };
    expect(await expected('nowhere')).toContain('that is there');
    expect(await expected('hidden/z.sh')).toContain('a directory');
    mkdirSync(join(directory, 'empty/.git'), { recursive: true });
    expect(await expected('empty')).toContain('holds the files');
    symlinkSync('z.sh', join(hidden, 'link'));
    expect(await expected('hidden')).toContain('link is something else');
    rmSync(join(hidden, 'link'));
    for (let at = 0; at < 5001; at++) writeFileSync(join(hidden, `${at}`), '');
    expect(await expected('hidden')).toContain('at most 5000 files');
  });
});

describe('a room', () => {
  let opened: string[];
  /** Opens nothing, and says what it was asked for. */
  function rooms(shown: readonly string[] = []): Rooms {
    const backend = {
      name: 'local',
      describe: () => Promise.reject(new Error('not asked for')),
      list: () => Promise.resolve(new Map()),
      open: (spec: RoomSpec): Promise<Room> => {
        opened.push(spec.id);
        return Promise.reject(new Error('opened'));
      },
    };
    return { backend, shown } as unknown as Rooms;
  }

  const spec = (changes: Partial<RoomSpec>): RoomSpec => ({
    id: 'room',
    stage: 'agent',
    workspace: { kind: 'overlay', lowers: [], upper: join(directory, 'upper'), work: join(directory, 'work') },
    readOnly: [],
    limits: {} as RoomSpec['limits'],
    ...changes,
  });

  async function outcome(changes: Partial<RoomSpec>): Promise<string> {
    const secrecy = {
      places: [hidden, join(directory, 'scratch/copy'), join(directory, 'evidence')],
      copy: join(directory, 'scratch/copy'),
      checkout: join(directory, 'checkout'),
      keepsIgnored: false,
    };
    const { backend } = await keepHidden(rooms(), secrecy);
    return backend.open(spec(changes)).then(
      () => 'none',
      (error: Error) => error.message,
    );
  }

  beforeEach(() => {
    opened = [];
    for (const name of ['upper', 'scratch/copy/a', 'scratch/other', 'evidence/logs', 'checkout', 'layer'])
      mkdirSync(join(directory, name), { recursive: true });
    symlinkSync(hidden, join(directory, 'alias'));
  });

  const mount = (source: string, target = '/mnt'): Partial<RoomSpec> => ({
    readOnly: [{ source: join(directory, source), target }],
  });

  it.each([
    ['them', () => mount('hidden')],
    ['a part of them', () => mount('hidden/a')],
    ['one of them', () => mount('hidden/z.sh')],
    ['what they lie in', () => mount('.')],
    ['them by another name', () => mount('alias')],
    ['their copy', () => mount('scratch/copy')],
    ['their copy where a hidden verifier has it', () => mount('scratch/copy', '/run/cleanroom/hidden')],
    ['their copy elsewhere in a proof', () => ({ ...mount('scratch/copy'), stage: 'proof' as const })],
    ['the evidence', () => mount('evidence/logs')],
    ['them as its HOME', () => ({ homeDirectory: hidden })],
    ['them where it writes', () => ({ outDirectory: join(hidden, 'a') })],
    [
      'them as a layer',
      () => ({
        workspace: { kind: 'overlay' as const, lowers: [join(directory, 'layer'), hidden], upper: '', work: '' },
      }),
    ],
    ['them as its workspace', () => ({ workspace: { kind: 'directory' as const, path: hidden } })],
  ])('that would show %s is not opened', async (_, changes) => {
    expect(await outcome(changes())).toMatch(/would show the hidden verifier/);
    expect(opened).toEqual([]);
  });

  it.each([
    ['nothing of them', () => mount('scratch/other')],
    [
      'their copy to the hidden verifier',
      () => ({ ...mount('scratch/copy', '/run/cleanroom/hidden'), stage: 'proof' as const }),
    ],
    [
      'the checkout, which was judged before',
      () => ({ workspace: { kind: 'overlay' as const, lowers: [join(directory, 'checkout')], upper: '', work: '' } }),
    ],
    ['what is not there', () => mount('nowhere')],
  ])('that shows %s is', async (_, changes) => {
    expect(await outcome(changes())).toBe('opened');
  });

  it('of which every one would show them is none', async () => {
    const secrecy = { places: [hidden], copy: '', checkout: directory, keepsIgnored: false };
    await expect(keepHidden(rooms(['/usr', join(directory, 'alias')]), secrecy)).rejects.toThrow(/every room/);
    await expect(keepHidden(rooms([]), { ...secrecy, keepsIgnored: true })).rejects.toThrow(/every room/);
  });
});
