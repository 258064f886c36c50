import { type GitHubState, MISSING, type Routes } from './state.js';

/** Check runs. */
export function checkRoutes(state: GitHubState): Routes {
  const change = (run: Record<string, unknown>, body: Readonly<Record<string, unknown>>): object => {
    const example = state.api.example<{ output: object }>('check-run-example-of-completed-conclusion');
    const { output, ...rest } = body;
    const merged: Record<string, unknown> = {
      ...example,
      started_at: null,
      completed_at: null,
      ...run,
      ...rest,
      output: { ...example.output, ...(typeof output === 'object' ? output : {}) },
    };
    state.checkRuns.set(Number(merged['id']), merged);
    return merged;
  };
  return {
    'POST /repos/{owner}/{repo}/check-runs': ({ body }) => ({
      status: 201,
      body: change({ id: state.newId(), status: 'queued', conclusion: null }, body),
    }),
    'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': ({ path, body }) => {
      const run = state.checkRuns.get(Number(path['check_run_id']));
      return run ? { status: 200, body: change(run, body) } : MISSING;
    },
  };
}
