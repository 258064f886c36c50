import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GitHub } from '../../src/publish/github.js';
import { DeliveryLab, PULL } from '../support/delivery-lab.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { GitHubServer } from '../support/github-server.js';

/*
 * How a branch is moved: from the commit that was worked on, or not at all. GitHub's own GraphQL schema says what may be
 * asked.
 */

let api: GitHubOpenApi;
let server: GitHubServer;
let lab: DeliveryLab;
let now: number;
let waits: number[];

beforeAll(() => {
  api = new GitHubOpenApi();
});
beforeEach(async () => {
  now = Date.UTC(2026, 0, 2);
  waits = [];
  server = await GitHubServer.start(api, { now: () => now });
  lab = await DeliveryLab.make(server, { kind: 'commit' });
});
afterEach(async () => {
  await server.close();
  await lab.close();
  expect(server.violations).toEqual([]);
});

function github(asleep: () => void = () => {}): GitHub {
  return new GitHub({
    token: server.token,
    apiUrl: server.url,
    repository: server.repository,
    clock: { now: () => now, monotonic: () => now },
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
      asleep();
    },
    random: () => 0,
  });
}

const MOVED = {
  state: 'refused',
  reason: 'the branch has moved since the run began: the change was proved on another commit',
};
const UNTYPED = { message: 'Something went wrong while executing your query. Please include `1:2` when reporting it.' };

describe('a branch is moved from the commit that was worked on', () => {
  it('and not from one that it was set back to in the last moment', async () => {
    lab.repository.beforeMove = () => {
      lab.repository.beforeMove = undefined;
      lab.repository.line('update-ref', 'refs/heads/topic', lab.main);
    };
    expect(await lab.deliver(github())).toMatchObject(MOVED);
    // The delivered commit follows from it all the same: only the condition keeps it out.
    expect(lab.repository.tip('topic')).toBe(lab.main);
  });

  it('and not where somebody has deleted it', async () => {
    lab.repository.beforeMove = () => {
      lab.repository.beforeMove = undefined;
      lab.repository.line('update-ref', '-d', 'refs/heads/topic');
    };
    expect(await lab.deliver(github())).toMatchObject(MOVED);
    expect(lab.repository.tip('topic')).toBeUndefined();
  });

  it('and, of a branch of its own, from the change that was there', async () => {
    const settings = { kind: 'pull-request', branch: 'cleanroom/fixed' } as const;
    expect(await lab.deliver(github(), { settings })).toMatchObject({ state: 'delivered' });
    // As an earlier run left it, with another change.
    const words = lab.repository.line('log', '-1', '--format=%B', 'cleanroom/fixed');
    const earlier = lab.repository.line('commit-tree', '-m', words, '-p', lab.head, `${lab.main}^{tree}`);
    lab.repository.line('update-ref', 'refs/heads/cleanroom/fixed', earlier);
    lab.repository.beforeMove = () => {
      lab.repository.beforeMove = undefined;
      lab.repository.line('update-ref', 'refs/heads/cleanroom/fixed', lab.head);
    };
    expect(await lab.deliver(github(), { settings })).toMatchObject({ state: 'refused' });
    expect(lab.repository.tip('cleanroom/fixed')).toBe(lab.head);
  });
});

describe('rules of a branch', () => {
  const many = (count: number, last: string): string[] => [
    ...Array.from({ length: count - 1 }, () => 'deletion'),
    last,
  ];

  it.each([100, 101, 250])('are read to the last of %d, with and without links to more', async (count) => {
    lab.repository.rules.set('topic', many(count, 'pull_request'));
    for (const kind of [undefined, 'no-links'] as const) {
      if (kind) server.fault({ kind, on: '/rules/branches', times: 9 });
      expect(await lab.deliver(github())).toMatchObject({
        state: 'refused',
        reason: 'the rule pull_request protects the branch topic',
      });
    }
    expect(lab.delivered()).toEqual([]);
  });

  it('that do not end let nothing be written', async () => {
    lab.repository.rules.set('topic', many(1000, 'deletion'));
    expect(await lab.deliver(github())).toMatchObject({ state: 'failed', code: 'github.too-many-pages' });
    expect(lab.delivered()).toEqual([]);
    lab.repository.rules.set('topic', many(999, 'deletion'));
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
  });
});

describe('errors of GraphQL', () => {
  it.each([
    ['RATE_LIMITED', 'API rate limit exceeded for installation ID 1.'],
    [undefined, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
  ])('of a limit (%s) are waited for', async (type, message) => {
    server.state.graphqlErrors.push({ ...(type ? { type } : {}), message });
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    expect(waits).toEqual([60_000]);
    expect(lab.delivered()).toHaveLength(1);
  });

  it('of a limit, behind an answer that got lost, leave it to the branch to tell', async () => {
    server.fault({ kind: 'lost', on: 'POST /graphql' });
    server.fault({ kind: 'primary', on: 'POST /graphql', seconds: 4000 });
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    expect(lab.delivered()).toHaveLength(1);
    expect(waits).toEqual([1000]);
  });

  it('of the server are said again', async () => {
    server.state.graphqlErrors.push(UNTYPED, UNTYPED);
    expect(await lab.deliver(github())).toMatchObject({ state: 'delivered' });
    expect(waits).toEqual([1000, 2000]);
    expect(lab.delivered()).toHaveLength(1);
  });

  it('of the server, given for a branch that has moved, tell that it has', async () => {
    server.state.graphqlErrors.push(...Array.from({ length: 6 }, () => UNTYPED));
    const client = github(() => lab.repository.line('update-ref', 'refs/heads/topic', lab.main));
    expect(await lab.deliver(client)).toMatchObject(MOVED);
    expect(waits).toHaveLength(5);
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
    server.state.graphqlErrors.push({ ...(type ? { type } : {}), message });
    expect(await lab.deliver(github())).toMatchObject({ state: 'failed', code, hint: expect.stringMatching(hint) });
    expect(lab.delivered()).toEqual([]);
    expect(server.pulls.get(PULL)?.headSha).toBe(lab.head);
  });
});
