import { chmod, chown, mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CleanroomError, messageOf } from '../../support/errors.js';
import { runHost } from '../../support/process.js';
import { DockerCli } from './cli.js';
import type { Entering } from './listener.js';

/** Whose ids the payload has when root runs us over a checkout that root owns: no account of a distribution has it. */
const FALLBACK_UID = 65432;
/** What every daemon has. */
export const DEFAULT_RUNTIME = 'runc';
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Separators of mount options that docker and overlayfs cannot be told to read as parts of a name. */
const UNSAFE_IN_OPTIONS = /[\s,:\\"']/;

export interface DockerFacts {
  readonly uid: number;
  readonly gid: number;
  readonly arch: string;
  /** PATH of the host. */
  readonly path: string;
  /** Absolute path of the docker command line. */
  readonly program: string;
  /** PATH, HOME and docker's own variables of the person. */
  readonly env: Readonly<Record<string, string>>;
  readonly checkoutOwner: { readonly uid: number; readonly gid: number };
  /** Where to put the scratch directory, best first. */
  readonly scratchParents: readonly string[];
  /** Told of every directory that is made there, at once. */
  readonly onScratch?: (path: string) => Promise<void>;
  /** Name or id of an image. */
  readonly image: string;
  /** Name of a runtime as the daemon knows it. */
  readonly runtime: string;
}

export interface DockerImage {
  readonly name: string;
  /** What containers are made of, whatever the name means later. */
  readonly id: string;
  readonly digests: readonly string[];
  /** Its own PATH. */
  readonly path: string;
  /** Names of the variables that it would set. */
  readonly variables: readonly string[];
}

export interface DockerRuntime {
  readonly name: string;
  /** The room's kernel is gVisor, not the host's. */
  readonly gvisor: boolean;
  /** Whether the room's loopback is one that the host can listen in. */
  readonly hostSockets: boolean;
}

/** What the docker backend found here, once per run. */
export interface DockerHost {
  readonly cli: DockerCli;
  readonly identity: { readonly uid: number; readonly gid: number };
  /** Whether the identity is not our own, so that files have to be given to it. */
  readonly foreign: boolean;
  readonly image: DockerImage;
  readonly runtime: DockerRuntime;
  readonly daemon: DaemonFacts;
  readonly entering: Entering;
  readonly scratch: string;
  readonly path: string;
  readonly arch: string;
}

export interface DaemonFacts {
  readonly version: string;
  readonly cgroup: 'cgroup v1' | 'cgroup v2';
  /** Whether memory, processes, CPU time and swap can be limited. */
  readonly limits: {
    readonly memory: boolean;
    readonly swap: boolean;
    readonly processes: boolean;
    readonly cpus: boolean;
  };
  readonly rootless: boolean;
  readonly runtimes: Readonly<
    Record<string, { readonly path?: string; readonly type?: string; readonly args: readonly string[] }>
  >;
  readonly seccomp: boolean;
}

/**
 * Asks the daemon what it is.
 * @throws CleanroomError `docker.daemon`, `docker.remote`
 */
export async function inspectDaemon(cli: DockerCli): Promise<DaemonFacts> {
  const [endpoint, said] = await Promise.all([
    cli.attempt(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']),
    cli.attempt(['info', '--format', '{{json .}}']),
  ]);
  const host = endpoint.stdout.toString('utf8').trim();
  if (endpoint.code === 0 && host !== '' && !host.startsWith('unix://')) {
    throw new CleanroomError('docker.remote', `docker rooms need the daemon of this machine, but docker uses ${host}`, {
      kind: 'usage',
      hint: 'choose a context, or a DOCKER_HOST, that begins with unix://',
    });
  }
  const info = parse(said.stdout.toString('utf8'));
  const version = text(info['ServerVersion']);
  if (said.code !== 0 || version === '') {
    const errors = info['ServerErrors'];
    const why = Array.isArray(errors) ? errors.join('; ') : said.stderr.trim();
    throw new CleanroomError('docker.daemon', `the docker daemon does not answer: ${why.slice(-500) || 'no message'}`, {
      hint: 'start it, and run as root or as a member of the group docker',
    });
  }
  const security = Array.isArray(info['SecurityOptions']) ? info['SecurityOptions'].map(String) : [];
  return {
    version,
    cgroup: info['CgroupVersion'] === '2' ? 'cgroup v2' : 'cgroup v1',
    limits: {
      memory: info['MemoryLimit'] === true,
      swap: info['SwapLimit'] === true,
      processes: info['PidsLimit'] === true,
      cpus: info['CpuCfsQuota'] === true,
    },
    rootless: security.some((option) => option.includes('rootless')),
    seccomp: security.some((option) => option.includes('seccomp')),
    runtimes: runtimesOf(info['Runtimes']),
  };
}

/** @throws CleanroomError `docker.runtime` */
export function chooseRuntime(daemon: DaemonFacts, name: string): DockerRuntime {
  const found = Object.hasOwn(daemon.runtimes, name) ? daemon.runtimes[name] : undefined;
  if (found === undefined) {
    throw new CleanroomError('docker.runtime', `docker-runtime: the daemon has no runtime named ${name}`, {
      kind: 'usage',
      hint: `it has ${Object.keys(daemon.runtimes).join(', ') || 'none'}; others are added under \`runtimes\` in its daemon.json`,
    });
  }
  const gvisor = /runsc/.test(`${found.path ?? ''} ${found.type ?? ''}`);
  const hostSockets = !gvisor || found.args.some((argument) => /^--?network=host$/.test(argument));
  return { name, gvisor, hostSockets };
}

/** Names of one image that are worth telling of. */
const MAX_DIGESTS = 10;

/** @throws CleanroomError `docker.image` */
export async function findImage(cli: DockerCli, name: string): Promise<DockerImage> {
  // Nothing is fetched: what a run is made of is there before it, and whoever runs it has chosen it.
  const format = '{{json .Id}}\n{{json .Config.Env}}\n{{json .RepoDigests}}';
  const result = await cli.attempt(['image', 'inspect', '--format', format, '--', name]);
  const [id, variables, digests] = result.stdout
    .toString('utf8')
    .split('\n')
    .map((line) => parseAny(line));
  if (result.code !== 0 || typeof id !== 'string') {
    throw new CleanroomError('docker.image', `image: ${name} is not on this machine`, {
      kind: 'usage',
      hint: `docker pull ${name}`,
    });
  }
  const env = Array.isArray(variables) ? variables.map(String) : [];
  const path = env.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length);
  return {
    name,
    id,
    digests: (Array.isArray(digests) ? digests.map(String) : []).sort().slice(0, MAX_DIGESTS),
    path: path || DEFAULT_PATH,
    variables: env
      .map((entry) => entry.split('=', 1)[0] ?? '')
      .filter((variable) => variable !== '' && variable !== 'PATH'),
  };
}

/**
 * Finds out what docker can do here.
 * @throws CleanroomError `docker.*`, `room.scratch`
 */
export async function detectDocker(facts: DockerFacts): Promise<DockerHost> {
  const cli = new DockerCli(facts.program, facts.env);
  const [daemon, image, entering] = await Promise.all([
    inspectDaemon(cli),
    findImage(cli, facts.image),
    whoEnters(facts),
  ]);
  const runtime = chooseRuntime(daemon, facts.runtime);
  if (!daemon.seccomp && !runtime.gvisor) {
    throw new CleanroomError('docker.seccomp', 'the docker daemon cannot filter system calls', {
      hint: 'use a kernel and a docker with seccomp, or docker-runtime: runsc',
    });
  }
  const root = facts.uid === 0;
  const owner = facts.checkoutOwner;
  const identity = !root
    ? { uid: facts.uid, gid: facts.gid }
    : owner.uid === 0
      ? { uid: FALLBACK_UID, gid: FALLBACK_UID }
      : { uid: owner.uid, gid: owner.gid };
  const scratch = await makeScratch(facts.scratchParents, root ? identity : undefined, facts.onScratch);
  return {
    cli,
    identity,
    foreign: root,
    image,
    runtime,
    daemon,
    entering,
    scratch,
    path: facts.path,
    arch: facts.arch,
  };
}

async function whoEnters(facts: DockerFacts): Promise<Entering> {
  if (facts.uid === 0) return 'root';
  const sudo = await runHost({ argv: ['sudo', '-n', 'true'], env: { PATH: facts.path } }).catch(() => undefined);
  return sudo?.code === 0 ? 'sudo' : 'none';
}

/** Containers reach it through the daemon, so only the daemon's reading of mount options limits where it may be. */
async function makeScratch(
  parents: readonly string[],
  owner: { readonly uid: number; readonly gid: number } | undefined,
  onScratch: DockerFacts['onScratch'],
): Promise<string> {
  const failures: string[] = [];
  for (const parent of parents.map((path) => resolve(path))) {
    if (UNSAFE_IN_OPTIONS.test(parent)) {
      failures.push(`${parent}: its name holds a separator of mount options`);
      continue;
    }
    try {
      const scratch = await mkdtemp(join(parent, 'cleanroom-'));
      await onScratch?.(scratch);
      // Nobody else may start what a room leaves behind, such as a set-uid program.
      await chmod(scratch, 0o700);
      if (owner) await chown(scratch, owner.uid, owner.gid);
      return scratch;
    } catch (error) {
      failures.push(`${parent}: ${messageOf(error)}`);
    }
  }
  throw new CleanroomError('room.scratch', `no usable directory for rooms: ${failures.join('; ')}`, {
    hint: 'set TMPDIR (or RUNNER_TEMP) to a writable directory with a plain name',
  });
}

function runtimesOf(value: unknown): DaemonFacts['runtimes'] {
  if (value === null || typeof value !== 'object') return {};
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([name, entry]) => {
      const fields = (entry ?? {}) as Record<string, unknown>;
      const args = fields['runtimeArgs'];
      const known = { args: Array.isArray(args) ? args.map(String) : [] };
      const path = text(fields['path']);
      const type = text(fields['runtimeType']);
      return [name, { ...known, ...(path ? { path } : {}), ...(type ? { type } : {}) }];
    }),
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function parseAny(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function parse(line: string): Record<string, unknown> {
  const value = parseAny(line);
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
