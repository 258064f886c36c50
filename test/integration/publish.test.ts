import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commentMarker } from '../../src/publish/comment.js';
import { GitHub } from '../../src/publish/github.js';
import type { RetryPolicy } from '../../src/publish/retry.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import {
  ACTIONS_BOT,
  type Account,
  type FaultKind,
  GitHubServer,
  type GitHubServerOptions,
} from '../support/github-server.js';

const MARKER = commentMarker('ci');
const BODY = `${MARKER}\nhello`;
const RETRY: RetryPolicy = {
  maxAttempts: 6,
  totalMs: 180_000,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  // A busy machine must not be taken for a lost request.
  requestTimeoutMs: 30_000,
};
/** Where there are stalls, which cost real time. */
const SHORT = { retry: { requestTimeoutMs: 500 } };
const MALLORY: Account = { id: 666, login: 'mallory', type: 'User' };
const ALICE: Account = { id: 7, login: 'alice', type: 'User' };

let api: GitHubOpenApi;
let server: GitHubServer;
let now: number;
let waits: number[];

beforeAll(() => {
  api = new GitHubOpenApi();
});
beforeEach(() => start());
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});

async function start(options: GitHubServerOptions = {}): Promise<void> {
  now = Date.UTC(2026, 0, 2);
  waits = [];
  server = await GitHubServer.start(api, { now: () => now, ...options });
}

/** Waiting moves the clock and nothing else. */
function github(overrides: { retry?: Partial<RetryPolicy>; token?: string; repository?: string } = {}): GitHub {
  return new GitHub({
    token: overrides.token ?? server.token,
    apiUrl: server.url,
    repository: overrides.repository ?? server.repository,
    clock: { now: () => now, monotonic: () => now },
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    random: () => 0,
    retry: { ...RETRY, ...overrides.retry },
  });
}

const ours = (): string[] =>
  server.comments.filter((comment) => comment.body.startsWith(MARKER)).map(({ body }) => body);
const count = (method: string): number => server.requests.filter((request) => request.method === method).length;

describe('comments.upsert', () => {
  it('creates, leaves alone what is the same, updates what differs', async () => {
    const client = github();
    const created = await client.comments.upsert(5, MARKER, BODY);
    expect(created).toMatchObject({ action: 'created', url: expect.stringMatching(/\/pull\/5#issuecomment-\d+$/) });
    expect(await client.comments.upsert(5, MARKER, BODY)).toEqual({ ...created, action: 'unchanged' });
    expect(count('PATCH')).toBe(0);
    expect(await github().comments.upsert(5, MARKER, `${BODY} again`)).toEqual({ ...created, action: 'updated' });
    expect(ours()).toEqual([`${BODY} again`]);
    expect(await client.comments.upsert(6, MARKER, BODY)).toMatchObject({ action: 'created' });
    expect(await client.comments.upsert(5, commentMarker('other'), 'x')).toMatchObject({ action: 'created' });
  });

  it('finds its comment behind 250 others, on the third page', async () => {
    for (let index = 0; index < 250; index += 1) server.seed(5, `comment ${index}`, MALLORY);
    const own = server.seed(5, `${MARKER}\nold`, { id: 41898282, login: 'github-actions[bot]', type: 'Bot' });
    server.seed(5, 'later', MALLORY);
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'updated' });
    const lists = server.requests.filter((request) => request.path.endsWith('/5/comments'));
    expect(lists.map((request) => request.query)).toEqual(['1', '2', '3'].map((page) => ({ page, per_page: '100' })));
  });

  it('is not captured by a person who pastes the marker, whoever holds the token', async () => {
    server.seed(5, `${MARKER}\nmine now`, MALLORY);
    server.seed(5, `${MARKER}\nmine through an app`, MALLORY, true);
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'created' });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'unchanged' });
    await server.close();

    await start({ viewer: ALICE, token: 'ghp_alice' });
    server.seed(5, `${MARKER}\nmine now`, MALLORY);
    server.seed(5, `${MARKER}\na bot's`, { id: 9, login: 'other[bot]', type: 'Bot' });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'created' });
    expect(await github().comments.upsert(5, MARKER, `${BODY}!`)).toMatchObject({ action: 'updated' });
    expect(server.comments.map(({ author, body }) => [author.login, body.slice(MARKER.length + 1)])).toEqual([
      ['mallory', 'mine now'],
      ['other[bot]', "a bot's"],
      ['alice', 'hello!'],
    ]);
  });

  it('is not stopped by another bot that begins with the marker, and leaves its comments alone', async () => {
    const app: Account = { id: 77, login: 'own-app[bot]', type: 'Bot' };
    const other: Account = { id: 9, login: 'other[bot]', type: 'Bot' };
    await server.close();
    await start({ viewer: app });
    server.seed(5, `${MARKER}\na bot's`, other);
    server.seed(5, `${MARKER}\nthe workflow's`, ACTIONS_BOT);
    server.seed(5, `${MARKER}\na bot's, again`, other);
    const created = await github().comments.upsert(5, MARKER, BODY);
    expect(created).toMatchObject({ action: 'created' });
    expect(await github().comments.upsert(5, MARKER, `${BODY}!`)).toEqual({ ...created, action: 'updated' });
    expect(server.comments.map(({ author, body }) => [author.login, body.slice(MARKER.length + 1)])).toEqual([
      ['other[bot]', "a bot's"],
      ['github-actions[bot]', "the workflow's"],
      ['other[bot]', "a bot's, again"],
      ['own-app[bot]', 'hello!'],
    ]);
    expect(waits).toEqual([]);
  });

  it.each(['Unable to update comment because issue is locked.', 'Repository was archived so is read-only.'])(
    'writes no second comment where it may not change its own: %s',
    async (message) => {
      server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
      server.state.refusal = { status: 403, body: { message } };
      await expect(github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({ code: 'github.forbidden' });
      expect(count('POST')).toBe(0);
    },
  );

  it.each([ACTIONS_BOT, ALICE])(
    'adds no comment after every run where its own may not be changed: $login',
    async (viewer) => {
      await server.close();
      await start({ viewer });
      server.seed(5, `${MARKER}\nold`, viewer);
      for (let run = 0; run < 2; run += 1) {
        server.fault({ kind: 'forbidden', on: 'PATCH' });
        await expect(github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
          code: 'github.forbidden',
          message: expect.stringMatching(/^cannot update the comment: /),
        });
        expect(ours()).toEqual([`${MARKER}\nold`]);
      }
      if (viewer.type === 'User') expect(count('POST')).toBe(0);
    },
  );

  it('removes a twin behind any number of others', async () => {
    const own = server.seed(5, `${MARKER}\nfirst`, ACTIONS_BOT);
    for (let index = 0; index < 150; index += 1) server.seed(5, `comment ${index}`, MALLORY);
    server.seed(5, `${MARKER}\nlate`, ACTIONS_BOT);
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'updated' });
    expect(ours()).toEqual([BODY]);
  });

  it('does not take a full page without links for the last one', async () => {
    for (let index = 0; index < 100; index += 1) server.seed(5, `comment ${index}`, MALLORY);
    server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
    server.fault({ kind: 'no-links', on: 'GET', times: 9 });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'updated' });
    expect(ours()).toEqual([BODY]);
  });

  it('keeps the older one where a list skipped it, as when others are deleted in between', async () => {
    for (let index = 0; index < 100; index += 1) server.seed(5, `comment ${index}`, MALLORY);
    const own = server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
    for (let index = 0; index < 20; index += 1) server.seed(5, `later ${index}`, MALLORY);
    // Between the first page and the second.
    server.fault({ kind: 'deleted-first', on: 'GET', after: 1 });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'created' });
    expect(ours()).toEqual([BODY]);
  });

  it('reports the comment even where a twin cannot be removed', async () => {
    const own = server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
    server.seed(5, `${MARKER}\ntwin`, ACTIONS_BOT);
    server.fault({ kind: 'forbidden', on: 'DELETE' });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'updated' });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'unchanged' });
    expect(ours()).toEqual([BODY]);
  });

  it('wants the marker at the very start', async () => {
    server.seed(5, `> ${MARKER}\nquoted`, { id: 41898282, login: 'github-actions[bot]', type: 'Bot' });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'created' });
  });

  const unclear: readonly FaultKind[] = [
    'drop',
    'lost',
    'truncated',
    '500',
    '500-after',
    'stall',
    'stall-after',
    'late',
  ];
  const limits: readonly FaultKind[] = ['limit', 'secondary', 'secondary-bare', 'primary'];
  const matrix = ['POST', 'GET', 'DELETE', ''].flatMap((on) =>
    [...unclear, ...limits].map((kind) => [kind, on || 'anything'] as const),
  );

  it.each(matrix)('leaves one comment after %s on %s', async (kind, on) => {
    server.fault({ kind, on: on === 'anything' ? '' : on });
    const result = await github(kind.startsWith('stall') ? SHORT : {}).comments.upsert(5, MARKER, BODY);
    expect(result.action).toBe('created');
    expect(ours()).toEqual([BODY]);
    expect(server.comments[0]?.id).toBe(result.id);
  });

  it.each([...unclear, ...limits].filter((kind) => kind !== 'late'))('updates once after %s', async (kind) => {
    await github().comments.upsert(5, MARKER, `${MARKER}\nold`);
    server.fault({ kind, on: 'PATCH', times: 2 });
    const client = github(kind.startsWith('stall') ? SHORT : {});
    expect(await client.comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'updated' });
    expect(ours()).toEqual([BODY]);
  });

  it('removes the twin of a request that was carried out late', async () => {
    server.fault({ kind: 'late', on: 'POST', times: 2 });
    await github().comments.upsert(5, MARKER, BODY);
    // The effects came after the one creation that was answered; the list that followed saw them.
    expect(ours()).toEqual([BODY]);
    expect(count('DELETE')).toBe(2);
  });

  it('agrees with another job that created at the same time', async () => {
    const [first, second] = await Promise.all([
      github().comments.upsert(5, MARKER, BODY),
      github().comments.upsert(5, MARKER, BODY),
    ]);
    await github().comments.upsert(5, MARKER, BODY);
    expect(ours()).toEqual([BODY]);
    expect([first.action, second.action]).toContain('created');
  });

  it('creates again when somebody deletes the comment in between', async () => {
    await github().comments.upsert(5, MARKER, `${MARKER}\nold`);
    server.fault({ kind: 'missing', on: 'PATCH' });
    expect(await github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'updated' });
    expect(ours()).toEqual([BODY]);
  });

  it('honours the time that GitHub asks for', async () => {
    server.fault({ kind: 'limit', on: 'POST', seconds: 11 });
    server.fault({ kind: 'secondary', on: 'POST', seconds: 13 });
    server.fault({ kind: 'primary', on: 'POST', seconds: 17 });
    server.fault({ kind: 'secondary-bare', on: 'POST' });
    await github().comments.upsert(5, MARKER, BODY);
    expect(waits).toEqual([11_000, 13_000, 17_000, 60_000]);
  });

  it('does not wait longer than it may', async () => {
    server.fault({ kind: 'limit', on: 'POST', seconds: 3600 });
    await expect(github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.rate-limit',
      hint: expect.stringContaining('3600 s'),
    });
    expect(waits).toEqual([]);
  });

  it('gives up after its attempts, with back-off in between', async () => {
    server.fault({ kind: '500', times: 100 });
    await expect(github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({ code: 'github.unavailable' });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(server.comments).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    server.fault({ kind: 'forbidden', on: 'POST' });
    await expect(github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.forbidden',
      hint: expect.stringMatching(/`pull-requests: write`.*issues=write; pull_requests=write/),
    });
    server.fault({ kind: 'locked', on: 'POST' });
    await expect(github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      hint: expect.stringContaining('locked'),
    });
    server.fault({ kind: 'missing', on: 'GET' });
    await expect(github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.not-found',
      hint: expect.stringContaining('`pull-requests: write`'),
    });
    await expect(github({ token: 'ghs_wrong' }).comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.unauthorized',
      message: expect.not.stringContaining('ghs_wrong'),
    });
    expect(server.comments).toEqual([]);
    expect(waits).toEqual([]);
  });

  it('is one comment under every schedule of faults that the attempts can outlast', async () => {
    const kinds = [...unclear, ...limits];
    let seed = 20_260_102;
    const next = (bound: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * bound);
    };
    for (let round = 0; round < 25; round += 1) {
      const issue = 100 + round;
      for (let index = 0; index < 3; index += 1)
        server.fault({ kind: kinds[next(kinds.length)]!, on: ['POST', 'GET', 'PATCH', ''][next(4)]! });
      const client = github({ retry: { maxAttempts: 8, totalMs: 10_000_000, requestTimeoutMs: 400 } });
      for (const text of ['one', 'two', 'three']) await client.comments.upsert(issue, MARKER, `${MARKER}\n${text}`);
      const bodies = server.comments.filter((comment) => comment.issue === issue).map((comment) => comment.body);
      expect(bodies, `round ${round}`).toEqual([`${MARKER}\nthree`]);
    }
  });
});
