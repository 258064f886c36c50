import type { AgentOptions } from '../../src/agent/types.js';

/** What every adapter is made from, with nothing asked for. */
export function agentOptions(options: Partial<AgentOptions> & Pick<AgentOptions, 'program'>): AgentOptions {
  return {
    provider: 'openai',
    model: null,
    effort: null,
    extraArgs: [],
    schema: undefined,
    providerTools: [],
    mcp: [],
    instructions: [],
    trustedConfig: [],
    codexRules: null,
    paths: { home: '/home/agent', input: '/run/cleanroom/in', out: '/run/cleanroom/out' },
    ...options,
  };
}
