import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from './git.js';

/**
 * The `.git` that rooms see, all but its index: one commit without parents and a branch.
 * No remote, no credential, no hook, no other object.
 */
export async function writeRoomGit(
  store: Store,
  directory: string,
  options: { readonly commit: string; readonly objectFormat: string },
): Promise<void> {
  const { commit, objectFormat } = options;
  for (const name of ['objects/pack', 'objects/info', 'refs/heads', 'refs/tags', 'info']) {
    await mkdir(join(directory, name), { recursive: true });
  }
  const format = objectFormat === 'sha256' ? 1 : 0;
  const config = [
    `[core]\n\trepositoryformatversion = ${format}\n\tfilemode = true\n\tbare = false`,
    // The room's user and device differ from those in the index: only size and time of a file count.
    '\tcheckStat = minimal\n\ttrustctime = false\n\tlogallrefupdates = false',
    ...(format === 1 ? ['[extensions]\n\tobjectformat = sha256'] : []),
    '[user]\n\tname = agent\n\temail = agent@room\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n',
  ].join('\n');
  await Promise.all([
    writeFile(join(directory, 'HEAD'), 'ref: refs/heads/work\n'),
    writeFile(join(directory, 'refs/heads/work'), `${commit}\n`),
    writeFile(join(directory, 'config'), config),
    store.run(
      ['pack-objects', '--quiet', '--revs', '--window=0', '--delta-base-offset', join(directory, 'objects/pack/pack')],
      {
        input: `${commit}\n`,
      },
    ),
  ]);
}
