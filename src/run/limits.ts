import type { LimitName, RoomDescription } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import { CleanroomError } from '../support/errors.js';

/**
 * What a run has to know of limits that nothing enforces here: a sentence for each that its plan accepts.
 * @throws CleanroomError `room.unenforced` for those that it does not
 */
export function acceptUnenforced(limits: Plan['limits'], room: RoomDescription): string[] {
  const set = room.unenforced.filter((name) => name !== 'cpus' || limits.cpus !== null);
  const refused = set.filter((name) => !limits.acceptUnenforced.includes(name));
  if (refused.length > 0) {
    const names = refused.join(', ');
    throw new CleanroomError('room.unenforced', `nothing in a ${room.backend} room on this host enforces ${names}`, {
      hint: `run as root or with a sudo that asks for no password, leave ${names} out, or name ${refused.length === 1 ? 'it' : 'them'} in accept-unenforced`,
    });
  }
  return set.map((name: LimitName) => `nothing enforces ${name} here; accept-unenforced allows that`);
}
