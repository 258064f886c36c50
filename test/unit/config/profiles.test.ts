import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../../src/config/load.js';
import { PROFILE_NAMES } from '../../../src/config/schema.js';
import { configSchema } from '../../../src/schemas/config.js';
import { describeProblem } from '../../../src/support/errors.js';

const PATH = '.github/cleanroom.yml';
const GUIDE = fileURLToPath(new URL('../../../docs/guides/profiles.md', import.meta.url));

const problemsOf = (text: string): string[] => parseConfig(text, PATH).problems.map(describeProblem);

describe('profiles of a configuration file', () => {
  it('are layers of their own', () => {
    const text = 'model: m\nprofile: b\nprofiles:\n  a: {model: x, timeout: 1h}\n  b: {writable-roots: [src]}\n  c:\n';
    const { layer, problems, profiles } = parseConfig(text, PATH);
    expect(problems).toEqual([]);
    expect(layer.values).toEqual({ model: 'm', profile: 'b' });
    expect([...profiles].map(([name, read]) => [name, read.layer.values, read.problems])).toEqual([
      ['a', { model: 'x', timeout: 3_600_000 }, []],
      ['b', { 'writable-roots': ['src'] }, []],
      ['c', {}, []],
    ]);
    expect(profiles.get('a')?.layer.where('timeout')).toBe(`${PATH}:3:1: profiles.a.timeout`);
  });

  it('keep what is wrong with one to themselves, and name it by its path', () => {
    const text = `profiles:
  good: {model: x}
  bad: {model: "", max-attemps: 3, ref: main, profile: good, version: 1, api-key: sk-1, profiles: {}, timeout: 3}
  list: [a]
  word: yes
`;
    const { problems, profiles } = parseConfig(text, PATH);
    expect(problems).toEqual([]);
    expect(profiles.get('good')?.problems).toEqual([]);
    const bad = profiles.get('bad')?.problems.map(describeProblem) ?? [];
    const at = `${PATH}:1:1: profiles.bad`;
    expect(bad).toEqual([
      expect.stringContaining(`${at}.model is ""`),
      expect.stringMatching(
        /profiles\.bad: key is "max-attemps", expected the name of a setting \(did you mean "?max-attempts/,
      ),
      expect.stringMatching(/profiles\.bad: ref is "main", expected no such key/),
      expect.stringMatching(/profiles\.bad: profile is "good", expected no such key in a profile/),
      expect.stringMatching(/profiles\.bad: key is "version"/),
      expect.stringMatching(/profiles\.bad: api-key is "\(not shown\)"/),
      expect.stringMatching(/profiles\.bad: key is "profiles"/),
      expect.stringContaining(`${at}.timeout is "3"`),
    ]);
    expect(bad.join()).not.toContain('sk-1');
    expect(profiles.get('list')?.problems.map(describeProblem)).toEqual([
      expect.stringMatching(/profiles\.list is .*expected a mapping of settings/),
    ]);
    expect(profiles.get('word')?.problems).toHaveLength(1);
  });

  it.each([
    ['a list', 'profiles: [a]', ':1:1: profiles is'],
    ['a word', 'profiles: k8s', ':1:1: profiles is "k8s", expected a mapping from names'],
    ['nothing', 'profiles:', ':1:1: profiles is "null"'],
    ['an alias of itself', 'profiles: &p {a: *p}', ':1:1: profiles is'],
    ['a name with a space', 'profiles: {"a b": {}, ok: {}}', ':1:1: profiles is "a b", expected names of letters'],
    ['an inherited name', 'profiles: {__proto__: {model: x}}', ':1:1: profiles is "__proto__"'],
  ])('are refused when they are %s', (_, text, expected) => {
    const found = problemsOf(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${PATH}${expected}`);
  });

  it('are all named when several have names that are none', () => {
    expect(problemsOf('profiles: {"a b": {}, ok: {}, "-x": {}}')).toHaveLength(2);
    expect(parseConfig('profiles: {"a b": {}, ok: {model: m}}', PATH).profiles.get('ok')?.layer.values).toEqual({
      model: 'm',
    });
  });

  it('are in the schema of the file, which takes what the parser takes', () => {
    const validate = new Ajv2020({ strict: false }).compile(configSchema);
    expect(validate({ profiles: { a: { model: 'x' }, b: {} }, profile: 'a' })).toBe(true);
    for (const profiles of [{ a: { ref: 'x' } }, { a: { profile: 'b' } }, { a: [] }, [], { a: { nothing: 1 } }])
      expect(validate({ profiles }), JSON.stringify(profiles)).toBe(false);
    expect(PROFILE_NAMES).toContain('policy');
    expect(PROFILE_NAMES).not.toContain('profile');
  });

  it('are as the guide shows them', () => {
    const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    const files = blocks.filter((text) => text.includes('profiles:'));
    expect(files.length).toBeGreaterThan(0);
    for (const text of files) {
      const { problems, profiles } = parseConfig(text, PATH);
      expect(problems).toEqual([]);
      for (const [name, read] of profiles) expect(read.problems, name).toEqual([]);
      const validate = new Ajv2020({ strict: false }).compile(configSchema);
      expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    }
  });
});
