import type { Authority } from './authority.js';
import type { ByteFilter } from './forward.js';
import { KeyFilter, maskKey } from './key-filter.js';
import { denied, type Refusal } from './refusal.js';
import type { HostCredential } from './types.js';

/** The credentials of a run, by the hosts that they are for. */
export class Credentials {
  readonly #byEndpoint = new Map<string, HostCredential[]>();

  constructor(credentials: readonly HostCredential[]) {
    for (const credential of credentials) {
      const known = this.#byEndpoint.get(credential.endpoint) ?? [];
      // The longest prefix is the most exact one.
      known.push(credential);
      known.sort((a, b) => b.pathPrefix.length - a.pathPrefix.length);
      this.#byEndpoint.set(credential.endpoint, known);
    }
  }

  /** Those of a host; undefined where it has none, so that its requests are as any other's. */
  of(authority: Authority): readonly HostCredential[] | undefined {
    return this.#byEndpoint.get(authority.text);
  }

  /** Takes every secret out of a text for the log. */
  mask(text: string): string {
    let masked = text;
    for (const list of this.#byEndpoint.values()) masked = maskAll(masked, list);
    return masked;
  }
}

/** What git announces its one POST for reading as. */
export const GIT_FETCH = 'application/x-git-upload-pack-request';

/**
 * Why a request may not go to a host with credentials; undefined: it may. Only reading is possible: a token that may
 * push must not be usable to push. The path alone does not tell: servers have others that end in any name, such as that of
 * a file to be created, but none of them reads a body of git's type.
 */
export function refusalOf(method: string, target: string, contentType: string | undefined): Refusal | undefined {
  const mark = target.indexOf('?');
  const path = decoded(mark < 0 ? target : target.slice(0, mark));
  if (path === undefined) return denied('the path is encoded in a way that could be read as another one');
  if (method === 'GET' || method === 'HEAD') {
    const query = mark < 0 ? '' : target.slice(mark + 1);
    const push = path.endsWith('/info/refs') && !/^service=git-upload-pack$|^$/.test(query);
    return push ? denied('pushing is not allowed: the credential of this host is for reading') : undefined;
  }
  if (method === 'POST' && path.endsWith('/git-upload-pack') && mark < 0)
    return contentType === GIT_FETCH ? undefined : denied(`POST to this path must be announced as ${GIT_FETCH}`);
  return denied(
    method === 'POST' && path.endsWith('/git-receive-pack')
      ? 'pushing is not allowed: the credential of this host is for reading'
      : `${method === 'POST' ? 'POST to this path' : 'this method'} is not allowed: the credential of this host is for reading`,
  );
}

/** The credential that a path gets: the one of the longest prefix that the path is below; undefined: none. */
export function credentialFor(list: readonly HostCredential[], target: string): HostCredential | undefined {
  const path = target.split('?', 1)[0] ?? '';
  return list.find(({ pathPrefix }) => path.startsWith(pathPrefix));
}

/**
 * A path as a server may come to see it; undefined where servers could see different ones, or one outside of a prefix
 * that it begins with: dot segments and backslashes however they are spelt, and what is encoded twice.
 */
function decoded(path: string): string | undefined {
  try {
    const text = decodeURIComponent(path);
    if (/[%\\;]|[^\x20-\x7e]/.test(text)) return undefined;
    return text.split('/').some((segment) => segment === '.' || segment === '..') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Takes every secret of these credentials out of an answer. */
export function credentialFilter(list: readonly HostCredential[]): ByteFilter {
  const filters = secretsOf(list).map((secret) => new KeyFilter(secret));
  const through = (chunk: Buffer, from: number): Buffer => {
    let bytes = chunk;
    for (const filter of filters.slice(from)) bytes = filter.push(bytes);
    return bytes;
  };
  return {
    push: (chunk) => through(chunk, 0),
    end: () => Buffer.concat(filters.map((filter, index) => through(filter.end(), index + 1))),
  };
}

export function maskAll(text: string, list: readonly HostCredential[]): string {
  return secretsOf(list).reduce(maskKey, text);
}

/** The longest first: one may be a part of another. */
function secretsOf(list: readonly HostCredential[]): readonly string[] {
  return [...new Set(list.flatMap(({ secrets }) => secrets))].sort((a, b) => b.length - a.length);
}
