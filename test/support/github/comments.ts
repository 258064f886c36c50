import {
  type Account,
  type Answer,
  type GitHubState,
  MISSING,
  page,
  type Routes,
  type StoredComment,
} from './state.js';

/** Comments of issues and pull requests, and whose token it is. */
export function commentRoutes(state: GitHubState): Routes {
  const shown = (comment: StoredComment): object => {
    const example = state.api.example<{ user: object }>('issue-comment');
    const app = state.api.example<{ app: object }>('check-run-example-of-completed-conclusion').app;
    return {
      ...example,
      id: comment.id,
      body: comment.body,
      html_url: `https://github.example/${state.repository}/pull/${comment.issue}#issuecomment-${comment.id}`,
      user: { ...example.user, ...comment.author },
      created_at: comment.createdAt,
      updated_at: comment.updatedAt,
      performed_via_github_app: comment.viaApp ? app : null,
    };
  };
  /** An app's token changes no comment of another app. */
  const refused = ({ author }: StoredComment): Answer | undefined =>
    state.viewer.type === 'Bot' && author.type === 'Bot' && author.id !== state.viewer.id
      ? { status: 403, body: { message: 'Resource not accessible by integration' } }
      : state.refusal;
  return {
    'GET /user': (): Answer =>
      state.viewer.type === 'Bot'
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : { status: 200, body: { ...state.api.example<object>('public-user-default-response'), ...state.viewer } },
    'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ path, url }) => {
      const since = Date.parse(url.searchParams.get('since') ?? '1970-01-01T00:00:00Z');
      const issue = Number(path['issue_number']);
      const all = state.comments.filter((entry) => entry.issue === issue && Date.parse(entry.updatedAt) >= since);
      return page(url, all.map(shown));
    },
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ path, body }) => {
      const comment = seedComment(state, Number(path['issue_number']), String(body['body']), state.viewer);
      return { status: 201, body: shown(comment) };
    },
    'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ path, body }) => {
      const comment = state.comments.find((entry) => entry.id === Number(path['comment_id']));
      if (!comment) return MISSING;
      const no = refused(comment);
      if (no) return no;
      comment.body = String(body['body']);
      comment.updatedAt = state.time();
      return { status: 200, body: shown(comment) };
    },
    'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': ({ path }) => {
      const index = state.comments.findIndex((entry) => entry.id === Number(path['comment_id']));
      const comment = state.comments[index];
      if (!comment) return MISSING;
      const no = refused(comment);
      if (no) return no;
      state.comments.splice(index, 1);
      return { status: 204 };
    },
  };
}

/** A comment that is there. */
export function seedComment(
  state: GitHubState,
  issue: number,
  body: string,
  author: Account,
  viaApp = author.type === 'Bot',
): StoredComment {
  const at = state.time();
  const comment = { id: state.newId(), issue, author, viaApp, body, createdAt: at, updatedAt: at };
  state.comments.push(comment);
  return comment;
}
