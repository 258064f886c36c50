import { describe, expect, it } from 'vitest';
import { DEFAULT_RETRY_POLICY } from '../../src/publish/retry.js';
import { PULL } from '../support/delivery-lab.js';
import { DeliverySite } from '../support/delivery-site.js';

/*
 * How a branch is moved: from the commit that was worked on, or not at all. GitHub's own GraphQL schema says what may be
 * asked.
 */

const site = new DeliverySite({ kind: 'commit' });

const MOVED = {
  state: 'refused',
  reason: 'the branch has moved since the run began: the change was proved on another commit',
};
const UNTYPED = { message: 'Something went wrong while executing your query. Please include `1:2` when reporting it.' };

describe('a branch is moved from the commit that was worked on', () => {
  it('and not from one that it was set back to in the last moment', async () => {
    site.lab.repository.beforeMove = () => {
      site.lab.repository.beforeMove = undefined;
      site.lab.repository.line('update-ref', 'refs/heads/topic', site.lab.main);
    };
    expect(await site.lab.deliver(site.github())).toMatchObject(MOVED);
    // The delivered commit follows from it all the same: only the condition keeps it out.
    expect(site.lab.repository.tip('topic')).toBe(site.lab.main);
  });

  it('and not where somebody has deleted it', async () => {
    site.lab.repository.beforeMove = () => {
      site.lab.repository.beforeMove = undefined;
      site.lab.repository.line('update-ref', '-d', 'refs/heads/topic');
    };
    expect(await site.lab.deliver(site.github())).toMatchObject(MOVED);
    expect(site.lab.repository.tip('topic')).toBeUndefined();
  });

  it('and, of a branch of its own, from the change that was there', async () => {
    const settings = { kind: 'pull-request', branch: 'cleanroom/fixed' } as const;
    expect(await site.lab.deliver(site.github(), { settings })).toMatchObject({ state: 'delivered' });
    // As an earlier run left it, with another change.
    const words = site.lab.repository.line('log', '-1', '--format=%B', 'cleanroom/fixed');
    const earlier = site.lab.repository.line(
      'commit-tree',
      '-m',
      words,
      '-p',
      site.lab.head,
      `${site.lab.main}^{tree}`,
    );
    site.lab.repository.line('update-ref', 'refs/heads/cleanroom/fixed', earlier);
    site.lab.repository.beforeMove = () => {
      site.lab.repository.beforeMove = undefined;
      site.lab.repository.line('update-ref', 'refs/heads/cleanroom/fixed', site.lab.head);
    };
    expect(await site.lab.deliver(site.github(), { settings })).toMatchObject({ state: 'refused' });
    expect(site.lab.repository.tip('cleanroom/fixed')).toBe(site.lab.head);
  });
});

describe('rules of a branch', () => {
  const many = (count: number, last: string): string[] => [
    ...Array.from({ length: count - 1 }, () => 'deletion'),
    last,
  ];

  it.each([100, 101, 250])('are read to the last of %d, with and without links to more', async (count) => {
    site.lab.repository.rules.set('topic', many(count, 'pull_request'));
    for (const kind of [undefined, 'no-links'] as const) {
      if (kind) site.server.fault({ kind, on: '/rules/branches', times: 9 });
      expect(await site.lab.deliver(site.github())).toMatchObject({
        state: 'refused',
        reason: 'the rule pull_request protects the branch topic',
      });
    }
    expect(site.lab.delivered()).toEqual([]);
  });

  it('that do not end let nothing be written', async () => {
    site.lab.repository.rules.set('topic', many(1000, 'deletion'));
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'failed', code: 'github.too-many-pages' });
    expect(site.lab.delivered()).toEqual([]);
    site.lab.repository.rules.set('topic', many(999, 'deletion'));
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
  });
});

describe('errors of GraphQL', () => {
  it.each([
    ['RATE_LIMITED', 'API rate limit exceeded for installation ID 1.'],
    [undefined, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
  ])('of a limit (%s) are waited for', async (type, message) => {
    site.server.state.graphqlErrors.push({ ...(type ? { type } : {}), message });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.waits).toEqual([60_000]);
    expect(site.lab.delivered()).toHaveLength(1);
  });

  it('of a limit, behind an answer that got lost, leave it to the branch to tell', async () => {
    site.server.fault({ kind: 'lost', on: 'POST /graphql' });
    site.server.fault({ kind: 'primary', on: 'POST /graphql', seconds: 4000 });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.lab.delivered()).toHaveLength(1);
    expect(site.waits).toEqual([1000]);
  });

  it('of the server are said again', async () => {
    site.server.state.graphqlErrors.push(UNTYPED, UNTYPED);
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.waits).toEqual([1000, 2000]);
    expect(site.lab.delivered()).toHaveLength(1);
  });

  it('of the server, given for a branch that has moved, tell that it has', async () => {
    site.server.state.graphqlErrors.push(...Array.from({ length: 20 }, () => UNTYPED));
    const client = site.github(() => site.lab.repository.line('update-ref', 'refs/heads/topic', site.lab.main));
    expect(await site.lab.deliver(client)).toMatchObject(MOVED);
    expect(site.waits).toHaveLength(DEFAULT_RETRY_POLICY.maxAttempts - 1);
  });

  it.each([
    ['FORBIDDEN', 'Resource not accessible by integration', 'github.forbidden', /contents: write/],
    [
      'INSUFFICIENT_SCOPES',
      "Your token has not the scopes that the 'updateRefs' field requires",
      'github.forbidden',
      /contents: write/,
    ],
    ['NOT_FOUND', 'Could not resolve to a node', 'github.not-found', /contents: write/],
    ['UNPROCESSABLE', 'Protected branch update failed', 'github.rejected', /contents: write/],
    [undefined, "Field 'updateRefs' doesn't exist on type 'Mutation'", 'github.rejected', /deliver-sign to git/],
  ])('of type %s (%s) end it', async (type, message, code, hint) => {
    site.server.state.graphqlErrors.push({ ...(type ? { type } : {}), message });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'failed',
      code,
      hint: expect.stringMatching(hint),
    });
    expect(site.lab.delivered()).toEqual([]);
    expect(site.server.pulls.get(PULL)?.headSha).toBe(site.lab.head);
  });
});
