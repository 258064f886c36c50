import { chmod, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecRecord } from '../../src/schemas/exec.js';
import type { ProbeRecord } from '../../src/schemas/probes.js';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { removeTree } from '../../src/support/remove-tree.js';
import { runDist } from '../support/dist.js';
import { repository } from '../support/workspace.js';

const KEY = 'sk-canary-5e6f7a8b9c0d';
/** Settings are searched for the key as it is; a room is for every form of it. */
const HEX = Buffer.from(KEY).toString('hex');
let directory: string;
let repo: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'probe-run-'));
  await chmod(directory, 0o755);
  repo = await repository({ 'check.sh': '#!/bin/sh\ntest -f done\n', 'README.md': 'x' }, directory);
});
afterAll(() => removeTree(directory));

async function run(name: string, ...more: string[]) {
  const evidence = join(directory, name);
  const agent = JSON.stringify(['/bin/sh', '-c', 'touch done; /bin/echo "argument of the agent"']);
  const { code } = await runDist(
    ['run', '--json', '--repo', repo, '--evidence', evidence, '--agent', 'command', '--agent-command', agent].concat([
      '--verify',
      'sh check.sh',
      '--prompt',
      'go',
      '--provider',
      'openai',
      ...more,
    ]),
    { env: { CLEANROOM_API_KEY: KEY } },
  );
  const lines = async <T>(file: string): Promise<T[]> =>
    (await readFile(join(evidence, file), 'utf8').catch(() => ''))
      .split('\n')
      .flatMap((line) => (line ? [JSON.parse(line) as T] : []));
  return {
    code,
    evidence,
    verdict: JSON.parse(await readFile(join(evidence, 'verdict.json'), 'utf8')) as VerdictFile,
    probes: await lines<ProbeRecord>('probes.jsonl'),
    execs: await lines<ExecRecord>('exec.jsonl'),
    journal: await lines<{ event: string; room?: string }>('journal.jsonl'),
  };
}

describe('a run', () => {
  it('records what its rooms were like and what they ran', async () => {
    const { verdict, probes, execs, journal } = await run('good');
    expect(verdict).toMatchObject({ verdict: 'verified' });
    expect(probes.length).toBeGreaterThan(15);
    expect(probes.filter(({ passed }) => !passed)).toEqual([]);
    expect(journal.filter(({ event }) => event === 'probes.finished')).toMatchObject([
      { room: 'attempt-1', failed: [] },
    ]);
    if (verdict.room?.audit.startsWith('not available')) {
      expect(verdict.notices.join()).toContain('audit: not available: ');
      return;
    }
    const said = execs.filter((event) => event.kind === 'exec' && event.argv.includes('argument of the agent'));
    expect(said.map(({ stage, attempt, room }) => [stage, attempt, room])).toContainEqual(['agent', 1, 'attempt-1']);
    const checks = execs.filter((event) => event.kind === 'exec' && event.argv.join(' ') === 'sh check.sh');
    expect(checks.map(({ room }) => room)).toEqual(['baseline', 'proof-1']);
  });

  it('ends before the agent starts where a secret reached its room, and repeats it nowhere', async () => {
    const { code, verdict, probes, journal, evidence, execs } = await run('leak', '--env', `NOT_SO_SECRET=${HEX}`);
    expect(code).toBe(3);
    expect(verdict).toMatchObject({ verdict: 'infra-error', green: false });
    expect(verdict.reason).toContain('environment: a secret of this run is in');
    expect(verdict.hint).toContain('take the secret out');
    expect(probes.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['environment']);
    expect(journal.some(({ event, room }) => event === 'command.finished' && room === 'attempt-1')).toBe(false);
    expect(execs.some(({ room }) => room === 'attempt-1')).toBe(false);
    for (const entry of await readdir(evidence, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
      for (const form of [KEY, HEX]) expect(text).not.toContain(form);
    }
  });

  it('has no audit where it is turned off', async () => {
    const { verdict, execs } = await run('off', '--audit', 'off');
    expect(verdict).toMatchObject({ verdict: 'verified', room: { audit: 'off' }, notices: [] });
    expect(execs).toEqual([]);
  });
});
