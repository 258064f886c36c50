import { mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalBackend } from '../room/local/backend.js';
import { chooseIdentity, detectHost, findProgram, NEEDED_PROGRAMS } from '../room/local/host.js';
import { toolPrefix } from '../room/local/system.js';
import { systemClock } from '../support/clock.js';
import { CleanroomError, messageOf } from '../support/errors.js';
import { runHost } from '../support/process.js';
import { removeTree } from '../support/remove-tree.js';
import { startAudit } from './audit.js';
import { cleanUp } from './clean-up.js';
import { examineDocker } from './doctor-docker.js';
import { createProbes } from './probes.js';
import type { HostEnvironment } from './run.js';

/** One thing that a run needs, and the command that mends it. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'weak' | 'missing';
  readonly detail: string;
  readonly mend: string | null;
}

const LIMITS = {
  memoryBytes: 1 << 30,
  processes: 64,
  fileBytes: 1 << 26,
  openFiles: 256,
  tmpBytes: 1 << 26,
  cpus: null,
  diskBytes: 1 << 26,
  diskFiles: 1000,
};

const NO_RUN = { scratch: '', owner: '' };
/** For a docker daemon that may not be there. */
const CLEAN_MS = 3000;

/** Says what this machine can do, by doing it. What runs left that were killed goes, and is named. */
export async function examine(host: HostEnvironment): Promise<Finding[]> {
  const findings: Finding[] = [];
  const say = (name: string, state: Finding['state'], detail: string, mend: string | null = null): void =>
    void findings.push({ name, state, detail, mend });
  const major = Number(/^v(\d+)/.exec(host.nodeVersion)?.[1] ?? 0);
  say('Node.js', major >= 20 ? 'ok' : 'missing', host.nodeVersion, major >= 20 ? null : 'install Node.js 20 or newer');
  say(
    'operating system',
    host.platform === 'linux' ? 'ok' : 'missing',
    `${host.platform} ${host.arch}`,
    host.platform === 'linux' ? null : 'local rooms need Linux: use a Linux machine, VM or runner',
  );
  const missing: string[] = [];
  for (const [program, debian] of Object.entries({ git: 'git', ...NEEDED_PROGRAMS })) {
    const found = await findProgram(program, host.path);
    if (!found) missing.push(debian);
    say(
      program,
      found ? 'ok' : 'missing',
      found ?? 'not found in PATH',
      found ? null : `sudo apt-get install -y ${debian}`,
    );
  }
  const npm = await findProgram('npm', host.path);
  say(
    'npm',
    npm ? 'ok' : 'weak',
    npm ?? 'not found: only agent: command can run',
    npm ? null : 'install npm, which comes with Node.js',
  );
  const { removed } = await cleanUp(host, NO_RUN, '', CLEAN_MS);
  say('left by killed runs', 'ok', removed.length === 0 ? 'nothing' : `removed now: ${removed.join(', ')}`);
  if (missing.length === 0) await examineRoom(host, say);
  findings.push(...(await examineDocker(host)));
  return findings;
}

async function examineRoom(
  host: HostEnvironment,
  say: (name: string, state: Finding['state'], detail: string, mend?: string | null) => void,
): Promise<void> {
  const parent = await mkdtemp(join(host.temporary[0] ?? '/tmp', 'cleanroom-doctor-'));
  const directory = await mkdtemp(join(parent, 'checkout-'));
  const scratch: string[] = [parent];
  try {
    await writeFile(join(directory, 'file'), 'x');
    const owner = await stat(directory);
    const facts = {
      ...host,
      checkout: directory,
      checkoutOwner: { uid: owner.uid, gid: owner.gid },
      scratchParents: host.temporary,
    };
    const identity = await chooseIdentity(facts);
    say(
      'identity',
      'ok',
      {
        self: 'an ordinary user in user namespaces',
        dropped: 'root, dropped to an unprivileged user',
        'root-setup': 'root builds rooms, payloads are dropped inside',
      }[identity.kind],
    );
    const found = await detectHost(facts);
    scratch.push(found.scratch);
    say(
      'overlayfs',
      found.overlay ? 'ok' : 'weak',
      found.overlay ? `works in ${found.scratch}` : 'does not work: trees are copied',
      found.overlay ? null : 'set TMPDIR to a directory on ext4, xfs or btrfs',
    );
    say(
      'control groups',
      found.cgroups.support === 'rlimit' ? 'weak' : 'ok',
      found.cgroups.support === 'rlimit' ? 'not writable: memory is limited for each process' : found.cgroups.support,
      found.cgroups.support === 'rlimit' ? 'run as root to limit the memory of whole rooms' : null,
    );
    const prefix = await toolPrefix(host.nodePath, host.home);
    const backend = new LocalBackend({
      host: found,
      hostPath: host.path,
      tools: prefix ? [prefix] : [],
    });
    const tree = join(found.scratch, 'tree');
    await mkdir(tree, { mode: 0o755 });
    const room = await backend.open({
      id: 'doctor',
      stage: 'agent',
      workspace: { kind: 'directory', path: tree },
      readOnly: [],
      limits: LIMITS,
    });
    const started = performance.now();
    const exit = await room.run(
      {
        argv: ['/bin/sh', '-c', 'exit 7'],
        cwd: '',
        env: {},
        timeoutMs: 20_000,
        outputBytes: 1 << 16,
        onOutput() {},
        listener: { port: 7777, accept: (server) => server.close() },
      },
      new AbortController().signal,
    );
    const description = await backend.describe();
    const probes = await createProbes({ description, limits: LIMITS, writable: null, secrets: [] }).look(room, {
      env: {},
      port: 7777,
      signal: new AbortController().signal,
    });
    await room.close();
    const good = exit.end === 'exited' && exit.code === 7;
    say(
      'a room',
      good ? 'ok' : 'missing',
      good
        ? `built, entered and destroyed in ${Math.round(performance.now() - started)} ms`
        : `ended unexpectedly: ${exit.end}`,
    );
    const failed = probes.filter(({ passed }) => !passed);
    say(
      'probes of a room',
      failed.length === 0 ? 'ok' : 'missing',
      failed.length === 0
        ? `${probes.length} passed`
        : failed.map(({ name, detail }) => `${name}: ${detail}`).join('; '),
      failed.length === 0 ? null : 'runs end with infra-error here: use another machine, or run as another user',
    );
    const { auditor, words } = await startAudit({
      wanted: 'auto',
      detected: found,
      arch: host.arch,
      path: host.path,
      description,
      clock: systemClock,
      early: undefined,
    });
    const seesAll = auditor?.ability.connects === true;
    await auditor?.close();
    say(
      'kernel audit',
      seesAll ? 'ok' : 'weak',
      words,
      seesAll ? null : 'run as root on a kernel with BPF and /sys/kernel/btf/vmlinux, outside of containers',
    );
  } catch (error) {
    say('a room', 'missing', messageOf(error), error instanceof CleanroomError ? (error.hint ?? null) : null);
  } finally {
    await Promise.all(scratch.map((path) => removeTree(path)));
  }
}

/** Installs bubblewrap where a runner lacks it and lets us; a person at a laptop is told the command instead. */
export async function missingPrograms(path: string): Promise<string[]> {
  const packages: string[] = [];
  for (const [program, debian] of Object.entries(NEEDED_PROGRAMS))
    if (!(await findProgram(program, path))) packages.push(debian);
  return [...new Set(packages)];
}

/** Whether `sudo` needs no password here. */
export async function hasSudo(path: string): Promise<boolean> {
  return runHost({ argv: ['sudo', '-n', 'true'], env: { PATH: path } }).then(
    (result) => result.code === 0,
    () => false,
  );
}
