import type { AgentEvent } from '../agent/types.js';
import type { TranscriptLine } from '../evidence/recorder.js';
import { StepsMark } from './fingerprint.js';
import { RepeatWatch, type Repetition } from './repeat.js';
import type { AgentError } from './trouble.js';
import { addCosts } from './usage.js';

/** Tokens and money of a turn, as the agent itself counts them. */
export interface AgentUsage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Null: the agent has no prices. */
  readonly costUsd: number | null;
}

export interface TurnListener {
  /** Session that the turn goes on with; undefined: a new one. */
  readonly session: string | undefined;
  /** A line for the person who watches. */
  onLine(line: string): void;
  onTranscript(line: OwnPart<TranscriptLine>): void;
  /** At most once: the agent goes in circles. */
  onRepetition(repetition: Repetition): void;
}

/** What a line of the transcript says beside who said it where. */
export type OwnPart<Line> = Line extends TranscriptLine ? Omit<Line, 'room' | 'attempt' | 'agent'> : never;

/** Follows what an agent's stream tells during one turn: for the person, for the evidence, and for the loop. */
export class TurnEvents {
  session: string | undefined;
  /** What failed, in the agent's own words: the first and the last of it. */
  readonly errors: AgentError[] = [];
  /** Null: it said nothing. */
  usage: AgentUsage | null = null;
  readonly #listener: TurnListener;
  readonly #repeats = new RepeatWatch();
  readonly #steps = new StepsMark();
  #repeated = false;

  constructor(listener: TurnListener) {
    this.#listener = listener;
    this.session = listener.session;
  }

  /** By which turns with the same steps are known; null: it told of none. */
  get steps(): string | null {
    return this.#steps.fingerprint;
  }

  take(events: readonly AgentEvent[]): void {
    for (const event of events) this.#take(event);
  }

  #take(event: AgentEvent): void {
    if (event.type === 'session') {
      // Said again with every event by some agents.
      if (event.id === this.session) return;
      this.session = event.id;
    }
    if (event.type === 'error') {
      if (this.errors.length >= MAX_ERRORS) this.errors.splice(MAX_ERRORS / 2, 1);
      this.errors.push(event);
    }
    if (event.type === 'usage') this.usage = sum(this.usage, event);
    this.#steps.take(event);
    this.#listener.onTranscript(event.type === 'file-change' ? { ...event, paths: [...event.paths] } : event);
    for (const line of describeEvent(event)) this.#listener.onLine(line);
    const repetition = this.#repeated ? undefined : this.#repeats.take(event);
    if (repetition === undefined) return;
    this.#repeated = true;
    this.#listener.onRepetition(repetition);
  }
}

/** What several parts of an attempt used together; a part without a price leaves the whole without one. */
export function sum(before: AgentUsage | null, more: AgentUsage): AgentUsage {
  const from = before ?? NOTHING;
  return {
    inputTokens: from.inputTokens + more.inputTokens,
    cachedInputTokens: from.cachedInputTokens + more.cachedInputTokens,
    outputTokens: from.outputTokens + more.outputTokens,
    costUsd: addCosts(from.costUsd, more.costUsd),
  };
}

const NOTHING: AgentUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0 };

const MAX_ERRORS = 50;
const MAX_INPUT = 200;

function describeEvent(event: AgentEvent): string[] {
  switch (event.type) {
    case 'message':
      return event.text.split('\n');
    case 'command':
      return [`$ ${event.command.split('\n')[0] ?? ''}${event.exitCode === null ? '' : ` → ${event.exitCode}`}`];
    case 'tool': {
      const name = event.server === null ? event.name : `${event.server}.${event.name}`;
      const input = event.input.length > MAX_INPUT ? `${event.input.slice(0, MAX_INPUT)}…` : event.input;
      return [`> ${name} ${input}${event.failed === true ? ' → failed' : ''}`];
    }
    case 'file-change':
      return event.paths.map((path) => `± ${path}`);
    case 'error':
      return [`error: ${event.message}`];
    default:
      return [];
  }
}
