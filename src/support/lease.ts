import {
  bootIdentity,
  bootTime,
  hasEndedAnywhere,
  ownIdentity,
  type ProcessIdentity,
  secondsSinceStart,
  UNREADABLE,
} from './process-identity.js';

/**
 * Who holds something that outlives a killed process, and until when at most. Where the holder can be seen, it is asked
 * for; the time decides where it cannot: on another machine, or in a pid namespace that is not seen from here, such as that
 * of a runner's container beside one's own.
 */
export interface Lease extends ProcessIdentity {
  /** Of the kernel that counts `started`; empty: unknown. */
  readonly boot: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Longer than any run may take (`timeout` is at most 24 hours), with its closing and publishing. */
export const RUN_LEASE_SECONDS = 26 * 3600;
/** A person may leave a terminal open for long. */
export const SESSION_LEASE_SECONDS = 31 * 24 * 3600;

/** A lease of this process from now on. */
export async function ownLease(seconds: number): Promise<Lease> {
  const [identity, boot] = await Promise.all([ownIdentity(), bootIdentity()]);
  return { ...identity, boot, expires: Math.ceil(Date.now() / 1000) + seconds };
}

/**
 * Whether what a lease is for is nobody's any more. In doubt it is still somebody's.
 * @param here what it is for is of no other machine, so that nobody who worked with it before the last start does so still:
 *   since when it has been there at the latest, in milliseconds since 1970
 */
export async function isOver(lease: Lease, here?: { readonly sinceMs: number }): Promise<boolean> {
  const boot = await bootIdentity();
  if (here && boot !== '' && lease.boot !== '' && lease.boot !== boot) {
    const begun = await bootTime();
    if (begun !== undefined && here.sinceMs < begun) return true;
  }
  // Two namespaces that cannot be read are not known to be one.
  const near = boot !== '' && lease.boot === boot;
  const ended = near && lease.namespace !== UNREADABLE ? await hasEndedAnywhere(lease) : undefined;
  return ended ?? isPast(lease, Date.now() / 1000, near ? await secondsSinceStart(lease) : undefined);
}

/**
 * Whether nobody can be at work any more under a lease, by the time alone. The clock may have been set meanwhile, by hours
 * where a machine was paused; what the kernel has counted since the holder began cannot, and goes before it.
 * @param now seconds since 1970
 * @param age seconds since the holder began; undefined: unknown, as of another machine
 */
export function isPast(lease: Pick<Lease, 'expires'>, now: number, age: number | undefined): boolean {
  if (age !== undefined && age < RUN_LEASE_SECONDS) return false;
  if (age !== undefined && age > SESSION_LEASE_SECONDS) return true;
  return now > lease.expires;
}

/** `PID.STARTED.NAMESPACE.BOOT.EXPIRES`: for names and labels. */
export function leaseText({ pid, started, namespace, boot, expires }: Lease): string {
  return [pid, started || '0', namespace, boot || 'unknown', expires].join('.');
}

/** Reads such a text; undefined for anything else. */
export function parseLease(text: string): Lease | undefined {
  const found = /^(\d{1,10})\.(\d{1,20})\.(\d{1,20})\.([0-9a-f-]{36}|unknown)\.(\d{1,12})$/.exec(text);
  if (!found) return undefined;
  const [, pid, started = '', namespace = '', boot = '', expires] = found;
  return {
    pid: Number(pid),
    started: started === '0' ? '' : started,
    namespace,
    boot: boot === 'unknown' ? '' : boot,
    expires: Number(expires),
  };
}
