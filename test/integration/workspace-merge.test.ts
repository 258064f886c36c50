import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Merge, Patch } from '../../src/workspace/types.js';
import { git, type Lab, lab, repository } from '../support/workspace.js';

const LIMITS = { bytes: 16 << 20, files: 1000 };
const LINES = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';

const disposables: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposables.splice(0).reverse()) await dispose();
});

async function open(files: Readonly<Record<string, string | Buffer>>, options = {}): Promise<Lab> {
  const repo = await repository(files);
  const made = await lab(repo, options);
  disposables.push(
    () => rm(repo, { recursive: true, force: true }),
    () => made.dispose(),
  );
  return made;
}

/** What a script in a room changes. */
async function changed(made: Lab, name: string, script: string, over?: Patch): Promise<Patch> {
  const top = await made.workspace.openAgentTop(name, null);
  if (over) await made.workspace.restore(top, over);
  await top.renew();
  const { code, output } = await made.run(top, script);
  expect(code, output).toBe(0);
  const patch = await made.workspace.collect(top, LIMITS);
  await top.close();
  expect(patch.refusals).toEqual([]);
  return patch;
}

const join2 = (made: Lab, ours: Patch, theirs: Patch, from?: Patch): Promise<Merge> =>
  made.workspace.merge({ from, ours, theirs }, LIMITS);

describe.each([
  ['overlay', {}],
  ['copy', { copy: true }],
] as const)('changes of a workspace by %s', (_name, options) => {
  it('are joined by content, and the whole is a patch like any other', async () => {
    const made = await open({ 'a.txt': LINES, 'gone.txt': 'x\n', 'bin/run': '#!/bin/sh\n' }, options);
    const one = await changed(made, 'one', 'sed -i s/2/two/ a.txt; rm gone.txt; echo n > new.txt');
    const other = await changed(
      made,
      'other',
      "sed -i s/8/eight/ a.txt; mkdir d; ln -s ../a.txt d/link; printf '\\0b' > b.bin",
    );
    const merged = await join2(made, one, other);
    expect(merged.conflicts).toEqual([]);
    const top = await made.workspace.openPatched('merged', merged.patch as Patch, merged.patch?.files ?? []);
    const { output } = await made.run(
      top,
      'sed -n "2p;8p" a.txt; ls; readlink d/link; wc -c < b.bin; [ -x bin/run ] && echo runs',
    );
    expect(output.split('\n')).toEqual([
      'two',
      'eight',
      'a.txt',
      'b.bin',
      'bin',
      'd',
      'new.txt',
      '../a.txt',
      '2',
      'runs',
      '',
    ]);
    expect(merged.patch?.files.map(({ path, status }) => [path, status])).toEqual([
      ['a.txt', 'modified'],
      ['b.bin', 'added'],
      ['d/link', 'added'],
      ['gone.txt', 'deleted'],
      ['new.txt', 'added'],
    ]);
    expect(await made.workspace.readPatch(merged.patch?.diff ?? Buffer.alloc(0), LIMITS)).toMatchObject({
      files: merged.patch?.files,
    });
  });

  it('that stand on one another are joined from there', async () => {
    const made = await open({ 'a.txt': LINES }, options);
    const first = await changed(made, 'first', 'sed -i s/5/five/ a.txt');
    const [one, other] = [
      await changed(made, 'one', 'grep -q five a.txt; sed -i s/4/four/ a.txt; sed -i s/five/FIVE/ a.txt', first),
      await changed(made, 'other', 'sed -i s/1/one/ a.txt', first),
    ];
    const merged = await join2(made, one, other, first);
    expect(merged.patch?.contents.get('a.txt')?.toString()).toBe('one\n2\n3\nfour\nFIVE\n6\n7\n8\n9\n');
    // From the base, one side's further change of what the other has too is a conflict.
    expect((await join2(made, one, other)).conflicts).toEqual(['a.txt']);
  });

  it.each<[string, string, string, string]>([
    ['the same line', 'sed -i s/2/two/ a.txt', 'sed -i s/2/deux/ a.txt', 'a.txt'],
    ['a binary file', "printf '\\0one' > b.bin", "printf '\\0two' > b.bin", 'b.bin'],
    ['a file that one deletes', 'rm a.txt', 'sed -i s/2/two/ a.txt', 'a.txt'],
    ['a file and a folder', 'echo x > new', 'mkdir new; echo x > new/y', 'new'],
    ['a file and a link', 'echo x > new', 'ln -s a.txt new', 'new'],
    ['a new file', 'echo x > new', 'echo y > new', 'new'],
  ])('of %s are a conflict', async (_what, one, other, path) => {
    const made = await open({ 'a.txt': LINES, 'b.bin': Buffer.from([0, 1]) }, options);
    const merged = await join2(made, await changed(made, 'one', one), await changed(made, 'other', other));
    expect(merged.patch).toBeUndefined();
    expect(merged.conflicts.some((conflict) => conflict.startsWith(path))).toBe(true);
  });
});

describe('nothing of a repository has a say in a merge', () => {
  it('neither attributes nor drivers of the checkout, the user or the changes', async () => {
    const files = { 'a.txt': LINES, '.gitattributes': '*.txt merge=union\n*.dat merge=evil\n', 'x.dat': 'x\n' };
    const repo = await repository(files);
    const witness = join(repo, '.git/witness');
    git(repo, 'config', 'merge.evil.driver', `touch ${witness}`);
    git(repo, 'config', 'merge.default', 'evil');
    await writeFile(join(repo, '.git/info/attributes'), '* merge=evil\n');
    const made = await lab(repo);
    disposables.push(
      () => rm(repo, { recursive: true, force: true }),
      () => made.dispose(),
    );
    const one = await changed(
      made,
      'one',
      'sed -i s/2/two/ a.txt; echo one > x.dat; echo "* merge=union" > d; mkdir sub; cp d sub/.gitattributes',
    );
    const other = await changed(made, 'other', 'sed -i s/2/deux/ a.txt; echo two > x.dat');
    const merged = await join2(made, one, other);
    expect([...merged.conflicts].sort()).toEqual(['a.txt', 'x.dat']);
    expect(existsSync(witness)).toBe(false);
  });

  it('nor does a guess: a new file stays in the folder that the other side left', async () => {
    const made = await open({ 'old/a.txt': LINES, 'old/b.txt': `${LINES}b\n` });
    const one = await changed(made, 'one', 'mkdir new; mv old/a.txt old/b.txt new; rmdir old');
    const other = await changed(made, 'other', 'echo c > old/c.txt; sed -i s/2/two/ old/a.txt');
    const { patch } = await join2(made, one, other);
    expect(patch?.files.map(({ path }) => path)).toContain('old/c.txt');
    expect(patch?.contents.get('new/a.txt')?.toString()).toBe(LINES.replace('2', 'two'));
  });
});

it('many changes can be collected at the same time, and joined one after another', async () => {
  const made = await open({ 'a.txt': LINES });
  const tops = [];
  for (let index = 0; index < 12; index++) {
    const top = await made.workspace.openAgentTop(`t${index}`, null);
    await top.renew();
    await made.run(top, `echo ${index} > file-${index}`);
    tops.push(top);
  }
  const patches = await Promise.all(tops.map((top) => made.workspace.collect(top, LIMITS)));
  expect(patches.map(({ files }) => files.map(({ path }) => path))).toEqual(tops.map((_, index) => [`file-${index}`]));
  let whole: Patch | undefined;
  for (const theirs of patches) {
    const merged: Merge = await made.workspace.merge({ from: undefined, ours: whole, theirs }, LIMITS);
    whole = merged.patch;
  }
  expect(whole?.files).toHaveLength(12);
});
