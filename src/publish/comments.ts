import { CleanroomError } from '../support/errors.js';
import type { Budget } from './budget.js';
import { createOnce } from './create-once.js';
import type { GitHubCall, GitHubClient } from './github-client.js';
import { type Comment, idOf, toComment } from './github-shapes.js';
import type { ChannelAction } from './types.js';

const PER_PAGE = 100;
/** Pages of comments that are searched; with more, no comment is written rather than a second one. */
const MAX_PAGES = 100;
/** A list that does not yet hold what was just created is read again, so many times at most. */
const MAX_LOOKS = 3;

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
   * anybody else's comment means nothing; an app's token may not ask whose it is, so another bot's is told by GitHub's
   * refusal to change it. After a lost response it looks before it writes again, and twins that a late request or
   * another job left are removed (the oldest stays).
   * @throws CleanroomError `github.*`
   */
  async upsert(issueNumber: number, marker: string, body: string): Promise<CommentResult> {
    const budget = this.#client.budget();
    const others = new Set<number>();
    let refused: unknown;
    const find = (): Promise<readonly Comment[]> => this.#find(issueNumber, marker, others, budget);
    const create: GitHubCall = {
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      parameters: { issue_number: issueNumber, body },
      permission: 'pull-requests: write',
      doing: 'create the comment',
    };
    for (let attempt = 1; ; ) {
      const { value, created } = await createOnce<readonly Comment[]>({
        client: this.#client,
        budget,
        create,
        accepts: (data) => {
          const comment = toComment(data);
          return comment && [comment];
        },
        find: async () => {
          const found = await find();
          return found.length > 0 ? found : undefined;
        },
      });
      const [comment] = value;
      if (!comment) throw new CleanroomError('github.response', 'GitHub described a comment in an unknown form');
      if (created && others.has(comment.author?.id ?? 0)) {
        // Its author is ours, and so was what may not be changed: with this one there would be one more after every run.
        await this.#remove([comment], budget);
        throw refused;
      }
      const known = created ? await this.#lookAgain(comment, find, create, budget) : value;
      try {
        const result = await this.#settle(known, body, budget, attempt === 1);
        if (result) return created ? { ...result, action: 'created' } : result;
      } catch (error) {
        const author = isAnothers(error) ? known[0]?.author : undefined;
        if (author === undefined || others.has(author.id) || created) throw error;
        // Of a person it is known which comments are theirs.
        if ((await this.#whoAmI(budget)).kind === 'user') throw error;
        refused = error;
        others.add(author.id);
        continue;
      }
      // Somebody deleted it between the two requests.
      await this.#client.pause(create, budget, attempt, 'the comment is deleted again and again');
      attempt += 1;
    }
  }

  /**
   * After a creation: the comment and its twins, oldest first, from a list that is new enough to hold it. It is there
   * in any case: a failure to look for twins takes nothing from that, and the next call looks again.
   */
  async #lookAgain(
    comment: Comment,
    find: () => Promise<readonly Comment[]>,
    create: GitHubCall,
    budget: Budget,
  ): Promise<readonly Comment[]> {
    try {
      for (let look = 1; ; look += 1) {
        const found = await find();
        if (found.some(({ id }) => id === comment.id)) return found;
        // An older one of this token that the first look missed, as when comments before it were being deleted.
        if (look === MAX_LOOKS) return [...found, comment].sort((a, b) => a.id - b.id);
        await this.#client.pause(create, budget, look, 'the list does not hold it');
      }
    } catch (error) {
      if (!(error instanceof CleanroomError)) throw error;
      return [comment];
    }
  }

  /** The oldest stays and gets the text, the others go; undefined when the oldest is gone and may be. */
  async #settle(
    [oldest, ...twins]: readonly Comment[],
    body: string,
    budget: Budget,
    mayBeGone: boolean,
  ): Promise<CommentResult | undefined> {
    const result = oldest && (await this.#bring(oldest, body, budget, mayBeGone));
    if (result) await this.#remove(twins, budget);
    return result;
  }

  /**
   * Own comments with the marker, oldest first. All pages are searched: a request that took effect late may have left a
   * twin behind any number of others.
   * @param others accounts whose comments are none of ours
   */
  async #find(
    issueNumber: number,
    marker: string,
    others: ReadonlySet<number>,
    budget: Budget,
  ): Promise<readonly Comment[]> {
    const marked: Comment[] = [];
    for (let page = 1; ; page += 1) {
      const { comments, last } = await this.#page(issueNumber, page, budget);
      marked.push(...comments.filter((comment) => comment.body.startsWith(marker)));
      if (last) break;
      if (page < MAX_PAGES) continue;
      if (marked.length > 0) break;
      throw new CleanroomError('github.too-many-comments', `more than ${MAX_PAGES * PER_PAGE} comments to search`, {
        hint: 'set comment to never for this conversation, or start a new pull request',
      });
    }
    if (marked.length === 0) return [];
    const identity = await this.#whoAmI(budget);
    const [first, ...rest] = marked
      .filter((comment) => isOwn(comment, identity) && !others.has(comment.author?.id ?? 0))
      .sort((a, b) => a.id - b.id);
    return first ? [first, ...rest.filter((comment) => comment.author?.id === first.author?.id)] : [];
  }

  async #page(issueNumber: number, page: number, budget: Budget) {
    const { data, headers } = await this.#client.read(
      {
        route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        parameters: { issue_number: issueNumber, per_page: PER_PAGE, page },
        permission: 'pull-requests: write',
        doing: 'list the comments',
      },
      budget,
      Array.isArray,
    );
    const entries: readonly unknown[] = Array.isArray(data) ? data : [];
    // Something on the way may take the links out: a full page is not the last one before an emptier one was seen.
    const last = entries.length < PER_PAGE && !/rel="next"/.test(headers['link'] ?? '');
    return { comments: entries.flatMap((entry) => toComment(entry) ?? []), last };
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

  /** Removes what it can: the comment says what it should, and the next call looks for twins again. */
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
        if (!(error instanceof CleanroomError)) throw error;
        // Gone is what was wanted; of the others none would fare better.
        if (error.code !== 'github.not-found') return;
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

/** What GitHub says of a comment that a token may not change though it may write its own. */
function isAnothers(error: unknown): boolean {
  // Where a conversation is locked, or a repository archived, no comment can be written at all.
  return (
    error instanceof CleanroomError &&
    error.code === 'github.forbidden' &&
    !/\b(?:un)?lock(?:ed)?\b|\barchived\b/i.test(error.message)
  );
}

/** GitHub may store line ends and trailing white space in its own way. */
function sameText(a: string, b: string): boolean {
  return a.replace(/\r\n/g, '\n').trimEnd() === b.replace(/\r\n/g, '\n').trimEnd();
}
