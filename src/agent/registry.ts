import type { Plan } from '../schemas/plan.js';
import { CleanroomError } from '../support/errors.js';
import type { runHost } from '../support/process.js';
import { createCodexAgent } from './codex.js';
import { createCommandAgent } from './command.js';
import { installNpmAgent } from './install.js';
import type { Platform } from './npm-packages.js';
import { CODEX_PACKAGE } from './npm-packages.js';
import { strictSchema } from './strict-schema.js';
import type { Agent, AgentPaths } from './types.js';

/** The versions that the adapters are measured against; a plan may name others. */
export const DEFAULT_VERSIONS = { codex: '0.169.0' } as const;

export interface AgentSetup {
  /** Absolute directory of installed tools. */
  readonly cacheDirectory: string;
  /** `npm`, or its absolute path. */
  readonly npm: string;
  /** Environment of npm, with HOME, PATH and NPM_CONFIG_* of the person. */
  readonly env: Readonly<Record<string, string>>;
  readonly run: typeof runHost;
  readonly platform: Platform;
  /** The JSON Schema of the report; undefined: no report is asked for. */
  readonly schema: unknown;
  /** Command rules in codex's syntax; undefined: none. */
  readonly codexRules?: string;
  /** For use outside a room. */
  readonly paths?: AgentPaths;
  readonly signal?: AbortSignal;
}

/**
 * The agent that a plan names, installed if need be.
 * @throws CleanroomError as `installNpmAgent`, and `agent.command-empty`
 */
export async function createAgent(agent: Plan['agent'], setup: AgentSetup): Promise<Agent> {
  const paths = setup.paths === undefined ? {} : { paths: setup.paths };
  switch (agent.name) {
    case 'command':
      return createCommandAgent({
        argv: agent.argv,
        provider: agent.provider ?? undefined,
        hasSchema: setup.schema !== undefined,
        ...paths,
      });
    case 'codex': {
      if (agent.provider !== null && agent.provider !== 'openai')
        throw new CleanroomError('agent.provider', `codex speaks OpenAI's wire format, not ${agent.provider}'s`, {
          hint: 'choose the provider openai',
          kind: 'usage',
        });
      const tool = await installNpmAgent({
        package: CODEX_PACKAGE,
        version: agent.version ?? DEFAULT_VERSIONS.codex,
        cacheDirectory: setup.cacheDirectory,
        npm: setup.npm,
        env: setup.env,
        run: setup.run,
        platform: setup.platform,
        ...(setup.signal ? { signal: setup.signal } : {}),
      });
      const native = setup.schema === undefined ? undefined : strictSchema(setup.schema);
      return createCodexAgent({
        tool,
        model: agent.model,
        effort: agent.effort,
        extraArgs: agent.argv,
        outputSchema: native?.ok ? native.schema : null,
        schemaInPrompt: native !== undefined && !(native.ok && native.complete),
        rules: setup.codexRules ?? null,
        webSearch: agent.providerTools.includes('web_search'),
        ...paths,
      });
    }
  }
}
