import { type GitHubState, MISSING, type Routes, type StoredPull } from './state.js';

/** Pull requests. */
export function pullRoutes(state: GitHubState): Routes {
  return {
    'GET /repos/{owner}/{repo}/pulls/{pull_number}': ({ path }) => {
      const pull = state.pulls.get(Number(path['pull_number']));
      return pull ? { status: 200, body: shownPull(state, pull) } : MISSING;
    },
  };
}

/** A pull request as GitHub shows it. */
export function shownPull(state: GitHubState, pull: StoredPull): object {
  type Side = { repo: object };
  const example = state.api.example<{ head: Side; base: Side }>('pull-request');
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
      repo: { ...example.base.repo, full_name: state.repository },
    },
  };
}
