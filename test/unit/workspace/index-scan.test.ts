import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { scanIndex } from '../../../src/workspace/index-scan.js';
import { git, repository } from '../../support/workspace.js';

const LONG = Array.from({ length: 20 }, () => 'd'.repeat(210)).join('/'); // longer than the 4095 that a name length can say
const FILES = { a: 'a\n', 'src/b.js': 'b\n', 'src/c.js': 'c\n', 'z/y/x': 'x\n', 'grün/ö': 'ö\n' };

const repos: string[] = [];
afterEach(async () => {
  for (const repo of repos.splice(0)) await rm(repo, { recursive: true, force: true });
});

async function make(...commands: readonly (readonly string[])[]): Promise<string> {
  const repo = await repository(FILES);
  repos.push(repo);
  for (const command of commands) git(repo, ...command);
  return repo;
}

async function scan(repo: string, hashBytes = 20) {
  return scanIndex(await readFile(join(repo, '.git/index')), hashBytes);
}

describe.each(['2', '3', '4'])('an index of version %s', (version) => {
  it('is counted and trusted', async () => {
    const repo = await make(['update-index', '--index-version', version]);
    const found = await scan(repo);
    expect(found).toMatchObject({ entries: 5, trustworthy: true, submodules: false });
    expect(found?.ownedBy(process.getuid?.() ?? -1, process.getgid?.() ?? -1)).toBe(true);
    expect(found?.ownedBy(4_000_000, 4_000_000)).toBe(false);
  });

  it.each([
    ['assume-unchanged', ['update-index', '--assume-unchanged', 'src/c.js']],
    ['skip-worktree', ['update-index', '--skip-worktree', 'z/y/x']],
    ['split', ['update-index', '--split-index']],
  ] as const)('is not trusted with %s', async (_name, command) => {
    const repo = await make(['update-index', '--index-version', version], command);
    expect((await scan(repo))?.trustworthy).toBe(false);
  });

  it('is trusted with a file added by intent, and read to its end', async () => {
    const repo = await make(['update-index', '--index-version', version]);
    await writeFile(join(repo, 'intent'), 'i\n');
    git(repo, 'add', '-N', 'intent');
    expect(await scan(repo)).toMatchObject({ entries: 6, trustworthy: true });
  });

  it('is read with names longer than its length field', async () => {
    const repo = await make(['update-index', '--index-version', version]);
    const blob = git(repo, 'rev-parse', 'HEAD:a');
    git(repo, 'update-index', '--add', '--cacheinfo', `100644,${blob},${LONG}`);
    git(repo, 'update-index', '--assume-unchanged', 'z/y/x');
    expect(await scan(repo)).toMatchObject({ entries: 6, trustworthy: false });
  });
});

it('is not trusted in the middle of a merge', async () => {
  const repo = await make(['checkout', '-q', '-b', 'other']);
  for (const [branch, content] of [
    ['other', 'o\n'],
    ['main', 'm\n'],
  ] as const) {
    git(repo, 'checkout', '-q', branch);
    await writeFile(join(repo, 'a'), content);
    git(repo, 'commit', '-qam', branch);
  }
  expect(() => git(repo, 'merge', '-q', 'other')).toThrow();
  expect((await scan(repo))?.trustworthy).toBe(false);
});

it('is not trusted with sparse directories', async () => {
  const repo = await make(['sparse-checkout', 'set', '--cone', '--sparse-index', 'src']);
  expect((await scan(repo))?.trustworthy).toBe(false);
});

it('names submodules', async () => {
  const repo = await make();
  git(repo, 'update-index', '--add', '--cacheinfo', `160000,${git(repo, 'rev-parse', 'HEAD')},sub`);
  expect(await scan(repo)).toMatchObject({ submodules: true, trustworthy: true });
});

it('is read with SHA-256', async () => {
  const repo = await make();
  await rm(join(repo, '.git'), { recursive: true });
  git(repo, 'init', '-q', '--object-format=sha256');
  git(repo, 'add', '-A');
  expect(await scan(repo, 32)).toMatchObject({ entries: 5, trustworthy: true });
});

it('ends, without an error, wherever the bytes are cut or whatever they claim', async () => {
  for (const version of ['2', '4']) {
    const repo = await make(['update-index', '--index-version', version], ['update-index', '--skip-worktree', 'a']);
    const bytes = await readFile(join(repo, '.git/index'));
    for (let length = 0; length < bytes.length; length++)
      expect(() => scanIndex(bytes.subarray(0, length), 20)).not.toThrow();
    const lying = Buffer.from(bytes);
    lying.writeUInt32BE(0xffff_ffff, 8);
    expect(scanIndex(lying, 20)).toBeUndefined();
    for (let at = 12; at < bytes.length; at++) {
      const broken = Buffer.from(bytes);
      broken[at] = 0xff;
      expect(() => scanIndex(broken, 20)).not.toThrow();
    }
  }
  expect(scanIndex(Buffer.from('not an index'), 20)).toBeUndefined();
});
