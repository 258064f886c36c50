import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createAuditor } from '../../src/audit/auditor.js';
import type { AuditEvent } from '../../src/audit/types.js';
import { systemClock } from '../../src/support/clock.js';
import { removeTree } from '../../src/support/remove-tree.js';
import { localIdentities, localLab } from '../support/local-room.js';

const scratch = mkdtempSync(join(tmpdir(), 'cleanroom-audit-room-'));
afterAll(() => removeTree(scratch));
const path = process.env['PATH'] ?? '';

for (const { kind, unable } of await localIdentities()) {
  const sudo = kind === 'root-setup' && process.getuid?.() !== 0;
  const facts = { uid: process.getuid?.() ?? 1, arch: process.arch, path, sudo, clock: systemClock };
  const auditor = await createAuditor({ ...facts, directory: join(scratch, kind) });
  const why = unable ?? (auditor.ability.available ? undefined : auditor.ability.reason);
  if (why) process.stderr.write(`skipped: the audit of rooms as ${kind}: ${why}\n`);

  describe.skipIf(why !== undefined)(`the audit of a room, as ${kind}`, () => {
    afterAll(() => auditor.close());

    it('tells what its command ran, from the first program, and a listener of ours can end the room by it', async () => {
      const lab = await localLab({ identity: kind });
      try {
        expect((await lab.backend.describe()).audit).toBe(true);
        const room = await lab.backend.open({
          id: 'audited',
          stage: 'agent',
          workspace: await lab.workspace({ file: 'x' }),
          readOnly: [],
          limits: lab.limits,
        });
        const run = async (script: string): Promise<{ events: AuditEvent[]; end: string; dropped: number }> => {
          const events: AuditEvent[] = [];
          const stop = new AbortController();
          const audit = await auditor.follow(
            { room: 'audited', stage: 'agent', attempt: 3 },
            {
              onEvent(event) {
                events.push(event);
                if (event.kind === 'exec' && event.argv.includes('forbidden')) stop.abort();
              },
            },
          );
          const exit = await room.run(
            {
              argv: ['/bin/sh', '-c', script],
              cwd: '',
              env: {},
              timeoutMs: 120_000,
              outputBytes: 1 << 16,
              onOutput() {},
              pidFiles: audit?.pidFiles ?? [],
            },
            stop.signal,
          );
          const summary = await audit?.finish();
          return { events, end: exit.end, dropped: summary?.dropped ?? -1 };
        };
        const first = await run('cat file; exec 3<>/dev/null; /bin/true "a b"; :');
        const payload = first.events.filter((event) => event.kind === 'exec' && event.roomPid > 1);
        const argv = payload.map((event) => (event.kind === 'exec' ? event.argv : []));
        expect(argv).toEqual(
          expect.arrayContaining([
            ['cat', 'file'],
            ['/bin/true', 'a b'],
          ]),
        );
        expect(argv.findIndex((one) => one.includes('-c'))).toBeLessThan(argv.findIndex((one) => one[0] === 'cat'));
        expect(first).toMatchObject({ end: 'exited', dropped: 0 });
        expect(new Set(first.events.map(({ attempt, room: name }) => `${name} ${attempt}`))).toEqual(
          new Set(['audited 3']),
        );
        const second = await run('/bin/echo forbidden; sleep 300');
        expect(second.end).toBe('cancelled');
        await room.close();
      } finally {
        await lab.dispose();
      }
    });
  });
}
