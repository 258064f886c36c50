import { CleanroomError } from '../support/errors.js';
import { installNpmAgent } from './install.js';
import { CODEX_PACKAGE } from './npm-packages.js';
import type { AgentName, AgentSetup } from './registry.js';
import type { AgentProgram } from './types.js';

/** The program of an agent: the one that was named, the room's own, or one that is installed from npm. */
export async function findProgram(
  name: AgentName,
  wanted: { readonly version: string; readonly program: string | null },
  setup: AgentSetup,
): Promise<AgentProgram> {
  if (name !== 'codex') throw new CleanroomError('agent.unavailable', `${name} is not available yet`);
  const layer = await installNpmAgent({
    package: CODEX_PACKAGE,
    version: wanted.version,
    cacheDirectory: setup.cacheDirectory,
    npm: setup.npm,
    env: setup.env,
    run: setup.run,
    platform: setup.platform,
    ...(setup.signal ? { signal: setup.signal } : {}),
  });
  return { argv: [`${layer.target}/bin/codex`], layers: [layer], version: layer.version };
}
