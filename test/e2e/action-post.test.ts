import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ActionSite, API_KEY, expectClean, PULL, treeDigest, WITH } from '../support/action-site.js';
import { NODES } from '../support/dist.js';
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

describe.each(NODES)('$name: after the main step', ({ path: node }) => {
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
    expect(post.stdout + post.stderr).toBe('');
    for (const directory of scratch) expect(existsSync(directory), directory).toBe(false);
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

describe.each(NODES)('$name: the post step', ({ path: node }) => {
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
