import { describe, expect, it } from 'vitest';
import { commentMarker } from '../../src/publish/comment.js';
import { ACTIONS_BOT, type Account, type FaultKind } from '../support/github-server.js';
import { MARKER, PublishLab } from '../support/publish-lab.js';

const BODY = `${MARKER}\nhello`;
/** Where there are stalls, which cost real time. */
const SHORT = { retry: { requestTimeoutMs: 500 } };
const MALLORY: Account = { id: 666, login: 'mallory', type: 'User' };
const ALICE: Account = { id: 7, login: 'alice', type: 'User' };

const lab = new PublishLab();
const count = (method: string): number => lab.server.requests.filter((request) => request.method === method).length;

describe('comments.upsert', () => {
  it('creates, leaves alone what is the same, updates what differs', async () => {
    const client = lab.github();
    const created = await client.comments.upsert(5, MARKER, BODY);
    expect(created).toMatchObject({ action: 'created', url: expect.stringMatching(/\/pull\/5#issuecomment-\d+$/) });
    expect(await client.comments.upsert(5, MARKER, BODY)).toEqual({ ...created, action: 'unchanged' });
    expect(count('PATCH')).toBe(0);
    expect(await lab.github().comments.upsert(5, MARKER, `${BODY} again`)).toEqual({ ...created, action: 'updated' });
    expect(lab.ours).toEqual([`${BODY} again`]);
    expect(await client.comments.upsert(6, MARKER, BODY)).toMatchObject({ action: 'created' });
    expect(await client.comments.upsert(5, commentMarker('other'), 'x')).toMatchObject({ action: 'created' });
  });

  it('finds its comment behind 250 others, on the third page', async () => {
    for (let index = 0; index < 250; index += 1) lab.server.seed(5, `comment ${index}`, MALLORY);
    const own = lab.server.seed(5, `${MARKER}\nold`, { id: 41898282, login: 'github-actions[bot]', type: 'Bot' });
    lab.server.seed(5, 'later', MALLORY);
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'updated' });
    const lists = lab.server.requests.filter((request) => request.path.endsWith('/5/comments'));
    expect(lists.map((request) => request.query)).toEqual(['1', '2', '3'].map((page) => ({ page, per_page: '100' })));
  });

  it('is not captured by a person who pastes the marker, whoever holds the token', async () => {
    lab.server.seed(5, `${MARKER}\nmine now`, MALLORY);
    lab.server.seed(5, `${MARKER}\nmine through an app`, MALLORY, true);
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'created' });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'unchanged' });
    await lab.server.close();

    await lab.start({ viewer: ALICE, token: 'ghp_alice' });
    lab.server.seed(5, `${MARKER}\nmine now`, MALLORY);
    lab.server.seed(5, `${MARKER}\na bot's`, { id: 9, login: 'other[bot]', type: 'Bot' });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'created' });
    expect(await lab.github().comments.upsert(5, MARKER, `${BODY}!`)).toMatchObject({ action: 'updated' });
    expect(lab.server.comments.map(({ author, body }) => [author.login, body.slice(MARKER.length + 1)])).toEqual([
      ['mallory', 'mine now'],
      ['other[bot]', "a bot's"],
      ['alice', 'hello!'],
    ]);
  });

  it('is not stopped by another bot that begins with the marker, and leaves its comments alone', async () => {
    const app: Account = { id: 77, login: 'own-app[bot]', type: 'Bot' };
    const other: Account = { id: 9, login: 'other[bot]', type: 'Bot' };
    await lab.server.close();
    await lab.start({ viewer: app });
    lab.server.seed(5, `${MARKER}\na bot's`, other);
    lab.server.seed(5, `${MARKER}\nthe workflow's`, ACTIONS_BOT);
    lab.server.seed(5, `${MARKER}\na bot's, again`, other);
    const created = await lab.github().comments.upsert(5, MARKER, BODY);
    expect(created).toMatchObject({ action: 'created' });
    expect(await lab.github().comments.upsert(5, MARKER, `${BODY}!`)).toEqual({ ...created, action: 'updated' });
    expect(lab.server.comments.map(({ author, body }) => [author.login, body.slice(MARKER.length + 1)])).toEqual([
      ['other[bot]', "a bot's"],
      ['github-actions[bot]', "the workflow's"],
      ['other[bot]', "a bot's, again"],
      ['own-app[bot]', 'hello!'],
    ]);
    expect(lab.waits).toEqual([]);
  });

  it.each(['Unable to update comment because issue is locked.', 'Repository was archived so is read-only.'])(
    'writes no second comment where it may not change its own: %s',
    async (message) => {
      lab.server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
      lab.server.state.refusal = { status: 403, body: { message } };
      await expect(lab.github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({ code: 'github.forbidden' });
      expect(count('POST')).toBe(0);
    },
  );

  it.each([ACTIONS_BOT, ALICE])(
    'adds no comment after every run where its own may not be changed: $login',
    async (viewer) => {
      await lab.server.close();
      await lab.start({ viewer });
      lab.server.seed(5, `${MARKER}\nold`, viewer);
      for (let run = 0; run < 2; run += 1) {
        lab.server.fault({ kind: 'forbidden', on: 'PATCH' });
        await expect(lab.github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
          code: 'github.forbidden',
          message: expect.stringMatching(/^cannot update the comment: /),
        });
        expect(lab.ours).toEqual([`${MARKER}\nold`]);
      }
      if (viewer.type === 'User') expect(count('POST')).toBe(0);
    },
  );

  it('removes a twin behind any number of others', async () => {
    const own = lab.server.seed(5, `${MARKER}\nfirst`, ACTIONS_BOT);
    for (let index = 0; index < 150; index += 1) lab.server.seed(5, `comment ${index}`, MALLORY);
    lab.server.seed(5, `${MARKER}\nlate`, ACTIONS_BOT);
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'updated' });
    expect(lab.ours).toEqual([BODY]);
  });

  it('does not take a full page without links for the last one', async () => {
    for (let index = 0; index < 100; index += 1) lab.server.seed(5, `comment ${index}`, MALLORY);
    lab.server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
    lab.server.fault({ kind: 'no-links', on: 'GET', times: 9 });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'updated' });
    expect(lab.ours).toEqual([BODY]);
  });

  it('keeps the older one where a list skipped it, as when others are deleted in between', async () => {
    for (let index = 0; index < 100; index += 1) lab.server.seed(5, `comment ${index}`, MALLORY);
    const own = lab.server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
    for (let index = 0; index < 20; index += 1) lab.server.seed(5, `later ${index}`, MALLORY);
    // Between the first page and the second.
    lab.server.fault({ kind: 'deleted-first', on: 'GET', after: 1 });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'created' });
    expect(lab.ours).toEqual([BODY]);
  });

  it('reports the comment even where a twin cannot be removed', async () => {
    const own = lab.server.seed(5, `${MARKER}\nold`, ACTIONS_BOT);
    lab.server.seed(5, `${MARKER}\ntwin`, ACTIONS_BOT);
    lab.server.fault({ kind: 'forbidden', on: 'DELETE' });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'updated' });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ id: own.id, action: 'unchanged' });
    expect(lab.ours).toEqual([BODY]);
  });

  it('wants the marker at the very start', async () => {
    lab.server.seed(5, `> ${MARKER}\nquoted`, { id: 41898282, login: 'github-actions[bot]', type: 'Bot' });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'created' });
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
    lab.server.fault({ kind, on: on === 'anything' ? '' : on });
    const result = await lab.github(kind.startsWith('stall') ? SHORT : {}).comments.upsert(5, MARKER, BODY);
    expect(result.action).toBe('created');
    expect(lab.ours).toEqual([BODY]);
    expect(lab.server.comments[0]?.id).toBe(result.id);
  });

  it.each([...unclear, ...limits].filter((kind) => kind !== 'late'))('updates once after %s', async (kind) => {
    await lab.github().comments.upsert(5, MARKER, `${MARKER}\nold`);
    lab.server.fault({ kind, on: 'PATCH', times: 2 });
    const client = lab.github(kind.startsWith('stall') ? SHORT : {});
    expect(await client.comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'updated' });
    expect(lab.ours).toEqual([BODY]);
  });

  it('removes the twin of a request that was carried out late', async () => {
    lab.server.fault({ kind: 'late', on: 'POST', times: 2 });
    await lab.github().comments.upsert(5, MARKER, BODY);
    // The effects came after the one creation that was answered; the list that followed saw them.
    expect(lab.ours).toEqual([BODY]);
    expect(count('DELETE')).toBe(2);
  });

  it('agrees with another job that created at the same time', async () => {
    const [first, second] = await Promise.all([
      lab.github().comments.upsert(5, MARKER, BODY),
      lab.github().comments.upsert(5, MARKER, BODY),
    ]);
    await lab.github().comments.upsert(5, MARKER, BODY);
    expect(lab.ours).toEqual([BODY]);
    expect([first.action, second.action]).toContain('created');
  });

  it('creates again when somebody deletes the comment in between', async () => {
    await lab.github().comments.upsert(5, MARKER, `${MARKER}\nold`);
    lab.server.fault({ kind: 'missing', on: 'PATCH' });
    expect(await lab.github().comments.upsert(5, MARKER, BODY)).toMatchObject({ action: 'updated' });
    expect(lab.ours).toEqual([BODY]);
  });

  it('honours the time that GitHub asks for', async () => {
    lab.server.fault({ kind: 'limit', on: 'POST', seconds: 11 });
    lab.server.fault({ kind: 'secondary', on: 'POST', seconds: 13 });
    lab.server.fault({ kind: 'primary', on: 'POST', seconds: 17 });
    lab.server.fault({ kind: 'secondary-bare', on: 'POST' });
    await lab.github().comments.upsert(5, MARKER, BODY);
    expect(lab.waits).toEqual([11_000, 13_000, 17_000, 60_000]);
  });

  it('does not wait longer than it may', async () => {
    lab.server.fault({ kind: 'limit', on: 'POST', seconds: 3600 });
    await expect(lab.github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.rate-limit',
      hint: expect.stringContaining('3600 s'),
    });
    expect(lab.waits).toEqual([]);
  });

  it('gives up after its attempts, with back-off in between', async () => {
    lab.server.fault({ kind: '500', times: 100 });
    await expect(lab.github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({ code: 'github.unavailable' });
    expect(lab.waits).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(lab.server.comments).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    lab.server.fault({ kind: 'forbidden', on: 'POST' });
    await expect(lab.github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.forbidden',
      hint: expect.stringMatching(/`pull-requests: write`.*issues=write; pull_requests=write/),
    });
    lab.server.fault({ kind: 'locked', on: 'POST' });
    await expect(lab.github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      hint: expect.stringContaining('locked'),
    });
    lab.server.fault({ kind: 'missing', on: 'GET' });
    await expect(lab.github().comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.not-found',
      hint: expect.stringContaining('`pull-requests: write`'),
    });
    await expect(lab.github({ token: 'ghs_wrong' }).comments.upsert(5, MARKER, BODY)).rejects.toMatchObject({
      code: 'github.unauthorized',
      message: expect.not.stringContaining('ghs_wrong'),
    });
    expect(lab.server.comments).toEqual([]);
    expect(lab.waits).toEqual([]);
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
        lab.server.fault({ kind: kinds[next(kinds.length)]!, on: ['POST', 'GET', 'PATCH', ''][next(4)]! });
      const client = lab.github({ retry: { maxAttempts: 8, totalMs: 10_000_000, requestTimeoutMs: 400 } });
      for (const text of ['one', 'two', 'three']) await client.comments.upsert(issue, MARKER, `${MARKER}\n${text}`);
      const bodies = lab.server.comments.filter((comment) => comment.issue === issue).map((comment) => comment.body);
      expect(bodies, `round ${round}`).toEqual([`${MARKER}\nthree`]);
    }
  });
});
