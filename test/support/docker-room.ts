import { chmod, chown, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DockerBackend } from '../../src/room/docker/backend.js';
import { type DockerHost, detectDocker } from '../../src/room/docker/host.js';
import { removeTree } from '../../src/support/remove-tree.js';
import type { DockerDaemon } from './docker-daemon.js';
import { TEST_LIMITS } from './local-room.js';
import type { RoomLab } from './room-conformance.js';

/** What the conformance and attack suites need, over containers of a runtime. */
export async function dockerLab(
  daemon: DockerDaemon,
  runtime: string,
  tools: readonly string[] = [],
): Promise<RoomLab & { readonly host: DockerHost; readonly backend: DockerBackend }> {
  const parent = await mkdtemp(join(tmpdir(), 'docker-room-'));
  await chmod(parent, 0o755);
  const host = await detectDocker({
    uid: process.getuid?.() ?? -1,
    gid: process.getgid?.() ?? -1,
    arch: process.arch,
    path: process.env['PATH'] ?? '',
    program: daemon.program,
    env: daemon.env,
    checkoutOwner: { uid: 0, gid: 0 },
    scratchParents: [parent],
    image: daemon.image,
    runtime,
  });
  const backend = new DockerBackend({ host, tools, hostPath: '' });
  const { uid, gid } = host.identity;
  let made = 0;
  const directory = async (): Promise<string> => {
    made += 1;
    const path = join(host.scratch, `directory-${made}`);
    await mkdir(path);
    await chmod(path, 0o755);
    await chown(path, uid, gid);
    return path;
  };
  return {
    backend,
    host,
    limits: TEST_LIMITS,
    // gVisor without virtual machines starts a process in tens of milliseconds, and the kernel ends a container's the same way as a local room's.
    manyProcesses: host.runtime.gvisor ? 100 : 300,
    directory,
    async workspace(files = {}) {
      const lower = await directory();
      for (const [name, content] of Object.entries(files)) {
        const path = join(lower, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
        await chmod(path, content.startsWith('#!') ? 0o755 : 0o644);
        for (let at = path; at !== lower; at = dirname(at)) {
          if (at !== path) await chmod(at, 0o755);
          await chown(at, uid, gid);
        }
      }
      const top = { upper: await directory(), work: await directory() };
      return { kind: 'overlay', lowers: [lower], ...top };
    },
    async dispose() {
      backend.close();
      await removeTree(parent);
    },
  };
}
