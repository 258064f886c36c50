import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeTree } from '../../../src/support/remove-tree.js';

const PROGRAMS = join(dirname(fileURLToPath(import.meta.url)), '../programs');

/** A value that nothing else on this host holds. */
export const token = (name: string): string => `CANARY-${name}-${randomBytes(12).toString('hex')}`;

/** A process of the room's user that holds secrets in every way that a process can. */
export interface Victim {
  readonly pid: number;
  readonly secrets: Readonly<Record<'environment' | 'memory' | 'commandLine' | 'descriptor', string>>;
  alive(): boolean;
  end(): void;
}

/** What a runner has around a room: secrets in files, processes and sockets, all within reach of the room's user. */
export interface Site {
  readonly directory: string;
  /** The program of programs/attack.c. */
  readonly tool: string;
  /** The library of programs/preload.c. */
  readonly preload: string;
  /** Contents of the secret files, by path below `directory`. */
  readonly files: Readonly<Record<string, string>>;
  readonly served: { readonly docker: string; readonly abstract: string; readonly tcp: string };
  readonly abstractName: string;
  readonly tcp4: number;
  readonly tcp6: number;
  readonly udp: number;
  /** An address of this host other than loopback; undefined where it has none. */
  readonly address: string | undefined;
  /** What arrived by UDP. */
  heard(): string;
  victim(): Promise<Victim>;
  /** A fresh directory that the room's user owns. */
  fresh(): Promise<string>;
  dispose(): Promise<void>;
}

const FILES = {
  'home/.ssh/id_ed25519': 'ssh',
  'home/.netrc': 'netrc',
  'home/.git-credentials': 'credentials',
  'temp/_runner_file_commands/set_env': 'set-env',
  'temp/_runner_file_commands/add_path': 'add-path',
  'temp/_runner_file_commands/set_output': 'set-output',
  'temp/_github_workflow/event.json': 'event',
  'tools/node/20.0.0/x64/bin/node': 'tool',
} as const;

/** @throws where there is no C compiler */
export async function makeSite(uid: number, gid: number): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'site-'));
  await chmod(directory, 0o755);
  const owned = async (path: string, mode: number): Promise<string> => {
    await chmod(path, mode);
    if (process.getuid?.() === 0) await chown(path, uid, gid);
    return path;
  };
  const tool = join(directory, 'attack');
  const preload = join(directory, 'preload.so');
  const sources = ['attack', 'processes', 'terminals', 'kernel', 'network', 'exhaustion'];
  execFileSync('cc', [
    ...['-static', '-no-pie', '-O1', '-o', tool],
    ...sources.map((name) => join(PROGRAMS, `${name}.c`)),
  ]);
  execFileSync('cc', ['-shared', '-fPIC', '-o', preload, join(PROGRAMS, 'preload.c')]);
  const files: Record<string, string> = {};
  for (const [path, name] of Object.entries(FILES)) {
    const secret = token(name);
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), `${secret}\n`);
    // As a runner's are: its own user's, which is the room's.
    await owned(join(directory, path), 0o755);
    files[path] = secret;
  }
  const served = { docker: token('docker'), abstract: token('abstract'), tcp: token('tcp') };
  const abstractName = token('name');
  const servers: Server[] = [];
  const serve = async (secret: string, where: object): Promise<Server> => {
    const server = createServer((socket) => socket.on('error', () => {}).end(secret));
    servers.push(server.listen(where));
    await once(server, 'listening');
    return server;
  };
  await serve(served.docker, { path: join(directory, 'docker.sock') });
  await owned(join(directory, 'docker.sock'), 0o666);
  await serve(served.abstract, { path: `\0${abstractName}` });
  const port = (server: Server): number => (server.address() as { port: number }).port;
  const tcp4 = port(await serve(served.tcp, { port: 0, host: '0.0.0.0' }));
  const tcp6 = port(await serve(served.tcp, { port: 0, host: '::', ipv6Only: true }));
  let heard = '';
  const udp = createSocket('udp4').on('message', (message) => {
    heard += message.toString('latin1');
  });
  udp.bind(0, '0.0.0.0');
  await once(udp, 'listening');

  let made = 0;
  const fresh = async (): Promise<string> => {
    made += 1;
    const path = join(directory, `fresh-${made}`);
    await mkdir(path);
    return owned(path, 0o755);
  };
  const children: ChildProcess[] = [];
  const victim = async (): Promise<Victim> => {
    const secrets = {
      environment: token('environment'),
      memory: token('memory'),
      commandLine: token('argument'),
      descriptor: token('descriptor'),
    };
    const file = join(await fresh(), 'file');
    await writeFile(file, secrets.descriptor);
    await owned(file, 0o644);
    const child = spawn(tool, ['victim', file, secrets.commandLine], {
      env: { SECRET: secrets.environment },
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    children.push(child);
    child.stdin.write(secrets.memory);
    await once(child.stdout, 'data');
    return {
      pid: child.pid ?? 0,
      secrets,
      alive: () => child.exitCode === null && child.signalCode === null,
      end: () => void child.kill('SIGKILL'),
    };
  };
  const address = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  return {
    directory,
    tool,
    preload,
    files,
    served,
    abstractName,
    tcp4,
    tcp6,
    udp: udp.address().port,
    address,
    heard: () => heard,
    victim,
    fresh,
    async dispose() {
      for (const child of children) child.kill('SIGKILL');
      for (const server of servers) server.close();
      udp.close();
      await removeTree(directory);
    },
  };
}
