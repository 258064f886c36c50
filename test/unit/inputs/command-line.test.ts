import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/inputs/command-line.js';
import { COMMANDS, OWN_FLAGS, settingsOf } from '../../../src/inputs/command-names.js';
import { SETTING_NAMES } from '../../../src/inputs/settings.js';
import { usage } from '../../../src/inputs/usage.js';
import { describeProblem } from '../../../src/support/errors.js';

function problemsOf(argv: readonly string[]): string[] {
  const line = parseCommandLine(argv);
  return 'problems' in line ? line.problems.map(describeProblem) : [];
}

describe('the command line', () => {
  it('reads a run', () => {
    const line = parseCommandLine([
      ...['run', '--repo', '/src/x', '--json', '--prompt', 'Mend it', '--verify=npm test', '--max-attempts', '5'],
      ...['--protect', 'a/**', '--protect', 'b/**\n!b/c', '--allow-agent', 'a.example:1'],
    ]);
    expect(line).toMatchObject({ command: 'run', json: true, repo: '/src/x', problems: [] });
    expect('layer' in line && line.layer.values).toEqual({
      prompt: 'Mend it',
      verify: { argv: ['/bin/sh', '-e', '-c', 'npm test'], display: 'npm test' },
      'max-attempts': 5,
      protect: ['a/**', 'b/**', '!b/c'],
      'allow-agent': ['a.example:1'],
    });
    expect('layer' in line && line.layer.where('verify')).toBe('--verify');
  });

  it('takes an empty verify for none', () => {
    const line = parseCommandLine(['run', '--verify=']);
    expect('layer' in line && line.layer.values).toEqual({ verify: null });
  });

  it.each([
    [[], { command: 'help' }],
    [['--help'], { command: 'help' }],
    [['run', '-h', '--nonsense'], { command: 'help', about: 'run' }],
    [['help', 'show'], { command: 'help', about: 'show' }],
    [['rnu', '--help'], { command: 'help' }],
    [['help'], { command: 'help' }],
    [['--version'], { command: 'version', json: false }],
    [['version', '--json'], { command: 'version', json: true }],
    [['doctor', '--json'], { command: 'doctor', json: true }],
    [['show', 'a/b'], { command: 'show', json: false, evidence: 'a/b' }],
    [['show', 'a', '--open'], { command: 'show', json: false, evidence: 'a', page: { file: undefined, open: true } }],
    [['show', 'a', '--page', 'b'], { command: 'show', json: false, evidence: 'a', page: { file: 'b', open: false } }],
    [
      ['verify', 'a', '--trusted-ref', 'main', '--manifest-sha256', 'a'.repeat(64), '--allow-network'],
      {
        ...{ command: 'verify', json: false, evidence: 'a', repo: '.', noProof: false, allowNetwork: true },
        ...{ trustedRef: 'main', ref: undefined, planSha256: undefined, manifestSha256: 'a'.repeat(64) },
        ...{ hiddenFiles: undefined, confirmRuns: undefined },
      },
    ],
  ])('reads %j', (argv, expected) => {
    expect(parseCommandLine(argv)).toEqual(expected);
  });

  it('reads demo and plan in the current directory', () => {
    expect(parseCommandLine(['demo'])).toMatchObject({ command: 'demo', repo: '.', problems: [] });
    expect(parseCommandLine(['plan', '--repo=/'])).toMatchObject({ command: 'plan', repo: '/', problems: [] });
  });

  it.each([
    [['rnu'], /^command is "rnu", expected run, plan,.*\(did you mean run\?\)$/],
    [['rooms', 'lst'], 'argument of rooms is "lst", expected list or rm (did you mean list?)'],
    [['rooms'], 'argument of rooms is not set, expected list or rm'],
    [['init', '--wirte'], '--wirte is "given", expected a flag of init (did you mean --write?)'],
    [['--json', '--prompt', 'x'], 'command is not set, expected run, plan,'],
    [['run', '--max-atempts', '5'], '--max-atempts is "5", expected a flag of run (did you mean --max-attempts?)'],
    [['run', '-x'], '-x is "given", expected a flag of run (see run --help)'],
    [['demo', '--verify', 'x'], '--verify is "x", expected a flag of demo'],
    [['doctor', '--prompt', 'x'], '--prompt is "x", expected a flag of doctor'],
    [
      ['run', '--api-key', 'x'],
      '--api-key is "(not shown)", expected a flag of run (secrets come from the environment)',
    ],
    [['run', 'now'], 'argument of run is "now", expected nothing more'],
    [['show'], 'argument of show is not set, expected a directory'],
    [['show', 'a', 'b'], 'argument of show is "b", expected nothing more'],
    [['show', 'a', '--page'], '--page is not set, expected a value after it'],
    [['show', 'a', '--page='], '--page is "", expected the path of one new file'],
    [['show', 'a', '--page', 'b', '--page', 'c'], '--page is "b, c", expected the path of one new file'],
    [['show', 'a', '--open=yes'], '--open is "yes", expected no value'],
    [['verify'], 'argument of verify is not set, expected a directory'],
    [['verify', 'a', '--plan-sha256', 'abc'], '--plan-sha256 is "abc", expected 64 lower-case hexadecimal digits'],
    [['verify', 'a', '--confirm-runs', '0'], '--confirm-runs is "0", expected'],
    [['verify', 'a', '--verify', 'true'], '--verify is "true", expected a flag of verify'],
    [['verify', 'a', '--no-proof=1'], '--no-proof is "1", expected no value'],
    [['show', 'a', '--no-proof'], '--no-proof is "given", expected a flag of show'],
    [['run', '--json=1'], '--json is "1", expected no value'],
    [['run', '--prompt'], '--prompt is not set, expected a value after it'],
    [['run', '--prompt', '--json'], '--prompt is "--json", expected a value (write --prompt=--json'],
    [['run', '--model', 'a', '--model', 'b'], '--model is "a, b", expected one value'],
    [['run', '--repo', 'a', '--repo', 'b'], '--repo is "a, b", expected one value'],
    [['run', '--repo='], '--repo is "", expected a directory'],
    [['help', 'me'], 'argument of help is "me", expected run,'],
    [['help', 'run', 'now'], 'argument of help is "now", expected nothing more'],
  ])('refuses %j with one problem', (argv, expected) => {
    const text = typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected);
    expect(problemsOf(argv)).toEqual([text]);
  });

  it('takes names of inherited members for no flags', () => {
    expect(problemsOf(['run', '--constructor', 'x', '--__proto__=y'])).toHaveLength(2);
  });
});

describe('the help', () => {
  const texts = [usage(), ...COMMANDS.map((name) => usage(name))];

  it('is no wider than 80 columns, and has an example each', () => {
    for (const text of texts) {
      expect(text.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([]);
      expect(text).toMatch(/^Examples:\n {2}cleanroom-action \w/m);
      expect(text).not.toContain('undefined');
    }
  });

  it('names every command, and of each all its flags', () => {
    for (const name of COMMANDS) expect(usage()).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const name of SETTING_NAMES) expect(usage('run')).toMatch(new RegExp(`^  --${name}[ \n]`, 'm'));
    for (const name of COMMANDS) for (const flag of OWN_FLAGS[name]) expect(usage(name)).toMatch(`  --${flag}`);
    for (const name of ['demo', 'verify', 'publish'] as const)
      for (const setting of settingsOf(name)) expect(usage(name)).toMatch(`  --${setting}`);
  });

  it.each(COMMANDS)('shows examples of %s that the command line takes', (name) => {
    const [, block = ''] = usage(name).split('Examples:\n');
    const lines = (block.split('\n\n')[0] ?? '').trimEnd().split('\n');
    for (const line of lines) {
      const words = [...line.trim().matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
      expect(words.shift()).toBe('cleanroom-action');
      expect(words[0]).toBe(name);
      expect(problemsOf(words)).toEqual([]);
    }
  });
});

describe('init', () => {
  it('proposes, and writes when it is told to', () => {
    expect(parseCommandLine(['init'])).toEqual({ command: 'init', json: false, repo: '.', write: false });
    expect(parseCommandLine(['init', '--write', '--json', '--repo', 'x'])).toMatchObject({ write: true, json: true });
  });

  it('takes no setting, no word and no value of --write', () => {
    for (const argv of [
      ['init', '--verify', 'x'],
      ['init', 'npm'],
      ['init', '--write=yes'],
      ['run', '--write'],
    ])
      expect(problemsOf(argv)).toHaveLength(1);
  });
});
