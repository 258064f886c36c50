import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findProgram } from '../../src/room/local/host.js';
import { runHost } from '../../src/support/process.js';
import { removeTree } from '../../src/support/remove-tree.js';

/** A docker daemon of the test's own. Nothing is pulled and no network is made. */
export interface DockerDaemon {
  readonly program: string;
  /** What the docker command line needs to know of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Runtimes that rooms can be tried with, beside `runc`. */
  readonly gvisor: boolean;
  /** Name of an image made of this host's files. */
  readonly image: string;
  dispose(): Promise<void>;
}

const START_MS = 30_000;
/** What the person's docker configuration holds, and no room may see. */
export const PROXY_PASSWORD = 'password-of-the-person';
export const TEST_IMAGE = 'cleanroom-room-test';
/** What the suites run inside. */
const PROGRAMS =
  'bash sh env cat sleep ls mkdir rmdir rm echo printf head yes sha256sum grep touch mv cp ln chmod id wc pwd true setsid nohup kill getent perl node stat sort tail seq dd mkfifo tr cut readlink python3 timeout mktemp mknod mount umount unshare git sed tty stty';

/** The reason why no daemon can be started here, if any. */
export async function unableToRunDocker(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'only root can start a docker daemon';
  const path = process.env['PATH'] ?? '';
  for (const program of ['docker', 'dockerd', 'containerd', 'runc'])
    if (!(await findProgram(program, path))) return `${program} is missing: apt-get install docker.io`;
  return undefined;
}

/** The reason why gVisor cannot be tried here, if any. */
export async function unableToRunGvisor(): Promise<string | undefined> {
  return (await findProgram('runsc', process.env['PATH'] ?? ''))
    ? undefined
    : 'runsc is missing: apt-get install runsc';
}

export async function startDocker(): Promise<DockerDaemon> {
  const path = process.env['PATH'] ?? '';
  const program = (await findProgram('docker', path)) ?? 'docker';
  const directory = await mkdtemp(join(tmpdir(), 'dockerd-'));
  const socket = join(directory, 'socket');
  const runsc = await findProgram('runsc', path);
  const flags = ['--platform=ptrace'];
  const runtimes = runsc && {
    runsc: { path: runsc, runtimeArgs: [...flags, '--network=host'] },
    'runsc-alone': { path: runsc, runtimeArgs: [...flags, '--network=none'] },
  };
  await writeFile(join(directory, 'daemon.json'), JSON.stringify({ runtimes: runtimes || {} }));
  const proxies = { default: { httpProxy: `http://person:${PROXY_PASSWORD}@proxy.test:3128`, noProxy: 'localhost' } };
  await mkdir(join(directory, 'config'));
  await writeFile(join(directory, 'config/config.json'), JSON.stringify({ proxies }));
  const child = spawn(
    'setpriv',
    [
      // The daemon must not outlive a test run that is killed.
      ...['--pdeathsig', 'KILL', '--', 'dockerd', '--config-file', join(directory, 'daemon.json')],
      ...['--data-root', join(directory, 'data'), '--exec-root', join(directory, 'exec')],
      ...['--pidfile', join(directory, 'pid'), '--host', `unix://${socket}`],
      ...['--iptables=false', '--ip6tables=false', '--bridge=none'],
    ],
    { env: { PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4000);
    });
  const env = {
    PATH: path,
    HOME: directory,
    DOCKER_CONFIG: join(directory, 'config'),
    DOCKER_HOST: `unix://${socket}`,
  };
  const dispose = async (): Promise<void> => {
    await ended(child);
    const mounts = await readFile('/proc/self/mountinfo', 'utf8');
    for (const line of mounts.split('\n').reverse()) {
      const place = line.split(' ')[4];
      if (place?.startsWith(`${directory}/`))
        await runHost({ argv: ['umount', '-l', '--', place], env: { PATH: path } });
    }
    await removeTree(directory);
  };
  try {
    const deadline = performance.now() + START_MS;
    for (;;) {
      const { code } = await runHost({ argv: [program, 'version'], env });
      if (code === 0) break;
      if (child.exitCode !== null || performance.now() > deadline) throw new Error(`dockerd did not start: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await importImage(program, env, directory);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { program, env, gvisor: runsc !== undefined, image: TEST_IMAGE, dispose };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exit;
  clearTimeout(timer);
}

/** An image of this host's own programs with the libraries that they ask for. */
async function importImage(program: string, env: Readonly<Record<string, string>>, directory: string): Promise<void> {
  const root = join(directory, 'image');
  for (const name of ['usr/bin', 'usr/lib', 'usr/lib64', 'tmp', 'etc', 'proc', 'sys', 'dev'])
    await mkdir(join(root, name), { recursive: true });
  await chmod(join(root, 'tmp'), 0o1777);
  for (const name of ['bin', 'lib', 'lib64']) await symlink(`usr/${name}`, join(root, name));
  const libraries = new Set<string>();
  const path = `${dirname(process.execPath)}:/usr/bin:/bin`;
  for (const name of PROGRAMS.split(' ')) {
    const found = await findProgram(name, path);
    if (!found) continue;
    const real = await realpath(found);
    await cp(real, join(root, 'usr/bin', name));
    const listed = await runHost({ argv: ['ldd', real], env: { PATH: '/usr/bin:/bin' } });
    for (const match of listed.stdout.toString('utf8').matchAll(/(?:^|\s)(\/\S+)/g))
      if (match[1]) libraries.add(match[1]);
  }
  for (const library of libraries) {
    const target = library.startsWith('/usr/') ? library : `/usr${library}`;
    await mkdir(join(root, dirname(target)), { recursive: true });
    await cp(await realpath(library), join(root, target));
  }
  const script = 'set -o pipefail; tar -C "$1" -c . | "$2" import -c "$3" -c "$4" - "$5"';
  const changes = ['ENV PATH=/usr/local/bin:/usr/bin:/bin', 'ENV IMAGE_VARIABLE=of-the-image DOCKER_HOST=of-the-image'];
  const imported = await runHost({
    argv: ['bash', '-c', script, 'import', root, program, ...changes, TEST_IMAGE],
    env,
  });
  if (imported.code !== 0) throw new Error(`no image: ${imported.stderr}`);
  await removeTree(root);
}
