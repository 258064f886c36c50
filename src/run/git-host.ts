import { tmpdir } from 'node:os';
import type { GitHost } from '../publish/delivery/commit-by-git.js';

/** What git, and the program that signs for it, take from the environment: never a token. */
const PASSED = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_SSL_CAINFO',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'GNUPGHOME',
  'SSH_AUTH_SOCK',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'http_proxy',
  'https_proxy',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_PROXY',
] as const;

/**
 * Git of this host for `deliver-sign: git`; undefined where the repository's address is not known.
 * @param remote where commits of the repository come from
 */
export function gitHostOf(
  env: Readonly<Record<string, string | undefined>>,
  remote: { readonly url: string; readonly token: string | undefined } | undefined,
): GitHost | undefined {
  if (remote === undefined) return undefined;
  const passed = PASSED.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...remote, env: Object.fromEntries(passed), tempDir: env['RUNNER_TEMP'] || tmpdir() };
}
