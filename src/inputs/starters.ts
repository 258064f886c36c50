import { isLogin, sameLogin } from './accounts.js';
import { commit, PayloadReader, repositoryName } from './payload.js';
import type { Environment } from './secrets.js';

/** Somebody who has a part in the start of a run, as the runner or the payload says. */
export interface Starter {
  /** What they are to it: `actor`, `sender`, `author of the comment`. */
  readonly as: readonly string[];
  /** Null: nobody, as after the account was deleted, or a name that no account can have. */
  readonly login: string | null;
  /** Unique and never used again; undefined where the name alone is known. */
  readonly id: number | undefined;
  /** `User`, `Bot`, `Organization`, …; undefined where the name alone is known. */
  readonly type: string | undefined;
}

/** Who and what started a run in a workflow. */
export interface Starters {
  readonly people: readonly Starter[];
  /** Of `issue_comment`. Its text is anybody's. */
  readonly comment: { readonly action: string | undefined; readonly body: string } | null;
  /** GITHUB_SHA: in most events the default branch, in none with secrets what somebody from outside wrote. */
  readonly eventCommit: string | null;
  /** The merge of a pull request that GitHub tries out. */
  readonly mergeCommit: string | null;
  /** What the workflow before this one worked on (`workflow_run`). */
  readonly upstream: { readonly commit: string; readonly fork: boolean } | null;
}

/** Whom an event names beside its sender, who wrote what it is about. */
const AUTHORS: Readonly<Record<string, readonly (readonly [path: string, as: string])[]>> = {
  issue_comment: [['comment.user', 'author of the comment']],
  commit_comment: [['comment.user', 'author of the comment']],
  discussion_comment: [['comment.user', 'author of the comment']],
  pull_request_review: [['review.user', 'author of the review']],
  pull_request_review_comment: [['comment.user', 'author of the comment']],
  workflow_run: [
    ['workflow_run.actor', 'actor of the workflow before'],
    ['workflow_run.triggering_actor', 'who started the workflow before'],
  ],
};

/** Longest comment that GitHub takes, in characters. */
const MAX_COMMENT = 65_536;

/** Who started a run. Nothing is thrown, and nothing here is a decision. */
export function readStarters(event: string, env: Environment, payload: unknown): Starters {
  const reader = new PayloadReader(payload, 'event payload');
  const found: Starter[] = [];
  const add = (starter: Starter): void => {
    const at = found.findIndex((other) => isSame(other, starter));
    const other = found[at];
    if (other === undefined) found.push(starter);
    else found[at] = { ...merged(other, starter), as: [...new Set([...other.as, ...starter.as])] };
  };
  // The payload first: it knows more than a name.
  const paths = AUTHORS[event] ?? [];
  for (const [path, as] of paths) {
    // Older servers do not tell who started the workflow before; all tell who sent the event.
    if (event === 'workflow_run' && reader.raw(path) === undefined) continue;
    add({ as: [as], ...account(reader, path) });
  }
  add({ as: ['sender'], ...account(reader, 'sender') });
  add({ as: ['actor'], ...named(env['GITHUB_ACTOR']) });
  // Somebody else, where a run was repeated. Older servers do not tell.
  const again = env['GITHUB_TRIGGERING_ACTOR'];
  if (again !== undefined && again !== '') add({ as: ['triggering actor'], ...named(again) });

  const sha = env['GITHUB_SHA'] ?? '';
  const merge = reader.raw('pull_request.merge_commit_sha');
  const body = reader.raw('comment.body');
  const action = reader.raw('action');
  return {
    people: found,
    comment:
      event === 'issue_comment'
        ? {
            action: typeof action === 'string' ? action : undefined,
            body: typeof body === 'string' ? body.slice(0, MAX_COMMENT) : '',
          }
        : null,
    eventCommit: commit.test(sha) ? sha : null,
    mergeCommit: typeof merge === 'string' && commit.test(merge) ? merge : null,
    upstream: event === 'workflow_run' ? upstream(reader) : null,
  };
}

function upstream(reader: PayloadReader): Starters['upstream'] {
  const sha = reader.raw('workflow_run.head_sha');
  if (typeof sha !== 'string' || !commit.test(sha)) return null;
  const name = (path: string): string | undefined => {
    const value = reader.raw(path);
    return typeof value === 'string' && repositoryName.test(value) ? value.toLowerCase() : undefined;
  };
  const [head, own] = [name('workflow_run.head_repository.full_name'), name('repository.full_name')];
  const [headId, ownId] = [reader.raw('workflow_run.head_repository.id'), reader.raw('repository.id')];
  // One that is gone, or that cannot be read, is not known to be ours.
  return { commit: sha, fork: head === undefined || head !== own || headId !== ownId };
}

function account(reader: PayloadReader, path: string): Omit<Starter, 'as'> {
  const { login, id, type } = {
    login: reader.raw(`${path}.login`),
    id: reader.raw(`${path}.id`),
    type: reader.raw(`${path}.type`),
  };
  const sound =
    typeof login === 'string' &&
    isLogin(login) &&
    typeof id === 'number' &&
    Number.isSafeInteger(id) &&
    id > 0 &&
    typeof type === 'string' &&
    /^[A-Za-z]{1,32}$/.test(type);
  return sound ? { login, id, type } : { login: null, id: undefined, type: undefined };
}

function named(text: string | undefined): Omit<Starter, 'as'> {
  return { login: text !== undefined && isLogin(text) ? text : null, id: undefined, type: undefined };
}

function isSame(a: Starter, b: Starter): boolean {
  if (a.login === null || b.login === null) return a.login === b.login;
  if (!sameLogin(a.login, b.login)) return false;
  // A name that was given up and taken by somebody else is not the same account.
  return a.id === undefined || b.id === undefined || (a.id === b.id && a.type === b.type);
}

function merged(a: Starter, b: Starter): Starter {
  return a.id === undefined ? b : a;
}
