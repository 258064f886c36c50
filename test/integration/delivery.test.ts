import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GitHub } from '../../src/publish/github.js';
import type { RetryPolicy } from '../../src/publish/retry.js';
import { AFTER, DeliveryLab, HEAD, type LabOptions, PULL, RUN_URL } from '../support/delivery-lab.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { type FaultKind, GitHubServer } from '../support/github-server.js';
import { LIVE, parseMarkdown, textNodes } from '../unit/publish/support/markdown.js';

const RETRY: RetryPolicy = {
  maxAttempts: 6,
  totalMs: 180_000,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  // Nothing stalls here: a busy machine must not be taken for a lost request.
  requestTimeoutMs: 30_000,
};
const UNCLEAR: readonly FaultKind[] = ['lost', 'truncated', 'late', 'limit'];

let api: GitHubOpenApi;
let server: GitHubServer;
let lab: DeliveryLab;
let now: number;

beforeAll(() => {
  api = new GitHubOpenApi();
});
beforeEach(async () => {
  now = Date.UTC(2026, 0, 2);
  server = await GitHubServer.start(api, { now: () => now });
});
afterEach(async () => {
  await server.close();
  await lab.close();
  expect(server.violations).toEqual([]);
});

async function make(options: LabOptions): Promise<DeliveryLab> {
  lab = await DeliveryLab.make(server, options);
  return lab;
}

/** Waiting moves the clock and nothing else. */
function github(): GitHub {
  return new GitHub({
    token: server.token,
    apiUrl: server.url,
    repository: server.repository,
    clock: { now: () => now, monotonic: () => now },
    sleep: async (ms) => {
      now += ms;
    },
    random: () => 0,
    retry: RETRY,
  });
}

const writes = (): string[] =>
  server.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.replace(/^\/(?:repos\/[^/]+\/[^/]+\/)?/, '')}`);

describe('deliver: none and artifact', () => {
  it.each([
    ['none', 'delivery is turned off'],
    ['artifact', 'the change stays in the evidence'],
  ] as const)('%s asks GitHub nothing', async (kind, reason) => {
    await make({ kind });
    expect(await lab.deliver(github())).toEqual({ state: 'skipped', kind, reason });
    expect(server.requests).toEqual([]);
  });
});

describe('what is delivered', () => {
  it('is nothing where nothing was verified', async () => {
    await make({ kind: 'commit', verdict: { verdict: 'attempts-exhausted', green: false, verified: false } });
    expect(await lab.deliver(github())).toEqual({ state: 'skipped', kind: 'commit', reason: 'no change was verified' });
    expect(server.requests).toEqual([]);
  });

  it('is only the patch that the proved attempt recorded', async () => {
    await make({ kind: 'commit' });
    await writeFile(
      join(lab.evidence, 'change.patch'),
      lab.patch.toString('latin1').replace('a + b', 'a * b'),
      'latin1',
    );
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'the patch in the evidence is not the one that was proved',
    });
    expect(server.requests).toEqual([]);
  });

  it('keeps to the limits on files and size, and needs a token', async () => {
    await make({ kind: 'commit' });
    expect(await lab.deliver(github(), { settings: { maxFiles: 2 } })).toMatchObject({
      state: 'refused',
      reason: 'the change is of 3 files, the limit is 2',
    });
    expect(await lab.deliver(github(), { settings: { maxBytes: 100 } })).toMatchObject({
      state: 'refused',
      reason: `the patch has ${lab.patch.length} bytes, the limit is 100`,
    });
    expect(await lab.deliver(undefined)).toMatchObject({ state: 'refused', reason: 'there is no GitHub token' });
    expect(server.requests).toEqual([]);
  });

  it('is of the commit of this job’s own event, whatever the evidence says', async () => {
    await make({ kind: 'commit' });
    const pullRequest = { ...lab.target.pullRequest!, headSha: lab.main };
    expect(await lab.deliver(github(), { target: { pullRequest } })).toMatchObject({
      state: 'refused',
      reason: 'the evidence is about another commit than the event of this job',
    });
  });

  it('is no workflow and no link that leads out', async () => {
    await make({ kind: 'commit', after: { ...AFTER, '.github/workflows/ci.yml': 'on: push\n' } });
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: '.github/workflows/ci.yml is a workflow',
    });
    await lab.close();
    await make({
      kind: 'pull-request',
      after: { ...AFTER, x: { mode: '120000', content: Buffer.from('/etc/passwd') } },
    });
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'x is a symbolic link to an absolute path',
    });
    expect(writes()).toEqual([]);
  });
});

describe('deliver: commit', () => {
  it('makes one commit, the work commit with the patch and nothing else, that GitHub signs', async () => {
    await make({ kind: 'commit' });
    const state = await lab.deliver(github());
    const [commit, ...more] = lab.delivered();
    expect(more).toEqual([]);
    expect(state).toMatchObject({ state: 'delivered', kind: 'commit', branch: 'topic', commit });
    expect(lab.treeOf('topic')).toBe(lab.after);
    expect(server.state.signed.get(commit!)).toBe(true);
    const message = lab.repository.line('log', '-1', '--format=%B', commit!);
    expect(message).toContain(`\nCleanroom-Run: ${RUN_URL}`);
    expect(message).toMatch(
      /^Apply verified change [0-9a-f]{12}\n\nThe verifier passes with it in a pristine room\.\n\nCleanroom-Patch: [0-9a-f]{64}\nCleanroom-Base: /,
    );
    expect(writes()).toEqual(['POST git/blobs', 'POST git/trees', 'POST git/commits', 'POST graphql']);
    const refUpdates = [{ name: 'refs/heads/topic', beforeOid: lab.head, afterOid: commit, force: false }];
    expect(server.requests.find(({ path }) => path === '/graphql')?.body).toMatchObject({
      variables: { input: { refUpdates } },
    });

    // The same job again, and another one that sees the pull request where it is now.
    const before = writes().length;
    expect(await lab.deliver(github())).toEqual(state);
    server.pulls.set(PULL, { ...server.pulls.get(PULL)!, headSha: commit! });
    lab.repository.push('topic');
    expect(await lab.deliver(github())).toEqual(state);
    expect(writes()).toHaveLength(before);
  });

  it.each(UNCLEAR)('delivers once when %s hits any of its requests', async (kind) => {
    await make({ kind: 'commit' });
    for (const on of ['POST', 'POST /graphql', 'git/ref/', 'branches']) {
      server.fault({ kind, on, times: 2 });
      expect(await lab.deliver(github()), on).toMatchObject({ state: 'delivered' });
      expect(lab.delivered(), on).toHaveLength(1);
      expect(lab.treeOf('topic'), on).toBe(lab.after);
      lab.reset(server);
    }
  });

  it('refuses when the head has moved, and when it moves in the last moment', async () => {
    await make({ kind: 'commit' });
    const moved = {
      state: 'refused',
      reason: 'the branch has moved since the run began: the change was proved on another commit',
    };
    const pushed = lab.repository.push('topic');
    expect(await lab.deliver(github())).toMatchObject(moved);
    lab.repository.line('update-ref', 'refs/heads/topic', lab.head);
    server.pulls.set(PULL, { ...server.pulls.get(PULL)!, headSha: pushed });
    expect(await lab.deliver(github())).toMatchObject(moved);
    expect(writes()).toEqual([]);
    server.pulls.set(PULL, { ...server.pulls.get(PULL)!, headSha: lab.head });
    lab.repository.beforeMove = () => {
      lab.repository.beforeMove = undefined;
      lab.repository.push('topic', 'race');
    };
    expect(await lab.deliver(github())).toMatchObject(moved);
    expect(lab.repository.line('ls-tree', '--name-only', 'topic')).toContain('race');
    expect(lab.delivered()).toHaveLength(1);
  });

  it('puts no other tree on the branch than the one that it computed', async () => {
    await make({ kind: 'commit' });
    lab.repository.wrongTree = lab.treeOf('main');
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'the tree that GitHub made is not the commit that was worked on with the patch',
    });
    expect(lab.delivered()).toEqual([]);
  });

  it('takes the same change of another job, in the last moment, for its own', async () => {
    await make({ kind: 'commit' });
    lab.repository.beforeMove = () => {
      lab.repository.beforeMove = undefined;
      const twin = lab.repository.line('commit-tree', '-m', 'twin', '-p', lab.head, lab.after);
      lab.repository.line('update-ref', 'refs/heads/topic', twin);
    };
    const state = await lab.deliver(github());
    expect(state).toMatchObject({ state: 'delivered', commit: lab.repository.tip('topic') });
    expect(lab.delivered()).toHaveLength(1);
  });

  it('never writes to a default or protected branch, nor where it cannot tell', async () => {
    await make({ kind: 'commit' });
    lab.repository.defaultBranch = 'topic';
    expect(await lab.deliver(github())).toMatchObject({ state: 'refused', reason: 'topic is the default branch' });
    lab.repository.defaultBranch = 'main';
    lab.repository.protected.add('topic');
    expect(await lab.deliver(github())).toMatchObject({ state: 'refused', reason: 'topic is a protected branch' });
    lab.repository.protected.clear();
    for (const rule of ['pull_request', 'update', 'required_status_checks']) {
      lab.repository.rules.set('topic', ['deletion', rule]);
      expect(await lab.deliver(github())).toMatchObject({
        state: 'refused',
        reason: `the rule ${rule} protects the branch topic`,
      });
    }
    lab.repository.rules.clear();
    for (const on of ['GET /repos/{owner}/{repo}/rules', 'branches/{branch}', 'GET /repos/{owner}/{repo}']) {
      server.fault({ kind: 'forbidden', on, times: 1 });
      expect(await lab.deliver(github()), on).toMatchObject({ state: 'failed', code: 'github.forbidden' });
    }
    expect(writes()).toEqual([]);
    lab.repository.rules.set('topic', ['deletion', 'non_fast_forward', 'required_signatures', 'creation']);
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
  });

  it('refuses forks, closed pull requests, runs without one, and changes of what decides', async () => {
    await make({ kind: 'commit' });
    const pull = server.pulls.get(PULL)!;
    server.pulls.set(PULL, { ...pull, headRepository: 'mallory/hello.world' });
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'the pull request comes from a fork',
    });
    server.pulls.set(PULL, { ...pull, state: 'closed' });
    expect(await lab.deliver(github())).toMatchObject({ state: 'refused', reason: 'the pull request is closed' });
    server.pulls.set(PULL, pull);
    expect(await lab.deliver(github(), { target: { pullRequest: null } })).toMatchObject({
      state: 'refused',
      reason: 'the run belongs to no pull request',
    });
    await lab.close();
    await make({ kind: 'commit', verdict: { verdict: 'verified-with-verifier-change' } });
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'a part of the change is a change of what decides',
    });
    expect(writes()).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    await make({ kind: 'commit' });
    server.fault({ kind: 'forbidden', on: 'POST /repos/{owner}/{repo}/git/blobs' });
    expect(await lab.deliver(github())).toMatchObject({
      state: 'failed',
      kind: 'commit',
      code: 'github.forbidden',
      hint: expect.stringContaining('`contents: write`'),
    });
    expect(lab.delivered()).toEqual([]);
  });
});

describe('deliver: pull-request', () => {
  /** What an earlier run put on the branch, or what somebody made of it. */
  const earlierOf = (tree: string, { title = '', parent = lab.head, end = '' } = {}): string =>
    lab.repository
      .git(
        ['commit-tree', '-p', parent, '-F', '-', tree],
        `Apply verified change ${'a'.repeat(12)}${title}\n\nThe verifier passes with it in a pristine room.\n\nCleanroom-Patch: ${'a'.repeat(64)}\nCleanroom-Base: ${lab.head}\nCleanroom-Run: ${RUN_URL}\n${end}`,
      )
      .toString()
      .trim();
  const ours = (): readonly number[] => [...server.pulls.keys()].filter((number) => number !== PULL);
  const branches = (): string[] =>
    lab.repository.line('for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n');

  it('makes a draft from a branch of its own into the pull request’s branch, once', async () => {
    await make({ kind: 'pull-request' });
    const state = await lab.deliver(github());
    const [number, ...more] = ours();
    expect(more).toEqual([]);
    const pull = server.pulls.get(number!)!;
    expect(pull).toMatchObject({ baseRef: 'topic', draft: true, title: 'Verified change for pull request 17' });
    expect(pull.headRef).toMatch(/^cleanroom\/pr-17-[0-9a-f]{12}$/);
    expect(lab.treeOf(pull.headRef)).toBe(lab.after);
    expect(lab.repository.line('rev-parse', `${pull.headRef}^`)).toBe(lab.head);
    expect(lab.repository.tip('topic')).toBe(lab.head);
    expect(state).toMatchObject({
      state: 'delivered',
      branch: pull.headRef,
      url: expect.stringContaining(`/pull/${number}`),
    });

    expect(await lab.deliver(github())).toEqual(state);
    server.pulls.set(number!, { ...pull, body: `${pull.body!.split('\n')[0]}\nold` });
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    expect(server.pulls.get(number!)?.body).toBe(pull.body);
    // A person's own words stay.
    server.pulls.set(number!, { ...pull, body: 'mine' });
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    expect(server.pulls.get(number!)?.body).toBe('mine');
    // Who closed it has decided.
    server.pulls.set(number!, { ...pull, state: 'closed' });
    lab.repository.line('update-ref', '-d', `refs/heads/${pull.headRef}`);
    expect(await lab.deliver(github())).toMatchObject({
      state: 'delivered',
      words: expect.stringContaining('is closed'),
    });
    expect(ours()).toHaveLength(1);
    expect(branches()).toEqual(['main', 'topic']);
  });

  it.each(UNCLEAR)('delivers once when %s hits any of its requests', async (kind) => {
    await make({ kind: 'pull-request' });
    for (const on of [
      'git/refs',
      'POST /repos/{owner}/{repo}/pulls',
      'git/commits',
      'GET /repos/{owner}/{repo}/pulls',
      'git/ref/',
    ]) {
      server.fault({ kind, on, times: 2 });
      expect(await lab.deliver(github()), on).toMatchObject({ state: 'delivered' });
      expect(ours(), on).toHaveLength(1);
      expect(branches(), on).toHaveLength(3);
      lab.reset(server);
    }
  });

  it('goes on from its own branch without forcing, and leaves other people’s alone', async () => {
    await make({ kind: 'pull-request', settings: { branch: 'cleanroom/fix' } });
    lab.repository.push('cleanroom/fix');
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'the branch cleanroom/fix is there already, and its last commit is not ours',
    });
    expect(writes()).toEqual([]);
    lab.repository.line('update-ref', '-d', 'refs/heads/cleanroom/fix');
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    const first = lab.repository.tip('cleanroom/fix')!;
    const [number] = ours();
    const kept = server.pulls.get(number!)!;
    await lab.close();

    // Another run, on the same branch name, with another change.
    await make({
      kind: 'pull-request',
      settings: { branch: 'cleanroom/fix' },
      after: { ...HEAD, 'README.md': 'other\n' },
    });
    const tree = lab.repository.line('rev-parse', `${lab.head}^{tree}`);
    const earlier = earlierOf(tree);
    lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', earlier);
    server.pulls.set(number!, kept);
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    expect(lab.repository.line('log', '-1', '--format=%P', 'cleanroom/fix')).toBe(`${earlier} ${lab.head}`);
    expect(lab.treeOf('cleanroom/fix')).toBe(lab.after);
    expect(ours()).toEqual([number]);
    expect(first).not.toBe(earlier);
  });

  it('takes no commit for its own that somebody squashed or rebased', async () => {
    await make({ kind: 'pull-request', settings: { branch: 'cleanroom/fix' } });
    const tree = lab.treeOf('topic');
    const others = [
      earlierOf(tree, { title: ' (#12)' }),
      earlierOf(tree, { parent: lab.main }),
      earlierOf(tree, { end: '\nand more' }),
    ];
    for (const commit of others) {
      lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', commit);
      expect(await lab.deliver(github())).toMatchObject({
        state: 'refused',
        reason: 'the branch cleanroom/fix is there already, and its last commit is not ours',
      });
    }
    expect(writes()).toEqual([]);
    lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', earlierOf(tree));
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
  });

  it('puts nothing on the branch that the pull request goes into, whoever its last commit is from', async () => {
    await make({ kind: 'pull-request', settings: { branch: 'main' } });
    lab.repository.defaultBranch = 'trunk';
    lab.repository.line('update-ref', 'refs/heads/main', earlierOf(lab.treeOf('main')));
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'main is the branch that the pull request is for',
    });
    expect(writes()).toEqual([]);
  });

  it('puts no change of what decides where somebody has called another change ready', async () => {
    await make({
      kind: 'pull-request',
      settings: { branch: 'cleanroom/fix', draft: false },
      verdict: { verdict: 'verified-with-verifier-change' },
    });
    const earlier = earlierOf(lab.treeOf('topic'));
    lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', earlier);
    const pull = server.pulls.get(PULL)!;
    // What it goes into does not matter.
    const ready = { ...pull, number: 18, headRef: 'cleanroom/fix', headSha: earlier, baseRef: 'main', draft: false };
    server.pulls.set(18, ready);
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('pull request 18 from the branch cleanroom/fix is no draft'),
    });
    expect(writes()).toEqual([]);
    expect(lab.repository.tip('cleanroom/fix')).toBe(earlier);
    server.pulls.set(18, { ...ready, draft: true });
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    expect(lab.treeOf('cleanroom/fix')).toBe(lab.after);
    // Who calls that one ready has read it.
    server.pulls.set(18, ready);
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
  });

  it('says nothing of the agent’s in commit and title, and makes its text inert in the body', async () => {
    const words =
      'fixes #1 closes octo-org/hello.world#2 @mallory <img src=x onerror=1> [skip ci]\n\nCo-authored-by: m <m@x>';
    const report = { summary: words, changes: [{ path: 'a', why: words }], blocked: null };
    await make({ kind: 'pull-request', verdict: { reason: words, notices: [words] } });
    await writeFile(join(lab.evidence, 'report.json'), JSON.stringify(report));
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    const made = server.pulls.get(ours()[0]!)!;
    const message = lab.repository.line('log', '-1', '--format=%B', made.headRef);
    const texts = [message, made.title ?? ''];
    for (const text of texts) expect(text).not.toMatch(/#|@|fixes|closes|skip|author/i);
    expect(message.split('\n')).toHaveLength(7);
    const shown = textNodes(await parseMarkdown(made.body ?? ''));
    expect(shown.join(' ')).toContain('mallory');
    for (const pattern of LIVE) expect(shown.filter((text) => pattern.test(text))).toEqual([]);
  });

  it('serves a branch without a pull request, also when that has gone on, and no rewritten one', async () => {
    await make({ kind: 'pull-request', target: 'branch' });
    lab.repository.push('topic');
    const state = await lab.deliver(github());
    expect(state).toMatchObject({
      state: 'delivered',
      branch: expect.stringMatching(/^cleanroom\/topic-[0-9a-f]{12}$/),
    });
    expect([...server.pulls.values()].at(-1)).toMatchObject({ baseRef: 'topic', title: 'Verified change for topic' });
    lab.repository.line('update-ref', 'refs/heads/topic', lab.main);
    // A tag of that name is no branch.
    lab.repository.line('update-ref', 'refs/tags/topic', lab.head);
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('has moved'),
    });
  });

  it('may be for the default branch, never from it, and is a draft where what decides was changed', async () => {
    await make({
      kind: 'pull-request',
      target: 'branch',
      settings: { draft: false },
      verdict: { verdict: 'verified-with-verifier-change' },
    });
    lab.repository.line('update-ref', 'refs/heads/main', lab.head);
    const target = { branch: 'main' };
    expect(await lab.deliver(github(), { target, settings: { branch: 'main' } })).toMatchObject({ state: 'refused' });
    lab.repository.protected.add('topic');
    expect(await lab.deliver(github(), { target, settings: { branch: 'topic' } })).toMatchObject({
      state: 'refused',
      reason: 'topic is a protected branch',
    });
    expect(await lab.deliver(github(), { target })).toMatchObject({ state: 'delivered' });
    expect([...server.pulls.values()].at(-1)).toMatchObject({ baseRef: 'main', draft: true });
  });

  it('refuses forks and moved heads', async () => {
    await make({ kind: 'pull-request' });
    const pull = server.pulls.get(PULL)!;
    server.pulls.set(PULL, { ...pull, headRepository: null });
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: 'the pull request comes from a fork',
    });
    server.pulls.set(PULL, pull);
    lab.repository.push('topic');
    expect(await lab.deliver(github())).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('has moved'),
    });
    expect(writes()).toEqual([]);
  });

  it('tells of the setting that a workflow’s own token needs', async () => {
    await make({ kind: 'pull-request' });
    server.fault({ kind: 'forbidden', on: 'POST /repos/{owner}/{repo}/pulls' });
    expect(await lab.deliver(github())).toMatchObject({
      state: 'failed',
      hint: expect.stringContaining('Allow GitHub Actions to create and approve pull requests'),
    });
  });
});
