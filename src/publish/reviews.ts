import { CleanroomError } from '../support/errors.js';
import type { Budget } from './budget.js';
import { createOnce } from './create-once.js';
import type { GitHubCall, GitHubClient } from './github-client.js';
import { idOf } from './github-shapes.js';

const PER_PAGE = 100;
/** Pages that are read of reviews, and of files of a pull request. */
const MAX_PAGES = 30;
/** Files of a pull request that GitHub lists; it says nothing of the others. */
export const MAX_DIFFED_FILES = 3000;
const PERMISSION = 'pull-requests: write';

/** A comment on lines of the right side of a pull request's diff. */
export interface ReviewComment {
  readonly path: string;
  /** From 1; undefined where `line` is the only one. */
  readonly startLine: number | undefined;
  readonly line: number;
  readonly body: string;
}

export interface NewReview {
  /** The commit that its lines are of. */
  readonly commit: string;
  /** First line of its body, by which it is found again. */
  readonly marker: string;
  readonly body: string;
  readonly comments: readonly ReviewComment[];
}

export interface Review {
  readonly id: number;
  readonly url: string;
  /** Nobody but its author sees it. */
  readonly pending: boolean;
}

/** A file of a pull request's diff. */
export interface DiffedFile {
  readonly path: string;
  /** Id of its content at the head. */
  readonly id: string;
  /** Hunks; empty where GitHub gives none: it is binary or too large. */
  readonly patch: string;
}

/**
 * Reviews of one repository's pull requests. They comment: what GitHub calls the event of a review is no parameter of
 * anything here, so none of ours approves a change or asks for one, whoever asks and whatever a run says.
 */
export class Reviews {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * Writes a review, once: one whose body starts with the marker is left as it is. It is a draft first, of which GitHub
   * lets an account have only one for each pull request, and then submitted: so however many requests get lost, people
   * see one review.
   * @throws CleanroomError `github.*`
   */
  async comment(pull: number, review: NewReview): Promise<Review> {
    const budget = this.#client.budget();
    const made = await createOnce<Review>({
      client: this.#client,
      budget,
      create: {
        route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
        parameters: {
          pull_number: pull,
          commit_id: review.commit,
          body: `${review.marker}\n${review.body}`,
          comments: review.comments.map(({ path, startLine, line, body }) => ({
            path,
            line,
            side: 'RIGHT',
            ...(startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' }),
            body,
          })),
        },
        permission: PERMISSION,
        doing: 'write the review',
      },
      accepts: toReview,
      find: async () => (await this.#find(pull, review.marker, budget))[0],
    });
    const submitted = made.value.pending ? await this.#submit(pull, made.value, review.marker, budget) : made.value;
    if (made.unanswered > 0) await this.#removeDrafts(pull, review.marker, budget);
    return submitted;
  }

  /** Files of a pull request's diff, as they are now: {@link MAX_DIFFED_FILES} at most. @throws CleanroomError `github.*` */
  async files(pull: number): Promise<readonly DiffedFile[]> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
      permission: 'pull-requests: read',
      doing: 'read the diff of the pull request',
    };
    return (await this.#list(call, pull, this.#client.budget())).flatMap((entry) => toFile(entry) ?? []);
  }

  async #submit(pull: number, review: Review, marker: string, budget: Budget): Promise<Review> {
    const call: GitHubCall = {
      route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events',
      parameters: { pull_number: pull, review_id: review.id, event: 'COMMENT' },
      permission: PERMISSION,
      doing: 'submit the review',
    };
    for (let attempt = 1; ; attempt += 1) {
      const found = async (): Promise<Review | undefined> => {
        const [first] = await this.#find(pull, marker, budget);
        return first && !first.pending ? first : undefined;
      };
      const outcome = await this.#client
        .once(call, budget, (data) => toReview(data)?.pending === false)
        .catch(async (error: unknown) => {
          // An earlier request may have submitted it.
          const other = error instanceof CleanroomError ? await found() : undefined;
          if (!other) throw error;
          return { kind: 'done', data: undefined } as const;
        });
      if (outcome.kind === 'done') return { ...review, pending: false };
      await this.#client.pause(call, budget, attempt, outcome.why, outcome.waitMs);
      if (await found()) return { ...review, pending: false };
    }
  }

  /** Reviews with the marker, those first that people see. */
  async #find(pull: number, marker: string, budget: Budget): Promise<readonly Review[]> {
    const call = {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      permission: PERMISSION,
      doing: 'list the reviews',
    };
    const found = (await this.#list(call, pull, budget)).filter((entry) => bodyOf(entry).startsWith(marker));
    return found.flatMap((entry) => toReview(entry) ?? []).sort((a, b) => Number(a.pending) - Number(b.pending));
  }

  /** A draft that a late request made once the review was there. That nobody else sees it: a failure counts for nothing. */
  async #removeDrafts(pull: number, marker: string, budget: Budget): Promise<void> {
    try {
      for (const { id, pending } of await this.#find(pull, marker, budget)) {
        if (!pending) continue;
        const call = {
          route: 'DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}',
          parameters: { pull_number: pull, review_id: id },
          permission: PERMISSION,
          doing: 'remove a second draft of the review',
        };
        await this.#client.read(call, budget, () => true);
      }
    } catch (error) {
      if (!(error instanceof CleanroomError)) throw error;
    }
  }

  async #list(call: Omit<GitHubCall, 'parameters'>, pull: number, budget: Budget): Promise<readonly unknown[]> {
    const all: unknown[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const parameters = { pull_number: pull, per_page: PER_PAGE, page };
      const { data, headers } = await this.#client.read({ ...call, parameters }, budget, Array.isArray);
      all.push(...(Array.isArray(data) ? data : []));
      if (!/rel="next"/.test(headers['link'] ?? '')) return all;
    }
    throw new CleanroomError(
      'github.too-many-pages',
      `cannot ${call.doing}: there are more than ${MAX_PAGES * PER_PAGE}`,
    );
  }
}

function property(value: unknown, name: string): string | undefined {
  const found: unknown =
    typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  return typeof found === 'string' ? found : undefined;
}

function bodyOf(value: unknown): string {
  return property(value, 'body') ?? '';
}

function toReview(value: unknown): Review | undefined {
  const id = idOf(value);
  const state = property(value, 'state');
  if (id === undefined || state === undefined) return undefined;
  return { id, url: property(value, 'html_url') ?? '', pending: state === 'PENDING' };
}

function toFile(value: unknown): DiffedFile | undefined {
  const path = property(value, 'filename');
  const id = property(value, 'sha');
  return path === undefined || id === undefined ? undefined : { path, id, patch: property(value, 'patch') ?? '' };
}
