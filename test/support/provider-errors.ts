import type { AgentName } from '../../src/agent/registry.js';
import type { Turn } from './scripted-model.js';

/* Errors as the providers of the four agents word them. */

const openai = (status: number, type: string, code: string, message: string): Turn => ({
  do: 'fail',
  status,
  body: JSON.stringify({ error: { message, type, param: null, code } }),
});
const anthropic = (status: number, message: string): Turn => ({
  do: 'fail',
  status,
  body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }),
});
const gemini = (status: number, word: string, message: string, details: readonly unknown[] = []): Turn => ({
  do: 'fail',
  status,
  body: JSON.stringify({ error: { code: status, message, status: word, details } }),
});

/** The conversation is longer than the model can take. */
export const CONTEXT_ERRORS: Readonly<Record<AgentName, Turn>> = {
  codex: openai(
    400,
    'invalid_request_error',
    'context_length_exceeded',
    'Your input exceeds the context window of this model. Please adjust your input and try again.',
  ),
  claude: anthropic(400, 'prompt is too long: 210034 tokens > 200000 maximum'),
  gemini: gemini(
    400,
    'INVALID_ARGUMENT',
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
  ),
  opencode: openai(
    400,
    'invalid_request_error',
    'context_length_exceeded',
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 130107 tokens.",
  ),
};

const NO_QUOTA = openai(
  429,
  'insufficient_quota',
  'insufficient_quota',
  'You exceeded your current quota, please check your plan and billing details.',
);

/** The account has nothing left. */
export const QUOTA_ERRORS: Readonly<Record<AgentName, Turn>> = {
  codex: NO_QUOTA,
  claude: anthropic(
    400,
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  ),
  gemini: gemini(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details.',
    [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier', quotaValue: '50' }],
      },
    ],
  ),
  opencode: NO_QUOTA,
};
