import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AFTER, PULL, RUN_URL } from '../support/delivery-lab.js';
import { DeliverySite } from '../support/delivery-site.js';
import type { FaultKind } from '../support/github-server.js';

const UNCLEAR: readonly FaultKind[] = ['lost', 'truncated', 'late', 'limit'];
const site = new DeliverySite();

describe('deliver: none and artifact', () => {
  it.each([
    ['none', 'delivery is turned off'],
    ['artifact', 'the change stays in the evidence'],
  ] as const)('%s asks GitHub nothing', async (kind, reason) => {
    await site.make({ kind });
    expect(await site.lab.deliver(site.github())).toEqual({ state: 'skipped', kind, reason });
    expect(site.server.requests).toEqual([]);
  });
});

describe('what is delivered', () => {
  it('is nothing where nothing was verified', async () => {
    await site.make({ kind: 'commit', verdict: { verdict: 'attempts-exhausted', green: false, verified: false } });
    expect(await site.lab.deliver(site.github())).toEqual({
      state: 'skipped',
      kind: 'commit',
      reason: 'no change was verified',
    });
    expect(site.server.requests).toEqual([]);
  });

  it('is only the patch that the proved attempt recorded', async () => {
    await site.make({ kind: 'commit' });
    await writeFile(
      join(site.lab.evidence, 'change.patch'),
      site.lab.patch.toString('latin1').replace('a + b', 'a * b'),
      'latin1',
    );
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'the patch in the evidence is not the one that was proved',
    });
    expect(site.server.requests).toEqual([]);
  });

  it('keeps to the limits on files and size, and needs a token', async () => {
    await site.make({ kind: 'commit' });
    expect(await site.lab.deliver(site.github(), { settings: { maxFiles: 2 } })).toMatchObject({
      state: 'refused',
      reason: 'the change is of 3 files, the limit is 2',
    });
    expect(await site.lab.deliver(site.github(), { settings: { maxBytes: 100 } })).toMatchObject({
      state: 'refused',
      reason: `the patch has ${site.lab.patch.length} bytes, the limit is 100`,
    });
    expect(await site.lab.deliver(undefined)).toMatchObject({ state: 'refused', reason: 'there is no GitHub token' });
    expect(site.server.requests).toEqual([]);
  });

  it('is of the commit of this job’s own event, whatever the evidence says', async () => {
    await site.make({ kind: 'commit' });
    const pullRequest = { ...site.lab.target.pullRequest!, headSha: site.lab.main };
    expect(await site.lab.deliver(site.github(), { target: { pullRequest } })).toMatchObject({
      state: 'refused',
      reason: 'the evidence is about another commit than the event of this job',
    });
  });

  it('is no workflow and no link that leads out', async () => {
    await site.make({ kind: 'commit', after: { ...AFTER, '.github/workflows/ci.yml': 'on: push\n' } });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: '.github/workflows/ci.yml is a workflow',
    });
    await site.make({
      kind: 'pull-request',
      after: { ...AFTER, x: { mode: '120000', content: Buffer.from('/etc/passwd') } },
    });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'x is a symbolic link to an absolute path',
    });
    expect(site.writes).toEqual([]);
  });
});

describe('deliver: commit', () => {
  it('makes one commit, the work commit with the patch and nothing else, that GitHub signs', async () => {
    await site.make({ kind: 'commit' });
    const state = await site.lab.deliver(site.github());
    const [commit, ...more] = site.lab.delivered();
    expect(more).toEqual([]);
    expect(state).toMatchObject({ state: 'delivered', kind: 'commit', branch: 'topic', commit });
    expect(site.lab.treeOf('topic')).toBe(site.lab.after);
    expect(site.server.state.signed.get(commit!)).toBe(true);
    const message = site.lab.repository.line('log', '-1', '--format=%B', commit!);
    expect(message).toContain(`\nCleanroom-Run: ${RUN_URL}`);
    expect(message).toMatch(
      /^Apply verified change [0-9a-f]{12}\n\nThe verifier passes with it in a pristine room\.\n\nCleanroom-Patch: [0-9a-f]{64}\nCleanroom-Base: /,
    );
    expect(site.writes).toEqual(['POST git/blobs', 'POST git/trees', 'POST git/commits', 'POST graphql']);
    const refUpdates = [{ name: 'refs/heads/topic', beforeOid: site.lab.head, afterOid: commit, force: false }];
    expect(site.server.requests.find(({ path }) => path === '/graphql')?.body).toMatchObject({
      variables: { input: { refUpdates } },
    });

    // The same job again, and another one that sees the pull request where it is now.
    const before = site.writes.length;
    expect(await site.lab.deliver(site.github())).toEqual(state);
    site.server.pulls.set(PULL, { ...site.server.pulls.get(PULL)!, headSha: commit! });
    site.lab.repository.push('topic');
    expect(await site.lab.deliver(site.github())).toEqual(state);
    expect(site.writes).toHaveLength(before);
  });

  it.each(UNCLEAR)('delivers once when %s hits any of its requests', async (kind) => {
    await site.make({ kind: 'commit' });
    for (const on of ['POST', 'POST /graphql', 'git/ref/', 'branches']) {
      site.server.fault({ kind, on, times: 2 });
      expect(await site.lab.deliver(site.github()), on).toMatchObject({ state: 'delivered' });
      expect(site.lab.delivered(), on).toHaveLength(1);
      expect(site.lab.treeOf('topic'), on).toBe(site.lab.after);
      site.lab.reset(site.server);
    }
  });

  it('refuses when the head has moved, and when it moves in the last moment', async () => {
    await site.make({ kind: 'commit' });
    const moved = {
      state: 'refused',
      reason: 'the branch has moved since the run began: the change was proved on another commit',
    };
    const pushed = site.lab.repository.push('topic');
    expect(await site.lab.deliver(site.github())).toMatchObject(moved);
    site.lab.repository.line('update-ref', 'refs/heads/topic', site.lab.head);
    site.server.pulls.set(PULL, { ...site.server.pulls.get(PULL)!, headSha: pushed });
    expect(await site.lab.deliver(site.github())).toMatchObject(moved);
    expect(site.writes).toEqual([]);
    site.server.pulls.set(PULL, { ...site.server.pulls.get(PULL)!, headSha: site.lab.head });
    site.lab.repository.beforeMove = () => {
      site.lab.repository.beforeMove = undefined;
      site.lab.repository.push('topic', 'race');
    };
    expect(await site.lab.deliver(site.github())).toMatchObject(moved);
    expect(site.lab.repository.line('ls-tree', '--name-only', 'topic')).toContain('race');
    expect(site.lab.delivered()).toHaveLength(1);
  });

  it('puts no other tree on the branch than the one that it computed', async () => {
    await site.make({ kind: 'commit' });
    site.lab.repository.wrongTree = site.lab.treeOf('main');
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'the tree that GitHub made is not the commit that was worked on with the patch',
    });
    expect(site.lab.delivered()).toEqual([]);
  });

  it('takes the same change of another job, in the last moment, for its own', async () => {
    await site.make({ kind: 'commit' });
    site.lab.repository.beforeMove = () => {
      site.lab.repository.beforeMove = undefined;
      const twin = site.lab.repository.line('commit-tree', '-m', 'twin', '-p', site.lab.head, site.lab.after);
      site.lab.repository.line('update-ref', 'refs/heads/topic', twin);
    };
    const state = await site.lab.deliver(site.github());
    expect(state).toMatchObject({ state: 'delivered', commit: site.lab.repository.tip('topic') });
    expect(site.lab.delivered()).toHaveLength(1);
  });

  it('never writes to a default or protected branch, nor where it cannot tell', async () => {
    await site.make({ kind: 'commit' });
    site.lab.repository.defaultBranch = 'topic';
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'topic is the default branch',
    });
    site.lab.repository.defaultBranch = 'main';
    site.lab.repository.protected.add('topic');
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'topic is a protected branch',
    });
    site.lab.repository.protected.clear();
    for (const rule of ['pull_request', 'update', 'required_status_checks']) {
      site.lab.repository.rules.set('topic', ['deletion', rule]);
      expect(await site.lab.deliver(site.github())).toMatchObject({
        state: 'refused',
        reason: `the rule ${rule} protects the branch topic`,
      });
    }
    site.lab.repository.rules.clear();
    for (const on of ['GET /repos/{owner}/{repo}/rules', 'branches/{branch}', 'GET /repos/{owner}/{repo}']) {
      site.server.fault({ kind: 'forbidden', on, times: 1 });
      expect(await site.lab.deliver(site.github()), on).toMatchObject({ state: 'failed', code: 'github.forbidden' });
    }
    expect(site.writes).toEqual([]);
    site.lab.repository.rules.set('topic', ['deletion', 'non_fast_forward', 'required_signatures', 'creation']);
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
  });

  it('refuses forks, closed pull requests, runs without one, and changes of what decides', async () => {
    await site.make({ kind: 'commit' });
    const pull = site.server.pulls.get(PULL)!;
    site.server.pulls.set(PULL, { ...pull, headRepository: 'mallory/hello.world' });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'the pull request comes from a fork',
    });
    site.server.pulls.set(PULL, { ...pull, state: 'closed' });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'the pull request is closed',
    });
    site.server.pulls.set(PULL, pull);
    expect(await site.lab.deliver(site.github(), { target: { pullRequest: null } })).toMatchObject({
      state: 'refused',
      reason: 'the run belongs to no pull request',
    });
    await site.make({ kind: 'commit', verdict: { verdict: 'verified-with-verifier-change' } });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'a part of the change is a change of what decides',
    });
    expect(site.writes).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    await site.make({ kind: 'commit' });
    site.server.fault({ kind: 'forbidden', on: 'POST /repos/{owner}/{repo}/git/blobs' });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'failed',
      kind: 'commit',
      code: 'github.forbidden',
      hint: expect.stringContaining('`contents: write`'),
    });
    expect(site.lab.delivered()).toEqual([]);
  });
});
