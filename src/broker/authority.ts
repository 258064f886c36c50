/** A name and a port in the one spelling that is compared and dialled. */
export interface Authority {
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly text: string;
}

export type AuthorityResult =
  | { readonly ok: true; readonly authority: Authority }
  | { readonly ok: false; readonly reason: string };

const MAX_NAME = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** A last label like this makes URL parsers read the whole host as an IPv4 address (WHATWG URL, "ends in a number"). */
const NUMERIC_LABEL = /^(?:[0-9]+|0x[0-9a-f]*)$/;

/**
 * Reads `host:port` strictly: a DNS name in ASCII letters, digits and hyphens, lower-cased. Refuses IP literals in
 * every spelling, user information, percent-encoding, trailing dots and ports with leading zeros.
 * @param defaultPort used when the text has no port; undefined: a port is required.
 */
export function parseAuthority(text: string, defaultPort?: number): AuthorityResult {
  if (text.length > MAX_NAME + 6) return refuse('the host is too long');
  if (/[^\x21-\x7e]/.test(text)) return refuse('the host holds characters outside ASCII');
  if (text.includes('@')) return refuse('user information is not allowed in a host');
  if (text.includes('%')) return refuse('percent-encoding is not allowed in a host');
  if (text.startsWith('[') || text.split(':').length > 2) return refuse('IP addresses are not allowed, only names');
  const [name = '', portText] = text.toLowerCase().split(':');
  const port = portText === undefined ? defaultPort : parsePort(portText);
  if (port === undefined) return refuse('a port from 1 to 65535 is required');
  if (name.endsWith('.')) return refuse('a trailing dot is not allowed in a host');
  const labels = name.split('.');
  if (NUMERIC_LABEL.test(labels.at(-1) ?? '')) return refuse('IP addresses are not allowed, only names');
  if (name.length > MAX_NAME || !labels.every((label) => LABEL.test(label)))
    return refuse('the host is not a DNS name');
  return { ok: true, authority: { host: name, port, text: `${name}:${port}` } };
}

function parsePort(text: string): number | undefined {
  if (!/^[1-9][0-9]{0,4}$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65535 ? port : undefined;
}

function refuse(reason: string): AuthorityResult {
  return { ok: false, reason };
}
