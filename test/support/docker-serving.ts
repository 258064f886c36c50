import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditor } from '../../src/audit/auditor.js';
import type { AuditEvent } from '../../src/audit/types.js';
import { createBroker } from '../../src/broker/broker.js';
import { ROOM_BIN } from '../../src/commands/paths.js';
import { CommandBroker } from '../../src/commands/service.js';
import { shimProgram } from '../../src/commands/shim.js';
import type { BrokeredCommand, CommandRecord } from '../../src/commands/types.js';
import { HostDirectories } from '../../src/room/directories.js';
import { compileRules } from '../../src/rules/compile.js';
import { parseRuleLine } from '../../src/rules/line.js';
import { followRooms } from '../../src/run/follow.js';
import { BROKER_PORT } from '../../src/support/broker-port.js';
import { systemClock } from '../../src/support/clock.js';
import { canary, findForms } from './canary.js';
import type { dockerLab } from './docker-room.js';
import { EVERYTHING, mcpLab, mcpServer, textOf, toolNames } from './mcp-lab.js';
import { run, withRoom } from './room-conformance.js';

/** What rooms are served from the host's side, where the rooms of both are containers. @param open shows `node_modules` */
export function dockerServing(open: () => ReturnType<typeof dockerLab>): void {
  describe('rooms of docker are served', () => {
    const SECRET = canary();
    let lab: Awaited<ReturnType<typeof dockerLab>>;
    let auditor: Awaited<ReturnType<typeof createAuditor>>;
    const events: AuditEvent[] = [];
    const follow = () =>
      followRooms({
        audit: auditor.ability.available ? auditor : undefined,
        evidence: { exec: (event: AuditEvent) => events.push(event), journal() {} },
        plan: { room: { audit: 'auto' } },
        progress: { warn() {} },
      } as unknown as Parameters<typeof followRooms>[0]);
    /** Programs that the kernel saw in a room; undefined: it cannot be asked here. */
    const started = (room: string) =>
      auditor.ability.available
        ? events.flatMap((event) => (event.kind === 'exec' && event.room === room ? [event.argv[0]] : []))
        : undefined;
    beforeAll(async () => {
      lab = await open();
      auditor = await createAuditor({
        uid: process.getuid?.() ?? -1,
        arch: process.arch,
        path: process.env['PATH'] ?? '',
        sudo: false,
        directory: join(lab.host.scratch, 'audit'),
        clock: systemClock,
      });
    });
    afterAll(async () => {
      await auditor?.close();
      await lab?.dispose();
    });

    it('by MCP servers on the host’s side, whose secret they never have', async () => {
      const program = await readFile(resolve(import.meta.dirname, 'mcp-hostile.mjs'), 'utf8');
      const file = join(lab.host.scratch, 'credential');
      await writeFile(file, SECRET, { mode: 0o600 });
      const mcp = await mcpLab(
        [
          mcpServer({
            name: 'everything',
            argv: ['node', EVERYTHING],
            tools: ['echo', 'get-env'],
            env: { KEY: { file, prefix: '' } },
          }),
          mcpServer({
            name: 'hostile',
            argv: ['node', '--input-type=module', '-e', program],
            env: { SECRET: { secret: 'S', prefix: '' } },
          }),
        ],
        [{ name: 'S', value: SECRET }],
        {},
        lab,
        follow(),
      );
      try {
        const [list, echo, env, refused] = await mcp.ask('everything', [
          ['list'],
          ['call', 'echo', { message: 'hello' }],
          ['call', 'get-env', {}],
          ['call', 'get-sum', { a: 1, b: 2 }],
        ]);
        expect(toolNames(list)).toEqual(['echo', 'get-env']);
        expect(textOf(echo)).toBe('Echo: hello');
        expect((JSON.parse(textOf(env)) as Record<string, string>)['KEY']).toMatch(/^\/run\/cleanroom\/.*\/KEY$/);
        expect(refused?.['error']).toContain('get-sum is not among the tools');
        const hostile = await mcp.ask('hostile', [
          ['call', 'say', {}],
          ['call', 'die', {}],
          ['call', 'fetch', { url: 'http://elsewhere.test/' }],
        ]);
        expect(JSON.parse(textOf(hostile[0]))).toMatchObject({ secret: '[redacted]' });
        expect(textOf(hostile[1])).toBe('cleanroom: hostile: its program ended');
        expect(textOf(hostile[2])).toContain('403');
        const seen = await mcp.inRoom(`env; cat /proc/[0-9]*/environ | tr '\\0' '\\n'; ls -R /run/cleanroom`);
        expect(findForms(seen.stdout + JSON.stringify(hostile), { SECRET })).toEqual([]);
        await mcp.close();
        expect(await readdir(mcp.root)).toEqual([]);
        for (const room of ['mcp-everything', 'mcp-hostile', 'mcp-hostile-2'])
          expect(started(room) ?? ['node']).toContain('node');
      } finally {
        await mcp.dispose();
      }
    });

    it('by brokered commands, in containers of their own', async () => {
      const root = join(lab.host.scratch, 'commands');
      await mkdir(root, { mode: 0o711 });
      const file = join(lab.host.scratch, 'other-credential');
      await writeFile(file, SECRET, { mode: 0o600 });
      const directories = new HostDirectories(root, lab.host.identity);
      const broker = createBroker({ providers: [], clock: systemClock, onAccess() {} });
      const command: BrokeredCommand = {
        name: 'reader',
        argv: ['/bin/sh', '-c', 'wc -c <$KEY; cat $KEY "$1"; exit 3', 'reader'],
        env: { KEY: { file } },
        allow: [],
        timeoutMs: 60_000,
        outputBytes: 1 << 20,
        calls: 10,
        stdin: 'asked',
      };
      const records: CommandRecord[] = [];
      const rule = parseRuleLine('allow reader x.txt', 'rules');
      if (!rule.ok) throw new Error(rule.expected);
      const commands = new CommandBroker({
        commands: [command],
        rules: compileRules({ lines: [rule.rule], files: [] }).rules,
        rooms: lab.backend,
        broker,
        directories,
        limits: lab.limits,
        proxy: {},
        token: () => randomBytes(16).toString('hex'),
        follow: follow(),
        clock: systemClock,
        onCommand: (record) => records.push(record),
        signal: new AbortController().signal,
      });
      const bin = await directories.readable('bin', { reader: shimProgram(command, BROKER_PORT) }, 0o555);
      try {
        const outcome = await withRoom(lab, { readOnly: [{ source: bin, target: ROOM_BIN }] }, async (room) => {
          const service = commands.serviceFor({ room: room.id, stage: 'agent', attempt: 1 });
          const session = broker.grant({
            room: room.id,
            stage: 'agent',
            attempt: 1,
            allow: [],
            services: { command: service },
          });
          const listener = {
            port: BROKER_PORT,
            accept: (server: Parameters<typeof session.accept>[0]) => session.accept(server),
          };
          const script = `echo content > x.txt; reader x.txt; echo "exit $?"; reader y.txt 2>&1; echo "exit $?"; env`;
          const done = await run(room, script, { env: { PATH: `${ROOM_BIN}:/usr/bin:/bin` }, listener });
          await session.close();
          return done;
        });
        expect(outcome.stdout).toMatch(/^\d+\n\[redacted\]content\nexit 3\ncleanroom: reader: refused: .*\nexit 126\n/);
        expect(findForms(outcome.stdout + outcome.stderr, { SECRET })).toEqual([]);
        expect(records).toMatchObject([
          { ran: ['reader', 'x.txt'], ranIn: 'command-1', exitCode: 3, redactions: 1 },
          { ran: null, exitCode: 126 },
        ]);
        expect(started('command-1') ?? ['/bin/sh']).toContain('/bin/sh');
        expect(await readdir(root)).toEqual(['bin']);
      } finally {
        await commands.close();
        await broker.close();
      }
    });
  });
}
