import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/inputs/command-line.js';
import { describeHost } from '../../src/run/host.js';
import { planRun } from '../../src/run/run.js';
import type { Plan } from '../../src/schemas/plan.js';
import { describeProblem, InputError } from '../../src/support/errors.js';
import { git } from '../support/workspace.js';

const npm = spawnSync('npm', ['--version'], { cwd: '/' }).status === 0;

describe.skipIf(!npm)(`words in lists of what the host starts${npm ? '' : ' (skipped: npm is not installed)'}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'allow-words-'));
  beforeAll(() => {
    git(root, 'init', '-q');
    writeFileSync(join(root, 'a'), 'a');
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'a');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function plan(registry: string, ...flags: string[]): Promise<Plan> {
    const agent = ['--agent', 'command', '--agent-command', 'true', '--verify', 'true', '--prompt', 'x'];
    const line = parseCommandLine(['plan', ...agent, ...flags]);
    if (!('layer' in line)) throw new Error('not a request');
    const env = { PATH: process.env['PATH'], HOME: root, npm_config_registry: registry };
    const found = await planRun({
      request: {
        layer: line.layer,
        problems: line.problems,
        context: {} as Plan['context'],
        workCommit: git(root, 'rev-parse', 'HEAD'),
        trusted: undefined,
        defaultCommentKey: 'k',
        secretsFor: () => ({ secrets: {}, problems: [] }),
      },
      host: describeHost(env, root, undefined),
    });
    return found.plan;
  }

  const COMMANDS = JSON.stringify({
    one: { command: '/usr/bin/one', allow: ['npm', 'b.example:1'] },
    two: { command: '/usr/bin/two', allow: ['a.example:1'] },
  });
  const SERVERS = JSON.stringify({ three: { command: ['three'], where: 'host', allow: ['npm'] } });
  const FLAGS = ['--brokered-commands', COMMANDS, '--mcp-servers', SERVERS];

  it('stand for hosts of the person’s own configuration', async () => {
    const { commands, agent } = await plan('https://registry.example/', ...FLAGS);
    expect(commands.brokered.map(({ allow }) => allow)).toEqual([
      ['b.example:1', 'registry.example:443'],
      ['a.example:1'],
    ]);
    expect(agent.mcp.map(({ allow }) => allow)).toEqual([['registry.example:443']]);
  });

  it('are problems where they stand for nothing, all of them', async () => {
    const failed = await plan('http://127.0.0.1:4873/', ...FLAGS).catch((error: unknown) => error);
    if (!(failed instanceof InputError)) throw failed;
    expect(failed.problems.map(describeProblem)).toEqual([
      expect.stringMatching(/mcp-servers: three\.allow/),
      expect.stringMatching(/brokered-commands: one\.allow/),
    ]);
  });
});
