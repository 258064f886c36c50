import { cp, link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ActionSite, expectClean, filesBelow, PULL, script, TOKEN, treeDigest, WITH } from '../support/action-site.js';
import { ACTION_NODE } from '../support/dist.js';
import { GitServer } from '../support/git-server.js';
import { StoredRepository } from '../support/github/git.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { type Job, runMain, runPublish, type StepRun } from '../support/runner.js';
import { git } from '../support/workspace.js';

/** Of the job with the agent: GitHub lets it read. */
const READ_TOKEN = 'ghs_ReadOnly0123456789abcdefghijABCDEFGHIJ01';

let api: GitHubOpenApi;
let site: ActionSite;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(() => site?.close());

const opened = (): unknown => site.payload('pull_request', 'opened');

/** The job with the agent. */
async function work(node: string, event: string, payload: unknown, given: Record<string, string> = {}) {
  const job = site.job(node, event, payload, { token: READ_TOKEN });
  const run = await runMain(job, { ...WITH, publish: 'later', ...given });
  // Who started it is asked; nothing is written.
  expect(writes()).toEqual([]);
  site.server.requests.length = 0;
  return run;
}

/** What becomes of a folder that is stored as an artifact and unpacked by another job: its files, with modes of theirs. */
async function download(run: StepRun, ...below: string[]): Promise<string> {
  const folder = join(site.temp, 'download');
  await mkdir(join(folder, ...below), { recursive: true });
  await cp(run.outputs['evidence'] ?? '', join(folder, ...below), { recursive: true });
  return folder;
}

/** The job with the token that writes: no checkout, no agent. */
async function publisher(node: string, event: string, payload: unknown, more: Partial<Job> = {}): Promise<Job> {
  const workspace = join(site.temp, 'empty');
  await mkdir(workspace, { recursive: true });
  return site.job(node, event, payload, { workspace, ...more });
}

const bound = (run: StepRun): string => run.outputs['manifest-sha256'] ?? '';
const errors = (run: StepRun): string =>
  run.commands
    .filter(({ name }) => name === 'error')
    .map(({ data }) => data)
    .join('\n');
const writes = (): string[] =>
  site.server.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

describe.each(ACTION_NODE)('$name: two jobs, two tokens', ({ path: node }) => {
  it('publishes from the second what the first could not, and the first never had the token', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    // The agent looks for every token there could be.
    const look = 'env; cat /proc/*/environ 2>/dev/null; echo mended > answer.txt';
    const run = await work(node, 'pull_request', opened(), { 'agent-command': script(look) });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: 'verified', 'comment-url': '', 'check-url': '' });
    expect(bound(run)).toMatch(/^[0-9a-f]{64}$/);
    for (const text of [
      run.stdout,
      run.stderr,
      ...(await filesBelow(run.outputs['evidence'] ?? '')).map((file) => file.text),
    ])
      expect(text).not.toContain(TOKEN);

    const folder = await download(run);
    const published = await runPublish(await publisher(node, 'pull_request', opened()), {
      evidence: folder,
      'manifest-sha256': bound(run),
      'artifact-url': 'http://127.0.0.1:9/octo-org/hello.world/actions/runs/4242/artifacts/7',
    });
    expect(published.code, published.stdout + published.stderr).toBe(0);
    expect(published.outputs).toMatchObject({
      verdict: 'verified',
      green: 'true',
      evidence: folder,
      patch: join(folder, 'change.patch'),
      'manifest-sha256': bound(run),
      'comment-url': expect.stringMatching(/#issuecomment-\d+$/),
    });
    expect(Object.keys(published.outputs)).toEqual(Object.keys(run.outputs));
    expect(published.summary.split('\n')[0]).toBe(run.summary.split('\n')[0]);
    const [comment, ...others] = site.server.comments.filter(({ issue }) => issue === PULL);
    expect(others).toEqual([]);
    expect(comment?.body).toContain('/actions/runs/4242/artifacts/7');
    await expectClean(site, published);

    // Said again, as after a failed job that is run once more: the same comment.
    const again = await runPublish(await publisher(node, 'pull_request', opened()), { evidence: folder });
    expect(again.code, again.stdout).toBe(0);
    expect(site.server.comments).toHaveLength(1);
  });

  it('refuses an artifact that is not what the run wrote, and says nothing to GitHub', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    const run = await work(node, 'pull_request', opened(), { 'agent-command': script('true'), 'max-attempts': '1' });
    expect(run.outputs['green'], run.stdout).toBe('false');
    const folder = await download(run);
    const job = await publisher(node, 'pull_request', opened());
    const file = (name: string): string => join(folder, name);
    const refused = async (code: RegExp): Promise<void> => {
      const published = await runPublish(job, { evidence: folder, 'manifest-sha256': bound(run) });
      expect(published.code).toBe(1);
      expect(errors(published)).toMatch(code);
      expect(published.outputs).toEqual({});
      expect(writes()).toEqual([]);
    };
    const verdict = await readFile(file('verdict.json'), 'utf8');
    await writeFile(
      file('verdict.json'),
      verdict.replace('"green":false', '"green":true').replace('"green": false', '"green": true'),
    );
    await refused(/verdict\.json is not the file that manifest\.json/);
    await writeFile(file('verdict.json'), verdict);

    // A folder that agrees with itself, but is not the one of the run.
    const manifest = await readFile(file('manifest.json'), 'utf8');
    await writeFile(file('manifest.json'), `${manifest} `);
    await refused(/manifest\.json is not the file that the job of the run/);
    await writeFile(file('manifest.json'), manifest);

    await symlink('/etc/passwd', file('logs/more.log'));
    await refused(/something else than plain files/);
    await rm(file('logs/more.log'));
    await link(file('verdict.json'), file('logs/more.log'));
    await refused(/something else than plain files/);
    await rm(file('logs/more.log'));
    await rm(file('manifest.json'));
    await refused(/no manifest\.json/);
    await writeFile(file('manifest.json'), manifest);

    // As it was, it says what became of the run, and the job fails as the run did.
    const published = await runPublish(job, { evidence: folder, 'manifest-sha256': bound(run) });
    expect(published.code).toBe(1);
    expect(published.outputs['verdict']).toBe(run.outputs['verdict']);
    expect(site.server.comments).toHaveLength(1);
    const shown = await runPublish(job, { evidence: folder, 'fail-on-verdict': 'false' });
    expect(shown.code, shown.stdout).toBe(0);
  });
});

describe('delivery from the second job', () => {
  const node = process.execPath;

  it('is a pull request, or a commit, and no second one when it runs again', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    const run = await work(node, 'pull_request', opened());
    const evidence = await download(run);
    const stored = new StoredRepository(join(site.temp, 'stored.git'));
    git(site.temp, 'clone', '-q', '--bare', site.repo, stored.directory);
    site.server.state.git = stored;
    const job = await publisher(node, 'pull_request', opened());
    const deliver = async (kind: string): Promise<StepRun> => {
      const given = { evidence, 'manifest-sha256': bound(run), deliver: kind };
      const published = await runPublish(job, given);
      expect(published.code, published.stdout + published.stderr).toBe(0);
      await expectClean(site, published);
      return published;
    };
    const mended = `${git(stored.directory, 'ls-tree', '-r', site.head)}\n`.replace(
      /[0-9a-f]{40}(?=\tanswer\.txt)/,
      stored.git(['hash-object', '--stdin'], 'mended\n').toString().trim(),
    );
    const listed = (branch: string): string => `${git(stored.directory, 'ls-tree', '-r', branch)}\n`;

    const proposed = await deliver('pull-request');
    const [number = 0, ...others] = [...site.server.pulls.keys()].filter((key) => key !== PULL);
    expect(others).toEqual([]);
    expect(proposed.outputs).toMatchObject({
      delivery: 'delivered',
      'delivery-url': expect.stringMatching(new RegExp(`/pull/${number}$`)),
    });
    const pull = site.server.pulls.get(number);
    expect(pull).toMatchObject({ baseRef: 'topic', draft: true });
    expect(listed(pull?.headRef ?? '')).toBe(mended);
    expect(stored.tip('topic')).toBe(site.head);

    const committed = await deliver('commit');
    const tip = stored.tip('topic') ?? '';
    expect(committed.outputs).toMatchObject({ delivery: 'delivered', 'delivery-url': expect.stringContaining(tip) });
    expect(git(stored.directory, 'rev-parse', 'topic^')).toBe(site.head);
    expect(listed('topic')).toBe(mended);
    expect((await deliver('commit')).outputs['delivery-url']).toBe(committed.outputs['delivery-url']);
    expect(stored.tip('topic')).toBe(tip);
    expect(site.server.comments[0]?.body).toContain('**Delivered**');
  });
});

describe('what a publishing job is about', () => {
  const node = process.execPath;

  it('is said by its own event: evidence of another pull request is refused', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    const run = await work(node, 'pull_request', opened());
    const evidence = await download(run, 'evidence-of-17');
    const other = structuredClone(opened()) as {
      number: number;
      pull_request: { number: number; head: { sha: string } };
    };
    other.number = 18;
    other.pull_request.number = 18;
    const wrong = await runPublish(await publisher(node, 'pull_request', other), { evidence });
    expect(errors(wrong)).toContain('is of a run for pull request 17, and this job is about pull request 18');
    const moved = structuredClone(opened()) as typeof other;
    moved.pull_request.head.sha = site.base;
    const stale = await runPublish(await publisher(node, 'pull_request', moved), { evidence });
    expect(errors(stale)).toContain(`is of a run for commit ${site.head}, and this job is about ${site.base}`);
    const push = await runPublish(await publisher(node, 'push', site.payload('push')), { evidence });
    expect(errors(push)).toContain('is of a run for commit');
    for (const published of [wrong, stale, push]) expect(published.code).toBe(1);
    expect(site.server.requests).toEqual([]);
  });

  const workflowRun = (fork: boolean): Record<string, unknown> => {
    const payload = site.payload('workflow_run', 'completed');
    const repo = payload['repository'] as object;
    const head = fork ? { ...repo, id: 99, full_name: 'mallory/hello.world', fork: true } : repo;
    const run = {
      ...(payload['workflow_run'] as object),
      ...{ id: 4242, event: 'pull_request', head_sha: site.head, head_branch: 'topic', head_repository: head },
      pull_requests: [],
    };
    return { ...payload, workflow_run: run };
  };

  it('is found by GitHub after workflow_run, and a fork that wrote the job itself is not taken at its word', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    const ofFork = await work(node, 'pull_request', site.forkPayload());
    const evidence = await download(ofFork);
    const pull = site.server.pulls.get(PULL);
    if (!pull) throw new Error('no pull request');
    site.server.pulls.set(PULL, { ...pull, headRepository: 'mallory/hello.world' });
    const published = await runPublish(await publisher(node, 'workflow_run', workflowRun(true)), {
      evidence,
      deliver: 'commit',
    });
    expect(published.code, published.stdout).toBe(0);
    expect(published.outputs).toMatchObject({ verdict: 'verified', 'check-url': '', delivery: 'refused' });
    expect(site.server.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('The pull request itself defined the job that made this evidence'),
    ]);
    expect(writes()).toEqual([`POST /repos/${site.server.repository}/issues/${PULL}/comments`]);
    expect(site.server.violations).toEqual([]);

    // Somebody has pushed since: what was found out about the old head is shown nowhere.
    site.server.pulls.set(PULL, { ...pull, headRepository: 'mallory/hello.world', headSha: site.base });
    const late = await runPublish(await publisher(node, 'workflow_run', workflowRun(true)), { evidence });
    expect(late.code, late.stdout).toBe(0);
    expect(late.stdout).toContain('no open pull request has the commit');
    expect(site.server.comments).toHaveLength(1);
    expect(writes()).toHaveLength(1);
  });

  it('takes workflow_run of a pull request of the repository itself as one of its own', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    const evidence = await download(await work(node, 'pull_request', opened()));
    const published = await runPublish(await publisher(node, 'workflow_run', workflowRun(false)), { evidence });
    expect(published.code, published.stdout).toBe(0);
    expect(site.server.comments).toHaveLength(1);
    expect(site.server.comments[0]?.body).not.toContain('The pull request itself');
  });

  it('serves a fork from a checkout of the base, which its code is never in', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    // As GitHub serves it: the fork's commit is in no branch of the repository.
    const served = join(site.temp, 'served/octo-org/hello.world.git');
    git(site.temp, 'clone', '-q', '--bare', site.repo, served);
    git(served, 'update-ref', `refs/pull/${PULL}/head`, site.head);
    git(served, 'update-ref', '-d', 'refs/heads/topic');
    const remote = await GitServer.start({ root: join(site.temp, 'served') });
    try {
      const checkout = join(site.temp, 'checkout');
      git(site.temp, 'clone', '-q', '--depth=1', '--branch=main', '--no-tags', `file://${served}`, checkout);
      expect(git(checkout, 'rev-parse', 'HEAD')).toBe(site.base);
      const before = await treeDigest(checkout);
      const job = site.job(node, 'pull_request_target', site.forkPayload(), {
        token: READ_TOKEN,
        workspace: checkout,
        github: { GITHUB_SERVER_URL: remote.url },
      });
      const refused = await runMain(job, WITH);
      expect(errors(refused)).toContain('publish: later');
      const run = await runMain(job, { ...WITH, publish: 'later' });
      expect(run.code, run.stdout + run.stderr).toBe(0);
      expect(await treeDigest(checkout)).toBe(before);
      expect(writes()).toEqual([]);
      const published = await runPublish(await publisher(node, 'pull_request_target', site.forkPayload()), {
        evidence: await download(run),
        'manifest-sha256': bound(run),
      });
      expect(published.code, published.stdout).toBe(0);
      expect(published.outputs['check-url']).not.toBe('');
      expect(site.server.comments).toHaveLength(1);
      expect(site.server.comments[0]?.body).not.toContain('The pull request itself');
    } finally {
      await remote.close();
    }
  });

  it('is asked of GitHub where a comment started it, and an older head is said and delivered nowhere', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    const created = site.payload('issue_comment', 'created');
    const payload = {
      ...created,
      issue: { ...(created['issue'] as object), number: PULL, pull_request: { url: 'https://x' } },
    };
    const evidence = await download(await work(node, 'pull_request', opened()));
    const pull = site.server.pulls.get(PULL);
    if (!pull) throw new Error('no pull request');
    site.server.pulls.set(PULL, { ...pull, headSha: site.base });
    const published = await runPublish(await publisher(node, 'issue_comment', payload), {
      evidence,
      deliver: 'commit',
    });
    expect(published.code, published.stdout).toBe(0);
    expect(published.outputs).toMatchObject({ 'check-url': '', delivery: 'refused' });
    expect(site.server.comments[0]?.body).toContain('**Made for another commit**');
    expect(writes()).toHaveLength(1);
  });

  it('names every input that is no good, and never a token', async () => {
    site = await ActionSite.make(api, { readToken: READ_TOKEN });
    const given = {
      'manifest-sha256': 'no',
      'pull-request': '0',
      comment: 'maybe',
      'github-token': `${TOKEN} x`,
      deliverr: 'commit',
    };
    const published = await runPublish(await publisher(node, 'pull_request', opened()), given);
    expect(published.code).toBe(1);
    const said = errors(published);
    for (const name of ['evidence', 'manifest-sha256', 'pull-request', 'comment', 'github-token', 'deliverr'])
      expect(said).toContain(name);
    expect(said).not.toContain(TOKEN);
  });
});
