import { describe, expect, it } from 'vitest';
import { loginVariables, personalArguments, untold } from '../../../src/run/agent-personal.js';
import type { Plan } from '../../../src/schemas/plan.js';

/* What an agent is told that has a person's own login instead of a key. */

const planOf = (agent: Partial<Plan['agent']>): Plan =>
  ({ agent: { model: null, effort: null, mcp: [], providerTools: [], ...agent } }) as unknown as Plan;
const chosen = planOf({ model: 'm-1', effort: 'high' });

describe('an agent with a login of its own', () => {
  it.each<[string, Record<string, string>, readonly string[], readonly string[]]>([
    ['codex', {}, ['-c', 'model="m-1"', '-c', 'model_reasoning_effort="high"'], []],
    ['claude', { ANTHROPIC_MODEL: 'm-1', CLAUDE_CODE_EFFORT_LEVEL: 'high' }, [], []],
    ['gemini', { GEMINI_MODEL: 'm-1' }, [], ['effort high']],
    ['opencode', { OPENCODE_CONFIG_CONTENT: '{"model":"m-1"}' }, [], ['effort high']],
  ])('%s is told of model and effort, or the person that it is not', (name, variables, args, missing) => {
    expect(loginVariables(name, chosen)).toEqual(variables);
    const without = personalArguments(name, planOf({}), false);
    expect(personalArguments(name, chosen, false)).toEqual([...without, ...args]);
    expect(untold(name, chosen)).toEqual(
      missing.map((what) => `the agent is not told of ${what}: without a key its settings are its own`),
    );
  });

  it.each(['codex', 'claude', 'gemini', 'opencode'])('%s keeps its own where nothing is asked for', (name) => {
    expect(loginVariables(name, planOf({}))).toEqual({});
    expect(personalArguments(name, planOf({}), false).join(' ')).not.toMatch(/model/);
    expect(untold(name, planOf({}))).toEqual([]);
  });

  it('with its settings in HOME finds model and effort there', () => {
    expect(personalArguments('codex', chosen, true).join(' ')).not.toMatch(/m-1/);
  });

  it('has codex ask for the usual price by itself, unless the dearer one is allowed', () => {
    expect(personalArguments('codex', planOf({}), true)).toEqual(['-c', 'features.fast_mode=false']);
    expect(personalArguments('codex', planOf({ providerTools: ['service_tier'] }), true)).toEqual([]);
    for (const name of ['claude', 'gemini', 'opencode'])
      expect(personalArguments(name, planOf({}), true).join(' ')).not.toContain('fast');
  });

  it('says that it is not told of MCP servers', () => {
    const mcp = [{ name: 'house' }] as unknown as Plan['agent']['mcp'];
    expect(untold('claude', planOf({ mcp }))).toEqual([
      expect.stringContaining('not told of MCP servers: without a key'),
    ]);
    expect(untold('gemini', planOf({ mcp, effort: 'low' }))[0]).toContain('MCP servers and effort low');
  });
});
