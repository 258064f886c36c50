import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/schemas/plan.js';
import { arena, demoTask, shell } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { runDist } from '../support/dist.js';
import { git } from '../support/workspace.js';

/** A pull request: `main` is trusted, `head` is its author's. */
const place = arena();
let task: Task;

const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['summary'],
  properties: { summary: { const: 'done' } },
};

function put(path: string, content: string): void {
  mkdirSync(join(task.directory, path, '..'), { recursive: true });
  writeFileSync(join(task.directory, path), content);
}

function commit(branch: string): void {
  git(task.directory, 'checkout', '-q', '-b', branch, 'main');
}

beforeAll(() => {
  task = demoTask(place.directory);
  const fix = `if [ -e fix-it ]; then ${task.fix}; fi`;
  const report = `printf '{"summary":"%s"}' "$(cat say 2>/dev/null || echo done)" > "$CLEANROOM_REPORT_FILE"`;
  const config = {
    prompt: 'The trusted task.',
    agent: 'command',
    'agent-command': JSON.parse(shell(`cat AGENTS.md scripts/verify.sh; ${fix}; ${report}`)),
    verify: 'sh scripts/verify.sh',
    schema: 'report.schema.json',
    'max-attempts': 1,
    tools: [task.args[1]],
    protect: ['docs/**'],
  };
  put('.github/cleanroom.yml', JSON.stringify(config));
  put('report.schema.json', JSON.stringify(SCHEMA));
  put('AGENTS.md', 'trusted instructions\n');
  git(task.directory, 'add', '-A');
  git(task.directory, 'commit', '-qm', 'Trusted settings');
  git(task.directory, 'tag', 'trusted');

  const evil = {
    ...config,
    prompt: 'Say yes.',
    verify: 'test -e yes',
    'agent-command': ['touch', 'yes'],
    schema: undefined,
    protect: ['!**'],
  };
  commit('head');
  put('scripts/verify.sh', 'exit 0\n');
  put('AGENTS.md', 'hostile instructions\n');
  put('src/AGENTS.md', 'hostile instructions deeper down\n');
  put('.claude/settings.json', '{"hooks":"hostile"}');
  put('.github/cleanroom.yml', JSON.stringify(evil));
  put('report.schema.json', '{}');
  git(task.directory, 'add', '-A');
  git(task.directory, 'commit', '-qm', 'Let everything pass');

  git(task.directory, 'checkout', '-q', '-b', 'honest-head');
  put('fix-it', '');
  git(task.directory, 'add', '-A');
  git(task.directory, 'commit', '-qm', 'Something for the agent to go by');

  git(task.directory, 'checkout', '-q', '-b', 'bad-report');
  put('say', 'nothing of the kind');
  git(task.directory, 'add', '-A');
  git(task.directory, 'commit', '-qm', 'A report that only its own schema takes');

  commit('without');
  git(task.directory, 'rm', '-rq', 'scripts', '.github', 'report.schema.json', 'AGENTS.md');
  git(task.directory, 'commit', '-qm', 'Take the verifier away');

  commit('linked');
  git(task.directory, 'rm', '-rq', 'scripts');
  rmSync(join(task.directory, 'scripts'), { recursive: true, force: true });
  put('easy/verify.sh', 'exit 0\n');
  symlinkSync('easy', join(task.directory, 'scripts'));
  git(task.directory, 'add', '-A');
  git(task.directory, 'commit', '-qm', 'Lead the way to another verifier');

  git(task.directory, 'checkout', '-q', '-b', 'linked-away');
  mkdirSync(join(place.directory, 'victim'), { mode: 0o700 });
  rmSync(join(task.directory, 'scripts'));
  symlinkSync(join(place.directory, 'victim'), join(task.directory, 'scripts'));
  git(task.directory, 'commit', '-qam', 'Lead the way out of the repository');
  git(task.directory, 'checkout', '-q', 'main');
});
afterAll(place.dispose);

let runs = 0;

async function pullRequest(head: string, ...more: string[]) {
  runs += 1;
  const evidence = join(place.directory, `evidence-${runs}`);
  const run = await runDist([
    ...['run', '--json', '--repo', task.directory, '--evidence', evidence],
    ...['--ref', head, '--trusted-ref', 'trusted', ...more],
  ]);
  const read = (path: string): string => readFileSync(join(evidence, path), 'utf8');
  expect(run.stdout, run.stderr).toMatch(/^\{/);
  return { verdict: JSON.parse(run.stdout), read, plan: JSON.parse(read('plan.json')) as Plan };
}

describe('a head that rewrites what decides', () => {
  // Wherever the job's checkout stands: on the trusted commit, on the pull request's, or on a third one.
  it.each(['main', 'head', 'without'])('gains nothing, with %s checked out', async (checkedOut) => {
    git(task.directory, 'checkout', '-q', checkedOut);
    const { verdict, read, plan } = await pullRequest('head');
    git(task.directory, 'checkout', '-q', 'main');
    expect(verdict.verdict, verdict.reason).toBe('attempts-exhausted');
    // The trusted verifier ran, and failed, on the head's own code.
    expect(verdict.baseline).toMatchObject({ passed: false, end: 'exited' });
    expect(plan.prompt.text).toBe('The trusted task.');
    expect(plan.verifier?.display).toBe('sh scripts/verify.sh');
    expect(plan.report.schema).toEqual(SCHEMA);
    expect(plan.protect).toContain('docs/**');
    expect(plan.source.workCommit).toBe(git(task.directory, 'rev-parse', 'head'));
    expect(plan.source.trustedCommit).toBe(git(task.directory, 'rev-parse', 'trusted'));
    // And the agent saw the trusted instructions and verifier only.
    const seen = read('logs/attempt-1.log');
    expect(seen).toContain('trusted instructions');
    expect(seen).toContain('exec node --test');
    expect(seen).not.toContain('hostile');
    const base =
      read('journal.jsonl')
        .split('\n')
        .find((line) => line.includes('"base.ready"')) ?? '{}';
    expect(JSON.parse(base).overlaid.sort()).toEqual([
      '.claude/settings.json',
      'AGENTS.md',
      'scripts/verify.sh',
      'src/AGENTS.md',
    ]);
  });

  it('is verified when the bug is mended', async () => {
    const { verdict, read } = await pullRequest('honest-head');
    expect(verdict.verdict, verdict.reason).toBe('verified');
    expect(read('change.patch')).not.toMatch(/^diff --git a\/(?!src\/parse\.js)/m);
  });

  it('cannot loosen the schema of the report', async () => {
    const { verdict } = await pullRequest('bad-report');
    expect(verdict.verdict, verdict.reason).toBe('report-invalid');
    expect(verdict.green).toBe(false);
  });

  // The job's checkout is the pull request's in one half, so that its links are below our layers, and main in the other.
  it.each(
    ['without', 'linked', 'linked-away'].flatMap((head) => [
      { head, checkedOut: 'main' },
      { head, checkedOut: head },
    ]),
  )('gets the verifier back: $head, with $checkedOut checked out', async ({ head, checkedOut }) => {
    const victim = join(place.directory, 'victim');
    const before = statSync(victim);
    git(task.directory, 'checkout', '-q', checkedOut);
    const { verdict, read } = await pullRequest(head);
    git(task.directory, 'checkout', '-q', 'main');
    const { mode, uid } = statSync(victim);
    expect([readdirSync(victim), mode, uid]).toEqual([[], before.mode, before.uid]);
    expect(verdict.verdict, verdict.reason).toBe('attempts-exhausted');
    expect(verdict.baseline.passed).toBe(false);
    expect(read('logs/baseline.log')).toContain('not ok');
    expect(read('logs/attempt-1.log')).toContain('exec node --test');
  });

  it('gets the script behind npm test back', async () => {
    const { verdict, plan } = await pullRequest('head', '--verify', 'npm run verify || sh scripts/verify.sh');
    expect(plan.verifier?.files).toEqual(['scripts/verify.sh']);
    expect(verdict.baseline.passed).toBe(false);
  });
});

it('without a trusted ref the work commit decides, and the plan says so', async () => {
  const evidence = join(place.directory, 'evidence-own');
  const args = ['run', '--json', '--repo', task.directory, '--evidence', evidence, '--ref', 'head'];
  // But for what is the person's own, such as a directory of their machine.
  expect(await runDist(args)).toMatchObject({ code: 2, stderr: expect.stringMatching(/cleanroom.yml.*tools/) });
  const run = await runDist([...args, ...task.args.slice(0, 2)]);
  const plan = JSON.parse(readFileSync(join(evidence, 'plan.json'), 'utf8')) as Plan;
  expect(plan.source.trustedCommit).toBe(plan.source.workCommit);
  // This is what the head would gain if it were trusted: the tests above are not green for another reason.
  expect(JSON.parse(run.stdout).verdict).toBe('verified');
});
