import { chmod, chown, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalBackend } from '../../src/room/local/backend.js';
import type { Identity } from '../../src/room/local/builder.js';
import { chooseIdentity, detectHost, type LocalHost } from '../../src/room/local/host.js';
import { toolPrefix } from '../../src/room/local/system.js';
import type { RoomLimits } from '../../src/room/types.js';
import { removeTree } from '../../src/support/remove-tree.js';
import type { RoomLab } from './room-conformance.js';

export const TEST_LIMITS: RoomLimits = {
  memoryBytes: 1 << 30,
  processes: 256,
  fileBytes: 64 << 20,
  openFiles: 1024,
  tmpBytes: 64 << 20,
  cpus: null,
  diskBytes: 4 * 2 ** 30,
  diskFiles: 100_000,
};

export interface LocalBackendChoice {
  /** Insists on an identity; otherwise the one that suits this host. */
  readonly identity?: Identity['kind'];
  /** Below the fresh directory that holds everything: to put rooms under an odd path. */
  readonly below?: string;
  /** Further directories of this host that rooms see. */
  readonly tools?: readonly string[];
}

/** A real local backend of this host over a fresh scratch directory. */
export async function localBackend(
  choice: LocalBackendChoice = {},
): Promise<{ backend: LocalBackend; host: LocalHost; dispose(): Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'room-test-'));
  await chmod(parent, 0o755);
  const place = join(parent, choice.below ?? '');
  if (place !== parent) {
    await mkdir(place, { recursive: true });
    await chmod(place, 0o755);
  }
  const host = await detectHost({
    ...(await facts(place)),
    ...(choice.identity ? { identity: choice.identity } : {}),
  });
  const prefix = await toolPrefix(process.execPath, process.env['HOME'] ?? '/');
  const backend = new LocalBackend({
    host,
    hostPath: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    tools: [...(prefix ? [prefix] : []), ...(choice.tools ?? [])],
  });
  return { backend, host, dispose: () => removeTree(parent) };
}

async function facts(place: string) {
  return {
    uid: process.getuid?.() ?? -1,
    gid: process.getgid?.() ?? -1,
    arch: process.arch,
    path: process.env['PATH'] ?? '',
    checkout: place,
    checkoutOwner: await stat(place),
    scratchParents: [place],
  };
}

/** The identities that this process can give a local room, each with the reason why it cannot be tried here, if any. */
export async function localIdentities(): Promise<{ kind: Identity['kind']; unable: string | undefined }[]> {
  const kinds: Identity['kind'][] = process.getuid?.() === 0 ? ['dropped', 'root-setup'] : ['self', 'root-setup'];
  const only = process.env['TEST_ROOM_IDENTITY'];
  const try_ = async (identity?: Identity['kind']) =>
    chooseIdentity({ ...(await facts(tmpdir())), ...(identity ? { identity } : {}) }).then(
      (found) => ({ found, unable: undefined }),
      (error: unknown) => ({ found: undefined, unable: String(error) }),
    );
  const natural = await try_();
  const result = [];
  for (const kind of kinds) {
    if (only !== undefined && only !== kind) continue;
    const restricted = kind !== 'root-setup' && natural.found?.kind !== kind;
    const { unable } = await try_(kind);
    result.push({ kind, unable: restricted ? 'this kernel restricts user namespaces' : unable });
  }
  return result;
}

/** What the conformance and attack suites need, over local rooms. */
export async function localLab(choice: LocalBackendChoice = {}): Promise<RoomLab & { readonly host: LocalHost }> {
  const { backend, host, dispose } = await localBackend(choice);
  const own = async (path: string): Promise<string> => {
    if (host.identity.kind !== 'self') await chown(path, host.identity.uid, host.identity.gid);
    return path;
  };
  let made = 0;
  const directory = async (): Promise<string> => {
    made += 1;
    const path = join(host.scratch, `directory-${made}`);
    await mkdir(path);
    await chmod(path, 0o755);
    return own(path);
  };
  return {
    backend,
    host,
    limits: TEST_LIMITS,
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
          await own(at);
        }
      }
      return overlayView(host, lower, `workspace-${made}`);
    },
    dispose,
  };
}

/** An overlay view over one lower directory, with a private top below the scratch directory. */
export async function overlayView(host: LocalHost, lower: string, name: string) {
  const top = join(host.scratch, 'tops', name);
  await mkdir(join(top, 'upper'), { recursive: true });
  await mkdir(join(top, 'work'), { recursive: true });
  // Whatever the umask.
  for (const path of [dirname(top), top]) await chmod(path, 0o755);
  if (host.identity.kind !== 'self') {
    for (const path of [join(top, 'upper'), join(top, 'work')]) await chown(path, host.identity.uid, host.identity.gid);
  }
  return { kind: 'overlay', lowers: [lower], upper: join(top, 'upper'), work: join(top, 'work') } as const;
}
