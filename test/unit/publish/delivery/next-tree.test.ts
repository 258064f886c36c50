import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextTree } from '../../../../src/publish/delivery/next-tree.js';
import { parsePatch } from '../../../../src/publish/delivery/parse-patch.js';
import { diffTrees, gitApply, gitBytes, objectsOf, seeded, type TreeFile, writeTree } from './support.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'next-tree-'));
  gitBytes(directory, ['init', '-q']);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

type Files = Map<string, TreeFile>;

const text = (content: string | Buffer, mode: TreeFile['mode'] = '100644'): TreeFile => ({
  mode,
  content: Buffer.from(content as string),
});
const tree = (files: Readonly<Record<string, TreeFile>>): string =>
  writeTree(directory, new Map(Object.entries(files)));
const apply = async (from: string, patch: Buffer): Promise<string> =>
  (await nextTree(objectsOf(directory), from, parsePatch(patch))).id;

/** What refuses it, in words. */
async function refused(from: string, patch: Buffer | string): Promise<string> {
  try {
    await apply(from, Buffer.from(patch as string));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'delivery.refused') return error.message;
    throw error;
  }
  return 'accepted';
}

const NAMES = [
  'a.txt',
  'b.txt',
  'src/one.js',
  'src/two words.js',
  'src/deep/three.py',
  'ünïcödé/名前.txt',
  'quo"te\\back.txt',
  'tab\there.txt',
  'new\nline',
  'b/b b/b',
  ' leading',
  'trailing ',
  'x',
  'x.d/y',
  'bin/run',
  '-dash',
  '日本',
];

function lines(random: () => number, count: number): string {
  const line = (): string =>
    `${['alpha', 'beta', '  gamma', '+++ b/x', '--- a/x', '@@ -1 +1 @@', ''][Math.floor(random() * 7)]} ${Math.floor(random() * 9)}`;
  const end = random() < 0.3 ? '\r\n' : '\n';
  const body = Array.from({ length: count }, line).join(end);
  return random() < 0.3 ? body : `${body}${end}`;
}

function content(random: () => number): TreeFile {
  const kind = random();
  if (kind < 0.1) return text('');
  if (kind < 0.25) {
    const bytes = Buffer.from(Array.from({ length: Math.floor(random() * 3000) }, () => Math.floor(random() * 256)));
    return text(Buffer.concat([Buffer.from([0, 255]), bytes]));
  }
  if (kind < 0.35) return text('one.js', '120000');
  if (kind < 0.4) return text(Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), Buffer.from(lines(random, 20))]));
  return text(lines(random, 1 + Math.floor(random() * 40)), random() < 0.2 ? '100755' : '100644');
}

/** A file and a folder of one name cannot both be. */
function set(files: Files, path: string, file: TreeFile): void {
  for (const other of files.keys())
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  files.set(path, file);
}

function edited(random: () => number, { mode, content: old }: TreeFile): TreeFile {
  if (mode === '120000') return text(random() < 0.5 ? 'two words.js' : 'elsewhere', '120000');
  const kind = random();
  if (kind < 0.2) return { mode: mode === '100644' ? '100755' : '100644', content: old };
  const newMode = kind < 0.3 ? '100755' : mode;
  if (old.includes(0))
    return {
      mode: newMode,
      content: Buffer.concat([old.subarray(0, old.length >> 1), Buffer.from('more'), old.subarray(old.length >> 1)]),
    };
  const before = old.toString('latin1').split('\n');
  for (let count = 0; count < 1 + random() * 4; count += 1) {
    const at = Math.floor(random() * (before.length + 1));
    before.splice(at, Math.floor(random() * 3), ...(random() < 0.7 ? [`changed ${Math.floor(random() * 99)}`] : []));
  }
  return { mode: newMode, content: Buffer.from(before.join('\n'), 'latin1') };
}

function randomChange(seed: number): { readonly before: Files; readonly after: Files } {
  const random = seeded(seed);
  const pick = (): string => NAMES[Math.floor(random() * NAMES.length)] ?? 'x';
  const before: Files = new Map([['keep', text('kept\n')]]);
  for (let count = 0; count < 8; count += 1) set(before, pick(), content(random));
  const after: Files = new Map(before);
  for (let count = 0; count < 1 + random() * 6; count += 1) {
    const known = [...after.keys()].filter((path) => path !== 'keep');
    const path = known[Math.floor(random() * known.length)] ?? pick();
    const file = after.get(path);
    const kind = random();
    if (!file || kind < 0.25) set(after, pick(), content(random));
    else if (kind < 0.6) after.set(path, edited(random, file));
    else if (kind < 0.75) after.delete(path);
    else {
      after.delete(path);
      set(after, pick(), kind < 0.85 ? file : edited(random, file));
    }
  }
  return { before, after };
}

describe('a patch in a tree', () => {
  it('makes the tree that git makes, over 40 random changes', async () => {
    let binary = 0;
    let moved = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const { before, after } = randomChange(seed);
      const from = writeTree(directory, before);
      const to = writeTree(directory, after);
      const patch = diffTrees(directory, from, to);
      if (patch.includes('GIT binary patch')) binary += 1;
      if (patch.includes('\nrename from ')) moved += 1;
      const next = await nextTree(objectsOf(directory), from, parsePatch(patch));
      expect(next.id, `seed ${seed}`).toBe(to);
      for (const { path, mode, content } of next.writes) {
        expect(mode, `seed ${seed}`).toBe(after.get(path)?.mode);
        if (content) expect(content.equals(after.get(path)?.content ?? Buffer.alloc(0)), `seed ${seed}`).toBe(true);
      }
    }
    expect(binary).toBeGreaterThan(5);
    expect(moved).toBeGreaterThan(3);
  });

  it('takes no damaged patch for anything that git would not make of it', async () => {
    let taken = 0;
    let refusals = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seeded(1000 + seed);
      const { before, after } = randomChange(seed);
      const from = writeTree(directory, before);
      const patch = Buffer.from(diffTrees(directory, from, writeTree(directory, after)));
      if (patch.length === 0) continue;
      const at = Math.floor(random() * patch.length);
      const damaged =
        random() < 0.3
          ? patch.subarray(0, at)
          : random() < 0.5
            ? Buffer.concat([patch.subarray(0, at), patch.subarray(at + 1)])
            : Buffer.concat([
                patch.subarray(0, at),
                Buffer.from([32 + Math.floor(random() * 90)]),
                patch.subarray(at + 1),
              ]);
      let id: string;
      try {
        id = await apply(from, damaged);
      } catch (error) {
        expect(error).toMatchObject({ code: 'delivery.refused' });
        refusals += 1;
        continue;
      }
      taken += 1;
      if (damaged.length > 0) expect(id, `seed ${seed}`).toBe(gitApply(directory, from, damaged));
    }
    expect(refusals).toBeGreaterThan(taken);
  });

  it('follows a file that becomes a link, a folder that becomes a file, and the other way round', async () => {
    const from = tree({ a: text('a\n'), 'd/e/f': text('f\n'), g: text('g\n'), l: text('a', '120000'), k: text('k') });
    const to = tree({
      a: text('k', '120000'),
      d: text('now a file\n'),
      'g/h': text('h\n'),
      l: text('file\n'),
      k: text('k'),
    });
    const patch = diffTrees(directory, from, to);
    const next = await nextTree(objectsOf(directory), from, parsePatch(patch));
    expect(next.id).toBe(to);
    expect(next.deletes).toEqual([]);
    expect(next.writes.map(({ path }) => path).sort()).toEqual(['a', 'd', 'g/h', 'l']);
  });

  it('refuses links that lead out, on the way or at the end', async () => {
    const from = tree({ k: text('k\n'), out: text('/tmp', '120000') });
    for (const target of ['/etc/passwd', '../x', 'k/../../x', '.git/hooks/x']) {
      const patch = diffTrees(
        directory,
        from,
        tree({ k: text('k\n'), out: text('/tmp', '120000'), n: text(target, '120000') }),
      );
      expect(await refused(from, patch)).toMatch(/n is a symbolic link (to|that|into)/);
    }
    const below = diffTrees(directory, tree({ k: text('k\n') }), tree({ k: text('k\n'), 'out/new': text('n\n') }));
    expect(await refused(from, below)).toBe('out/new cannot be reached: out is a symbolic link in the work commit');
  });

  it.each([
    '.git/config',
    'a/.GIT/hooks/x',
    'git~1/x',
    'a/.g\u200cit/x',
    'a\\\\.git\\\\x',
    '../x',
    'a/../x',
    '/etc/x',
    'a//b',
    '.github/workflows/ci.yml',
    '.GitHub/Workflows/ci.yml',
  ])('refuses %s', async (path) => {
    const from = tree({ k: text('k\n') });
    const patch = `diff --git a/${path} b/${path}\nnew file mode 100644\nindex ${'0'.repeat(40)}..b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+hello\n\\ No newline at end of file\n`;
    expect(await refused(from, patch)).toMatch(/is no path of a file|lies in \.git|is a workflow/);
  });

  it('refuses submodules, other modes, what is there already and what is there otherwise', async () => {
    const from = tree({ k: text('k\n'), x: text('x\n', '100755') });
    const id = '1'.repeat(40);
    const zero = '0'.repeat(40);
    const added = (mode: string): string =>
      `diff --git a/n b/n\nnew file mode ${mode}\nindex ${zero}..${id}\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+n\n`;
    expect(await refused(from, added('160000'))).toMatch(/n is a submodule/);
    expect(await refused(from, added('100666'))).toMatch(/n is a file of mode 100666/);
    expect(await refused(from, added('100644'))).toBe('n would not become what the patch says');
    const again = diffTrees(directory, tree({ x: text('x\n', '100755') }), from);
    expect(await refused(from, again)).toBe('k is new in the patch and is in the work commit');
    const other = diffTrees(directory, tree({ k: text('K\n') }), tree({ k: text('new\n') }));
    expect(await refused(from, other)).toBe('k is not in the work commit as the patch expects it');
    const mode = diffTrees(directory, tree({ x: text('x\n') }), tree({ x: text('y\n') }));
    expect(await refused(from, mode)).toBe('x is not in the work commit as the patch expects it');
    const twice = diffTrees(directory, from, tree({ k: text('new\n'), x: text('x\n', '100755') }));
    expect(await refused(from, Buffer.concat([twice, twice]))).toBe('the patch changes k twice');
    const all = diffTrees(directory, from, gitBytes(directory, ['mktree'], '').toString().trim());
    expect(await refused(from, all)).toBe('nothing would be left of the repository');
  });

  it('does not take what is listed for what the tree holds', async () => {
    const from = tree({ k: text('k\n'), 'd/e': text('e\n') });
    const patch = diffTrees(directory, from, tree({ k: text('new\n'), 'd/e': text('e\n') }));
    const real = objectsOf(directory);
    const short = { ...real, tree: async (id: string) => (await real.tree(id)).filter(({ name }) => name !== 'd') };
    await expect(nextTree(short, from, parsePatch(patch))).rejects.toThrow('is not as GitHub lists it');
    const other = { ...real, blob: async () => Buffer.from('K\n') };
    await expect(nextTree(other, from, parsePatch(patch))).rejects.toThrow('is not what GitHub gives');
  });

  it('refuses a folder of GitHub’s that is a link', async () => {
    const from = tree({ k: text('k\n') });
    const patch = diffTrees(directory, from, tree({ k: text('k\n'), '.github': text('other', '120000') }));
    expect(await refused(from, patch)).toBe('.github is a symbolic link');
  });

  it('reads a few files at the same time, and each directory once', async () => {
    const files = (word: string) =>
      tree(
        Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`d/${index % 3}/${index}`, text(word + index)])),
      );
    const from = files('a');
    const to = files('b');
    const real = objectsOf(directory);
    const trees: string[] = [];
    let open = 0;
    let most = 0;
    const watched = {
      tree: (id: string) => {
        trees.push(id);
        return real.tree(id);
      },
      blob: async (id: string) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return real.blob(id);
      },
    };
    expect((await nextTree(watched, from, parsePatch(diffTrees(directory, from, to)))).id).toBe(to);
    expect(new Set(trees).size).toBe(trees.length);
    expect(trees).toHaveLength(5);
    expect(most).toBe(8);
  });

  it('makes no more of a small patch than a publisher can hold', async () => {
    const from = tree({ k: text('k\n') });
    const zeros = text(Buffer.alloc(45 << 20));
    const patch = diffTrees(directory, from, tree({ k: text('k\n'), x: zeros, y: zeros, z: zeros }));
    expect(patch.length).toBeLessThan(1 << 20);
    expect(await refused(from, patch)).toBe('the changed files have more than 134217728 bytes together');
  });

  it('unpacks no more than a binary file says that it is', async () => {
    const from = tree({ k: text('k\n') });
    const big = diffTrees(directory, from, tree({ k: text('k\n'), z: text(Buffer.alloc(1 << 20)) })).toString('latin1');
    const patch = big.replace(/literal 1048576/, 'literal 10');
    expect(patch).not.toBe(big);
    expect(await refused(from, Buffer.from(patch, 'latin1'))).toBe(
      'binary data of the patch cannot be unpacked to the size that it gives',
    );
  });
});
