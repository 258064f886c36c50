import type { HostCredential } from '../broker/types.js';
import { parseEndpoint } from '../policy/endpoint.js';
import type { InputProblem } from '../support/errors.js';
import { readSecretLines } from './secret-lines.js';

export interface ReadCredentials {
  readonly credentials: readonly HostCredential[];
  readonly problems: readonly InputProblem[];
}

const MAX_TOKEN = 4096;
/** A shorter one could not be taken out of logs without tearing ordinary words apart. */
const MIN_TOKEN = 8;
const FORM = 'https://USER:TOKEN@HOST/PATH/, or https://:TOKEN@HOST/PATH/ for a bearer token';

/**
 * Reads credentials for hosts, one a line as git's credential store writes them. With a user they become `Basic`, with
 * an empty one `Bearer`. Empty lines and lines that begin with `#` are left out. No problem repeats any part of a line.
 */
export function readCredentials(raw: string | undefined, where: string): ReadCredentials {
  const { values, problems } = readSecretLines(raw, where, {
    read: readLine,
    identity: ({ endpoint, pathPrefix }) => endpoint + pathPrefix,
    once: 'one credential for each host and path',
  });
  return { credentials: values, problems };
}

/** A credential, or what was expected in its place. */
function readLine(line: string): HostCredential | string {
  if (!line.startsWith('https://')) return `https:// in front: ${FORM}`;
  const [, user, token, authority = '', path = ''] =
    /^https:\/\/([^/@:]*):([^/@:]*)@([^/@?#]+)(\/[^?#]*)?$/.exec(line) ?? [];
  if (user === undefined || token === undefined)
    return `${FORM}, with %40 for @, %3A for : and %2F for / in user and token`;
  const [name, secret] = [decoded(user), decoded(token)];
  if (name === undefined || secret === undefined) return 'user and token in printable ASCII, properly percent-encoded';
  if (name.includes(':')) return 'a user without a colon';
  if (secret.length < MIN_TOKEN || secret.length > MAX_TOKEN)
    return `a token of ${MIN_TOKEN} to ${MAX_TOKEN} characters`;
  const endpoint = parseEndpoint(/:\d+$/.test(authority) ? authority : `${authority}:443`);
  if (!endpoint.ok) return endpoint.expected;
  const pathPrefix = path === '' ? '/' : path.endsWith('/') ? path : `${path}/`;
  if (!/^\/(?:[A-Za-z0-9._~@+-]+\/)*$/.test(pathPrefix) || /\/\.{1,2}\//.test(pathPrefix))
    return 'a path of plain segments: letters, digits and ._~@+-';
  const basic = Buffer.from(`${name}:${secret}`).toString('base64');
  return {
    endpoint: endpoint.endpoint,
    pathPrefix,
    authorization: name === '' ? `Bearer ${secret}` : `Basic ${basic}`,
    secrets: [...new Set([secret, token, ...(name === '' ? [] : [basic])])],
  };
}

function decoded(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text);
    return /^[\x21-\x7e]*$/.test(plain) ? plain : undefined;
  } catch {
    return undefined;
  }
}
