import { afterAll, beforeAll, describe, it } from 'vitest';
import { ActionSite } from '../support/action-site.js';
import {
  APP,
  CHECKOUT,
  DEPENDABOT,
  EVIL_APP,
  GateEvents,
  INVITED,
  LATER,
  MEMBER,
  NO_ACCESS,
  OURS,
  OUTSIDER,
  PUBLISH,
  type Row,
  THEIRS,
} from '../support/gate-events.js';
import { GitHubOpenApi } from '../support/github-openapi.js';

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
  // A fork and an event that has secrets.
  {
    name: 'target: by its owner',
    event: 'pull_request_target',
    payload: events.pull('opened'),
    by: OUTSIDER,
    given: () => LATER,
    refused: [NO_ACCESS],
  },
  {
    name: 'target: labelled, in two jobs',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    given: () => LATER,
    plan: events.onFork,
  },
  {
    name: 'target: labelled, in one job',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    refused: [PUBLISH],
  },
  {
    name: 'target: in one job that writes nothing',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    given: () => ({ comment: 'never', check: 'never' }),
    plan: events.onFork,
  },
  {
    name: 'target: a branch, in one job',
    event: 'pull_request_target',
    payload: events.pull('labeled', {}),
    plan: events.onBranch,
  },
  {
    name: 'target: closed by its owner',
    event: 'pull_request_target',
    payload: events.pull('closed'),
    by: OUTSIDER,
    given: () => LATER,
    refused: [NO_ACCESS],
  },
  {
    name: 'target: closed by a maintainer',
    event: 'pull_request_target',
    payload: events.pull('closed'),
    given: () => LATER,
    plan: events.onFork,
  },
  { name: 'target: gone', event: 'pull_request_target', payload: events.pull('labeled', null), refused: [PUBLISH] },
  {
    name: 'target: the head checked out',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'target: the merge checked out',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    checkout: 'merge',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'target: the head of a branch checked out',
    event: 'pull_request_target',
    payload: events.pull('labeled', {}),
    checkout: 'head',
    plan: events.onBranch,
  },
  {
    name: 'target: the head trusted',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    given: () => ({ ...LATER, 'trusted-ref': site.head }),
    refused: [/^input trusted-ref: [0-9a-f]{40} \(leave trusted-ref out/],
  },
  {
    name: 'target: the merge trusted',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    given: () => ({ ...LATER, 'trusted-ref': site.merge }),
    refused: [/^input trusted-ref/],
  },
  {
    name: 'target: the base trusted by name',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    given: () => ({ ...LATER, 'trusted-ref': 'main' }),
    plan: events.onFork,
  },
  {
    name: 'target: a dependency of the base',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    given: () => ({ ...LATER, prepare: 'workspace' }),
    plan: events.onFork,
  },
  {
    name: 'target: everything wrong at once',
    event: 'pull_request_target',
    payload: events.pull('labeled'),
    checkout: 'head',
    given: () => ({ prepare: 'workspace', 'trusted-ref': site.head }),
    refused: [CHECKOUT, /^input trusted-ref/, PUBLISH, /^input prepare: workspace/],
  },
  {
    name: 'no secrets, and the head checked out',
    event: 'pull_request',
    payload: events.pull('labeled'),
    checkout: 'head',
    plan: events.onFork,
  },

  // Comments.
  {
    name: 'a command of a maintainer',
    event: 'issue_comment',
    payload: events.comment('/cleanroom fix the *parser*'),
    given: () => ({ ...LATER, 'comment-command': '/cleanroom fix' }),
    plan: () => ({ ...events.onFork(), prompt: /^Mend it\.\n\nThe comment [^\n]*\n\n```\nthe \*parser\*\n```\n$/ }),
  },
  {
    name: 'a command of a maintainer, in one job',
    event: 'issue_comment',
    payload: events.comment('/cleanroom fix'),
    given: () => ({ 'comment-command': '/cleanroom fix' }),
    refused: [PUBLISH],
  },
  {
    name: 'a command of an outsider',
    event: 'issue_comment',
    payload: events.comment('/cleanroom fix', 'created', OUTSIDER),
    by: OUTSIDER,
    given: () => ({ ...LATER, 'comment-command': '/cleanroom fix' }),
    refused: [/author of the comment, sender, actor\): mallory/],
  },
  {
    name: 'a comment of an outsider',
    event: 'issue_comment',
    payload: events.comment('thanks', 'created', OUTSIDER),
    by: OUTSIDER,
    given: () => ({ 'comment-command': '/cleanroom fix', verify: '' }),
    nothing: /does not begin with/,
  },
  {
    name: 'an outsider’s comment that a maintainer edited',
    event: 'issue_comment',
    payload: events.comment('/cleanroom fix', 'edited', OUTSIDER),
    given: () => ({ 'comment-command': '/cleanroom fix' }),
    nothing: /edited/,
  },
  {
    name: 'the same without a command',
    event: 'issue_comment',
    payload: events.comment('x', 'edited', OUTSIDER),
    given: () => LATER,
    refused: [/author of the comment\): mallory/],
  },
  {
    name: 'a comment, the head checked out',
    event: 'issue_comment',
    payload: events.comment('x'),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'a comment on an issue',
    event: 'issue_comment',
    payload: () => site.payload('issue_comment', 'created'),
    plan: () => events.onBase('Codertocat: write access'),
  },

  // A workflow that another one started.
  {
    name: 'after a run for a branch',
    event: 'workflow_run',
    payload: events.upstream(OURS),
    plan: () => events.onBase('Codertocat: write access'),
  },
  {
    name: 'after an outsider’s run for a fork',
    event: 'workflow_run',
    payload: events.upstream(THEIRS, OUTSIDER),
    given: () => LATER,
    refused: [/actor of the workflow before, who started the workflow before\): mallory/],
  },
  {
    name: 'after a run for a fork, on the default branch',
    event: 'workflow_run',
    payload: events.upstream(THEIRS),
    plan: () => events.onBase('Codertocat: write access'),
  },
  {
    name: 'after a run for a fork, on what it wrote',
    event: 'workflow_run',
    payload: events.upstream(THEIRS),
    given: () => ({ ref: site.head }),
    refused: [PUBLISH],
  },
  {
    name: 'after a run for a fork, on a merge of what it wrote',
    event: 'workflow_run',
    payload: events.upstream(THEIRS),
    given: () => ({ ref: site.merge }),
    refused: [PUBLISH],
  },
  {
    name: 'the same in two jobs',
    event: 'workflow_run',
    payload: events.upstream(THEIRS),
    given: () => ({ ...LATER, ref: site.head }),
    plan: () => ({ ...events.onBase('Codertocat: write access'), work: site.head }),
  },
  {
    name: 'the same, trusting it',
    event: 'workflow_run',
    payload: events.upstream(THEIRS),
    given: () => ({ ...LATER, ref: site.head, 'trusted-ref': site.head }),
    refused: [/^input trusted-ref/],
  },
  {
    name: 'the same, checked out',
    event: 'workflow_run',
    payload: events.upstream(THEIRS),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
  {
    name: 'after a run for a repository that is gone',
    event: 'workflow_run',
    payload: events.upstream({}),
    checkout: 'head',
    given: () => LATER,
    refused: [CHECKOUT],
  },
];

describe('events', () => {
  it.each(ROWS)('$event: $name', (row) => events.check(row));
});
