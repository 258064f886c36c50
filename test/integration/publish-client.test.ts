import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Budget } from '../../src/publish/budget.js';
import { createOnce } from '../../src/publish/create-once.js';
import { GitHubClient } from '../../src/publish/github-client.js';
import { DEFAULT_RETRY_POLICY } from '../../src/publish/retry.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const NOW = Date.UTC(2026, 0, 2);
const TOKEN = 'ghs_loopbackToken0123456789';
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that says what it is told; 'cut' ends the connection in place of an answer. */
async function replying(reply: (seen: Seen, index: number) => Reply | 'cut'): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const answer = reply(one, seen.push(one) - 1);
    if (answer === 'cut') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      date: new Date(NOW).toUTCString(),
      ...answer.headers,
    });
    response.end(JSON.stringify(answer.body ?? {}));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function clientOf(apiUrl: string, skewMs = 0): { client: GitHubClient; waits: number[] } {
  const waits: number[] = [];
  let now = NOW + skewMs;
  const client = new GitHubClient({
    token: TOKEN,
    apiUrl,
    repository: 'octo-org/old',
    clock: { now: () => now, monotonic: () => now },
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    random: () => 0,
    retry: { ...DEFAULT_RETRY_POLICY, requestTimeoutMs: 2000 },
  });
  return { client, waits };
}

const call = (method: string) => ({
  route: `${method} /repos/{owner}/{repo}/things`,
  permission: 'contents: write',
  doing: 'make a thing',
  ...(method === 'GET' ? {} : { parameters: { name: 'x' } }),
});
const any = (): boolean => true;

describe('redirects', () => {
  const renamed = (status: number) =>
    replying(({ url }) =>
      url.startsWith('/repos/octo-org/old/')
        ? { status, headers: { location: '/repositories/1296269/things' } }
        : { status: 200, body: { id: 7 } },
    );

  it.each([301, 302, 307, 308])('%d leads a question to the new name of a repository', async (status) => {
    const { url, seen } = await renamed(status);
    const { client } = clientOf(url);
    expect((await client.read(call('GET'), client.budget(), any)).data).toEqual({ id: 7 });
    expect(seen.map((one) => one.url)).toEqual(['/repos/octo-org/old/things', '/repositories/1296269/things']);
    expect(seen[1]?.headers.authorization).toContain(TOKEN);
  });

  it.each([307, 308])('%d leads a creation there with its body', async (status) => {
    const { url, seen } = await renamed(status);
    const { client } = clientOf(url);
    expect(await client.once(call('POST'), client.budget(), any)).toMatchObject({ kind: 'done', data: { id: 7 } });
    expect(seen.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{"name":"x"}'],
      ['POST', '{"name":"x"}'],
    ]);
  });

  it.each([301, 302, 303])('%d never makes a question of a creation', async (status) => {
    const { url, seen } = await renamed(status);
    const { client } = clientOf(url);
    await expect(client.once(call('POST'), client.budget(), any)).rejects.toMatchObject({
      code: 'github.moved',
      message: expect.stringMatching(/^cannot make a thing: /),
      hint: expect.stringContaining('present name'),
    });
    expect(seen).toHaveLength(1);
  });

  it.each(['GET', 'POST'])('%s: another host gets neither token nor request', async (method) => {
    const other = await replying(() => ({ status: 200, body: { id: 666 } }));
    const { url } = await replying(() => ({ status: 307, headers: { location: `${other.url}/repos/x/y` } }));
    const { client, waits } = clientOf(url);
    await expect(client.once(call(method), client.budget(), any)).rejects.toMatchObject({
      code: 'github.moved',
      message: expect.stringContaining(`sent the request on to ${other.url}`),
    });
    expect(other.seen).toEqual([]);
    expect(waits).toEqual([]);
  });

  it('end somewhere', async () => {
    const { url, seen } = await replying(() => ({ status: 307, headers: { location: '/repos/octo-org/old/things' } }));
    const { client } = clientOf(url);
    await expect(client.read(call('GET'), client.budget(), any)).rejects.toMatchObject({ code: 'github.moved' });
    expect(seen).toHaveLength(6);
    const nowhere = await replying(() => ({ status: 301 }));
    const lost = clientOf(nowhere.url).client;
    await expect(lost.read(call('GET'), lost.budget(), any)).rejects.toMatchObject({ code: 'github.moved' });
  });
});

describe('times that GitHub names', () => {
  it('are by its clock, however wrong ours is', async () => {
    const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 20) };
    for (const skew of [-3_600_000, 3_600_000]) {
      const { url } = await replying((_, index) =>
        index === 0
          ? { status: 403, headers: spent }
          : index === 1
            ? { status: 429, headers: { 'retry-after': new Date(NOW + 30_000).toUTCString() } }
            : { status: 200 },
      );
      const { client, waits } = clientOf(url, skew);
      await client.read(call('GET'), client.budget(), any);
      expect(waits).toEqual([20_000, 30_000]);
    }
  });

  it('count after an error of the server, too', async () => {
    const { url } = await replying((_, index) =>
      index === 0 ? { status: 503, headers: { 'retry-after': '25' } } : { status: 200 },
    );
    const { client, waits } = clientOf(url);
    await client.read(call('GET'), client.budget(), any);
    expect(waits).toEqual([25_000]);
  });

  it('are the least that is waited: a server that is away and says `at once` is asked for as long as any other', async () => {
    for (const [status, after] of [
      [503, '0'],
      [429, '1'],
    ] as const) {
      const { url, seen } = await replying(() => ({ status, headers: { 'retry-after': after } }));
      const { client, waits } = clientOf(url);
      const asked = client.read(call('GET'), client.budget(), any);
      await expect(asked).rejects.toMatchObject({ hint: expect.not.stringContaining('asks to wait') });
      expect(seen).toHaveLength(DEFAULT_RETRY_POLICY.maxAttempts);
      expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(151_000);
    }
  });

  it('and a time that is over: nothing is sent', async () => {
    const { url, seen } = await replying(() => ({ status: 201, body: { id: 1 } }));
    const { client } = clientOf(url);
    const spent = new Budget({ now: () => NOW, monotonic: () => NOW }, NOW);
    expect(await client.once(call('POST'), spent, any)).toMatchObject({
      kind: 'lost',
      why: expect.stringContaining('nothing was sent'),
    });
    expect(seen).toEqual([]);
  });

  it('are named where they are too long, and nobody waits', async () => {
    const { url, seen } = await replying(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    const { client, waits } = clientOf(url);
    await expect(client.read(call('GET'), client.budget(), any)).rejects.toMatchObject({
      code: 'github.rate-limit',
      hint: expect.stringContaining('asks to wait 3600 s'),
    });
    expect([seen.length, waits]).toEqual([1, []]);
  });
});

describe('a refusal', () => {
  it.each([
    ['Unable to create comment because issue is locked.', /is locked: unlock it/],
    ['Repository access blocked', /needs the permission `issues: write`/],
  ])('%s', async (message, hint) => {
    const { url } = await replying(() => ({ status: 403, body: { message } }));
    const { client } = clientOf(url);
    const refused = client.read({ ...call('POST'), permission: 'issues: write' }, client.budget(), any);
    await expect(refused).rejects.toMatchObject({ code: 'github.forbidden', hint: expect.stringMatching(hint) });
  });
});

describe('createOnce', () => {
  const id = (data: unknown): number | undefined =>
    typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number' ? data.id : undefined;

  /** Things that are there; each request to create one has the effect and the answer that the list says. */
  async function things(...script: readonly { effect: boolean; answer: Reply | 'cut' }[]) {
    const there: number[] = [];
    const { url, seen } = await replying((_, index) => {
      const step = script[index] ?? { effect: true, answer: { status: 201, body: { id: 100 + index } } };
      if (step.effect) there.push(100 + index);
      return step.answer;
    });
    const { client, waits } = clientOf(url);
    let looks = 0;
    const once = () =>
      createOnce({
        client,
        budget: client.budget(),
        create: call('POST'),
        accepts: id,
        find: async () => {
          looks += 1;
          return there[0];
        },
      });
    return { once, there, seen, waits, looks: () => looks };
  }

  it('creates, and the next time finds', async () => {
    const { once, there } = await things();
    expect(await once()).toEqual({ value: 100, created: true, unanswered: 0 });
    expect(await once()).toEqual({ value: 100, created: false, unanswered: 0 });
    expect(there).toEqual([100]);
  });

  it('looks before it repeats', async () => {
    const done = await things({ effect: true, answer: 'cut' });
    expect(await done.once()).toEqual({ value: 100, created: true, unanswered: 1 });
    expect(done.there).toEqual([100]);
    const undone = await things({ effect: false, answer: 'cut' }, { effect: false, answer: { status: 201, body: '' } });
    expect(await undone.once()).toEqual({ value: 102, created: true, unanswered: 2 });
    expect(undone.looks()).toBe(3);
    expect(undone.waits).toEqual([1000, 2000]);
  });

  it('takes a refusal of a second one for what it is', async () => {
    const answer = { status: 422, body: { message: 'Reference already exists' } };
    const { once, seen } = await things({ effect: true, answer });
    expect(await once()).toEqual({ value: 100, created: false, unanswered: 0 });
    expect(seen).toHaveLength(1);
    const refused = await things({ effect: false, answer });
    await expect(refused.once()).rejects.toMatchObject({ code: 'github.rejected' });
    const forbidden = await things({ effect: false, answer: { status: 403 } });
    await expect(forbidden.once()).rejects.toMatchObject({ code: 'github.forbidden' });
    expect(forbidden.looks()).toBe(1);
  });

  it('gives up when nothing is ever known', async () => {
    const { once, seen, waits } = await things(
      ...Array.from({ length: 12 }, () => ({ effect: false, answer: 'cut' as const })),
    );
    await expect(once()).rejects.toMatchObject({ code: 'github.unavailable' });
    expect(seen).toHaveLength(DEFAULT_RETRY_POLICY.maxAttempts);
    // As long as its time lasts, and not until a number of quick failures.
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(151_000);
  });
});
