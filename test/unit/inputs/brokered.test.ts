import { describe, expect, it } from 'vitest';
import { brokeredCommands } from '../../../src/inputs/brokered.js';
import { commandRules, rulesFiles } from '../../../src/inputs/rule-lists.js';

const kind = brokeredCommands();
const KUBECTL = {
  command: '/usr/bin/kubectl --cache-dir /tmp',
  env: { KUBECONFIG: { file: '/keys/./config' }, A: 'b' },
  allow: ['Cluster.example:6443'],
  timeout: '30s',
  output: '1m',
  stdin: 'never',
  calls: 3,
};

describe('brokered-commands', () => {
  it('is a mapping, or the same as JSON', () => {
    const wanted = [
      {
        name: 'kubectl',
        argv: ['/usr/bin/kubectl', '--cache-dir', '/tmp'],
        env: { KUBECONFIG: { file: '/keys/config' }, A: { value: 'b' } },
        allow: ['cluster.example:6443'],
        timeoutMs: 30_000,
        outputBytes: 1 << 20,
        stdin: 'never',
        calls: 3,
      },
    ];
    expect(kind.fromValue({ kubectl: KUBECTL })).toEqual({ ok: true, value: wanted });
    expect(kind.fromTexts([JSON.stringify({ kubectl: KUBECTL })])).toEqual({ ok: true, value: wanted });
    expect(kind.fromValue({ b: { command: ['/b'] }, a: { command: '/a' } })).toMatchObject({
      ok: true,
      value: [
        {
          name: 'a',
          argv: ['/a'],
          timeoutMs: 120_000,
          outputBytes: 4 << 20,
          stdin: 'asked',
          calls: 200,
          allow: [],
          env: {},
        },
        { name: 'b' },
      ],
    });
  });

  it.each([
    [[], 'a mapping'],
    ['{', 'JSON text'],
    [{ Kubectl: { command: '/a' } }, 'lower-case letters'],
    [{ '../x': { command: '/a' } }, 'lower-case letters'],
    [{ a: 'kubectl' }, 'a mapping with the key command'],
    [{ a: {} }, 'absolute path of a program'],
    [{ a: { command: 'kubectl' } }, 'absolute path of a program'],
    [{ a: { command: '/usr/../bin/x' } }, 'absolute path of a program'],
    [{ a: { command: '/a | sh' } }, 'without the shell operator'],
    [{ a: { command: '/a', what: 1 } }, 'only the keys command, env'],
    [{ a: { command: '/a', env: [] } }, 'a mapping from names'],
    [{ a: { command: '/a', env: { PATH: 'x' } } }, 'does not set itself'],
    [{ a: { command: '/a', env: { https_proxy: 'x' } } }, 'does not set itself'],
    [{ a: { command: '/a', env: JSON.parse('{"__proto__": "x"}') as object } }, 'does not set itself'],
    [{ a: { command: '/a', env: { LD_PRELOAD: 'x' } } }, 'does not set itself'],
    [{ a: { command: '/a', env: { X: { file: 'relative' } } } }, 'a text, or'],
    [{ a: { command: '/a', env: { X: { file: '/a', more: 1 } } } }, 'a text, or'],
    [{ a: { command: '/a', allow: ['*:443'] } }, 'without a wildcard'],
    [{ a: { command: '/a', timeout: '2h' } }, 'a duration'],
    [{ a: { command: '/a', calls: 0 } }, 'a whole number'],
    [{ a: { command: '/a', stdin: 'yes' } }, 'asked, always or never'],
    [Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`a${index}`, { command: '/a' }])), 'at most 20'],
  ])('refuses %j', (value, expected) => {
    const parsed = typeof value === 'string' ? kind.fromTexts([value]) : kind.fromValue(value);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : (parsed.expected ?? kind.expected)).toContain(expected);
  });

  it('never shows what may be a secret', () => {
    const parsed = kind.fromValue({
      a: { command: '/a', env: { TOKEN: { value: 'hunter2hunter2' } } },
      b: 'hunter2hunter2',
    });
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
    expect(JSON.stringify(kind.fromTexts(['{"a": hunter2']))).not.toContain('hunter2');
  });
});

describe('rules and rules-files', () => {
  it('take one rule a line, and paths', () => {
    expect(commandRules().fromTexts(['allow a\n\nforbid b because c'])).toMatchObject({
      ok: true,
      value: [{ decision: 'allow' }, { decision: 'forbid' }],
    });
    expect(commandRules().fromValue(['allow a', 'deny b', 'forbid c'])).toMatchObject({
      ok: false,
      given: expect.stringContaining('forbid c'),
    });
    expect(rulesFiles().fromValue(['./a.rules', 'a.rules', 'x/b.rules'])).toEqual({
      ok: true,
      value: ['a.rules', 'x/b.rules'],
    });
    for (const path of ['../a.rules', '/a.rules', 'a.txt', 'a.rules/'])
      expect(rulesFiles().fromValue([path]).ok).toBe(false);
  });
});
