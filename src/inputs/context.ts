import type { PullRequestInfo } from '../publish/github.js';
import type { Plan } from '../schemas/plan.js';
import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';
import { commit, PayloadReader, refName, repositoryName } from './payload.js';
import { webAddress } from './scalars.js';
import type { Environment } from './secrets.js';
import { readStarters, type Starters } from './starters.js';

type Context = Plan['context'];
type PullRequest = NonNullable<Context['pullRequest']>;

/** A commit that decides, and how it was named. Without `commit`, the name has yet to be looked up. */
export interface TrustedRef {
  readonly ref: string;
  readonly commit?: string;
}

/** What a pull request says about a run. `pullRequest` is null when a field of it is no good. */
export interface PullRequestContext {
  readonly pullRequest: PullRequest | null;
  readonly workCommit?: string;
  readonly trusted?: TrustedRef;
  readonly problems: readonly InputProblem[];
}

/** What the event says about a run. */
export interface EventContext {
  readonly context: Context;
  /** Absent when the event does not say: locally, before a look-up, and beside a problem. */
  readonly workCommit?: string;
  readonly trusted?: TrustedRef;
  /** A pull request that the event names without describing it; see `pullRequestContext`. */
  readonly lookup?: { readonly pullRequest: number };
  /** Name of the workflow. */
  readonly workflow: string | undefined;
  /** Who started it; absent outside of a workflow. */
  readonly starters?: Starters;
  readonly problems: readonly InputProblem[];
}

type Source = Omit<EventContext, 'context' | 'workflow' | 'starters' | 'problems'> & {
  readonly pullRequest?: PullRequest | null;
};

/** `head.repo` is null when a fork was deleted. */
const UNKNOWN_REPOSITORY = 'unknown';

/** Events whose payload describes a pull request. GITHUB_SHA is its merge commit there: content of the author's. */
const OF_PULL_REQUEST = ['pull_request', 'pull_request_target', 'pull_request_review', 'pull_request_review_comment'];

/** Of a run that nothing but a person started. */
export const LOCAL_CONTEXT: Context = {
  event: 'local',
  repository: null,
  serverUrl: null,
  apiUrl: null,
  runUrl: null,
  actor: null,
  pullRequest: null,
};

/**
 * Reads where a run comes from. The environment is the runner's, but a pull request's author writes much of the payload,
 * so every field that is used is checked. Nothing is thrown.
 * @param payload the parsed file that GITHUB_EVENT_PATH names; undefined without one
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export function readContext(env: Environment, payload: unknown): EventContext {
  if ((env['GITHUB_EVENT_NAME']?.trim() ?? '') === '' && env['GITHUB_ACTIONS'] !== 'true')
    return { context: LOCAL_CONTEXT, workflow: undefined, problems: [] };

  const runner = new Variables(env);
  const reader = new PayloadReader(payload, 'event payload');
  const event = runner.required('GITHUB_EVENT_NAME', eventName);
  const repository = runner.optional('GITHUB_REPOSITORY', repositoryName) ?? null;
  const serverUrl = runner.address('GITHUB_SERVER_URL') ?? null;
  const apiUrl = runner.address('GITHUB_API_URL') ?? null;
  const run = env['GITHUB_RUN_ID'] ?? '';
  const runUrl =
    serverUrl !== null && repository !== null && /^\d{1,20}$/.test(run)
      ? `${serverUrl}/${repository}/actions/runs/${run}`
      : null;
  const actor = env['GITHUB_ACTOR'] ?? '';

  const { pullRequest, ...source } = event === undefined ? {} : sourceOf(event, runner, reader);
  return {
    context: {
      event: event ?? 'unknown',
      repository,
      serverUrl,
      apiUrl,
      runUrl,
      // Bots are written `name[bot]`; users that an enterprise manages have an underscore.
      actor: /^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$/.test(actor) ? actor : null,
      pullRequest: pullRequest ?? null,
    },
    ...source,
    workflow: workflowName(env['GITHUB_WORKFLOW']),
    starters: readStarters(event ?? 'unknown', env, payload),
    problems: [...runner.problems, ...reader.problems],
  };
}

/** Puts what GitHub answered about a pull request into the form of a context; checked like a payload. */
export function pullRequestContext(info: PullRequestInfo): PullRequestContext {
  const repo = (name: string | null): unknown => (name === null ? null : { full_name: name });
  const described = {
    number: info.number,
    head: { sha: info.headSha, ref: info.headRef, repo: repo(info.headRepository) },
    base: { sha: info.baseSha, ref: info.baseRef, repo: repo(info.baseRepository) },
  };
  const reader = new PayloadReader({ pull_request: described }, 'answer of GitHub');
  return { pullRequest: null, ...ofPullRequest(reader), problems: reader.problems };
}

function sourceOf(event: string, runner: Variables, reader: PayloadReader): Source {
  if (OF_PULL_REQUEST.includes(event)) return ofPullRequest(reader);
  if (event === 'push') return ofPush(runner, reader);
  if (event === 'merge_group') return ofMergeGroup(reader);
  if (event === 'issue_comment') {
    const number = reader.number('issue.number');
    if (number === undefined) return {};
    // Whatever marks the issue as a pull request, GitHub itself is to say what it is.
    if ((reader.raw('issue.pull_request') ?? null) !== null) return { lookup: { pullRequest: number } };
  }
  return ofCommit(runner, runner.required('GITHUB_SHA', commit));
}

function ofPullRequest(reader: PayloadReader): Source {
  const at = 'pull_request';
  const number = reader.number(`${at}.number`);
  const headSha = reader.text(`${at}.head.sha`, commit);
  const headRef = reader.text(`${at}.head.ref`, refName);
  const baseSha = reader.text(`${at}.base.sha`, commit);
  const baseRef = reader.text(`${at}.base.ref`, refName);
  const baseRepository = reader.text(`${at}.base.repo.full_name`, repositoryName);
  const gone = reader.raw(`${at}.head.repo`) === null;
  const headRepository = gone ? UNKNOWN_REPOSITORY : reader.text(`${at}.head.repo.full_name`, repositoryName);
  if (!number || !headSha || !headRef || !baseSha || !baseRef || !baseRepository || !headRepository) return {};
  // GitHub compares names of owners and repositories without case; a name can have been given up and taken again.
  const renamed = reader.raw(`${at}.head.repo.id`) !== reader.raw(`${at}.base.repo.id`);
  const fork = gone || renamed || headRepository.toLowerCase() !== baseRepository.toLowerCase();
  return {
    pullRequest: { number, headSha, headRef, headRepository, baseRef, baseSha, fork },
    workCommit: headSha,
    trusted: { ref: baseRef, commit: baseSha },
  };
}

function ofPush(runner: Variables, reader: PayloadReader): Source {
  const after = reader.raw('after') ?? null;
  if (reader.raw('deleted') === true || (typeof after === 'string' && /^0+$/.test(after))) {
    reader.report('after', 'a commit that was pushed', 'a deleted branch or tag has nothing to work on');
    return {};
  }
  const pushed = reader.raw('ref');
  // For an annotated tag `after` is the tag's own object, and GITHUB_SHA the commit.
  const tag = typeof pushed === 'string' && pushed.startsWith('refs/tags/');
  const own = after === null || tag;
  return ofCommit(runner, own ? runner.required('GITHUB_SHA', commit) : reader.text('after', commit));
}

/** What a merge queue is about to merge: judged, like a pull request, by what it goes to. */
function ofMergeGroup(reader: PayloadReader): Source {
  const workCommit = reader.text('merge_group.head_sha', commit);
  const baseSha = reader.text('merge_group.base_sha', commit);
  const baseRef = reader.text('merge_group.base_ref', refName);
  if (!workCommit || !baseSha || !baseRef) return {};
  return { workCommit, trusted: { ref: baseRef, commit: baseSha } };
}

/** A commit of the repository itself, which whoever may push to it put there. */
function ofCommit(runner: Variables, workCommit: string | undefined): Source {
  const name = runner.optional('GITHUB_REF', refName);
  if (workCommit === undefined) return {};
  if (name?.startsWith('refs/pull/')) {
    // Of an event that we do not know: its commit is a pull request's, and nothing says what to trust.
    runner.report('GITHUB_REF', name, 'an event that says which commit to trust');
    return {};
  }
  return { workCommit, trusted: { ref: name ?? workCommit, commit: workCommit } };
}

const eventName = {
  test: (text: string): boolean => /^[a-z][a-z0-9_]{0,63}$/.test(text),
  expected: 'the name of an event',
};

/** Takes variables of the runner, and notes what is wrong with them. */
class Variables {
  readonly problems: InputProblem[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  required(name: string, { test, expected }: typeof commit): string | undefined {
    const value = this.#env[name]?.trim() ?? '';
    if (test(value)) return value;
    this.report(name, value === '' ? undefined : value, expected);
    return undefined;
  }

  optional(name: string, check: typeof commit): string | undefined {
    return (this.#env[name] ?? '').trim() === '' ? undefined : this.required(name, check);
  }

  address(name: string): string | undefined {
    const value = this.#env[name]?.trim() ?? '';
    if (value === '') return undefined;
    const kind = webAddress();
    const parsed = kind.fromTexts([value]);
    if (parsed.ok) return parsed.value;
    // An address can hold a password, and the kind says what of it may be shown.
    this.report(name, parsed.given ?? value, parsed.expected ?? kind.expected);
    return undefined;
  }

  report(name: string, given: string | undefined, expected: string): void {
    const shown = given === undefined ? undefined : show(given);
    this.problems.push({ where: `environment variable ${name}`, given: shown, expected });
  }
}

/** One line of at most 200 characters; a workflow without a name has its path. */
function workflowName(value: string | undefined): string | undefined {
  const text = value?.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return text === undefined || text === '' ? undefined : Array.from(text.slice(0, 400)).slice(0, 200).join('');
}
