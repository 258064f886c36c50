import { describe, expect, it } from 'vitest';
import { LayerBuilder, type SettingsLayer } from '../../../src/inputs/layer.js';
import { resolveSettings } from '../../../src/inputs/resolve.js';
import { missingSecrets, readEnvironmentSecrets } from '../../../src/inputs/secrets.js';
import type { SettingName } from '../../../src/inputs/settings.js';
import { describeProblem } from '../../../src/support/errors.js';

type Given = Partial<Record<SettingName, string>>;

function layer(given: Given, source: string): SettingsLayer {
  const builder = new LayerBuilder((name) => `${source} ${name}`);
  for (const [name, text] of Object.entries(given)) builder.addTexts(name as SettingName, [text]);
  return builder.build().layer;
}

/** Settings of inputs over those of a file, and the rules that they break. */
function resolve(inputs: Given, file: Given = {}) {
  const { settings, problems } = resolveSettings([layer(inputs, 'input'), layer(file, 'file')]);
  return { settings, problems: problems.map(describeProblem) };
}

const TASK = { prompt: 'x' };

describe('layers', () => {
  it('stand over the defaults, the strongest first', () => {
    const { settings, problems } = resolve({ ...TASK, model: 'a' }, { model: 'b', 'max-attempts': '7' });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ model: 'a', 'max-attempts': 7, timeout: 1_800_000, baseline: 'require-red' });
  });

  it('do not take a value that is bad for one that is absent', () => {
    expect(resolve({ ...TASK, agent: 'nobody' }, { 'agent-command': 'a' }).problems).toEqual([]);
    expect(resolve({ 'prompt-file': '/x' }).problems).toEqual([]);
    expect(resolve({ ...TASK, timeout: 'soon', 'attempt-timeout': '2h' }).problems).toEqual([]);
  });
});

describe('the agent', () => {
  it.each<[Given, string]>([
    [{ agent: 'claude', effort: 'huge' }, 'input effort is "huge", expected low, medium, high, xhigh or max'],
    [{ agent: 'gemini', effort: 'max' }, 'input effort is "max", expected minimal, low, medium or high'],
    [{ agent: 'claude', provider: 'openai' }, 'input provider is "openai", expected anthropic, which claude speaks'],
    [{ agent: 'gemini', provider: 'none' }, 'input provider is "none", expected gemini, which gemini speaks'],
    [{ agent: 'opencode', provider: 'none' }, 'expected openai, anthropic or gemini, which opencode speaks'],
    [
      { agent: 'codex', 'agent-program': '/a', 'agent-version': '1.2.3' },
      'no version of an agent whose program is named',
    ],
    [{ agent: 'command', 'agent-command': 'a', 'agent-program': '/a' }, 'agent-command instead'],
  ])('%j is refused', (given, words) => {
    const { problems } = resolve({ ...TASK, ...given });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });

  it('speaks its own protocol, and the model judges other efforts', () => {
    const providerOf = (agent: string, more: Given = {}) => resolve({ ...TASK, agent, ...more }).settings.provider;
    expect(['codex', 'claude', 'gemini', 'opencode'].map((agent) => providerOf(agent))).toEqual([
      'openai',
      'anthropic',
      'gemini',
      'openai',
    ]);
    expect(providerOf('opencode', { provider: 'gemini' })).toBe('gemini');
    expect(resolve({ ...TASK, agent: 'codex', effort: 'ultra' }).problems).toEqual([]);
    const weaker = resolve({ ...TASK, 'agent-program': '/a' }, { 'agent-version': '1.2.3' });
    expect(weaker).toMatchObject({ problems: [], settings: { 'agent-program': '/a', 'agent-version': undefined } });
  });
});

describe('the task', () => {
  it.each<[Given, Given, string | undefined, string | undefined]>([
    [{ prompt: 'a' }, { 'prompt-file': 'b' }, 'a', undefined],
    [{ 'prompt-file': 'b' }, { prompt: 'a' }, undefined, 'b'],
    [{}, { prompt: 'a' }, 'a', undefined],
  ])('of %j over %j is one', (inputs, file, prompt, path) => {
    const { settings, problems } = resolve(inputs, file);
    expect(problems).toEqual([]);
    expect(settings.prompt).toBe(prompt);
    expect(settings['prompt-file']).toBe(path);
  });

  it('is needed, once', () => {
    expect(resolve({}).problems).toEqual([expect.stringContaining('expected one of prompt and prompt-file')]);
    expect(resolve({ prompt: 'a', 'prompt-file': 'b' }).problems).toEqual([
      'input prompt-file is "b", expected only one of prompt and prompt-file',
    ]);
  });
});

describe('a cap on money', () => {
  const cap = { ...TASK, 'max-cost-usd': '2' };
  it.each<[Given, Given, string[]]>([
    [cap, {}, ['input max-cost-usd is "2", expected prices with it, because without them nothing is counted']],
    [cap, { prices: 'm=1/1/1' }, []],
    [{ ...cap, model: 'M' }, { prices: 'm=1/1/1' }, []],
    [{ ...cap, model: 'n' }, { prices: 'm=1/1/1\n*=2/2/2' }, []],
    [{ ...cap, model: 'n' }, { prices: 'm=1/1/1' }, [expect.stringContaining('expected an entry for n or for *')]],
    [{ ...TASK, model: 'n' }, { prices: 'm=1/1/1' }, []],
    [{ ...cap, model: 'a b' }, { prices: 'm=1/1/1' }, []],
    // The server is asked for `m`, and that is what has a price.
    [{ ...cap, agent: 'opencode', model: 'chat-completions:m' }, { prices: 'm=1/1/1' }, []],
    [
      { ...cap, agent: 'opencode', model: 'chat-completions:m' },
      { prices: 'chat-completions:m=1/1/1' },
      [expect.stringContaining('expected an entry for m or for *')],
    ],
  ])('has the prices that it needs: %j over %j', (inputs, file, expected) => {
    expect(resolve(inputs, file).problems).toEqual(expected);
  });
});

describe('rules between settings', () => {
  it.each<[Given, string]>([
    [
      { model: 'chat-completions:m' },
      'input model is "chat-completions:m", expected chat-completions:NAME for opencode with provider openai alone',
    ],
    [{ agent: 'opencode', provider: 'gemini', model: 'chat-completions:m' }, 'input model is "chat-completions:m"'],
    [{ agent: 'opencode', model: 'chat-completions:' }, 'input model is "chat-completions:"'],
    [{ 'agent-command': 'a b' }, 'input agent-command is "a b", expected agent to be command with it'],
    [{ agent: 'command' }, 'input agent-command is not set, expected a program'],
    [{ agent: 'command', 'agent-command': 'a', 'agent-version': '1.2.3' }, 'input agent-version is "1.2.3"'],
    [{ provider: 'anthropic' }, 'input provider is "anthropic", expected openai'],
    [{ agent: 'command', 'agent-command': 'a', 'model-base-url': 'https://a.b' }, 'input model-base-url is'],
    [{ 'verify-timeout': '1m' }, 'input verify-timeout is "60s", expected verify to be set with it'],
    [{ baseline: 'any' }, 'input baseline is "any"'],
    [{ 'verify-files': 'a' }, 'input verify-files is'],
    [{ 'allow-proof': 'a.b:1' }, 'input allow-proof is'],
    [
      { prepare: 'workspace', 'prepare-timeout': '1m' },
      'input prepare-timeout is "60s", expected prepare to be a command',
    ],
    [{ 'allow-prepare': 'a.b:1' }, 'input allow-prepare is'],
    [{ report: 'optional' }, 'input report is "optional", expected required'],
    [
      { timeout: '5m', 'attempt-timeout': '10m' },
      'input attempt-timeout is "600s", expected at most timeout, which is 300s',
    ],
  ])('%j', (given, expected) => {
    expect(resolve({ ...TASK, ...given }).problems).toEqual([expect.stringContaining(expected)]);
  });

  it('drop what a weaker layer says about another choice', () => {
    const file = { agent: 'command', 'agent-command': 'a', verify: 'make test', 'verify-timeout': '1m' };
    const { settings, problems } = resolve({ ...TASK, agent: 'codex', verify: '' }, file);
    expect(problems).toEqual([]);
    expect(settings.agent).toBe('codex');
    expect(settings['agent-command']).toBeUndefined();
    expect(settings['verify-timeout']).toBe(600_000);
  });

  it('shorten defaults, and what a weaker layer says, to the whole', () => {
    const { settings, problems } = resolve({ ...TASK, timeout: '5m', verify: 'a' }, { 'attempt-timeout': '20m' });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ 'attempt-timeout': 300_000, 'verify-timeout': 300_000 });
  });
});

describe('defaults that depend', () => {
  it.each<[Given, string, string]>([
    [{}, 'openai', 'required'],
    [{ verify: 'a' }, 'openai', 'optional'],
    [{ verify: 'a', schema: 's.json' }, 'openai', 'required'],
    [{ verify: 'a', agent: 'command', 'agent-command': 'b' }, 'none', 'optional'],
  ])('%j: provider %s, report %s', (given, provider, report) => {
    const { settings, problems } = resolve({ ...TASK, ...given });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ provider, report });
  });
});

describe('secrets', () => {
  const { settings } = resolve(TASK);

  it('of the command line come from its environment', () => {
    const env = { CLEANROOM_API_KEY: '', OPENAI_API_KEY: 'o', GEMINI_API_KEY: 'g' };
    expect(readEnvironmentSecrets(env, 'openai').secrets).toEqual({ apiKey: 'o' });
    expect(readEnvironmentSecrets({ ...env, CLEANROOM_API_KEY: 'c' }, 'openai').secrets).toEqual({ apiKey: 'c' });
    expect(readEnvironmentSecrets(env, 'anthropic').secrets).toEqual({});
    expect(readEnvironmentSecrets(env, 'none').secrets).toEqual({});
  });

  it('are not repeated when they are bad', () => {
    const { secrets, problems } = readEnvironmentSecrets({ CLEANROOM_API_KEY: 'hush hush' }, 'openai');
    expect(secrets).toEqual({});
    expect(problems.map(describeProblem)).toEqual([
      'environment variable CLEANROOM_API_KEY is "(not shown)", expected at most 8192 printable ASCII characters without blanks',
    ]);
  });

  it('are missed where the public endpoint needs one', () => {
    expect(missingSecrets(settings, {}, 'action').map(({ where }) => where)).toEqual(['input api-key']);
    expect(missingSecrets(settings, {}, 'command-line')[0]?.where).toContain('OPENAI_API_KEY');
    expect(missingSecrets(settings, { apiKey: 'x' }, 'action')).toEqual([]);
    expect(missingSecrets({ ...settings, provider: 'none' }, {}, 'action')).toEqual([]);
    expect(missingSecrets({ ...settings, 'model-base-url': 'http://127.0.0.1:1' }, {}, 'action')).toEqual([]);
  });
});
