import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HostDirectories } from '../../../src/room/directories.js';
import { token } from '../suite/site.js';
import type { Attack, Ground } from '../suite/types.js';

const onlyRootBuilt = ({ rootBuilt, backend }: Ground): string | undefined =>
  rootBuilt && backend === 'local' ? undefined : 'no program of the set-up runs with more rights than the payload';

/** Puts programs under the names of those of the set-up first in PATH; each leaves a note as whom it ran. */
const TRAPS = Object.fromEntries(
  ['env', 'setpriv', 'bwrap', 'sh', 'bash', 'perl', 'mount'].map((name) => [
    `bin/${name}`,
    `#!/bin/bash -p\n/usr/bin/id -u >> /tmp/ran-as\nexec /usr/bin/${name} "$@"\n`,
  ]),
);

export const SETUP: readonly Attack[] = [
  {
    id: 'ld-preload',
    area: 'set-up programs',
    tries: 'have a library loaded by the programs that are still root, by LD_PRELOAD',
    guard: 'variables that steer programs are set after the change of user',
    off: ['late-variables'],
    unable: onlyRootBuilt,
    async attempt(place, { site }) {
      const library = { source: site.preload, target: '/opt/preload.so' };
      const { stdout } = await place.run('ls /tmp', { env: { LD_PRELOAD: '/opt/preload.so' }, readOnly: [library] });
      return stdout.includes('loaded-as-0');
    },
  },
  {
    id: 'path',
    area: 'set-up programs',
    tries: 'have its own setpriv and env run as root, by PATH',
    guard: 'absolute paths of the set-up programs',
    unable: onlyRootBuilt,
    careless: (ground) => trapped(ground, true),
    ours: (ground) => trapped(ground, false),
  },
  {
    id: 'descriptors',
    area: 'launcher',
    tries: 'read a descriptor that the host process left open',
    guard: 'descriptors beyond the first three are closed',
    off: [],
    unable: ({ backend }) => (backend === 'local' ? undefined : 'a container is started by its daemon'),
    async attempt(place, { site }) {
      const file = join(site.directory, 'home/.netrc');
      const { stdout } = await place.run('for fd in 7 8 9 17; do cat <&$fd; done; cat /proc/self/fd/[0-9]*', {
        launchedBy: ['bash', '-c', 'exec 7<"$0" 17<"$0"; exec "$@"', file],
        stdin: '',
      });
      return stdout.includes(site.files['home/.netrc'] ?? '');
    },
  },
  {
    id: 'home-link',
    area: 'set-up programs',
    tries: "have the host write the next attempt's files through a link left in HOME",
    guard: 'files are put into a HOME never through a link',
    careless: (ground) => throughLink(ground, true),
    ours: (ground) => throughLink(ground, false),
  },
];

/** As if the change of user were a program of PATH. */
async function trapped(ground: Ground, careless: boolean): Promise<boolean> {
  const env = { PATH: '/workspace/bin:/usr/bin:/bin' };
  const place = careless ? ground.without(['ordinary-user', 'no-capabilities']) : ground.room;
  const script = careless ? 'setpriv --reuid 65534 true; cat /tmp/ran-as' : 'cat /tmp/ran-as; /usr/bin/id';
  const { stdout } = await place.run(script, { env, workspace: TRAPS });
  return /^0$/m.test(stdout);
}

async function throughLink(ground: Ground, careless: boolean): Promise<boolean> {
  const { site } = ground;
  const home = await site.fresh();
  const outside = await site.fresh();
  await writeFile(join(outside, 'config.toml'), 'kept');
  await symlink(outside, join(home, '.codex'));
  const mark = token('home');
  if (careless) {
    await mkdir(dirname(join(home, '.codex/config.toml')), { recursive: true });
    await writeFile(join(home, '.codex/config.toml'), mark);
  } else {
    await new HostDirectories(site.directory, undefined).put(home, { '.codex/config.toml': mark });
  }
  return readFileSync(join(outside, 'config.toml'), 'utf8').includes(mark);
}
