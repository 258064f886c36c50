import { spawn } from 'node:child_process';
import { marked, uniqueSleep } from '../../support/room-conformance.js';
import { roomProgram } from '../suite/launched.js';
import { token } from '../suite/site.js';
import type { Attack, Ground, Place, Run } from '../suite/types.js';

const PID_NAMESPACE = 'own PID namespace, new /proc';

/** Looks for a secret of a process of the host, with that process's number as `$1`. */
const ofVictim =
  (secret: 'environment' | 'memory' | 'commandLine' | 'descriptor', script: string) =>
  async (place: Place, { site }: Ground): Promise<boolean> => {
    const victim = await site.victim();
    try {
      const { stdout } = await place.run(`set -- ${victim.pid}; ${script}`);
      return stdout.includes(victim.secrets[secret]);
    } finally {
      victim.end();
    }
  };

/** Whether nothing with this mark runs any more; a room may take moments to be torn down by a killed host. */
async function gone(mark: string, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  while ((await marked(mark)).length > 0) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

async function endMarked(mark: string): Promise<void> {
  for (const line of await marked(mark)) {
    try {
      process.kill(Number(line.split(':')[0]), 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

/** Leaves a process behind; true when it outlived its room. */
const survivor =
  (script: (sleep: string) => string) =>
  async (place: Place): Promise<boolean> => {
    const sleep = uniqueSleep();
    await place.run(script(sleep));
    const alive = (await marked(sleep)).length > 0;
    await endMarked(sleep);
    return alive;
  };

export const PROCESSES: readonly Attack[] = [
  {
    id: 'environment',
    area: 'host environment',
    tries: 'print the variables of the process that starts the room',
    guard: 'empty environment',
    off: ['empty-environment'],
    async attempt(place) {
      const secret = token('variable');
      const { stdout } = await place.run('env; cat /proc/self/environ', { hostEnv: { DEPLOY_KEY: secret } });
      return stdout.includes(secret);
    },
  },
  {
    id: 'environment-of-ancestors',
    area: 'host environment',
    tries: "read variables in the environment of the room's own first process",
    guard: 'bubblewrap starts with an empty environment',
    off: [],
    unable: ({ rootBuilt, backend }) =>
      rootBuilt || backend !== 'local' ? 'another user owns the first process there' : undefined,
    async attempt(place) {
      const secret = token('variable');
      const { stdout } = await place.run('cat /proc/[0-9]*/environ', { hostEnv: { DEPLOY_KEY: secret } });
      return stdout.includes(secret);
    },
  },
  {
    id: 'proc-environ',
    area: '/proc',
    tries: 'read the environment of a host process',
    guard: PID_NAMESPACE,
    off: 'host',
    attempt: ofVictim('environment', 'cat /proc/$1/environ /proc/[0-9]*/environ | tr "\\0" "\\n" | grep -a CANARY'),
  },
  {
    id: 'proc-cmdline',
    area: '/proc',
    tries: 'read the command line of a host process',
    guard: PID_NAMESPACE,
    off: ['pid-namespace'],
    attempt: ofVictim('commandLine', 'cat /proc/[0-9]*/cmdline | tr "\\0" "\\n" | grep -a CANARY'),
  },
  {
    id: 'proc-mem',
    area: '/proc',
    tries: 'read the memory of a host process by /proc/PID/mem',
    guard: PID_NAMESPACE,
    off: 'host',
    attempt: ofVictim('memory', '$A mem $1 CANARY-memory'),
  },
  {
    id: 'process-vm-readv',
    area: '/proc',
    tries: 'read the memory of a host process by process_vm_readv',
    guard: PID_NAMESPACE,
    off: 'host',
    attempt: ofVictim('memory', '$A vmread $1 CANARY-memory'),
  },
  {
    id: 'ptrace',
    area: '/proc',
    tries: 'attach to a host process and read its words',
    guard: PID_NAMESPACE,
    off: 'host',
    attempt: ofVictim('memory', '$A ptrace $1 CANARY-memory'),
  },
  {
    id: 'proc-fd',
    area: '/proc',
    tries: 'open the deleted file that a host process still has open',
    guard: PID_NAMESPACE,
    off: 'host',
    attempt: ofVictim('descriptor', 'cat /proc/$1/fd/9'),
  },
  {
    id: 'proc-root',
    area: '/proc',
    tries: "walk into the host's files through a host process's root",
    guard: PID_NAMESPACE,
    off: 'host',
    async attempt(place, { site }) {
      const victim = await site.victim();
      const { stdout } = await place.run(`cat /proc/${victim.pid}/root${site.directory}/home/.ssh/id_ed25519`);
      victim.end();
      return stdout.includes(site.files['home/.ssh/id_ed25519'] ?? '');
    },
  },
  {
    id: 'kill',
    area: '/proc',
    tries: 'kill a host process of the same user',
    guard: PID_NAMESPACE,
    off: ['pid-namespace'],
    async attempt(place, { site }) {
      const victim = await site.victim();
      await place.run(`kill -9 ${victim.pid}`);
      await new Promise((resolve) => setImmediate(resolve));
      const killed = await gone(victim.secrets.commandLine, victim.alive() ? 500 : 10_000);
      victim.end();
      return killed;
    },
  },
  {
    id: 'setsid-daemon',
    area: 'survivors',
    tries: 'outlive the room in a session of its own',
    guard: 'PID namespace that dies with the room',
    off: ['pid-namespace', 'die-with-parent'],
    offDocker: 'host',
    attempt: survivor((sleep) => `setsid sleep ${sleep} >/dev/null 2>&1 </dev/null & sleep 0.05`),
  },
  {
    id: 'double-fork',
    area: 'survivors',
    tries: 'outlive it twice forked, deaf to every signal that can be ignored',
    guard: 'PID namespace that dies with the room',
    off: ['pid-namespace', 'die-with-parent'],
    offDocker: 'host',
    attempt: survivor((sleep) => `$A daemon ${sleep} </dev/null; sleep 0.05`),
  },
  {
    id: 'daemon-in-namespace',
    area: 'survivors',
    tries: 'outlive it as the first process of a PID namespace of its own',
    guard: 'PID namespace that dies with the room, and no new ones',
    off: ['pid-namespace', 'die-with-parent', 'seccomp', 'disable-userns'],
    offDocker: 'host',
    unable: ({ rootBuilt }) => (rootBuilt ? 'only a namespace gives the right to make one here' : undefined),
    attempt: survivor((sleep) => `unshare -Urpf sh -c 'sleep ${sleep}; :' >/dev/null 2>&1 </dev/null & sleep 0.1`),
  },
  {
    id: 'deaf-to-sigterm',
    area: 'survivors',
    tries: 'outlive the end of its time by ignoring SIGTERM',
    aboutRooms: true,
    guard: 'SIGKILL to the first process of the namespace',
    careless: (ground) => deaf(ground.host, 'timeout 60 '),
    ours: (ground) => deaf(ground.room, ''),
  },
  {
    id: 'launcher-killed',
    area: 'launcher',
    tries: 'go on when the host process is killed by SIGKILL',
    guard: 'parent-death signal down to the namespace',
    unable: ({ backend }) => (backend === 'local' ? undefined : 'tried with the host process of local rooms'),
    careless: (ground) => afterKill(ground, false),
    ours: (ground) => afterKill(ground, true),
  },
];

/**
 * Ignores what asks it to end. The careless way is timeout(1), which asks; it asks too when it is asked itself, so that
 * no time decides whether the daemon was there by then.
 */
async function deaf(place: Place, polite: string): Promise<boolean> {
  const sleep = uniqueSleep();
  const script = `${polite}bash -c 'trap "" TERM; $A daemon ${sleep}; echo up > up; sleep 0.3' &
    until [ -s up ]; do sleep 0.01; done`;
  if (polite !== '') await place.run(`${script}; kill $!; wait $!`);
  else await whenThere((timeoutMs) => place.run(`${script}; echo there; sleep 60`, { timeoutMs }));
  const alive = (await marked(sleep)).length > 0;
  await endMarked(sleep);
  return alive;
}

/** Ends a room by its time, once everything in it was there before that: a busy machine gets more of it. */
async function whenThere(run: (timeoutMs: number) => Promise<Run>): Promise<void> {
  for (const timeoutMs of [2500, 10_000]) {
    const done = await run(timeoutMs).catch(() => undefined);
    if (done?.stdout.includes('there')) return;
  }
  const { end, stdout, stderr } = await run(60_000);
  if (!stdout.includes('there')) throw new Error(`nothing started within a minute: ${end}\n${stdout}${stderr}`);
}

/** Kills what started a room while a program sleeps in it; true when that one sleeps on. */
async function afterKill(ground: Ground, real: boolean): Promise<boolean> {
  const sleep = uniqueSleep();
  const script = `sleep ${sleep}`;
  const job = {
    identity: ground.identity,
    tool: { source: ground.site.tool, target: '/run/cleanroom/in/attack' },
    script,
    env: {},
  };
  const argv = real
    ? [process.execPath, await roomProgram(), JSON.stringify(job)]
    : ['bwrap', '--ro-bind', '/', '/', '--dev', '/dev', 'sleep', sleep];
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { stdio: 'ignore', env: process.env });
  const pid = child.pid ?? 0;
  // Its own command line names the mark too.
  const inside = async (): Promise<boolean> => (await marked(sleep)).some((line) => /^\d+: sleep /.test(line));
  while (child.exitCode === null && !(await inside())) await new Promise((resolve) => setTimeout(resolve, 10));
  process.kill(pid, 'SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  const alive = !(await gone(sleep, real ? 60_000 : 100));
  await endMarked(sleep);
  return alive;
}
