import type { RoomAudit } from '../audit/types.js';
import type { FollowRoom } from '../commands/follow.js';
import { type AuditParts, auditCommand, endAudit } from '../loop/audit.js';
import type { RoomExit } from '../room/types.js';
import { messageOf } from '../support/errors.js';

/** Has the rooms on the host's side, which hold credentials, in the same account as those of agents and proofs. */
export function followRooms(parts: AuditParts): FollowRoom {
  return async (of) => {
    const audit = await auditCommand(parts, { ...of, holdsSecrets: true });
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
