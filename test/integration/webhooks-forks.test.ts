import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/schemas/plan.js';
import { ActionSite, PULL, TOKEN } from '../support/action-site.js';
import { type Outcome, planOf } from '../support/gate-lab.js';
import { CODERTOCAT, type StoredAccount } from '../support/github/access.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { git } from '../support/workspace.js';

/*
 * Events that GitHub has no example of: forks, bots, people who are gone, and runs that somebody else repeats. Each row
 * says what the event has to come to.
 */

type Fields = Record<string, unknown>;
interface Who {
  readonly login: string;
  readonly id: number;
  readonly type: string;
}
const MAINTAINER: Who = CODERTOCAT;
const OUTSIDER: StoredAccount = { login: 'mallory', id: 666, type: 'User', role: 'read' };
const MEMBER: StoredAccount = { ...OUTSIDER, login: 'timo', id: 667, teams: { 'octo-org/core': 'active' } };
const INVITED: StoredAccount = { ...OUTSIDER, login: 'ina', id: 668, teams: { 'octo-org/core': 'pending' } };
const DEPENDABOT: StoredAccount = { login: 'dependabot[bot]', id: 49_699_333, type: 'Bot', role: 'write' };
const APP: StoredAccount = { login: 'my-app[bot]', id: 700, type: 'Bot', role: 'write' };
const EVIL_APP: StoredAccount = { login: 'my-app-evil[bot]', id: 701, type: 'Bot', role: 'write' };
const GHOST: Who = { login: 'ghost', id: 10_137, type: 'User' };

let api: GitHubOpenApi;
let site: ActionSite;
beforeAll(async () => {
  api = new GitHubOpenApi();
  site = await ActionSite.make(api);
  site.server.state.accounts.push(OUTSIDER, MEMBER, INVITED, DEPENDABOT, APP, EVIL_APP);
});
afterAll(() => site?.close());

interface Row {
  readonly name: string;
  readonly event: string;
  readonly payload: () => Fields;
  /** Who did it. Default: a maintainer. */
  readonly by?: Who | null;
  /** Who repeated it. */
  readonly again?: Who;
  /** Default: what `actions/checkout` takes, the base. */
  readonly checkout?: 'head' | 'merge' | 'base';
  readonly given?: () => Readonly<Record<string, string>>;
  readonly token?: undefined | string;
  readonly env?: Readonly<Record<string, string>>;
  readonly plan?: () => Expected;
  readonly refused?: readonly RegExp[];
  readonly nothing?: RegExp;
}

interface Expected {
  readonly work: string;
  readonly pull: number | null;
  readonly fork?: boolean;
  readonly by: readonly string[];
  readonly prompt?: RegExp;
}

const LATER = { publish: 'later' };
const ON_FORK = (): Expected => ({ work: site.head, pull: PULL, fork: true, by: ['Codertocat: write access'] });
const ON_BRANCH = (): Expected => ({ ...ON_FORK(), fork: false });
const ON_BASE = (...by: string[]): Expected => ({ work: site.base, pull: null, by });
const NO_ACCESS = /mallory \(mallory has read access\)$/;
const PUBLISH = /^publish: here \(set publish: later/;
const CHECKOUT = /^the checkout in GITHUB_WORKSPACE: [0-9a-f]{40} \(leave ref out/;

/** An event about the pull request, from another repository unless `head` says something else. */
function about(name: string, action: string | undefined, head: Fields | null = { full_name: 'mallory/hello', id: 9 }) {
  return (): Fields => {
    const payload = site.payload(name, action);
    const pull = payload['pull_request'] as { head: Fields };
    pull.head = { ...pull.head, repo: head && { ...(pull.head['repo'] as Fields), ...head } };
    return payload;
  };
}
const pull = (action: string, head?: Fields | null): (() => Fields) => about('pull_request', action, head);
/** An example has actions of its own; what matters is who did what. */
const acted = (payload: () => Fields, action: string) => (): Fields => ({ ...payload(), action });

function comment(body: string, action = 'created', author?: Who): () => Fields {
  return () => {
    const payload = site.payload('issue_comment', action);
    const issue = { ...(payload['issue'] as Fields), number: PULL, pull_request: { url: 'https://x' } };
    const said = { ...(payload['comment'] as Fields), body };
    return { ...payload, issue, comment: author ? { ...said, user: author } : said };
  };
}

function upstream(head: Fields, actor: Who = MAINTAINER): () => Fields {
  return () => {
    const payload = site.payload('workflow_run', 'completed');
    const run = payload['workflow_run'] as Fields;
    const repository = { ...(payload['repository'] as Fields), id: 1 };
    const changed = { head_sha: site.head, head_repository: head, actor, triggering_actor: actor };
    return { ...payload, repository, workflow_run: { ...run, ...changed, pull_requests: [] } };
  };
}
const OURS = { full_name: 'octo-org/hello.world', id: 1 };
const THEIRS = { full_name: 'mallory/hello.world', id: 2 };

const ROWS: readonly Row[] = [
  // Who, where a fork gets no secrets.
  {
    name: 'a fork, opened by its owner',
    event: 'pull_request',
    payload: pull('opened'),
    by: OUTSIDER,
    refused: [NO_ACCESS],
  },
  { name: 'a fork, opened by a maintainer', event: 'pull_request', payload: pull('opened'), plan: ON_FORK },
  {
    name: 'a fork, pushed to',
    event: 'pull_request',
    payload: pull('synchronize'),
    by: OUTSIDER,
    refused: [NO_ACCESS],
  },
  { name: 'a fork, labelled by a maintainer', event: 'pull_request', payload: pull('labeled'), plan: ON_FORK },
  {
    name: 'a fork, labelled by its owner',
    event: 'pull_request',
    payload: pull('labeled'),
    by: OUTSIDER,
    refused: [NO_ACCESS],
  },
  {
    name: 'a fork of the same owner',
    event: 'pull_request',
    payload: pull('opened', { full_name: 'octo-org/other', id: 9 }),
    plan: ON_FORK,
  },
  {
    name: 'a fork of a fork',
    event: 'pull_request',
    payload: pull('opened', { full_name: 'a/b', id: 9, fork: true }),
    plan: ON_FORK,
  },
  { name: 'a fork that is gone', event: 'pull_request', payload: pull('labeled', null), plan: ON_FORK },
  {
    name: 'a repository in other letters',
    event: 'pull_request',
    payload: pull('opened', { full_name: 'Octo-Org/Hello.World' }),
    plan: ON_BRANCH,
  },
  {
    name: 'a name that another repository took',
    event: 'pull_request',
    payload: pull('opened', { full_name: 'octo-org/hello.world', id: 9 }),
    plan: ON_FORK,
  },
  {
    name: 'a review of an outsider',
    event: 'pull_request_review',
    payload: about('pull_request_review', 'submitted'),
    by: OUTSIDER,
    refused: [NO_ACCESS, /author of the review/],
  },
  {
    name: 'a review of a maintainer',
    event: 'pull_request_review',
    payload: about('pull_request_review', 'submitted'),
    plan: ON_FORK,
  },
  {
    name: 'a review comment that a maintainer edited',
    event: 'pull_request_review_comment',
    payload: () => ({ ...about('pull_request_review_comment', 'edited')(), comment: { body: 'x', user: OUTSIDER } }),
    refused: [/author of the comment\): mallory/],
  },

  // Repeated by somebody else: everybody has to be allowed.
  {
    name: 'repeated by an outsider',
    event: 'pull_request',
    payload: pull('opened'),
    again: OUTSIDER,
    refused: [/triggering actor\): mallory/],
  },
  {
    name: 'an outsider’s, repeated by a maintainer',
    event: 'pull_request',
    payload: pull('opened'),
    by: OUTSIDER,
    again: MAINTAINER,
    refused: [NO_ACCESS],
  },
  {
    name: 'a maintainer’s, repeated by a member of a team',
    event: 'pull_request',
    payload: pull('opened'),
    again: MEMBER,
    given: () => ({ 'allow-teams': 'octo-org/core' }),
    plan: () => ({ ...ON_FORK(), by: ['Codertocat: write access', 'timo: allow-teams: octo-org/core'] }),
  },
  {
    name: 'one who was only invited to the team',
    event: 'pull_request',
    payload: pull('opened'),
    by: INVITED,
    given: () => ({ 'allow-teams': 'octo-org/core' }),
    refused: [/sender, actor\): ina/],
  },
  {
    name: 'another name in GITHUB_ACTOR',
    event: 'pull_request',
    payload: pull('opened'),
    env: { GITHUB_ACTOR: 'mallory' },
    refused: [/\(actor\): mallory/],
  },
  {
    name: 'a name that no account can have',
    event: 'pull_request',
    payload: pull('opened'),
    env: { GITHUB_ACTOR: '[bot]' },
    refused: [/\(actor\): - /],
  },

  // Lists, and what a pull request may say.
  {
    name: 'an outsider who is named',
    event: 'pull_request',
    payload: pull('opened'),
    by: OUTSIDER,
    given: () => ({ 'allow-users': 'Mallory' }),
    plan: () => ({ ...ON_FORK(), by: ['mallory: allow-users'] }),
  },
  {
    name: 'anybody',
    event: 'pull_request',
    payload: pull('opened'),
    by: OUTSIDER,
    given: () => ({ 'require-permission': 'none' }),
    plan: () => ({ ...ON_FORK(), by: ['mallory: require-permission: none'] }),
  },
  {
    name: 'more access than there is',
    event: 'pull_request',
    payload: pull('opened'),
    given: () => ({ 'require-permission': 'admin' }),
    refused: [/Codertocat \(Codertocat has write access\)/],
  },
  {
    name: 'no forks',
    event: 'pull_request',
    payload: pull('opened'),
    given: () => ({ forks: 'deny' }),
    refused: [/^the head of the pull request: mallory\/hello/],
  },
  {
    name: 'no forks, and one that is gone',
    event: 'pull_request',
    payload: pull('opened', null),
    given: () => ({ forks: 'deny' }),
    refused: [/^the head of the pull request: unknown/],
  },
  {
    name: 'no forks, and none',
    event: 'pull_request',
    payload: pull('opened', {}),
    given: () => ({ forks: 'deny' }),
    plan: ON_BRANCH,
  },
  {
    name: 'nobody to ask',
    event: 'pull_request',
    payload: pull('opened'),
    token: undefined,
    refused: [/give the action github-token/],
  },
  {
    name: 'a token that may not ask',
    event: 'pull_request',
    payload: pull('opened'),
    token: 'ghs_another',
    refused: [/not valid or has expired/],
  },

  // Bots, and nobody.
  {
    name: 'dependabot',
    event: 'pull_request',
    payload: pull('opened', {}),
    by: DEPENDABOT,
    refused: [/dependabot\[bot\] \(bots are let in by name/],
  },
  {
    name: 'dependabot, named',
    event: 'pull_request',
    payload: pull('opened', {}),
    by: DEPENDABOT,
    given: () => ({ 'allow-bots': 'dependabot[bot]' }),
    plan: () => ({ ...ON_BRANCH(), by: ['dependabot[bot]: allow-bots'] }),
  },
  {
    name: 'dependabot without its secrets',
    event: 'pull_request',
    payload: pull('opened', {}),
    by: DEPENDABOT,
    given: () => ({ agent: 'codex', 'agent-command': '', 'allow-bots': 'dependabot[bot]' }),
    refused: [/^input api-key: - \(.*Dependabot/],
  },
  {
    name: 'a fork without a key',
    event: 'pull_request',
    payload: pull('opened'),
    given: () => ({ agent: 'codex', 'agent-command': '' }),
    refused: [/^input api-key: - \(GitHub gives no secrets to pull requests from forks/],
  },
  {
    name: 'a branch without a key',
    event: 'pull_request',
    payload: pull('opened', {}),
    given: () => ({ agent: 'codex', 'agent-command': '' }),
    refused: [/^input api-key: - \(\)$/],
  },
  {
    name: 'an app',
    event: 'pull_request',
    payload: pull('opened', {}),
    by: APP,
    refused: [/my-app\[bot\] \(bots are let in by name/],
  },
  {
    name: 'an app whose name begins like that of another',
    event: 'pull_request',
    payload: pull('opened', {}),
    by: EVIL_APP,
    given: () => ({ 'allow-bots': 'my-app[bot]\nmy-app' }),
    refused: [/my-app-evil\[bot\]/],
  },
  {
    name: 'a person by the name of a bot',
    event: 'pull_request',
    payload: pull('opened', {}),
    by: { ...APP, type: 'User' },
    given: () => ({ 'allow-bots': 'my-app[bot]' }),
    refused: [/type User/],
  },
  {
    name: 'an app that pushed',
    event: 'push',
    payload: () => site.payload('push'),
    by: APP,
    refused: [/my-app\[bot\]/],
  },
  {
    name: 'somebody who pushed',
    event: 'push',
    payload: () => site.payload('push'),
    by: OUTSIDER,
    plan: () => ON_BASE('mallory: push takes write access'),
  },
  {
    name: 'a deleted account',
    event: 'pull_request',
    payload: pull('opened'),
    by: GHOST,
    given: () => ({ 'require-permission': 'none' }),
    refused: [/ghost \(the account was deleted\)/],
  },
  {
    name: 'nobody',
    event: 'pull_request',
    payload: pull('opened'),
    by: null,
    given: () => ({ 'require-permission': 'none' }),
    refused: [/sender, actor\): - /],
  },
  {
    name: 'the clock',
    event: 'schedule',
    payload: () => ({ schedule: '0 4 * * *' }),
    token: undefined,
    plan: () => ON_BASE(),
  },
  {
    name: 'the merge queue',
    event: 'merge_group',
    payload: () => ({
      ...site.payload('merge_group'),
      merge_group: { head_sha: site.merge, base_sha: site.base, base_ref: 'refs/heads/main' },
    }),
    by: { login: 'github-merge-queue[bot]', id: 9, type: 'Bot' },
    plan: () => ({ work: site.merge, pull: null, by: [] }),
  },

  // A fork and an event that has secrets.
  {
    name: 'target: by its owner',
    event: 'pull_request_target',
    payload: pull('opened'),
    by: OUTSIDER,
    given: () => LATER,
    refused: [NO_ACCESS],
  },
  {
    name: 'target: labelled, in two jobs',
    event: 'pull_request_target',
    payload: pull('labeled'),
    given: () => LATER,
    plan: ON_FORK,
  },
  { name: 'target: labelled, in one job', event: 'pull_request_target', payload: pull('labeled'), refused: [PUBLISH] },
  {
    name: 'target: in one job that writes nothing',
    event: 'pull_request_target',
    payload: pull('labeled'),
    given: () => ({ comment: 'never', check: 'never' }),
    plan: ON_FORK,
  },
  { name: 'target: a branch, in one job', event: 'pull_request_target', payload: pull('labeled', {}), plan: ON_BRANCH },
  {
    name: 'target: closed by its owner',
    event: 'pull_request_target',
    payload: pull('closed'),
    by: OUTSIDER,
    given: () => LATER,
    refused: [NO_ACCESS],
  },
  {
    name: 'target: closed by a maintainer',
    event: 'pull_request_target',
    payload: pull('closed'),
    given: () => LATER,
    plan: ON_FORK,
  },
  { name: 'target: gone', event: 'pull_request_target', payload: pull('labeled', null), refused: [PUBLISH] },
  {
    name: 'target: the head checked out',
    event: 'pull_request_target',
    payload: pull('labeled'),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'target: the merge checked out',
    event: 'pull_request_target',
    payload: pull('labeled'),
    checkout: 'merge',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'target: the head of a branch checked out',
    event: 'pull_request_target',
    payload: pull('labeled', {}),
    checkout: 'head',
    plan: ON_BRANCH,
  },
  {
    name: 'target: the head trusted',
    event: 'pull_request_target',
    payload: pull('labeled'),
    given: () => ({ ...LATER, 'trusted-ref': site.head }),
    refused: [/^input trusted-ref: [0-9a-f]{40} \(leave trusted-ref out/],
  },
  {
    name: 'target: the merge trusted',
    event: 'pull_request_target',
    payload: pull('labeled'),
    given: () => ({ ...LATER, 'trusted-ref': site.merge }),
    refused: [/^input trusted-ref/],
  },
  {
    name: 'target: the base trusted by name',
    event: 'pull_request_target',
    payload: pull('labeled'),
    given: () => ({ ...LATER, 'trusted-ref': 'main' }),
    plan: ON_FORK,
  },
  {
    name: 'target: a dependency of the base',
    event: 'pull_request_target',
    payload: pull('labeled'),
    given: () => ({ ...LATER, prepare: 'workspace' }),
    plan: ON_FORK,
  },
  {
    name: 'target: everything wrong at once',
    event: 'pull_request_target',
    payload: pull('labeled'),
    checkout: 'head',
    given: () => ({ prepare: 'workspace', 'trusted-ref': site.head }),
    refused: [CHECKOUT, /^input trusted-ref/, PUBLISH, /^input prepare: workspace/],
  },
  {
    name: 'no secrets, and the head checked out',
    event: 'pull_request',
    payload: pull('labeled'),
    checkout: 'head',
    plan: ON_FORK,
  },

  // Comments.
  {
    name: 'a command of a maintainer',
    event: 'issue_comment',
    payload: comment('/cleanroom fix the *parser*'),
    given: () => ({ ...LATER, 'comment-command': '/cleanroom fix' }),
    plan: () => ({ ...ON_FORK(), prompt: /^Mend it\.\n\nThe comment [^\n]*\n\n```\nthe \*parser\*\n```\n$/ }),
  },
  {
    name: 'a command of a maintainer, in one job',
    event: 'issue_comment',
    payload: comment('/cleanroom fix'),
    given: () => ({ 'comment-command': '/cleanroom fix' }),
    refused: [PUBLISH],
  },
  {
    name: 'a command of an outsider',
    event: 'issue_comment',
    payload: comment('/cleanroom fix', 'created', OUTSIDER),
    by: OUTSIDER,
    given: () => ({ ...LATER, 'comment-command': '/cleanroom fix' }),
    refused: [/author of the comment, sender, actor\): mallory/],
  },
  {
    name: 'a comment of an outsider',
    event: 'issue_comment',
    payload: comment('thanks', 'created', OUTSIDER),
    by: OUTSIDER,
    given: () => ({ 'comment-command': '/cleanroom fix', verify: '' }),
    nothing: /does not begin with/,
  },
  {
    name: 'an outsider’s comment that a maintainer edited',
    event: 'issue_comment',
    payload: comment('/cleanroom fix', 'edited', OUTSIDER),
    given: () => ({ 'comment-command': '/cleanroom fix' }),
    nothing: /edited/,
  },
  {
    name: 'the same without a command',
    event: 'issue_comment',
    payload: comment('x', 'edited', OUTSIDER),
    given: () => LATER,
    refused: [/author of the comment\): mallory/],
  },
  {
    name: 'a comment, the head checked out',
    event: 'issue_comment',
    payload: comment('x'),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'a comment on an issue',
    event: 'issue_comment',
    payload: () => site.payload('issue_comment', 'created'),
    plan: () => ON_BASE('Codertocat: write access'),
  },

  // A workflow that another one started.
  {
    name: 'after a run for a branch',
    event: 'workflow_run',
    payload: upstream(OURS),
    plan: () => ON_BASE('Codertocat: write access'),
  },
  {
    name: 'after an outsider’s run for a fork',
    event: 'workflow_run',
    payload: upstream(THEIRS, OUTSIDER),
    given: () => LATER,
    refused: [/actor of the workflow before, who started the workflow before\): mallory/],
  },
  {
    name: 'after a run for a fork, on the default branch',
    event: 'workflow_run',
    payload: upstream(THEIRS),
    plan: () => ON_BASE('Codertocat: write access'),
  },
  {
    name: 'after a run for a fork, on what it wrote',
    event: 'workflow_run',
    payload: upstream(THEIRS),
    given: () => ({ ref: site.head }),
    refused: [PUBLISH],
  },
  {
    name: 'after a run for a fork, on a merge of what it wrote',
    event: 'workflow_run',
    payload: upstream(THEIRS),
    given: () => ({ ref: site.merge }),
    refused: [PUBLISH],
  },
  {
    name: 'the same in two jobs',
    event: 'workflow_run',
    payload: upstream(THEIRS),
    given: () => ({ ...LATER, ref: site.head }),
    plan: () => ({ ...ON_BASE('Codertocat: write access'), work: site.head }),
  },
  {
    name: 'the same, trusting it',
    event: 'workflow_run',
    payload: upstream(THEIRS),
    given: () => ({ ...LATER, ref: site.head, 'trusted-ref': site.head }),
    refused: [/^input trusted-ref/],
  },
  {
    name: 'the same, checked out',
    event: 'workflow_run',
    payload: upstream(THEIRS),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'after a run for a repository that is gone',
    event: 'workflow_run',
    payload: upstream({}),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
];

async function come({
  event,
  payload,
  by = MAINTAINER,
  again,
  checkout = 'base',
  given,
  env,
  ...row
}: Row): Promise<Outcome> {
  git(site.repo, 'checkout', '-q', '--detach', site[checkout]);
  site.server.pulls.set(PULL, {
    number: PULL,
    headSha: site.head,
    headRef: 'topic',
    headRepository: 'mallory/hello.world',
    baseSha: site.base,
    baseRef: 'main',
  });
  const sent = acted(payload, String(payload()['action']))();
  if (event !== 'schedule') sent['sender'] = by;
  if (event === 'pull_request_review') sent['review'] = { ...(sent['review'] as Fields), user: by };
  const { github } = site.job('node', event, sent);
  return planOf({
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_ACTOR: by?.login ?? '',
      GITHUB_TRIGGERING_ACTOR: again?.login ?? '',
      ...github,
      ...env,
    },
    payload: sent,
    checkout: site.repo,
    temp: site.temp,
    token: 'token' in row ? row.token : TOKEN,
    given: { prompt: 'Mend it.', agent: 'command', 'agent-command': 'true', verify: 'sh check.sh', ...given?.() },
  });
}

function shown({ context, source, prompt }: Plan, expected: Expected): Expected {
  return {
    work: source.workCommit,
    pull: context.pullRequest?.number ?? null,
    ...(context.pullRequest ? { fork: context.pullRequest.fork } : {}),
    by: (context.startedBy ?? []).map(({ login, rule }) => `${login}: ${rule}`),
    ...(expected.prompt?.test(prompt.text) ? { prompt: expected.prompt } : {}),
  };
}

describe('events', () => {
  it.each(ROWS)('$event: $name', async (row) => {
    const outcome = await come(row);
    if (row.nothing) expect(outcome).toEqual({ nothing: expect.stringMatching(row.nothing) });
    if (row.refused) {
      expect(outcome).toHaveProperty('refused');
      const refused = 'refused' in outcome ? outcome.refused : [];
      for (const pattern of row.refused)
        expect(
          refused.filter((text) => pattern.test(text)),
          refused.join('\n'),
        ).toHaveLength(1);
      if (row.refused.length !== 2) expect(refused).toHaveLength(row.refused.length);
    }
    if (row.plan) {
      const expected = row.plan();
      expect(outcome).toHaveProperty('plan');
      if ('plan' in outcome) {
        expect(shown(outcome.plan, expected)).toEqual(expected);
        if (!row.given?.()['trusted-ref']) expect(outcome.plan.source.trustedCommit).toBe(site.base);
        expect(outcome.plan.context.event).toBe(row.event);
      }
    }
    expect(site.server.violations).toEqual([]);
  });

  it('let a pull request say nothing about it, and its base everything', async () => {
    const own = 'require-permission: none\nallow-users: [mallory]\n';
    const made = await ActionSite.make(api, {}, { '.github/cleanroom.yml': 'allow-users: [timo]\n' });
    try {
      made.server.state.accounts.push(OUTSIDER, MEMBER);
      git(made.repo, 'checkout', '-q', 'topic');
      await writeFile(join(made.repo, '.github/cleanroom.yml'), own);
      git(made.repo, 'add', '-A');
      git(made.repo, 'commit', '-q', '-m', 'let me in');
      const head = git(made.repo, 'rev-parse', 'HEAD');
      const before = site;
      site = made;
      const opened = (by: Who): Row => ({
        name: '',
        event: 'pull_request',
        by,
        payload: () => {
          const payload = pull('opened')();
          (payload['pull_request'] as { head: Fields }).head['sha'] = head;
          return payload;
        },
      });
      const [mallory, timo] = [await come(opened(OUTSIDER)), await come(opened(MEMBER))];
      site = before;
      expect(mallory).toEqual({ refused: [expect.stringMatching(NO_ACCESS)] });
      expect(timo).toMatchObject({ plan: { source: { workCommit: head, trustedCommit: made.base } } });
    } finally {
      await made.close();
    }
  });
});
