import { isObject } from '../support/json-object.js';
import type { AgentEvent, AgentFailureKind } from './types.js';

const MAX_MESSAGE = 4096;

/** An error of opencode 1.18 in its own form: a name, and data with a message and perhaps an HTTP status. */
export function failureEvent(error: unknown): Extract<AgentEvent, { type: 'error' }> {
  const name = isObject(error) && typeof error['name'] === 'string' ? error['name'] : '';
  const data = isObject(error) && isObject(error['data']) ? error['data'] : {};
  const said = words(data['message']) || name.slice(0, MAX_MESSAGE) || 'opencode gave no reason';
  const status = typeof data['statusCode'] === 'number' ? data['statusCode'] : null;
  const message = status === null ? said : `${said} (HTTP ${status})`;
  return {
    type: 'error',
    message,
    kind: BY_NAME.get(name) ?? kindOf(status, `${said} ${words(data['responseBody'])}`, data['isRetryable'] === true),
    // A conversation that is too long is summed up and goes on; where it does not, the exit code tells.
    fatal: name !== 'ContextOverflowError',
  };
}

const BY_NAME: ReadonlyMap<string, AgentFailureKind> = new Map([
  ['ProviderAuthError', 'auth'],
  ['ContextOverflowError', 'context'],
  ['ContentFilterError', 'refused'],
]);

/** What the provider really said is judged by the broker. */
function kindOf(status: number | null, said: string, retryable: boolean): AgentFailureKind | null {
  if (status === null) {
    if (/^Session not found/.test(said)) return 'session-lost';
    return retryable || /unable to connect|connection refused|socket connection|fetch failed|timed out/i.test(said)
      ? 'provider'
      : null;
  }
  if (status === 402 || /insufficient_quota|credit balance is too low/i.test(said)) return 'quota';
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate-limit';
  return status >= 500 ? 'provider' : null;
}

function words(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_MESSAGE) : '';
}
