import type { Clock } from './clock.js';

export interface FloodLimits {
  readonly perSecond: number;
  readonly perPhase: number;
}

export const DEFAULT_FLOOD_LIMITS: FloodLimits = { perSecond: 50, perPhase: 500 };

/** Decides which lines of a room's output are shown. The evidence holds all of them. */
export interface FloodGate {
  /** True: show this line. Constant time. */
  pass(): boolean;
  /** Lines that were not shown since the last call. */
  takeOmitted(): number;
  /** A new phase: its counts begin again, so that a short one is seen whatever came before it. */
  reset(): void;
}

export function createFloodGate(clock: Clock, limits: FloodLimits = DEFAULT_FLOOD_LIMITS): FloodGate {
  let shownInPhase = 0;
  let shownInSecond = 0;
  let second = Number.NEGATIVE_INFINITY;
  let omitted = 0;
  return {
    pass() {
      if (shownInPhase < limits.perPhase) {
        const now = Math.floor(clock.monotonic() / 1000);
        if (now !== second) {
          second = now;
          shownInSecond = 0;
        }
        if (shownInSecond < limits.perSecond) {
          shownInSecond++;
          shownInPhase++;
          return true;
        }
      }
      omitted++;
      return false;
    },
    takeOmitted() {
      const count = omitted;
      omitted = 0;
      return count;
    },
    reset() {
      shownInPhase = 0;
      second = Number.NEGATIVE_INFINITY;
    },
  };
}
