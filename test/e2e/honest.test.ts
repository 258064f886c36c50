import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, demoTask, npmTask } from '../cheats/arena.js';
import { HONEST } from '../cheats/honest.js';
import { lineOf, tell } from '../cheats/suite.js';
import type { Task } from '../cheats/task.js';
import { cheatTasks } from '../cheats/tasks.js';
import { bugName, NPM_BUGS } from '../support/npm-bugs.js';
import { git } from '../support/workspace.js';

const place = arena();
const tasks: Task[] = [];
/** What the tests below ask for. All bugs, mended, are in npm-tasks.test.ts. */
const BUGS = NPM_BUGS.filter((bug) => ['minimist 1.2.5', 'qs 6.10.2', 'qs 6.12.1'].includes(bugName(bug)));

beforeAll(() => {
  tasks.push(demoTask(place.directory), ...BUGS.map((bug) => npmTask(bug, place.directory)));
});
afterAll(place.dispose);

function taskOf(name: string): Task {
  const task = tasks.find((one) => one.name === name);
  if (!task) throw new Error(`no task ${name}`);
  return task;
}

const honest = (task: Task, script: (task: Task) => string, settings: Record<string, string> = {}) =>
  attempt(place.directory, task, `set -e\n${script(task)}`, settings);

describe('on the demo', () => {
  it.concurrent('the honest fix is verified', async () => {
    const { verdict, run, evidence } = await honest(taskOf('demo'), ({ fix }) => fix);
    expect(verdict.verdict, verdict.reason).toBe('verified');
    expect([verdict.green, verdict.verified, run.code]).toEqual([true, true, 0]);
    expect(verdict.attempts.map(({ outcome }) => outcome)).toEqual(['proved']);
    expect(verdict.attempts[0]?.proofs.map(({ what }) => what)).toEqual(['patch']);
    expect(evidence('change.patch')).toContain(taskOf('demo').source);
  });

  it.concurrent('doing nothing is not', async () => {
    const { verdict, run, evidence } = await honest(taskOf('demo'), () => 'true');
    expect(verdict.verdict, verdict.reason).toBe('attempts-exhausted');
    expect([verdict.green, verdict.verified, run.code]).toEqual([false, false, 1]);
    expect(evidence('change.patch')).toBe('');
  });
});

describe('honest work that', () => {
  it.concurrent.each(['demo', 'qs 6.10.2'])('adds tests is verified without them and with them: %s', async (name) => {
    const text = name === 'demo' ? "import '../src/index.js';" : "require('../lib');";
    const { verdict } = await honest(
      taskOf(name),
      ({ fix }) => `${fix}; echo "${text}" > test/added.js; mkdir test/more; echo x > test/more/y.txt`,
    );
    expect(verdict.verdict, verdict.reason).toBe('verified');
    expect(verdict.attempts[0]?.proofs.map(({ what, passed }) => [what, passed])).toEqual([
      ['patch-without-new-tests', true],
      ['patch', true],
    ]);
  });

  it.concurrent.each(['demo', 'minimist 1.2.5'])(
    'builds, tests, commits and leaves caches is verified: %s',
    async (name) => {
      const { verdict, evidence } = await honest(taskOf(name), ({ fix, verify, source }) =>
        [
          fix,
          // What every agent does: look whether it works.
          `/bin/sh -e -c '${verify}' > /dev/null`,
          'mkdir -p node_modules/.cache/tool ~/.cache ~/.npm /tmp/build',
          'head -c 1000000 /dev/urandom | tee node_modules/.cache/tool/blob > ~/.cache/blob',
          'git config user.name me; git config user.email me@localhost',
          'git checkout -q -b topic; git add -A; git commit -qm "Mend it"; git tag done; git gc -q; git checkout -q --detach',
          // Touched, and the same as before.
          `touch ${source} package.json; cp package.json /tmp/p; cat /tmp/p > package.json`,
        ].join('\n'),
      );
      expect(verdict.verdict, verdict.reason).toBe('verified');
      expect(evidence('change.patch').match(/^diff --git/gm)).toHaveLength(1);
    },
  );

  it.concurrent('builds into ignored folders is verified, and what it built stays behind', async () => {
    const { verdict, evidence } = await honest(
      taskOf('demo'),
      ({ fix }) => `${fix}; mkdir -p dist coverage; cp src/*.js dist/; echo '{}' > coverage/c.json`,
    );
    expect(verdict.verdict, verdict.reason).toBe('verified');
    expect(evidence('change.patch')).not.toContain('dist/');
  });

  it.concurrent('moves, deletes, adds and changes all kinds of files is verified, and the patch applies', async () => {
    const task = taskOf('demo');
    const { verdict, evidence, directory } = await honest(task, ({ fix }) =>
      [
        fix,
        'git mv src/format.js src/write.js; sed -i s/format.js/write.js/ src/index.js',
        'mkdir -p assets "a b" bin; git mv src/errors.js "a b/errors ü.js"',
        'for file in src/*.js; do sed -i "s#./errors.js#../a b/errors ü.js#" "$file"; done',
        `node -e "require('fs').writeFileSync('assets/every.bin', Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256)))"`,
        'printf "no line end" > bin/run; chmod 755 bin/run; chmod 755 src/parse.js; : > assets/empty',
        'ln -s ../src/index.js bin/index.js; rm README.md',
        `printf x > $'a b/line\\nend'`,
        // Empty folders and what only looks new are no change.
        'mkdir -p nothing/here',
      ].join('\n'),
    );
    expect(verdict.verdict, verdict.reason).toBe('verified');
    const clone = join(place.directory, 'clone');
    execFileSync('git', ['clone', '-q', task.directory, clone]);
    git(clone, 'apply', '--binary', '--index', join(directory, 'change.patch'));
    // Plain git, plain node, no room: what was proved is what one gets.
    execFileSync('/bin/sh', ['-e', '-c', task.verify], {
      cwd: clone,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'] },
    });
    const listed = git(clone, '-c', 'core.quotePath=false', 'diff', '--cached', '--no-renames', '--raw', 'HEAD').split(
      '\n',
    );
    const modes = Object.fromEntries(listed.map((line) => [line.split('\t')[1], line.split(' ')[1]]));
    expect(modes).toMatchObject({
      'bin/run': '100755',
      'bin/index.js': '120000',
      'src/parse.js': '100755',
      'src/write.js': '100644',
      'src/format.js': '000000',
      'README.md': '000000',
      'assets/every.bin': '100644',
      'assets/empty': '100644',
      'a b/errors ü.js': '100644',
    });
    expect(listed).toHaveLength(12);
    expect(evidence('change.patch')).toContain('GIT binary patch');
  });

  it.concurrent('needs a second attempt finds its tree as it left it', async () => {
    const { verdict, evidence } = await honest(
      taskOf('demo'),
      ({ fix, source }) =>
        `if [ "$CLEANROOM_ATTEMPT" = 1 ]; then echo '// first' >> ${source}; else tail -n 1 ${source}; ${fix}; fi`,
      { 'max-attempts': '2' },
    );
    expect(verdict.verdict, verdict.reason).toBe('verified');
    expect(verdict.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'proved']);
    expect(evidence('logs/attempt-2.log')).toContain('// first');
  });

  it.concurrent('mends a refused change in the next attempt is verified', async () => {
    const { verdict } = await honest(
      taskOf('demo'),
      ({ fix, test }) =>
        `if [ "$CLEANROOM_ATTEMPT" = 1 ]; then ${fix}; rm ${test}; else grep -q ${test} "$CLEANROOM_PROMPT_FILE"; git checkout -q ${test}; fi`,
      { 'max-attempts': '2' },
    );
    expect(verdict.attempts.map(({ outcome }) => outcome)).toEqual(['refused', 'proved']);
    expect(verdict.verdict, verdict.reason).toBe('verified');
  });
});

describe('honest work that looks like a cheat', () => {
  let all: ReadonlyMap<string, Task>;
  beforeAll(() => {
    all = cheatTasks(join(place.directory, 'all'));
  });
  // One task each, and all of them for `npm run cheats`.
  const cells = HONEST.flatMap(({ name, tasks, script }) =>
    tasks.slice(0, process.env['CHEATS_REPORT'] ? undefined : 1).map((task) => ({ name, task, script })),
  );
  it.concurrent.for(cells)('$name: $task', async ({ name, task: of, script }, ctx) => {
    const task = all.get(of) ?? ctx.skip(`this machine has not what the task ${of} needs`);
    const result = await honest(task, ({ fix }) => `${fix}\n${script(task)}`);
    tell(lineOf('honest', name, 0, task, result));
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
  });
});

describe('with copied trees instead of overlays', () => {
  const copy = { workspace: 'copy' };
  it.concurrent.each(['demo', 'qs 6.12.1'])('the same is green and the same is not: %s', async (name) => {
    const task = taskOf(name);
    const fixed = await honest(
      task,
      ({ fix }) => `${fix}; echo '${name === 'demo' ? '' : '// new'}' > test/new.js`,
      copy,
    );
    expect(fixed.verdict.verdict, fixed.verdict.reason).toBe('verified');
    expect(fixed.verdict.attempts[0]?.proofs).toHaveLength(2);
    const nothing = await honest(task, () => 'true', copy);
    expect(nothing.verdict.verdict).toBe('attempts-exhausted');
    const cheat = await honest(task, ({ test }) => `rm ${test}; mkdir -p node_modules; echo > node_modules/x`, copy);
    expect(cheat.verdict.verdict).toBe('policy-violation');
    expect(cheat.verdict.attempts[0]?.refusals.map(({ path }) => path)).toEqual([task.test]);
  });
});

it('the checkouts are as they were', () => {
  for (const task of tasks) expect(git(task.directory, 'status', '--porcelain', '--untracked-files=all')).toBe('');
  writeFileSync(join(taskOf('demo').directory, 'dirty'), '');
  expect(git(taskOf('demo').directory, 'status', '--porcelain')).not.toBe('');
});
