import { isIP } from 'node:net';

/** Where a repository is, without whatever the address held of user names and passwords. */
export interface RepositoryAddress {
  /** Lower case, without a port: `github.com`. */
  readonly host: string;
  /** `owner/name`; GitLab's groups may be deeper. Without `.git`. */
  readonly path: string;
  /** What git can fetch from. An ssh address keeps its user name, which is no secret; nothing else is kept. */
  readonly url: string;
}

const MAX_ADDRESS = 2048;
const SEGMENT = /^(?![-.])[A-Za-z0-9_.-]{1,255}$/;
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)*[a-z0-9](?:[a-z0-9-]{0,62})$/;
const USER = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;
/** `git@host:owner/name.git`, as git and ssh have it. */
const SCP = /^(?:([^@/:\s]+)@)?([A-Za-z0-9.-]+):(?!\/\/)\/?([^:\s]+)$/;
const PROTOCOLS = ['https:', 'http:', 'ssh:', 'git:'];

/** Reads `https://…`, `ssh://…`, `git://…` and `git@host:path`; undefined for what is none of them. */
export function repositoryAddress(raw: string): RepositoryAddress | undefined {
  const text = raw.trim();
  if (text === '' || text.length > MAX_ADDRESS || !/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) return undefined;
  const scp = text.includes('://') ? null : SCP.exec(text);
  if (scp) return made(scp[2] ?? '', scp[3] ?? '', (host, path) => `${login(scp[1])}${host}:${path}.git`);
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!PROTOCOLS.includes(url.protocol) || url.search !== '' || url.hash !== '') return undefined;
  const port = url.port === '' ? '' : `:${url.port}`;
  const user = url.protocol === 'ssh:' ? login(url.username) : '';
  return made(
    url.hostname,
    url.pathname.slice(1),
    (host, path) => `${url.protocol}//${user}${host}${port}/${path}.git`,
  );
}

/** A path as `owner/name` or deeper; undefined when it is none. */
export function repositoryPath(raw: string): string | undefined {
  const path = raw.replace(/\/$/, '').replace(/\.git$/, '');
  const segments = path.split('/');
  const good = segments.length >= 2 && segments.length <= 21 && segments.every((part) => SEGMENT.test(part));
  return good ? path : undefined;
}

/** Forges compare names without case. */
export function sameRepository(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function made(
  name: string,
  rawPath: string,
  url: (host: string, path: string) => string,
): RepositoryAddress | undefined {
  const host = name.toLowerCase();
  const path = repositoryPath(rawPath);
  if (path === undefined || !(HOST.test(host) || isIP(host.replace(/^\[|\]$/g, '')) !== 0)) return undefined;
  return { host, path, url: url(host, path) };
}

function login(user: string | undefined): string {
  return user !== undefined && USER.test(user) ? `${user}@` : '';
}
