import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removeTree } from '../../../src/support/remove-tree.js';

const BUILD = {
  'a tree deeper than a path can be long':
    'name=$(printf "%0200d" 0); for i in $(seq 40); do mkdir $name && cd $name; done; echo x > file',
  'such a tree whose author took its rights away':
    'name=$(printf "%0200d" 0); for i in $(seq 40); do mkdir $name && cd $name; done; chmod 000 .; cd "$1"; chmod 500 *',
  'directories without rights, odd names and links out of it':
    'mkdir -p a/b; echo x > a/b/c; ln -s /etc a/l; touch -- "-rf" "$(printf "\\377\\n")"; chmod 000 a/b; chmod 500 a',
};

it.each(Object.entries(BUILD))('removes %s', async (_name, script) => {
  const parent = await mkdtemp(join(tmpdir(), 'remove-'));
  const tree = join(parent, "it's -n $(x)");
  try {
    execFileSync('bash', ['-c', `mkdir -- "$1"; cd -- "$1"; ${script}`, 'build', tree]);
    await removeTree(tree);
    expect(existsSync(tree)).toBe(false);
    expect(existsSync('/etc/passwd')).toBe(true);
    await removeTree(tree);
  } finally {
    await rm(parent, { recursive: true, force: true }).catch(() => {});
  }
});
