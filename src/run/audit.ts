import { join } from 'node:path';
import { createAuditor, unavailable } from '../audit/auditor.js';
import type { Auditor } from '../audit/types.js';
import type { LocalHost } from '../room/local/host.js';
import type { RoomDescription } from '../room/types.js';
import type { Clock } from '../support/clock.js';
import { CleanroomError } from '../support/errors.js';

export interface AuditSource {
  readonly wanted: 'auto' | 'require' | 'off';
  readonly detected: Pick<LocalHost, 'identity' | 'scratch'>;
  readonly arch: string;
  /** PATH of the host. */
  readonly path: string;
  readonly description: RoomDescription;
  readonly clock: Clock;
  /** As root: begun before anything was known of the run, because the kernel takes its time. */
  readonly early: Promise<Auditor> | undefined;
}

/** Begins where it is plain that the kernel may be asked. `directory`: of the run; nobody else may enter it. */
export function startEarly(
  host: { readonly uid: number; readonly arch: string; readonly path: string },
  directory: string,
  clock: Clock,
): Promise<Auditor> | undefined {
  if (host.uid !== 0) return undefined;
  return createAuditor({ ...host, sudo: false, directory: join(directory, 'audit'), clock });
}

export interface StartedAudit {
  /** Undefined: there is none. */
  readonly auditor: Auditor | undefined;
  /** For the verdict. */
  readonly words: string;
  /** For the person, where something is missing that nobody turned off. */
  readonly notice: string | undefined;
}

/**
 * Asks the kernel of this host to tell what runs in rooms, as far as it lets us.
 * @throws CleanroomError `audit.unavailable` where it is required and cannot be had
 */
export async function startAudit(from: AuditSource): Promise<StartedAudit> {
  if (from.wanted === 'off') return { auditor: undefined, words: 'off', notice: undefined };
  const { identity, scratch } = from.detected;
  const auditor = from.description.audit
    ? await (from.early ??
        createAuditor({
          uid: process.getuid?.() ?? 1,
          arch: from.arch,
          path: from.path,
          sudo: identity.kind === 'root-setup' && identity.sudo,
          directory: join(scratch, 'audit'),
          clock: from.clock,
        }))
    : unavailable(
        from.description.backend === 'local'
          ? 'only root may ask the kernel'
          : `rooms of ${from.description.backend} do not say whom to follow`,
      );
  const { available, reason, connects } = auditor.ability;
  if (available) {
    return {
      auditor,
      words: connects ? 'exec, exit, connect' : 'exec, exit',
      notice: reason === '' ? undefined : `audit: ${reason}`,
    };
  }
  if (from.wanted === 'require') {
    throw new CleanroomError('audit.unavailable', `audit: require, but it is not available: ${reason}`, {
      hint: 'run as root on a kernel with BPF and type information (/sys/kernel/btf/vmlinux), or set audit: auto',
    });
  }
  return { auditor: undefined, words: `not available: ${reason}`, notice: `audit: not available: ${reason}` };
}
