import { describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/rules/compile.js';
import { judge } from '../../../src/rules/judge.js';
import { parseRuleLine } from '../../../src/rules/line.js';

const rulesOf = (...lines: string[]) =>
  compileRules({
    lines: lines.map((line) => {
      const parsed = parseRuleLine(line, 'rules');
      if (!parsed.ok) throw new Error(parsed.expected);
      return parsed.rule;
    }),
    files: [],
  }).rules;
const says = (lines: string[], command: string): string | undefined =>
  judge(rulesOf(...lines), command.split(' ')).decision;

describe('what rules say of a command', () => {
  it.each([
    [['allow git'], 'git status', 'allow'],
    [['allow git', 'forbid git push because no'], 'git push', 'forbid'],
    [['forbid git because no', 'allow git push'], 'git push', 'forbid'],
    [['allow git push'], 'git', undefined],
    [['allow git push'], 'git pushing', undefined],
    [['allow git push'], 'git -C x push', undefined],
    [['forbid git because no'], '/usr/bin/git push', 'forbid'],
    [['forbid git because no'], './git push', undefined],
    // An exact rule for the path is asked first, and the bare name is not asked then: codex does the same.
    [['forbid git because no', 'allow /usr/bin/git'], '/usr/bin/git push', 'allow'],
  ])('%j of %s: %s', (lines, command, decision) => {
    expect(says(lines, command)).toBe(decision);
  });

  const apply = ['allow kubectl apply with --dry-run=server'];
  it.each([
    'kubectl apply --dry-run=server -f x.yaml',
    'kubectl apply -f x.yaml --dry-run=server',
    'kubectl apply -f x.yaml --dry-run=server --dry-run=server',
    'kubectl apply -f -d --dry-run=server',
  ])('an allowing rule takes %s', (command) => {
    expect(says(apply, command)).toBe('allow');
  });

  it.each([
    'kubectl apply -f x.yaml',
    'kubectl apply -f x.yaml --dry-run',
    'kubectl apply -f x.yaml --dry-run=none',
    'kubectl apply --dry-run=server --dry-run=none',
    'kubectl apply --dry-run=none --dry-run=server',
    // kubectl reads an underscore as a hyphen.
    'kubectl apply --dry-run=server --dry_run=none',
    // GNU's long options may be cut short, Go's may have one dash.
    'kubectl apply --dry-run=server --dry=none',
    'kubectl apply --dry-run=server -dry-run=none',
    'kubectl apply --dry-run=server --DRY-RUN=none',
    'kubectl apply --dry-run=server -- --dry-run=none',
    'kubectl --dry-run=server apply',
    // git and npm take an option back so.
    'kubectl apply --dry-run=server --no-dry-run',
    'kubectl apply --dry-run=server --no-dry',
  ])('and refuses %s', (command) => {
    expect(says(apply, command)).toBeUndefined();
  });

  it('reads a forbidding rule the other way round', () => {
    const force = ['forbid git push with --force because no'];
    for (const command of ['git push --force', 'git push --force=yes', 'git push --fo x', 'git push x --FORCE'])
      expect(says(force, command), command).toBe('forbid');
    expect(says(force, 'git push origin')).toBeUndefined();
    const unless = ['forbid kubectl apply without --dry-run=server because no'];
    for (const command of [
      'kubectl apply',
      'kubectl apply --dry-run=server --dry-run=none',
      'kubectl apply --dry-run server',
    ])
      expect(says(unless, command), command).toBe('forbid');
    expect(says(unless, 'kubectl apply --dry-run=server')).toBeUndefined();
    const value = ['forbid x with --mode=fast because no'];
    for (const command of ['x --mode=fast', 'x --mode fast', 'x --mod=fast'])
      expect(says(value, command), command).toBe('forbid');
    expect(says(value, 'x --mode=slow')).toBeUndefined();
  });

  it('refuses an option however it may be spelled', () => {
    const get = ['allow kubectl get without --server -s'];
    for (const command of ['--server=x', '--server x', '--serv=x', '-s x', '-shttp://x', '-As x', '-server=x'])
      expect(says(get, `kubectl get ${command}`), command).toBeUndefined();
    const hooks = ['allow git commit without --no-verify'];
    for (const command of ['--no-verify', '--no-v', '--verify'])
      expect(says(hooks, `git commit ${command}`), command).toBeUndefined();
    expect(says(hooks, 'git commit --no-edit'), '--no-edit').toBe('allow');
    for (const command of ['pods', '-A', '-o yaml', '--selector=a', '--show-labels', '--no-headers'])
      expect(says(get, `kubectl get ${command}`), command).toBe('allow');
  });
});
