import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeHost } from '../../../src/run/host.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('looks for programs nowhere in the checkout, by whatever way a path leads there', async () => {
  const checkout = join(directory, 'checkout');
  await mkdir(join(checkout, 'node_modules', '.bin'), { recursive: true });
  await mkdir(join(checkout, '.git'));
  await mkdir(join(checkout, 'packages', 'one'), { recursive: true });
  await symlink(checkout, join(directory, 'link'));
  const inside = [
    join(checkout, 'node_modules', '.bin'),
    join(directory, 'link', 'node_modules', '.bin'),
    '.',
    'bin',
    '',
  ];
  for (const started of [checkout, join(checkout, 'packages', 'one'), join(directory, 'link')]) {
    const host = describeHost({ PATH: [...inside, '/usr/bin', '/bin'].join(':'), HOME: '/root' }, started, undefined);
    expect(host.path).toBe('/usr/bin:/bin');
    for (const environment of [host.npmEnvironment, host.dockerEnvironment, host.toolEnvironment])
      expect(environment['PATH']).toBe('/usr/bin:/bin');
  }
});

it('finds a person’s own programs from a directory that is no checkout', async () => {
  const own = join(directory, '.local', 'bin');
  await mkdir(own, { recursive: true });
  const host = describeHost({ PATH: `${own}:.:/usr/bin`, HOME: directory }, directory, undefined);
  expect(host.path).toBe(`${own}:/usr/bin`);
});
