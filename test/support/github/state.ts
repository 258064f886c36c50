import type { GitHubOpenApi } from '../github-openapi.js';
import type { StoredAccount } from './access.js';
import type { StoredRepository } from './git.js';
import type { StoredReview } from './reviews.js';

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
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request that matched an operation of the description and is valid by it. */
export interface Call {
  /** Parameters of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the server does, by the description's own names of routes: `GET /repos/{owner}/{repo}/…`. */
export type Routes = Readonly<Record<string, (call: Call) => Answer>>;

export const MISSING: Answer = { status: 404, body: { message: 'Not Found' } };

/** What the loopback GitHub remembers, shared by its groups of routes. */
export class GitHubState {
  readonly comments: StoredComment[] = [];
  /** Who exists, with their access. */
  readonly accounts: StoredAccount[] = [];
  readonly pulls = new Map<number, StoredPull>();
  readonly checkRuns = new Map<number, Record<string, unknown>>();
  /** By check run. */
  readonly annotations = new Map<number, readonly object[]>();
  /** The repository itself, where a test needs one. */
  git: StoredRepository | undefined;
  /** Commits that were made here, and whether GitHub signed them. */
  readonly signed = new Map<string, boolean>();
  readonly reviews: StoredReview[] = [];
  /** Files of every pull request that no repository here holds, before all others of its diff. */
  filesBefore = 0;
  /** Called when a review was submitted: what a late request does then. */
  afterSubmit: ((review: StoredReview) => void) | undefined;
  /** What a change of any comment gets. */
  refusal: Answer | undefined;
  /** What GraphQL answers with in place of doing anything, one after another. */
  readonly graphqlErrors: object[] = [];
  /** Of the repository, as GraphQL knows it. */
  readonly nodeId: string;
  #lastId = 1000;

  constructor(
    readonly api: GitHubOpenApi,
    /** `owner/name` */
    readonly repository: string,
    /** Whose token it is. */
    readonly viewer: Account,
    /** Epoch milliseconds. */
    readonly now: () => number,
  ) {
    this.nodeId = api.example<{ node_id: string }>('full-repository-default-response').node_id;
  }

  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Somebody pushes a commit to the head of every pull request that was not made here. */
  moveHeads(): void {
    for (const pull of [...this.pulls.values()].filter(({ title }) => title === undefined)) {
      const branch = this.git?.tip(pull.headRef) === undefined ? undefined : pull.headRef;
      const pushed = branch === undefined ? undefined : this.git?.push(branch);
      const headSha = pushed ?? this.newId().toString(16).padStart(40, 'd');
      this.pulls.set(pull.number, { ...pull, headSha });
    }
  }

  /** A branch is at another commit, and with it the pull requests from it. */
  branchMoved(branch: string, sha: string): void {
    for (const pull of [...this.pulls.values()])
      if (pull.headRef === branch && pull.headRepository === this.repository && (pull.state ?? 'open') === 'open')
        this.pulls.set(pull.number, { ...pull, headSha: sha });
  }

  /** Now, as GitHub writes it. */
  time(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

/** One page of a list, with the links that GitHub gives. */
export function page(
  url: URL,
  all: readonly unknown[],
  wrap: (entries: readonly unknown[]) => unknown = (entries) => entries,
): Answer {
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const number = Number(url.searchParams.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (target: number, relation: string): string => {
    const address = new URL(url);
    address.searchParams.set('page', String(target));
    return `<${address.href}>; rel="${relation}"`;
  };
  const links = [
    ...(number > 1 ? [to(number - 1, 'prev'), to(1, 'first')] : []),
    ...(number < last ? [to(number + 1, 'next'), to(last, 'last')] : []),
  ];
  return {
    status: 200,
    body: wrap(all.slice((number - 1) * size, number * size)),
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  };
}
