import { execFileSync } from 'node:child_process';
import { chmod, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseRawDiff, splitPaths } from '../../../src/workspace/raw-diff.js';
import { git, repository } from '../../support/workspace.js';

it('reads what git prints, whatever the names are', async () => {
  const odd = ':100644 100644 a b M';
  const repo = await repository({ a: 'a\n', b: 'b\n', 'bin/x': 'x\n', [odd]: 'o\n', '1\t2\ttab\nline': 't\n' });
  try {
    const bytes = Buffer.concat([Buffer.from(`${repo}/`), Buffer.from([0xff])]);
    await writeFile(bytes, 'ff\n');
    await rm(join(repo, 'a'));
    await rm(join(repo, 'b'));
    await symlink('bin/x', join(repo, 'b'));
    await chmod(join(repo, 'bin/x'), 0o644);
    await writeFile(join(repo, odd), Buffer.from([0, 1]));
    await writeFile(join(repo, '1\t2\ttab\nline'), 't\nt\n');
    git(repo, 'add', '-A');
    git(repo, 'commit', '-qm', 'two');
    const output = execFileSync(
      'git',
      [
        '-c',
        'safe.directory=*',
        'diff-tree',
        '-r',
        '-z',
        '--raw',
        '--numstat',
        '--no-renames',
        '--no-abbrev',
        'HEAD~',
        'HEAD',
      ],
      { cwd: repo },
    );
    const { changes, lines } = parseRawDiff(output);
    expect(
      changes.map(({ status, oldMode, newMode, path }) => `${status} ${oldMode} ${newMode} ${path}`).sort(),
    ).toEqual(
      [
        'A 000000 100644 \xff',
        'D 100644 000000 a',
        'M 100644 100644 1\t2\ttab\nline',
        `M 100644 100644 ${odd}`,
        'M 100755 100644 bin/x',
        'T 100644 120000 b',
      ].sort(),
    );
    expect(lines.get(odd)).toEqual({ added: null, deleted: null });
    expect(lines.get('1\t2\ttab\nline')).toEqual({ added: 1, deleted: 0 });
    expect(lines.get('\xff')).toEqual({ added: 1, deleted: 0 });
  } finally {
    await rm(repo, { recursive: true, force: true });
  }
});

it('refuses what it does not know', () => {
  expect(() => parseRawDiff(Buffer.from('warning: something\0'))).toThrow(/do not know/);
  expect(parseRawDiff(Buffer.alloc(0)).changes).toEqual([]);
  expect(splitPaths(Buffer.from('a\0b\xff\0', 'latin1'))).toEqual(['a', 'b\xff']);
});
