import { expect } from 'vitest';
import type { Plan } from '../../src/schemas/plan.js';
import { type ActionSite, PULL, TOKEN } from './action-site.js';
import { type Outcome, planOf } from './gate-lab.js';
import { CODERTOCAT, type StoredAccount } from './github/access.js';
import { git } from './workspace.js';

/*
 * Events that GitHub has no example of: forks, bots, people who are gone, and runs that somebody else repeats. Each row
 * says what the event has to come to.
 */

export type Fields = Record<string, unknown>;
export interface Who {
  readonly login: string;
  readonly id: number;
  readonly type: string;
}
export const MAINTAINER: Who = CODERTOCAT;
export const OUTSIDER: StoredAccount = { login: 'mallory', id: 666, type: 'User', role: 'read' };
export const MEMBER: StoredAccount = { ...OUTSIDER, login: 'timo', id: 667, teams: { 'octo-org/core': 'active' } };
export const INVITED: StoredAccount = { ...OUTSIDER, login: 'ina', id: 668, teams: { 'octo-org/core': 'pending' } };
export const DEPENDABOT: StoredAccount = { login: 'dependabot[bot]', id: 49_699_333, type: 'Bot', role: 'write' };
export const APP: StoredAccount = { login: 'my-app[bot]', id: 700, type: 'Bot', role: 'write' };
export const EVIL_APP: StoredAccount = { login: 'my-app-evil[bot]', id: 701, type: 'Bot', role: 'write' };
export const GHOST: Who = { login: 'ghost', id: 10_137, type: 'User' };

export interface Row {
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

export interface Expected {
  readonly work: string;
  readonly pull: number | null;
  readonly fork?: boolean;
  readonly by: readonly string[];
  readonly prompt?: RegExp;
}

export const LATER = { publish: 'later' };
export const NO_ACCESS = /mallory \(mallory has read access\)$/;
export const PUBLISH = /^publish: here \(set publish: later/;
export const CHECKOUT = /^the checkout in GITHUB_WORKSPACE: [0-9a-f]{40} \(leave ref out/;

export const OURS = { full_name: 'octo-org/hello.world', id: 1 };
export const THEIRS = { full_name: 'mallory/hello.world', id: 2 };

/** An example has actions of its own; what matters is who did what. */
export const acted = (payload: () => Fields, action: string) => (): Fields => ({ ...payload(), action });

/** Makes events of one site, whichever it is by then, and says what they come to. */
export class GateEvents {
  readonly #site: () => ActionSite;

  constructor(site: () => ActionSite) {
    this.#site = site;
  }

  readonly onFork = (): Expected => ({
    work: this.#site().head,
    pull: PULL,
    fork: true,
    by: ['Codertocat: write access'],
  });
  readonly onBranch = (): Expected => ({ ...this.onFork(), fork: false });
  readonly onBase = (...by: string[]): Expected => ({ work: this.#site().base, pull: null, by });

  /** An event about the pull request, from another repository unless `head` says something else. */
  about(name: string, action: string | undefined, head: Fields | null = { full_name: 'mallory/hello', id: 9 }) {
    return (): Fields => {
      const payload = this.#site().payload(name, action);
      const pull = payload['pull_request'] as { head: Fields };
      pull.head = { ...pull.head, repo: head && { ...(pull.head['repo'] as Fields), ...head } };
      return payload;
    };
  }
  readonly pull = (action: string, head?: Fields | null): (() => Fields) => this.about('pull_request', action, head);

  comment(body: string, action = 'created', author?: Who): () => Fields {
    return () => {
      const payload = this.#site().payload('issue_comment', action);
      const issue = { ...(payload['issue'] as Fields), number: PULL, pull_request: { url: 'https://x' } };
      const said = { ...(payload['comment'] as Fields), body };
      return { ...payload, issue, comment: author ? { ...said, user: author } : said };
    };
  }

  upstream(head: Fields, actor: Who = MAINTAINER): () => Fields {
    return () => {
      const payload = this.#site().payload('workflow_run', 'completed');
      const run = payload['workflow_run'] as Fields;
      const repository = { ...(payload['repository'] as Fields), id: 1 };
      const changed = { head_sha: this.#site().head, head_repository: head, actor, triggering_actor: actor };
      return { ...payload, repository, workflow_run: { ...run, ...changed, pull_requests: [] } };
    };
  }

  /** What an event comes to. */
  async come({ event, payload, by = MAINTAINER, again, checkout = 'base', given, env, ...row }: Row): Promise<Outcome> {
    const site = this.#site();
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

  /** Holds a row against what it says. */
  async check(row: Row): Promise<void> {
    const site = this.#site();
    const outcome = await this.come(row);
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
  }
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
