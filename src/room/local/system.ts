import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SystemMount } from './bwrap-arguments.js';

const ROOT_DIRECTORIES = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** Parts of /etc that programs need and that hold no secret. Private keys (ssl/private) and accounts stay outside. */
const ETC_NAMES =
  /^(alternatives|ca-certificates|crypto-policies|java.*|ld\.so\.(cache|conf|conf\.d)|localtime|maven|mime\.types|perl|protocols|python[0-9.]*|services|terminfo|timezone)$/;
const ETC_NESTED = ['/etc/ssl/certs', '/etc/ssl/openssl.cnf', '/etc/pki/tls/certs', '/etc/pki/ca-trust'];

/** The host's programs and libraries as every room sees them, read-only. */
export async function systemMounts(): Promise<SystemMount[]> {
  const mounts: SystemMount[] = [{ kind: 'bind', source: '/usr', target: '/usr' }];
  for (const path of ROOT_DIRECTORIES) {
    const entry = await lstat(path).catch(() => undefined);
    if (entry?.isSymbolicLink()) mounts.push({ kind: 'symlink', source: await readlink(path), target: path });
    else if (entry?.isDirectory()) mounts.push({ kind: 'bind', source: path, target: path });
  }
  for (const name of await readdir('/etc')) {
    if (ETC_NAMES.test(name)) mounts.push({ kind: 'bind', source: `/etc/${name}`, target: `/etc/${name}` });
  }
  for (const path of ETC_NESTED) mounts.push({ kind: 'bind', source: path, target: path });
  const present = await Promise.all(
    mounts.map(
      async (mount) => mount.kind === 'symlink' || (await stat(mount.source).catch(() => undefined)) !== undefined,
    ),
  );
  return mounts.filter((_, index) => present[index]);
}

/**
 * Where a program outside /usr is installed, so that a room can show it: `/opt/node/bin/node` → `/opt/node`.
 * Undefined when the system's own directories hold it, or when its prefix would show more than a tool.
 */
export async function toolPrefix(program: string, home: string): Promise<string | undefined> {
  const real = await realpath(program);
  const bin = dirname(real);
  const prefix = dirname(bin);
  if (!bin.endsWith('/bin') || ['/', '/usr', '/root', '/home', home].includes(prefix)) return undefined;
  if (real.startsWith('/usr/') || ROOT_DIRECTORIES.some((path) => real.startsWith(`${path}/`))) return undefined;
  return prefix;
}

/** Directories of the host's system that rooms show, beside a few of /etc. */
export const SYSTEM_DIRECTORIES: readonly string[] = ['/usr', ...ROOT_DIRECTORIES];

/** Whether rooms show this path of the host at the same place. */
export function visibleInRooms(path: string, tools: readonly string[]): boolean {
  return ['/usr', ...ROOT_DIRECTORIES, ...tools].some((top) => path === top || path.startsWith(`${top}/`));
}

/** The entries of a host's PATH that mean something in a room. */
export function roomPath(hostPath: string, visible: readonly string[]): string {
  const prefixes = ['/usr', ...ROOT_DIRECTORIES, ...visible];
  const kept = hostPath
    .split(':')
    .filter((entry) => prefixes.some((prefix) => entry === prefix || entry.startsWith(`${prefix}/`)));
  const always = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return [...new Set([...kept, ...always])].join(':');
}
