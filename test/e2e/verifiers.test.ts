import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { runDist } from '../support/dist.js';
import { repository } from '../support/workspace.js';

const KEY = 'r1 $(touch pwned) \'"; exit 0 #';

let directory: string;
let repo: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'verifiers-'));
  repo = await repository(
    {
      '.gitignore': 'out/\n',
      'src/value.txt': '1\n',
      'build.sh': 'echo building >&2; test ! -e src/broken || exit 3; mkdir -p out; cp src/value.txt out/value.txt\n',
      'check.sh': `test ! -e pwned || exit 9
echo "arguments: $#: $1, $2; $OWN"
[ "$1" = "--key=$KEY" ] && [ "$2" = 'two words' ] && [ "$OWN" = "k:$KEY" ] && grep -qx 2 out/value.txt
`,
      'sub/see.sh': 'echo "sees A=$A B=$B in $PWD"; [ "$A$B" = 1 ] && grep -qx 2 ../out/value.txt\n',
    },
    directory,
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly verdict: VerdictFile;
  readonly log: (name: string) => Promise<string>;
  readonly journal: readonly { readonly event: string; readonly room?: string }[];
}

async function journalOf(evidence: string): Promise<Ran['journal']> {
  const lines = (await readFile(join(evidence, 'journal.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Ran['journal'][number]);
}

async function run(name: string, agent: string, ...more: string[]): Promise<Ran> {
  const evidence = join(directory, name);
  const { code, stdout } = await runDist([
    'run',
    ...['--prompt', 'x', '--repo', repo, '--evidence', evidence, '--json', '--max-attempts', '1'],
    ...['--agent', 'command', '--agent-command', JSON.stringify(['sh', '-c', agent])],
    ...more,
  ]);
  return {
    code,
    verdict: JSON.parse(stdout) as VerdictFile,
    log: (log) => readFile(join(evidence, 'logs', log), 'utf8'),
    journal: await journalOf(evidence),
  };
}

const TWO = JSON.stringify({
  check: {
    run: 'sh check.sh',
    args: ['--key={{routing-key}}', 'two words'],
    env: { OWN: 'k:{{routing-key}}', KEY: '{{routing-key}}' },
  },
  see: { run: 'sh see.sh', 'working-directory': 'sub', 'env-from': ['A'] },
});
const ARGUMENTS = ['--verifiers', TWO, '--verify-values', `routing-key=${KEY}`, '--env', 'A=1', '--env', 'B=2'];
const BUILD = ['--build', 'sh build.sh'];

/** Rooms that were opened and never closed. */
function left({ journal }: Pick<Ran, 'journal'>): string[] {
  const rooms = (event: string) => journal.filter((line) => line.event === event).map(({ room }) => room ?? '');
  const closed = rooms('room.closed');
  return rooms('room.opened').filter((room) => !closed.includes(room));
}

describe.each(['sequence', 'parallel'])('two verifiers in %s', (mode) => {
  it('both build, see their own arguments and variables, and have to pass', async () => {
    const ran = await run(`good-${mode}`, 'echo 2 > src/value.txt', ...ARGUMENTS, ...BUILD, '--verify-mode', mode);
    expect(ran.verdict).toMatchObject({ verdict: 'verified' });
    expect(ran.code).toBe(0);
    // On the base both are asked, though the first fails: they say what they execute.
    expect(ran.verdict.baseline).toMatchObject({ passed: false, command: 'check' });
    expect(ran.verdict.baseline?.commands.map(({ name, passed }) => [name, passed])).toEqual([
      ['check', false],
      ['see', false],
    ]);
    const [proof] = ran.verdict.attempts[0]?.proofs ?? [];
    expect(proof).toMatchObject({ passed: true, command: 'see' });
    expect(proof?.commands).toMatchObject([
      { name: 'check', passed: true, log: 'logs/proof-1.check.log', build: { exitCode: 0 } },
      { name: 'see', passed: true, log: 'logs/proof-1.see.log', build: { log: 'logs/proof-1.see.build.log' } },
    ]);
    expect(await ran.log('proof-1.check.log')).toContain(`arguments: 2: --key=${KEY}, two words; k:${KEY}`);
    expect(await ran.log('proof-1.see.log')).toContain('sees A=1 B= in /workspace/sub');
    expect(await ran.log('proof-1.see.build.log')).toContain('building');
    expect(left(ran)).toEqual([]);
  });

  it('are red when the build is, and what the agent built is worth nothing', async () => {
    const broken = await run(
      `broken-${mode}`,
      'echo 2 > src/value.txt; touch src/broken; mkdir -p out; echo 2 > out/value.txt',
      ...ARGUMENTS,
      ...BUILD,
      ...['--verify-mode', mode],
    );
    expect(broken.verdict).toMatchObject({ verdict: 'attempts-exhausted' });
    const [proof] = broken.verdict.attempts[0]?.proofs ?? [];
    expect(proof).toMatchObject({ passed: false, command: 'check', exitCode: 3, log: 'logs/proof-1.check.build.log' });
    expect(proof?.commands[0]).toMatchObject({ passed: false, build: { exitCode: 3, end: 'exited' } });
    await expect(broken.log('proof-1.check.log')).rejects.toThrow('ENOENT');
    expect(left(broken)).toEqual([]);

    const carried = await run(
      `carried-${mode}`,
      'mkdir -p out; echo 2 > out/value.txt; touch src/other',
      ...ARGUMENTS,
      ...BUILD,
      ...['--verify-mode', mode],
    );
    expect(carried.verdict).toMatchObject({ verdict: 'attempts-exhausted' });
  });
});

describe('verifiers side by side', () => {
  it('are recorded in their order, whichever ends first, and the first that failed decides', async () => {
    const slow = JSON.stringify({
      slow: 'sleep 2; echo slow; exit 4',
      fast: 'echo fast; exit 5',
      good: 'echo good',
    });
    const ran = await run('order', 'echo 2 > src/value.txt', '--verifiers', slow, '--verify-mode', 'parallel');
    const [proof] = ran.verdict.attempts[0]?.proofs ?? [];
    expect(proof).toMatchObject({ passed: false, command: 'slow', exitCode: 4 });
    expect(proof?.commands.map(({ name, exitCode }) => [name, exitCode])).toEqual([
      ['slow', 4],
      ['fast', 5],
      ['good', 0],
    ]);
    expect(left(ran)).toEqual([]);
  });

  it('leave no room when a person ends the run', async () => {
    const evidence = join(directory, 'cancelled');
    const both = JSON.stringify({ a: 'echo begun; sleep 300', b: 'echo begun; sleep 300' });
    const { code } = await runDist(
      [
        'run',
        ...['--prompt', 'x', '--repo', repo, '--evidence', evidence, '--agent', 'command', '--agent-command', 'true'],
        ...['--verifiers', both, '--verify-mode', 'parallel'],
      ],
      {
        onOutput: (text, child) => {
          if (/a: begun/.test(text) && /b: begun/.test(text)) child.kill('SIGINT');
        },
      },
    );
    expect(code).toBe(130);
    expect(left({ journal: await journalOf(evidence) })).toEqual([]);
  });

  it('begin together', async () => {
    // Neither could pass alone: the rooms share nothing, so only the journal can tell.
    // As long as the other may take to begin on a busy machine; once, on the base.
    const waits = 'test -e done || sleep 8; exit 1';
    const both = JSON.stringify({ a: waits, b: waits });
    const ran = await run(
      'together',
      'touch done',
      '--verifiers',
      both,
      '--verify-mode',
      'parallel',
      '--baseline',
      'any',
    );
    const events = ran.journal
      .filter(({ event, room }) => event.startsWith('room.') && room?.startsWith('baseline'))
      .map(({ event }) => event);
    expect(events).toEqual(['room.opened', 'room.opened', 'room.closed', 'room.closed']);
  });
});

describe('verifiers in sequence', () => {
  it('end with the first that fails, once there is a change', async () => {
    const three = JSON.stringify({ a: 'grep -qx 2 src/value.txt', b: 'exit 6', c: 'true' });
    const ran = await run('first', 'echo 2 > src/value.txt', '--verifiers', three);
    expect(ran.verdict.baseline?.commands.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const [proof] = ran.verdict.attempts[0]?.proofs ?? [];
    expect(proof?.commands.map(({ name, passed }) => [name, passed])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(proof).toMatchObject({ command: 'b', exitCode: 6 });
  });

  it('may not be changed by the patch, not even the build or the second', async () => {
    for (const file of ['build.sh', 'sub/see.sh', 'check.sh']) {
      const name = `edit-${file.replace(/\W/g, '-')}`;
      const ran = await run(name, `echo 2 > src/value.txt; echo true > ${file}`, ...ARGUMENTS, ...BUILD);
      expect(ran.verdict).toMatchObject({ verdict: 'policy-violation' });
      expect(ran.verdict.reason).toContain(file);
    }
  });
});
