import type { InputProblem } from '../support/errors.js';
import { didYouMean } from '../support/nearest.js';
import { readCredentials } from './credentials.js';
import { show } from './kind.js';
import { LayerBuilder, type ReadLayer } from './layer.js';
import { readMcpSecrets } from './mcp-secrets.js';
import { type Environment, HIDDEN, namesSecret, readSecret, type Secrets } from './secrets.js';
import { isSettingName, SECRETS, SETTING_NAMES } from './settings.js';

export interface ActionInputs extends ReadLayer {
  readonly secrets: Secrets;
}

const PREFIX = 'INPUT_';

/**
 * Reads the inputs of the action from its environment, where the runner puts `max-attempts` as `INPUT_MAX-ATTEMPTS`.
 * An empty input is one that was not given.
 */
export function readActionInputs(env: Environment): ActionInputs {
  const builder = new LayerBuilder((name) => `input ${name}`);
  const known = [...SETTING_NAMES, ...Object.keys(SECRETS)];
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || text === undefined || text.trim() === '') continue;
    const name = variable.slice(PREFIX.length).toLowerCase();
    if (isSettingName(name)) builder.addTexts(name, [text]);
    else if (!Object.hasOwn(SECRETS, name)) builder.addProblem(unknownInput(name, text, known));
  }
  const { layer, problems } = builder.build();
  const key = readSecret(env[`${PREFIX}API-KEY`], 'input api-key');
  const token = readSecret(env[`${PREFIX}GITHUB-TOKEN`], 'input github-token');
  const hosts = readCredentials(env[`${PREFIX}CREDENTIALS`], 'input credentials');
  const mcp = readMcpSecrets(env[`${PREFIX}MCP-SECRETS`], 'input mcp-secrets');
  return {
    layer,
    secrets: {
      ...(key.value === undefined ? {} : { apiKey: key.value }),
      ...(token.value === undefined ? {} : { githubToken: token.value }),
      ...(hosts.credentials.length === 0 ? {} : { credentials: hosts.credentials }),
      ...(mcp.mcpSecrets.length === 0 ? {} : { mcpSecrets: mcp.mcpSecrets }),
    },
    problems: [
      ...problems,
      ...[key.problem, token.problem].filter((problem) => problem !== undefined),
      ...hosts.problems,
      ...mcp.problems,
    ],
  };
}

function unknownInput(name: string, text: string, known: readonly string[]): InputProblem {
  const hint = didYouMean(name, known);
  return {
    where: `input ${show(name)}`,
    given: namesSecret(name) ? HIDDEN : show(text),
    expected: 'an input that exists',
    ...(hint === undefined ? {} : { hint }),
  };
}
