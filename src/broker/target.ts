/** A model request's target: checked path, and the query's parameters as they were spelt. */
export interface ModelTarget {
  readonly path: string;
  /** `name=value` as received, split at `&`, with the decoded name beside it. */
  readonly query: readonly { readonly name: string; readonly text: string }[];
}

export type ModelTargetResult =
  | { readonly ok: true; readonly target: ModelTarget }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads an origin-form target strictly. A path that could mean something else to another parser is refused, not
 * repaired: percent-encoding (but for the colon, which some clients encode), dot segments, empty segments,
 * backslashes, fragments, control characters and anything outside ASCII.
 */
export function parseModelTarget(url: string): ModelTargetResult {
  if (/[^\x21-\x7e]/.test(url)) return refuse('the path holds control or non-ASCII characters');
  if (url.includes('#') || url.includes('\\')) return refuse('the path holds a fragment or a backslash');
  const mark = url.indexOf('?');
  const path = (mark === -1 ? url : url.slice(0, mark)).replace(/%3a/gi, ':');
  if (path.includes('%')) return refuse('the path is percent-encoded');
  const [first, ...segments] = path.split('/');
  if (first !== '' || segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    return refuse('the path holds empty or dot segments');
  const query: { name: string; text: string }[] = [];
  for (const text of mark === -1 ? [] : url.slice(mark + 1).split('&')) {
    if (text === '') continue;
    const name = decode(text.split('=', 1)[0] ?? '');
    if (name === undefined) return refuse('the query is not properly encoded');
    query.push({ name, text });
  }
  return { ok: true, target: { path, query } };
}

/** The path of any target for the log: everything before the query. */
export function loggedPath(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}

function refuse(reason: string): ModelTargetResult {
  return { ok: false, reason };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).trim().toLowerCase();
  } catch {
    return undefined;
  }
}
