import { DockerCli } from '../room/docker/cli.js';
import { chooseRuntime, type DaemonFacts, DEFAULT_RUNTIME, inspectDaemon } from '../room/docker/host.js';
import { findProgram } from '../room/local/host.js';
import { CleanroomError, messageOf } from '../support/errors.js';

/** As the doctor reports it. */
interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'weak';
  readonly detail: string;
  readonly mend: string | null;
}

/** Says whether docker rooms could be had here, and of what. They are never needed where local rooms work. */
export async function examineDocker(host: {
  readonly path: string;
  readonly dockerEnvironment: Readonly<Record<string, string>>;
}): Promise<Finding[]> {
  const program = await findProgram('docker', host.path);
  if (program === undefined)
    return [{ name: 'docker', state: 'weak', detail: 'not found in PATH: only local rooms', mend: null }];
  const cli = new DockerCli(program, host.dockerEnvironment);
  try {
    const daemon = await inspectDaemon(cli);
    const images = (await cli.run(['image', 'ls', '--quiet'])).split('\n').filter((line) => line !== '');
    return [
      { name: 'docker', state: 'ok', detail: `daemon ${daemon.version}, ${daemon.cgroup}`, mend: null },
      ...runtimes(daemon),
      {
        name: 'docker images',
        state: images.length > 0 ? 'ok' : 'weak',
        detail: images.length > 0 ? `${new Set(images).size} on this machine` : 'none on this machine',
        mend: images.length > 0 ? null : 'docker pull one that holds what the agent and the verifier need',
      },
    ];
  } catch (error) {
    const mend = error instanceof CleanroomError ? (error.hint ?? null) : null;
    return [{ name: 'docker', state: 'weak', detail: messageOf(error), mend }];
  }
}

function runtimes(daemon: DaemonFacts): Finding[] {
  return Object.keys(daemon.runtimes)
    .filter((name) => name === DEFAULT_RUNTIME || chooseRuntime(daemon, name).gvisor)
    .map((name) => {
      const { gvisor, hostSockets } = chooseRuntime(daemon, name);
      return {
        name: `docker runtime ${name}`,
        state: hostSockets ? 'ok' : 'weak',
        detail: !gvisor
          ? "the host's kernel"
          : hostSockets
            ? 'gVisor'
            : 'gVisor, but no line to the broker reaches its network',
        mend: hostSockets ? null : 'add --network=host to its runtimeArgs in daemon.json',
      };
    });
}
