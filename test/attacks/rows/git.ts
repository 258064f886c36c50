import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { lab, repository } from '../../support/workspace.js';
import { token } from '../suite/site.js';
import type { Attack, Ground } from '../suite/types.js';

interface Trap {
  readonly id: string;
  readonly tries: string;
  /** Lays the trap in a work tree; `loot` is the file whose making shows that the program ran on the host. */
  lay(loot: string): string;
  /** What a host does there to learn what was changed. */
  readonly host: string;
}

const CAREFUL = 'git -c core.fsmonitor=false -c core.hooksPath=/dev/null';

const TRAPS: readonly Trap[] = [
  {
    id: 'fsmonitor',
    tries: 'have git run its program to look for changes (core.fsmonitor)',
    lay: (loot) => `git config core.fsmonitor 'touch ${loot}; false'`,
    host: 'git status',
  },
  {
    id: 'filter-clean',
    tries: 'have git run its filter (filter.clean), hooks and fsmonitor being off',
    lay: (loot) =>
      `git config filter.x.clean 'touch ${loot}; cat'; echo '* filter=x' > .gitattributes; echo more >> src/a.js`,
    host: `${CAREFUL} add -A`,
  },
  {
    id: 'textconv',
    tries: 'have git run its converter to show a change (diff.textconv)',
    lay: (loot) =>
      `git config diff.x.textconv 'touch ${loot}; cat'; echo '* diff=x' > .gitattributes; echo more >> src/a.js`,
    host: `${CAREFUL} diff`,
  },
  {
    id: 'external-diff',
    tries: 'have git run its program in place of diff (diff.external)',
    lay: (loot) => `git config diff.external 'touch ${loot}; true'; echo more >> src/a.js`,
    host: `${CAREFUL} diff`,
  },
  {
    id: 'hook',
    tries: 'have git run its hook at a commit',
    lay: (loot) =>
      `mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch ${loot}\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit; echo more >> src/a.js`,
    host: 'git -c user.name=t -c user.email=t@localhost commit -qam x',
  },
  {
    id: 'config-include',
    tries: 'have git read a further configuration (include.path)',
    lay: (loot) =>
      `printf '[core]\\n\\tfsmonitor = touch ${loot}; false\\n' > more.cfg; git config include.path ../more.cfg`,
    host: 'git status',
  },
  {
    id: 'embedded-bare',
    tries: 'have git take a folder of the change for a repository (embedded bare repository)',
    lay: (loot) =>
      `mkdir -p sub/objects sub/refs sub/tree; echo ref: refs/heads/x > sub/HEAD
       printf '[core]\\n\\trepositoryformatversion = 0\\n\\tbare = false\\n\\tworktree = tree\\n\\tfsmonitor = touch ${loot}; false\\n' > sub/config`,
    host: 'cd sub; git status',
  },
  {
    id: 'git-file',
    tries: 'have git led to another repository by a .git file',
    lay: (loot) =>
      `cp -r .git evil; git --git-dir=evil config core.fsmonitor 'touch ${loot}; false'; rm -rf .git; echo gitdir: evil > .git`,
    host: 'git status',
  },
];

/** Runs the trap in a checkout that the host then looks at with git, as the same user. */
async function careless(ground: Ground, trap: Trap, loot: string): Promise<void> {
  const directory = await ground.site.fresh();
  const repo = await repository({ 'src/a.js': 'a\n' }, directory);
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${ground.uid}:${ground.gid}`, repo]);
  await ground.host.run(`cd ${repo}; ${trap.lay(loot)}`);
  await ground.host.run(`cd ${repo}; ${trap.host}`);
}

async function ours(trap: Trap, loot: string): Promise<void> {
  const repo = await repository({ 'src/a.js': 'a\n' });
  const made = await lab(repo);
  try {
    const top = await made.workspace.openTop('attempt');
    await made.run(top, trap.lay(loot));
    const patch = await made.workspace.collect(top, { bytes: 1 << 20, files: 100 });
    const proof = await made.workspace.openPatched('proof', patch, patch.files);
    await made.run(proof, 'git status; git diff; git add -A');
    await made.workspace.checkUnchanged();
  } finally {
    await made.dispose();
    execFileSync('rm', ['-rf', repo]);
  }
}

export const GIT: readonly Attack[] = [
  ...TRAPS.map((trap): Attack => {
    const tried =
      (run: (ground: Ground, loot: string) => Promise<void>) =>
      async (ground: Ground): Promise<boolean> => {
        const directory = await ground.site.fresh();
        await chmod(directory, 0o777);
        const loot = join(directory, 'loot');
        await run(ground, loot);
        return existsSync(loot);
      };
    return {
      ...{
        id: trap.id,
        area: 'hostile git',
        tries: trap.tries,
        guard: 'the host runs git only on objects, with a configuration of its own',
      },
      careless: tried((ground, loot) => careless(ground, trap, loot)),
      ours: tried((_, loot) => ours(trap, loot)),
    };
  }),
  {
    id: 'alternates',
    area: 'hostile git',
    tries: 'read objects of another repository of the host (objects/info/alternates)',
    guard: 'other repositories are not shown; the host never asks with its .git',
    careless: (ground) => alternates(ground, false),
    ours: (ground) => alternates(ground, true),
  },
];

async function alternates(ground: Ground, real: boolean): Promise<boolean> {
  const secret = token('object');
  const other = await repository({ secret }, await ground.site.fresh());
  const blob = execFileSync('git', ['-c', 'safe.directory=*', 'rev-parse', 'HEAD:secret'], {
    cwd: other,
    encoding: 'utf8',
  }).trim();
  const lay = `mkdir -p .git/objects/info; echo ${other}/.git/objects >> .git/objects/info/alternates; git cat-file -p ${blob}`;
  const repo = await repository({ 'src/a.js': 'a\n' }, await ground.site.fresh());
  if (!real) {
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${ground.uid}:${ground.gid}`, repo]);
    return (await ground.host.run(`cd ${repo}; ${lay}`)).stdout.includes(secret);
  }
  const made = await lab(repo);
  try {
    const top = await made.workspace.openTop('attempt');
    const { output } = await made.run(
      top,
      `${lay}; git cat-file -p ${blob} > stolen; git update-index --add --cacheinfo 100644,${blob},stolen2`,
    );
    const patch = await made.workspace.collect(top, { bytes: 1 << 20, files: 100 });
    return output.includes(secret) || patch.diff.includes(secret);
  } finally {
    await made.dispose();
  }
}
