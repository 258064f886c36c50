import { expect, it } from 'vitest';
import type { AuditEvent, AuditObserver, ExecEvent, RoomAudit } from '../../../src/audit/types.js';
import { type AuditParts, auditCommand, endAudit } from '../../../src/loop/audit.js';

function state(warnings: string[]): AuditParts {
  return {
    plan: { room: { audit: 'require' } },
    evidence: { journal() {} },
    progress: { warn: (text: string) => warnings.push(text) },
  } as unknown as AuditParts;
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

it('what is there in part is not in the evidence of a room that holds credentials', async () => {
  const told: AuditEvent[] = [];
  let observer: AuditObserver | undefined;
  const parts = {
    plan: { room: { audit: 'auto' } },
    evidence: { exec: (event: AuditEvent) => told.push(event) },
    audit: { follow: async (_: unknown, given: AuditObserver) => (observer = given) },
  } as unknown as AuditParts;
  const base = {
    time: '',
    room: 'mcp-x',
    stage: 'agent',
    attempt: 0,
    pid: 1,
    parentPid: 1,
    roomPid: 1,
    uid: 0,
  } as const;
  const events: ExecEvent[] = [
    { ...base, kind: 'exec', exe: '/bin/a', argv: ['a', 'whole'], argvCut: 0 },
    { ...base, kind: 'exec', exe: '/bin/a', argv: ['a', 'half a sec'], argvCut: 3 },
    { ...base, kind: 'exec', exe: `/${'s'.repeat(254)}`, argv: [], argvCut: 1 },
  ];
  for (const holdsSecrets of [true, false]) {
    await auditCommand(parts, { room: 'mcp-x', stage: 'agent', attempt: 0, holdsSecrets });
    for (const event of events) observer?.onEvent(event);
  }
  expect(told).toEqual([
    events[0],
    { ...events[1], argv: ['a', '[cut]'], argvCut: 13 },
    { ...events[2], exe: '[cut]' },
    ...events,
  ]);
});
