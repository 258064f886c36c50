import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Lease, leaseText, ownLease, parseLease } from '../../src/support/lease.js';
import { startOf } from '../../src/support/process-identity.js';
import { ActionSite, API_KEY, expectClean, PULL, treeDigest, WITH } from '../support/action-site.js';
import { ACTION_NODE, runDist } from '../support/dist.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { runMain, runPost, type StepRun } from '../support/runner.js';

let api: GitHubOpenApi;
let site: ActionSite;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(() => site?.close());

const scratchOf = (step: StepRun): string[] => JSON.parse(step.state['scratch'] ?? '[]') as string[];

/** Processes of this machine with a word in their command line. */
function processesWith(word: string): string[] {
  const lines = readdirSync('/proc').map((name) => {
    try {
      return /^\d+$/.test(name) ? readFileSync(`/proc/${name}/cmdline`, 'utf8') : '';
    } catch {
      return '';
    }
  });
  return lines.filter((line) => line.includes(word));
}

/** A step whose agent leaves daemons behind, says so, and is interrupted then. */
async function interrupted(node: string, signal: NodeJS.Signals): Promise<{ step: StepRun; word: string }> {
  const word = `marker-${process.pid}-${Math.trunc(performance.now())}`;
  const wait = `exec -a ${word} sleep 3600`;
  const agent = `(setsid bash -c '${wait}' &) ; setsid -f bash -c '${wait}'; echo changed > answer.txt; echo now-working; ${wait}`;
  let alive: string[] | undefined;
  const step = await runMain(
    site.job(node, 'pull_request', site.payload('pull_request', 'opened')),
    { ...WITH, 'api-key': API_KEY, 'agent-command': JSON.stringify(['bash', '-c', agent]) },
    {
      onOutput(text, child) {
        if (alive !== undefined || !text.includes('now-working')) return;
        alive = processesWith(word);
        child.kill(signal);
      },
    },
  );
  expect(alive?.length ?? 0, step.stdout + step.stderr).toBeGreaterThanOrEqual(3);
  return { step, word };
}

/** The process of a step, as it noted it for the step after. */
const pidOf = (step: StepRun): number => parseLease(step.state['owner'] ?? '')?.pid ?? 0;

async function leaseOf(pid: number): Promise<Lease> {
  return { ...(await ownLease(3600)), pid, started: await startOf(pid) };
}

/** Control groups that a process of ours made. */
function groupsOf(pid: number): string[] {
  return ['', 'memory', 'pids', 'cpu'].flatMap((controller) => {
    const parent = join('/sys/fs/cgroup', controller);
    if (!existsSync(parent)) return [];
    return readdirSync(parent).filter((name) => name.startsWith(`cleanroom-${pid}.`));
  });
}

/** What runs leave in a directory for temporary files, but for their evidence. */
async function leftIn(temporary: string): Promise<string[]> {
  const names = await readdir(temporary);
  return names.filter((name) => /^cleanroom-(?!evidence-)/.test(name)).sort();
}

/** A step that is killed with SIGKILL at a moment of its run. */
async function killedAt(
  node: string,
  moment: 'prepare' | 'agent' | 'proof' | 'publish',
  word: string,
): Promise<StepRun> {
  const wait = `exec -a ${word} sleep 3600`;
  const here = `echo now-working; ${wait}`;
  let killed = false;
  const timer = { stop: (): void => {} };
  const bash = (text: string): string => JSON.stringify(['bash', '-c', text]);
  if (moment === 'publish') site.server.fault({ kind: 'stall', on: 'POST', times: 99 });
  try {
    return await runMain(
      site.job(node, 'pull_request', site.payload('pull_request', 'opened')),
      {
        ...WITH,
        'api-key': API_KEY,
        ...(moment === 'prepare' ? { prepare: bash(here) } : {}),
        ...(moment === 'agent' ? { 'agent-command': bash(here) } : {}),
        // Green in a proof alone, and it is killed there: the base has to fail first.
        ...(moment === 'proof' ? { verify: bash(`grep -qx mended answer.txt || exit 1; ${here}`) } : {}),
      },
      {
        onStart(child) {
          if (moment !== 'publish') return;
          const poll = setInterval(() => {
            if (site.server.requests.some(({ status }) => status === 'stalled')) child.kill('SIGKILL');
          }, 20);
          timer.stop = () => clearInterval(poll);
        },
        onOutput(text, child) {
          if (killed || !text.includes('│ now-working')) return;
          killed = true;
          child.kill('SIGKILL');
        },
      },
    );
  } finally {
    timer.stop();
    site.server.calm();
  }
}

describe.each(ACTION_NODE)('$name: a step that is killed', ({ path: node }) => {
  it.each(['prepare', 'agent', 'proof', 'publish'] as const)(
    'during %s leaves nothing after the post step',
    async (moment) => {
      site = await ActionSite.make(api);
      const word = `marker-${process.pid}-${Math.trunc(performance.now())}`;
      const step = await killedAt(node, moment, word);
      expect(step.signal, step.stdout + step.stderr).toBe('SIGKILL');
      await vi.waitFor(() => expect(processesWith(word)).toEqual([]), { timeout: 60_000, interval: 20 });
      const before = await leftIn(site.temp);
      const post = await runPost(site.job(node, 'pull_request', {}), step.state);
      expect([post.code, post.stderr]).toEqual([0, '']);
      expect(post.commands).toEqual([]);
      expect(await leftIn(site.temp)).toEqual([]);
      for (const name of before) expect(post.stdout).toContain(`removed ${join(site.temp, name)}\n`);
      expect(groupsOf(pidOf(step))).toEqual([]);
      expect(await readFile('/proc/self/mountinfo', 'utf8')).not.toContain(site.temp);
      const [evidence = ''] = (await readdir(site.temp)).filter((name) => name.startsWith('cleanroom-evidence-'));
      const shown = await runDist(['show', join(site.temp, evidence)], { node });
      if (moment === 'publish') expect(shown.stdout).toContain('verified');
      else expect(shown.stdout + shown.stderr).toMatch(/not end|did not come to|interrupted|no verdict/i);
    },
  );

  it('is cleaned up after by the next run, which leaves the one alone that still works', async () => {
    site = await ActionSite.make(api);
    const payload = site.payload('pull_request', 'opened');
    const word = `marker-${process.pid}-${Math.trunc(performance.now())}`;
    await killedAt(node, 'agent', word);
    const abandoned = await leftIn(site.temp);
    expect(abandoned.length).toBeGreaterThan(0);
    // One that works until the other has ended.
    const go = join(site.temp, 'living');
    let second: Promise<StepRun> | undefined;
    const living = await runMain(
      site.job(node, 'pull_request', payload),
      {
        ...WITH,
        'api-key': API_KEY,
        'agent-command': JSON.stringify(['bash', '-c', `echo now-working; sleep 4; echo mended > answer.txt`]),
      },
      {
        onOutput(text) {
          if (second !== undefined || !text.includes('│ now-working')) return;
          second = runMain(site.job(node, 'pull_request', payload), { ...WITH, 'api-key': API_KEY, evidence: go });
        },
      },
    );
    const other = await second;
    expect(living.outputs['verdict'], living.stdout + living.stderr).toBe('verified');
    expect(other?.outputs['verdict'], `${other?.stdout}${other?.stderr}`).toBe('verified');
    expect((await leftIn(site.temp)).filter((name) => abandoned.includes(name))).toEqual([]);
    expect(await leftIn(site.temp)).toEqual([]);
  });
});

describe.each(ACTION_NODE)('$name: after the main step', ({ path: node }) => {
  it('was killed, its rooms are gone and the post step removes what it left', async () => {
    site = await ActionSite.make(api);
    const before = await treeDigest(site.repo);
    const { step, word } = await interrupted(node, 'SIGKILL');
    expect(step.signal).toBe('SIGKILL');
    const scratch = scratchOf(step);
    expect(scratch).toHaveLength(2);
    for (const directory of scratch) expect(existsSync(directory), directory).toBe(true);
    // The kernel ends them once their parent is dead; there is nobody left to wait for.
    await vi.waitFor(() => expect(processesWith(word)).toEqual([]), { timeout: 60_000, interval: 20 });
    const mounts = await readFile('/proc/self/mountinfo', 'utf8');
    for (const directory of scratch) expect(mounts).not.toContain(directory);

    const others = (await readdir(site.temp)).filter((name) => !scratch.includes(join(site.temp, name)));
    const post = await runPost(site.job(node, 'pull_request', site.payload('pull_request', 'opened')), step.state);
    expect(post.code).toBe(0);
    expect(post.stderr).toBe('');
    for (const directory of scratch) {
      expect(existsSync(directory), directory).toBe(false);
      expect(post.stdout).toContain(`removed ${directory}\n`);
    }
    expect(post.commands).toEqual([]);
    expect(groupsOf(pidOf(step))).toEqual([]);
    expect(await readdir(site.temp)).toEqual(expect.arrayContaining(others));
    expect(await treeDigest(site.repo)).toBe(before);

    // What was recorded before the kill can be read.
    const [evidence] = others.filter((name) => name.startsWith('cleanroom-evidence-'));
    const journal = await readFile(join(site.temp, evidence ?? '', 'journal.jsonl'), 'utf8');
    const events = journal
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).toEqual(expect.arrayContaining(['run.started', 'run.planned', 'base.ready', 'attempt.started']));
    expect(events).not.toContain('run.finished');
    await expectClean(site, { ...step, outputs: { evidence: join(site.temp, evidence ?? '') } });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('was cancelled by %s, everything is in order already', async (signal) => {
    site = await ActionSite.make(api);
    const { step, word } = await interrupted(node, signal);
    expect(step.code).toBe(1);
    expect(processesWith(word)).toEqual([]);
    expect(step.outputs).toMatchObject({ verdict: 'cancelled', green: 'false', verified: 'false', 'comment-url': '' });
    expect(existsSync(join(step.outputs['evidence'] ?? '', 'manifest.json'))).toBe(true);
    for (const directory of scratchOf(step)) expect(existsSync(directory), directory).toBe(false);
    expect(site.server.comments.filter(({ issue }) => issue === PULL)).toEqual([]);
    await expectClean(site, step);
    const post = await runPost(site.job(node, 'pull_request', {}), step.state);
    expect([post.code, post.stdout + post.stderr]).toEqual([0, '']);
  });
});

describe.each(ACTION_NODE)('$name: the post step', ({ path: node }) => {
  it('ends the process of a step that the runner lost, and no other', async () => {
    site = await ActionSite.make(api);
    const word = `marker-${process.pid}-${Math.trunc(performance.now())}`;
    const agent = JSON.stringify(['bash', '-c', `echo now-working; exec -a ${word} sleep 3600`]);
    const own = leaseText(await ownLease(3600));
    let post: Promise<StepRun> | undefined;
    const step = await runMain(
      site.job(node, 'pull_request', site.payload('pull_request', 'opened')),
      { ...WITH, 'api-key': API_KEY, 'agent-command': agent },
      {
        onOutput(text, child) {
          if (post !== undefined || !text.includes('│ now-working')) return;
          const job = site.job(node, 'push', {});
          // What is forged first: this very process, which runs no main.js.
          post = runPost(job, { owner: own }).then(async (forged) => {
            expect(forged.stdout + forged.stderr).toBe('');
            return runPost(job, { owner: leaseText({ ...(await leaseOf(child.pid ?? 0)) }) });
          });
        },
      },
    );
    expect(step.signal).toBe('SIGKILL');
    expect((await post)?.stdout).toContain(`removed process ${pidOf(step)}\n`);
    await vi.waitFor(() => expect(processesWith(word)).toEqual([]), { timeout: 60_000, interval: 20 });
    expect(await leftIn(site.temp)).toEqual([]);
  });

  it('removes nothing that another step wrote into the state', async () => {
    site = await ActionSite.make(api);
    const elsewhere = await mkdtemp(join(site.repo, 'not-temporary-'));
    const make = async (path: string): Promise<string> => {
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'file'), 'x');
      return path;
    };
    const kept = [
      await make(join(elsewhere, 'cleanroom-abcdef')),
      await make(join(site.temp, 'deeper/cleanroom-store-abcdef')),
      await make(join(site.temp, 'cleanroom-evidence-abcdef')),
      await make(join(site.temp, 'cleanroom-toolong')),
      await make(join(site.temp, 'other')),
      site.repo,
    ];
    const removed = await make(join(site.temp, 'cleanroom-store-Zz09aA'));
    // A link of that name goes, what it points at stays.
    const link = join(site.temp, 'cleanroom-linked');
    await symlink(elsewhere, link);
    const spellings = [`${kept[0]}/`, `${site.temp}/deeper/../deeper/cleanroom-store-abcdef`, `${removed}/../other`];
    const state = {
      scratch: JSON.stringify([...kept, ...spellings, '', '/', '.', 'cleanroom-abcdef', 7, null, link, removed]),
    };
    const post = await runPost(site.job(node, 'push', {}), state);
    expect(post.code).toBe(0);
    for (const path of kept) expect(existsSync(path === site.repo ? path : join(path, 'file')), path).toBe(true);
    expect(existsSync(link)).toBe(false);
    expect(existsSync(elsewhere)).toBe(true);
    expect(existsSync(removed)).toBe(false);
    expect(post.commands.map(({ name }) => name)).toEqual(Array.from(post.commands, () => 'warning'));
    for (const path of kept) expect(post.stdout).toContain(JSON.stringify(path));
  });

  it.each(['', 'no json', '{}', '"/tmp"', '[["/tmp"]]', '\n::set-output name=a::b'])(
    'survives the state %j',
    async (scratch) => {
      site = await ActionSite.make(api);
      const post = await runPost(site.job(node, 'push', {}), scratch === '' ? {} : { scratch });
      expect(post.code).toBe(0);
      expect(post.commands.filter(({ name }) => name !== 'warning')).toEqual([]);
      expect(existsSync(tmpdir())).toBe(true);
    },
  );
});
