import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessRoutes, CODERTOCAT } from './github/access.js';
import { checkRoutes } from './github/checks.js';
import { commentRoutes, seedComment } from './github/comments.js';
import { gitRoutes } from './github/git.js';
import { pullRoutes } from './github/pulls.js';
import { reviewRoutes } from './github/reviews.js';
import {
  ACTIONS_BOT,
  type Account,
  type Answer,
  GitHubState,
  MISSING,
  type Routes,
  type StoredComment,
  type StoredPull,
} from './github/state.js';
import type { GitHubOpenApi, MatchedOperation } from './github-openapi.js';

export { ACTIONS_BOT, type Account, type StoredComment, type StoredPull } from './github/state.js';

/**
 * `drop`: no effect, connection cut. `lost`: effect, connection cut. `truncated`: effect, half an answer.
 * `500`: no effect. `500-after`: effect. `stall`: no effect, no answer. `stall-after`: effect, no answer.
 * `late`: connection cut, and the effect comes after the next creation. `limit`: 429 with retry-after. `secondary`: 403
 * with retry-after. `secondary-bare`: 403 with words only. `primary`: 403 with the rate limit spent. `503`: no effect,
 * with retry-after. `moved-head`: somebody pushes to a pull request just before it; `moved-head-after`: just after.
 * `no-links`: an answer without the links to other pages. `deleted-first`: somebody deletes the oldest comment before it.
 * `forbidden`, `missing`: refusals.
 */
export type FaultKind =
  | 'drop'
  | 'lost'
  | 'truncated'
  | '500'
  | '500-after'
  | 'stall'
  | 'stall-after'
  | 'late'
  | 'limit'
  | 'secondary'
  | 'secondary-bare'
  | 'primary'
  | '503'
  | 'moved-head'
  | 'moved-head-after'
  | 'no-links'
  | 'deleted-first'
  | 'forbidden'
  | 'missing'
  | 'locked';

export interface Fault {
  readonly kind: FaultKind;
  /** Which requests it hits: `POST`, or a part of the route such as `GET /user`. Default: every request. */
  readonly on?: string;
  /** The one route that it hits, where a part of it would hit others too. */
  readonly route?: string;
  /** How many of those come through before it. Default 0. */
  readonly after?: number;
  /** How many requests it hits. Default 1. */
  readonly times?: number;
  /** Seconds, for the limits. Default 7. */
  readonly seconds?: number;
  /** Hits every such request until then, in epoch milliseconds of the server's clock; `times` counts for nothing. */
  readonly until?: number;
  /** Called for each request that it hits: the time that it takes, say. */
  readonly onHit?: () => void;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number | 'cut' | 'stalled';
}

export interface GitHubServerOptions {
  readonly repository?: string;
  readonly token?: string;
  /** Another token, which can read and no more. */
  readonly readToken?: string;
  /** Whose token it is; an installation's token may not ask who it is. Default: the workflow's own. */
  readonly viewer?: Account;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * GitHub's REST API on the loopback interface, as far as publishing needs it: with state, page links, permissions and
 * faults on demand. Every request and every answer is checked against GitHub's own description.
 */
export class GitHubServer {
  /** Requests that GitHub would not understand, and answers that it would not give. Must be empty at a test's end. */
  readonly violations: string[] = [];
  readonly requests: SeenRequest[] = [];
  /** Routes that were asked for, and faults that hit them. */
  readonly hits: { readonly route: string; readonly kind: FaultKind | undefined }[] = [];
  readonly token: string;
  readonly #readToken: string | undefined;
  /** What it remembers; tests may put things into it. */
  readonly state: GitHubState;
  readonly #api: GitHubOpenApi;
  readonly #routes: Routes;
  readonly #server: Server;
  readonly #faults: { fault: Fault; wait: number; left: number }[] = [];
  #late: (() => void)[] = [];

  private constructor(options: GitHubServerOptions, api: GitHubOpenApi) {
    this.token = options.token ?? 'ghs_loopbackToken0123456789';
    this.#readToken = options.readToken;
    this.#api = api;
    this.state = new GitHubState(
      api,
      options.repository ?? 'octo-org/hello.world',
      options.viewer ?? ACTIONS_BOT,
      options.now ?? (() => Date.now()),
    );
    this.state.accounts.push(CODERTOCAT);
    this.#routes = {
      ...accessRoutes(this.state),
      ...commentRoutes(this.state),
      ...pullRoutes(this.state),
      ...checkRoutes(this.state),
      ...gitRoutes(this.state),
      ...reviewRoutes(this.state),
    };
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** @param api the description takes a moment to read: a test file reads it once */
  static async start(api: GitHubOpenApi, options: GitHubServerOptions = {}): Promise<GitHubServer> {
    const server = new GitHubServer(options, api);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  fault(fault: Fault): void {
    this.#faults.push({ fault, wait: fault.after ?? 0, left: fault.times ?? 1 });
  }

  /** Faults that have not hit anything are forgotten, and what is on its way arrives. */
  calm(): void {
    this.#faults.splice(0);
    for (const effect of this.#late.splice(0)) effect();
  }

  /** A comment that was there before. */
  seed(issue: number, body: string, author: Account, viaApp?: boolean): StoredComment {
    return seedComment(this.state, issue, body, author, viaApp);
  }

  get repository(): string {
    return this.state.repository;
  }

  get comments(): StoredComment[] {
    return this.state.comments;
  }

  get pulls(): Map<number, StoredPull> {
    return this.state.pulls;
  }

  get checkRuns(): Map<number, Record<string, unknown>> {
    return this.state.checkRuns;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? '';
    const note = (status: SeenRequest['status']): void => {
      const parsed: unknown = body === '' ? undefined : JSON.parse(body);
      this.requests.push({
        method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body: parsed,
        status,
      });
    };
    const send = ({ status, body: answer, headers }: Answer): void => {
      note(status);
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', date: this.#date(), ...headers });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    };
    const cut = (): void => {
      note('cut');
      request.socket.destroy();
    };

    const matched = this.#api.match(method, url.pathname);
    if (!matched) {
      this.violations.push(`${method} ${url.pathname}: no such operation`);
      return send({ status: 404, body: { message: 'Not Found' } });
    }
    const problems = this.#api.request(matched, url.searchParams, body);
    if (request.headers['user-agent'] === undefined) this.violations.push(`${matched.route}: no user-agent`);
    this.violations.push(...problems.map((problem) => `${matched.route}: ${problem}`));
    if (problems.length > 0)
      return send({ status: 422, body: { message: 'Validation Failed', documentation_url: 'd' } });
    const given = (request.headers.authorization ?? '').replace(/^(token|Bearer) /, '');
    if (given !== this.token) {
      if (given !== this.#readToken) return send({ status: 401, body: { message: 'Bad credentials' } });
      if (method !== 'GET') return send({ status: 403, body: { message: 'Resource not accessible by integration' } });
    }

    const apply = (): Answer => {
      const answer = this.#answer(matched, url, body === '' ? {} : (JSON.parse(body) as Record<string, unknown>));
      if (answer.status < 300) {
        // The description does not know what GitHub answers for a deleted fork.
        const wrong = this.#api
          .response(matched, answer.status, answer.body)
          .filter((problem) => !problem.startsWith('response/head/repo: must be object'));
        this.violations.push(...wrong.map((problem) => `${matched.route}: ${problem}`));
      }
      return answer;
    };
    const fault = this.#take(matched);
    this.hits.push({ route: matched.route, kind: fault?.kind });
    const seconds = String(fault?.seconds ?? 7);
    switch (fault?.kind) {
      case undefined: {
        const answer = apply();
        if (method === 'POST') for (const effect of this.#late.splice(0)) effect();
        return send(answer);
      }
      case 'drop':
        return cut();
      case 'lost':
        apply();
        return cut();
      case 'late':
        this.#late.push(() => void apply());
        return cut();
      case 'truncated': {
        const text = JSON.stringify(apply().body ?? {});
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length + 10) });
        response.write(text.slice(0, text.length / 2));
        return cut();
      }
      case '500-after':
        apply();
        return send({ status: 502, body: { message: 'Server Error' } });
      case '500':
        return send({ status: 500, body: { message: 'Server Error' } });
      case 'stall-after':
        apply();
        return note('stalled');
      case 'stall':
        return note('stalled');
      case 'limit':
        return send({ status: 429, body: { message: 'Too many requests' }, headers: { 'retry-after': seconds } });
      case 'secondary':
        return send({
          status: 403,
          body: { message: 'You have exceeded a secondary rate limit.' },
          headers: { 'retry-after': seconds },
        });
      case 'secondary-bare':
        return send({ status: 403, body: { message: 'You have exceeded a secondary rate limit.' } });
      case '503':
        return send({ status: 503, body: { message: 'Unavailable' }, headers: { 'retry-after': seconds } });
      case 'moved-head':
        this.state.moveHeads();
        return send(apply());
      case 'no-links': {
        const { headers: _, ...answer } = apply();
        return send(answer);
      }
      case 'deleted-first':
        this.comments.shift();
        return send(apply());
      case 'moved-head-after': {
        const answer = apply();
        this.state.moveHeads();
        return send(answer);
      }
      case 'primary': {
        const reset = String(Math.floor(this.state.now() / 1000) + Number(seconds));
        const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
        return send({ status: 403, body: { message: 'API rate limit exceeded' }, headers });
      }
      case 'forbidden':
        return send({
          status: 403,
          body: { message: 'Resource not accessible by integration' },
          headers: { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' },
        });
      case 'locked':
        return send({ status: 403, body: { message: 'Unable to create comment because issue is locked.' } });
      case 'missing':
        return send({ status: 404, body: { message: 'Not Found' } });
    }
  }

  /** By the clock that it tells all its times by. */
  #date(): string {
    return new Date(this.state.now()).toUTCString();
  }

  #take({ route }: MatchedOperation): Fault | undefined {
    const entry = this.#faults.find((candidate) => {
      if (!route.includes(candidate.fault.on ?? '') || route !== (candidate.fault.route ?? route)) return false;
      if (candidate.fault.until !== undefined && this.state.now() >= candidate.fault.until) return false;
      candidate.wait -= 1;
      return candidate.wait < 0;
    });
    if (!entry) return undefined;
    entry.fault.onHit?.();
    if (entry.fault.until !== undefined) return entry.fault;
    entry.left -= 1;
    if (entry.left <= 0) this.#faults.splice(this.#faults.indexOf(entry), 1);
    return entry.fault;
  }

  #answer({ route, path }: MatchedOperation, url: URL, body: Record<string, unknown>): Answer {
    const mine = path['owner'] === undefined || `${path['owner']}/${path['repo']}` === this.repository;
    if (!mine) return MISSING;
    if (route === 'POST /graphql') {
      const error = this.state.graphqlErrors.shift();
      if (error) return { status: 200, body: { data: null, errors: [error] } };
      const { answer, problems } = this.#api.graphql.answer(this.state, body);
      this.violations.push(...problems.map((problem) => `${route}: ${problem}`));
      return answer;
    }
    const answer = this.#routes[route];
    if (answer) return answer({ path, url, body });
    this.violations.push(`${route}: the loopback server does not do this`);
    return MISSING;
  }
}
