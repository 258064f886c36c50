import type { Probes } from '../loop/types.js';
import { probeRoom, requireProbes, writablePlaces } from '../probe/probe.js';
import type { RoomDescription, RoomLimits } from '../room/types.js';
import { secretForms } from '../support/redact-secrets.js';

/** Probes for the rooms of a run. @param secrets everything that no room may hold, in any of its forms */
export function createProbes(from: {
  readonly description: RoomDescription;
  readonly limits: RoomLimits;
  /** Directories of the workspace that alone can be written; null: all of it. */
  readonly writable: readonly string[] | null;
  readonly secrets: readonly string[];
}): Probes {
  const { description, limits } = from;
  const forms = secretForms(from.secrets).map(({ bytes }) => bytes);
  return {
    look: (room, { env, port, signal }) =>
      probeRoom(room, {
        env,
        signal,
        expected: {
          secretForms: forms,
          port,
          writable: writablePlaces(from.writable),
          limits,
          enforcedBy: description.limits,
          unenforced: description.unenforced,
          // gVisor answers for its own kernel, which has no filter.
          seccomp: !/runsc|gvisor/i.test(description.version),
        },
      }),
    require: requireProbes,
  };
}
