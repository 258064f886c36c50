import { formatDuration } from '../support/progress-lines.js';
import { classify, type ProviderAnswer } from './classify.js';
import type { BrokerStop } from './types.js';

/**
 * Failures in a row, over all rooms of a run, after which asking again is given up. More than any agent makes before it
 * gives up by itself (11 to 16 were measured), so that it gets its own say, and fewer than two agents' in a row.
 */
export const MOST_FAILURES_IN_A_ROW = 20;
/** Waits that are told to the person, in a run. */
const MOST_NOTES = 20;

export interface FailureVerdict {
  /** The attempt has to end. */
  readonly stop?: BrokerStop;
  /** For the person; the agent goes on. */
  readonly note?: string;
}

/** Watches what a run's provider answers, and says when there is no use in asking on. */
export class FailureWatch {
  #row = 0;
  #notes = 0;

  /** @param timeLeftMs milliseconds until the room's command is ended; undefined: unknown */
  judge(provider: string, answer: ProviderAnswer, timeLeftMs: number | undefined): FailureVerdict {
    const kind = classify(answer);
    if (kind === undefined) {
      if (answer.status !== null) this.#row = 0;
      return {};
    }
    const { status, retryAfterMs } = answer;
    const stop = (what: string, doing: string): FailureVerdict => ({
      stop: { reason: kind, status, message: `${provider} ${what}; ${doing}` },
    });
    const answered = `answered ${status}${sayCode(answer)}`;
    switch (kind) {
      case 'auth':
        return stop(
          `${answered}: ${status === 403 ? 'the key may not do this' : 'the key was not accepted'}`,
          'check the api-key input and what that key is allowed to use',
        );
      case 'quota':
        return stop(
          `${answered}: the account behind the key has no credit left, or has reached its spending limit`,
          'add credit or raise that limit at the provider, or use the key of another account',
        );
      default:
    }
    this.#row++;
    const doing = kind === 'rate-limit' ? RATE_ADVICE : PROVIDER_ADVICE;
    if (retryAfterMs !== undefined && timeLeftMs !== undefined && retryAfterMs > timeLeftMs)
      return stop(
        `${answered} and asks to wait ${formatDuration(retryAfterMs)}, but only ${formatDuration(Math.max(0, timeLeftMs))} are left for this attempt`,
        doing,
      );
    if (this.#row >= MOST_FAILURES_IN_A_ROW)
      return stop(`failed ${this.#row} times in a row (the last time it ${this.#last(answer)})`, doing);
    if (retryAfterMs === undefined || retryAfterMs === 0 || this.#notes >= MOST_NOTES) return {};
    this.#notes++;
    return { note: `${provider} ${answered} and asks to wait ${formatDuration(retryAfterMs)}` };
  }

  #last({ status, failure }: ProviderAnswer): string {
    return status === null ? `gave no answer: ${failure ?? 'the connection broke'}` : `answered ${status}`;
  }
}

const RATE_ADVICE = 'run again later, give the run more time, or use a key with a higher rate limit';
const PROVIDER_ADVICE = 'see whether the provider reports an outage, check model-base-url, then run again';

/** The provider's own word for the failure, where it is one word. */
function sayCode({ errors }: ProviderAnswer): string {
  const code = [errors.get('code'), errors.get('type'), errors.get('reason'), errors.get('status')].find(
    (text) => text !== undefined && /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(text),
  );
  return code === undefined ? '' : ` (${code})`;
}
