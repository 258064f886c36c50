import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalBackend } from '../../src/room/local/backend.js';
import { detectHost, type LocalHost } from '../../src/room/local/host.js';
import { toolPrefix } from '../../src/room/local/system.js';
import type { RoomLimits } from '../../src/room/types.js';

export const TEST_LIMITS: RoomLimits = {
  memoryBytes: 1 << 30,
  processes: 256,
  fileBytes: 64 << 20,
  openFiles: 1024,
  tmpBytes: 64 << 20,
};

/** A real local backend of this host over a fresh scratch directory. */
export async function localBackend(): Promise<{ backend: LocalBackend; host: LocalHost; dispose(): Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'room-test-'));
  await (await import('node:fs/promises')).chmod(parent, 0o755);
  const uid = process.getuid?.() ?? -1;
  const host = await detectHost({
    uid,
    gid: process.getgid?.() ?? -1,
    arch: process.arch,
    path: process.env['PATH'] ?? '',
    checkout: parent,
    checkoutOwner: await stat(parent),
    scratchParents: [parent],
  });
  const prefix = await toolPrefix(process.execPath, process.env['HOME'] ?? '/');
  const backend = new LocalBackend({
    host,
    hostPath: process.env['PATH'] ?? '',
    tools: prefix ? [prefix] : [],
    nodePath: process.execPath,
  });
  return { backend, host, dispose: () => rm(parent, { recursive: true, force: true }) };
}

/** An overlay view over one lower directory, with a private top below the scratch directory. */
export async function overlayView(host: LocalHost, lower: string, name: string) {
  const top = join(host.scratch, 'tops', name);
  await mkdir(join(top, 'upper'), { recursive: true });
  await mkdir(join(top, 'work'), { recursive: true });
  if (host.identity.kind !== 'self') {
    const { chown } = await import('node:fs/promises');
    for (const path of [join(top, 'upper'), join(top, 'work')]) await chown(path, host.identity.uid, host.identity.gid);
  }
  return { kind: 'overlay', lowers: [lower], upper: join(top, 'upper'), work: join(top, 'work') } as const;
}
