import { afterEach, describe, expect, it } from 'vitest';
import type { Patch } from '../../src/workspace/types.js';
import { type Lab, type LabOptions, lab, repository } from '../support/workspace.js';

const LIMITS = { bytes: 1 << 20, files: 100 };
const FILES = {
  'a.txt': 'one\ntwo\nthree\n',
  'bin/tool': '#!/bin/sh\n',
  'dir/x': 'x\n',
  'dir/y': 'y\n',
  'gone/deep/z': 'z\n',
  'moved.txt': 'a line that is long enough to be found again\nand another\n',
  '.gitignore': 'ignored\n',
  '.gitattributes': '*.crlf text eol=crlf\n',
  'text.crlf': 'one\r\n',
};

/** Everything that a change can be: new, changed and removed files, modes, links, binary, odd names, and kinds. */
const CHANGE = `
  printf 'one\\n2\\nthree' > a.txt; chmod -x bin/tool; rm -r gone
  rm dir/x; mkdir dir/x; echo in > dir/x/file
  rm -r dir/y; ln -s x/file dir/y
  git mv -f moved.txt elsewhere.txt 2>/dev/null || mv moved.txt elsewhere.txt; echo more >> elsewhere.txt
  printf '\\000\\001\\377binary' > blob; printf 'trailing  \\n\\n\\n' > space; : > empty
  printf x > 'odd "name
\\t.txt'; printf y > "$(printf 'bytes-\\377')"; printf 'two\\r\\n' > text.crlf
  mkdir new; printf '#!/bin/sh\\n' > new/run; chmod +x new/run; echo no > ignored
`;

let made: Lab[] = [];
afterEach(async () => {
  await Promise.all(made.map((one) => one.dispose()));
  made = [];
});

async function over(repo: string, options: LabOptions): Promise<Lab> {
  const one = await lab(repo, options);
  made.push(one);
  return one;
}

const plain = ({ files, contents, diff, refusals }: Patch) => ({
  files,
  diff: diff.toString('latin1'),
  refusals,
  contents: new Map([...contents].map(([path, content]) => [path, content.toString('latin1')])),
});

describe.each([
  ['overlay', {}],
  ['overlay from objects', { checkoutUsable: false }],
  ['copy', { copy: true }],
] as const)('a change whose room is long gone, by %s', (_name, options) => {
  it('is the same patch again, and the same tree for the next room', async () => {
    const repo = await repository(FILES);
    const first = await over(repo, options);
    const top = await first.workspace.openAgentTop('agent', null);
    await top.renew();
    expect((await first.run(top, CHANGE)).code).toBe(0);
    const patch = await first.workspace.collect(top, LIMITS);
    expect(patch.files.length).toBeGreaterThan(12);

    const second = await over(repo, options);
    const again = await second.workspace.readPatch(patch.diff, LIMITS);
    if (!again) throw new Error('the diff does not apply');
    expect(plain(again)).toEqual(plain(patch));
    const next = await second.workspace.openAgentTop('agent', null);
    await second.workspace.restore(next, again);
    await next.renew();
    const look =
      'find . -path ./.git -prune -o ! -name ignored -printf "%M %p %l\\n" | sort | grep -av "^d"; cat a.txt blob | od -c';
    expect((await second.run(next, look)).output).toBe((await first.run(top, look)).output);
    // What the next room adds is one change with it.
    expect((await second.run(next, 'echo later > later; rm dir/x/file')).code).toBe(0);
    const both = await second.workspace.collect(next, LIMITS);
    const paths = both.files.map(({ path }) => path);
    expect(paths).toContain('later');
    expect(paths).not.toContain('dir/x/file');
    expect(paths.filter((path) => path !== 'later')).toEqual(
      patch.files.map(({ path }) => path).filter((path) => path !== 'dir/x/file'),
    );
  });
});

describe('a diff that is no patch of the base', () => {
  it.each<[string, (diff: string) => string]>([
    ['another context', (diff) => diff.replaceAll('-two', '-tow')],
    ['half of it', (diff) => diff.slice(0, diff.length / 2)],
    ['no diff at all', () => 'hello\n'],
    ['words before it', (diff) => `hello\n${diff}`],
    ['a path outside', (diff) => diff.replaceAll('a.txt', '../a.txt')],
    ['a path in .git', (diff) => diff.replaceAll('a.txt', '.git/config')],
    [
      'a submodule',
      () =>
        `diff --git a/sub b/sub\nnew file mode 160000\nindex ${'0'.repeat(40)}..${'1'.repeat(40)}\n--- /dev/null\n+++ b/sub\n@@ -0,0 +1 @@\n+Subproject commit ${'1'.repeat(40)}\n`,
    ],
  ])('is none: %s', async (_name, damage) => {
    const one = await over(await repository(FILES), {});
    const top = await one.workspace.openTop('agent');
    await one.run(top, "printf 'one\\n2\\nthree\\n' > a.txt");
    const { diff } = await one.workspace.collect(top, LIMITS);
    expect(await one.workspace.readPatch(diff, LIMITS)).toBeDefined();
    expect(await one.workspace.readPatch(Buffer.from(damage(diff.toString())), LIMITS)).toBeUndefined();
    expect(await one.workspace.readPatch(diff, { ...LIMITS, bytes: 20 })).toBeUndefined();
    expect(await one.workspace.readPatch(diff, { ...LIMITS, files: 0 })).toBeUndefined();
  });
});
