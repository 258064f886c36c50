import type { ProviderName } from '../broker/types.js';
import type { InputProblem } from '../support/errors.js';
import type { Settings } from './resolve.js';
import { type Environment, KEY_OF, readSecret, type Secrets } from './secrets.js';

/**
 * Adds the keys that candidates need besides that of the run's own provider, from the variables that each provider's
 * own tools read.
 */
export function withCandidateKeys(
  settings: Pick<Settings, 'provider' | 'candidate-agents'>,
  secrets: Secrets,
  env: Environment,
): { readonly secrets: Secrets; readonly problems: readonly InputProblem[] } {
  const wanted = new Set(settings['candidate-agents'].map(({ provider }) => provider));
  const problems: InputProblem[] = [];
  const modelKeys: Partial<Record<ProviderName, string>> = {};
  for (const provider of wanted) {
    if (provider === 'none' || provider === settings.provider) continue;
    const where = `environment variable ${KEY_OF[provider]}`;
    const { value, problem } = readSecret(env[KEY_OF[provider]], where);
    if (problem !== undefined) problems.push(problem);
    else if (value !== undefined) modelKeys[provider] = value;
    else problems.push({ where, given: undefined, expected: `a key for ${provider}, because of candidate-agents` });
  }
  return { secrets: Object.keys(modelKeys).length === 0 ? secrets : { ...secrets, modelKeys }, problems };
}
