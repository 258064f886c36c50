import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { outsideCheckout } from './checkout.js';
import type { HostEnvironment } from './run.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The person's npm configuration and what npm needs to reach their registry. */
const NPM_VARIABLES =
  /^(HOME|PATH|npm_config_.*|https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|ssl_cert_(file|dir))$/i;

/** What git's own transport needs to get out of a network with a proxy or a certificate authority of its own. */
const NETWORK_VARIABLES = /^(https?_proxy|no_proxy|all_proxy|ssl_cert_(file|dir)|git_ssl_cainfo|git_ssl_capath)$/i;

/**
 * What tools of package registries read about their sources, and what it takes to start them. None that adds code to an
 * interpreter: it may lead into the checkout.
 */
const TOOL_VARIABLES =
  /^(HOME|PATH|LANG|XDG_CONFIG_(HOME|DIRS)|npm_config_(?!local_prefix$).*|PIP_.*|VIRTUAL_ENV|CONDA_PREFIX|PYENV_(ROOT|VERSION)|GO(PROXY|SUMDB|NOSUMDB|PRIVATE|NOPROXY|ENV|ROOT|PATH)|CARGO_(?!TARGET_|BUILD_|PKG_|MANIFEST_).*|RUSTUP_.*|APT_CONFIG|https?_proxy|no_proxy|all_proxy|node_extra_ca_certs|ssl_cert_(file|dir))$/i;

/** What leads the docker command line to the person's daemon. */
const DOCKER_VARIABLES = /^(HOME|PATH|XDG_RUNTIME_DIR|DOCKER_.*)$/;

/** The variables of an environment whose names match. */
function pick(env: Environment, names: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value !== undefined && names.test(name) ? [[name, value]] : [])),
  );
}

/** What a composition root knows of its host. `given` is its environment; nothing below reads it again. */
export function describeHost(
  given: Environment,
  repository: string,
  remote: HostEnvironment['remote'],
): HostEnvironment {
  // Where a package runner started us, the checkout's own programs come first, under names such as git or npm.
  const searched = { PATH: given['PATH'] ?? '/usr/local/bin:/usr/bin:/bin' };
  const path = outsideCheckout(searched, repository)['PATH'] ?? '';
  const env: Environment = { ...given, PATH: path };
  const home = env['HOME'] ?? homedir();
  const runnerTools = env['RUNNER_TOOL_CACHE'] ?? env['AGENT_TOOLSDIRECTORY'];
  const tools = runnerTools && existsSync(runnerTools) ? [runnerTools] : [];
  const cache = env['XDG_CACHE_HOME'] || join(home, '.cache');
  return {
    repository,
    path,
    home,
    uid: process.getuid?.() ?? -1,
    gid: process.getgid?.() ?? -1,
    arch: process.arch,
    platform: process.platform,
    nodePath: process.execPath,
    nodeVersion: process.version,
    temporary: temporaryDirectories(env['RUNNER_TEMP']),
    toolCache: runnerTools ? join(runnerTools, 'cleanroom-action') : join(cache, 'cleanroom-action'),
    tools,
    npmEnvironment: pick(env, NPM_VARIABLES),
    toolEnvironment: pick(env, TOOL_VARIABLES),
    dockerEnvironment: pick(env, DOCKER_VARIABLES),
    network: pick(env, NETWORK_VARIABLES),
    remote,
  };
}

/** Best first. A TMPDIR that is relative, missing or not ours to write is common and no reason to fail. */
function temporaryDirectories(runnerTemp: string | undefined): string[] {
  const paths = [...(runnerTemp ? [runnerTemp] : []), tmpdir(), '/var/tmp', '/tmp'].map((path) => resolve(path));
  const usable = [...new Set(paths)].filter(isWritable);
  return usable.length > 0 ? usable : ['/tmp'];
}

function isWritable(directory: string): boolean {
  try {
    // /proc lets root write and still takes no file.
    accessSync(directory, constants.W_OK | constants.X_OK);
    return !/^\/(proc|sys)(\/|$)/.test(realpathSync(directory));
  } catch {
    return false;
  }
}
