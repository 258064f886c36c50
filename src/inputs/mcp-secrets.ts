import type { McpSecret, McpServer } from '../mcp/types.js';
import type { InputProblem } from '../support/errors.js';
import { readSecretLines } from './secret-lines.js';

export interface ReadMcpSecrets {
  readonly mcpSecrets: readonly McpSecret[];
  readonly problems: readonly InputProblem[];
}

const MAX_VALUE = 8192;
/** A shorter one could not be taken out of logs without tearing ordinary words apart. */
const MIN_VALUE = 8;

/**
 * Reads secrets for MCP servers, `NAME=VALUE` on each line. Empty lines and lines that begin with `#` are left out. No
 * problem repeats any part of a line.
 */
export function readMcpSecrets(raw: string | undefined, where: string): ReadMcpSecrets {
  const { values, problems } = readSecretLines(raw, where, {
    read: readLine,
    identity: ({ name }) => name,
    once: 'each name once',
  });
  return { mcpSecrets: values, problems };
}

/** A secret, or what was expected in its place. */
function readLine(line: string): McpSecret | string {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]{0,127})=(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return 'NAME=VALUE, with letters, digits and underscores in the name';
  if (!/^[\x20-\x7e]+$/.test(value) || value.length < MIN_VALUE || value.length > MAX_VALUE)
    return `a value of ${MIN_VALUE} to ${MAX_VALUE} printable ASCII characters`;
  return { name, value };
}

/** Secrets that servers name and nobody has given. @param where how the place of secrets is called */
export function missingMcpSecrets(
  servers: readonly McpServer[],
  given: readonly McpSecret[],
  where: string,
): readonly InputProblem[] {
  const known = new Set(given.map(({ name }) => name));
  const wanted = new Map<string, Set<string>>();
  for (const { name, env, headers } of servers)
    for (const value of [...Object.values(env), ...Object.values(headers)])
      if ('secret' in value && !known.has(value.secret))
        wanted.set(value.secret, (wanted.get(value.secret) ?? new Set()).add(name));
  return [...wanted].map(([secret, names]) => ({
    where,
    given: undefined,
    expected: `a line ${secret}=VALUE, which mcp-servers names for ${[...names].join(', ')}`,
  }));
}
