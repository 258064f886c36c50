import type { ProviderConfig, ProviderName } from '../broker/types.js';
import type { Plan } from '../schemas/plan.js';

const PROVIDER_URLS: Readonly<Record<ProviderName, string>> = {
  openai: 'https://api.openai.com',
  anthropic: 'https://api.anthropic.com',
  gemini: 'https://generativelanguage.googleapis.com',
};

/** Where the broker takes a plan's model requests, with the key; none for an agent without a model. */
export function modelProviders(plan: Plan, apiKey: string | undefined): readonly ProviderConfig[] {
  const { provider, modelBaseUrl } = plan.agent;
  if (provider === null) return [];
  const baseUrl = (modelBaseUrl ?? PROVIDER_URLS[provider]).replace(/\/v1(beta)?\/?$/, '');
  return [{ name: provider, baseUrl, apiKey: apiKey ?? 'no-key-was-given' }];
}
