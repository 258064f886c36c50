import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContext } from '../../src/inputs/context.js';
import { resolveSettings } from '../../src/inputs/resolve.js';
import { createGate } from '../../src/run/gate.js';
import { connect } from '../../src/run/github-run.js';
import { describeHost } from '../../src/run/host.js';
import { openStore } from '../../src/run/store.js';
import { describeProblem } from '../../src/support/errors.js';
import { ActionSite, TOKEN } from '../support/action-site.js';
import { CODERTOCAT } from '../support/github/access.js';
import { GitHubOpenApi } from '../support/github-openapi.js';

type Fields = Readonly<Record<string, unknown>>;
const WEBHOOKS = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  readonly name: string;
  readonly examples: readonly Fields[];
}[];

/** What is worked on: a pull request's head, what was pushed or queued, or the commit that GITHUB_SHA names. */
type Work = 'head' | 'pushed' | 'queued' | 'event';
/** Who can cause it: nobody from outside; those who may write; anybody with an account. */
type Cause = 'nobody' | 'writers' | 'anybody';

/**
 * Every event that GitHub has an example of, with what it has to come to. Who can cause it is said by GitHub's documents,
 * and where they do not say that it takes write access, it is `anybody`. Those after the empty line start no workflow:
 * should one ever do, it is treated with no more trust than the rest.
 */
const EVENTS: Readonly<Record<string, readonly [Work, Cause, ...authors: string[]]>> = {
  branch_protection_rule: ['event', 'writers'],
  check_run: ['event', 'anybody'],
  check_suite: ['event', 'anybody'],
  commit_comment: ['event', 'anybody', 'comment.user'],
  create: ['event', 'writers'],
  delete: ['event', 'writers'],
  deployment: ['event', 'writers'],
  deployment_status: ['event', 'writers'],
  discussion: ['event', 'anybody'],
  discussion_comment: ['event', 'anybody', 'comment.user'],
  fork: ['event', 'anybody'],
  gollum: ['event', 'anybody'],
  issue_comment: ['event', 'anybody', 'comment.user'],
  issues: ['event', 'anybody'],
  label: ['event', 'anybody'],
  merge_group: ['queued', 'nobody'],
  milestone: ['event', 'anybody'],
  page_build: ['event', 'anybody'],
  project: ['event', 'anybody'],
  project_card: ['event', 'anybody'],
  project_column: ['event', 'anybody'],
  public: ['event', 'writers'],
  pull_request: ['head', 'anybody'],
  pull_request_review: ['head', 'anybody', 'review.user'],
  pull_request_review_comment: ['head', 'anybody', 'comment.user'],
  push: ['pushed', 'writers'],
  release: ['event', 'writers'],
  repository_dispatch: ['event', 'writers'],
  status: ['event', 'anybody'],
  watch: ['event', 'anybody'],
  workflow_dispatch: ['event', 'writers'],
  workflow_run: ['event', 'anybody', 'workflow_run.actor?', 'workflow_run.triggering_actor?'],

  code_scanning_alert: ['event', 'anybody'],
  dependabot_alert: ['event', 'anybody'],
  deploy_key: ['event', 'anybody'],
  deployment_review: ['event', 'anybody'],
  github_app_authorization: ['event', 'anybody'],
  installation: ['event', 'anybody'],
  installation_repositories: ['event', 'anybody'],
  marketplace_purchase: ['event', 'anybody'],
  member: ['event', 'anybody'],
  membership: ['event', 'anybody'],
  meta: ['event', 'anybody'],
  organization: ['event', 'anybody'],
  org_block: ['event', 'anybody'],
  package: ['event', 'anybody'],
  ping: ['event', 'anybody'],
  projects_v2_item: ['event', 'anybody'],
  pull_request_review_thread: ['event', 'anybody'],
  repository: ['event', 'anybody'],
  repository_import: ['event', 'anybody'],
  repository_vulnerability_alert: ['event', 'anybody'],
  security_advisory: ['event', 'anybody'],
  sponsorship: ['event', 'anybody'],
  star: ['event', 'anybody'],
  team: ['event', 'anybody'],
  team_add: ['event', 'anybody'],
  workflow_job: ['event', 'anybody'],
};

/** How many of all examples may start a run, where Codertocat alone has write access. Counted apart from the table. */
const MAY_START = { plan: 262, refused: 67 };

const SHA = 'c'.repeat(40);
const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Fields | null | undefined)?.[key], value);
const SETTINGS = resolveSettings([
  { values: { prompt: 'x', agent: 'command' }, invalid: new Set(), where: (name) => name },
]).settings;

let site: ActionSite;
let store: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  site = await ActionSite.make(new GitHubOpenApi());
  const path = process.env['PATH'] ?? '';
  store = await openStore(describeHost({ PATH: path, RUNNER_TEMP: site.temp }, site.repo, undefined));
});
afterAll(() => site?.close());

/** The runner's variables for an example, as far as they can be read out of it. */
function environment(name: string, payload: Fields): Record<string, string> {
  const pull = at(payload, 'pull_request.number');
  const refs: Readonly<Record<string, unknown>> = {
    push: payload['ref'],
    merge_group: at(payload, 'merge_group.head_ref'),
    pull_request: `refs/pull/${pull}/merge`,
    pull_request_review: `refs/pull/${pull}/merge`,
    pull_request_review_comment: `refs/pull/${pull}/merge`,
  };
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: name,
    GITHUB_REPOSITORY: site.server.repository,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_API_URL: site.server.url,
    GITHUB_SHA: SHA,
    GITHUB_REF: String(refs[name] ?? 'refs/heads/main'),
    GITHUB_ACTOR: String(at(payload, 'sender.login') ?? ''),
  };
}

/** What an example has to come to, by the table: a plan, or who may not start it. */
function specified(name: string, payload: Fields): { readonly work?: unknown; readonly refused: readonly string[] } {
  const [work, cause, ...authors] = EVENTS[name] ?? ['event', 'anybody'];
  const trusted: Readonly<Record<Work, unknown>> = {
    head: at(payload, 'pull_request.base.sha'),
    queued: at(payload, 'merge_group.base_sha'),
    pushed: String(payload['ref']).startsWith('refs/tags/') ? SHA : payload['after'],
    event: SHA,
  };
  const commits: Readonly<Record<Work, unknown>> = {
    ...trusted,
    head: at(payload, 'pull_request.head.sha'),
    queued: at(payload, 'merge_group.head_sha'),
  };
  if (name === 'push' && payload['deleted'] === true) return { refused: ['after'] };
  const paths = authors.filter((path) => !path.endsWith('?') || at(payload, path.slice(0, -1)) !== undefined);
  const people = ['sender', ...paths.map((path) => path.replace('?', ''))].map((path) => at(payload, path) as Fields);
  const may = (who: Fields | undefined): boolean =>
    // Two examples show another account of that name, which is not who has access.
    who?.['type'] === 'User' && (cause === 'writers' || (who['login'] === 'Codertocat' && who['id'] === CODERTOCAT.id));
  const refused = cause === 'nobody' ? [] : people.filter((who) => !may(who)).map((who) => String(who?.['login']));
  return { work: { commit: commits[work], trusted: trusted[work] }, refused: [...new Set(refused)].sort() };
}

describe('examples of GitHub', () => {
  it('are all in the table, and nothing else is', () => {
    expect(WEBHOOKS.map(({ name }) => name).sort()).toEqual(Object.keys(EVENTS).sort());
  });

  const counted = { plan: 0, refused: 0 };
  it.each(Object.keys(EVENTS))('%s', async (name) => {
    for (const payload of WEBHOOKS.find((one) => one.name === name)?.examples ?? []) {
      const expected = specified(name, payload);
      const event = readContext(environment(name, payload), payload);
      const [commit, trusted] = [event.workCommit ?? '-', event.trusted?.commit ?? '-'];
      const gate = createGate(event, connect(event.context, TOKEN));
      if (event.problems.length > 0) {
        expect(event.problems.map(({ where }) => where)).toEqual(
          expected.refused.map((field) => `event payload: ${field}`),
        );
        counted.refused += 1;
        continue;
      }
      const answer = await gate?.admit({
        // Two jobs, so that nothing but people decides.
        settings: { ...SETTINGS, publish: 'later' },
        source: { workCommit: commit, trustedCommit: trusted, trustedRef: 'main', config: null, profile: null },
        commits: store.source,
        where: (setting) => setting,
        sound: true,
      });
      const problems = answer?.problems ?? [];
      expect(
        [...new Set(problems.map(({ given }) => String(given)))].sort(),
        problems.map(describeProblem).join('\n'),
      ).toEqual(expected.refused);
      expect({ commit, trusted }).toEqual(expected.work);
      expect(event.context.event).toBe(name);
      expect(event.context.pullRequest?.number).toBe(
        EVENTS[name]?.[0] === 'head' ? at(payload, 'pull_request.number') : undefined,
      );
      expect(event.context.pullRequest?.fork ?? false).toBe(false);
      counted[problems.length > 0 ? 'refused' : 'plan'] += 1;
    }
    expect(site.server.violations).toEqual([]);
  });

  it('come to as many plans and refusals as were counted', () => {
    expect(counted).toEqual(MAY_START);
  });
});
