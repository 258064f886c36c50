import { afterAll, beforeAll, it } from 'vitest';
import { type DockerDaemon, startDocker, unableToRunDocker, unableToRunGvisor } from './docker-daemon.js';
import { dockerLab } from './docker-room.js';
import { roomConformance } from './room-conformance.js';
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
  roomConformance(`docker with ${runtime}`, lab);
  roomLimits(`docker with ${runtime}`, lab);
}
