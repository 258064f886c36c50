import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { token } from '../suite/site.js';
import type { Attack, Ground, Place } from '../suite/types.js';

const LISTED = 'only listed paths are shown';

const reads =
  (path: string) =>
  async (place: Place, { site }: Ground): Promise<boolean> =>
    (await place.run(`cat ${join(site.directory, path)}`)).stdout.includes(site.files[path] ?? '');

/** Appends to a file of the host, and looks there. */
const writes =
  (path: string) =>
  async (place: Place, { site }: Ground): Promise<boolean> => {
    const mark = token('written');
    const file = join(site.directory, path);
    await place.run(`mkdir -p ${join(file, '..')}; echo 'X=${mark}' >> ${file}`);
    return (await readFile(file, 'utf8')).includes(mark);
  };

const file = (id: string, area: Attack['area'], tries: string, path: string, how = reads): Attack => ({
  id,
  area,
  tries,
  guard: LISTED,
  off: ['listed-paths'],
  attempt: how(path),
});

export const HOST_FILES: readonly Attack[] = [
  file(
    'set-env',
    'runner files',
    "set variables of later steps in the runner's GITHUB_ENV file",
    'temp/_runner_file_commands/set_env',
    writes,
  ),
  file(
    'add-path',
    'runner files',
    "put a directory first in later steps' PATH by GITHUB_PATH",
    'temp/_runner_file_commands/add_path',
    writes,
  ),
  file(
    'set-output',
    'runner files',
    'set an output of the step by GITHUB_OUTPUT',
    'temp/_runner_file_commands/set_output',
    writes,
  ),
  file(
    'event',
    'runner files',
    "read the event of the run in the runner's directory",
    'temp/_github_workflow/event.json',
  ),
  file(
    'tool-cache',
    'tool cache',
    'exchange the Node of the tool cache for later steps',
    'tools/node/20.0.0/x64/bin/node',
    writes,
  ),
  file('ssh-key', 'git credentials', 'read ~/.ssh', 'home/.ssh/id_ed25519'),
  file('netrc', 'git credentials', 'read ~/.netrc', 'home/.netrc'),
  file('credential-store', 'git credentials', "read the store of git's credential helper", 'home/.git-credentials'),
  {
    id: 'credential-helper',
    area: 'git credentials',
    tries: 'ask a credential helper of the host for the token',
    guard: LISTED,
    off: ['listed-paths'],
    async attempt(place, { site }) {
      // As git's own helper keeps it; whoever can read it can also ask.
      const { stdout } = await place.run(`
        secret=$(cat ${site.directory}/home/.git-credentials) || exit
        echo "https://x:$secret@git.test" > $TMPDIR/store
        printf 'protocol=https\\nhost=git.test\\n\\n' |
          GIT_TERMINAL_PROMPT=0 git -c credential.helper="store --file $TMPDIR/store" credential fill`);
      return stdout.includes(`password=${site.files['home/.git-credentials']}`);
    },
  },
  {
    id: 'docker-socket',
    area: 'docker socket',
    tries: 'speak to the Docker daemon by its socket',
    guard: LISTED,
    off: ['listed-paths'],
    async attempt(place, { site }) {
      const { stdout } = await place.run(`$A unix ${site.directory}/docker.sock 'GET /info HTTP/1.0

'`);
      return stdout.includes(site.served.docker);
    },
  },
  {
    id: 'docker-socket-read-only',
    area: 'docker socket',
    tries: 'connect to a socket that is bound read-only',
    aboutRooms: true,
    guard: 'sockets of the host are never bound',
    careless: (ground) => readOnlySocket(ground, true),
    ours: (ground) => readOnlySocket(ground, false),
  },
  {
    id: 'link-out',
    area: 'git credentials',
    tries: "read a host's file through a link in the workspace",
    guard: LISTED,
    off: ['listed-paths'],
    async attempt(place, { site }) {
      const { stdout } = await place.run(
        `ln -s ${site.directory}/home/.ssh/id_ed25519 l; ln -s /proc/1/root r; cat l r${site.directory}/home/.ssh/id_ed25519`,
      );
      return stdout.includes(site.files['home/.ssh/id_ed25519'] ?? '');
    },
  },
];

/** As some sandboxes do: the daemon's socket, `read-only`. Ours has no setting that would bind it. */
async function readOnlySocket(ground: Ground, bound: boolean): Promise<boolean> {
  const socket = join(ground.site.directory, 'docker.sock');
  const readOnly = bound ? [{ source: socket, target: '/run/docker.sock' }] : [];
  const place = bound ? ground.without([]) : ground.room;
  const { stdout } = await place.run('$A unix /run/docker.sock "GET /info HTTP/1.0"; $A unix /var/run/docker.sock x', {
    readOnly,
  });
  return stdout.includes(ground.site.served.docker);
}
