import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { inspectCheckout } from '../../src/workspace/git.js';
import { git, type Lab, type LabOptions, lab, repository } from '../support/workspace.js';

const LIMITS = { bytes: 16 << 20, files: 1000 };
const FILES = {
  'src/a.js': 'a\n',
  'test/a.test.js': 'test\n',
  'test/deep/b.test.js': 'deep\n',
  'verify.sh': 'exit 1\n',
  'lib/check.js': 'check\n',
  '.gitignore': 'node_modules/\n*.log\n',
};

const disposables: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposables.splice(0).reverse()) await dispose();
});

function later(path: string): string {
  disposables.push(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function openLab(repo: string, options: LabOptions = {}): Promise<Lab> {
  const made = await lab(repo, options);
  disposables.push(() => made.dispose());
  return made;
}

async function open(
  files: Readonly<Record<string, string | Buffer>> = FILES,
  options: LabOptions = {},
  before: (repo: string) => Promise<void> | void = () => {},
): Promise<{ made: Lab; repo: string }> {
  const repo = later(await repository(files));
  await before(repo);
  return { made: await openLab(repo, options), repo };
}

/** The tree that git makes of what a room shows, ignored but tracked files included. */
const TREE =
  'cp -a /workspace /tmp/t && cd /tmp/t && rm -rf .git && git init -q . && git add -A -f . >/dev/null && git write-tree';

/** Git counts a file's times in seconds: what these tests need is a file system whose clock has moved on. */
async function nextSecond(milliseconds: number): Promise<void> {
  const probe = join(later(await mkdtemp(join(tmpdir(), 'clock-'))), 'probe');
  for (let now = 0; secondOf(now) <= secondOf(milliseconds); now = (await stat(probe)).ctimeMs)
    await writeFile(probe, '');
}

function secondOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function commitAll(repo: string, message = 'more'): void {
  git(repo, 'add', '-A');
  git(repo, 'commit', '-q', '-m', message);
}

describe.each([
  ['overlay', {}],
  ['overlay from objects', { checkoutUsable: false }],
  ['copy', { copy: true }],
] as const)('a hostile prepare step in a workspace by %s', (_name, options) => {
  it('cannot take tracked files away by making their directories anew', async () => {
    const { made } = await open(FILES, options);
    const prepare = await made.workspace.openTop('prepare');
    await made.run(prepare, 'rm -r test && mkdir -p test/deep && echo mine > test/mine.js; chmod 700 test');
    await made.workspace.freeze(prepare);
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'cat test/a.test.js test/deep/b.test.js test/mine.js; git status --porcelain -uno',
    );
    expect(output).toBe('test\ndeep\nmine\n');
  });

  it('cannot put a directory in the place of a tracked file, or anything in the place of a tracked directory', async () => {
    const { made } = await open({ ...FILES, 'data/x': 'x\n', 'data/y/z': 'z\n' }, options);
    const prepare = await made.workspace.openTop('prepare');
    await made.run(
      prepare,
      'rm lib/check.js && mkdir lib/check.js && echo evil > lib/check.js/index.js; rm -r data/y && echo f > data/y; rm -r src && ln -s lib src',
    );
    await made.workspace.freeze(prepare);
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'cat lib/check.js data/y/z src/a.js; git status --porcelain -uno',
    );
    expect(output).toBe('check\nz\na\n');
  });

  it('cannot change the .git that later rooms see', async () => {
    const { made } = await open(FILES, options);
    const prepare = await made.workspace.openTop('prepare');
    await made.run(
      prepare,
      'git config core.fsmonitor /workspace/evil; echo x > .git/hooks; git commit -qam x --allow-empty',
    );
    await made.workspace.freeze(prepare);
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'git config core.fsmonitor; ls .git; git rev-parse HEAD',
    );
    expect(output).not.toMatch(/evil|hooks/);
    expect(output).toContain(made.workspace.base.commit);
  });

  it('cannot make the host write through a link that it left', async () => {
    const { made } = await open(FILES, options);
    const outside = later(await mkdtemp(join(tmpdir(), 'outside-')));
    const before = await stat(outside);
    const prepare = await made.workspace.openTop('prepare');
    expect(await made.run(prepare, `ln -s ${outside} gen`)).toEqual({ code: 0, output: '' });
    await made.workspace.freeze(prepare);
    const top = await made.workspace.openTop('t');
    expect(await made.run(top, 'rm gen && mkdir gen && echo escaped > gen/x.js')).toEqual({ code: 0, output: '' });
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map((file) => file.path)).toEqual(['gen/x.js']);
    const proof = await made.workspace.openPatched('p', patch, patch.files);
    expect(existsSync(join(outside, 'x.js'))).toBe(false);
    const after = await stat(outside);
    expect([after.mode, after.uid, after.mtimeMs]).toEqual([before.mode, before.uid, before.mtimeMs]);
    expect((await made.run(proof, 'cat gen/x.js; test -L gen || echo real')).output).toBe('escaped\nreal\n');
  });

  it('cannot have files of the host copied into rooms through a tracked link', async () => {
    const outside = later(await mkdtemp(join(tmpdir(), 'outside-')));
    await writeFile(join(outside, 'key'), 'HOST SECRET\n');
    const { made } = await open(FILES, options, async (repo) => {
      await symlink(outside, join(repo, 'link'));
      commitAll(repo);
    });
    const prepare = await made.workspace.openTop('prepare');
    await made.run(prepare, 'rm link && mkdir link && echo other > link/key');
    await made.workspace.freeze(prepare);
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'cat link/key 2>&1; test -L link && echo link',
    );
    expect(output).not.toContain('HOST SECRET');
    expect(output).toMatch(/link\n$/);
  });
});

describe.each([
  ['overlay', {}],
  ['copy', { copy: true }],
] as const)('a hostile agent in a workspace by %s', (_name, options) => {
  it('cannot compare its files with those of the host through a link of the base', async () => {
    const outside = later(await mkdtemp(join(tmpdir(), 'outside-')));
    await writeFile(join(outside, 'key'), 'guess\n', { mode: 0o644 });
    await writeFile(join(outside, '.gitignore'), '*\n');
    const { made } = await open(FILES, options, async (repo) => {
      await symlink(outside, join(repo, 'link'));
      commitAll(repo);
    });
    const top = await made.workspace.openTop('t');
    await made.run(top, 'rm link && mkdir link && echo guess > link/key && echo other > link/new');
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map((file) => `${file.status} ${file.path}`).sort()).toEqual([
      'added link/key',
      'added link/new',
      'deleted link',
    ]);
    const proof = await made.workspace.openPatched('p', patch, patch.files);
    expect((await made.run(proof, 'cat link/key link/new')).output).toBe('guess\nother\n');
  });

  it('leaves an empty directory in the place of a file, which deletes it', async () => {
    const { made } = await open(FILES, options);
    const top = await made.workspace.openTop('t');
    await made.run(top, 'rm src/a.js && mkdir src/a.js');
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map((file) => `${file.status} ${file.path}`)).toEqual(['deleted src/a.js']);
  });

  it('cannot leave the work tree by a link over a link', async () => {
    const { made } = await open({ ...FILES, 'x/y/z': 'z\n' }, options);
    const top = await made.workspace.openTop('t');
    await made.run(
      top,
      'ln -s ../.. x/y/d; ln -s x/y/d/../../outside l; ln -s ../src/a.js test/fine.js; ln -s .GIT/config c',
    );
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.refusals.map((refusal) => refusal.path).sort()).toEqual(['c', 'l']);
  });

  it('gets refused for paths deeper than the host can name, and leaves nothing behind', async () => {
    const { made } = await open(FILES, options);
    const top = await made.workspace.openTop('t');
    const name = 'd'.repeat(200);
    const script = `for i in $(seq 40); do mkdir ${name} && cd ${name} || exit 9; done; echo x > f`;
    expect(await made.run(top, script)).toEqual({ code: 0, output: '' });
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.refusals.map((refusal) => refusal.reason)).toEqual(['is deeper than paths may be']);
    await top.close();
    const path = top.view.kind === 'overlay' ? top.view.upper : top.view.path;
    expect(existsSync(path)).toBe(false);
  });
});

describe('a checkout that is not what git thinks', () => {
  it('is looked at by content where an edit has the size and time of the committed file', async () => {
    const { made } = await open(FILES, {}, async (repo) => {
      const file = join(repo, 'src/a.js');
      await utimes(file, 1_600_000_000, 1_600_000_000);
      git(repo, 'update-index', '--refresh');
      const indexed = secondOf((await stat(file)).ctimeMs);
      // Only the time of the change tells: a clock that is set back meanwhile would leave nothing for git to see.
      for (let now = indexed; now === indexed; now = secondOf((await stat(file)).ctimeMs)) {
        await nextSecond(indexed * 1000);
        await writeFile(file, 'b\n');
        await utimes(file, 1_600_000_000, 1_600_000_000);
      }
    });
    expect((await made.run(await made.workspace.openTop('t'), 'cat src/a.js')).output).toBe('a\n');
  });

  it('is looked at by content where an edit came in the second in which git wrote its index', async () => {
    const { made } = await open(FILES, {}, async (repo) => {
      const file = join(repo, 'src/a.js');
      // Until a file was changed in the very second in which its index was written: then only its content can tell.
      for (let same = false; !same; ) {
        await writeFile(file, 'a\n');
        git(repo, 'update-index', '--refresh');
        await writeFile(file, 'b\n');
        const [ours, index] = await Promise.all([stat(file), stat(join(repo, '.git/index'))]);
        same = secondOf(ours.ctimeMs) === secondOf(index.mtimeMs);
      }
      await nextSecond((await stat(file)).ctimeMs);
    });
    expect((await made.run(await made.workspace.openTop('t'), 'cat src/a.js')).output).toBe('a\n');
  });

  it('shows no submodule, whatever is checked out there, and no credential of it', async () => {
    const inner = later(await repository({ 'inner.txt': 'inner\n' }));
    const { made } = await open(FILES, {}, async (repo) => {
      git(repo, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'mod/sub');
      commitAll(repo);
      await writeFile(join(repo, 'mod/sub/.env'), 'SECRET\n');
      await writeFile(join(repo, 'mod/sub/inner.txt'), 'edited\n');
    });
    expect(made.workspace.base.source).toBe('checkout');
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'ls -A mod/sub; test -d mod/sub && echo there; git status --porcelain',
    );
    expect(output).toBe('there\n');
  });

  it('shows the work commit where that has a file and the checkout a submodule', async () => {
    const inner = later(await repository({ 'inner.txt': 'inner\n' }));
    const repo = later(await repository({ ...FILES, thing: 'file\n' }));
    const work = git(repo, 'rev-parse', 'HEAD');
    git(repo, 'rm', '-q', 'thing');
    git(repo, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'thing');
    git(repo, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'new');
    commitAll(repo);
    const made = await openLab(repo, { work });
    const { output } = await made.run(await made.workspace.openTop('t'), `ls; cat thing; ${TREE}`);
    expect(output).toBe(`lib\nsrc\ntest\nthing\nverify.sh\nfile\n${made.workspace.base.tree}\n`);
  });

  it('shows the work commit in the middle of a merge conflict, and with files added only by intent', async () => {
    const { made } = await open(FILES, {}, async (repo) => {
      git(repo, 'checkout', '-q', '-b', 'other');
      await writeFile(join(repo, 'src/a.js'), 'other\n');
      commitAll(repo);
      git(repo, 'checkout', '-q', 'main');
      await writeFile(join(repo, 'src/a.js'), 'main\n');
      commitAll(repo);
      expect(() => git(repo, 'merge', '-q', 'other')).toThrow();
      await writeFile(join(repo, 'intent'), 'i\n');
      git(repo, 'add', '-N', 'intent');
    });
    const { output } = await made.run(await made.workspace.openTop('t'), `ls; cat src/a.js; ${TREE}`);
    expect(output).toBe(`lib\nsrc\ntest\nverify.sh\nmain\n${made.workspace.base.tree}\n`);
  });

  it.each(['--assume-unchanged', '--skip-worktree'])('is written from objects where a file is %s', async (flag) => {
    const { made } = await open(FILES, {}, async (repo) => {
      git(repo, 'update-index', flag, 'src/a.js');
      await writeFile(join(repo, 'src/a.js'), 'hidden edit\n');
    });
    expect(made.workspace.base.source).toBe('objects');
    expect((await made.run(await made.workspace.openTop('t'), 'cat src/a.js')).output).toBe('a\n');
  });

  it('works with a split index when ignored files are wanted', async () => {
    const { made } = await open(FILES, { keepIgnored: true }, async (repo) => {
      git(repo, 'update-index', '--split-index');
      await mkdir(join(repo, 'node_modules'));
      await writeFile(join(repo, 'node_modules/x'), 'dep\n');
    });
    expect((await made.run(await made.workspace.openTop('t'), 'cat node_modules/x src/a.js')).output).toBe('dep\na\n');
  });
});

describe.each([
  ['overlay', {}],
  ['overlay from objects', { checkoutUsable: false }],
  ['copy', { copy: true }],
] as const)('ignored files of a checkout in a workspace by %s', (_name, options) => {
  it('come without credentials, even inside ignored directories and repositories', async () => {
    const files = { ...FILES, '.gitignore': 'node_modules/\nlocal/\nclone/\n' };
    const { made } = await open(files, { ...options, keepIgnored: true }, async (repo) => {
      for (const [path, content] of Object.entries({
        'local/deep/.env': 'S\n',
        'local/server.key': 'K\n',
        'local/kept.txt': 'kept\n',
        'node_modules/ca/cacert.pem': 'CA\n',
      })) {
        await mkdir(join(repo, path, '..'), { recursive: true });
        await writeFile(join(repo, path), content);
      }
      execFileSync('git', ['init', '-q', 'clone'], { cwd: repo });
      await writeFile(join(repo, 'clone/kept.txt'), 'clone\n');
    });
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'ls -A local local/deep clone; cat local/kept.txt node_modules/ca/cacert.pem clone/kept.txt',
    );
    expect(output).toBe('clone:\nkept.txt\n\nlocal:\ndeep\nkept.txt\n\nlocal/deep:\nkept\nCA\nclone\n');
  });
});

it('takes no folder of a pull request for a repository', async () => {
  const config = '[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = /etc\n';
  const files = { 'sub/HEAD': 'ref: refs/heads/x\n', 'sub/config': config, 'sub/objects/x': '', 'sub/refs/x': '' };
  const repo = later(await repository(files));
  await expect(inspectCheckout(join(repo, 'sub'), process.env['PATH'] ?? '')).rejects.toMatchObject({
    code: 'checkout.not-a-repository',
  });
});

it('takes no directory for a work tree because the configuration of a clone says so', async () => {
  const home = later(await mkdtemp(join(tmpdir(), 'elsewhere-')));
  const repo = await repository({ 'sub/a': 'a\n' }, home);
  const inspect = (directory: string) => inspectCheckout(directory, process.env['PATH'] ?? '');
  const linked = join(home, 'linked');
  git(repo, 'worktree', 'add', '-q', '--detach', linked);
  await symlink(repo, join(home, 'link'));
  expect((await inspect(linked)).root).toBe(await realpath(linked));
  for (const directory of [repo, join(repo, 'sub'), join(home, 'link', 'sub')])
    expect((await inspect(directory)).root).toBe(await realpath(repo));

  // A submodule's own configuration names its work tree as well.
  const outer = await repository({ b: 'b\n' }, home);
  git(outer, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', repo, 'inner');
  git(outer, 'config', '-f', '.git/modules/inner/config', 'core.worktree');
  await rename(join(repo, '.git'), join(home, 'apart'));
  await symlink(join(home, 'apart'), join(repo, '.git'));
  for (const directory of [join(outer, 'inner'), repo])
    expect((await inspect(directory)).root).toBe(await realpath(directory));

  git(repo, 'config', 'core.worktree', '../..');
  for (const directory of [repo, join(repo, 'sub')])
    await expect(inspect(directory)).rejects.toMatchObject({ code: 'checkout.elsewhere' });
  // Not even where that is a repository itself.
  execFileSync('git', ['init', '-q', home]);
  await expect(inspect(repo)).rejects.toMatchObject({ code: 'checkout.elsewhere' });
});

it('never writes the checkout, not even a mode', async (context) => {
  if (process.getuid?.() === 0) return context.skip('root may read everything: nothing to change a mode for');
  const { made, repo } = await open();
  const file = join(repo, 'src/a.js');
  execFileSync('chmod', ['200', file]);
  const top = await made.workspace.openTop('t');
  await made.run(top, 'rm -f src/a.js; echo a > src/a.js');
  await made.workspace.collect(top, LIMITS);
  expect((await stat(file)).mode & 0o777).toBe(0o200);
  execFileSync('chmod', ['644', file]);
  expect(await readFile(file, 'utf8')).toBe('a\n');
});
