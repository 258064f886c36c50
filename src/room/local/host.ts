import { access, chown, constants, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { CleanroomError } from '../../support/errors.js';
import { runHost } from '../../support/process.js';
import { removeTree } from '../../support/remove-tree.js';
import { BASH, type Bind, buildCommand, type Identity } from './builder.js';
import type { BwrapFeatures } from './bwrap-arguments.js';
import { type Cgroups, detectCgroups } from './cgroup.js';
import type { Machine } from './seccomp.js';

/** What the local backend found on this host, once per run. */
export interface LocalHost {
  readonly bwrap: string;
  readonly features: BwrapFeatures;
  readonly identity: Identity;
  readonly cgroups: Cgroups;
  readonly machine: Machine;
  /** Directory of this run's rooms and layers; every room's user can reach it. */
  readonly scratch: string;
  readonly overlay: boolean;
  /** Whether the user's checkout can be a layer as it is: it belongs to the rooms' user, or root can map its owner. */
  readonly checkoutUsable: boolean;
  /** PATH of the programs that build rooms. */
  readonly path: string;
}

export interface HostFacts {
  readonly uid: number;
  readonly gid: number;
  /** Undefined: Linux. */
  readonly platform?: string;
  readonly arch: string;
  readonly path: string;
  readonly checkout: string;
  /** Owner of the user's checkout: as root, rooms take its identity, so that nothing has to be mapped. */
  readonly checkoutOwner: { readonly uid: number; readonly gid: number };
  /** Where to put the scratch directory, best first. */
  readonly scratchParents: readonly string[];
  /** Told of every directory that is made there, at once. */
  readonly onScratch?: (path: string) => Promise<void>;
  /** Insists on an identity instead of the best one, to test it where the kernel asks for another. */
  readonly identity?: Identity['kind'];
}

/** Used as root over a checkout that root owns: an id that no account of a distribution has. */
export const FALLBACK_UID = 65432;

/** Programs that the chain of a room consists of, with the Debian package that has each. */
export const NEEDED_PROGRAMS: Readonly<Record<string, string>> = {
  bwrap: 'bubblewrap',
  perl: 'perl-base',
  setpriv: 'util-linux',
  bash: 'bash',
};

/** The first executable of that name in PATH. */
export async function findProgram(name: string, path: string): Promise<string | undefined> {
  for (const directory of path.split(delimiter)) {
    const candidate = join(directory, name);
    if (
      directory.startsWith('/') &&
      (await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      ))
    )
      return candidate;
  }
  return undefined;
}

export function parseBwrapVersion(output: string): BwrapFeatures {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(output);
  const version = match?.[0] ?? 'unknown';
  const atLeast08 = match !== null && (Number(match[1]) > 0 || Number(match[2]) >= 8);
  return { version, disableUserns: atLeast08 };
}

/** The identity that suits who we are and what the kernel forbids. */
export async function chooseIdentity(facts: HostFacts): Promise<Identity> {
  const owner = facts.checkoutOwner.uid === 0 ? { uid: FALLBACK_UID, gid: FALLBACK_UID } : facts.checkoutOwner;
  const permits = facts.identity ? [] : await whatPermitsUserNamespaces();
  const restricted = facts.identity ? facts.identity === 'root-setup' : permits.length > 0;
  if (facts.uid === 0)
    return restricted ? { kind: 'root-setup', ...owner, sudo: false } : { kind: 'dropped', ...owner };
  if (!restricted) return { kind: 'self', uid: facts.uid, gid: facts.gid };
  const sudo = await runHost({ argv: ['sudo', '-n', 'true'], env: { PATH: facts.path } }).then(
    (result) => result.code === 0,
    () => false,
  );
  if (sudo) return { kind: 'root-setup', uid: facts.uid, gid: facts.gid, sudo: true };
  throw new CleanroomError(
    'room.userns-forbidden',
    'this host forbids unprivileged user namespaces and sudo asks for a password',
    {
      hint: `run it as root, allow sudo without a password, or permit them: sudo sysctl -w ${permits.join(' ')}`,
    },
  );
}

/** Settings of kernels about user namespaces: the value that forbids them to ordinary users, and one that does not. */
const USER_NAMESPACES = [
  { name: 'kernel.apparmor_restrict_unprivileged_userns', forbids: '1', permits: '0' },
  { name: 'kernel.unprivileged_userns_clone', forbids: '0', permits: '1' },
  { name: 'user.max_user_namespaces', forbids: '0', permits: '65536' },
] as const;

/** What `sysctl` has to set before ordinary users may make user namespaces, from files alone; nothing: they may. */
async function whatPermitsUserNamespaces(): Promise<string[]> {
  const found: string[] = [];
  for (const { name, forbids, permits } of USER_NAMESPACES) {
    const value = await readFile(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').catch(() => '');
    if (value.trim() === forbids) found.push(`${name}=${permits}`);
  }
  return found;
}

/**
 * Finds out what this host can do, by doing it once.
 * @throws CleanroomError `room.missing-program`, `room.userns-forbidden`, `room.machine`, `room.scratch`
 */
export async function detectHost(facts: HostFacts): Promise<LocalHost> {
  const { platform = 'linux', arch: machine } = facts;
  // Before anything is asked for that no package of such a system has.
  if (platform !== 'linux') {
    throw new CleanroomError('room.machine', `local rooms need Linux, this is ${platform}`, {
      hint: 'run it on a Linux machine, in a virtual machine, or in a workflow on ubuntu',
    });
  }
  if (machine !== 'x64' && machine !== 'arm64') {
    throw new CleanroomError('room.machine', `local rooms run on x64 and arm64, this is ${machine}`);
  }
  const missing: string[] = [];
  for (const name of Object.keys(NEEDED_PROGRAMS)) if (!(await findProgram(name, facts.path))) missing.push(name);
  if (missing.length > 0) {
    const packages = [...new Set(missing.map((name) => NEEDED_PROGRAMS[name]))].join(' ');
    throw new CleanroomError('room.missing-program', `local rooms need ${missing.join(', ')}`, {
      hint: `sudo apt-get install -y ${packages}`,
    });
  }
  const bwrap = (await findProgram('bwrap', facts.path)) ?? 'bwrap';
  // Needed only when a room is built: the probe of the overlay goes on meanwhile.
  const versioning = runHost({ argv: [bwrap, '--version'], env: {} });
  versioning.catch(() => {});
  const identity = await chooseIdentity(facts);
  const sudo = identity.kind === 'root-setup' && identity.sudo;
  const cgroups = await detectCgroups(facts.uid === 0, sudo, facts.path);
  const found: Omit<LocalHost, 'scratch' | 'overlay' | 'checkoutUsable' | 'features'> = {
    bwrap,
    identity,
    cgroups,
    machine,
    path: facts.path,
  };
  const features = async (): Promise<BwrapFeatures> => parseBwrapVersion((await versioning).stdout.toString('utf8'));
  let copy: string | undefined;
  for (const parent of facts.scratchParents) {
    const scratch = await makeScratch(parent, identity, facts.onScratch);
    if (!scratch) continue;
    const overlay = await probeOverlay(scratch, identity, machine, facts);
    if (overlay !== 'none') {
      if (copy) await rm(copy, { recursive: true, force: true });
      const checkoutUsable = overlay === 'with-checkout';
      return { ...found, features: await features(), scratch, overlay: true, checkoutUsable };
    }
    if (copy) await rm(scratch, { recursive: true, force: true });
    else copy = scratch;
  }
  if (copy) return { ...found, features: await features(), scratch: copy, overlay: false, checkoutUsable: false };
  throw new CleanroomError('room.scratch', `no usable directory for rooms among ${facts.scratchParents.join(', ')}`, {
    hint: 'set TMPDIR (or RUNNER_TEMP) to a writable directory whose parents everybody may enter',
  });
}

/** A fresh directory that the rooms' user can reach, or undefined where some parent keeps it out. */
async function makeScratch(
  wanted: string,
  identity: Identity,
  onScratch: HostFacts['onScratch'],
): Promise<string | undefined> {
  const parent = resolve(wanted);
  try {
    await mkdir(parent, { recursive: true });
    if (identity.kind !== 'self') {
      for (let path = parent; path !== '/'; path = dirname(path)) {
        const entry = await stat(path);
        const open = (entry.mode & 0o001) !== 0 || (entry.uid === identity.uid && (entry.mode & 0o100) !== 0);
        if (!open) return undefined;
      }
    }
    const scratch = await mkdtemp(join(parent, 'cleanroom-'));
    await onScratch?.(scratch);
    if (identity.kind !== 'self') await chown(scratch, identity.uid, identity.gid);
    return scratch;
  } catch {
    return undefined;
  }
}

/**
 * Mounts an overlay there and replaces a directory in it: file systems without the extended attributes that overlayfs
 * needs fail only at that point. As root it maps the owner of the checkout on the way, where that is needed.
 */
async function probeOverlay(
  scratch: string,
  identity: Identity,
  machine: Machine,
  facts: HostFacts,
): Promise<'none' | 'plain' | 'with-checkout'> {
  const probe = join(scratch, 'probe');
  for (const name of ['l0/d', 'b0']) await mkdir(join(probe, name), { recursive: true });
  await writeFile(join(probe, 'l0/d/f'), 'x');
  if (identity.kind !== 'self') {
    const made = ['', 'l0', 'l0/d', 'l0/d/f', 'b0'];
    await Promise.all(made.map((name) => chown(join(probe, name), identity.uid, identity.gid)));
  }
  const mapped = identity.kind !== 'self' && facts.checkoutOwner.uid === 0;
  const attempt = async (binds: readonly Bind[]): Promise<boolean> => {
    for (const name of ['u', 'w', 'm']) {
      await mkdir(join(probe, name));
      if (identity.kind !== 'self') await chown(join(probe, name), identity.uid, identity.gid);
    }
    const script = 'rm -r m/d && mkdir m/d && shopt -s nullglob && left=(m/d/*) && [ -z "$left" ]';
    const result = await runHost({
      argv: buildCommand(identity, {
        directory: probe,
        machine,
        overlay: overlayOptions('l0'),
        binds,
        program: [...BASH, script],
      }),
      env: { PATH: facts.path, LC_ALL: 'C' },
      timeoutMs: 20_000,
    }).catch(() => undefined);
    if (result?.code === 0) return true;
    for (const name of ['u', 'w', 'm']) await removeTree(join(probe, name));
    return false;
  };
  try {
    if (mapped && (await attempt([{ kind: 'idmap', source: facts.checkout, target: 'b0' }]))) return 'with-checkout';
    if (!(await attempt([]))) return 'none';
    // A group of ours that is not our own has no number in the room's user namespace: nothing of it can be copied up.
    const { uid, gid } = facts.checkoutOwner;
    const foreign = identity.kind === 'self' && (uid !== facts.uid || gid !== facts.gid);
    return mapped || foreign ? 'plain' : 'with-checkout';
  } finally {
    await removeTree(probe);
  }
}

/** Options of every overlay mount; `names` are the lower layers, relative, topmost first, joined by colons. */
export function overlayOptions(names: string): string {
  return `lowerdir=${names},upperdir=u,workdir=w,userxattr,metacopy=off,index=off,xino=off`;
}
