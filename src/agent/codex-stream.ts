import { isObject } from '../support/json-object.js';
import { count, exitCode, text } from './event-values.js';
import { objectOf } from './json-lines.js';
import { LineStream } from './line-stream.js';
import type { AgentEvent, AgentFailureKind } from './types.js';

/** Thread ids are UUIDs. They come back as an argument of the next turn, so nothing else is let through. */
export const CODEX_SESSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Totals {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

const ZERO: Totals = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
const MAX_PATHS = 1000;

/**
 * The last totals of each thread. Codex counts over the whole thread, so a resumed turn's own figures are the
 * difference. What a killed turn used shows up in the next turn of the same thread: the sum stays right.
 */
export class CodexTotals {
  readonly #byThread = new Map<string, Totals>();

  /** What this turn used, given the totals that codex printed at its end. */
  turn(thread: string, totals: Totals): Totals {
    const before = this.#byThread.get(thread) ?? ZERO;
    this.#byThread.set(thread, totals);
    // Totals that shrank belong to another count than the one remembered.
    const continued =
      totals.inputTokens >= before.inputTokens &&
      totals.cachedInputTokens >= before.cachedInputTokens &&
      totals.outputTokens >= before.outputTokens;
    if (!continued) return totals;
    return {
      inputTokens: totals.inputTokens - before.inputTokens,
      cachedInputTokens: totals.cachedInputTokens - before.cachedInputTokens,
      outputTokens: totals.outputTokens - before.outputTokens,
    };
  }
}

/** Reads `codex exec --json`: one event a line on stdout; of stderr only lines that begin with `Error`. */
export class CodexStream extends LineStream {
  readonly #totals: CodexTotals;
  #thread = '';
  #lastError = '';
  #answer: string | undefined;

  constructor(totals: CodexTotals) {
    super();
    this.#totals = totals;
  }

  answer(): string | undefined {
    return this.#answer;
  }

  protected override line(line: string): AgentEvent[] {
    const event = objectOf(line);
    switch (event?.['type']) {
      case 'thread.started':
        return this.#started(event['thread_id']);
      case 'item.completed':
        return isObject(event['item']) ? this.#item(event['item']) : [];
      case 'turn.completed':
        return this.#completed(event['usage']);
      case 'turn.failed':
        return this.#error(isObject(event['error']) ? event['error']['message'] : undefined, true);
      // It may ask again and go on.
      case 'error':
        return this.#error(event['message'], false);
      default:
        return [];
    }
  }

  #item(item: Readonly<Record<string, unknown>>): AgentEvent[] {
    // The last message of a turn is its answer; what it says before is talk.
    if (item['type'] === 'agent_message' && typeof item['text'] === 'string') this.#answer = item['text'];
    return itemEvents(item);
  }

  #started(id: unknown): AgentEvent[] {
    if (typeof id !== 'string' || !CODEX_SESSION.test(id)) return [];
    this.#thread = id;
    return [{ type: 'session', id }];
  }

  #completed(usage: unknown): AgentEvent[] {
    if (!isObject(usage)) return [];
    const totals = {
      inputTokens: count(usage['input_tokens']),
      cachedInputTokens: count(usage['cached_input_tokens']),
      outputTokens: count(usage['output_tokens']),
    };
    return [{ type: 'usage', ...this.#totals.turn(this.#thread, totals), costUsd: null }];
  }

  /** A failed turn repeats the message of the error before it; only that it is the end is new. */
  #error(message: unknown, fatal: boolean): AgentEvent[] {
    const said = text(message) || 'codex gave no reason';
    if (said === this.#lastError && !fatal) return [];
    this.#lastError = said;
    if (fatal) this.#answer = undefined;
    return [{ type: 'error', message: said, kind: failureKind(said), fatal }];
  }

  /** Before a thread starts (bad configuration, unknown session) codex complains on stderr alone. */
  protected override complaint(line: string): AgentEvent[] {
    return /^Error\b/.test(line) ? this.#error(line, true) : [];
  }
}

/** Told by codex 0.169's own words; what the provider said is judged by the broker. */
function failureKind(said: string): AgentFailureKind | null {
  if (/no rollout found|thread not found/i.test(said)) return 'session-lost';
  if (/context window|context_length_exceeded/i.test(said)) return 'context';
  if (/unexpected status 401|unexpected status 403/i.test(said)) return 'auth';
  if (/quota exceeded|insufficient_quota/i.test(said)) return 'quota';
  if (/unexpected status 429|rate limit/i.test(said)) return 'rate-limit';
  if (/unexpected status 5\d\d|stream disconnected|connection (?:failed|refused)/i.test(said)) return 'provider';
  return null;
}

function itemEvents(item: Readonly<Record<string, unknown>>): AgentEvent[] {
  switch (item['type']) {
    case 'agent_message':
      return [{ type: 'message', text: text(item['text']) }];
    case 'reasoning':
      return [{ type: 'reasoning' }];
    case 'command_execution':
      return [{ type: 'command', command: text(item['command']), exitCode: exitCode(item['exit_code']) }];
    case 'mcp_tool_call':
      return [
        {
          type: 'tool',
          name: text(item['tool']),
          server: text(item['server']),
          input: text(JSON.stringify(item['arguments'] ?? null)),
          failed: item['status'] === 'failed',
        },
      ];
    case 'file_change':
      return [{ type: 'file-change', paths: paths(item['changes']) }];
    // An item of type error is a warning; the turn goes on.
    case 'error':
      return [{ type: 'message', text: `warning: ${text(item['message'])}` }];
    default:
      return [];
  }
}

function paths(changes: unknown): string[] {
  if (!Array.isArray(changes)) return [];
  return changes
    .slice(0, MAX_PATHS)
    .flatMap((change: unknown) =>
      isObject(change) && typeof change['path'] === 'string' ? [text(change['path'])] : [],
    );
}
