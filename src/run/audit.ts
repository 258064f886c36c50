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
    ? await createAuditor({
        uid: process.getuid?.() ?? 1,
        arch: from.arch,
        path: from.path,
        sudo: identity.kind === 'root-setup' && identity.sudo,
        directory: join(scratch, 'audit'),
        clock: from.clock,
      })
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
