/*
 * Answers of GitHub, narrowed to what is used. Undefined: not of the expected form, as after a body that broke off.
 */

export interface PullRequestInfo {
  readonly number: number;
  readonly headSha: string;
  readonly headRef: string;
  /** Null when the head's repository was deleted; `refs/pull/N/head` still holds the commits. */
  readonly headRepository: string | null;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly baseRepository: string;
  /** True when head and base are different repositories, or the head's is gone. */
  readonly fork: boolean;
  readonly open: boolean;
}

/** A comment as far as we look at it. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
  readonly createdAt: string;
  readonly author: { readonly id: number; readonly login: string; readonly type: string } | undefined;
  readonly viaApp: boolean;
}

/** A check run as far as we look at it; what is missing is empty. */
export interface CheckRun {
  readonly id: number;
  readonly url: string;
  readonly externalId: string;
  readonly status: string;
  readonly conclusion: string;
  readonly detailsUrl: string;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What an answer holds by name; undefined for what holds nothing. */
export function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

/** Undefined for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The positive integer id of an object. */
export function idOf(value: unknown): number | undefined {
  const id = fields(value)?.['id'];
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

export function toComment(value: unknown): Comment | undefined {
  const comment = fields(value);
  const id = idOf(value);
  if (!comment || id === undefined) return undefined;
  const user = fields(comment['user']);
  const userId = idOf(user);
  return {
    id,
    body: text(comment['body']) ?? '',
    url: text(comment['html_url']) ?? '',
    createdAt: text(comment['created_at']) ?? '',
    author:
      userId === undefined
        ? undefined
        : { id: userId, login: text(user?.['login']) ?? '', type: text(user?.['type']) ?? '' },
    viaApp: fields(comment['performed_via_github_app']) !== undefined,
  };
}

export function toCheckRun(value: unknown): CheckRun | undefined {
  const run = fields(value);
  const id = idOf(value);
  const output = fields(run?.['output']);
  // An answer that broke off has no output.
  if (!run || id === undefined || !output) return undefined;
  return {
    id,
    url: text(run['html_url']) ?? '',
    externalId: text(run['external_id']) ?? '',
    status: text(run['status']) ?? '',
    conclusion: text(run['conclusion']) ?? '',
    detailsUrl: text(run['details_url']) ?? '',
    title: text(output['title']) ?? '',
    summary: text(output['summary']) ?? '',
    text: text(output['text']) ?? '',
  };
}

export function toPullRequest(value: unknown): PullRequestInfo | undefined {
  const pull = fields(value);
  const head = fields(pull?.['head']);
  const base = fields(pull?.['base']);
  const number = pull?.['number'];
  const headSha = text(head?.['sha']);
  const headRef = text(head?.['ref']);
  const baseSha = text(base?.['sha']);
  const baseRef = text(base?.['ref']);
  const baseRepository = text(fields(base?.['repo'])?.['full_name']);
  const headRepository = text(fields(head?.['repo'])?.['full_name']) ?? null;
  if (typeof number !== 'number' || !headSha || !headRef || !baseSha || !baseRef || !baseRepository) return undefined;
  const fork = headRepository?.toLowerCase() !== baseRepository.toLowerCase();
  const open = pull?.['state'] === 'open';
  return { number, headSha, headRef, headRepository, baseSha, baseRef, baseRepository, fork, open };
}
