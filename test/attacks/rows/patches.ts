import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Patch, Top, Workspace } from '../../../src/workspace/types.js';
import { lab, repository } from '../../support/workspace.js';
import { token } from '../suite/site.js';
import type { Attack, Ground } from '../suite/types.js';

const LIMITS = { bytes: 4 << 20, files: 1000 };
const FILES = { 'src/a.js': 'a\n', 'conf/id_ed25519': 'committed\n', 'check.sh': 'exit 1\n' };

const topOf = (top: Top): string => (top.view.kind === 'overlay' ? top.view.upper : top.view.path);

/** A change of a real room over a real workspace. */
async function changed<T>(script: string, use: (workspace: Workspace, top: Top) => Promise<T>): Promise<T> {
  const repo = await repository(FILES);
  const made = await lab(repo);
  try {
    const top = await made.workspace.openTop('attempt');
    await made.run(top, script);
    return await use(made.workspace, top);
  } finally {
    await made.dispose();
    await removeRepository(repo);
  }
}

const removeRepository = async (path: string): Promise<void> => {
  execFileSync('rm', ['-rf', path]);
};

interface Change {
  readonly id: string;
  readonly tries: string;
  readonly guard: string;
  script(ground: Ground): string;
  /** How a host takes what lies in the directory, without care. */
  careless(top: string, ground: Ground): Promise<boolean>;
  ours(patch: Patch, ground: Ground): boolean;
}

const secretOf = ({ site }: Ground): string => site.files['home/.ssh/id_ed25519'] ?? '';
const holds = (patch: Patch, text: string): boolean =>
  patch.diff.includes(text) || [...patch.contents.values()].some((content) => content.includes(text));

const CHANGES: readonly Change[] = [
  {
    id: 'patch-link',
    tries: "have a host's file copied into the patch, by a link",
    guard: 'links are read as links, and only those that stay inside cross',
    script: ({ site }) => `ln -s ${site.directory}/home/.ssh/id_ed25519 stolen.txt`,
    careless: async (top, ground) => (await readFile(join(top, 'stolen.txt'), 'utf8')).includes(secretOf(ground)),
    ours: (patch, ground) => holds(patch, secretOf(ground)) || patch.refusals.length === 0,
  },
  {
    id: 'patch-parent-link',
    tries: "have a host's file read in the place of a committed one, by a link above it",
    guard: 'directories are walked, never followed',
    script: ({ site }) => `rm -r conf; ln -s ${site.directory}/home/.ssh conf`,
    careless: async (top, ground) => (await readFile(join(top, 'conf/id_ed25519'), 'utf8')).includes(secretOf(ground)),
    ours: (patch, ground) => holds(patch, secretOf(ground)),
  },
  {
    id: 'patch-fifo',
    tries: 'hold the host up by a pipe in the work tree',
    guard: 'nothing but regular files is opened',
    script: () => 'mkfifo pipe',
    async careless(top) {
      const child = spawn('cat', [join(top, 'pipe')], { stdio: 'ignore' });
      const ended = await Promise.race([
        once(child, 'exit').then(() => true),
        new Promise<boolean>((resolve) => setTimeout(resolve, 300, false)),
      ]);
      child.kill('SIGKILL');
      return !ended;
    },
    ours: (patch) => !patch.refusals.some(({ path }) => path === 'pipe'),
  },
  {
    id: 'patch-set-uid',
    tries: 'bring a set-uid program into the patch',
    guard: 'modes are 644 or 755',
    script: () => 'cp /usr/bin/id tool; chmod 6755 tool',
    async careless(top) {
      execFileSync('cp', ['-a', join(top, 'tool'), join(top, 'copied')]);
      return ((await stat(join(top, 'copied'))).mode & 0o6000) !== 0;
    },
    ours: (patch) => patch.files.some(({ newMode }) => !/^(000000|100644|100755|120000)$/.test(newMode)),
  },
  {
    id: 'patch-newline',
    tries: 'name a file so that a list of names holds another one',
    guard: 'names end with NUL, byte for byte',
    script: () => `mkdir 'x\n'; echo > $'a\\ncheck.sh'`,
    careless: async (top) =>
      execFileSync('find', ['.', '-type', 'f', '-newer', '/proc/1'], { cwd: top, encoding: 'utf8' })
        .split('\n')
        .includes('check.sh'),
    ours: (patch) => patch.files.some(({ path }) => path === 'check.sh'),
  },
  {
    id: 'patch-not-utf-8',
    tries: 'hide a file from the host by a name that is no text',
    guard: 'names are bytes',
    script: () => `echo hidden > $'src/\\xff\\xfe.js'`,
    async careless(top) {
      const names = await readdir(join(top, 'src'));
      const read = await Promise.all(names.map((name) => readFile(join(top, 'src', name), 'utf8').catch(() => '')));
      return !read.join('').includes('hidden');
    },
    ours: (patch) => !holds(patch, 'hidden'),
  },
  {
    id: 'patch-deep',
    tries: "break the host's walk by a tree deeper than paths may be",
    guard: 'a bound for depth, with a refusal',
    script: () => `for i in {1..40}; do mkdir ${'d'.repeat(200)} && cd ${'d'.repeat(200)} || exit; done; echo x > f`,
    careless: (top) =>
      readFile(join(top, ...Array.from({ length: 40 }, () => 'd'.repeat(200)), 'f')).then(
        () => false,
        (error: NodeJS.ErrnoException) => error.code === 'ENAMETOOLONG',
      ),
    ours: (patch) => patch.refusals.length === 0,
  },
  {
    id: 'patch-huge',
    tries: 'have the host hold 24 MiB of change where 4 are allowed',
    guard: 'limit of a patch, before reading',
    script: () => 'for i in 1 2 3; do head -c 8M /dev/zero > big$i; done',
    careless: async (top) => {
      const read = await Promise.all(['big1', 'big2', 'big3'].map((name) => readFile(join(top, name))));
      return Buffer.concat(read).length > LIMITS.bytes;
    },
    ours: (patch) => [...patch.contents.values()].reduce((sum, content) => sum + content.length, 0) > LIMITS.bytes,
  },
  {
    id: 'patch-git-directory',
    tries: 'bring a repository with programs of its own into the patch',
    guard: 'names that git could take for its own are refused',
    script: () =>
      'mkdir -p sub/.git/hooks; echo x > sub/.git/hooks/pre-commit; mkdir sub/.GIT; echo y > sub/.GIT/config',
    careless: async (top) => existsSync(join(top, 'sub/.git/hooks/pre-commit')),
    ours: (patch) => patch.files.some(({ path }) => /\.git/i.test(path)) || patch.refusals.length === 0,
  },
];

export const PATCHES: readonly Attack[] = [
  ...CHANGES.map(
    (change): Attack => ({
      ...{ id: change.id, area: 'hostile patch', tries: change.tries, guard: change.guard },
      careless: (ground) => changed(change.script(ground), (_, top) => change.careless(topOf(top), ground)),
      ours: (ground) =>
        changed(change.script(ground), async (workspace, top) =>
          change.ours(await workspace.collect(top, LIMITS), ground),
        ),
    }),
  ),
  {
    id: 'frozen-link',
    area: 'hostile patch',
    tries: 'have the host write a patch through a link that prepare left',
    guard: 'a frozen layer is never written; patches are written into directories of their own',
    async careless({ site }) {
      const [frozen, outside] = [await site.fresh(), await site.fresh()];
      await symlink(outside, join(frozen, 'gen'));
      await mkdir(dirname(join(frozen, 'gen/x.js')), { recursive: true });
      await writeFile(join(frozen, 'gen/x.js'), 'escaped');
      return existsSync(join(outside, 'x.js'));
    },
    async ours({ site }) {
      const outside = await site.fresh();
      const repo = await repository(FILES);
      const made = await lab(repo);
      try {
        const prepare = await made.workspace.openTop('prepare');
        await made.run(prepare, `ln -s ${outside} gen`);
        await made.workspace.freeze(prepare);
        const top = await made.workspace.openTop('attempt');
        await made.run(top, 'rm gen && mkdir gen && echo escaped > gen/x.js');
        const patch = await made.workspace.collect(top, LIMITS);
        await made.workspace.openPatched('proof', patch, patch.files);
        return existsSync(join(outside, 'x.js'));
      } finally {
        await made.dispose();
        await removeRepository(repo);
      }
    },
  },
  {
    id: 'config-token',
    area: 'git credentials',
    tries: 'read the token that a checkout keeps in .git/config',
    guard: 'a minimal .git made for the run',
    careless: (ground) => tokenIn(ground, false),
    ours: (ground) => tokenIn(ground, true),
  },
  {
    id: 'other-branch',
    area: 'git credentials',
    tries: 'read a secret from a commit that the work commit does not contain',
    guard: 'a minimal .git made for the run',
    careless: (ground) => otherBranch(ground, false),
    ours: (ground) => otherBranch(ground, true),
  },
];

async function tokenIn(ground: Ground, real: boolean): Promise<boolean> {
  const secret = token('extraheader');
  const script = 'cat .git/config .git/*; git config --list; git remote -v';
  const repo = await repository(FILES);
  execFileSync('git', ['config', 'http.https://git.test/.extraheader', `AUTHORIZATION: basic ${secret}`], {
    cwd: repo,
  });
  try {
    return (await inCheckout(ground, repo, real, script)).includes(secret);
  } finally {
    await removeRepository(repo);
  }
}

async function otherBranch(ground: Ground, real: boolean): Promise<boolean> {
  const secret = token('branch');
  const repo = await repository(FILES);
  const run = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
      cwd: repo,
      encoding: 'utf8',
    });
  run('checkout', '-q', '-b', 'private');
  await writeFile(join(repo, 'secret'), secret);
  run('add', '-A');
  run('commit', '-q', '-m', 'private');
  const blob = run('rev-parse', 'HEAD:secret').trim();
  run('checkout', '-q', 'main');
  try {
    return (await inCheckout(ground, repo, real, `git cat-file -p ${blob}; git log --all -p`)).includes(secret);
  } finally {
    await removeRepository(repo);
  }
}

/** In a room of a real workspace over the checkout, or in one that shows the checkout itself. */
async function inCheckout(ground: Ground, repo: string, real: boolean, script: string): Promise<string> {
  if (!real) {
    const shown = [{ source: repo, target: '/opt/checkout' }];
    const safe = 'export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="*"';
    return (await ground.without([]).run(`${safe}; cd /opt/checkout; ${script}`, { readOnly: shown })).stdout;
  }
  const made = await lab(repo);
  try {
    const { output } = await made.run(await made.workspace.openTop('attempt'), script);
    return output;
  } finally {
    await made.dispose();
  }
}
