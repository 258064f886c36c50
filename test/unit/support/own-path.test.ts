import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseLinks } from '../../../src/support/own-path.js';

let directory: string;
let checkout: string;
beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'own-path-')));
  checkout = join(directory, 'checkout');
  await mkdir(join(checkout, 'packages/a/plain'), { recursive: true });
  await mkdir(join(checkout, '.git'));
  await mkdir(join(directory, 'elsewhere'));
  await symlink(join(directory, 'elsewhere'), join(checkout, 'out'));
  await symlink(join(directory, 'elsewhere'), join(checkout, 'packages/a/out'));
  await writeFile(join(checkout, 'file'), '');
  await symlink(checkout, join(directory, 'named'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const refused = expect.objectContaining({ code: 'path.link' });

describe('a place that is to be written', () => {
  it.each(['out', 'out/comment.md', 'packages/a/out/x', 'file/x', 'packages/../out/x'])(
    '%s of the checkout leads elsewhere',
    async (path) => {
      await expect(refuseLinks(join(checkout, path), checkout)).rejects.toEqual(refused);
    },
  );

  it('is seen however checkout and path are named', async () => {
    const named = join(directory, 'named');
    await expect(refuseLinks(join(named, 'out/x'), named)).rejects.toEqual(refused);
    await expect(refuseLinks(join(checkout, 'out/x'), named)).rejects.toEqual(refused);
  });

  it('is seen from a directory of the checkout too', async () => {
    await expect(refuseLinks(join(checkout, 'out/x'), join(checkout, 'packages/a'))).rejects.toEqual(refused);
  });

  it.each(['x', 'packages/a/plain/new/x', '../elsewhere/x', '..', '.'])('%s is fine', async (path) => {
    await expect(refuseLinks(join(checkout, path), checkout)).resolves.toBeUndefined();
  });
});
