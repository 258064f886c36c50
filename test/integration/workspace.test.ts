import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Patch } from '../../src/workspace/types.js';
import { git, type Lab, type LabOptions, lab, repository } from '../support/workspace.js';

const LIMITS = { bytes: 16 << 20, files: 1000 };
const FILES = {
  'src/a.js': 'export const a = 1;\n',
  'src/b.js': 'export const b = 2;\n',
  'src/deep/er/c.js': 'c\n',
  'docs/readme.md': 'hello\n',
  'bin/run': '#!/bin/sh\n',
  'data.bin': Buffer.from([0, 1, 2, 255, 254, 0]),
  '.gitignore': 'node_modules/\n*.log\nbuild/\n!keep.log\n',
  'tracked.log': 'x\n',
};

const disposables: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposables.splice(0).reverse()) await dispose();
});

async function open(
  files: Readonly<Record<string, string | Buffer>> = FILES,
  options: LabOptions = {},
): Promise<{ lab: Lab; repo: string }> {
  const repo = await repository(files);
  git(repo, 'add', '-f', '.');
  if (git(repo, 'status', '--porcelain') !== '') git(repo, 'commit', '-qm', 'forced');
  const made = await lab(repo, options);
  disposables.push(
    () => rm(repo, { recursive: true, force: true }),
    () => made.dispose(),
  );
  return { lab: made, repo };
}

/** Applies the patch with plain git to a clean clone and returns the tree's name. */
async function applied(repo: string, patch: Patch): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), 'clone-'));
  disposables.push(() => rm(clone, { recursive: true, force: true }));
  git(clone, 'clone', '-q', repo, '.');
  await writeFile(join(clone, '.git/change.patch'), patch.diff);
  git(clone, 'apply', '--binary', '--index', '.git/change.patch');
  return git(clone, 'write-tree');
}

/** The tree of whatever a room shows at /workspace, by git's own reading of the files, ignored ones that are tracked included. */
const TREE =
  'cp -a /workspace /tmp/t && cd /tmp/t && rm -rf .git && git init -q . && git add -A -f . >/dev/null && git write-tree';

describe.each([
  ['overlay', {}],
  ['overlay from objects', { checkoutUsable: false }],
  ['copy', { copy: true }],
] as const)('a workspace by %s', (_name, options) => {
  it('shows one commit, no remote, no credential, and a clean status', async () => {
    const repo = await repository(FILES);
    git(repo, 'add', '-f', '.');
    git(repo, 'commit', '-qm', 'second', '--allow-empty');
    git(repo, 'remote', 'add', 'origin', 'https://user:secret-token@example.invalid/x.git');
    git(repo, 'config', 'http.extraheader', 'AUTHORIZATION: basic c2VjcmV0');
    git(repo, 'tag', 'later');
    await writeFile(join(repo, '.env'), 'SECRET=1\n');
    await writeFile(join(repo, 'untracked.txt'), 'u\n');
    const made = await lab(repo, options);
    disposables.push(
      () => rm(repo, { recursive: true, force: true }),
      () => made.dispose(),
    );
    const top = await made.workspace.openTop('t');
    const { output } = await made.run(
      top,
      'git log --oneline | wc -l; git remote; git tag; git status --porcelain; cat .git/config; ls -A; git fsck --full 2>&1; git cat-file --batch-all-objects --batch-check | grep -c commit',
    );
    expect(output.split('\n')[0]?.trim()).toBe('1');
    expect(output).not.toMatch(/secret|token|later|\.env|untracked|AUTHORIZATION| M |\?\?/);
    expect(output.trimEnd().split('\n').at(-1)).toBe('1');
  });

  it('finds every kind of change, by content, and its patch applies with plain git', async () => {
    const { lab: made, repo } = await open(FILES, options);
    const top = await made.workspace.openTop('t');
    const script = [
      'set -e',
      'echo changed >> src/a.js',
      'git mv src/b.js src/renamed.js',
      'rm docs/readme.md',
      'chmod +x src/deep/er/c.js; chmod -x bin/run',
      "printf '\\0\\1\\2new' > data.bin",
      'ln -s a.js src/link.js',
      "printf 'odd\\n' > \"$(printf 'src/\\377\\n\"odd')\"",
      'mkdir -p node_modules/x build && echo 1 > node_modules/x/i.js && echo 2 > build/out && echo 3 > noise.log',
      'echo 4 >> tracked.log; echo 5 > keep.log',
      'rm -r src/deep && mkdir -p src/deep/er && echo new > src/deep/er/d.js',
      'touch data.bin; mkfifo src/fifo; mkdir empty; git add -A; git commit -qm sneaky; git config core.fsmonitor /bin/false',
      'chmod 000 src/a.js; mkdir locked; echo l > locked/f; chmod 000 locked',
    ].join('\n');
    expect(await made.run(top, script)).toEqual({ code: 0, output: '' });
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map((file) => `${file.status} ${file.path}`).sort()).toEqual(
      [
        'added keep.log',
        'added locked/f',
        'added src/\xff\n"odd',
        'added src/deep/er/d.js',
        'added src/link.js',
        'added src/renamed.js',
        'deleted docs/readme.md',
        'deleted src/b.js',
        'deleted src/deep/er/c.js',
        'modified bin/run',
        'modified data.bin',
        'modified src/a.js',
        'modified tracked.log',
      ].sort(),
    );
    expect(patch.refusals.map((refusal) => refusal.path)).toEqual(['src/fifo']);
    const expected = git(
      repo,
      `--git-dir=${join(made.host.scratch, 'store.git')}`,
      'rev-parse',
      `${patch.commit}^{tree}`,
    );
    expect(await applied(repo, patch)).toBe(expected);
    const proof = await made.workspace.openPatched('p', patch, patch.files);
    const shown = await made.run(
      proof,
      `ls -A; ls docs 2>&1; test ! -e node_modules && test ! -e build && echo pristine; ${TREE}`,
    );
    expect(shown.output).toContain('pristine');
    expect(shown.output).toContain("cannot access 'docs'");
    expect(shown.output.trimEnd().split('\n').at(-1)).toBe(expected);
    // The base stays what it was.
    const again = await made.run(await made.workspace.openTop('again'), TREE);
    expect(again.output.trim()).toBe(made.workspace.base.tree);
    expect(git(repo, 'status', '--porcelain')).toBe('');
  });

  it('counts the lines between what two patches make of the base', async () => {
    const { lab: made } = await open(FILES, options);
    const top = await made.workspace.openTop('t');
    const untouched = await made.workspace.collect(top, LIMITS);
    expect(await made.run(top, 'echo one >> src/a.js; seq 5 > new.txt')).toMatchObject({ code: 0 });
    const first = await made.workspace.collect(top, LIMITS);
    expect(await made.run(top, "sed -i 's/one/two/' src/a.js; rm new.txt; printf '\\0\\1' > data.bin")).toMatchObject({
      code: 0,
    });
    const second = await made.workspace.collect(top, LIMITS);
    const { workspace } = made;
    expect(await workspace.changedLines(untouched, first)).toBe(6);
    // A line becomes another, five are taken back, and one file is binary.
    expect(await workspace.changedLines(first, second)).toBe(2 + 5 + 1);
    expect(await workspace.changedLines(first, first)).toBe(0);
  });

  it('swaps files and directories', async () => {
    const { lab: made, repo } = await open({ a: 'file\n', 'b/c': 'in directory\n', 'b/d': 'too\n', e: 'e\n' }, options);
    const top = await made.workspace.openTop('t');
    await made.run(top, 'rm a && mkdir a && echo x > a/x; rm -r b && echo now-a-file > b; rm e && ln -s a e');
    const patch = await made.workspace.collect(top, LIMITS);
    const expected = git(
      repo,
      `--git-dir=${join(made.host.scratch, 'store.git')}`,
      'rev-parse',
      `${patch.commit}^{tree}`,
    );
    expect(await applied(repo, patch)).toBe(expected);
    const proof = await made.workspace.openPatched('p', patch, patch.files);
    expect((await made.run(proof, TREE)).output.trim()).toBe(expected);
  });

  it('refuses links that leave, git directories and floods, and says why', async () => {
    const { lab: made } = await open(FILES, options);
    const top = await made.workspace.openTop('t');
    await made.run(
      top,
      'ln -s /etc/passwd abs; ln -s ../../x up; ln -s ../.git/config src/g; mkdir -p sub/.git; echo x > sub/.git/config; mkdir "sub/GIT~1"; echo y > sub/GIT~1/x',
    );
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.refusals.map((refusal) => refusal.path).sort()).toEqual([
      'abs',
      'src/g',
      'sub/.git',
      'sub/GIT~1',
      'up',
    ]);
    const big = await made.workspace.openTop('big');
    await made.run(big, 'head -c 3000000 /dev/urandom > big.bin');
    expect((await made.workspace.collect(big, { bytes: 1 << 20, files: 10 })).refusals[0]?.reason).toMatch(
      /more than 1048576 bytes/,
    );
    const many = await made.workspace.openTop('many');
    await made.run(many, 'for i in $(seq 30); do echo $i > n$i; done');
    expect((await made.workspace.collect(many, { bytes: 1 << 20, files: 10 })).refusals[0]?.reason).toMatch(
      /touches 30 files, the limit is 10/,
    );
  });

  it('agrees with git on random changes', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`d${i % 5}/e${i % 3}/f${i}`, `content ${i}\n`.repeat(1 + (i % 7))]),
    );
    const { lab: made, repo } = await open(files, options);
    let seed = 20_261_121;
    const random = (n: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % n;
    };
    for (let round = 0; round < 4; round++) {
      const script = Array.from({ length: 25 }, () => {
        const [a, b] = [`d${random(5)}/e${random(3)}/f${random(40)}`, `d${random(6)}/e${random(3)}/g${random(9)}`];
        return [
          `echo ${random(99)} >> ${a}`,
          `rm -rf ${a}`,
          `rm -rf d${random(5)}/e${random(3)}`,
          `mkdir -p $(dirname ${b}); cp -r ${a} ${b}`,
          `mv ${a} ${b}`,
          `chmod +x ${a}`,
          `ln -sfn e0 d${random(5)}/l`,
          `mkdir -p ${b}x; echo y > ${b}x/y`,
        ][random(8)];
      }).join(' 2>/dev/null\n');
      const top = await made.workspace.openTop(`t${round}`);
      const { output } = await made.run(top, `{ ${script}\n} >/dev/null 2>&1; ${TREE}`);
      const patch = await made.workspace.collect(top, LIMITS);
      expect(patch.refusals).toEqual([]);
      const tree = git(
        repo,
        `--git-dir=${join(made.host.scratch, 'store.git')}`,
        'rev-parse',
        `${patch.commit}^{tree}`,
      );
      expect(tree).toBe(output.trim());
      if (patch.diff.length > 0) expect(await applied(repo, patch)).toBe(tree);
      const proof = await made.workspace.openPatched(`p${round}`, patch, patch.files);
      expect((await made.run(proof, TREE)).output.trim()).toBe(tree);
    }
  });

  it('lays the trusted commit’s files over the work commit, and nothing else', async () => {
    const repo = await repository({
      'verify.sh': 'exit 1\n',
      'AGENTS.md': 'trusted\n',
      'src/x': '1\n',
      'only-trusted.md': 't\n',
    });
    const trusted = git(repo, 'rev-parse', 'HEAD');
    await writeFile(join(repo, 'verify.sh'), 'exit 0\n');
    await writeFile(join(repo, 'src/x'), '2\n');
    await rm(join(repo, 'only-trusted.md'));
    await cp(join(repo, 'AGENTS.md'), join(repo, 'src/AGENTS.md'));
    git(repo, 'add', '-A');
    git(repo, 'commit', '-qm', 'pull request');
    const made = await lab(repo, {
      ...options,
      trusted,
      trustedFiles: ['verify.sh', '**/AGENTS.md', 'only-trusted.md'],
    });
    disposables.push(
      () => rm(repo, { recursive: true, force: true }),
      () => made.dispose(),
    );
    expect([...made.workspace.base.overlaid].sort()).toEqual(['only-trusted.md', 'src/AGENTS.md', 'verify.sh']);
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'cat verify.sh src/x only-trusted.md; ls src; git status --porcelain',
    );
    expect(output).toBe('exit 1\n2\nt\nx\n');
  });

  it('freezes what a prepare command made, without its changes of tracked files', async () => {
    const { lab: made } = await open(FILES, options);
    const prepare = await made.workspace.openTop('prepare');
    await made.run(
      prepare,
      'mkdir -p node_modules/dep src/gen; echo dep > node_modules/dep/i.js; echo evil > src/a.js; rm docs/readme.md; echo g > src/gen/g.js',
    );
    const frozen = await made.workspace.freeze(prepare);
    expect([...frozen.dropped].sort()).toEqual(['docs/readme.md', 'src/a.js']);
    const top = await made.workspace.openTop('t');
    const { output } = await made.run(
      top,
      'cat node_modules/dep/i.js src/a.js docs/readme.md; echo patched > node_modules/dep/i.js; echo fix >> src/b.js',
    );
    expect(output).toBe('dep\nexport const a = 1;\nhello\n');
    const patch = await made.workspace.collect(top, LIMITS);
    expect(patch.files.map((file) => file.path)).toEqual(['src/b.js']);
    const proof = await made.run(
      await made.workspace.openPatched('p', patch, patch.files),
      'cat node_modules/dep/i.js src/b.js src/gen/g.js',
    );
    expect(proof.output).toBe('dep\nexport const b = 2;\nfix\ng\n');
  });

  it('takes ignored files of the checkout when asked to, but not credentials', async () => {
    const repo = await repository({ ...FILES, '.gitignore': 'node_modules/\n.env\n*.pem\n' });
    execFileSync(
      'bash',
      [
        '-c',
        'mkdir -p node_modules/dep; echo dep > node_modules/dep/i.js; echo S > .env; echo K > key.pem; echo u > untracked',
      ],
      { cwd: repo },
    );
    const made = await lab(repo, { ...options, keepIgnored: true });
    disposables.push(
      () => rm(repo, { recursive: true, force: true }),
      () => made.dispose(),
    );
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      'cat node_modules/dep/i.js; ls -A .env key.pem untracked 2>&1 | grep -v cannot',
    );
    expect(output).toBe('dep\n');
  });
});

describe('the checkout as a layer', () => {
  it('is never written, and a change of it during the run is noticed', async () => {
    const { lab: made, repo } = await open();
    expect(made.workspace.base.source).toBe('checkout');
    const before = git(repo, 'rev-parse', 'HEAD');
    await made.run(await made.workspace.openTop('t'), 'rm -rf src .git; echo x > new');
    expect(git(repo, 'status', '--porcelain', '--ignored')).toBe('');
    expect(git(repo, 'rev-parse', 'HEAD')).toBe(before);
    expect(await made.workspace.checkUnchanged()).toBeUndefined();
    await writeFile(join(repo, 'src/a.js'), 'edited meanwhile\n');
    expect(await made.workspace.checkUnchanged()).toMatch(/changed/);
  });

  it('shows the work commit although the checkout has local changes, is elsewhere, or both', async () => {
    const repo = await repository(FILES);
    git(repo, 'add', '-f', '.');
    git(repo, 'commit', '-qm', 'forced', '--allow-empty');
    const work = git(repo, 'rev-parse', 'HEAD');
    await writeFile(join(repo, 'src/later.js'), 'later\n');
    git(repo, 'rm', '-q', 'docs/readme.md');
    git(repo, 'add', '-A');
    git(repo, 'commit', '-qm', 'later');
    await writeFile(join(repo, 'src/a.js'), 'uncommitted\n');
    await rm(join(repo, 'src/b.js'));
    const made = await lab(repo, { work });
    disposables.push(
      () => rm(repo, { recursive: true, force: true }),
      () => made.dispose(),
    );
    expect(made.workspace.base.source).toBe('checkout');
    const { output } = await made.run(
      await made.workspace.openTop('t'),
      `git status --porcelain; cat src/a.js docs/readme.md; ${TREE}`,
    );
    expect(output).toBe(`export const a = 1;\nhello\n${made.workspace.base.tree}\n`);
    expect(await readFile(join(repo, 'src/a.js'), 'utf8')).toBe('uncommitted\n');
  });

  it('is not used where it is sparse', async () => {
    const repo = await repository(FILES);
    git(repo, 'sparse-checkout', 'set', 'src');
    const made = await lab(repo);
    disposables.push(
      () => rm(repo, { recursive: true, force: true }),
      () => made.dispose(),
    );
    expect(made.workspace.base.source).toBe('objects');
    expect((await made.run(await made.workspace.openTop('t'), 'cat docs/readme.md')).output).toBe('hello\n');
  });
});
