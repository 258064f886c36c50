import type { AgentEvent } from '../agent/types.js';
import { shorten, stripInvisible } from '../support/plain-text.js';
import { type Step, stepDigest } from './fingerprint.js';

/** How often in a row one and the same step, with the same outcome, is taken for a circle. */
const SAME_STEP = 12;
/** The same for two or three steps that take turns. */
const SAME_CYCLE = 8;
const LONGEST_CYCLE = 3;
const MAX_WORDS = 120;

/** What waits is meant to be repeated; how long it may wait is for the time of the attempt to say. */
const WAITING_COMMAND = /\b(?:sleep|wait|watch|tail\s+-\w*[fF])\b/;
const WAITING_TOOL = /(?:output|status|poll|wait|stdin|progress)/i;

/** An agent that goes in circles. */
export interface Repetition {
  /** How often it went around. */
  readonly times: number;
  /** One sentence for a person. */
  readonly message: string;
}

/**
 * Watches an agent's own words for steps that it takes again and again: the same command or tool call with the same
 * input and the same outcome. A changed file is progress, and so is another exit code; talk is neither. One per turn.
 */
export class RepeatWatch {
  /** The last steps, youngest first. */
  #last: readonly string[] = [];
  /** By period: how many steps in a row equal the one that came so many steps before. */
  readonly #runs = [0, 0, 0];

  /** Takes the next event; what it returns tells that the agent goes in circles. */
  take(event: AgentEvent): Repetition | undefined {
    if (event.type === 'file-change') this.#forget();
    if (event.type !== 'command' && event.type !== 'tool') return undefined;
    if (waits(event)) {
      this.#forget();
      return undefined;
    }
    const step = stepDigest(event);
    let found: Repetition | undefined;
    for (let period = 1; period <= LONGEST_CYCLE; period++) {
      const run = this.#last[period - 1] === step ? (this.#runs[period - 1] ?? 0) + 1 : 0;
      this.#runs[period - 1] = run;
      const times = period === 1 ? SAME_STEP : SAME_CYCLE;
      if (run >= period * (times - 1)) found ??= repetition(event, period, Math.floor(run / period) + 1);
    }
    this.#last = [step, ...this.#last].slice(0, LONGEST_CYCLE);
    return found;
  }

  #forget(): void {
    this.#last = [];
    this.#runs.fill(0);
  }
}

function waits(step: Step): boolean {
  return step.type === 'command' ? WAITING_COMMAND.test(step.command) : WAITING_TOOL.test(step.name);
}

function repetition(step: Step, period: number, times: number): Repetition {
  const what =
    step.type === 'command'
      ? `the command ${JSON.stringify(shown(step.command))}`
      : `the tool ${shown(step.server === null ? step.name : `${step.server}/${step.name}`)}`;
  const message =
    period === 1
      ? `The agent went in circles: ${what} came ${times} times in a row with the same outcome.`
      : `The agent went in circles: the same ${period} steps came ${times} times in a row, ${what} among them.`;
  return { times, message };
}

function shown(text: string): string {
  return shorten(stripInvisible(text).replaceAll(/\s+/g, ' ').trim(), MAX_WORDS);
}
