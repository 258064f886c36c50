/** One `host:port` that a stage may reach, or why it is none. */
export type ParsedEndpoint =
  | { readonly ok: true; readonly endpoint: string }
  | { readonly ok: false; readonly given: string; readonly expected: string };

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads an entry of an allow-list: one exact host name and one port, lower-cased and trimmed. What could be read in
 * two ways is refused, because the proxy that enforces the list and the resolver behind it must never disagree.
 */
export function parseEndpoint(raw: string): ParsedEndpoint {
  const given = raw.trim();
  const no = (expected: string): ParsedEndpoint => ({ ok: false, given: withoutUser(given), expected });
  if (given.length > 260) return no('a host name of at most 253 characters and a port');
  if (!/^[\x21-\x7e]+$/.test(given)) return no('a host name in ASCII (punycode for other letters), and a port');
  const text = given.toLowerCase();
  if (text.includes('*')) return no('an exact host name, without a wildcard');
  if (text.includes('://') || /[/?#\\]/.test(text)) return no('host:port without scheme and path');
  if (text.includes('@')) return no('host:port without a user name');
  if (text.includes('[') || text.split(':').length > 2) return no('a host name, not an IP address');
  const [host = '', port] = text.split(':');
  if (port === undefined || port === '') return no(`a port after the host, such as ${host === '' ? 'host' : host}:443`);
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) return no('a port from 1 to 65535');
  if (host.endsWith('.')) return no('a host name without a trailing dot');
  if (looksLikeAddress(host)) return no('a host name, not an IP address');
  if (host === 'localhost' || host.endsWith('.localhost')) return no('a host name outside this machine');
  if (host.length > 253 || !host.split('.').every((label) => LABEL.test(label)))
    return no('a host name of letters, digits, hyphens and dots');
  return { ok: true, endpoint: `${host}:${port}` };
}

/** True where a last label in digits or hexadecimal makes resolvers read an IPv4 address (WHATWG URL, "ends in a number"). */
function looksLikeAddress(host: string): boolean {
  const last = host.split('.').at(-1) ?? '';
  return /^(?:\d+|0x[0-9a-f]*)$/.test(last);
}

function withoutUser(text: string): string {
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `…${text.slice(at)}`;
}
