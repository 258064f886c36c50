import { afterAll, beforeAll, it } from 'vitest';
import { type DockerDaemon, startDocker, unableToRunDocker, unableToRunGvisor } from '../support/docker-daemon.js';
import { dockerLab } from '../support/docker-room.js';
import { ATTACKS } from './rows/index.js';
import { makeGround } from './suite/ground.js';
import { attackSuite } from './suite/suite.js';
import type { Area, Attack } from './suite/types.js';
import { weakContainers } from './suite/weak-docker.js';

/** What gVisor's own kernel has to stop; the rest is docker's, and the same as by runc. */
const OF_GVISOR: readonly Area[] = [
  '/proc',
  'network',
  'nested namespaces',
  'vsock',
  'keyring',
  'exhaustion',
  'survivors',
];
/** Files cost it milliseconds, and its clock of CPU time is an estimate of its own. */
const NOT_OF_GVISOR = ['scratch-inodes', 'disk-files', 'cpu'];

const unable = await unableToRunDocker();
const noGvisor = await unableToRunGvisor();

if (unable !== undefined) it('attacks from rooms of docker', (ctx) => ctx.skip(unable));
else {
  let daemon: DockerDaemon | undefined;
  beforeAll(async () => {
    daemon = await startDocker();
  });
  afterAll(() => daemon?.dispose());
  const attack = (runtime: string, attacks?: readonly Attack[]): void =>
    attackSuite({ backend: 'docker', identity: runtime }, () => ground(runtime), attacks);
  const ground = async (runtime: string) => {
    if (!daemon) throw new Error('the daemon did not start');
    const lab = await dockerLab(daemon, runtime);
    const without = weakContainers(daemon, lab.host);
    return makeGround({
      backend: runtime === 'runsc' ? 'gvisor' : 'docker',
      identity: 'dropped',
      rooms: { lab, user: lab.host.identity, without },
    });
  };
  attack('runc');
  if (noGvisor !== undefined) it('attacks from rooms of docker with runsc', (ctx) => ctx.skip(noGvisor));
  else
    attack(
      'runsc',
      ATTACKS.filter(({ area, id }) => OF_GVISOR.includes(area) && !NOT_OF_GVISOR.includes(id)),
    );
}
