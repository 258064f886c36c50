import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installNpmAgent } from '../../src/agent/install.js';
import { CODEX_PACKAGE } from '../../src/agent/npm-packages.js';
import { DEFAULT_VERSIONS } from '../../src/agent/registry.js';
import type { ToolLayer } from '../../src/agent/types.js';
import { runHost } from '../../src/support/process.js';

/** XDG_CACHE_HOME of runs whose installed agents all tests on this machine share. */
export function testCacheHome(): string {
  return join(tmpdir(), 'cleanroom-test-cache');
}

/** Where such runs find the agents: hundreds of megabytes that need not be fetched twice. */
export function testToolCache(): string {
  return join(testCacheHome(), 'cleanroom-action');
}

/** The environment in which npm finds the person's own configuration. */
export function npmEnv(): Record<string, string> {
  const wanted = /^(HOME|PATH|npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_.*)$/i;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && wanted.test(name) ? [[name, value]] : [],
    ),
  );
}

/** The real codex from npm, in the shared cache. */
export function installCodex(): Promise<ToolLayer> {
  return installNpmAgent({
    package: CODEX_PACKAGE,
    version: DEFAULT_VERSIONS.codex,
    cacheDirectory: testToolCache(),
    npm: 'npm',
    env: npmEnv(),
    run: runHost,
    platform: { os: process.platform, arch: process.arch },
  });
}
