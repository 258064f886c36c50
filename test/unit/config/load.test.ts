import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MAX_CONFIG_BYTES, parseConfig } from '../../../src/config/load.js';
import { buildConfigSchema } from '../../../src/config/schema.js';
import { LayerBuilder } from '../../../src/inputs/layer.js';
import { resolveSettings } from '../../../src/inputs/resolve.js';
import { configSchema } from '../../../src/schemas/config.js';
import { describeProblem } from '../../../src/support/errors.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const PATH = '.github/cleanroom.yml';

function problemsOf(text: string): string[] {
  return parseConfig(text, PATH).problems.map(describeProblem);
}

describe('a configuration file', () => {
  it('says what settings are', () => {
    const { layer, problems } = parseConfig('version: 1\nverify: [npm, test]\nmax-attempts: 5\ntimeout: 2h\n', PATH);
    expect(problems).toEqual([]);
    expect(layer.values).toEqual({
      verify: { argv: ['npm', 'test'], display: 'npm test' },
      'max-attempts': 5,
      timeout: 7_200_000,
    });
    expect(layer.where('timeout')).toBe(`${PATH}:4:1: timeout`);
    expect(layer.where('model')).toBe(`${PATH}: model`);
  });

  it.each([
    ['nothing', ''],
    ['a comment', '# nothing yet\n'],
    ['a null document', '---\n...\n'],
    ['an empty mapping', '{}'],
    ['a byte order mark', '\ufeffversion: 1\n'],
  ])('may hold %s', (_, text) => {
    const { layer, problems } = parseConfig(text, PATH);
    expect(problems).toEqual([]);
    expect(layer.values).toEqual({});
    expect(layer.invalid.size).toBe(0);
  });

  it('may repeat a value by an alias', () => {
    const { layer, problems } = parseConfig('verify-timeout: &t 2m\nprepare-timeout: *t\n', PATH);
    expect(problems).toEqual([]);
    expect(layer.values['prepare-timeout']).toBe(120_000);
  });

  it('reads YAML 1.2 whatever a directive says', () => {
    expect(problemsOf('%YAML 1.1\n---\nsummary: yes\n')).toEqual([
      `${PATH}:3:1: summary is "yes", expected true or false`,
    ]);
  });
});

describe('what is wrong', () => {
  it.each([
    ['a bad value', 'timeout: 3\n\nmodel: ""\n', [':1:1: timeout is "3"', ':3:1: model is ""']],
    ['a value that is missing', 'verify:\n', [':1:1: verify is "null"']],
    ['an unknown key', 'max-atempts: 3', [':1:1: key is "max-atempts", expected the name of a setting (did you mean']],
    ['an inherited name', 'constructor: 3\n__proto__: 4', [':1:1: key is "constructor"', ':2:1: key is "__proto__"']],
    ['another version', 'version: 2', [':1:1: version is "2", expected 1']],
    ['a setting that finds this file', '  ref: main', [':1:3: ref is "main", expected no such key']],
    ['a key twice', 'model: a\nmodel: b', [':2:1 is "unreadable"']],
    ['a key twice, deep', 'schema: {a: {b: 1, b: 2}}', [':1:20 is "unreadable"']],
    ['a broken line', 'model: a\n\tb: c\n: [', ['', '', '']],
    ['a list', '- a', [':1:1 is "unreadable", expected a mapping in YAML 1.2 (The document is not a mapping']],
    ['a text', 'verify', [':1:1 is "unreadable"']],
    ['two documents', 'model: a\n---\nmodel: b\n', [':2:1 is "unreadable"']],
    ['an unknown tag', 'model: !!js/function x', [':1:8 is "unreadable"']],
    ['a binary value', 'model: !!binary eA==', [':1:8 is "unreadable"']],
    ['a key that is no text', '? [a]\n: b', [':1:3 is "unreadable"']],
    ['a merge', '<<: {model: a}', [':1:1: key is "<<"']],
    ['an alias of nothing', 'model: *nothing', [':1:1: model is "a value with aliases", expected aliases of anchors']],
    ['a value within itself', 'schema: &s {a: *s}', [':1:1: schema is "a value with aliases"']],
  ])('%s', (_, text, expected) => {
    const found = problemsOf(text);
    expect(found.length).toBeGreaterThanOrEqual(1);
    if (expected[0] !== '') expect(found).toEqual(expected.map((part) => expect.stringContaining(`${PATH}${part}`)));
    for (const line of found) expect(line).toMatch(/^\.github\/cleanroom\.yml:\d+:\d+/);
  });

  it('is told all at once', () => {
    const lines = ['agent: x', 'model: ""', 'effort: HIGH', 'verify: 1', 'timeout: 1', 'memory: 1', 'env: a', 'b: 1'];
    expect(problemsOf(`${lines.join('\n')}\nreport: x\nsummary: x\n`)).toHaveLength(10);
  });

  it('is no secret', () => {
    const texts = ['api-key: sk-hush', 'github-token: sk-hush', 'apikey: sk-hush', 'env: [sk-hush=1, HOME=sk-hush]'];
    for (const text of texts.slice(0, 3)) {
      const found = problemsOf(text);
      expect(found).toHaveLength(1);
      expect(found.join()).not.toContain('hush');
    }
    expect(problemsOf('env: [HOME=sk-hush]').join()).not.toContain('hush');
    expect(problemsOf('api-key: x')[0]).toContain('expected no secret in a file (give it to the action as an input');
  });

  it('leaves rules between settings alone when nothing of the file is known', () => {
    const flags = new LayerBuilder((name) => `--${name}`).build();
    expect(resolveSettings([flags.layer]).problems).toHaveLength(1);
    expect(resolveSettings([flags.layer, parseConfig('prompt: [', PATH).layer]).problems).toEqual([]);
  });
});

describe('bounds', () => {
  it('a file has a size', () => {
    expect(problemsOf(`# ${'x'.repeat(MAX_CONFIG_BYTES - 2)}`)).toEqual([]);
    expect(problemsOf(`# ${'x'.repeat(MAX_CONFIG_BYTES - 1)}`)).toEqual([
      `${PATH} is "262145 bytes", expected at most 262144 bytes`,
    ]);
  });

  const half = MAX_CONFIG_BYTES / 2;
  it.each([
    ['flow lists in lists', '['.repeat(MAX_CONFIG_BYTES)],
    ['block lists in lists', '- '.repeat(half)],
    ['explicit keys in keys', '? '.repeat(half)],
    ['mappings in mappings', '{a: '.repeat(half / 2)],
    ['indented mappings', Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('%s have a depth', (_, text) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining('Nesting is deeper than 100 levels')]);
  });

  it('errors have a number', () => {
    expect(problemsOf('&a '.repeat(half / 2)).length).toBe(20);
  });

  it('keys may be many', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index.toString(36)}:`);
    expect(parseConfig(`schema:\n  ${keys.join('\n  ')}\n`, PATH).problems).toEqual([]);
  });

  it('aliases have a number', () => {
    const bomb = ['a: &a [x, x]'];
    for (let index = 1; index < 4; index += 1) {
      const [from, to] = ['abcdefghij'[index - 1], 'abcdefghij'[index]];
      bomb.push(`${to}: &${to} [${`*${from}, `.repeat(9)}*${from}]`);
    }
    const found = problemsOf(`schema:\n  ${bomb.join('\n  ')}\n`);
    expect(found).toEqual([expect.stringContaining('expected a value without that many aliases')]);
  });
});

describe('the schema for editors', () => {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(configSchema);

  it('says what the table says', () => {
    expect(JSON.parse(readFileSync(`${root}schemas/config.schema.json`, 'utf8'))).toEqual(buildConfigSchema());
    expect(configSchema).toEqual(buildConfigSchema());
  });

  it.each(['examples/cleanroom.yml'])('accepts %s, as the reader does', (path) => {
    const text = readFileSync(root + path, 'utf8');
    const { layer, problems } = parseConfig(text, path);
    expect(problems).toEqual([]);
    expect(resolveSettings([layer]).problems).toEqual([]);
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['an unknown key', 'max-atempts: 3'],
    ['a secret', 'api-key: x'],
    ['what finds this file', 'ref: main'],
    ['another version', 'version: 2'],
    ['a wrong type', 'max-attempts: [1]'],
    ['a wrong word', 'agent: someone'],
    ['a number out of range', 'max-attempts: 21'],
    ['a list of numbers', 'protect: [1]'],
    ['a duration without a unit', 'timeout: 90'],
  ])('refuses %s, as the reader does', (_, text) => {
    expect(validate(parse(text))).toBe(false);
    expect(problemsOf(text)).toHaveLength(1);
  });
});
