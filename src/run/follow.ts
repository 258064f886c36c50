import { unavailable } from '../audit/auditor.js';
import type { RoomAudit } from '../audit/types.js';
import type { FollowRoom } from '../commands/follow.js';
import { type AuditParts, auditCommand, endAudit } from '../loop/audit.js';
import type { RoomExit } from '../room/types.js';
import { messageOf } from '../support/errors.js';

/**
 * Rooms on the host's side of which there is an account. An auditor follows 4095 rooms of a run: an agent that has
 * commands brokered must not use up those of later attempts, whose rules it holds, and of their proofs.
 */
const MAX_ROOMS = 2000;

/** Has the rooms on the host's side, which hold credentials, in the same account as those of agents and proofs. */
export function followRooms(parts: AuditParts): FollowRoom {
  const { audit: auditor, plan } = parts;
  const full = auditor && {
    ...parts,
    audit: unavailable(`${MAX_ROOMS} rooms on the host’s side were, and no more are`),
  };
  let rooms = 0;
  return async (of) => {
    rooms += 1;
    // Once is enough to know, unless the plan has it refused.
    if (full && rooms > MAX_ROOMS + 1 && plan.room.audit !== 'require') return undefined;
    const from = full && rooms > MAX_ROOMS ? full : parts;
    const audit = await auditCommand(from, { ...of, holdsSecrets: true });
    let finished: Promise<void> | undefined;
    return (
      audit && {
        pidFiles: audit.pidFiles,
        finish(exit) {
          // A room that never stood has no account, and its FIFOs must not stay.
          finished ??= exit ? end(parts, of.room, audit, exit) : audit.finish().then(() => {});
          return finished;
        },
      }
    );
  };
}

/** Whoever waits for the command tells the agent at most; the person has to know as well. */
async function end(parts: AuditParts, room: string, audit: RoomAudit, exit: RoomExit): Promise<void> {
  try {
    await endAudit(parts, room, audit, exit.end === 'cancelled');
  } catch (error) {
    parts.evidence.journal('notice', { text: messageOf(error) });
    parts.progress.warn(messageOf(error));
    throw error;
  }
}
