import { execFileSync } from 'node:child_process';
import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { marksOf, removeCredentials } from '../../../src/session/credential-removal.js';
import { readCredentials } from '../../../src/session/credentials.js';
import { InputError } from '../../../src/support/errors.js';

const OTHER = 65_534;

let root = '';
let home = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'credentials-'));
  home = join(root, 'home');
  await mkdir(home);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function file(path: string, content: string): Promise<string> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
  return join(root, path);
}

/** Does something without root's right to everything. */
async function asOther(act: () => Promise<void>): Promise<void> {
  process.seteuid?.(OTHER);
  try {
    await act();
  } finally {
    process.seteuid?.(0);
  }
}

const read = (...sources: string[]) =>
  readCredentials(
    sources.map((source, index) => ({ source, target: `t${index}` })),
    home,
  );
const texts = (files: Readonly<Record<string, Buffer>>) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [path, content.toString()]));

describe('credentials for a room', () => {
  it('are the bytes that a link leads to, wherever it is', async () => {
    await file('dotfiles/auth.json', 'secret');
    await mkdir(join(home, '.codex'));
    await symlink('../../dotfiles/auth.json', join(home, '.codex/auth.json'));
    await symlink(join(root, 'dotfiles'), join(home, 'linked'));
    const { files, notes } = await read('~/.codex/auth.json', '~/linked', join(root, 'dotfiles/auth.json'));
    expect(texts(files)).toEqual({ t0: 'secret', 't1/auth.json': 'secret', t2: 'secret' });
    expect(notes).toEqual([]);
  });

  it('are skipped with a note where there is nothing', async () => {
    await symlink('/nowhere/at/all', join(home, 'dangling'));
    const { files, notes, targets } = await read('~/missing', '~/dangling', '/etc/hosts/below');
    expect(files).toEqual({});
    expect(targets).toEqual(['t0', 't1', 't2']);
    expect(notes).toHaveLength(3);
  });

  it('leave out what leads out of a directory, to nothing, or round in a circle', async () => {
    await file('outside/key', 'other secret');
    await file('outside/home-of-others', 'x');
    await file('home/d/good', 'good');
    await file('home/d/sub/deep', 'deep');
    await file('home/d-beside/key', 'beside');
    const d = join(home, 'd');
    await symlink('good', join(d, 'inside'));
    await symlink('sub', join(d, 'also-sub'));
    await symlink(join(root, 'outside/key'), join(d, 'out'));
    await symlink('../d-beside/key', join(d, 'beside'));
    await symlink('../..', join(d, 'sub', 'up'));
    await symlink('..', join(d, 'sub', 'circle'));
    await symlink('nothing', join(d, 'dangling'));
    await symlink('self', join(d, 'self'));
    execFileSync('mkfifo', [join(d, 'fifo')]);
    const { files, notes } = await read('~/d');
    expect(texts(files)).toEqual({
      't0/good': 'good',
      't0/inside': 'good',
      't0/sub/deep': 'deep',
      't0/also-sub/deep': 'deep',
    });
    expect(notes.join('\n')).not.toContain('secret');
    expect(notes.length).toBeGreaterThanOrEqual(7);
  });

  it('are neither a device nor a FIFO', async () => {
    execFileSync('mkfifo', [join(home, 'fifo')]);
    const { files, notes } = await read('/dev/zero', '~/fifo');
    expect(files).toEqual({});
    expect(notes).toHaveLength(2);
  });

  it('have a bound, in bytes and in files', async () => {
    await file('home/large', 'x'.repeat((16 << 20) + 1));
    await expect(read('~/large')).rejects.toThrow(InputError);
    for (let i = 0; i <= 2000; i++) await file(`home/many/${i}`, '');
    await expect(read('~/many')).rejects.toThrow(/at most 2000 files/);
  });
});

describe('credentials of a kept room', () => {
  it('are gone afterwards: from their places, and from where they were copied to', async () => {
    const room = join(root, 'room');
    const tree = join(root, 'tree');
    await file('room/.codex/auth.json', 'refreshed');
    await file('room/.codex/sessions/one', 'kept');
    await file('room/cache/copy', 'secret');
    await file('room/cache/near', 'secreT');
    await file('tree/src/leak', 'secret');
    await removeCredentials(room, ['.codex/auth.json'], marksOf([Buffer.from('secret')]), [tree]);
    expect(await readdir(join(room, '.codex'))).toEqual(['sessions']);
    expect(await readdir(join(room, 'cache'))).toEqual(['near']);
    expect(await readdir(join(tree, 'src'))).toEqual([]);
  });

  it("are never looked for through a link that the room made: the person's own stay", async () => {
    const room = join(root, 'room');
    await mkdir(room);
    const own = await file('home/.codex/auth.json', 'secret');
    await symlink(join(home, '.codex'), join(room, '.codex'));
    await symlink(home, join(room, 'everything'));
    await symlink(own, join(room, 'file'));
    const marks = marksOf([Buffer.from('secret')]);
    await removeCredentials(room, ['.codex/auth.json', 'everything/.codex/auth.json', 'file'], marks, [room]);
    expect(await readFile(own, 'utf8')).toBe('secret');
    await expect(lstat(join(room, 'file'))).rejects.toThrow(/ENOENT/);
  });

  // Root reads whatever a room does to modes; rooms of others run as themselves.
  it.skipIf(process.getuid?.() !== 0)('are found behind every mode that a room can set', async () => {
    const room = join(root, 'room');
    await file('room/.d/e/token', 'secret');
    await file('room/hidden/copy', 'secret');
    await file('room/unreadable', 'secret');
    await file('room/locked/copy', 'secret');
    await file('room/locked/other', 'mine');
    const everything = ['room', 'room/.d', 'room/.d/e', 'room/hidden', 'room/locked', 'room/unreadable'];
    for (const path of [...everything, 'room/.d/e/token', 'room/hidden/copy', 'room/locked/copy', 'room/locked/other'])
      await chown(join(root, path), OTHER, OTHER);
    await chmod(join(room, 'unreadable'), 0);
    await chmod(join(room, 'locked'), 0o500);
    await chmod(join(room, 'hidden'), 0);
    await chmod(join(room, '.d'), 0);
    await chmod(root, 0o755);
    await asOther(() => removeCredentials(room, ['.d/e/token'], marksOf([Buffer.from('secret')]), []));
    expect(await readdir(join(room, '.d/e'))).toEqual([]);
    expect((await readdir(room)).sort()).toEqual(['.d', 'hidden', 'locked']);
    expect(await readdir(join(room, 'hidden'))).toEqual([]);
    expect(await readdir(join(room, 'locked'))).toEqual(['other']);
  });
});
