import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/room/local/host.js';
import { canary, findForms } from '../support/canary.js';
import { certificatesFor } from '../support/certificates.js';
import { type HttpMcpServer, startMcpServer } from '../support/mcp-http-server.js';
import { type McpLab, mcpLab, mcpServer, textOf, toolNames } from '../support/mcp-lab.js';

const missing = (await findProgram('bwrap', process.env['PATH'] ?? '')) ? undefined : 'bubblewrap is not installed';
const HOST = 'tools.example.test';
const TOKEN = canary();
const SENT = `Bearer ${TOKEN}`;

describe.skipIf(missing !== undefined)(
  `an MCP server with an address${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let directory: string;
    let plain: HttpMcpServer;
    let json: HttpMcpServer;
    let tls: HttpMcpServer;
    let resumable: HttpMcpServer;
    let lab: McpLab;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'mcp-http-'));
      const { key, cert, authority } = certificatesFor(directory, [HOST]);
      const wanted = { header: 'authorization', value: SENT };
      plain = await startMcpServer(wanted);
      resumable = await startMcpServer({ ...wanted, resumable: true });
      json = await startMcpServer({ header: 'x-api-key', value: TOKEN, json: true });
      tls = await startMcpServer({ ...wanted, tls: { key, cert } });
      const headers = { Authorization: { secret: 'TOKEN', prefix: 'Bearer ' } };
      lab = await mcpLab(
        [
          mcpServer({ name: 'plain', url: `http://127.0.0.1:${plain.port}/mcp`, headers, tools: ['headers', 'fail'] }),
          mcpServer({
            name: 'json',
            url: `http://localhost:${json.port}/mcp`,
            headers: { 'X-Api-Key': { secret: 'TOKEN', prefix: '' } },
          }),
          mcpServer({ name: 'resumable', url: `http://127.0.0.1:${resumable.port}/mcp`, headers }),
          mcpServer({ name: 'tls', url: `https://${HOST}:${tls.port}/mcp`, headers }),
          mcpServer({ name: 'unnamed', url: `https://other.example.test:${tls.port}/mcp`, headers }),
          mcpServer({ name: 'keyless', url: `http://127.0.0.1:${plain.port}/mcp` }),
        ],
        [{ name: 'TOKEN', value: TOKEN }],
        {
          authorities: [authority],
          allowPrivate: [`${HOST}:${tls.port}`],
          lookup: async () => [{ address: '127.0.0.1', family: 4 }],
        },
      );
    });
    afterAll(async () => {
      await lab?.dispose();
      for (const server of [plain, json, tls, resumable]) await server?.close();
      await rm(directory, { recursive: true, force: true });
    });

    it.each(['plain', 'json', 'tls'])(
      'is asked from the host, with its secret, which is not in the room: %s',
      async (name) => {
        lab.records.length = 0;
        const [info, list, headers, fail] = await lab.ask(name, [
          ['info'],
          ['list'],
          ['call', 'headers', { _: 1 }],
          ['call', 'fail', {}],
        ]);
        expect(info).toMatchObject({ server: { name: 'remote', version: '1.0.0' } });
        expect(toolNames(list)).toEqual(
          name === 'plain' ? ['fail', 'headers'] : ['delete', 'fail', 'headers', 'later'],
        );
        const sent = JSON.parse(textOf(headers)) as Record<string, string>;
        expect(name === 'json' ? sent['x-api-key'] : sent['authorization']).toBe(
          name === 'json' ? '[redacted]' : 'Bearer [redacted]',
        );
        expect(sent).toMatchObject({ 'mcp-protocol-version': '2025-11-25', 'user-agent': 'cleanroom-action' });
        expect(fail).toMatchObject({ isError: true, content: [{ type: 'text', text: 'no such thing' }] });
        expect(findForms(JSON.stringify([info, list, headers, fail, lab.records, lab.access]), { TOKEN })).toEqual([]);
        expect(lab.records).toMatchObject([
          { server: name, tool: 'headers', verdict: 'allowed', isError: false, redactions: 1 },
          { tool: 'fail', verdict: 'allowed', isError: true },
        ]);
      },
    );

    it('never hears of what is refused', async () => {
      const before = plain.requests.length;
      const [refused] = await lab.ask('plain', [['call', 'delete', {}]]);
      expect(refused?.['error']).toContain('delete is not among the tools');
      expect(plain.requests.length).toBe(before);
    });

    it('is begun anew when it has forgotten the session', async () => {
      await lab.ask('plain', [['list']]);
      plain.forget();
      const [again] = await lab.ask('plain', [['call', 'headers', {}]]);
      expect(textOf(again)).toContain('Bearer [redacted]');
    });

    it('may hang up, and is asked for the rest of its answer', async () => {
      const [list, later, headers] = await lab.ask('resumable', [
        ['list'],
        ['call', 'later', {}],
        ['call', 'headers', {}],
      ]);
      expect(toolNames(list)).toContain('later');
      expect(textOf(later)).toBe('gone on with');
      expect(textOf(headers)).toContain('Bearer [redacted]');
      const asked = resumable.requests.filter(({ method }) => method === 'GET');
      expect(asked.map(({ headers: sent }) => [sent['authorization'], typeof sent['last-event-id']])).toEqual([
        [SENT, 'string'],
      ]);
    });

    it('is not reached where the address is private and nobody named it, and the room is not told more', async () => {
      const [found] = await lab.ask('unnamed', [['list']]);
      expect(found?.['error']).toContain('it cannot be reached; the person who reads the evidence is told why');
      expect(lab.notes).toContain(
        `the MCP server unnamed cannot be used: other.example.test resolves to an address that is not public; to permit it, have other.example.test:${tls.port} in allow-private`,
      );
    });

    it('that does not take the credential says so', async () => {
      const [found] = await lab.ask('keyless', [['list']]);
      expect(found?.['error']).toContain('it wants a credential (status 401), and there is none in its headers');
    });

    it('ends its session with the run', async () => {
      await lab.ask('json', [['list']]);
      await lab.close();
      expect(json.requests.at(-1)?.method).toBe('DELETE');
    });
  },
);
