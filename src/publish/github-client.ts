import type { Clock } from '../support/clock.js';
import { CleanroomError, messageOf } from '../support/errors.js';
import { Budget } from './budget.js';
import { graphqlFailure, graphqlUrlOf } from './graphql.js';
import { plainLine } from './neutralise.js';
import type { Octokit } from './octokit.js';
import { backOff, classify, DEFAULT_RETRY_POLICY, type HttpFailure, type RetryPolicy } from './retry.js';

export interface GitHubOptions {
  readonly token: string;
  /** GitHub's REST address without a trailing slash. */
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 up to 1; spreads the retries of jobs that failed together. */
  readonly random: () => number;
  readonly retry?: RetryPolicy;
  /** When work of many calls is to end, by the monotonic clock; see {@link GitHubClient.budget}. Default: whenever. */
  readonly endsAt?: number;
}

/** Milliseconds for a last look at what came of a request that took all the time of its work. */
const LAST_LOOK_MS = 30_000;

/** Route of {@link GitHubCall}s to GraphQL, with the parameters `query` and `variables`. */
export const GRAPHQL = 'POST /graphql';

export interface GitHubCall {
  /** `GET /repos/{owner}/{repo}/…`; owner and repo are filled in. Or {@link GRAPHQL}. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What the token must be allowed to do, as a workflow says it: `pull-requests: write`. */
  readonly permission: string;
  /** What is being done, for the message of an error: `update the comment`. */
  readonly doing: string;
}

export interface GitHubResponse {
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Outcome =
  | ({ readonly kind: 'done' } & GitHubResponse)
  /** The request may have been carried out or not. */
  | {
      readonly kind: 'lost';
      readonly why: string;
      /** Milliseconds that GitHub asks to wait; undefined: it names no time. */
      readonly waitMs?: number | undefined;
    };

type RequestResult = { readonly response: GitHubResponse } | { readonly failure: HttpFailure };

/**
 * One repository of GitHub: requests with bounded time, size and number of attempts. It knows limits, lost responses
 * and permissions, and nothing of comments.
 */
export class GitHubClient {
  #octokit: Promise<Octokit> | undefined;
  readonly #options: GitHubOptions;
  readonly #owner: string;
  readonly #name: string;
  readonly #graphqlUrl: string;
  readonly retry: RetryPolicy;

  constructor(options: GitHubOptions) {
    const match = /^([A-Za-z0-9][A-Za-z0-9-]*|[A-Za-z0-9_.-]+)\/([A-Za-z0-9_.-]+)$/.exec(options.repository);
    if (!match?.[1] || !match[2]) {
      throw new CleanroomError('github.repository', 'the repository is not of the form owner/name', { kind: 'usage' });
    }
    this.#options = options;
    this.#owner = match[1];
    this.#name = match[2];
    this.retry = options.retry ?? DEFAULT_RETRY_POLICY;
    this.#graphqlUrl = graphqlUrlOf(this.apiUrl);
  }

  /** `owner/name` */
  get repository(): string {
    return this.#options.repository;
  }

  /** Without a slash at its end. */
  get apiUrl(): string {
    return this.#options.apiUrl.replace(/\/+$/, '');
  }

  /**
   * Starts the clock of one call. It ends with the work that it belongs to; one that begins behind that, or shortly before,
   * has half a minute more, together with all others.
   * @param onTrouble see {@link Budget}
   */
  budget(onTrouble?: () => Promise<void>): Budget {
    const { clock, endsAt = Number.POSITIVE_INFINITY } = this.#options;
    const now = clock.monotonic();
    const last = now > endsAt - LAST_LOOK_MS ? endsAt + LAST_LOOK_MS : endsAt;
    return new Budget(clock, Math.min(now + this.retry.totalMs, last), onTrouble);
  }

  /** For requests that may be said twice: waits and repeats until there is an answer. */
  async read(call: GitHubCall, budget: Budget, accepts: (data: unknown) => boolean): Promise<GitHubResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.once(call, budget, accepts);
      if (outcome.kind === 'done') return outcome;
      await this.pause(call, budget, attempt, outcome.why, outcome.waitMs);
    }
  }

  /**
   * For requests that must not be said twice: repeats only what GitHub refused because of a limit.
   * @throws CleanroomError `github.unauthorized`, `github.forbidden`, `github.not-found`, `github.rejected`,
   * `github.rate-limit`, `github.moved`
   */
  async once(call: GitHubCall, budget: Budget, accepts: (data: unknown) => boolean): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#send(call, budget);
      if ('response' in result) {
        // A body that broke off is read as an empty one.
        if (accepts(result.response.data)) return { kind: 'done', ...result.response };
        return { kind: 'lost', why: 'the response is incomplete' };
      }
      const kind = classify(result.failure, this.#options.clock);
      if (kind.kind === 'refused') throw refusal(call, result.failure);
      if (kind.kind === 'unknown') return { kind: 'lost', why: describe(result.failure), waitMs: kind.waitMs };
      await this.#wait(call, budget, attempt, kind.waitMs, describe(result.failure), 'github.rate-limit');
    }
  }

  /**
   * Waits before attempt `attempt + 1` of a call whose outcome is unknown, longer from attempt to attempt.
   * @param waitMs as GitHub asks for at least
   * @throws CleanroomError `github.unavailable` when there are no attempts left, or not the time
   */
  async pause(call: GitHubCall, budget: Budget, attempt: number, why: string, waitMs?: number): Promise<void> {
    await budget.trouble();
    await this.#wait(call, budget, attempt, waitMs, why, 'github.unavailable');
  }

  async #wait(
    call: GitHubCall,
    budget: Budget,
    attempt: number,
    waitMs: number | undefined,
    why: string,
    code: 'github.rate-limit' | 'github.unavailable',
  ): Promise<void> {
    // Who names a second each time would have all attempts in ten, and an outage lasts longer.
    const wait = Math.max(waitMs ?? 0, backOff(this.retry, attempt + 1, this.#options.random));
    // What began without time would be broken off, and nobody knew what came of it.
    if (attempt >= this.retry.maxAttempts || wait >= budget.left) {
      const asked = waitMs !== undefined && waitMs >= budget.left;
      throw new CleanroomError(code, `cannot ${call.doing}: ${why}`, {
        hint:
          code === 'github.rate-limit'
            ? asked
              ? `GitHub asks to wait ${Math.ceil(waitMs / 1000)} s, longer than this may take: do it again later`
              : 'GitHub refused it for its limits again and again: do it again later'
            : 'GitHub could not be reached or failed repeatedly: do it again later',
      });
    }
    await this.#options.sleep(wait);
  }

  async #send(call: GitHubCall, budget: Budget): Promise<RequestResult> {
    const { token, apiUrl } = this.#options;
    this.#octokit ??= import('./octokit.js').then(({ createOctokit }) => createOctokit(token, apiUrl));
    const octokit = await this.#octokit;
    const { left } = budget;
    // It would be cut before there can be an answer, and may take effect all the same.
    if (left === 0)
      return { failure: { status: undefined, headers: {}, message: 'its time is over, nothing was sent' } };
    const signal = AbortSignal.timeout(Math.ceil(Math.min(this.retry.requestTimeoutMs, left)));
    try {
      const graphql = call.route === GRAPHQL;
      const { data, headers } = await octokit.request(graphql ? `POST ${this.#graphqlUrl}` : call.route, {
        // What a route does not name would become a query.
        ...(call.route.includes('{owner}/{repo}') ? { owner: this.#owner, repo: this.#name } : {}),
        ...call.parameters,
        request: { signal },
      });
      const response = { data, headers: plainHeaders(headers) };
      const failure = graphql ? graphqlFailure(response.data, response.headers) : undefined;
      return failure ? { failure } : { response };
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      // Ours, from below: asked again it would say the same.
      if (cause instanceof CleanroomError && cause.code === 'github.moved')
        throw new CleanroomError(cause.code, `cannot ${call.doing}: ${cause.message}`, { hint: cause.hint ?? '' });
      return { failure: failureOf(error) };
    }
  }
}

function plainHeaders(headers: object): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      value === undefined ? undefined : String(value),
    ]),
  );
}

function failureOf(error: unknown): HttpFailure {
  const response: unknown = error instanceof Error && 'response' in error ? error.response : undefined;
  if (typeof response !== 'object' || response === null || !('status' in response) || !('headers' in response)) {
    return { status: undefined, headers: {}, message: messageOf(error) };
  }
  const { status, headers } = response;
  return {
    status: typeof status === 'number' ? status : undefined,
    headers: typeof headers === 'object' && headers !== null ? plainHeaders(headers) : {},
    message: messageOf(error),
  };
}

function describe({ status, message }: HttpFailure): string {
  const words = plainLine(message, 200);
  return status === undefined ? `no response (${words})` : `GitHub answered ${status} (${words})`;
}

function refusal(call: GitHubCall, failure: HttpFailure): CleanroomError {
  const message = `cannot ${call.doing}: ${describe(failure)}`;
  const accepted = failure.headers['x-accepted-github-permissions'];
  const said = accepted === undefined ? '' : ` (GitHub accepts: ${plainLine(accepted, 120)})`;
  const permission = /via a GitHub App/i.test(failure.message)
    ? 'only the token of a workflow or of a GitHub App may do that, and no personal one'
    : `the token needs the permission \`${call.permission}\`${said}`;
  switch (failure.status) {
    case 401:
      return new CleanroomError('github.unauthorized', message, {
        hint: `the token is not valid or has expired; ${permission}`,
      });
    case 403:
      return new CleanroomError('github.forbidden', message, {
        hint: /\block(?:ed)?\b/i.test(failure.message)
          ? 'the conversation is locked: unlock it, or set comment to never'
          : permission,
      });
    case 404:
      return new CleanroomError('github.not-found', message, {
        hint: `check repository and number; a token that may not see them gets the same answer: ${permission}`,
      });
    default:
      return new CleanroomError('github.rejected', message, { hint: permission });
  }
}
