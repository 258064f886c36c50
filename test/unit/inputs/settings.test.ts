import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseConfig } from '../../../src/config/load.js';
import { readActionInputs } from '../../../src/inputs/action-inputs.js';
import { parseCommandLine } from '../../../src/inputs/command-line.js';
import { definitionOf, SECRETS, SETTING_NAMES, type SettingName } from '../../../src/inputs/settings.js';
import { describeProblem, InputError, type InputProblem } from '../../../src/support/errors.js';

/** Values that are wrong wherever they are written, and some that only a file can hold. */
interface Bad {
  readonly texts: readonly [string, string, ...string[]];
  readonly values?: readonly unknown[];
}

const DURATION: Bad = { texts: ['90', '0s', '25h', '1m30', '-5m', 'soon', '1d'], values: [90, null, true] };
const SIZE: Bad = { texts: ['4gb', '-1', '1.5g', '2t', '1', 'lots', '9'.repeat(20)], values: [-1, 0.5, null, []] };
const INTEGER: Bad = { texts: ['0', '1.5', '-1', 'three', '1e3', '9999999999'], values: [0, 1.5, null, true, [3]] };
/** Where 0 says that there is none. */
const COUNT: Bad = { texts: ['1.5', '-1', 'three', '1e3', '9999999999'], values: [1.5, -1, null, true, [3]] };
const GLOBS: Bad = {
  texts: ['/etc/**', '../x', 'a/', 'a//b', '@(a|b)', '**/**/**/**/a', '{a,{b,c}}', '["a", 1]', '\\x'],
  values: ['a', [1], {}, null],
};
const ENDPOINTS: Bad = {
  texts: ['example.com', '*.example.com:443', 'https://example.com:443', '127.0.0.1:80', 'localhost:80', 'a.b:0'],
  values: ['a.b:1', [443], null],
};
const PATHS: Bad = { texts: ['/etc/passwd', '../task.md', 'a/../../b', 'a\\b', '\u202ea'], values: [1, null, ['a']] };
const REFS: Bad = { texts: ['-x', 'a..b', 'a b', '@', 'a.lock', 'HEAD^', 'a:b', 'x'.repeat(256)] };
const WORDS: Bad = { texts: ['nobody', 'CODEX', '1'], values: [1, null, true, ['auto']] };
const COMMANDS: Bad = {
  texts: ['a | b', 'echo $HOME', 'a "b', 'A=1 b', '["a", 1]', '[""]', 'a > b', 'rm *'],
  values: [1, null, [], ['a', 1], [''], { a: 1 }],
};
const SCRIPTS: Bad = { texts: ['["sh", 1]', '["sh"', 'echo \u0007'], values: [1, true, null, ['a', 1], { run: 'x' }] };

const BAD: Readonly<Record<SettingName, Bad>> = {
  prompt: { texts: ['do \u001b[31m this', 'x'.repeat(262_145)], values: [1, null, ['a']] },
  'prompt-file': PATHS,
  'working-directory': PATHS,
  agent: WORDS,
  'agent-version': { texts: ['latest', '^1.2.3', '1.2', '1.2.3 x'], values: [1.2, null] },
  'agent-program': {
    texts: ['codex', '/usr/../bin/x', '/a/', '/a\u0007b', `/${'x'.repeat(1025)}`],
    values: [1, null, ['/a']],
  },
  'agent-command': COMMANDS,
  'agent-args': { texts: ['a | b', '$(id)', "'a", '[1]'], values: [1, null, [1], {}] },
  model: { texts: ['-x', 'a b', 'a'.repeat(129), 'a;b'], values: [4, null, ''] },
  effort: { texts: ['HIGH', 'very high', '9'], values: [1, null] },
  provider: WORDS,
  'model-base-url': {
    texts: ['example.com', 'ftp://a.b', 'https://u:p@a.b', 'https://a.b/?k=1', 'https://a.b#x', 'file:///x'],
    values: [1, null],
  },
  'mcp-servers': { texts: ['{', '[]', '{"a": 1}', '{"a": {"url": "ftp://x"}}'], values: [[], 'a', 1, { a: {} }] },
  'trust-agent-config': { texts: ['.git', '.Claude', 'CLAUDE.md', '.claude\nx'], values: [1, null, '.claude', [1]] },
  candidates: { ...INTEGER, texts: [...INTEGER.texts, '17'] },
  'candidate-agents': {
    texts: [
      'nobody',
      'codex m',
      'codex model=',
      'codex effort=HIGH',
      'codex model=a model=b',
      'codex size=1',
      'codex\nx',
    ],
    values: ['codex', [1], {}, null],
  },
  select: WORDS,
  tasks: {
    texts: ['{', '[]', '[1]', '[{"name":"a"}]', '[{"name":"c1","prompt":"x","verify":"y"}]', 'plans'],
    values: ['[]', 1, [], [{ name: 'a', prompt: 'x', verify: 'y', depends: ['b'] }], {}],
  },
  parallel: INTEGER,
  verify: SCRIPTS,
  'verify-preset': { texts: ['make', 'NPM', '["npm"]'], values: [1, null, ['npm'], {}] },
  'verify-args': { texts: ['a | b', '$(id)', "'a", '[1]'], values: [1, null, [1], {}] },
  'verify-values': {
    texts: ['a', '1a=b', '=b', 'a b=c', 'a=1\na=2', '["a=1\\u0007"]'],
    values: ['a=1', { a: 1 }, [1], null],
  },
  verifiers: {
    texts: ['{', '[]', '"npm test"', '{"a": 1}', '{"a": {}}', '{"A": "true"}', '{"a": {"run": "x", "preset": "npm"}}'],
    values: [[], 'npm test', 1, null, { a: null }, { a: '' }, { '1a': 'true' }, { a: { run: 'x', shell: 'bash' } }],
  },
  'verify-mode': WORDS,
  build: SCRIPTS,
  'build-timeout': DURATION,
  'verify-files': GLOBS,
  'verify-timeout': DURATION,
  baseline: WORDS,
  'verify-edits': WORDS,
  'hidden-verify': SCRIPTS,
  'hidden-files': { texts: ['/', 'a\u0000b', 'x'.repeat(4097)], values: [1, null, ['a']] },
  'hidden-feedback': WORDS,
  'execution-floor': WORDS,
  'verify-instrument': WORDS,
  'confirm-runs': { texts: ['0', '21', '1.5', '-1', 'three', '1e1'], values: [0, 21, 1.5, null, true, [3]] },
  prepare: SCRIPTS,
  'prepare-timeout': DURATION,
  protect: GLOBS,
  schema: { texts: ['/etc/x.json', '{"type":', '{"a":1}x', '../s.json'], values: [1, null, [], true] },
  report: WORDS,
  'max-attempts': INTEGER,
  'stuck-after': COUNT,
  'restart-attempts': COUNT,
  'restart-diff-lines': INTEGER,
  timeout: DURATION,
  'attempt-timeout': DURATION,
  'model-idle-timeout': DURATION,
  'max-requests': INTEGER,
  'max-tokens': INTEGER,
  'max-cost-usd': {
    texts: ['0', '-1', '1,5', '$5', '1e3', '1.1234567', '05', '10000000', 'much'],
    values: [0, -1, 1e-7, null, true, [2]],
  },
  prices: {
    texts: ['m', 'm=1', 'm=1/2', 'm=1/2/3/4', 'm=a/b/c', '=1/1/1', 'a b=1/1/1', 'm=1/1/-1', 'm=//', 'm=1/1/1\nM=2/2/2'],
    values: ['m=1/1/1', [1], { m: 1 }, null],
  },
  memory: SIZE,
  processes: INTEGER,
  cpus: { texts: ['0', '0.05', '-1', 'two', '1e3', '1.2345678', '2000'], values: [0, -1, null, true, [1], 2000] },
  'disk-size': SIZE,
  'disk-files': INTEGER,
  'open-files': INTEGER,
  'file-size': SIZE,
  'tmp-size': SIZE,
  'max-output': SIZE,
  'log-size': SIZE,
  'feedback-size': SIZE,
  'max-patch-size': SIZE,
  'max-patch-files': INTEGER,
  'accept-unenforced': { texts: ['cpu', 'everything', '["cpus", 1]'], values: ['cpus', [1], {}, null] },
  room: WORDS,
  image: { texts: ['-v', 'a b', 'node:24;id'], values: [1, [], {}, null] },
  'docker-runtime': { texts: ['--x', 'a b', '../runsc'], values: [1, [], {}, null] },
  workspace: WORDS,
  audit: WORDS,
  'allow-agent': ENDPOINTS,
  'allow-prepare': ENDPOINTS,
  'allow-proof': ENDPOINTS,
  'allow-private': ENDPOINTS,
  'provider-tools': { texts: ['web search', '*', '-x', 'a,b', '1x'], values: ['web_search', [1], {}, null] },
  rules: { texts: ['deny git', 'forbid git push', 'allow git | sh', '[1]'], values: ['allow git', [1], {}, null] },
  'rules-files': { texts: ['rules.txt', '../a.rules', '/a.rules'], values: ['a.rules', [1], null] },
  'brokered-commands': { texts: ['{', '[]', '{"a": 1}', '{"a": {"command": "a"}}'], values: [[], 'a', 1, { a: {} }] },
  tools: { texts: ['bin', '/', '/proc/1', '/etc', '/opt/../x', '/run/x.sock'], values: ['/opt/x', [1], null] },
  'writable-roots': {
    texts: ['/etc', '../a', '.', 'a\\b', '.git', 'a/.git/hooks', 'src\n..'],
    values: [1, null, 'src', [1]],
  },
  env: { texts: ['A', '1A=b', 'HOME=/x', 'path=/x', 'A=1\nA=2', 'A-B=c'], values: ['A=1', { A: 1 }, [1], null] },
  config: PATHS,
  profile: { texts: ['-x', 'a b', 'a/b', 'x'.repeat(65)], values: [1, null, ['k8s']] },
  policy: PATHS,
  ref: REFS,
  'trusted-ref': REFS,
  evidence: { texts: ['/', 'a\u0000b', 'x'.repeat(4097)], values: [1, null] },
  resume: { texts: ['/', 'a\u0000b', 'x'.repeat(4097)], values: [1, null] },
  comment: WORDS,
  'comment-key': { texts: ['a b', 'x'.repeat(65), '<!--'], values: [1, null] },
  summary: { texts: ['yes', '1', 'TRUE'], values: [1, null, []] },
  publish: WORDS,
  check: WORDS,
  'check-name': { texts: ['a\u0007b', 'x'.repeat(101)], values: [1, null, ['a']] },
  deliver: WORDS,
  'deliver-branch': {
    texts: [...REFS.texts, 'refs/heads/main', 'heads/main', 'HEAD', 'a'.repeat(40)],
    values: [1, null, ['a']],
  },
  'deliver-draft': { texts: ['yes', '1', 'TRUE'], values: [1, null, []] },
  'deliver-sign': WORDS,
  'deliver-max-files': INTEGER,
  'deliver-max-size': { texts: ['1', '1x', '-1k', '1t'], values: [null, ['1k'], '65m'] },
  'require-permission': { texts: ['read', 'WRITE', 'anybody', '1'], values: [1, null, true, ['write']] },
  'allow-users': { texts: ['a b', 'dependabot[bot]', '*', '-a', 'a/b', '@'], values: ['octocat', [1], {}, null] },
  'allow-teams': { texts: ['team', 'a/b/c', '*/x', 'org/', '/team', 'a/-'], values: ['a/b', [1], null] },
  'allow-bots': {
    texts: ['[bot]', '*[bot]', '*', 'a[bot]x', 'a[bot][bot]', 'a b[bot]'],
    values: ['a[bot]', [1], null],
  },
  forks: WORDS,
  'comment-command': {
    texts: ['cleanroom', '/', '/ fix', '/a  b', '/a b c d e', '/a;b', `/${'x'.repeat(100)}`],
    values: [1, null, ['/a']],
  },
};

/** One problem that names the setting, something of the value, and what the setting wants. */
function expectOne(problems: readonly InputProblem[], name: SettingName, where: RegExp): void {
  expect(problems.map(describeProblem)).toHaveLength(1);
  const [problem] = problems;
  expect(problem?.where).toMatch(where);
  expect(problem?.where).toContain(name);
  expect(problem?.given).toEqual(expect.any(String));
  expect(problem?.given?.length).toBeLessThan(400);
  expect(problem?.expected.length).toBeGreaterThan(3);
}

/** What an error repeats of a value: its beginning, or the part of it that is at fault. Values of `env` stay hidden. */
function repeats(given: string | undefined, text: string): boolean {
  const shown = (given ?? '').replace(/…$/, '').replace(/=…/g, '=');
  return (
    text.includes(shown) || /^\d+ (?:items|words)$/.test(given ?? '') || text.startsWith(shown.split(', ')[0] ?? '')
  );
}

describe.each([...SETTING_NAMES])('%s', (name) => {
  const { texts, values = [] } = BAD[name];
  const { inConfig } = definitionOf(name);

  it('has bad values here', () => {
    expect(texts.length).toBeGreaterThanOrEqual(2);
    if (inConfig) expect(values.length).toBeGreaterThanOrEqual(1);
  });

  it.each(texts)('refuses the input %j', (text) => {
    const { problems, layer } = readActionInputs({ [`INPUT_${name.toUpperCase()}`]: text });
    expectOne(problems, name, /^input /);
    // Errors of these name places, and never values.
    if (name !== 'model-base-url' && name !== 'brokered-commands' && name !== 'mcp-servers')
      expect(repeats(problems[0]?.given, text), problems[0]?.given).toBe(true);
    expect([...layer.invalid]).toEqual([name]);
    expect(layer.values).toEqual({});
  });

  it.each(texts)('refuses the flag %j', (text) => {
    const line = parseCommandLine(['run', `--${name}=${text}`]);
    expectOne('problems' in line ? line.problems : [], name, /^--/);
  });

  const list = definitionOf(name).kind.repeatable;
  // What is too large for a file has its own test, and in a file an item of a list is no JSON.
  const inFile = texts.filter((text) => text.length < 200_000 && !(list && text.startsWith('[')));
  const written = [...inFile.map((text) => (list ? text.split('\n') : text)), ...values];
  if (inConfig)
    it.each(written.map((value) => [value]))('refuses %j in a file', (value) => {
      const { problems } = parseConfig(stringify({ [name]: value }), 'c.yml');
      expectOne(problems, name, /^c\.yml:1:1: /);
    });
  else
    it('does not stand in a file', () => {
      const { problems } = parseConfig(`${name}: main`, 'c.yml');
      expectOne(problems, name, /^c\.yml:1:1: /);
      expect(problems[0]?.given).toBe('main');
    });
});

describe('all together', () => {
  const ten: Readonly<Record<string, string>> = {
    agent: 'nobody',
    'agent-version': 'latest',
    model: 'a b',
    effort: 'HIGH',
    'verify-timeout': '90',
    'max-attempts': '0',
    memory: 'lots',
    'allow-agent': 'example.com',
    tools: '/',
    report: 'maybe',
  };

  it('ten bad inputs are ten problems', () => {
    const env = Object.entries(ten).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]);
    const { problems } = readActionInputs(Object.fromEntries(env));
    expect(problems.map(({ where }) => where.replace('input ', '')).sort()).toEqual(Object.keys(ten).sort());
    expect(new InputError(problems).message.split('\n')).toHaveLength(10);
  });

  it('ten bad flags are ten problems', () => {
    const line = parseCommandLine(['run', ...Object.entries(ten).flatMap(([name, text]) => [`--${name}`, text])]);
    expect('problems' in line && line.problems).toHaveLength(10);
  });

  it('ten bad keys are ten problems', () => {
    expect(parseConfig(stringify(ten), 'c.yml').problems).toHaveLength(10);
  });
});

describe('inputs of the action', () => {
  it('that are empty were not given', () => {
    const { layer, problems } = readActionInputs({ INPUT_VERIFY: '', INPUT_MODEL: '  \n', INPUT_PROMPT: undefined });
    expect(problems).toEqual([]);
    expect(layer.values).toEqual({});
  });

  it('that do not exist are told, with the one that was meant', () => {
    const { problems } = readActionInputs({ 'INPUT_MAX-ATEMPTS': '3', PATH: '/bin', INPUTS: 'x' });
    expect(problems.map(describeProblem)).toEqual([
      'input max-atempts is "3", expected an input that exists (did you mean max-attempts?)',
    ]);
  });

  it('take lists by the line or as JSON', () => {
    const { layer } = readActionInputs({
      'INPUT_ALLOW-AGENT': ' B.example.com:443\n\na.example.com:80\n',
      INPUT_PROTECT: '["docs/**", "!docs/x.md"]',
      INPUT_ENV: 'A=1\nB=x=y',
    });
    expect(layer.values).toEqual({
      'allow-agent': ['a.example.com:80', 'b.example.com:443'],
      protect: ['docs/**', '!docs/x.md'],
      env: { A: '1', B: 'x=y' },
    });
  });
});

describe('secrets', () => {
  const HUSH = 'sk-hush-hush';

  it('are read, and are no settings', () => {
    const read = readActionInputs({ 'INPUT_API-KEY': ` ${HUSH}\n`, 'INPUT_GITHUB-TOKEN': '' });
    expect(read.secrets).toEqual({ apiKey: HUSH });
    expect(read.layer.values).toEqual({});
    expect(read.problems).toEqual([]);
  });

  it('are shown in no problem', () => {
    const bad = `${HUSH} \u0007${HUSH}`;
    const inputs = readActionInputs({ 'INPUT_API-KEY': bad, 'INPUT_GITHUB-TOKEN': 'x'.repeat(9000) }).problems;
    expect(inputs.map(({ where }) => where)).toEqual(['input api-key', 'input github-token']);
    const found = [...inputs, ...readActionInputs({ INPUT_ENV: `HOME=${HUSH}` }).problems];
    for (const name of Object.keys(SECRETS)) {
      for (const argv of [
        ['run', `--${name}=${HUSH}`],
        ['run', `--${name}`, HUSH],
        ['doctor', `--${name}=${HUSH}`],
      ]) {
        const line = parseCommandLine(argv);
        if ('problems' in line) found.push(...line.problems);
      }
      found.push(...parseConfig(`${name}: ${HUSH}`, 'c.yml').problems);
    }
    found.push(...readActionInputs({ INPUT_APIKEY: HUSH, 'INPUT_OPENAI-TOKEN': HUSH }).problems);
    found.push(...readActionInputs({ 'INPUT_MODEL-BASE-URL': `https://u:${HUSH}@example.com` }).problems);
    expect(found.length).toBeGreaterThanOrEqual(10);
    expect(found.map(describeProblem).join('\n')).not.toContain('hush');
  });
});
