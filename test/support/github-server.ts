import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GitHubOpenApi, MatchedOperation } from './github-openapi.js';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

/** The account that comments of a workflow's own token come from. */
export const ACTIONS_BOT: Account = { id: 41898282, login: 'github-actions[bot]', type: 'Bot' };

export interface StoredComment {
  readonly id: number;
  readonly issue: number;
  readonly author: Account;
  readonly viaApp: boolean;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
}

export interface StoredPull {
  readonly number: number;
  readonly headSha: string;
  readonly headRef: string;
  /** Null: the fork was deleted. */
  readonly headRepository: string | null;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly state?: 'open' | 'closed';
}

/**
 * `drop`: no effect, connection cut. `lost`: effect, connection cut. `truncated`: effect, half an answer.
 * `500`: no effect. `500-after`: effect. `stall`: no effect, no answer. `stall-after`: effect, no answer.
 * `late`: connection cut, and the effect comes after the next creation. `limit`: 429 with retry-after. `secondary`: 403
 * with retry-after. `secondary-bare`: 403 with words only. `primary`: 403 with the rate limit spent. `forbidden`,
 * `missing`: refusals.
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
  | 'forbidden'
  | 'missing'
  | 'locked';

export interface Fault {
  readonly kind: FaultKind;
  /** Which requests it hits: `POST`, or a part of the route such as `GET /user`. Default: every request. */
  readonly on?: string;
  /** How many requests it hits. Default 1. */
  readonly times?: number;
  /** Seconds, for the limits. Default 7. */
  readonly seconds?: number;
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
  /** Whose token it is; an installation's token may not ask who it is. Default: the workflow's own. */
  readonly viewer?: Account;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * GitHub's REST API on the loopback interface, as far as publishing needs it: with state, page links, permissions and
 * faults on demand. Every request and every answer is checked against GitHub's own description.
 */
export class GitHubServer {
  /** Requests that GitHub would not understand, and answers that it would not give. Must be empty at a test's end. */
  readonly violations: string[] = [];
  readonly requests: SeenRequest[] = [];
  readonly comments: StoredComment[] = [];
  readonly pulls = new Map<number, StoredPull>();
  readonly checkRuns = new Map<number, Record<string, unknown>>();
  readonly token: string;
  readonly repository: string;
  readonly #viewer: Account;
  readonly #now: () => number;
  readonly #api: GitHubOpenApi;
  readonly #server: Server;
  readonly #faults: { fault: Fault; left: number }[] = [];
  #late: (() => void)[] = [];
  #nextId = 1000;

  private constructor(options: GitHubServerOptions, api: GitHubOpenApi) {
    this.repository = options.repository ?? 'octo-org/hello.world';
    this.token = options.token ?? 'ghs_loopbackToken0123456789';
    this.#viewer = options.viewer ?? ACTIONS_BOT;
    this.#now = options.now ?? (() => Date.now());
    this.#api = api;
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
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  /** A comment that was there before. */
  seed(issue: number, body: string, author: Account, viaApp = author.type === 'Bot'): StoredComment {
    this.#nextId += 1;
    const at = new Date(this.#now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const comment = { id: this.#nextId, issue, author, viaApp, body, createdAt: at, updatedAt: at };
    this.comments.push(comment);
    return comment;
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
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
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
    if (![`token ${this.token}`, `Bearer ${this.token}`].includes(request.headers.authorization ?? '')) {
      return send({ status: 401, body: { message: 'Bad credentials' } });
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
      case 'primary': {
        const reset = String(Math.floor(this.#now() / 1000) + Number(seconds));
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

  #take({ route }: MatchedOperation): Fault | undefined {
    const index = this.#faults.findIndex(({ fault }) => route.includes(fault.on ?? ''));
    const entry = this.#faults[index];
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#faults.splice(index, 1);
    return entry.fault;
  }

  #answer({ route, path }: MatchedOperation, url: URL, body: Record<string, unknown>): Answer {
    const mine = path['owner'] === undefined || `${path['owner']}/${path['repo']}` === this.repository;
    const missing: Answer = { status: 404, body: { message: 'Not Found' } };
    if (!mine) return missing;
    switch (route) {
      case 'GET /user':
        return this.#viewer.type === 'Bot'
          ? { status: 403, body: { message: 'Resource not accessible by integration' } }
          : { status: 200, body: { ...this.#api.example<object>('public-user-default-response'), ...this.#viewer } };
      case 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments':
        return this.#list(Number(path['issue_number']), url);
      case 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
        const issue = Number(path['issue_number']);
        return { status: 201, body: this.#comment(this.seed(issue, String(body['body']), this.#viewer)) };
      }
      case 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
        const comment = this.comments.find((entry) => entry.id === Number(path['comment_id']));
        if (!comment) return missing;
        comment.body = String(body['body']);
        comment.updatedAt = new Date(this.#now()).toISOString().replace(/\.\d+Z$/, 'Z');
        return { status: 200, body: this.#comment(comment) };
      }
      case 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': {
        const index = this.comments.findIndex((entry) => entry.id === Number(path['comment_id']));
        if (index === -1) return missing;
        this.comments.splice(index, 1);
        return { status: 204 };
      }
      case 'GET /repos/{owner}/{repo}/pulls/{pull_number}': {
        const pull = this.pulls.get(Number(path['pull_number']));
        return pull ? { status: 200, body: this.#pull(pull) } : missing;
      }
      case 'POST /repos/{owner}/{repo}/check-runs': {
        this.#nextId += 1;
        const run = this.#checkRun({ id: this.#nextId, status: 'queued', conclusion: null }, body);
        return { status: 201, body: run };
      }
      case 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': {
        const run = this.checkRuns.get(Number(path['check_run_id']));
        return run ? { status: 200, body: this.#checkRun(run, body) } : missing;
      }
      default:
        this.violations.push(`${route}: the loopback server does not do this`);
        return missing;
    }
  }

  #list(issue: number, url: URL): Answer {
    const since = Date.parse(url.searchParams.get('since') ?? '1970-01-01T00:00:00Z');
    const all = this.comments.filter((entry) => entry.issue === issue && Date.parse(entry.updatedAt) >= since);
    const size = Number(url.searchParams.get('per_page') ?? 30);
    const page = Number(url.searchParams.get('page') ?? 1);
    const last = Math.max(1, Math.ceil(all.length / size));
    const to = (number: number, relation: string): string => {
      const target = new URL(url);
      target.searchParams.set('page', String(number));
      return `<${target.href}>; rel="${relation}"`;
    };
    const links = [
      ...(page > 1 ? [to(page - 1, 'prev'), to(1, 'first')] : []),
      ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ];
    return {
      status: 200,
      body: all.slice((page - 1) * size, page * size).map((entry) => this.#comment(entry)),
      ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
    };
  }

  #comment(comment: StoredComment): object {
    const example = this.#api.example<{ user: object }>('issue-comment');
    const app = this.#api.example<{ app: object }>('check-run-example-of-completed-conclusion').app;
    return {
      ...example,
      id: comment.id,
      body: comment.body,
      html_url: `https://github.example/${this.repository}/pull/${comment.issue}#issuecomment-${comment.id}`,
      user: { ...example.user, ...comment.author },
      created_at: comment.createdAt,
      updated_at: comment.updatedAt,
      performed_via_github_app: comment.viaApp ? app : null,
    };
  }

  #pull(pull: StoredPull): object {
    type Side = { repo: object };
    const example = this.#api.example<{ head: Side; base: Side }>('pull-request');
    return {
      ...example,
      number: pull.number,
      state: pull.state ?? 'open',
      requested_teams: [],
      head: {
        ...example.head,
        sha: pull.headSha,
        ref: pull.headRef,
        repo: pull.headRepository === null ? null : { ...example.head.repo, full_name: pull.headRepository },
      },
      base: {
        ...example.base,
        sha: pull.baseSha,
        ref: pull.baseRef,
        repo: { ...example.base.repo, full_name: this.repository },
      },
    };
  }

  #checkRun(run: Record<string, unknown>, body: Record<string, unknown>): object {
    const example = this.#api.example<{ output: object }>('check-run-example-of-completed-conclusion');
    const { output, ...rest } = body;
    const merged: Record<string, unknown> = {
      ...example,
      started_at: null,
      completed_at: null,
      ...run,
      ...rest,
      output: { ...example.output, ...(typeof output === 'object' ? output : {}) },
    };
    this.checkRuns.set(Number(merged['id']), merged);
    return merged;
  }
}
