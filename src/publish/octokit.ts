import { getOctokit } from '@actions/github';
import { defaults } from '@actions/github/lib/utils';
import { boundedFetch } from './bounded-fetch.js';
import { sameHostFetch } from './redirects.js';

export type Octokit = ReturnType<typeof getOctokit>;

/**
 * GitHub's own client for one token and one server. This module is imported where the first question is asked and not
 * before: loading it takes longer than all that a step does until then.
 * @param apiUrl GitHub's REST address
 */
export function createOctokit(token: string, apiUrl: string): Octokit {
  const silent = (): void => {};
  return getOctokit(token, {
    baseUrl: apiUrl.replace(/\/+$/, ''),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: boundedFetch(sameHostFetch(transport(apiUrl))) },
  });
}

/** A runner's proxy settings count, but not on the way to this very machine. */
function transport(apiUrl: string): typeof fetch {
  const local = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/.test(apiUrl);
  const proxied: unknown = defaults.request?.fetch;
  return local || typeof proxied !== 'function' ? globalThis.fetch : (proxied as typeof fetch);
}
