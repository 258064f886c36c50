import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HEAD, PULL, RUN_URL } from '../support/delivery-lab.js';
import { DeliverySite } from '../support/delivery-site.js';
import type { FaultKind } from '../support/github-server.js';
import { LIVE, parseMarkdown, textNodes } from '../unit/publish/support/markdown.js';

const UNCLEAR: readonly FaultKind[] = ['lost', 'truncated', 'late', 'limit'];
const site = new DeliverySite();

describe('deliver: pull-request', () => {
  /** What an earlier run put on the branch, or what somebody made of it. */
  const earlierOf = (tree: string, { title = '', parent = site.lab.head, end = '' } = {}): string =>
    site.lab.repository
      .git(
        ['commit-tree', '-p', parent, '-F', '-', tree],
        `Apply verified change ${'a'.repeat(12)}${title}\n\nThe verifier passes with it in a pristine room.\n\nCleanroom-Patch: ${'a'.repeat(64)}\nCleanroom-Base: ${site.lab.head}\nCleanroom-Run: ${RUN_URL}\n${end}`,
      )
      .toString()
      .trim();
  const ours = (): readonly number[] => [...site.server.pulls.keys()].filter((number) => number !== PULL);
  const branches = (): string[] =>
    site.lab.repository.line('for-each-ref', '--format=%(refname:short)', 'refs/heads').split('\n');

  it('makes a draft from a branch of its own into the pull request’s branch, once', async () => {
    await site.make({ kind: 'pull-request' });
    const state = await site.lab.deliver(site.github());
    const [number, ...more] = ours();
    expect(more).toEqual([]);
    const pull = site.server.pulls.get(number!)!;
    expect(pull).toMatchObject({ baseRef: 'topic', draft: true, title: 'Verified change for pull request 17' });
    expect(pull.headRef).toMatch(/^cleanroom\/pr-17-[0-9a-f]{12}$/);
    expect(site.lab.treeOf(pull.headRef)).toBe(site.lab.after);
    expect(site.lab.repository.line('rev-parse', `${pull.headRef}^`)).toBe(site.lab.head);
    expect(site.lab.repository.tip('topic')).toBe(site.lab.head);
    expect(state).toMatchObject({
      state: 'delivered',
      branch: pull.headRef,
      url: expect.stringContaining(`/pull/${number}`),
    });

    expect(await site.lab.deliver(site.github())).toEqual(state);
    site.server.pulls.set(number!, { ...pull, body: `${pull.body!.split('\n')[0]}\nold` });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.server.pulls.get(number!)?.body).toBe(pull.body);
    // A person's own words stay.
    site.server.pulls.set(number!, { ...pull, body: 'mine' });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.server.pulls.get(number!)?.body).toBe('mine');
    // Who closed it has decided.
    site.server.pulls.set(number!, { ...pull, state: 'closed' });
    site.lab.repository.line('update-ref', '-d', `refs/heads/${pull.headRef}`);
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'delivered',
      words: expect.stringContaining('is closed'),
    });
    expect(ours()).toHaveLength(1);
    expect(branches()).toEqual(['main', 'topic']);
  });

  it.each(UNCLEAR)('delivers once when %s hits any of its requests', async (kind) => {
    await site.make({ kind: 'pull-request' });
    for (const on of [
      'git/refs',
      'POST /repos/{owner}/{repo}/pulls',
      'git/commits',
      'GET /repos/{owner}/{repo}/pulls',
      'git/ref/',
    ]) {
      site.server.fault({ kind, on, times: 2 });
      expect(await site.lab.deliver(site.github()), on).toMatchObject({ state: 'delivered' });
      expect(ours(), on).toHaveLength(1);
      expect(branches(), on).toHaveLength(3);
      site.lab.reset(site.server);
    }
  });

  it('goes on from its own branch without forcing, and leaves other people’s alone', async () => {
    await site.make({ kind: 'pull-request', settings: { branch: 'cleanroom/fix' } });
    site.lab.repository.push('cleanroom/fix');
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'the branch cleanroom/fix is there already, and its last commit is not ours',
    });
    expect(site.writes).toEqual([]);
    site.lab.repository.line('update-ref', '-d', 'refs/heads/cleanroom/fix');
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    const first = site.lab.repository.tip('cleanroom/fix')!;
    const [number] = ours();
    const kept = site.server.pulls.get(number!)!;

    // Another run, on the same branch name, with another change.
    await site.make({
      kind: 'pull-request',
      settings: { branch: 'cleanroom/fix' },
      after: { ...HEAD, 'README.md': 'other\n' },
    });
    const tree = site.lab.repository.line('rev-parse', `${site.lab.head}^{tree}`);
    const earlier = earlierOf(tree);
    site.lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', earlier);
    site.server.pulls.set(number!, kept);
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.lab.repository.line('log', '-1', '--format=%P', 'cleanroom/fix')).toBe(`${earlier} ${site.lab.head}`);
    expect(site.lab.treeOf('cleanroom/fix')).toBe(site.lab.after);
    expect(ours()).toEqual([number]);
    expect(first).not.toBe(earlier);
  });

  it('takes no commit for its own that somebody squashed or rebased', async () => {
    await site.make({ kind: 'pull-request', settings: { branch: 'cleanroom/fix' } });
    const tree = site.lab.treeOf('topic');
    const others = [
      earlierOf(tree, { title: ' (#12)' }),
      earlierOf(tree, { parent: site.lab.main }),
      earlierOf(tree, { end: '\nand more' }),
    ];
    for (const commit of others) {
      site.lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', commit);
      expect(await site.lab.deliver(site.github())).toMatchObject({
        state: 'refused',
        reason: 'the branch cleanroom/fix is there already, and its last commit is not ours',
      });
    }
    expect(site.writes).toEqual([]);
    site.lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', earlierOf(tree));
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
  });

  it('puts nothing on the branch that the pull request goes into, whoever its last commit is from', async () => {
    await site.make({ kind: 'pull-request', settings: { branch: 'main' } });
    site.lab.repository.defaultBranch = 'trunk';
    site.lab.repository.line('update-ref', 'refs/heads/main', earlierOf(site.lab.treeOf('main')));
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'main is the branch that the pull request is for',
    });
    expect(site.writes).toEqual([]);
  });

  it('puts no change of what decides where somebody has called another change ready', async () => {
    await site.make({
      kind: 'pull-request',
      settings: { branch: 'cleanroom/fix', draft: false },
      verdict: { verdict: 'verified-with-verifier-change' },
    });
    const earlier = earlierOf(site.lab.treeOf('topic'));
    site.lab.repository.line('update-ref', 'refs/heads/cleanroom/fix', earlier);
    const pull = site.server.pulls.get(PULL)!;
    // What it goes into does not matter.
    const ready = { ...pull, number: 18, headRef: 'cleanroom/fix', headSha: earlier, baseRef: 'main', draft: false };
    site.server.pulls.set(18, ready);
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('pull request 18 from the branch cleanroom/fix is no draft'),
    });
    expect(site.writes).toEqual([]);
    expect(site.lab.repository.tip('cleanroom/fix')).toBe(earlier);
    site.server.pulls.set(18, { ...ready, draft: true });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.lab.treeOf('cleanroom/fix')).toBe(site.lab.after);
    // Who calls that one ready has read it.
    site.server.pulls.set(18, ready);
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
  });

  it('says nothing of the agent’s in commit and title, and makes its text inert in the body', async () => {
    const words =
      'fixes #1 closes octo-org/hello.world#2 @mallory <img src=x onerror=1> [skip ci]\n\nCo-authored-by: m <m@x>';
    const report = { summary: words, changes: [{ path: 'a', why: words }], blocked: null };
    await site.make({ kind: 'pull-request', verdict: { reason: words, notices: [words] } });
    await writeFile(join(site.lab.evidence, 'report.json'), JSON.stringify(report));
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    const made = site.server.pulls.get(ours()[0]!)!;
    const message = site.lab.repository.line('log', '-1', '--format=%B', made.headRef);
    const texts = [message, made.title ?? ''];
    for (const text of texts) expect(text).not.toMatch(/#|@|fixes|closes|skip|author/i);
    expect(message.split('\n')).toHaveLength(7);
    const shown = textNodes(await parseMarkdown(made.body ?? ''));
    expect(shown.join(' ')).toContain('mallory');
    for (const pattern of LIVE) expect(shown.filter((text) => pattern.test(text))).toEqual([]);
  });

  it('serves a branch without a pull request, also when that has gone on, and no rewritten one', async () => {
    await site.make({ kind: 'pull-request', target: 'branch' });
    site.lab.repository.push('topic');
    const state = await site.lab.deliver(site.github());
    expect(state).toMatchObject({
      state: 'delivered',
      branch: expect.stringMatching(/^cleanroom\/topic-[0-9a-f]{12}$/),
    });
    expect([...site.server.pulls.values()].at(-1)).toMatchObject({
      baseRef: 'topic',
      title: 'Verified change for topic',
    });
    site.lab.repository.line('update-ref', 'refs/heads/topic', site.lab.main);
    // A tag of that name is no branch.
    site.lab.repository.line('update-ref', 'refs/tags/topic', site.lab.head);
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('has moved'),
    });
  });

  it('may be for the default branch, never from it, and is a draft where what decides was changed', async () => {
    await site.make({
      kind: 'pull-request',
      target: 'branch',
      settings: { draft: false },
      verdict: { verdict: 'verified-with-verifier-change' },
    });
    site.lab.repository.line('update-ref', 'refs/heads/main', site.lab.head);
    const target = { branch: 'main' };
    expect(await site.lab.deliver(site.github(), { target, settings: { branch: 'main' } })).toMatchObject({
      state: 'refused',
    });
    site.lab.repository.protected.add('topic');
    expect(await site.lab.deliver(site.github(), { target, settings: { branch: 'topic' } })).toMatchObject({
      state: 'refused',
      reason: 'topic is a protected branch',
    });
    expect(await site.lab.deliver(site.github(), { target })).toMatchObject({ state: 'delivered' });
    expect([...site.server.pulls.values()].at(-1)).toMatchObject({ baseRef: 'main', draft: true });
  });

  it('refuses forks and moved heads', async () => {
    await site.make({ kind: 'pull-request' });
    const pull = site.server.pulls.get(PULL)!;
    site.server.pulls.set(PULL, { ...pull, headRepository: null });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'the pull request comes from a fork',
    });
    site.server.pulls.set(PULL, pull);
    site.lab.repository.push('topic');
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('has moved'),
    });
    expect(site.writes).toEqual([]);
  });

  it('tells of the setting that a workflow’s own token needs', async () => {
    await site.make({ kind: 'pull-request' });
    site.server.fault({ kind: 'forbidden', on: 'POST /repos/{owner}/{repo}/pulls' });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'failed',
      hint: expect.stringContaining('Allow GitHub Actions to create and approve pull requests'),
    });
  });
});
