import type { ProviderConfig, ProviderName } from '../broker/types.js';
import type { Secrets } from '../inputs/secrets.js';
import type { Plan } from '../schemas/plan.js';

const PROVIDER_URLS: Readonly<Record<ProviderName, string>> = {
  openai: 'https://api.openai.com',
  anthropic: 'https://api.anthropic.com',
  gemini: 'https://generativelanguage.googleapis.com',
};

/** Where the broker takes a plan's model requests, with the key; none for an agent without a model. */
export function modelProviders(
  plan: Plan,
  { apiKey, modelKeys = {} }: Pick<Secrets, 'apiKey' | 'modelKeys'>,
): readonly ProviderConfig[] {
  const { provider: own, modelBaseUrl } = plan.agent;
  const wanted = new Set([own, ...(plan.candidates?.agents ?? []).map(({ provider }) => provider)]);
  return [...wanted].flatMap((name) => {
    if (name === null) return [];
    // The address that was given is that of the run's own provider.
    const address = name === own ? (modelBaseUrl ?? PROVIDER_URLS[name]) : PROVIDER_URLS[name];
    const key = name === own ? apiKey : modelKeys[name];
    const baseUrl = address.replace(/\/v1(beta)?\/?$/, '');
    return [
      key === undefined ? { name, baseUrl, apiKey: 'no-key-was-given', keyless: true } : { name, baseUrl, apiKey: key },
    ];
  });
}
