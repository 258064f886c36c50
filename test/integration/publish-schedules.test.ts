import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentMarker } from '../../src/publish/comment.js';
import { GitHub } from '../../src/publish/github.js';
import { type PublishResult, publish } from '../../src/publish/publish.js';
import type { DeliveryKind } from '../../src/publish/types.js';
import { Validators } from '../../src/publish/validators.js';
import type { FindingsFile } from '../../src/schemas/findings.js';
import { DeliveryLab, PULL, RUN_URL } from '../support/delivery-lab.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { ACTIONS_BOT, type FaultKind, GitHubServer } from '../support/github-server.js';
import { SETTINGS } from '../unit/publish/support/evidence.js';

/*
 * The whole of publishing under random schedules of faults. Each schedule comes from one number: a failure prints it,
 * and SCHEDULE_SEED=number runs that one alone.
 */

const SEED = 20_261_121;
const SCHEDULES = 200;
const ONE = process.env['SCHEDULE_SEED'];
const SEEDS = ONE ? [Number(ONE)] : Array.from({ length: SCHEDULES }, (_, index) => SEED + index);

const MARKER = commentMarker('ci');
const FINDINGS = 120;

const KINDS: readonly FaultKind[] = [
  ...(['drop', 'lost', 'truncated', '500', '500-after', 'late', '503'] as const),
  ...(['drop', 'lost', 'truncated', '500', '500-after', 'late'] as const),
  ...(['limit', 'secondary', 'secondary-bare', 'primary'] as const),
  ...(['moved-head', 'moved-head-after'] as const),
];
/** They cost real time, so there are few, and each hits once. */
const STALLS: readonly FaultKind[] = ['stall', 'stall-after'];
const TIME_OUT_MS = 1000;
/** Parts of routes; the empty one is every request. */
const PLACES = [
  ...['', '', '', 'GET', 'POST', 'PATCH', 'DELETE'],
  ...['/issues/{issue_number}/comments', '/issues/comments/', 'check-runs', 'annotations'],
  ...['/pulls', '/pulls/{pull_number}', '/reviews', '/files', '/git/refs', '/git/ref/', '/git/commits', '/git/trees'],
  ...['/git/blobs', '/branches/', '/commits', 'GET /user'],
  // What must not be said twice.
  ...['POST /repos/{owner}/{repo}/issues', 'POST /repos/{owner}/{repo}/check-runs', 'POST /repos/{owner}/{repo}/pulls'],
  ...['POST /repos/{owner}/{repo}/issues', 'POST /repos/{owner}/{repo}/check-runs', 'POST /repos/{owner}/{repo}/pulls'],
];

/** Every call that publishing makes: each schedule aims at one of them, at each with every way of delivery. */
const ROUTES = [
  'GET /user',
  'GET /repos/{owner}/{repo}',
  ...[
    ...['GET /branches/{branch}', 'GET /rules/branches/{branch}', 'GET /commits', 'GET /compare/{basehead}'],
    ...['GET /commits/{ref}/check-runs', 'GET /check-runs/{check_run_id}/annotations'],
    ...['POST /check-runs', 'PATCH /check-runs/{check_run_id}'],
    ...[
      'GET /git/ref/{ref}',
      'GET /git/commits/{commit_sha}',
      'GET /git/trees/{tree_sha}',
      'GET /git/blobs/{file_sha}',
    ],
    ...['POST /git/blobs', 'POST /git/trees', 'POST /git/commits', 'POST /git/refs', 'POST /graphql'],
    ...['GET /issues/{issue_number}/comments', 'POST /issues/{issue_number}/comments'],
    ...['PATCH /issues/comments/{comment_id}', 'DELETE /issues/comments/{comment_id}'],
    ...['GET /pulls', 'POST /pulls', 'GET /pulls/{pull_number}', 'GET /pulls/{pull_number}/files'],
    ...['GET /pulls/{pull_number}/reviews', 'POST /pulls/{pull_number}/reviews'],
    'POST /pulls/{pull_number}/reviews/{review_id}/events',
  ].map((call) => (call === 'POST /graphql' ? call : call.replace(' ', ' /repos/{owner}/{repo}'))),
];
/** What the one call suffers, one after another: it never came, it was refused for now, its answer never came. */
const CLASSES: readonly (readonly FaultKind[])[] = [
  ['drop', '500', '503'],
  ['limit', 'secondary', 'secondary-bare', 'primary'],
  ['lost', 'truncated', '500-after'],
];

interface Lab {
  readonly name: string;
  readonly kind: DeliveryKind;
  readonly target: 'pull' | 'branch';
}
const LABS: readonly Lab[] = [
  { name: 'suggestions', kind: 'suggestions', target: 'pull' },
  { name: 'commit', kind: 'commit', target: 'pull' },
  { name: 'pull request for a pull request', kind: 'pull-request', target: 'pull' },
  { name: 'pull request for a branch', kind: 'pull-request', target: 'branch' },
];

interface Schedule {
  readonly lab: Lab;
  /** Two jobs with one key at once. */
  readonly jobs: 1 | 2;
  /** Comments of earlier runs: the second one is a twin. */
  readonly old: number;
  readonly faults: readonly {
    readonly kind: FaultKind;
    readonly on?: string;
    readonly route?: string;
    readonly after: number;
    readonly times: number;
    readonly seconds: number;
  }[];
}

/** The same schedule for the same number, for ever. */
function scheduleOf(seed: number): Schedule {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[below(list.length)] as T;
  const route = ROUTES[seed % ROUTES.length] ?? '';
  const old = /^(?:POST|PATCH|DELETE) .*\/comments/.exec(route)
    ? ['POST', 'PATCH', 'DELETE'].indexOf(route.split(' ')[0] ?? '')
    : below(3);
  const aimed = CLASSES.map((kinds) => ({ kind: pick(kinds), route, after: 0, times: 1, seconds: below(10) }));
  const random = Array.from({ length: below(6) }, () => {
    const stalls = below(20) === 0;
    return {
      kind: pick(stalls ? STALLS : KINDS),
      on: pick(PLACES),
      after: below(3) === 0 ? below(25) : below(3),
      times: stalls || below(3) > 0 ? 1 : 1 + below(8),
      seconds: below(40),
    };
  });
  const lab = LABS[Math.floor(seed / ROUTES.length) % LABS.length] as Lab;
  return { lab, jobs: below(5) === 0 ? 2 : 1, old, faults: [...aimed, ...random] };
}

/** Of all schedules, by route. */
const hits = new Map<string, Set<FaultKind>>();
let api: GitHubOpenApi;
let home: GitHubServer;
const validators = new Validators();
const labs = new Map<Lab, DeliveryLab>();

beforeAll(async () => {
  api = new GitHubOpenApi();
  home = await GitHubServer.start(api);
  const findings: FindingsFile = {
    schema: 'cleanroom/findings/v1',
    omitted: 0,
    findings: Array.from({ length: FINDINGS }, (_, index) => ({
      source: 'verifier',
      level: 'failure',
      rule: null,
      title: `finding ${index}`,
      message: 'wrong',
      path: 'src/sum.js',
      startLine: 1,
      endLine: 1,
    })),
  };
  for (const lab of LABS) {
    const made = await DeliveryLab.make(home, lab);
    await writeFile(join(made.evidence, 'findings.json'), JSON.stringify(findings));
    labs.set(lab, made);
  }
});
afterAll(async () => {
  await home.close();
  for (const lab of labs.values()) await lab.close();
});

/** A GitHub of its own over the repository as it was at first. */
async function begin(lab: Lab, now: () => number): Promise<{ server: GitHubServer; made: DeliveryLab }> {
  const made = labs.get(lab);
  if (!made) throw new Error('no lab');
  const { repository, head, main, target } = made;
  const old = repository.line('for-each-ref', '--format=delete %(refname)', 'refs/heads').split('\n');
  const others = old.filter((line) => !/\/(?:main|topic)$/.test(line));
  const tips = [`update refs/heads/main ${main}`, `update refs/heads/topic ${head}`];
  repository.git(['update-ref', '--stdin'], [...others, ...tips, ''].join('\n'));
  const server = await GitHubServer.start(api, { now });
  server.state.git = repository;
  if (target.pullRequest) server.pulls.set(PULL, target.pullRequest);
  return { server, made };
}

describe('publishing', () => {
  it.each(SEEDS)('leaves one of each under schedule %d', async (seed) => {
    const { lab, jobs, old, faults } = scheduleOf(seed);
    const about = `SCHEDULE_SEED=${seed} ${lab.name}, ${jobs} at once, ${old} before, ${JSON.stringify(faults)}`;
    let now = Date.UTC(2026, 0, 2);
    const { server, made } = await begin(lab, () => now);
    try {
      const job = (requestTimeoutMs: number): Promise<PublishResult> =>
        publish({
          evidenceDir: made.evidence,
          github: new GitHub({
            token: server.token,
            apiUrl: server.url,
            repository: server.repository,
            clock: { now: () => now, monotonic: () => now },
            sleep: async (ms) => {
              now += ms;
            },
            random: () => 0,
            retry: { maxAttempts: 6, totalMs: 180_000, baseDelayMs: 1000, maxDelayMs: 30_000, requestTimeoutMs },
          }),
          target: made.target,
          settings: { ...SETTINGS, summary: false, deliver: made.settings },
          links: { runUrl: RUN_URL },
          validators,
        });
      if (lab.target === 'pull')
        for (let one = 0; one < old; one += 1) server.seed(PULL, `${MARKER}\nold`, ACTIONS_BOT);
      for (const fault of faults) server.fault(fault);
      // Where nothing stalls, a busy machine must not be taken for a lost request.
      const timeOutMs = faults.some(({ kind }) => STALLS.includes(kind)) ? TIME_OUT_MS : 30_000;
      const first = await Promise.all(Array.from({ length: jobs }, () => job(timeOutMs)));
      // Nothing has to be cleaned up where nothing came late.
      const late = jobs > 1 || faults.some(({ kind }) => kind === 'late' || STALLS.includes(kind));
      if (!late && old < 2) expect(server.comments.length, about).toBeLessThanOrEqual(1);
      server.calm();
      const moved = server.pulls.get(PULL)?.headSha;
      const last = await job(20_000);

      const oneComment = lab.target === 'pull' ? 1 : 0;
      const comments = server.comments.filter(({ body }) => body.startsWith(MARKER));
      expect(comments, about).toHaveLength(oneComment);
      expect(server.comments, about).toHaveLength(oneComment);
      if (oneComment === 1) {
        expect(last.comment, about).toMatchObject({ state: 'written', id: comments[0]?.id });
        const said = last.delivery.state === 'delivered' ? '**Delivered**' : '**Not delivered**';
        expect(comments[0]?.body, about).toContain(said);
      }

      expect(last.check, about).toMatchObject({ state: 'written' });
      checkRuns(server, first, last, faults, jobs, about);

      const delivered = deliveries(server, made, lab);
      expect(delivered.length, `${about} ${delivered.join()}`).toBeLessThanOrEqual(1);
      const gone = [made.head, ...made.delivered()].includes(moved ?? made.head) ? undefined : moved;
      if (gone === undefined && !faults.some(({ kind }) => kind.startsWith('moved'))) {
        expect(last.delivery, about).toMatchObject({ state: 'delivered' });
        expect(delivered, about).toHaveLength(1);
      }
      if (last.delivery.state === 'delivered') expect(delivered, about).toHaveLength(1);
      expect(last.delivery.state, about).not.toBe('failed');
      expect(server.violations, about).toEqual([]);
    } finally {
      for (const { route, kind } of server.hits) {
        const kinds = hits.get(route) ?? new Set();
        hits.set(route, kind === undefined ? kinds : kinds.add(kind));
      }
      await server.close();
    }
  });
});

/** Read only after something else went wrong, so that most aims miss it: any fault will do. */
const SELDOM = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations';
/** Read by a second publication alone, whose GitHub is well here. */
const CALM = 'GET /repos/{owner}/{repo}/commits';

it.skipIf(ONE)('hit every call that was made with every class of faults', () => {
  expect([...hits.keys()].sort()).toEqual([...ROUTES].sort());
  const spared = [...hits].filter(([route, kinds]) => {
    if (route === CALM) return false;
    return route === SELDOM ? kinds.size === 0 : !CLASSES.every((some) => some.some((kind) => kinds.has(kind)));
  });
  expect(spared.map(([route]) => route)).toEqual([]);
});

/** Of each commit GitHub shows the newest run of a name; it has to be whole, with each annotation once. */
function checkRuns(
  server: GitHubServer,
  first: readonly PublishResult[],
  last: PublishResult,
  faults: Schedule['faults'],
  jobs: number,
  about: string,
): void {
  const runs = [...server.checkRuns.values()];
  const shown = runs.findLast(({ head_sha: commit }) => commit === runs.at(-1)?.['head_sha']);
  expect(last.check, about).toMatchObject({ id: shown?.['id'] });
  const twins = runs.filter((run) => run !== shown && run['head_sha'] === shown?.['head_sha']);
  for (const twin of twins)
    expect(twin, about).toMatchObject({ conclusion: 'neutral', output: { title: 'Superseded' } });
  const titles = (server.state.annotations.get(Number(shown?.['id'])) ?? []).map(
    (entry) => (entry as { title: string }).title,
  );
  expect(new Set(titles).size, about).toBe(FINDINGS);
  // GitHub takes nothing away: something is there twice only where a request took effect late, or two jobs met.
  if (jobs > 1 || faults.some(({ kind }) => kind === 'late' || STALLS.includes(kind))) return;
  expect(titles.length, about).toBe(FINDINGS);
  const commits = runs.map(({ head_sha: commit }) => commit);
  const before = `${about} ${first.map(({ check }) => JSON.stringify(check)).join()}`;
  expect(new Set(commits).size, before).toBe(runs.length);
}

/** What of the change is on GitHub, by its own means of telling. */
function deliveries(server: GitHubServer, made: DeliveryLab, { kind }: Lab): readonly string[] {
  if (kind === 'suggestions') return server.state.reviews.map(({ id, state }) => `${id} ${state}`);
  const ours = (branch: string): readonly string[] =>
    made
      .delivered(branch)
      .filter((commit) => made.repository.line('log', '-1', '--format=%B', commit).includes('Cleanroom-Patch: '));
  if (kind === 'commit') return ours('topic');
  const pulls = [...server.pulls.values()].filter(({ number }) => number !== PULL);
  expect(ours('topic')).toEqual([]);
  return pulls.map(({ number, headRef }) => `${number} ${ours(headRef).length}`);
}

it('schedules are the same for the same number', async () => {
  expect(scheduleOf(SEED)).toEqual(scheduleOf(SEED));
  expect(new Set(SEEDS.map((seed) => JSON.stringify(scheduleOf(seed)))).size).toBe(SEEDS.length);
  expect(await readFile(new URL(import.meta.url), 'utf8')).toContain('SCHEDULE_SEED');
});
