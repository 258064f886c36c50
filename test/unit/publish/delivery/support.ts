import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { TreeEntry } from '../../../../src/publish/delivery/git-objects.js';
import type { ObjectReader } from '../../../../src/publish/delivery/next-tree.js';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@localhost',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@localhost',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  PATH: process.env['PATH'] ?? '',
};

/** Git over one repository, with bytes in and out. */
export function gitBytes(directory: string, args: readonly string[], input?: Buffer | string): Buffer {
  return execFileSync('git', ['-C', directory, ...args], {
    env: IDENTITY,
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
  });
}

export function gitLine(directory: string, ...args: string[]): string {
  return gitBytes(directory, args).toString('utf8').trim();
}

/** The objects of a local repository. */
export function objectsOf(directory: string): ObjectReader {
  return {
    async tree(id): Promise<readonly TreeEntry[]> {
      const listed = gitBytes(directory, ['ls-tree', '-z', id]).toString('utf8').split('\0').filter(Boolean);
      return listed.map((line) => {
        const [, mode = '', entry = '', name = ''] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? [];
        return { mode, id: entry, name };
      });
    },
    async blob(id) {
      return gitBytes(directory, ['cat-file', 'blob', id]);
    },
  };
}

export interface TreeFile {
  readonly mode: '100644' | '100755' | '120000';
  readonly content: Buffer;
}

/** Writes a content as git does, without the price of a process. */
function writeBlob(directory: string, content: Buffer): string {
  const object = Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]);
  const id = createHash('sha1').update(object).digest('hex');
  const objects =
    ['objects', '.git/objects'].map((name) => join(directory, name)).find((path) => existsSync(path)) ?? '';
  const folder = join(objects, id.slice(0, 2));
  const file = join(folder, id.slice(2));
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, deflateSync(object));
  return id;
}

/** Writes a tree of these files and names it. */
export function writeTree(directory: string, files: ReadonlyMap<string, TreeFile>): string {
  gitBytes(directory, ['read-tree', '--empty']);
  const lines = [...files].map(([path, { mode, content }]) => {
    const id = writeBlob(directory, content);
    return `${mode} ${id}\t${path}\0`;
  });
  gitBytes(directory, ['update-index', '-z', '--index-info'], lines.join(''));
  return gitLine(directory, 'write-tree');
}

/** The patch between two trees, as a run writes it. */
export function diffTrees(directory: string, from: string, to: string): Buffer {
  const form = ['--binary', '--full-index', '-M', '--no-ext-diff', '--no-textconv', '--no-color'];
  return gitBytes(directory, ['diff-tree', '-r', '-p', ...form, '--src-prefix=a/', '--dst-prefix=b/', from, to]);
}

/** What git itself makes of a patch over a tree; undefined: it refuses. */
export function gitApply(directory: string, tree: string, patch: Buffer): string | undefined {
  gitBytes(directory, ['read-tree', tree]);
  try {
    gitBytes(directory, ['apply', '--cached', '--binary', '--whitespace=nowarn', '-'], patch);
    return gitLine(directory, 'write-tree');
  } catch {
    return undefined;
  }
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
