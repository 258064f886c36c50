import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionSite } from '../support/action-site.js';
import {
  APP,
  DEPENDABOT,
  EVIL_APP,
  type Fields,
  GateEvents,
  GHOST,
  INVITED,
  MAINTAINER,
  MEMBER,
  NO_ACCESS,
  OUTSIDER,
  type Row,
  type Who,
} from '../support/gate-events.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { git } from '../support/workspace.js';

let api: GitHubOpenApi;
let site: ActionSite;
beforeAll(async () => {
  api = new GitHubOpenApi();
  site = await ActionSite.make(api);
  site.server.state.accounts.push(OUTSIDER, MEMBER, INVITED, DEPENDABOT, APP, EVIL_APP);
});
afterAll(() => site?.close());

const events = new GateEvents(() => site);

const ROWS: readonly Row[] = [
  // Who, where a fork gets no secrets.
  {
    name: 'a fork, opened by its owner',
    event: 'pull_request',
    payload: events.pull('opened'),
    by: OUTSIDER,
    refused: [NO_ACCESS],
  },
  {
    name: 'a fork, opened by a maintainer',
    event: 'pull_request',
    payload: events.pull('opened'),
    plan: events.onFork,
  },
  {
    name: 'a fork, pushed to',
    event: 'pull_request',
    payload: events.pull('synchronize'),
    by: OUTSIDER,
    refused: [NO_ACCESS],
  },
  {
    name: 'a fork, labelled by a maintainer',
    event: 'pull_request',
    payload: events.pull('labeled'),
    plan: events.onFork,
  },
  {
    name: 'a fork, labelled by its owner',
    event: 'pull_request',
    payload: events.pull('labeled'),
    by: OUTSIDER,
    refused: [NO_ACCESS],
  },
  {
    name: 'a fork of the same owner',
    event: 'pull_request',
    payload: events.pull('opened', { full_name: 'octo-org/other', id: 9 }),
    plan: events.onFork,
  },
  {
    name: 'a fork of a fork',
    event: 'pull_request',
    payload: events.pull('opened', { full_name: 'a/b', id: 9, fork: true }),
    plan: events.onFork,
  },
  { name: 'a fork that is gone', event: 'pull_request', payload: events.pull('labeled', null), plan: events.onFork },
  {
    name: 'a repository in other letters',
    event: 'pull_request',
    payload: events.pull('opened', { full_name: 'Octo-Org/Hello.World' }),
    plan: events.onBranch,
  },
  {
    name: 'a name that another repository took',
    event: 'pull_request',
    payload: events.pull('opened', { full_name: 'octo-org/hello.world', id: 9 }),
    plan: events.onFork,
  },
  {
    name: 'a review of an outsider',
    event: 'pull_request_review',
    payload: events.about('pull_request_review', 'submitted'),
    by: OUTSIDER,
    refused: [NO_ACCESS, /author of the review/],
  },
  {
    name: 'a review of a maintainer',
    event: 'pull_request_review',
    payload: events.about('pull_request_review', 'submitted'),
    plan: events.onFork,
  },
  {
    name: 'a review comment that a maintainer edited',
    event: 'pull_request_review_comment',
    payload: () => ({
      ...events.about('pull_request_review_comment', 'edited')(),
      comment: { body: 'x', user: OUTSIDER },
    }),
    refused: [/author of the comment\): mallory/],
  },

  // Repeated by somebody else: everybody has to be allowed.
  {
    name: 'repeated by an outsider',
    event: 'pull_request',
    payload: events.pull('opened'),
    again: OUTSIDER,
    refused: [/triggering actor\): mallory/],
  },
  {
    name: 'an outsider’s, repeated by a maintainer',
    event: 'pull_request',
    payload: events.pull('opened'),
    by: OUTSIDER,
    again: MAINTAINER,
    refused: [NO_ACCESS],
  },
  {
    name: 'a maintainer’s, repeated by a member of a team',
    event: 'pull_request',
    payload: events.pull('opened'),
    again: MEMBER,
    given: () => ({ 'allow-teams': 'octo-org/core' }),
    plan: () => ({ ...events.onFork(), by: ['Codertocat: write access', 'timo: allow-teams: octo-org/core'] }),
  },
  {
    name: 'one who was only invited to the team',
    event: 'pull_request',
    payload: events.pull('opened'),
    by: INVITED,
    given: () => ({ 'allow-teams': 'octo-org/core' }),
    refused: [/sender, actor\): ina/],
  },
  {
    name: 'another name in GITHUB_ACTOR',
    event: 'pull_request',
    payload: events.pull('opened'),
    env: { GITHUB_ACTOR: 'mallory' },
    refused: [/\(actor\): mallory/],
  },
  {
    name: 'a name that no account can have',
    event: 'pull_request',
    payload: events.pull('opened'),
    env: { GITHUB_ACTOR: '[bot]' },
    refused: [/\(actor\): - /],
  },

  // Lists, and what a pull request may say.
  {
    name: 'an outsider who is named',
    event: 'pull_request',
    payload: events.pull('opened'),
    by: OUTSIDER,
    given: () => ({ 'allow-users': 'Mallory' }),
    plan: () => ({ ...events.onFork(), by: ['mallory: allow-users'] }),
  },
  {
    name: 'anybody',
    event: 'pull_request',
    payload: events.pull('opened'),
    by: OUTSIDER,
    given: () => ({ 'require-permission': 'none' }),
    plan: () => ({ ...events.onFork(), by: ['mallory: require-permission: none'] }),
  },
  {
    name: 'more access than there is',
    event: 'pull_request',
    payload: events.pull('opened'),
    given: () => ({ 'require-permission': 'admin' }),
    refused: [/Codertocat \(Codertocat has write access\)/],
  },
  {
    name: 'no forks',
    event: 'pull_request',
    payload: events.pull('opened'),
    given: () => ({ forks: 'deny' }),
    refused: [/^the head of the pull request: mallory\/hello/],
  },
  {
    name: 'no forks, and one that is gone',
    event: 'pull_request',
    payload: events.pull('opened', null),
    given: () => ({ forks: 'deny' }),
    refused: [/^the head of the pull request: unknown/],
  },
  {
    name: 'no forks, and none',
    event: 'pull_request',
    payload: events.pull('opened', {}),
    given: () => ({ forks: 'deny' }),
    plan: events.onBranch,
  },
  {
    name: 'nobody to ask',
    event: 'pull_request',
    payload: events.pull('opened'),
    token: undefined,
    refused: [/give the action github-token/],
  },
  {
    name: 'a token that may not ask',
    event: 'pull_request',
    payload: events.pull('opened'),
    token: 'ghs_another',
    refused: [/not valid or has expired/],
  },

  // Bots, and nobody.
  {
    name: 'dependabot',
    event: 'pull_request',
    payload: events.pull('opened', {}),
    by: DEPENDABOT,
    refused: [/dependabot\[bot\] \(bots are let in by name/],
  },
  {
    name: 'dependabot, named',
    event: 'pull_request',
    payload: events.pull('opened', {}),
    by: DEPENDABOT,
    given: () => ({ 'allow-bots': 'dependabot[bot]' }),
    plan: () => ({ ...events.onBranch(), by: ['dependabot[bot]: allow-bots'] }),
  },
  {
    name: 'dependabot without its secrets',
    event: 'pull_request',
    payload: events.pull('opened', {}),
    by: DEPENDABOT,
    given: () => ({ agent: 'codex', 'agent-command': '', 'allow-bots': 'dependabot[bot]' }),
    refused: [/^input api-key: - \(.*Dependabot/],
  },
  {
    name: 'a fork without a key',
    event: 'pull_request',
    payload: events.pull('opened'),
    given: () => ({ agent: 'codex', 'agent-command': '' }),
    refused: [/^input api-key: - \(GitHub gives no secrets to pull requests from forks/],
  },
  {
    name: 'a branch without a key',
    event: 'pull_request',
    payload: events.pull('opened', {}),
    given: () => ({ agent: 'codex', 'agent-command': '' }),
    refused: [/^input api-key: - \((?:give it as api-key: .*)?\)$/],
  },
  {
    name: 'an app',
    event: 'pull_request',
    payload: events.pull('opened', {}),
    by: APP,
    refused: [/my-app\[bot\] \(bots are let in by name/],
  },
  {
    name: 'an app whose name begins like that of another',
    event: 'pull_request',
    payload: events.pull('opened', {}),
    by: EVIL_APP,
    given: () => ({ 'allow-bots': 'my-app[bot]\nmy-app' }),
    refused: [/my-app-evil\[bot\]/],
  },
  {
    name: 'a person by the name of a bot',
    event: 'pull_request',
    payload: events.pull('opened', {}),
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
    plan: () => events.onBase('mallory: push takes write access'),
  },
  {
    name: 'a deleted account',
    event: 'pull_request',
    payload: events.pull('opened'),
    by: GHOST,
    given: () => ({ 'require-permission': 'none' }),
    refused: [/ghost \(the account was deleted\)/],
  },
  {
    name: 'nobody',
    event: 'pull_request',
    payload: events.pull('opened'),
    by: null,
    given: () => ({ 'require-permission': 'none' }),
    refused: [/sender, actor\): - /],
  },
  {
    name: 'the clock',
    event: 'schedule',
    payload: () => ({ schedule: '0 4 * * *' }),
    token: undefined,
    plan: () => events.onBase(),
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
];

describe('events', () => {
  it.each(ROWS)('$event: $name', (row) => events.check(row));

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
          const payload = events.pull('opened')();
          (payload['pull_request'] as { head: Fields }).head['sha'] = head;
          return payload;
        },
      });
      const [mallory, timo] = [await events.come(opened(OUTSIDER)), await events.come(opened(MEMBER))];
      site = before;
      expect(mallory).toEqual({ refused: [expect.stringMatching(NO_ACCESS)] });
      expect(timo).toMatchObject({ plan: { source: { workCommit: head, trustedCommit: made.base } } });
    } finally {
      await made.close();
    }
  });
});
