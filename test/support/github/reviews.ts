import { ACTIONS_BOT, type Answer, type GitHubState, MISSING, page, type Routes } from './state.js';

export interface StoredReview {
  readonly id: number;
  readonly pull: number;
  readonly commit: string;
  readonly body: string;
  readonly comments: readonly StoredReviewComment[];
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED';
}

export interface StoredReviewComment {
  readonly path: string;
  readonly line: number;
  readonly start_line?: number;
  readonly body: string;
}

const EVENTS: Readonly<Record<string, StoredReview['state']>> = {
  COMMENT: 'COMMENTED',
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
};
const wrong = (message: string): Answer => ({ status: 422, body: { message, documentation_url: 'd' } });

/** Reviews, and the diff that they are of. */
export function reviewRoutes(state: GitHubState): Routes {
  const shown = (review: StoredReview): object => {
    const example = state.api.example<{ user: object }>('pull-request-review');
    return {
      ...example,
      id: review.id,
      body: review.body,
      state: review.state,
      commit_id: review.commit,
      html_url: `https://github.example/${state.repository}/pull/${review.pull}#pullrequestreview-${review.id}`,
      user: { ...example.user, ...ACTIONS_BOT },
    };
  };
  const of = (pull: unknown): readonly StoredReview[] => state.reviews.filter((review) => review.pull === Number(pull));
  return {
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': ({ path, url }) =>
      page(url, of(path['pull_number']).map(shown)),
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': ({ path, body }) => {
      const pull = state.pulls.get(Number(path['pull_number']));
      if (!pull) return MISSING;
      const comments = (body['comments'] ?? []) as readonly StoredReviewComment[];
      const problem = comments
        .map((comment) => outside(state, pull.number, comment))
        .find((text) => text !== undefined);
      if (problem !== undefined) return wrong(`Unprocessable Entity: ${problem}`);
      if (of(pull.number).some((review) => review.state === 'PENDING'))
        return wrong('User can only have one pending review per pull request');
      const review: StoredReview = {
        id: state.newId(),
        pull: pull.number,
        commit: String(body['commit_id'] ?? pull.headSha),
        body: String(body['body'] ?? ''),
        comments,
        state: EVENTS[String(body['event'])] ?? 'PENDING',
      };
      state.reviews.push(review);
      return { status: 200, body: shown(review) };
    },
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events': ({ path, body }) => {
      const review = of(path['pull_number']).find(({ id }) => id === Number(path['review_id']));
      if (!review) return MISSING;
      if (review.state !== 'PENDING') return wrong('Can not submit a review that is not pending');
      review.state = EVENTS[String(body['event'])] ?? 'PENDING';
      state.afterSubmit?.(review);
      return { status: 200, body: shown(review) };
    },
    'DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': ({ path }) => {
      const review = of(path['pull_number']).find(({ id }) => id === Number(path['review_id']));
      if (!review) return MISSING;
      if (review.state !== 'PENDING') return wrong('Can not delete a non-pending pull request review');
      state.reviews.splice(state.reviews.indexOf(review), 1);
      return { status: 200, body: shown(review) };
    },
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': ({ path, url }) => {
      const files = diffOf(state, Number(path['pull_number']));
      if (!files) return MISSING;
      const [example] = state.api.example<object[]>('diff-entry-items');
      const other = (_: unknown, at: number): DiffFile => {
        return { name: `other/${at}`, id: 'e'.repeat(40), status: 'added', patch: '@@ -0,0 +1 @@\n+x' };
      };
      const all = [...Array.from({ length: state.filesBefore }, other), ...files];
      return page(
        url,
        all
          .slice(0, MAX_FILES)
          .map(({ name, id, status, patch }) => ({ ...example, filename: name, sha: id, status, patch })),
      );
    },
  };
}

/** GitHub lists no more of a pull request. */
const MAX_FILES = 3000;

interface DiffFile {
  readonly name: string;
  readonly id: string;
  readonly status: string;
  readonly patch: string | undefined;
}

/** A pull request's diff, by git itself; undefined without a repository. */
function diffOf(state: GitHubState, number: number): readonly DiffFile[] | undefined {
  const pull = state.pulls.get(number);
  const repository = state.git;
  if (!pull || !repository) return undefined;
  const from = repository.line('merge-base', pull.baseSha, pull.headSha);
  const tokens = repository
    .git(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, pull.headSha])
    .toString('utf8')
    .split('\0');
  const files: DiffFile[] = [];
  for (let index = 0; index + 1 < tokens.length; index += 2) {
    const [, , , , newId = '', status = ''] =
      /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) (\w)/.exec(tokens[index] ?? '') ?? [];
    const name = tokens[index + 1] ?? '';
    const text = repository
      .git(['diff', '--no-renames', from, pull.headSha, '--', `:(literal)${name}`])
      .toString('utf8');
    const at = text.indexOf('\n@@ ');
    files.push({
      name,
      id: newId,
      status: { A: 'added', D: 'removed' }[status] ?? 'modified',
      patch: at < 0 ? undefined : text.slice(at + 1).replace(/\n$/, ''),
    });
  }
  return files;
}

/** What GitHub says of a comment on lines that the diff does not show. */
function outside(
  state: GitHubState,
  pull: number,
  { path, line, start_line: start = line }: StoredReviewComment,
): string | undefined {
  const file = diffOf(state, pull)?.find(({ name }) => name === path);
  if (!file) return 'Path could not be resolved';
  let number = 0;
  for (const hunk of (file.patch ?? '').split(/^(?=@@ )/m)) {
    number = Number(/^@@ -\S+ \+(\d+)/.exec(hunk)?.[1] ?? 0);
    const last =
      number +
      hunk
        .split('\n')
        .slice(1)
        .filter((text) => /^[ +]/.test(text)).length -
      1;
    if (start >= number && line <= last && start <= line) return undefined;
  }
  return 'Line could not be resolved';
}
