import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownerLabel, removeAbandoned } from '../../src/room/docker/owner.js';
import {
  type DockerDaemon,
  PROXY_PASSWORD,
  startDocker,
  unableToRunDocker,
  unableToRunGvisor,
} from './docker-daemon.js';
import { dockerLab } from './docker-room.js';
import { roomConformance, run, withRoom } from './room-conformance.js';
import { roomLimits } from './room-limits.js';

/** Every suite about rooms, over containers of one runtime of a daemon of its own. */
export async function dockerSuites(runtime: 'runc' | 'runsc'): Promise<void> {
  const unable = (await unableToRunDocker()) ?? (runtime === 'runsc' ? await unableToRunGvisor() : undefined);
  if (unable !== undefined) {
    it(`rooms of docker with ${runtime}`, (ctx) => ctx.skip(unable));
    return;
  }
  let daemon: DockerDaemon | undefined;
  beforeAll(async () => {
    daemon = await startDocker();
  }, 120_000);
  afterAll(() => daemon?.dispose());
  const lab = async () => {
    if (!daemon) throw new Error('the daemon did not start');
    return dockerLab(daemon, runtime);
  };
  roomConformance(`docker with ${runtime}`, lab, true);
  roomLimits(`docker with ${runtime}`, lab, true);
  if (runtime === 'runc') dockersOwn(lab);
}

/** What is docker's doing, whatever the runtime. */
function dockersOwn(open: () => ReturnType<typeof dockerLab>): void {
  describe('rooms of docker', () => {
    let lab: Awaited<ReturnType<typeof dockerLab>>;
    beforeAll(async () => {
      lab = await open();
    });
    afterAll(() => lab?.dispose());

    it('have nothing of the environment and the configuration of the docker command line, also in their first process', async () => {
      const seen = await withRoom(lab, {}, (room) => run(room, "cat /proc/[0-9]*/environ | tr '\\0' '\\n'"));
      expect(seen.stdout).toContain('HOME=/home/agent');
      expect(seen.stdout).not.toMatch(new RegExp(`${PROXY_PASSWORD}|proxy|unix://|of-the-image`, 'i'));
    });

    it('are removed when their owner is gone, and only then', async () => {
      const { cli } = lab.host;
      const label = await ownerLabel();
      const [, key, pid, start, namespace] = /^(.*)=(\d+)\.(\d+)\.(\d+)$/.exec(label) ?? [];
      expect(Number(pid)).toBe(process.pid);
      const owners = {
        alive: label,
        gone: `${key}=4194305.1.${namespace}`,
        'pid-given-out-again': `${key}=${pid}.${Number(start) - 1}.${namespace}`,
        // A runner in a container that shares the daemon: its pids are not ours.
        'of-another-namespace': `${key}=4194305.1.${Number(namespace) + 1}`,
        foreign: 'somebody.else=4194305.1.1',
      };
      for (const [name, owner] of Object.entries(owners)) await cli.run(['volume', 'create', '--label', owner, name]);
      try {
        await removeAbandoned(cli);
        const left = (await cli.run(['volume', 'ls', '--quiet'])).split('\n').filter((name) => name in owners);
        expect(left.sort()).toEqual(['alive', 'foreign', 'of-another-namespace']);
      } finally {
        await cli.run(['volume', 'rm', '--force', ...Object.keys(owners)]);
      }
    });
  });
}
