import { CleanroomError } from '../support/errors.js';
import { plainLine } from './neutralise.js';

/** A renamed repository is one step; its owner's new name may be another. */
const MAX_STEPS = 5;

/**
 * A `fetch` that follows redirects (as of a renamed repository) on the same scheme, host and port alone, with the same
 * method and body: the token in its headers goes nowhere else, and a creation never turns into a question.
 */
export function sameHostFetch(inner: typeof fetch): typeof fetch {
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : String(input));
    const reads = ['GET', 'HEAD'].includes((init?.method ?? 'GET').toUpperCase());
    for (let step = 0; ; step += 1) {
      const response = await inner(url.href, { ...init, redirect: 'manual' });
      const keepsMethod = response.status === 307 || response.status === 308;
      if (!keepsMethod && ![301, 302, 303].includes(response.status)) return response;
      await response.body?.cancel();
      const location = response.headers.get('location') ?? '';
      const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
      if (next === undefined) throw moved('GitHub sent the request on without an address');
      if (next.origin !== url.origin) {
        const where = plainLine(next.origin, 200);
        throw moved(`GitHub sent the request on to ${where}, which does not get the token`);
      }
      if (!keepsMethod && !reads) throw moved('GitHub sent the request on in a way that would change it');
      if (step >= MAX_STEPS) throw moved('GitHub sent the request on again and again');
      url = next;
    }
  };
}

function moved(message: string): CleanroomError {
  return new CleanroomError('github.moved', message, {
    hint: 'give the present name of the repository and the address of the REST API itself',
  });
}
