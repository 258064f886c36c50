import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/inputs/command-line.js';
import { usage } from '../../../src/inputs/usage.js';
import { describeProblem } from '../../../src/support/errors.js';

describe('policy on the command line', () => {
  it.each([
    [['policy', 'validate'], 'validate', undefined],
    [['policy', 'validate', 'draft.yaml', '--json'], 'validate', 'draft.yaml'],
    [['policy', 'show', 'a.example:1', '--allow-agent', 'npm'], 'show', 'a.example:1'],
  ])('%j', (argv, action, argument) => {
    expect(parseCommandLine(argv)).toMatchObject({ command: 'policy', action, argument, problems: [] });
  });

  it.each([
    [['policy'], 'argument of policy is not set, expected validate [FILE], or show HOST:PORT'],
    [['policy', 'check'], 'argument of policy is "check", expected validate [FILE], or show HOST:PORT'],
    [['policy', 'show'], 'argument of policy show is not set, expected HOST:PORT'],
    [['policy', 'validate', 'a', 'b'], 'argument of policy is "b", expected nothing more'],
    [
      ['policy', 'validate', '--allow-agent', 'nmp'],
      '--allow-agent is "nmp", expected a port after the host, such as nmp:443 (did you mean npm?)',
    ],
  ])('%j is refused', (argv, problem) => {
    const line = parseCommandLine(argv);
    expect('problems' in line && line.problems.map(describeProblem)).toEqual([problem]);
  });

  it('takes words in every list, whatever their case', () => {
    const lists = ['allow-agent', 'allow-prepare', 'allow-proof', 'allow-private'];
    const line = parseCommandLine(['policy', 'validate', ...lists.flatMap((name) => [`--${name}`, 'NPM'])]);
    for (const name of lists) expect('layer' in line && line.layer.values).toMatchObject({ [name]: ['npm'] });
  });

  it('stands in the help', () => {
    expect(usage('policy')).toContain('policy validate [FILE]');
    expect(usage('policy')).toContain('policy show HOST:PORT');
  });
});
