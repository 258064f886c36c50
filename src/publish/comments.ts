import { CleanroomError } from '../support/errors.js';
import type { Budget, GitHubCall, GitHubClient } from './github-client.js';
import { type Comment, idOf, toComment } from './github-shapes.js';
import type { ChannelAction } from './types.js';

const PER_PAGE = 100;
/** Pages of comments that are searched; with more, no comment is written rather than a second one. */
const MAX_PAGES = 100;
/** A twin that another job or a lost request wrote is not older than this, in milliseconds. */
const TWIN_AGE_MS = 15 * 60 * 1000;

export interface CommentResult {
  readonly url: string;
  readonly id: number;
  readonly action: ChannelAction;
}

/** The account that a token acts as; an installation's token, like that of a workflow, may not ask. */
type Identity = { readonly kind: 'user'; readonly id: number } | { readonly kind: 'app' };

/** Comments of one repository's issues and pull requests. */
export class Comments {
  readonly #client: GitHubClient;
  #identity: Promise<Identity> | undefined;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * Makes the one comment that starts with `marker` say `body`: updates the token's own, or creates it. A marker in
   * anybody else's comment means nothing. After a lost response it looks before it writes again, and twins that a late
   * request or another job left are removed (the oldest stays).
   * @throws CleanroomError `github.*`
   */
  async upsert(issueNumber: number, marker: string, body: string): Promise<CommentResult> {
    const budget = this.#client.budget();
    const create: GitHubCall = {
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      parameters: { issue_number: issueNumber, body },
      permission: 'pull-requests: write',
      doing: 'create the comment',
    };
    let posted = false;
    for (let attempt = 1; ; attempt += 1) {
      const [existing, ...twins] = await this.#find(issueNumber, marker, budget);
      if (existing) {
        const result = await this.#bring(existing, body, budget, attempt === 1);
        if (result) {
          await this.#remove(twins, budget);
          return posted ? { ...result, action: 'created' } : result;
        }
        // Somebody deleted it between the two requests.
      } else {
        const outcome = await this.#client.once(create, budget, (data) => toComment(data) !== undefined);
        const created = outcome.kind === 'done' ? toComment(outcome.data) : undefined;
        if (created) return await this.#settleOrKeep(issueNumber, marker, body, created, budget);
        posted = true;
      }
      await this.#client.pause(create, budget, attempt, 'the outcome of the last request is unknown');
    }
  }

  /** Own comments with the marker, oldest first, from the first page that has any. */
  async #find(issueNumber: number, marker: string, budget: Budget): Promise<readonly Comment[]> {
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const { comments, last } = await this.#page(issueNumber, { page }, budget);
      const marked = comments.filter((comment) => comment.body.startsWith(marker));
      if (marked.length > 0) {
        const identity = await this.#whoAmI(budget);
        const [first, ...rest] = marked.filter((comment) => isOwn(comment, identity)).sort((a, b) => a.id - b.id);
        if (first) return [first, ...rest.filter((comment) => comment.author?.id === first.author?.id)];
      }
      if (last) return [];
    }
    throw new CleanroomError('github.too-many-comments', `more than ${MAX_PAGES * PER_PAGE} comments to search`, {
      hint: 'set comment to never for this conversation, or start a new pull request',
    });
  }

  async #page(issueNumber: number, query: Readonly<Record<string, unknown>>, budget: Budget) {
    const { data, headers } = await this.#client.read(
      {
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        parameters: { issue_number: issueNumber, per_page: PER_PAGE, ...query },
        permission: 'pull-requests: write',
        doing: 'list the comments',
      },
      budget,
      Array.isArray,
    );
    const comments = (Array.isArray(data) ? data : []).flatMap((entry) => toComment(entry) ?? []);
    return { comments, last: !/rel="next"/.test(headers['link'] ?? '') };
  }

  /** Updates a comment where its text differs; undefined when it is gone and may be. */
  async #bring(comment: Comment, body: string, budget: Budget, mayBeGone: boolean): Promise<CommentResult | undefined> {
    const { id, url } = comment;
    if (sameText(comment.body, body)) return { id, url, action: 'unchanged' };
    try {
      await this.#client.read(
        {
          route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
          parameters: { comment_id: id, body },
          permission: 'pull-requests: write',
          doing: 'update the comment',
        },
        budget,
        (data) => toComment(data)?.id === id,
      );
      return { id, url, action: 'updated' };
    } catch (error) {
      // A second time it is a token that may not.
      if (mayBeGone && error instanceof CleanroomError && error.code === 'github.not-found') return undefined;
      throw error;
    }
  }

  /** The comment is there: a failure to look for twins takes nothing from that, and the next call looks again. */
  async #settleOrKeep(
    issueNumber: number,
    marker: string,
    body: string,
    created: Comment,
    budget: Budget,
  ): Promise<CommentResult> {
    try {
      return await this.#settle(issueNumber, marker, body, created, budget);
    } catch (error) {
      if (!(error instanceof CleanroomError)) throw error;
      return { id: created.id, url: created.url, action: 'created' };
    }
  }

  /** After a creation: if there are twins, the oldest stays and gets the text. */
  async #settle(
    issueNumber: number,
    marker: string,
    body: string,
    created: Comment,
    budget: Budget,
  ): Promise<CommentResult> {
    const result: CommentResult = { id: created.id, url: created.url, action: 'created' };
    const at = Date.parse(created.createdAt);
    if (!Number.isFinite(at) || created.author === undefined) return result;
    const since = new Date(at - TWIN_AGE_MS).toISOString().replace(/\.\d+Z$/, 'Z');
    const { comments } = await this.#page(issueNumber, { since }, budget);
    const [oldest, ...twins] = comments
      .filter((comment) => comment.body.startsWith(marker) && comment.author?.id === created.author?.id)
      .sort((a, b) => a.id - b.id);
    if (!oldest || twins.length === 0) return result;
    const kept = await this.#bring(oldest, body, budget, true);
    if (!kept) return result;
    await this.#remove(twins, budget);
    return { ...kept, action: 'created' };
  }

  async #remove(comments: readonly Comment[], budget: Budget): Promise<void> {
    for (const { id } of comments) {
      try {
        await this.#client.read(
          {
            route: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
            parameters: { comment_id: id },
            permission: 'pull-requests: write',
            doing: 'remove a second comment',
          },
          budget,
          () => true,
        );
      } catch (error) {
        // Gone is what was wanted.
        if (!(error instanceof CleanroomError && error.code === 'github.not-found')) throw error;
      }
    }
  }

  #whoAmI(budget: Budget): Promise<Identity> {
    this.#identity ??= this.#ask(budget);
    return this.#identity;
  }

  async #ask(budget: Budget): Promise<Identity> {
    try {
      const call: GitHubCall = {
        route: 'GET /user',
        permission: 'pull-requests: write',
        doing: 'ask whose token this is',
      };
      const { data } = await this.#client.read(call, budget, (data) => idOf(data) !== undefined);
      const id = idOf(data);
      return id === undefined ? { kind: 'app' } : { kind: 'user', id };
    } catch (error) {
      if (error instanceof CleanroomError && ['github.forbidden', 'github.not-found'].includes(error.code))
        return { kind: 'app' };
      this.#identity = undefined;
      throw error;
    }
  }
}

/**
 * Whether a comment with our marker is ours. Only GitHub makes accounts of type Bot with a name in `[bot]`, and only a
 * person's own comment can be made through an app by type User: neither can be had by pasting a marker.
 */
function isOwn(comment: Comment, identity: Identity): boolean {
  const { author, viaApp } = comment;
  if (!author) return false;
  if (identity.kind === 'user') return author.id === identity.id;
  return author.type === 'Bot' && author.login.endsWith('[bot]') && (viaApp || author.login === 'github-actions[bot]');
}

/** GitHub may store line ends and trailing white space in its own way. */
function sameText(a: string, b: string): boolean {
  return a.replace(/\r\n/g, '\n').trimEnd() === b.replace(/\r\n/g, '\n').trimEnd();
}
