import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.js';

const read = (text: string) => parseConfig(text, 'c.yml');

describe('agents of a configuration file', () => {
  it('are read with every part, as text or as lists', () => {
    const { agents, problems } = read(`
agents:
  aider:
    command: aider --model 'a b'
    test: command -v aider && true
    install: [pip, install, aider]
    credentials:
      - {source: ~/.aider.conf, target: ~/.aider.conf}
      - {source: /etc/x, target: /home/agent/.config/x/}
      - {source: ~/y, target: y/./z}
  codex: {}
`);
    expect(problems).toEqual([]);
    const aider = agents.get('aider');
    expect(aider?.command?.argv).toEqual(['aider', '--model', 'a b']);
    expect(aider?.test?.argv).toEqual(['/bin/sh', '-e', '-c', 'command -v aider && true']);
    expect(aider?.install?.argv).toEqual(['pip', 'install', 'aider']);
    expect(aider?.credentials).toEqual([
      { source: '~/.aider.conf', target: '.aider.conf' },
      { source: '/etc/x', target: '.config/x' },
      { source: '~/y', target: 'y/z' },
    ]);
    expect(agents.get('codex')).toEqual({ command: undefined, test: undefined, install: undefined, credentials: [] });
  });

  it('are refused with all their problems at once, each with its place', () => {
    const { problems } = read(`
agents:
  Upper: {}
  one: 5
  two: {comand: x, command: 'a && b', test: [], install: {}, credentials: {}}
  three:
    credentials:
      - {source: relative, target: ../out}
      - {source: ~/a, target: b/../../c}
      - {source: ~/a, target: /etc/passwd}
      - {source: ~/a, target: '~'}
      - {source: ~/a, target: '.'}
      - {source: ~/a}
      - {source: ~/a, target: b, mode: 1}
      - {source: ~/a, target: same}
      - {source: ~/b, target: same/below}
      - just text
`);
    expect(problems.map(({ where }) => where.replace(/^c\.yml:2:1: agents/, ''))).toEqual([
      '',
      '.one',
      '.two: key',
      '.two.command',
      '.two.test',
      '.two.install',
      '.two.credentials',
      '.three.credentials[0].source',
      '.three.credentials[0].target',
      '.three.credentials[1].target',
      '.three.credentials[2].target',
      '.three.credentials[3].target',
      '.three.credentials[4].target',
      '.three.credentials[5].target',
      '.three.credentials[6]',
      '.three.credentials[8].target',
      '.three.credentials[9]',
    ]);
  });

  it.each(['agents: 5', 'agents: [codex]', 'agents:'])('are a mapping, which %j is not', (text) => {
    expect(read(text).problems).toHaveLength(1);
  });
});
