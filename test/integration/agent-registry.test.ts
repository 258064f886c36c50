import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentSetup } from '../../src/agent/registry.js';
import { createAgent, DEFAULT_VERSIONS } from '../../src/agent/registry.js';
import type { Plan } from '../../src/schemas/plan.js';
import { reportSchema } from '../../src/schemas/report.js';
import { runHost } from '../../src/support/process.js';
import { installAgent, testToolCache } from '../support/agents.js';
import type { ScriptedModel } from '../support/scripted-model.js';
import { startScriptedModel } from '../support/scripted-model.js';

const setup: AgentSetup = {
  cacheDirectory: testToolCache(),
  // The tool is in the cache: a call of npm would fail.
  npm: '/nonexistent/npm',
  env: {},
  run: runHost,
  platform: { os: process.platform, arch: process.arch },
  node: process.execPath,
  schema: undefined,
};
const codex = {
  name: 'codex',
  version: null,
  program: null,
  argv: [],
  model: null,
  effort: null,
  provider: null,
  modelBaseUrl: null,
  providerTools: [],
  trustedConfig: [],
  mcp: [],
} as const;
const plan = (more: Partial<Plan['agent']>): Plan['agent'] => ({
  ...codex,
  argv: [],
  providerTools: [],
  trustedConfig: [],
  mcp: [],
  ...more,
});
const small = {
  type: 'object',
  additionalProperties: false,
  required: ['ok'],
  properties: { ok: { type: 'boolean' } },
};
const turn = {
  prompt: '',
  session: undefined,
  endpoint: { url: 'http://127.0.0.1:1', key: 'k' },
  attempt: 1,
  correction: false,
};

let model: ScriptedModel;
beforeAll(async () => {
  await installAgent('codex');
  model = await startScriptedModel([{ do: 'endless' }]);
});
afterAll(() => model.close());

describe('createAgent', () => {
  it('makes the pinned codex from the cache', async () => {
    const agent = await createAgent(plan({}), setup);
    expect(agent).toMatchObject({
      name: 'codex',
      version: DEFAULT_VERSIONS.codex,
      provider: 'openai',
      reportChannel: 'answer',
    });
    expect(agent.tools).toMatchObject([{ target: '/opt/cleanroom/codex' }]);
    const version = await runHost({
      argv: [`${agent.tools[0]?.source}/bin/codex`, '--version'],
      env: { HOME: '/nonexistent' },
    });
    expect(version.stdout.toString()).toContain(DEFAULT_VERSIONS.codex);
  });

  it.each([
    ['no schema', undefined, false, false],
    ['a schema that the provider enforces', small, true, false],
    ['a schema that the provider enforces in part', reportSchema, true, true],
    ['a schema that the provider refuses', { ...small, required: [] }, false, true],
  ])('with %s decides between flag and prompt', async (_name, schema, flag, prompt) => {
    const agent = await createAgent(plan({}), { ...setup, schema });
    expect(agent.command(turn).argv.includes('--output-schema')).toBe(flag);
    expect('.codex/report.schema.json' in agent.homeFiles(turn)).toBe(flag);
    expect(agent.schemaInPrompt).toBe(prompt);
  });

  it('makes a command of the plan', async () => {
    const agent = await createAgent(plan({ name: 'command', argv: ['./fix.sh'], provider: 'openai' }), {
      ...setup,
      schema: small,
    });
    expect(agent).toMatchObject({
      name: 'command',
      provider: 'openai',
      reportChannel: 'file',
      schemaInPrompt: true,
      tools: [],
    });
    expect(agent.command(turn).argv).toEqual(['./fix.sh']);
  });
});

describe('the scripted model', () => {
  it('streams without end until its reader leaves', async () => {
    const response = await fetch(`${model.url}/v1/responses`, { method: 'POST', body: '{}' });
    const reader = response.body?.getReader();
    let bytes = 0;
    while (bytes < 4 * 1024 * 1024) bytes += (await reader?.read())?.value?.length ?? 0;
    await reader?.cancel();
    expect(model.calls()).toHaveLength(1);
  });
});
