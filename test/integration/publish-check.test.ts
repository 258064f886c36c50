import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeCheck } from '../../src/publish/check.js';
import type { Annotation, CheckContent } from '../../src/publish/checks.js';
import { GitHub } from '../../src/publish/github.js';
import type { DeliveryState } from '../../src/publish/types.js';
import type { FindingsFile } from '../../src/schemas/findings.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { type FaultKind, GitHubServer } from '../support/github-server.js';
import { aPlan, aVerdict, onPull, SETTINGS, someEvidence } from '../unit/publish/support/evidence.js';

const COMMIT = 'a'.repeat(40);
const CONTENT: CheckContent = {
  headSha: COMMIT,
  name: 'cleanroom ci',
  externalId: 'cleanroom-action:1:ci:0123456789abcdef',
  conclusion: 'failure',
  output: { title: 'Not verified', summary: 'It fails.', text: 'More.' },
  annotations: some(120),
  detailsUrl: 'https://github.com/octo-org/hello.world/actions/runs/1',
  startedAt: '2026-01-02T03:04:05Z',
  completedAt: '2026-01-02T03:05:10Z',
};

function some(count: number): readonly Annotation[] {
  return Array.from({ length: count }, (_, index) => ({
    path: `src/file-${index}.ts`,
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: 'failure' as const,
    message: `it is wrong ${index}`,
    title: 'wrong',
  }));
}

let api: GitHubOpenApi;
let server: GitHubServer;
let now: number;
let token: string;

beforeAll(() => {
  api = new GitHubOpenApi();
});
beforeEach(async () => {
  now = Date.UTC(2026, 0, 2);
  server = await GitHubServer.start(api, { now: () => now });
  token = server.token;
});
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});

/** Waiting moves the clock and nothing else. */
function github(requestTimeoutMs = 10_000, asleep = (): void => {}): GitHub {
  return new GitHub({
    token,
    apiUrl: server.url,
    repository: server.repository,
    clock: { now: () => now, monotonic: () => now },
    sleep: async (ms) => {
      now += ms;
      asleep();
    },
    random: () => 0,
    retry: { maxAttempts: 8, totalMs: 3_600_000, baseDelayMs: 1000, maxDelayMs: 30_000, requestTimeoutMs },
  });
}

const runs = () => [...server.checkRuns.values()];
const output = (index: number) => runs()[index]?.['output'] as { summary: string; text: string } | undefined;
const annotationsOf = (id: unknown) => server.state.annotations.get(Number(id)) ?? [];
const sent = (method: string) => server.requests.filter((request) => request.method === method);

describe('checks.upsert', () => {
  it('writes one run, with annotations fifty at a time and in order', async () => {
    const result = await github().checks.upsert(CONTENT);
    expect(result).toMatchObject({ action: 'created', url: expect.stringMatching(/\/runs\/\d+$/) });
    expect(runs()).toHaveLength(1);
    expect(runs()[0]).toMatchObject({ conclusion: 'failure', status: 'completed', head_sha: COMMIT });
    expect(annotationsOf(result.id)).toEqual(CONTENT.annotations);
    expect([sent('GET').length, sent('POST').length, sent('PATCH').length]).toEqual([1, 1, 2]);
  });

  it('changes nothing when all is there, and only the words when those differ', async () => {
    const { id } = await github().checks.upsert(CONTENT);
    expect(await github().checks.upsert(CONTENT)).toMatchObject({ id, action: 'unchanged' });
    expect(sent('PATCH')).toHaveLength(2);
    const other: CheckContent = { ...CONTENT, conclusion: 'neutral', output: { title: 'Other', summary: 'It is so.' } };
    expect(await github().checks.upsert(other)).toMatchObject({ id, action: 'updated' });
    expect(runs()).toHaveLength(1);
    expect(runs()[0]).toMatchObject({ conclusion: 'neutral', output: { title: 'Other' } });
    expect(annotationsOf(id)).toHaveLength(120);
  });

  it('goes on where a publisher before it died', async () => {
    const { id } = await github().checks.upsert({ ...CONTENT, annotations: some(50) });
    expect(await github().checks.upsert(CONTENT)).toMatchObject({ id, action: 'updated' });
    expect(annotationsOf(id)).toEqual(CONTENT.annotations);
  });

  it('takes a run of its own on another commit, of another name, and with another id', async () => {
    const ids = new Set<number>();
    for (const change of [{}, { headSha: 'b'.repeat(40) }, { name: 'other' }, { externalId: 'x' }])
      ids.add((await github().checks.upsert({ ...CONTENT, annotations: [], ...change })).id);
    expect(ids.size).toBe(4);
  });

  it('finds its run behind those of 150 jobs of that name', async () => {
    const { id } = await github().checks.upsert({ ...CONTENT, annotations: [] });
    const own = server.checkRuns.get(id);
    for (let job = 1; job <= 150; job += 1)
      server.checkRuns.set(10_000 + job, { ...own, id: 10_000 + job, external_id: `job-${job}` });
    server.requests.splice(0);
    expect(await github().checks.upsert({ ...CONTENT, annotations: [] })).toMatchObject({ id, action: 'unchanged' });
    expect(sent('GET').map(({ query }) => query['page'])).toEqual(['1', '2']);
  });

  it('makes a run of its own where another app took its id', async () => {
    const { id } = await github().checks.upsert({ ...CONTENT, annotations: [] });
    server.fault({ kind: 'forbidden', on: 'PATCH' });
    const changed: CheckContent = { ...CONTENT, annotations: [], conclusion: 'neutral' };
    const result = await github().checks.upsert(changed);
    expect(result).toMatchObject({ action: 'created' });
    expect(result.id).not.toBe(id);
  });

  const unclear: readonly FaultKind[] = ['drop', 'lost', 'truncated', '500', '500-after', 'stall', 'stall-after'];
  const limits: readonly FaultKind[] = ['limit', 'secondary', 'secondary-bare', 'primary'];
  const matrix = ['POST', 'PATCH', 'GET'].flatMap((on) => [...unclear, ...limits].map((kind) => [kind, on] as const));

  it.each(matrix)('is one run with each annotation once after %s on %s', async (kind, on) => {
    server.fault({ kind, on, times: 2 });
    const result = await github(kind.startsWith('stall') ? 500 : undefined).checks.upsert(CONTENT);
    expect(result.action).toBe('created');
    expect(runs()).toHaveLength(1);
    expect(annotationsOf(result.id)).toEqual(CONTENT.annotations);
  });

  it('makes the one whole that GitHub shows, where a lost request comes after all', async () => {
    server.fault({ kind: 'late', on: 'POST' });
    const result = await github().checks.upsert(CONTENT);
    expect(runs().map((run) => run['external_id'])).toEqual([CONTENT.externalId, CONTENT.externalId]);
    expect(result.id).toBe(Math.max(...server.checkRuns.keys()));
    expect(annotationsOf(result.id)).toEqual(CONTENT.annotations);
    const [twin] = runs();
    expect(twin).toMatchObject({ status: 'completed', conclusion: 'neutral', output: { title: 'Superseded' } });
    expect(output(0)?.summary).toMatch(new RegExp(`^Superseded by check run ${result.id} of this commit`));
    const before = sent('PATCH').length;
    expect(await github().checks.upsert(CONTENT)).toMatchObject({ id: result.id, action: 'unchanged' });
    expect(sent('PATCH')).toHaveLength(before);
  });

  it('turns to a twin that comes to be while the first one is made whole', async () => {
    server.fault({ kind: 'lost', on: 'POST' });
    server.fault({ kind: 'limit', on: 'PATCH' });
    const client = github(undefined, () => {
      const [first] = runs();
      if (!first || sent('PATCH').length === 0 || runs().length > 1) return;
      server.checkRuns.set(50_000, { ...first, id: 50_000 });
      server.state.annotations.set(50_000, annotationsOf(first['id']));
    });
    expect(await client.checks.upsert(CONTENT)).toMatchObject({ id: 50_000, action: 'created' });
    expect(annotationsOf(50_000)).toEqual(CONTENT.annotations);
    expect(runs().map((run) => run['conclusion'])).toEqual(['neutral', 'failure']);
  });

  it('takes back what two jobs left, and nothing that is another app’s or another result’s', async () => {
    const content: CheckContent = { ...CONTENT, annotations: [] };
    const other = await github().checks.upsert({ ...content, externalId: 'other' });
    const { id } = await github().checks.upsert(content);
    const own = server.checkRuns.get(id);
    server.checkRuns.set(20_000, { ...own, id: 20_000 });
    server.fault({ kind: 'forbidden', on: 'PATCH' });
    expect(await github().checks.upsert(content)).toMatchObject({ id: 20_000, action: 'unchanged' });
    expect(server.checkRuns.get(id)).toMatchObject({ conclusion: 'failure' });
    expect(await github().checks.upsert(content)).toMatchObject({ id: 20_000, action: 'unchanged' });
    expect(server.checkRuns.get(id)).toMatchObject({ conclusion: 'neutral' });
    expect(server.checkRuns.get(other.id)).toMatchObject({ conclusion: 'failure' });
  });

  it('is one run with each annotation once in 60 random schedules', async () => {
    let seed = 20260102;
    const random = (): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const quick = [...unclear.filter((kind) => !kind.startsWith('stall')), ...limits];
    for (let round = 0; round < 60; round += 1) {
      for (let faults = 0; faults < 4; faults += 1) {
        server.fault({ kind: pick(quick), on: pick(['POST', 'PATCH', 'GET']), times: 1 });
      }
      const content = { ...CONTENT, headSha: round.toString(16).padStart(40, '0') };
      const result = await github().checks.upsert(content);
      const here = runs().filter((run) => run['head_sha'] === content.headSha);
      expect(here, `round ${round}`).toHaveLength(1);
      expect(annotationsOf(result.id), `round ${round}`).toEqual(CONTENT.annotations);
    }
  });
});

const finding = (overrides: Partial<FindingsFile['findings'][number]> = {}): FindingsFile['findings'][number] => ({
  source: 'verifier',
  level: 'failure',
  rule: 'adds',
  title: 'adds: expected 3, got 1',
  message: 'expected 3, got 1',
  path: 'src/sum.js',
  startLine: 2,
  endLine: 2,
  ...overrides,
});
const findings = (...list: FindingsFile['findings']): FindingsFile => ({
  schema: 'cleanroom/findings/v1',
  omitted: 0,
  findings: list,
});
const notDelivered: DeliveryState = { state: 'skipped', kind: 'artifact', reason: 'it is in the evidence' };
const delivered: DeliveryState = {
  state: 'delivered',
  kind: 'commit',
  url: 'https://github.com/octo-org/hello.world/commit/c',
  words: 'Committed to topic.',
  branch: 'topic',
  commit: 'c'.repeat(40),
};

type Request = Parameters<typeof writeCheck>[0];
const request = (overrides: Partial<Request> = {}): Request => ({
  evidence: someEvidence(),
  github: github(),
  target: onPull(5),
  settings: SETTINGS,
  delivery: notDelivered,
  links: { runUrl: 'https://github.com/octo-org/hello.world/actions/runs/1' },
  ...overrides,
});

describe('writeCheck', () => {
  it('says of a commit what was proved of it, and annotates', async () => {
    const verdict = aVerdict({
      verdict: 'attempts-exhausted',
      green: false,
      verified: false,
      reason: 'npm test fails',
    });
    const list = findings(
      finding(),
      finding({ path: null, startLine: null, endLine: null, title: 'no place <b>' }),
      finding({ path: 'a.js', startLine: null, endLine: null, level: 'warning', source: 'report' }),
      finding({ path: '../../etc/passwd' }),
    );
    const state = await writeCheck(request({ evidence: someEvidence({ verdict, findings: list }) }));
    expect(state).toMatchObject({ state: 'written', action: 'created' });
    const [run] = runs();
    expect(run).toMatchObject({
      name: 'cleanroom ci',
      head_sha: COMMIT,
      conclusion: 'failure',
      details_url: 'https://github.com/octo-org/hello.world/actions/runs/1',
      external_id: expect.stringMatching(/^cleanroom-action:1:ci:[0-9a-f]{16}$/),
      output: {
        title: 'Not verified: every attempt was used and the verifier still fails.',
        summary: expect.stringContaining('npm test fails'),
        text: expect.stringMatching(/4 findings, 2 at lines of files[\s\S]*no place &#60;b&#62;/),
      },
    });
    expect(annotationsOf(run?.['id'])).toEqual([
      {
        path: 'src/sum.js',
        start_line: 2,
        end_line: 2,
        annotation_level: 'failure',
        title: 'adds: expected 3, got 1',
        message: 'expected 3, got 1',
      },
      expect.objectContaining({ path: 'a.js', start_line: 1, end_line: 1, annotation_level: 'warning' }),
    ]);
  });

  it('never says success of a commit without the change, and says it of the commit that holds it', async () => {
    expect(await writeCheck(request())).toMatchObject({ state: 'written' });
    expect(runs()[0]).toMatchObject({ head_sha: COMMIT, conclusion: 'neutral' });
    expect(output(0)?.summary).toContain('does not hold the change');

    await writeCheck(request({ delivery: delivered }));
    expect(runs()[1]).toMatchObject({ head_sha: 'c'.repeat(40), conclusion: 'success' });

    const verdict = aVerdict({ verdict: 'verified-with-verifier-change' });
    await writeCheck(
      request({ delivery: delivered, evidence: someEvidence({ verdict }), settings: { ...SETTINGS, checkName: 'x' } }),
    );
    expect(runs()[2]).toMatchObject({ head_sha: 'c'.repeat(40), conclusion: 'neutral' });
  });

  it.each([
    ['nothing-to-prove', 'neutral'],
    ['reported', 'neutral'],
    ['blocked', 'action_required'],
    ['time-exhausted', 'timed_out'],
    ['infra-error', 'failure'],
    ['cancelled', 'cancelled'],
  ] as const)('concludes %s with %s', async (word, conclusion) => {
    const verdict = aVerdict({ verdict: word, green: word === 'reported', verified: false });
    await writeCheck(request({ evidence: someEvidence({ verdict }) }));
    expect(runs()[0]).toMatchObject({ conclusion });
  });

  it('writes nothing to a commit that was not worked on', async () => {
    const plan = aPlan({ source: { ...aPlan().source, workCommit: 'd'.repeat(40) } });
    for (const delivery of [notDelivered, delivered])
      expect(await writeCheck(request({ evidence: someEvidence({ plan }), delivery }))).toEqual({
        state: 'skipped',
        reason: 'the run worked on commit dddddddddddd, and the event is about aaaaaaaaaaaa',
      });
    expect(await writeCheck(request({ evidence: someEvidence({ plan: undefined }) }))).toMatchObject({
      state: 'skipped',
      reason: expect.stringContaining('no plan'),
    });
    const early = aVerdict({ verdict: 'infra-error', green: false, verified: false });
    const state = await writeCheck(request({ evidence: someEvidence({ plan: undefined, verdict: early }) }));
    expect(state).toMatchObject({ state: 'written' });
    expect(runs()).toHaveLength(1);
  });

  it('is quiet where the token may not, unless it is told to write', async () => {
    const fault = () => server.fault({ kind: 'forbidden', on: 'check-runs', times: 3 });
    fault();
    expect(await writeCheck(request())).toEqual({
      state: 'skipped',
      reason: 'the token may not write check runs (checks: write)',
    });
    const always = { ...SETTINGS, check: 'always' as const };
    expect(await writeCheck(request({ settings: always }))).toMatchObject({
      state: 'failed',
      code: 'github.forbidden',
      hint: expect.stringContaining('checks: write'),
    });
    expect(await writeCheck(request({ settings: { ...SETTINGS, check: 'never' } }))).toMatchObject({
      state: 'skipped',
    });
    expect(await writeCheck(request({ github: undefined }))).toMatchObject({ state: 'skipped' });
    expect(await writeCheck(request({ target: { ...onPull(5), commit: null } }))).toMatchObject({ state: 'skipped' });
    expect(runs()).toEqual([]);
  });

  it('keeps to the limits of GitHub whatever there is to say', async () => {
    const long = '漢字 <b> @x #1 '.repeat(4000);
    const many = Array.from({ length: 700 }, (_, index) =>
      finding({
        startLine: index + 1,
        endLine: index + 1,
        message: long.slice(0, 8000),
        level: index < 600 ? 'notice' : 'failure',
      }),
    );
    const verdict = aVerdict({
      verdict: 'attempts-exhausted',
      green: false,
      verified: false,
      reason: long,
      notices: Array.from({ length: 500 }, () => long),
      passingCommand: long,
    });
    const state = await writeCheck(
      request({ evidence: someEvidence({ verdict, findings: { ...findings(...many), omitted: 3 } }) }),
    );
    expect(state).toMatchObject({ state: 'written' });
    const { summary = '', text = '' } = output(0) ?? {};
    expect(summary).toContain('### ❌ Not verified');
    for (const part of [summary, text]) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(65_535);
    expect(text).toContain('703 findings, 500 at lines of files; 203 more are in findings.json');
    const annotations = annotationsOf(runs()[0]?.['id']) as Annotation[];
    expect(annotations).toHaveLength(500);
    expect(annotations.filter((one) => one.annotation_level === 'failure')).toHaveLength(100);
  });
});
