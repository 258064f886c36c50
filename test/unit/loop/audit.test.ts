import { expect, it } from 'vitest';
import type { RoomAudit } from '../../../src/audit/types.js';
import { endAudit } from '../../../src/loop/audit.js';
import type { RunState } from '../../../src/loop/state.js';

function state(warnings: string[]): RunState {
  const parts = {
    plan: { room: { audit: 'require' } },
    evidence: { journal() {} },
    progress: { warn: (text: string) => warnings.push(text) },
  };
  return { parts } as unknown as RunState;
}

function seen(execs: number, dropped = 0): RoomAudit {
  const summary = { execs, dropped };
  return { finish: async () => summary } as unknown as RoomAudit;
}

it('a command that nothing was seen of is an error, unless it was cancelled before it began', async () => {
  const warnings: string[] = [];
  await expect(endAudit(state(warnings), 'c1-attempt-1', seen(0), false)).rejects.toThrow('nothing of what c1');
  await expect(endAudit(state(warnings), 'c1-attempt-1', seen(0), true)).resolves.toBeUndefined();
  await expect(endAudit(state(warnings), 'c1-attempt-1', seen(3, 1), true)).rejects.toThrow('1 events of c1');
  await endAudit(state(warnings), 'c1-attempt-1', seen(3), false);
  expect(warnings).toEqual([]);
});
