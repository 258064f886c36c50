import type { HostCredential, ProviderName } from '../broker/types.js';
import type { McpSecret } from '../mcp/types.js';
import type { InputProblem } from '../support/errors.js';
import { nearest } from '../support/nearest.js';
import { readCredentials } from './credentials.js';
import { missingMcpSecrets, readMcpSecrets } from './mcp-secrets.js';
import type { Settings } from './resolve.js';
import { SECRETS, type SecretName } from './settings.js';

/** Environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Secrets {
  readonly apiKey?: string;
  /** For the models of candidates whose provider is another one. */
  readonly modelKeys?: Partial<Readonly<Record<ProviderName, string>>>;
  readonly githubToken?: string;
  /** For hosts that rooms may reach; added by the broker. */
  readonly credentials?: readonly HostCredential[];
  /** For MCP servers on the host's side. */
  readonly mcpSecrets?: readonly McpSecret[];
}

/** Every secret of a run with the name of its input: what no log, plan or message may hold. */
export function secretValues(secrets: Secrets): readonly { readonly name: SecretName; readonly value: string }[] {
  const { apiKey, modelKeys = {}, githubToken, credentials = [], mcpSecrets = [] } = secrets;
  return [
    ...(apiKey === undefined ? [] : [{ name: 'api-key' as const, value: apiKey }]),
    ...Object.values(modelKeys).map((value) => ({ name: 'api-key' as const, value })),
    ...(githubToken === undefined ? [] : [{ name: 'github-token' as const, value: githubToken }]),
    ...credentials.flatMap(({ secrets: parts }) => parts.map((value) => ({ name: 'credentials' as const, value }))),
    ...mcpSecrets.map(({ value }) => ({ name: 'mcp-secrets' as const, value })),
  ];
}

/** Instead of a secret in an error. */
export const HIDDEN = '(not shown)';
/** The variable in which each provider's own tools look for a key. */
export const KEY_OF: Readonly<Record<ProviderName, string>> = {
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  gemini: 'GEMINI_API_KEY',
};

/** True for a name under which somebody may have written a secret, rightly or not. */
export function namesSecret(name: string): boolean {
  return /key|token|secret|password|credential/i.test(name) || nearest(name, Object.keys(SECRETS)) !== undefined;
}

/** Checks a secret without ever repeating it. An empty one is none. */
export function readSecret(
  raw: string | undefined,
  where: string,
): { readonly value?: string; readonly problem?: InputProblem } {
  const value = raw?.trim() ?? '';
  if (value === '') return {};
  if (value.length <= 8192 && /^[\x21-\x7e]+$/.test(value)) return { value };
  return { problem: { where, given: HIDDEN, expected: 'at most 8192 printable ASCII characters without blanks' } };
}

/**
 * Secrets of the command line, which come from its environment alone: CLEANROOM_CREDENTIALS, CLEANROOM_MCP_SECRETS, and
 * CLEANROOM_API_KEY, else the provider's own variable.
 */
export function readEnvironmentSecrets(
  env: Environment,
  provider: Settings['provider'],
): { readonly secrets: Secrets; readonly problems: readonly InputProblem[] } {
  const key = readEnvironmentKey(env, provider);
  const { credentials, problems } = readCredentials(
    env['CLEANROOM_CREDENTIALS'],
    'environment variable CLEANROOM_CREDENTIALS',
  );
  const mcp = readMcpSecrets(env['CLEANROOM_MCP_SECRETS'], 'environment variable CLEANROOM_MCP_SECRETS');
  return {
    secrets: {
      ...key.secrets,
      ...(credentials.length === 0 ? {} : { credentials }),
      ...(mcp.mcpSecrets.length === 0 ? {} : { mcpSecrets: mcp.mcpSecrets }),
    },
    problems: [...key.problems, ...problems, ...mcp.problems],
  };
}

function readEnvironmentKey(
  env: Environment,
  provider: Settings['provider'],
): { readonly secrets: Secrets; readonly problems: readonly InputProblem[] } {
  if (provider === 'none') return { secrets: {}, problems: [] };
  for (const name of ['CLEANROOM_API_KEY', KEY_OF[provider]]) {
    const { value, problem } = readSecret(env[name], `environment variable ${name}`);
    if (problem !== undefined) return { secrets: {}, problems: [problem] };
    if (value !== undefined) return { secrets: { apiKey: value }, problems: [] };
  }
  return { secrets: {}, problems: [] };
}

/**
 * What keeps a run from starting for want of a key, or of a secret that an MCP server names. An endpoint that was named with model-base-url may need none, so
 * that only the provider's public one is certain to.
 */
export function missingSecrets(
  settings: Settings,
  secrets: Secrets,
  source: 'action' | 'command-line',
): InputProblem[] {
  const { provider } = settings;
  const mcp = missingMcpSecrets(
    settings['mcp-servers'],
    secrets.mcpSecrets ?? [],
    source === 'action' ? 'input mcp-secrets' : 'environment variable CLEANROOM_MCP_SECRETS',
  );
  if (provider === 'none' || secrets.apiKey !== undefined || settings['model-base-url'] !== undefined) return [...mcp];
  const name: SecretName = 'api-key';
  const where = source === 'action' ? `input ${name}` : `environment variable CLEANROOM_API_KEY or ${KEY_OF[provider]}`;
  const hint =
    source === 'action'
      ? `give it as ${name}: \${{ secrets.${KEY_OF[provider]} }}, after adding that secret to the repository`
      : `export ${KEY_OF[provider]}=…, or choose an agent whose key is there`;
  return [{ where, given: undefined, expected: `a key for ${provider}`, hint }, ...mcp];
}
