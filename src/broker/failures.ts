import { BY_CHAT_COMPLETIONS } from '../support/model-name.js';
import { shorten } from '../support/plain-text.js';
import { formatDuration } from '../support/progress-lines.js';
import { classify, type FailureKind, type ProviderAnswer, wordsOf } from './classify.js';
import type { BrokerStop } from './types.js';

/**
 * Failures in a row, over all rooms of a run, after which asking again is given up. More than any agent makes before it
 * gives up by itself (11 to 16 were measured), so that it gets its own say, and fewer than two agents' in a row.
 */
export const MOST_FAILURES_IN_A_ROW = 20;
/** The same where nobody has ever taken a connection: then the address is wrong. */
export const MOST_UNREACHED_IN_A_ROW = 5;
/**
 * Of these an agent may get over one: it may make its conversation shorter, or leave a parameter out. A second one in a
 * row says that it cannot.
 */
const MOST_HOPELESS_IN_A_ROW = 2;
/** One silence may be the network's. */
const MOST_SILENCES_IN_A_ROW = 2;
const MOST_REFUSALS_IN_A_ROW = 3;
/** Waits and the like that are told to the person, in a run. */
const MOST_NOTES = 20;
const MAX_WORDS = 300;

export interface FailureVerdict {
  /** The attempt has to end. */
  readonly stop?: BrokerStop;
  /** What is wrong, as long as it is: where the agent gives up by itself, this is why. */
  readonly failing?: BrokerStop;
  /** For the person; the agent goes on. */
  readonly note?: string;
}

/** Failures in a row. */
interface Row {
  failures: number;
  silences: number;
}

/** Watches what a run's provider answers, and says when there is no use in asking on. */
export class FailureWatch {
  readonly #conversation: Row = { failures: 0, silences: 0 };
  /** Of what an agent asks beside that: a smaller model may answer while the conversation's does not. */
  readonly #beside: Row = { failures: 0, silences: 0 };
  /** In a row. */
  #hopeless = 0;
  #refusals = 0;
  #reached = false;
  #offersTools = false;
  #notes = 0;

  /** @param timeLeftMs milliseconds until the room's command is ended; undefined: unknown */
  judge(provider: string, answer: ProviderAnswer, timeLeftMs: number | undefined): FailureVerdict {
    const kind = classify(answer);
    this.#reached ||= answer.connected;
    this.#offersTools ||= answer.billed && answer.main;
    // A list of models or a count of tokens may be missing, or closed to this key, and nothing else is.
    if (!answer.billed)
      return kind === 'quota' || answer.status === 401 ? this.#end(provider, answer, kind ?? 'auth') : {};
    if (kind === undefined) {
      // What the room or the broker broke off says nothing of the provider.
      if (answer.complete) this.#recovered(answer);
      return {};
    }
    if (kind === 'refused') return this.#refused(provider, answer);
    const row = this.#rowOf(answer);
    row.failures++;
    row.silences = answer.silentMs === undefined ? 0 : row.silences + 1;
    if (kind !== 'provider' && kind !== 'rate-limit') return this.#final(provider, answer, kind);
    return this.#passing(provider, answer, kind, timeLeftMs);
  }

  #rowOf({ main }: ProviderAnswer): Row {
    return main ? this.#conversation : this.#beside;
  }

  #recovered({ main }: ProviderAnswer): void {
    this.#endRows(main);
    // What an agent asks beside its conversation says nothing of that.
    if (main || !this.#offersTools) this.#hopeless = this.#refusals = 0;
  }

  #endRows(main: boolean): void {
    Object.assign(this.#beside, { failures: 0, silences: 0 });
    if (main) Object.assign(this.#conversation, { failures: 0, silences: 0 });
  }

  /** Asking again will not help, or once at most. */
  #final(provider: string, answer: ProviderAnswer, kind: FailureKind): FailureVerdict {
    // A key may be closed to the small model that an agent asks for a title.
    const forbiddenBeside = answer.status === 403 && !answer.main;
    if (kind === 'quota' || (kind === 'auth' && !forbiddenBeside)) return this.#end(provider, answer, kind);
    const failing = stopOf(provider, answer, kind, saidOf(answer, kind));
    // An agent can do without what it asks beside its conversation.
    if (!answer.main) return this.#beside.failures >= MOST_FAILURES_IN_A_ROW ? { failing, stop: failing } : { failing };
    this.#hopeless++;
    const most = kind === 'model-unknown' ? 1 : MOST_HOPELESS_IN_A_ROW;
    return this.#hopeless >= most ? { failing, stop: failing } : { failing };
  }

  #end(provider: string, answer: ProviderAnswer, kind: FailureKind): FailureVerdict {
    const stop = stopOf(provider, answer, kind, saidOf(answer, kind));
    return { failing: stop, stop };
  }

  /** Asking again may help. */
  #passing(
    provider: string,
    answer: ProviderAnswer,
    kind: 'provider' | 'rate-limit',
    timeLeftMs: number | undefined,
  ): FailureVerdict {
    const { silentMs, retryAfterMs } = answer;
    const answered = `answered ${answer.status}${codeOf(answer)}`;
    const because = (what: string): BrokerStop => stopOf(provider, answer, kind, what);
    const { failures: times, silences } = this.#rowOf(answer);
    if (silentMs !== undefined && silences >= MOST_SILENCES_IN_A_ROW) {
      const stop = because(`sent nothing for ${formatDuration(silentMs)}, ${silences} times in a row`);
      return { failing: stop, stop };
    }
    // An agent can do without what it asks beside its conversation.
    const needed = answer.main || !this.#offersTools;
    if (needed && retryAfterMs !== undefined && timeLeftMs !== undefined && retryAfterMs > timeLeftMs) {
      const left = formatDuration(Math.max(0, timeLeftMs));
      const stop = because(
        `${answered} and asks to wait ${formatDuration(retryAfterMs)}, but only ${left} are left for this attempt`,
      );
      return { failing: stop, stop };
    }
    const failing = because(
      times === 1 ? lastOf(answer) : `failed ${times} times in a row (the last time it ${lastOf(answer)})`,
    );
    if (times >= (this.#reached ? MOST_FAILURES_IN_A_ROW : MOST_UNREACHED_IN_A_ROW)) return { failing, stop: failing };
    if (silentMs !== undefined)
      return this.#noted(
        `${provider} sent nothing for ${formatDuration(silentMs)}: the call was cut, and the agent may ask again`,
        failing,
      );
    if (retryAfterMs === undefined || retryAfterMs === 0) return { failing };
    return this.#noted(`${provider} ${answered} and asks to wait ${formatDuration(retryAfterMs)}`, failing);
  }

  #refused(provider: string, answer: ProviderAnswer): FailureVerdict {
    this.#endRows(answer.main);
    this.#refusals++;
    const times = this.#refusals === 1 ? '' : ` ${this.#refusals} times in a row`;
    const failing = stopOf(provider, answer, 'refused', `declined to answer${times}${refusalOf(answer)}`);
    if (this.#refusals >= MOST_REFUSALS_IN_A_ROW) return { failing, stop: failing };
    return this.#noted(`${provider} declined to answer${refusalOf(answer)}`, failing);
  }

  #noted(note: string, failing: BrokerStop): FailureVerdict {
    if (this.#notes >= MOST_NOTES) return { failing };
    this.#notes++;
    return { failing, note };
  }
}

/** What a person may do about each. */
const ADVICE: Readonly<Record<FailureKind | 'silent', string>> = {
  auth: 'check the api-key input and what that key is allowed to use',
  quota: 'add credit or raise that limit at the provider, or use the key of another account',
  'rate-limit': 'run again later, give the run more time, or use a key with a higher rate limit',
  provider: 'see whether the provider reports an outage, check model-base-url, then run again',
  silent: 'see whether the provider reports an outage, or raise model-idle-timeout',
  'model-unknown': 'check model, model-base-url and which models the key may use',
  context: 'make the task smaller, or give a model with a larger context',
  request: 'check model and effort, and whether agent-version and model-base-url fit together',
  refused: 'rephrase the task, or give another model',
};

function stopOf(provider: string, answer: ProviderAnswer, kind: FailureKind, what: string): BrokerStop {
  const advice = ADVICE[answer.silentMs === undefined ? kind : 'silent'] + elsewhere(answer, kind);
  return { reason: kind, status: answer.status, message: `${provider} ${what}; ${advice}` };
}

/** Most servers that speak OpenAI's formats have one of the two alone. */
function elsewhere({ path, model, errors }: ProviderAnswer, kind: FailureKind): string {
  if (kind !== 'model-unknown' || !path.endsWith('/responses') || isNamed(errors)) return '';
  return `; where the endpoint has chat completions alone, give agent opencode with model ${BY_CHAT_COMPLETIONS}${model ?? 'NAME'}`;
}

/** It is the model that is not there, so that the path is. */
function isNamed(errors: ProviderAnswer['errors']): boolean {
  return errors.get('code') === 'model_not_found';
}

function saidOf(answer: ProviderAnswer, kind: FailureKind): string {
  const { status, model } = answer;
  const answered = `answered ${status}${codeOf(answer)}`;
  switch (kind) {
    case 'auth':
      if (answer.keyless === true) return `${answered}: it wants a key, and none was given`;
      // What is said of a key that is wrong may hold a part of it.
      return `${answered}: ${status === 403 ? `the key may not do this${quoted(answer)}` : 'the key was not accepted'}`;
    case 'quota':
      return `${answered}: the account behind the key has no credit left, or has reached its spending limit`;
    case 'context':
      return `${answered}: the conversation is longer than the model can take${quoted(answer)}`;
    case 'model-unknown':
      return `${answered}: it has no model ${model ?? 'of that name'}${nothingAt(answer)}${quoted(answer)}`;
    default:
      return `${answered}: it does not take the agent’s request${quoted(answer)}`;
  }
}

function lastOf({ status, failure, silentMs }: ProviderAnswer): string {
  if (silentMs !== undefined) return `sent nothing for ${formatDuration(silentMs)}`;
  if (status === null) return `gave no answer: ${failure ?? 'the connection broke'}`;
  return status >= 400 ? `answered ${status}` : `broke off its answer${failure === undefined ? '' : `: ${failure}`}`;
}

/** The path of a model's turn says as much to a person as it does to a server; not so one that a room made up. */
function nothingAt({ path, errors }: ProviderAnswer): string {
  if (isNamed(errors)) return '';
  return `, or nothing is at ${/^[\w./:-]{1,128}$/.test(path) ? path : 'that path'}`;
}

/** One word, as providers' codes are. */
const WORD = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** The provider's own word for the failure, where it is one word. */
function codeOf({ errors }: ProviderAnswer): string {
  const code = ['code', 'type', 'reason', 'status']
    .map((name) => errors.get(name))
    .find((text) => WORD.test(text ?? ''));
  return code === undefined ? '' : ` (${code})`;
}

function refusalOf(answer: ProviderAnswer): string {
  const { refusal } = answer;
  return refusal !== undefined && WORD.test(refusal) ? ` (${refusal})` : codeOf(answer);
}

/** The provider's own words, on one line. */
function quoted({ errors }: ProviderAnswer): string {
  const words = shorten(wordsOf(errors).replaceAll(/\s+/g, ' ').trim(), MAX_WORDS);
  return words === '' ? '' : ` (“${words}”)`;
}
