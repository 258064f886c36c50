import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bwrapArguments, etcFiles, payloadPrefix } from '../../../src/room/local/bwrap-arguments.js';
import type { LocalHost } from '../../../src/room/local/host.js';
import { seccompProgram } from '../../../src/room/local/seccomp.js';
import { systemMounts } from '../../../src/room/local/system.js';
import { runProcess } from './process.js';
import type { Site } from './site.js';
import type { Guard, Place, Run, RunOptions } from './types.js';

/** Where `$A` is in every room. */
export const TOOL = '/run/cleanroom/in/attack';
const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

export interface WeakRooms {
  without(guards: readonly Guard[]): Place;
  readonly host: Place;
}

/** Rooms on this machine from the very options of the real ones, minus guards: no chain, no limits, one bubblewrap. */
export function weakRooms(host: LocalHost, site: Site, uid: number, gid: number): WeakRooms {
  const identity = host.identity;
  const root = process.getuid?.() === 0;
  const own = async (path: string, mode: number): Promise<void> => {
    await chmod(path, mode);
    if (root) await chown(path, uid, gid);
  };
  /** What the payload of a place finds: a workspace with files, and directories of its own. */
  const furnish = async (options: RunOptions): Promise<string> => {
    const directory = await site.fresh();
    for (const name of ['etc', 't', 't/shm', 't/tmp', 't/home', 'w']) {
      await mkdir(join(directory, name));
      await own(join(directory, name), name === 'w' || name.startsWith('t/') ? 0o777 : 0o755);
    }
    for (const [name, content] of Object.entries(options.workspace ?? {})) {
      const path = join(directory, 'w', name);
      for (let at = dirname(path); !at.endsWith('/w'); at = dirname(at)) {
        await mkdir(at, { recursive: true });
        await own(at, 0o755);
      }
      await writeFile(path, content);
      await own(path, content.startsWith('#!') ? 0o755 : 0o644);
    }
    return directory;
  };

  return {
    host: {
      guarded: false,
      async run(script, options = {}) {
        const directory = await furnish(options);
        const env = { PATH, LANG: 'C.UTF-8', HOME: join(directory, 't/home'), TMPDIR: join(directory, 't/tmp') };
        return runProcess([...(options.launchedBy ?? []), '/bin/bash', '-c', script], {
          env: { ...env, A: site.tool, ...options.hostEnv, ...options.env },
          cwd: join(directory, 'w'),
          user: { uid, gid },
          ...pick(options),
        });
      },
    },
    without(guards) {
      const off = (guard: Guard): boolean => guards.includes(guard);
      return {
        guarded: false,
        async run(script, options = {}): Promise<Run> {
          const directory = await furnish(options);
          // Without its own user: root of this host where we can be, else root of a namespace.
          const asRoot = off('ordinary-user') && (root || (identity.kind === 'root-setup' && identity.sudo));
          const shape = asRoot ? ({ kind: 'root-setup', uid, gid, sudo: false } as const) : identity;
          for (const [name, text] of Object.entries(etcFiles(shape))) {
            await writeFile(join(directory, 'etc', name), text);
            await chmod(join(directory, 'etc', name), 0o644);
          }
          await writeFile(join(directory, 'seccomp'), filter(host.machine, off('foreign-calls')), { mode: 0o644 });
          const environment = {
            ...{ LANG: 'C.UTF-8', HOME: '/home/agent', PATH, TMPDIR: '/tmp', USER: 'agent', A: TOOL },
            ...options.env,
          };
          const args = bwrapArguments({
            identity: shape,
            features: host.features,
            roomDirectory: directory,
            etcDirectory: join(directory, 'etc'),
            system: await systemMounts(),
            readOnly: [{ source: site.tool, target: TOOL }, ...(options.readOnly ?? [])],
            workspace: join(directory, 'w'),
            writable: undefined,
            homeDirectory: undefined,
            outDirectory: options.outDirectory,
            environment: off('late-variables') ? {} : environment,
            cwd: '',
            hold: false,
          });
          const late = off('late-variables')
            ? Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value])
            : [];
          const variables = Object.entries(options.hostEnv ?? {}).map(([name, value]) => `${name}=${value}`);
          const bwrap = [
            ...['env', '-i', `PATH=${PATH}`, ...variables, host.bwrap],
            ...[...weaken(args, guards, site.directory, asRoot), ...late, '--'],
            ...(asRoot ? [] : payloadPrefix(shape, environment)),
            ...['/bin/bash', '-c', script],
          ];
          const open = ['bash', '-c', 'exec 4>/dev/null 6<"$1"; shift; exec "$@"', 'weak', join(directory, 'seccomp')];
          const sudo = identity.kind === 'root-setup' && identity.sudo ? ['sudo', '-n', '--'] : [];
          const drop = ['setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups', '--'];
          const become = identity.kind === 'dropped' && !asRoot ? drop : sudo;
          // What starts the room's host process may need rights that this one has given away: a console, a keyring.
          const launch = options.launchedBy ?? [];
          const chain = become === sudo ? [...sudo, ...launch] : [...launch, ...become];
          return runProcess([...chain, ...open, ...bwrap], { env: { PATH }, ...pick(options) });
        },
      };
    },
  };
}

const pick = (options: RunOptions): Pick<RunOptions, 'stdin' | 'timeoutMs'> => ({
  ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
  ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
});

/** The options of a room without some of its guards. */
function weaken(args: readonly string[], guards: readonly Guard[], site: string, asRoot: boolean): string[] {
  // The network of a real room is made before bubblewrap starts.
  const result = ['--unshare-net', ...args];
  /** @throws where the option is not there: then the guard has moved, and this suite proves nothing */
  const replace = (old: readonly string[], by: readonly string[]): void => {
    const at = result.findIndex((_, index) => old.every((part, offset) => result[index + offset] === part));
    if (at < 0) throw new Error(`a room has no option ${old.join(' ')}`);
    result.splice(at, old.length, ...by);
  };
  for (const guard of guards) {
    switch (guard) {
      case 'pid-namespace':
        replace(['--unshare-pid'], []);
        break;
      case 'network-namespace':
        replace(['--unshare-net'], []);
        break;
      case 'cgroup-namespace':
        replace(['--unshare-cgroup-try'], []);
        break;
      case 'seccomp':
        replace(['--seccomp', '6'], []);
        break;
      case 'disable-userns':
        if (result.includes('--disable-userns')) replace(['--disable-userns'], []);
        break;
      case 'die-with-parent':
      case 'new-session':
        replace([`--${guard}`], []);
        break;
      case 'empty-environment':
        replace(['--clearenv'], []);
        break;
      case 'no-capabilities':
        replace(['--cap-drop', 'ALL'], ['--cap-add', 'ALL']);
        break;
      case 'proc-sys':
        if (result.includes('/proc/sys')) replace(['--ro-bind', '/proc/sys', '/proc/sys'], []);
        break;
      case 'own-devices':
        replace(['--dev', '/dev'], ['--dev-bind', '/dev', '/dev']);
        replace(['--remount-ro', '/dev'], []);
        break;
      case 'no-cgroup-files':
        replace(['--remount-ro', '/dev'], ['--bind', '/sys/fs/cgroup', '/sys/fs/cgroup', '--remount-ro', '/dev']);
        break;
      case 'listed-paths':
        // As root bubblewrap would make the directories above it for itself alone.
        replace(['--json-status-fd', '4'], [...above(site), '--bind', site, site, '--json-status-fd', '4']);
        break;
      case 'ordinary-user':
        if (asRoot) break;
        replace(['--uid', '1000', '--gid', '1000'], ['--uid', '0', '--gid', '0']);
        break;
      case 'limits':
      case 'foreign-calls':
      case 'late-variables':
        // There are none here; done where the filter and the environment are made.
        break;
    }
  }
  return result;
}

function above(path: string): string[] {
  const parents: string[] = [];
  for (let at = dirname(path); at !== '/' && at !== '/tmp'; at = dirname(at))
    parents.unshift('--perms', '0755', '--dir', at);
  return parents;
}

/** The room's filter; `foreign`: lets calls of other ABIs through. */
function filter(machine: LocalHost['machine'], foreign: boolean): Buffer {
  const program = Buffer.from(seccompProgram(machine));
  if (!foreign) return program;
  for (let at = 0; at < program.length; at += 8) {
    const [code, value] = [program.readUInt16LE(at), program.readUInt32LE(at + 4)];
    if (code === 0x06 && value === 0x80000000) program.writeUInt32LE(0x7fff0000, at + 4);
  }
  return program;
}
