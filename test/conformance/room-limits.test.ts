import { describe, it } from 'vitest';
import { localIdentities, localLab } from '../support/local-room.js';
import { roomLimits } from '../support/room-limits.js';

for (const { kind, unable } of await localIdentities()) {
  if (unable === undefined) roomLimits(`the local backend as ${kind}`, () => localLab({ identity: kind }));
  else describe(`the local backend as ${kind}`, () => void it.skip(`cannot be tried here: ${unable}`));
}
