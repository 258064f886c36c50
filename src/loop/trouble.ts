import type { AgentEvent, AgentFailureKind } from '../agent/types.js';
import type { BrokerStop } from '../broker/types.js';
import type { RoomExit } from '../room/types.js';
import { shorten, stripInvisible } from '../support/plain-text.js';
import type { Repetition } from './repeat.js';
import { endingOfStop } from './stop.js';

export type AgentError = Extract<AgentEvent, { type: 'error' }>;

/** What a turn came to, as far as it tells whether the agent did what it should. */
export interface TurnFacts {
  readonly exit: Pick<RoomExit, 'end' | 'code' | 'signal' | 'limits'>;
  /** What failed, in the agent's own words, in order. */
  readonly errors: readonly AgentError[];
  /** Why the broker ended the turn. */
  readonly stop: BrokerStop | undefined;
  /** What was wrong with the provider's last answer; undefined: nothing. */
  readonly failing: BrokerStop | undefined;
  /** The agent went in circles, and was ended for it. */
  readonly repetition: Repetition | undefined;
  /** Whether its final answer came; undefined: this agent gives none. */
  readonly answered: boolean | undefined;
}

export type TroubleKind =
  | AgentFailureKind
  | BrokerStop['reason']
  | 'timeout'
  | 'memory'
  | 'disk'
  | 'output'
  | 'cancelled'
  | 'killed'
  /** The program failed, and its own words tell nothing better. */
  | 'crashed'
  /** The program says that it failed, with exit code 0. */
  | 'failed'
  | 'no-answer';

/** What kept an agent from ending its turn as it should. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** One sentence for a person. */
  readonly message: string;
  /** What the person may do. */
  readonly hint: string;
  /** The next attempt should begin a new conversation. */
  readonly fresh: boolean;
}

const MAX_WORDS = 400;
const SEE_LOG = 'see the log of the attempt in the evidence';

/** What went wrong with a turn; undefined: nothing. The surest source comes first: broker, room, the agent's own words. */
export function troubleOf(turn: TurnFacts): Trouble | undefined {
  const { exit, stop, repetition } = turn;
  if (stop !== undefined) {
    const { hint, fresh } = endingOfStop(stop);
    return { kind: stop.reason, message: stop.message, hint, fresh };
  }
  if (repetition !== undefined) return { kind: 'loop', message: repetition.message, ...ADVICE.loop };
  const failure = decisive(turn.errors);
  const because = turn.failing ?? failure;
  // Rooms report an exit code of 128 + n as signal n. Gemini's is the provider's status modulo 256: 144 for 400.
  if (exit.end === 'signalled' && (turn.failing !== undefined || failure?.fatal === true))
    return blamed('The agent ended with an error', because, 'killed');
  const ended = endOf(exit, turn.failing);
  if (ended !== undefined) return ended;
  // opencode sums a conversation up that has become too long, answers, and exits with an error all the same.
  const overcome = turn.errors.length > 0 && turn.errors.every(({ fatal, kind }) => !fatal && kind === 'context');
  if (overcome && turn.answered === true && turn.failing === undefined) return undefined;
  if (exit.code !== 0) {
    const crash = blamed(`The agent ended with exit code ${exit.code ?? 'unknown'}`, because, 'crashed');
    return crash.kind === 'crashed' ? { ...crash, hint: crashHint(exit.code) } : crash;
  }
  // Its last words are the refusal then, whatever it makes of them.
  if (turn.failing?.reason === 'refused') return blamed('The agent came to no answer', turn.failing, 'refused');
  if (failure?.fatal === true) return blamed('The agent’s turn failed', because, 'failed');
  return turn.answered === false ? blamed('The agent ended without an answer', because, 'no-answer') : undefined;
}

/** What ended a program that did not end by itself. */
function endOf({ end, limits, signal }: TurnFacts['exit'], failing: BrokerStop | undefined): Trouble | undefined {
  switch (end) {
    case 'exited':
      return undefined;
    case 'timeout':
      return trouble(
        'timeout',
        `The agent did not end within its time.${failing === undefined ? '' : ` Before that, ${failing.message}.`}`,
        'raise attempt-timeout and timeout, or make the task smaller',
      );
    case 'memory-limit':
      return trouble('memory', 'The agent used more memory than its room has.', 'raise memory');
    case 'disk-limit':
      return trouble(
        'disk',
        `The agent filled its room: it reached ${limits.join(' and ') || 'its limit'}.`,
        'raise the limit that is named, or see in the log what was written',
      );
    case 'output-limit':
      return trouble(
        'output',
        'The agent printed more than its room may print.',
        'raise max-output, or see in the log what was printed',
      );
    case 'cancelled':
      return trouble('cancelled', 'The agent was ended.', 'run again');
    case 'signalled':
      return trouble(
        'killed',
        `The agent was killed by ${signal ?? 'a signal'}.`,
        'see the log of the attempt; raise memory if the host itself ran out of it',
      );
  }
}

/** @param otherwise the kind where nobody's words tell one */
function blamed(what: string, because: BrokerStop | AgentError | undefined, otherwise: TroubleKind): Trouble {
  const message = withWords(what, because?.message ?? '');
  const kind = because === undefined ? null : 'reason' in because ? because.reason : because.kind;
  if (kind === null) return trouble(otherwise, message, SEE_LOG);
  return { kind, message, ...adviceFor(kind) };
}

/** Shells, and rooms, say by these exit codes that nothing ran at all. */
function crashHint(code: number | null): string {
  if (code === 127)
    return 'a program was not found: rooms see what is committed, the directories of tools and the system (or the image), and nothing else of this machine';
  if (code === 126)
    return 'a program may not be executed there: commit it with its executable bit, or start it by its interpreter';
  return SEE_LOG;
}

/** The error that tells most: the last by which the turn failed, else the last of a known kind, else the last. */
function decisive(errors: readonly AgentError[]): AgentError | undefined {
  const fatal = errors.filter((error) => error.fatal);
  const from = fatal.length > 0 ? fatal : errors;
  return from.findLast((error) => error.kind !== null) ?? from.at(-1);
}

type Advice = Pick<Trouble, 'hint' | 'fresh'>;

/** For what the broker has no word. */
const ADVICE: Readonly<Record<'loop' | 'session-lost', Advice>> = {
  loop: { hint: 'sharpen the prompt, or give another model', fresh: true },
  'session-lost': { hint: 'see the log of the attempt: something removed the conversation from its HOME', fresh: true },
};

function adviceFor(kind: AgentFailureKind | BrokerStop['reason']): Advice {
  if (kind === 'loop' || kind === 'session-lost') return ADVICE[kind];
  const { hint, fresh } = endingOfStop({ reason: kind });
  return { hint, fresh };
}

function trouble(kind: TroubleKind, message: string, hint: string): Trouble {
  return { kind, message, hint, fresh: false };
}

/** A sentence with what an agent said behind it, on one line. */
function withWords(what: string, said: string): string {
  const words = shorten(stripInvisible(said).replaceAll(/\s+/g, ' ').trim(), MAX_WORDS);
  if (words === '') return `${what}.`;
  return `${what}: ${words}${/[.!?…]$/.test(words) ? '' : '.'}`;
}
