import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mount } from '../../../src/room/docker/arguments.js';
import type { DockerHost } from '../../../src/room/docker/host.js';
import { seccompProfile } from '../../../src/room/docker/seccomp.js';
import type { DockerDaemon } from '../../support/docker-daemon.js';
import { runProcess } from './process.js';
import type { Site } from './site.js';
import type { Ground, Guard } from './types.js';
import { TOOL } from './weak-room.js';

/** Guards of root's rooms. A container that is root with every right asks more of a daemon than every host gives it. */
export const ONLY_LOCAL: readonly Guard[] = [
  'no-capabilities',
  'ordinary-user',
  'own-devices',
  'proc-sys',
  'late-variables',
];

/** `docker run` with the guards of a room, minus some; by runc, whatever the rooms under test run by. */
export function weakContainers(daemon: DockerDaemon, host: DockerHost): (site: Site) => Ground['without'] {
  const { uid, gid } = host.identity;
  return (site) => (guards) => ({
    guarded: false,
    async run(script, options = {}) {
      const off = (guard: Guard): boolean => guards.includes(guard);
      const directory = await site.fresh();
      const workspace = join(directory, 'w');
      await mkdir(workspace);
      for (const [name, content] of Object.entries(options.workspace ?? {})) {
        await mkdir(dirname(join(workspace, name)), { recursive: true });
        await writeFile(join(workspace, name), content, { mode: 0o755 });
      }
      await chmod(workspace, 0o777);
      const filter = join(directory, 'seccomp.json');
      await writeFile(filter, JSON.stringify(seccompProfile()));
      const shown = [{ source: site.tool, target: TOOL }, ...(options.readOnly ?? [])];
      const variables = { ...options.env, A: TOOL, HOME: '/tmp', TMPDIR: '/tmp' };
      const inherited = off('empty-environment') ? Object.keys(options.hostEnv ?? {}) : [];
      const unfiltered = off('seccomp') || off('foreign-calls') || off('disable-userns');
      const args = [
        ...['run', '--rm', '--interactive', '--pull', 'never', '--runtime', 'runc', '--log-driver', 'none'],
        ...['--network', off('network-namespace') ? 'host' : 'none', '--ipc', 'private'],
        ...['--cgroupns', off('cgroup-namespace') ? 'host' : 'private'],
        ...(off('pid-namespace') ? ['--pid', 'host'] : []),
        ...['--user', `${uid}:${gid}`, '--workdir', '/workspace'],
        ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
        ...['--security-opt', `seccomp=${unfiltered ? 'unconfined' : filter}`],
        ...(off('listed-paths') ? ['--mount', mount('bind', site.directory, site.directory)] : []),
        ...(off('no-cgroup-files') ? ['--mount', mount('bind', '/sys/fs/cgroup', '/sys/fs/cgroup')] : []),
        ...['--mount', mount('bind', workspace, '/workspace')],
        ...(options.outDirectory === undefined
          ? []
          : ['--mount', mount('bind', options.outDirectory, '/run/cleanroom/out')]),
        ...shown.flatMap(({ source, target }) => ['--mount', mount('bind', source, target, 'readonly')]),
        ...inherited.flatMap((name) => ['--env', name]),
        ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        ...['--entrypoint', '/bin/bash', daemon.image, '-c', script],
      ];
      return runProcess([daemon.program, ...args], {
        env: { ...daemon.env, ...options.hostEnv },
        ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
        ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      });
    },
  });
}
