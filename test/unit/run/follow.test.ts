import { expect, it } from 'vitest';
import type { AuditedRoom } from '../../../src/audit/types.js';
import type { AuditParts } from '../../../src/loop/audit.js';
import { followRooms } from '../../../src/run/follow.js';

function partsOf(audit: 'auto' | 'require') {
  const followed: string[] = [];
  const notices: string[] = [];
  const parts = {
    plan: { room: { audit } },
    audit: {
      ability: { available: true, reason: '', connects: true },
      follow: async ({ room }: AuditedRoom) => {
        followed.push(room);
        return { pidFiles: [], finish: async () => ({ execs: 1, exits: 1, connects: 0, dropped: 0 }) };
      },
    },
    evidence: { journal: (_: string, { text }: { text: string }) => notices.push(text) },
    progress: { warn() {} },
  } as unknown as AuditParts;
  return { parts, followed, notices };
}

const commandRoom = (index: number) => ({ room: `command-${index}`, stage: 'agent', attempt: 1 }) as const;

it('leaves rooms of agents and proofs their places in the audit, and says once that there is no more', async () => {
  const { parts, followed, notices } = partsOf('auto');
  const follow = followRooms(parts);
  for (let room = 1; room <= 3000; room++) await follow(commandRoom(room));
  expect(followed).toHaveLength(2000);
  expect(notices).toEqual([
    'audit: command-2001 could not be followed: 2000 rooms on the host’s side were, and no more are',
  ]);
});

it('starts nothing more where the plan requires an audit', async () => {
  const { parts } = partsOf('require');
  const follow = followRooms(parts);
  for (let room = 1; room <= 2000; room++) await follow(commandRoom(room));
  for (const room of [2001, 2002])
    await expect(follow(commandRoom(room))).rejects.toMatchObject({ code: 'audit.unavailable' });
});
