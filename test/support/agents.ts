import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram as findAgentProgram } from '../../src/agent/program.js';
import { type AgentName, DEFAULT_VERSIONS } from '../../src/agent/registry.js';
import type { AgentProgram, ToolLayer } from '../../src/agent/types.js';
import { findProgram, NEEDED_PROGRAMS } from '../../src/room/local/host.js';
import { messageOf } from '../../src/support/errors.js';
import { runHost } from '../../src/support/process.js';

/** Every agent that speaks a protocol of ours by name. */
export const AGENTS: readonly AgentName[] = ['codex', 'claude', 'gemini', 'opencode'];

/** XDG_CACHE_HOME of runs whose installed agents all tests on this machine share; one that another user filled will do. */
export function testCacheHome(): string {
  return process.env['TEST_CACHE_HOME'] ?? join(tmpdir(), 'cleanroom-test-cache');
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

/** The real agent from npm, in the shared cache. */
export function installAgent(name: AgentName): Promise<AgentProgram> {
  return findAgentProgram(
    name,
    { version: DEFAULT_VERSIONS[name], program: null },
    {
      cacheDirectory: testToolCache(),
      npm: 'npm',
      env: npmEnv(),
      run: runHost,
      platform: { os: process.platform, arch: process.arch },
      node: process.execPath,
      schema: undefined,
    },
  );
}

/** Installs an agent where all runs of a lab find it; a reason when this machine cannot have it, or has no rooms. */
export async function missingForAgent(name: AgentName): Promise<string | undefined> {
  for (const program of Object.keys(NEEDED_PROGRAMS))
    if (!(await findProgram(program, process.env['PATH'] ?? ''))) return `${program} is not installed`;
  return installAgent(name).then(
    () => undefined,
    (error: unknown) => `${name} cannot be installed: ${messageOf(error)}`,
  );
}

/** The layer of the real codex. */
export async function installCodex(): Promise<ToolLayer> {
  const [layer] = (await installAgent('codex')).layers;
  if (layer === undefined) throw new Error('codex came without a layer');
  return layer;
}
