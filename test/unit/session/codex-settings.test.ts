import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { codexConfigFor } from '../../../src/session/codex-settings.js';

const TRUSTED = { projects: { '/workspace': { trust_level: 'trusted' } } };
const LINE =
  'model_provider = "runner"\n[model_providers.runner]\nname = "runner"\nbase_url = "http://127.0.0.1:7777/v1"\n';

describe("codex's configuration in a room", () => {
  it.each([
    ['', {}],
    ['model = "m"\n', { model: 'm' }],
    ['# a comment\nmodel = "m" # another\n[tui]\ntheme = "x"', { model: 'm', tui: { theme: 'x' } }],
    ['[projects."/other"]\ntrust_level = "trusted"\n', { projects: { '/other': { trust_level: 'trusted' } } }],
    [
      'projects = { "/other" = { trust_level = "untrusted" } }\n',
      { projects: { '/other': { trust_level: 'untrusted' } } },
    ],
    ['[projects]\n"/other".trust_level = "trusted"\n', { projects: { '/other': { trust_level: 'trusted' } } }],
    ['[projects."/workspace"]\nnote = "x"\n', { projects: { '/workspace': { note: 'x' } } }],
    ['[projects."/workspace"]\ntrust_level = "untrusted"\n', {}],
    ['[[hooks]]\na = 1\n[[hooks]]\na = 2\n', { hooks: [{ a: 1 }, { a: 2 }] }],
    [
      'text = """\n[projects."/workspace"]\ntrust_level = "trusted"\n"""\n',
      { text: '[projects."/workspace"]\ntrust_level = "trusted"\n' },
    ],
  ])('trusts the workspace and keeps the rest of %j', (text, rest: Record<string, unknown>) => {
    const told = parse(codexConfigFor(text, undefined, '/workspace'));
    const projects = { ...(rest['projects'] as object | undefined) } as Record<string, object>;
    expect(told).toEqual({
      ...rest,
      sandbox_mode: 'danger-full-access',
      projects: { ...projects, '/workspace': { ...projects['/workspace'], ...TRUSTED.projects['/workspace'] } },
    });
  });

  it('leaves text and comments as they are wherever that is possible', () => {
    const text = '# mine\nmodel = "m"   # best\n\n[tui]\nx = 0x10\n';
    expect(codexConfigFor(text, undefined, '/workspace')).toContain(text);
  });

  it('says nothing twice', () => {
    const once = codexConfigFor('model = "m"\n', undefined, '/workspace');
    expect(codexConfigFor(once, undefined, '/workspace')).toBe(once);
    const own = codexConfigFor('sandbox_mode = "read-only"\n', undefined, '/workspace');
    expect(parse(own)).toMatchObject({ sandbox_mode: 'read-only' });
  });

  it('leads to the broker unless the person chose a provider', () => {
    const led = parse(codexConfigFor('model = "m"\n', LINE, '/workspace'));
    expect(led).toMatchObject({
      model: 'm',
      model_provider: 'runner',
      model_providers: { runner: { name: 'runner' } },
    });
    const chosen = parse(
      codexConfigFor('model_provider = "mine"\n[model_providers.mine]\nname = "x"\n', LINE, '/workspace'),
    );
    expect(chosen).toMatchObject({
      model_provider: 'mine',
      model_providers: { mine: { name: 'x' }, runner: { name: 'runner' } },
    });
  });

  it.each(['[broken', 'a = 1\na = 2\n'])('refuses %j, which is no TOML', (text) => {
    expect(() => codexConfigFor(text, undefined, '/workspace')).toThrow(/TOML/);
  });
});
