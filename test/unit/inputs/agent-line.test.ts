import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/inputs/command-line.js';

function agent(...argv: string[]) {
  const line = parseCommandLine(argv);
  if (line.command !== 'agent') throw new Error(`it is ${line.command}`);
  return line;
}

describe('the command agent', () => {
  it.each([
    [['agent', 'codex'], []],
    [
      ['agent', 'codex', 'exec', 'a b'],
      ['exec', 'a b'],
    ],
    [
      ['agent', 'codex', '--', 'exec', 'a b'],
      ['exec', 'a b'],
    ],
    [
      ['agent', 'codex', '--', '--', 'x'],
      ['--', 'x'],
    ],
    [
      ['agent', 'codex', 'x', '--', 'y'],
      ['x', '--', 'y'],
    ],
    [['agent', 'codex', '--help'], ['--help']],
    [
      ['agent', 'codex', '--keep', '--model', 'm', '--json', '-h', ''],
      ['--keep', '--model', 'm', '--json', '-h', ''],
    ],
    [
      ['agent', '--model', 'm', '--keep', 'codex', '--model', 'n'],
      ['--model', 'n'],
    ],
    [
      ['--model', 'm', 'agent', 'codex', 'agent', 'codex'],
      ['agent', 'codex'],
    ],
  ])('hands on what follows the name: %j', (argv, args) => {
    const line = agent(...argv);
    expect(line).toMatchObject({ name: 'codex', args, problems: [] });
  });

  it('has its own flags and settings before the name', () => {
    const line = agent(
      ...['agent', '--repo', '/r', '--keep', '--dangerously-allow-all', '--trust-credentials', '--apply'],
      ...['--patch', 'p', '--model', 'm', '--allow-agent=a.example:443', 'claude', '-p', 'x'],
    );
    expect(line).toMatchObject({
      ...{ name: 'claude', args: ['-p', 'x'], roomId: undefined, keep: true, allowAll: true, trustCredentials: true },
      ...{ patch: 'p', apply: true, repo: '/r', problems: [] },
    });
    expect(line.layer.values).toEqual({ model: 'm', 'allow-agent': ['a.example:443'] });
    const again = agent('agent', '--room-id', 'cr-0123456789ab', 'codex');
    expect(again).toMatchObject({ roomId: 'cr-0123456789ab', keep: true, allowAll: false });
  });

  it.each([
    [['agent'], 'argument of agent'],
    [['agent', '--keep'], 'argument of agent'],
    [['agent', '--verify', 'x', 'codex'], '--verify'],
    [['agent', '--prompt', 'x', 'codex'], '--prompt'],
    [['agent', '--agent', 'x', 'codex'], '--agent'],
    [['agent', '--json', 'codex'], '--json'],
    [['agent', '--keep=1', 'codex'], '--keep'],
    [['agent', '--room-id', 'a', '--room-id', 'b', 'codex'], '--room-id'],
    [['agent', '--patch=', 'codex'], '--patch'],
    [['agent', '--room-id', 'a', '--dangerously-allow-all', 'codex'], '--dangerously-allow-all'],
    [['agent', '--no-such', 'codex'], '--no-such'],
  ])('refuses %j', (argv, where) => {
    const { problems } = agent(...argv);
    expect(problems.map((problem) => problem.where)).toContain(where);
  });

  it('keeps its flags to itself', () => {
    for (const flag of [
      '--keep',
      '--dangerously-allow-all',
      '--trust-credentials',
      '--apply',
      '--patch=x',
      '--room-id=x',
    ]) {
      const line = parseCommandLine(['run', flag]);
      expect('problems' in line && line.problems.map(({ where }) => where)).toEqual([flag.replace(/=.*/, '')]);
    }
  });

  it('has no key in a file that lifts the filter', async () => {
    const { parseConfig } = await import('../../../src/config/load.js');
    expect(parseConfig('dangerously-allow-all: true', 'c.yml').problems).toHaveLength(1);
  });
});

describe('the command rooms', () => {
  it.each([
    [['rooms', 'list'], { action: 'list', ids: [], json: false }],
    [['rooms', 'list', '--json'], { action: 'list', json: true }],
    [['rooms', 'rm', 'a', 'b'], { action: 'rm', ids: ['a', 'b'] }],
    [['rooms', 'rm', '--all'], { action: 'rm', ids: null }],
  ])('reads %j', (argv, line) => {
    expect(parseCommandLine(argv)).toMatchObject({ command: 'rooms', ...line });
  });

  it.each([
    [['rooms']],
    [['rooms', 'prune']],
    [['rooms', 'rm']],
    [['rooms', 'rm', 'a', '--all']],
    [['rooms', 'list', 'a']],
    [['rooms', 'list', '--all']],
  ])('refuses %j', (argv) => {
    expect(parseCommandLine(argv)).toMatchObject({ command: 'invalid' });
  });
});
