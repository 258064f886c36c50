import type { PullRequestInfo } from '../publish/github.js';
import type { Plan } from '../schemas/plan.js';
import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';
import { isGitRef } from './paths.js';
import { webAddress } from './scalars.js';
import type { Environment } from './secrets.js';

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
  readonly problems: readonly InputProblem[];
}

type Source = Omit<EventContext, 'context' | 'workflow' | 'problems'> & { readonly pullRequest?: PullRequest | null };
type Check<T> = (value: unknown) => T | undefined;

/** `head.repo` is null when a fork was deleted. */
const UNKNOWN_REPOSITORY = 'unknown';

/** Events whose payload describes a pull request. GITHUB_SHA is its merge commit there: content of the author's. */
const OF_PULL_REQUEST = ['pull_request', 'pull_request_target', 'pull_request_review', 'pull_request_review_comment'];

/**
 * Reads where a run comes from. The environment is the runner's, but a pull request's author writes much of the payload,
 * so every field that is used is checked. Nothing is thrown.
 * @param payload the parsed file that GITHUB_EVENT_PATH names; undefined without one
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export function readContext(env: Environment, payload: unknown): EventContext {
  const name = env['GITHUB_EVENT_NAME']?.trim() ?? '';
  const reader = new Reader(env, payload);
  if (name === '' && env['GITHUB_ACTIONS'] !== 'true') return { context: LOCAL, workflow: undefined, problems: [] };

  const event = reader.variable('GITHUB_EVENT_NAME', eventName, 'the name of an event');
  const repository = reader.optional('GITHUB_REPOSITORY', repositoryName, 'owner/name');
  const serverUrl = reader.optional('GITHUB_SERVER_URL', address, 'an http or https address');
  const apiUrl = reader.optional('GITHUB_API_URL', address, 'an http or https address');
  const run = env['GITHUB_RUN_ID'] ?? '';
  const runUrl =
    serverUrl !== null && repository !== null && /^\d{1,20}$/.test(run)
      ? `${serverUrl}/${repository}/actions/runs/${run}`
      : null;
  const actor = matching(/^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$/)(env['GITHUB_ACTOR']) ?? null;

  const { pullRequest, ...source } = event === undefined ? {} : sourceOf(event, reader);
  return {
    context: {
      event: event ?? 'unknown',
      repository,
      serverUrl,
      apiUrl,
      runUrl,
      actor,
      pullRequest: pullRequest ?? null,
    },
    ...source,
    workflow: workflowName(env['GITHUB_WORKFLOW']),
    problems: reader.problems,
  };
}

const LOCAL: Context = {
  event: 'local',
  repository: null,
  serverUrl: null,
  apiUrl: null,
  runUrl: null,
  actor: null,
  pullRequest: null,
};

/** Puts what GitHub answered about a pull request into the form of a context; checked like a payload. */
export function pullRequestContext(info: PullRequestInfo): PullRequestContext {
  const { headSha, headRef, headRepository, baseSha, baseRef, baseRepository } = info;
  const repo = (name: string | null): unknown => (name === null ? null : { full_name: name });
  const described = {
    number: info.number,
    head: { sha: headSha, ref: headRef, repo: repo(headRepository) },
    base: { sha: baseSha, ref: baseRef, repo: repo(baseRepository) },
  };
  const reader = new Reader({}, { pull_request: described }, 'answer of GitHub');
  return { pullRequest: null, ...ofPullRequest(reader), problems: reader.problems };
}

function sourceOf(event: string, reader: Reader): Source {
  if (OF_PULL_REQUEST.includes(event)) return ofPullRequest(reader);
  if (event === 'push') return ofPush(reader);
  if (event === 'merge_group') return ofMergeGroup(reader);
  if (event === 'issue_comment') {
    const mark = reader.look('issue.pull_request');
    // Whatever marks the issue as a pull request, to be told what it is by GitHub itself.
    if (mark !== undefined && mark !== null) {
      const number = reader.field('issue.number', positive, 'the number of a pull request');
      return number === undefined ? {} : { lookup: { pullRequest: number } };
    }
    if (reader.field('issue.number', positive, 'the number of an issue') === undefined) return {};
  }
  return ofCommit(reader);
}

function ofPullRequest(reader: Reader): Source {
  const at = 'pull_request';
  const number = reader.field(`${at}.number`, positive, 'the number of a pull request');
  const headSha = reader.field(`${at}.head.sha`, commit, COMMIT);
  const headRef = reader.field(`${at}.head.ref`, ref, REF);
  const baseSha = reader.field(`${at}.base.sha`, commit, COMMIT);
  const baseRef = reader.field(`${at}.base.ref`, ref, REF);
  const baseRepository = reader.field(`${at}.base.repo.full_name`, repositoryName, 'owner/name');
  const headRepository =
    reader.look(`${at}.head.repo`) === null
      ? UNKNOWN_REPOSITORY
      : reader.field(`${at}.head.repo.full_name`, repositoryName, 'owner/name');
  if (
    number === undefined ||
    headSha === undefined ||
    headRef === undefined ||
    baseSha === undefined ||
    baseRef === undefined ||
    baseRepository === undefined ||
    headRepository === undefined
  )
    return {};
  // GitHub compares names of owners and repositories without case.
  const fork = headRepository.toLowerCase() !== baseRepository.toLowerCase();
  return {
    pullRequest: { number, headSha, headRef, headRepository, baseRef, baseSha, fork },
    workCommit: headSha,
    trusted: { ref: baseRef, commit: baseSha },
  };
}

function ofPush(reader: Reader): Source {
  const after = reader.look('after');
  if (reader.look('deleted') === true || (typeof after === 'string' && /^0+$/.test(after))) {
    reader.report('deleted', true, 'a push that leaves a commit', 'a deleted branch or tag has nothing to work on');
    return {};
  }
  const pushed = reader.look('ref');
  // For an annotated tag `after` is the tag's own object, and GITHUB_SHA the commit.
  const tag = typeof pushed === 'string' && pushed.startsWith('refs/tags/');
  const isGiven = after !== undefined && after !== null;
  return ofCommit(reader, isGiven && !tag ? reader.field('after', commit, COMMIT) : reader.sha());
}

/** What a merge queue is about to merge: judged, like a pull request, by what it goes to. */
function ofMergeGroup(reader: Reader): Source {
  const workCommit = reader.field('merge_group.head_sha', commit, COMMIT);
  const baseSha = reader.field('merge_group.base_sha', commit, COMMIT);
  const baseRef = reader.field('merge_group.base_ref', ref, REF);
  if (workCommit === undefined || baseSha === undefined || baseRef === undefined) return {};
  return { workCommit, trusted: { ref: baseRef, commit: baseSha } };
}

/** A commit of the repository itself, which whoever may push to it put there. */
function ofCommit(reader: Reader, workCommit: string | undefined = reader.sha()): Source {
  const name = reader.optional('GITHUB_REF', ref, REF);
  if (workCommit === undefined) return {};
  if (name?.startsWith('refs/pull/')) {
    // Of an event that we do not know: its commit is a pull request's, and nothing says what to trust.
    reader.reportVariable('GITHUB_REF', name, 'an event that says which commit to trust');
    return {};
  }
  return { workCommit, trusted: { ref: name ?? workCommit, commit: workCommit } };
}

/** Takes fields from the environment and the payload, and notes what is wrong with them. */
class Reader {
  readonly problems: InputProblem[] = [];
  readonly #env: Environment;
  readonly #payload: unknown;
  readonly #name: string;

  constructor(env: Environment, payload: unknown, name = 'event payload') {
    this.#env = env;
    this.#payload = payload;
    this.#name = name;
  }

  /** The value at a dotted path; undefined when there is none. */
  look(path: string): unknown {
    let value = this.#payload;
    for (const key of path.split('.')) {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[key];
    }
    return value;
  }

  field<T>(path: string, check: Check<T>, expected: string): T | undefined {
    const value = this.look(path);
    const checked = check(value);
    if (checked === undefined) this.report(path, value, expected);
    return checked;
  }

  variable<T>(name: string, check: Check<T>, expected: string): T | undefined {
    const value = this.#env[name]?.trim();
    const checked = check(value);
    if (checked === undefined) this.reportVariable(name, value === '' ? undefined : value, expected);
    return checked;
  }

  optional<T>(name: string, check: Check<T>, expected: string): T | null {
    return (this.#env[name] ?? '').trim() === '' ? null : (this.variable(name, check, expected) ?? null);
  }

  sha(): string | undefined {
    return this.variable('GITHUB_SHA', commit, COMMIT);
  }

  report(path: string, value: unknown, expected: string, hint?: string): void {
    const given = value === undefined ? undefined : brief(value);
    this.problems.push({ where: `${this.#name}: ${path}`, given, expected, ...(hint === undefined ? {} : { hint }) });
  }

  reportVariable(name: string, value: string | undefined, expected: string): void {
    const given = value === undefined ? undefined : show(value);
    this.problems.push({ where: `environment variable ${name}`, given, expected });
  }
}

const COMMIT = 'a commit, 40 or 64 hexadecimal digits';
const REF = 'the name of a branch or tag';

/** A value of a payload as an error shows it. Objects are as large as their author likes, so they are not spelled out. */
function brief(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : show(value);
}

function matching(pattern: RegExp): Check<string> {
  return (value) => (typeof value === 'string' && value.length <= 1024 && pattern.test(value) ? value : undefined);
}

const eventName = matching(/^[a-z][a-z_]{0,63}$/);
const repositoryName = matching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/);
/** Not the zeros that stand for no commit. */
const commit = matching(/^(?!0+$)(?:[0-9a-f]{40}|[0-9a-f]{64})$/);

function ref(value: unknown): string | undefined {
  return typeof value === 'string' && isGitRef(value) ? value : undefined;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function address(value: unknown): string | undefined {
  const parsed = webAddress().fromTexts([String(value)]);
  return parsed.ok ? parsed.value : undefined;
}

/** One line of at most 200 characters; a workflow without a name has its path. */
function workflowName(value: string | undefined): string | undefined {
  const text = value?.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return text === undefined || text === '' ? undefined : Array.from(text.slice(0, 400)).slice(0, 200).join('');
}
