import { type Answer, type GitHubState, MISSING, page, type Routes } from './state.js';

/** GitHub refuses more annotations in one request. */
const MAX_ANNOTATIONS = 50;

/** Check runs: annotations of every request are appended, and nothing is ever taken away. */
export function checkRoutes(state: GitHubState): Routes {
  const change = (run: Record<string, unknown>, body: Readonly<Record<string, unknown>>): object => {
    const id = Number(run['id']);
    const example = state.api.example<{ output: object }>('check-run-example-of-completed-conclusion');
    const { output, ...rest } = body;
    const { annotations = [], ...texts } = (output ?? {}) as { annotations?: object[] };
    const all = [...(state.annotations.get(id) ?? []), ...annotations];
    state.annotations.set(id, all);
    const merged: Record<string, unknown> = {
      ...example,
      started_at: null,
      completed_at: null,
      details_url: null,
      external_id: '',
      html_url: `https://github.com/${state.repository}/runs/${id}`,
      ...run,
      ...rest,
      output: {
        ...example.output,
        title: null,
        summary: null,
        text: null,
        ...(run['output'] as object | undefined),
        ...texts,
        annotations_count: all.length,
      },
    };
    state.checkRuns.set(id, merged);
    return merged;
  };
  const tooMany = (body: Readonly<Record<string, unknown>>): Answer | undefined => {
    const { annotations } = (body['output'] ?? {}) as { annotations?: unknown[] };
    return (annotations?.length ?? 0) > MAX_ANNOTATIONS
      ? { status: 422, body: { message: `No more than ${MAX_ANNOTATIONS} annotations are allowed` } }
      : undefined;
  };
  return {
    'POST /repos/{owner}/{repo}/check-runs': ({ body }) =>
      tooMany(body) ?? { status: 201, body: change({ id: state.newId(), status: 'queued', conclusion: null }, body) },
    'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': ({ path, body }) => {
      const run = state.checkRuns.get(Number(path['check_run_id']));
      return run ? (tooMany(body) ?? { status: 200, body: change(run, body) }) : MISSING;
    },
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': ({ path, url }) => {
      const name = url.searchParams.get('check_name');
      const runs = [...state.checkRuns.values()]
        .filter((run) => run['head_sha'] === path['ref'] && (name === null || run['name'] === name))
        .reverse();
      return page(url, runs, (entries) => ({ total_count: runs.length, check_runs: entries }));
    },
    'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': ({ path, url }) => {
      const found = state.annotations.get(Number(path['check_run_id']));
      if (!found) return MISSING;
      const blob = { blob_href: `https://github.com/${state.repository}/blob/HEAD/file`, raw_details: null };
      const columns = { start_column: null, end_column: null };
      return page(
        url,
        found.map((annotation) => ({ title: null, ...blob, ...columns, ...annotation })),
      );
    },
  };
}
