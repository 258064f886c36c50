// From the start of a room to the first byte of its payload, everything included: overlay, control groups, seccomp, its
// own network with the broker's socket in it. The floor is bubblewrap alone, with the same arguments, in turns.
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bar, ROOT, row } from './support.mjs';

const RUNS = 60;
const PARKED_MS = 60;
const ARGV = ['/bin/echo', 'x'];
const LIMITS = {
  memoryBytes: 1 << 30,
  processes: 64,
  fileBytes: 1 << 26,
  openFiles: 256,
  tmpBytes: 1 << 26,
  cpus: null,
  diskBytes: 1 << 30,
  diskFiles: 10_000,
};

export async function benchRooms(scratch) {
  await chmod(scratch, 0o755);
  const parent = await mkdtemp(join(scratch, 'rooms-'));
  await chmod(parent, 0o755);
  const { LocalBackend } = await import(`${ROOT}/build/room/local/backend.js`);
  const { detectHost } = await import(`${ROOT}/build/room/local/host.js`);
  const { owner, host } = await detect(detectHost, parent);
  const backend = new LocalBackend({ host, hostPath: process.env.PATH ?? '', tools: [] });
  const plain = await plainBubblewrap(host, parent);
  const times = { plain: [], cold: [], parked: [], whole: [] };
  for (let run = -3; run < RUNS; run++) {
    const bare = await plain();
    const cold = await room(backend, await tree(parent, owner, `cold${run}`), `cold${run}`, false);
    const parked = await room(backend, await tree(parent, owner, `parked${run}`), `parked${run}`, true);
    // The first ones read what later ones find in memory.
    if (run < 0) continue;
    times.plain.push(bare);
    times.cold.push(cold.first);
    times.whole.push(cold.whole);
    times.parked.push(parked.first);
  }
  const floor = row('bubblewrap alone, to its first byte', times.plain);
  const cold = row('a room, to its first byte', times.cold);
  row('a room, opened, run and closed', times.whole);
  const parked = row('a parked room, to its first byte', times.parked);
  bar('a room, as a multiple of bubblewrap alone', cold / floor, 4);
  bar('a parked room, as a multiple of bubblewrap alone', parked / floor, 1.5);
}

async function detect(detectHost, parent) {
  const entry = await stat(parent);
  const host = await detectHost({
    uid: process.getuid(),
    gid: process.getgid(),
    arch: process.arch,
    path: process.env.PATH ?? '',
    checkout: parent,
    checkoutOwner: { uid: entry.uid, gid: entry.gid },
    scratchParents: [parent],
  });
  return { host, owner: host.identity.kind === 'self' ? undefined : host.identity };
}

/** A fresh overlay over a small tree. */
async function tree(parent, owner, name) {
  const { chown } = await import('node:fs/promises');
  const top = join(parent, `tree-${name}`);
  for (const part of ['lower', 'upper', 'work']) {
    await mkdir(join(top, part), { recursive: true });
    if (owner) await chown(join(top, part), owner.uid, owner.gid);
  }
  await writeFile(join(top, 'lower/file'), 'x');
  return { kind: 'overlay', lowers: [join(top, 'lower')], upper: join(top, 'upper'), work: join(top, 'work') };
}

async function room(backend, workspace, id, park) {
  const begun = performance.now();
  const opened = await backend.open({ id, stage: 'agent', workspace, readOnly: [], limits: LIMITS });
  let released = begun;
  let first = Number.NaN;
  const command = {
    argv: ARGV,
    cwd: '',
    env: {},
    timeoutMs: 60_000,
    outputBytes: 1 << 20,
    onOutput() {
      first = performance.now();
    },
    listener: { port: 7777, accept: (server) => void server.on('connection', (socket) => socket.destroy()) },
  };
  const signal = new AbortController().signal;
  if (park) {
    const parked = await opened.park(command);
    await new Promise((resolve) => setTimeout(resolve, PARKED_MS));
    released = performance.now();
    await parked.start(signal);
  } else await opened.run(command, signal);
  await opened.close();
  return { first: first - released, whole: performance.now() - begun };
}

/** Bubblewrap with a room's own arguments over plain directories, and nothing around it. */
async function plainBubblewrap(host, parent) {
  const { bwrapArguments, etcFiles } = await import(`${ROOT}/build/room/local/bwrap-arguments.js`);
  const { systemMounts } = await import(`${ROOT}/build/room/local/system.js`);
  const directory = join(parent, 'plain');
  for (const name of ['m', 't/tmp', 't/shm', 't/home', 'etc']) await mkdir(join(directory, name), { recursive: true });
  for (const [name, text] of Object.entries(etcFiles(host.identity)))
    await writeFile(join(directory, 'etc', name), text);
  const args = bwrapArguments({
    identity: { kind: 'self', uid: process.getuid(), gid: process.getgid() },
    features: host.features,
    roomDirectory: directory,
    etcDirectory: join(directory, 'etc'),
    system: await systemMounts(),
    readOnly: [],
    workspace: join(directory, 'm'),
    homeDirectory: undefined,
    outDirectory: undefined,
    environment: {},
    cwd: '',
    hold: false,
  });
  const filter = args.indexOf('--seccomp');
  const bare = ['--unshare-net', ...args.slice(0, filter), ...args.slice(filter + 2)];
  await writeFile(join(directory, 'args'), bare.map((argument) => `${argument}\0`).join(''));
  return async () => {
    const [list, status] = await Promise.all([open(join(directory, 'args')), open(join(directory, 'status'), 'w')]);
    const begun = performance.now();
    let first = Number.NaN;
    const child = spawn(host.bwrap, ['--args', '3', '--', ...ARGV], {
      stdio: ['ignore', 'pipe', 'inherit', list.fd, status.fd],
    });
    child.stdout.once('data', () => {
      first = performance.now();
    });
    await new Promise((resolve) => child.once('close', resolve));
    await Promise.all([list.close(), status.close()]);
    return first - begun;
  };
}
