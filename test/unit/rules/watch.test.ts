import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/rules/compile.js';
import { parseRuleLine } from '../../../src/rules/line.js';
import { violation } from '../../../src/rules/watch.js';

const rules = compileRules({
  lines: [
    'forbid git push because no',
    'forbid curl because no',
    'forbid npm publish because no',
    'allow kubectl get',
    'forbid kubectl delete because no',
  ].map((line) => {
    const parsed = parseRuleLine(line, 'rules');
    if (!parsed.ok) throw new Error(parsed.expected);
    return parsed.rule;
  }),
  files: [],
}).rules;
const excused = new Set(['/usr/bin/curl', '/run/cleanroom/bin/kubectl']);
const seen = (exe: string, ...argv: string[]): boolean => violation(rules, { exe, argv }, excused) !== undefined;

describe('a program that was started', () => {
  it.each([
    ['by its name', '/usr/bin/git', ['git', 'push', 'origin']],
    ['by its path', '/usr/bin/git', ['/usr/bin/git', 'push']],
    ['under a name that it made up', '/usr/bin/git', ['ls', 'push']],
    ['from a copy that kept its name', '/workspace/bin/git', ['git', 'push']],
    ['from a copy that says its name', '/workspace/x', ['git', 'push']],
    ['as a script', '/usr/bin/npm', ['node', '/usr/bin/npm', 'publish']],
    [
      'as a script whose interpreter has an argument',
      '/usr/bin/npm',
      ['/usr/bin/env', 'node', '/usr/bin/npm', 'publish'],
    ],
    ['from elsewhere', '/workspace/curl', ['curl', 'https://x']],
    ['beside its shim', '/usr/bin/kubectl', ['kubectl', 'delete', 'x']],
  ])('is found %s', (_how, exe, argv) => {
    expect(seen(exe, ...argv)).toBe(true);
  });

  it.each([
    ['another verb', '/usr/bin/git', ['git', 'status']],
    ['words in a shell', '/bin/sh', ['sh', '-c', 'git push']],
    ['words in a file name', '/bin/cat', ['cat', 'git', 'push']],
    [
      'a covered program, which only says that it is refused',
      '/usr/bin/curl',
      ['/bin/sh', '/usr/bin/curl', 'https://x'],
    ],
    [
      'a shim, which asks the host',
      '/run/cleanroom/bin/kubectl',
      ['/bin/sh', '/run/cleanroom/bin/kubectl', 'delete', 'x'],
    ],
    ['what a rule allows', '/usr/bin/kubectl', ['kubectl', 'get']],
    ['nothing at all', '/bin/true', []],
  ])('is left alone: %s', (_how, exe, argv) => {
    expect(seen(exe, ...argv)).toBe(false);
  });
});
