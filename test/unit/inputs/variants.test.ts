import { describe, expect, it } from 'vitest';
import { LayerBuilder, type SettingsLayer } from '../../../src/inputs/layer.js';
import { withCandidateKeys } from '../../../src/inputs/provider-keys.js';
import { resolveSettings } from '../../../src/inputs/resolve.js';
import { secretValues } from '../../../src/inputs/secrets.js';
import type { SettingName } from '../../../src/inputs/settings.js';
import { parseVariant } from '../../../src/inputs/variants.js';
import { describeProblem } from '../../../src/support/errors.js';

type Given = Partial<Record<SettingName, string>>;

function layer(given: Given, source: string): SettingsLayer {
  const builder = new LayerBuilder((name) => `${source} ${name}`);
  for (const [name, text] of Object.entries(given)) builder.addTexts(name as SettingName, [text]);
  return builder.build().layer;
}

function resolve(inputs: Given, file: Given = {}) {
  const { settings, problems } = resolveSettings([
    layer({ prompt: 'x', verify: 'make', ...inputs }, 'input'),
    layer(file, 'file'),
  ]);
  return { settings, problems: problems.map(describeProblem) };
}

describe('an agent that competes', () => {
  it('is a name, and what it is to use', () => {
    const of = (text: string) => parseVariant(text);
    expect(of('codex')).toEqual({ ok: true, value: { agent: 'codex', model: undefined, effort: undefined } });
    expect(of(' opencode  effort=high model=a/b:c@1 ')).toEqual({
      ok: true,
      value: { agent: 'opencode', model: 'a/b:c@1', effort: 'high' },
    });
    for (const bad of ['', 'codex:m', 'codex m', 'codex model=', 'codex model=-x', 'codex effort=a effort=b', 'Codex'])
      expect(of(bad).ok, bad).toBe(false);
  });

  it('has what the run says of the same agent, and its own protocol else', () => {
    const { settings, problems } = resolve({
      ...{ agent: 'opencode', provider: 'anthropic', model: 'm', effort: 'high' },
      'candidate-agents': 'opencode\nopencode model=n\nclaude\ngemini',
    });
    expect(problems).toEqual([]);
    expect(settings).toMatchObject({ agent: 'opencode', candidates: 4, provider: 'anthropic' });
    expect(settings['candidate-agents'].map(({ model, effort, provider }) => [model, effort, provider])).toEqual([
      ['m', 'high', 'anthropic'],
      ['n', 'high', 'anthropic'],
      [undefined, undefined, 'anthropic'],
      [undefined, undefined, 'gemini'],
    ]);
  });

  it('says what the agent is, unless somebody stronger does', () => {
    const entries = { 'candidate-agents': 'claude\ncodex' };
    expect(resolve(entries).settings).toMatchObject({ agent: 'claude', provider: 'anthropic', candidates: 2 });
    expect(resolve(entries, { agent: 'gemini' }).settings.agent).toBe('claude');
    expect(resolve({ agent: 'gemini' }, entries).settings).toMatchObject({ agent: 'gemini', candidates: 1 });
    expect(resolve({ ...entries, agent: 'codex' }).problems).toEqual([
      'input agent is "codex", expected claude, the first of candidate-agents, or nothing',
    ]);
  });

  it.each<[Given, string]>([
    [{ candidates: '2', verify: '' }, 'input candidates is "2", expected verify to be set with it'],
    [{ 'candidate-agents': 'codex\nclaude', verify: '' }, 'input candidate-agents'],
    [{ 'candidate-agents': 'codex\nclaude effort=huge' }, 'expected effort of claude to be low, medium'],
    [{ 'candidate-agents': 'codex\ncommand' }, 'expected a program, because agent is command'],
    [
      { 'candidate-agents': 'codex model=a\nclaude model=b', 'max-cost-usd': '1', prices: 'a=1/1/1' },
      'expected an entry for b or for *',
    ],
  ])('%j is refused', (given, words) => {
    const { verify, ...rest } = given;
    const all = verify === '' ? { prompt: 'x', ...rest } : { prompt: 'x', verify: 'make', ...rest };
    const { problems } = resolveSettings([layer(all, 'input')]);
    expect(problems.map(describeProblem)).toEqual([expect.stringContaining(words)]);
  });
});

describe('keys of candidates', () => {
  const { settings } = resolve({ 'candidate-agents': 'codex\nclaude\ngemini\nclaude model=x' });

  it('of other providers come from the variables of those, and are kept secret', () => {
    const env = { OPENAI_API_KEY: 'o', ANTHROPIC_API_KEY: 'anthropic-key', GEMINI_API_KEY: 'gemini-key' };
    const { secrets, problems } = withCandidateKeys(settings, { apiKey: 'own' }, env);
    expect(problems).toEqual([]);
    expect(secrets).toEqual({ apiKey: 'own', modelKeys: { anthropic: 'anthropic-key', gemini: 'gemini-key' } });
    expect(secretValues(secrets).map(({ value }) => value)).toEqual(['own', 'anthropic-key', 'gemini-key']);
  });

  it('that are missing or no good are all named, and never shown', () => {
    const { problems } = withCandidateKeys(settings, {}, { GEMINI_API_KEY: 'hush hush' });
    expect(problems.map(describeProblem)).toEqual([
      'environment variable ANTHROPIC_API_KEY is not set, expected a key for anthropic, because of candidate-agents',
      expect.stringMatching(/^environment variable GEMINI_API_KEY is "\(not shown\)"/),
    ]);
  });
});
