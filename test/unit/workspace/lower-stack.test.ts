import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LayerWriter } from '../../../src/workspace/layer.js';
import { LowerStack } from '../../../src/workspace/lower-stack.js';

const PATH = process.env['PATH'] ?? '';
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'layers-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function below(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(root, 'below');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  return directory;
}

async function text(stack: LowerStack, path: string): Promise<string | undefined> {
  const found = await stack.file(path);
  return found && readFile(found, 'utf8');
}

const names = async (stack: LowerStack, path: string): Promise<string[]> => [...(await stack.names(path))].sort();

it('shows files, links, whiteouts and directories as an overlay would', async () => {
  const lower = await below({ 'a/one': '1', 'a/two': '2', 'b/x/y': 'y', 'c/z': 'z', 'd/e': 'e', f: 'f' });
  const writer = await LayerWriter.create(join(root, 'upper'), undefined, PATH);
  await writer.file('a/one', '100755', Buffer.from('new'));
  await writer.file('a/l', '120000', Buffer.from('../f'));
  await writer.hide('a/two');
  await writer.hide('b');
  await writer.hide('b/x/y'); // already hidden
  await writer.file('c', '100644', Buffer.from('file over a directory'));
  await writer.directoryAt('f');
  await writer.hide('a/one'); // this layer's own stays
  const stack = new LowerStack([writer.directory, lower]);
  expect(await text(stack, 'a/one')).toBe('new');
  expect((await stack.lookup('a/one'))?.stats.mode).toBe(0o100755);
  expect(await readlink((await stack.lookup('a/l'))?.location ?? '')).toBe('../f');
  expect(await text(stack, 'a/l')).toBeUndefined();
  for (const gone of ['a/two', 'b', 'b/x', 'b/x/y', 'c/z', 'd/none', 'f/x'])
    expect(await stack.lookup(gone)).toBeUndefined();
  expect(await text(stack, 'd/e')).toBe('e');
  expect(await names(stack, '')).toEqual(['a', 'c', 'd', 'f']);
  expect(await names(stack, 'a')).toEqual(['l', 'one']);
  for (const nothing of ['b', 'b/x', 'c', 'f', 'missing', 'a/one']) expect(await names(stack, nothing)).toEqual([]);
});

it('shows nothing of a directory below a whiteout, although a layer above has it again', async () => {
  const lower = await below({ 'm/s/inner': 'i' });
  const mask = await LayerWriter.create(join(root, 'mask'), undefined, PATH);
  await mask.hide('m/s');
  const cover = await LayerWriter.create(join(root, 'cover'), undefined, PATH);
  await cover.directoryAt('m/s');
  const stack = new LowerStack([cover.directory, mask.directory, lower]);
  expect((await stack.lookup('m/s'))?.stats.isDirectory()).toBe(true);
  expect(await stack.lookup('m/s/inner')).toBeUndefined();
  expect(await names(stack, 'm/s')).toEqual([]);
});

it('never follows a link to the host', async () => {
  const outside = join(root, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'key'), 'secret');
  const lower = await below({ keep: 'k' });
  await symlink(outside, join(lower, 'link'));
  const stack = new LowerStack([lower]);
  expect((await stack.lookup('link'))?.stats.isSymbolicLink()).toBe(true);
  expect(await stack.lookup('link/key')).toBeUndefined();
  expect(await names(stack, 'link')).toEqual([]);
});

it('keeps names of any bytes, and modes whatever the umask', async () => {
  const before = process.umask(0o077);
  try {
    const writer = await LayerWriter.create(join(root, 'upper'), undefined, PATH);
    await writer.file('d\xff/\n"', '100644', Buffer.from('odd'));
    const stack = new LowerStack([writer.directory]);
    expect(await names(stack, 'd\xff')).toEqual(['\n"']);
    expect((await stack.lookup('d\xff'))?.stats.mode).toBe(0o40755);
    expect((await stack.lookup('d\xff/\n"'))?.stats.mode).toBe(0o100644);
  } finally {
    process.umask(before);
  }
});

it('agrees that its whiteouts are character devices 0/0', async () => {
  const writer = await LayerWriter.create(join(root, 'upper'), undefined, PATH);
  await writer.hide('x');
  await writer.hide('y/z');
  const shown = execFileSync('stat', ['-c', '%F %t %T', join(writer.directory, 'x'), join(writer.directory, 'y/z')]);
  expect(shown.toString()).toBe('character special file 0 0\ncharacter special file 0 0\n');
});
