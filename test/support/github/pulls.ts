import { type GitHubState, MISSING, page, type Routes, type StoredPull } from './state.js';

/** Pull requests. */
export function pullRoutes(state: GitHubState): Routes {
  return {
    'GET /repos/{owner}/{repo}/pulls/{pull_number}': ({ path }) => {
      const pull = state.pulls.get(Number(path['pull_number']));
      return pull ? { status: 200, body: shownPull(state, pull) } : MISSING;
    },
    'GET /repos/{owner}/{repo}/pulls': ({ url }) => {
      const wanted = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
      const [owner, ...branch] = wanted('head')?.split(':') ?? [];
      const found = [...state.pulls.values()].filter(
        (pull) =>
          (wanted('state') === 'all' || (pull.state ?? 'open') === (wanted('state') ?? 'open')) &&
          (wanted('base') === undefined || wanted('base') === pull.baseRef) &&
          (owner === undefined || (pull.headRepository?.split('/')[0] === owner && pull.headRef === branch.join(':'))),
      );
      return page(
        url,
        found.map((pull) => shownPull(state, pull, true)),
      );
    },
  };
}

/** A pull request as GitHub shows it. @param inList a list says less of each */
export function shownPull(state: GitHubState, pull: StoredPull, inList = false): object {
  type Side = { repo: object };
  type Example = { head: Side; base: Side };
  const [listed] = inList ? state.api.example<Example[]>('pull-request-simple-items') : [];
  const example = listed ?? state.api.example<Example>('pull-request');
  return {
    ...example,
    number: pull.number,
    state: pull.state ?? 'open',
    requested_teams: [],
    html_url: `https://github.example/${state.repository}/pull/${pull.number}`,
    ...(pull.title === undefined ? {} : { title: pull.title }),
    ...(pull.body === undefined ? {} : { body: pull.body }),
    draft: pull.draft ?? false,
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
