import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type AgentLab,
  API_KEY,
  agentLab,
  FINAL,
  FIX,
  MEND_WRONG_FIX,
  VERIFY,
  WRONG_FIX,
} from '../support/agent-lab.js';
import { AGENTS, missingForAgent } from '../support/agents.js';
import { canary, findForms, findInFiles } from '../support/canary.js';
import { runDist } from '../support/dist.js';
import { evidenceProblems } from '../support/evidence.js';
import { startMcpServer } from '../support/mcp-http-server.js';
import { EVERYTHING, MCP_MODULES, MEMORY } from '../support/mcp-lab.js';
import type { Turn } from '../support/scripted-model.js';

/** The real agents, real servers from npm, and the bundle: only the model is scripted. */
const SECRET = canary();
/** No agent may read anything into it. */
const ODD = "a 'b' $HOME é %s";
const SERVERS = {
  everything: {
    command: ['node', EVERYTHING],
    env: { SERVICE_TOKEN: { secret: 'TOKEN' } },
    tools: ['echo', 'get-env'],
  },
  memory: {
    command: ['node', MEMORY],
    env: { MEMORY_FILE_PATH: '/tmp/memory.jsonl' },
    tools: ['create_entities', 'read_graph'],
  },
  inner: { command: ['node', EVERYTHING, 'stdio', ODD], env: { ODD }, tools: ['get-env'] },
};
const FORBIDDEN = `curl -s -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get-sum","arguments":{"a":1,"b":2}}}' http://127.0.0.1:7777/cleanroom/mcp/everything`;
const ENTITY = { name: 'Ada', entityType: 'person', observations: ['wrote programs'] };
const TURNS: readonly [Turn, ...Turn[]] = [
  FIX,
  { do: 'tool', server: 'everything', name: 'echo', input: { message: 'hello from the agent' } },
  { do: 'tool', server: 'everything', name: 'get-env', input: {} },
  { do: 'tool', server: 'memory', name: 'create_entities', input: { entities: [ENTITY] } },
  { do: 'tool', server: 'memory', name: 'read_graph', input: {} },
  { do: 'tool', server: 'inner', name: 'get-env', input: {} },
  { do: 'command', command: FORBIDDEN },
  { do: 'command', command: 'env; cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n"' },
  FINAL,
];

interface McpLine {
  readonly server: string;
  readonly tool: string;
  readonly verdict: string;
  readonly attempt: number;
  readonly room: string;
}

const reasons = new Map<string, string | undefined>();
for (const agent of AGENTS) reasons.set(agent, await missingForAgent(agent));

describe.each(AGENTS)('%s with MCP servers', (agent) => {
  const missing = reasons.get(agent);
  let lab: AgentLab | undefined;
  afterEach(() => lab?.dispose());

  it.skipIf(missing !== undefined)(
    `calls those of both sides, and nothing that is not allowed${missing ? ` (skipped: ${missing})` : ''}`,
    async () => {
      lab = await agentLab(agent, TURNS);
      const run = await lab.run({
        flags: ['--verify', VERIFY, '--mcp-servers', JSON.stringify(SERVERS), '--tools', MCP_MODULES],
        env: { CLEANROOM_MCP_SECRETS: `TOKEN=${SECRET}` },
      });
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(run.evidence.verdict().verdict).toBe('verified');

      const text = JSON.stringify(lab.model.calls().at(-1)?.body);
      expect(text).toContain('Echo: hello from the agent');
      expect(text).toContain('[redacted]');
      expect(text).toContain('wrote programs');
      expect(text).toContain(ODD);
      expect(text).toContain('get-sum is not among the tools that this run allows: echo, get-env');
      // What the host refuses is not even offered, in whatever way the agent spells its name. Only claude offers all tools
      // of its room's own servers, and refuses to call them.
      const offers = (server: string, tool: string): boolean =>
        new RegExp(`${server}_{1,2}${tool}|"name":"${agent === 'codex' ? '' : `[a-z_]*${server}[a-z_]*`}${tool}"`).test(
          text,
        );
      expect(offers('everything', 'echo')).toBe(true);
      expect(offers('everything', 'get.sum')).toBe(false);
      expect(offers('memory', 'delete.entities')).toBe(agent === 'claude');

      const lines = run.evidence
        .read('mcp.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as McpLine);
      expect(lines).toMatchObject([
        { server: 'everything', tool: 'echo', verdict: 'allowed', attempt: 1, room: 'attempt-1' },
        { server: 'everything', tool: 'get-env', verdict: 'allowed', redactions: 1 },
        { server: 'everything', tool: 'get-sum', verdict: 'refused' },
      ]);
      expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
      expect(await findInFiles(run.evidenceDirectory, { SECRET })).toEqual([]);
      expect(findForms(run.stdout + run.stderr + JSON.stringify(lab.model.requests), { SECRET })).toEqual([]);
      expect(run.survivors).toEqual([]);
      expect(run.leftovers).toEqual([]);
      // Nothing else was asked for.
      const access = run.evidence.read('access.jsonl').trim().split('\n');
      const denied = access
        .map((line) => JSON.parse(line) as { verdict: string; rule: string })
        .filter(({ verdict }) => verdict !== 'allowed');
      expect(denied.map(({ rule }) => rule)).toEqual([expect.stringContaining('get-sum')]);
    },
    600_000,
  );
});

describe('an MCP server with an address, over two attempts', () => {
  const missing = reasons.get('codex');
  it.skipIf(missing !== undefined)(
    `is asked with the content of a file, in one conversation of the run${missing ? ` (skipped: ${missing})` : ''}`,
    async () => {
      const remote = await startMcpServer({ header: 'x-api-key', value: SECRET });
      const call: Turn = { do: 'tool', server: 'remote', name: 'headers', input: {} };
      const lab = await agentLab('codex', [WRONG_FIX, call, FINAL, MEND_WRONG_FIX, call, FINAL]);
      const directory = await mkdtemp(join(tmpdir(), 'mcp-e2e-'));
      try {
        const file = join(directory, 'key');
        await writeFile(file, `${SECRET}\n`, { mode: 0o600 });
        const url = `http://127.0.0.1:${remote.port}/mcp`;
        const servers = { remote: { url, headers: { 'X-Api-Key': { file } }, tools: ['headers'], calls: 1 } };
        const run = await lab.run({ flags: ['--verify', VERIFY, '--mcp-servers', JSON.stringify(servers)] });
        expect(run.code, run.stdout + run.stderr).toBe(0);
        const lines = run.evidence
          .read('mcp.jsonl')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as McpLine);
        expect(lines).toMatchObject([
          { server: 'remote', tool: 'headers', verdict: 'allowed', attempt: 1, redactions: 1 },
          { verdict: 'refused', attempt: 2, rule: expect.stringContaining('called 1 times') },
        ]);
        expect(new Set(remote.requests.map(({ headers }) => headers['mcp-session-id'])).size).toBe(2);
        expect(remote.requests.at(-1)?.method).toBe('DELETE');
        expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
        expect(await findInFiles(run.evidenceDirectory, { SECRET })).toEqual([]);
        expect(findForms(run.stdout + run.stderr + JSON.stringify(lab.model.requests), { SECRET })).toEqual([]);
      } finally {
        await lab.dispose();
        await remote.close();
        await rm(directory, { recursive: true });
      }
    },
    600_000,
  );

  it.skipIf(missing !== undefined)('needs its secrets before anything runs', async () => {
    const lab = await agentLab('codex', [FINAL]);
    try {
      const servers = { remote: { url: 'https://tools.example.test/', headers: { 'X-Key': { secret: 'NOBODY' } } } };
      const flags = ['--repo', lab.repo, '--prompt', 'x', '--verify', VERIFY, '--mcp-servers', JSON.stringify(servers)];
      const run = await runDist(['run', ...flags], { env: { CLEANROOM_API_KEY: API_KEY } });
      expect(run.code).toBe(2);
      expect(run.stderr).toContain('CLEANROOM_MCP_SECRETS is not set, expected a line NOBODY=VALUE');
    } finally {
      await lab.dispose();
    }
  });
});
