import { isObject } from '../support/json-object.js';
import { claudeFailure } from './claude-failure.js';
import { ClaudeTools } from './claude-tools.js';
import { count, MAX_TEXT, text } from './event-values.js';
import { objectOf } from './json-lines.js';
import { LineStream } from './line-stream.js';
import type { AgentEvent } from './types.js';

/** Session ids are UUIDs. They come back as an argument of the next turn, so nothing else is let through. */
export const CLAUDE_SESSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const MAX_ANSWER = 1024 * 1024;

/** Reads `claude --print --output-format=stream-json`: one event a line; of stderr only lines that begin with `error`. */
export class ClaudeStream extends LineStream {
  readonly #tools = new ClaudeTools();
  #session = '';
  /** The word for the last failed call of the model, such as `rate_limit`. */
  #failed = '';
  #answer: string | undefined;

  answer(): string | undefined {
    return this.#answer;
  }

  protected override rest(): AgentEvent[] {
    return [...this.#tools.end()];
  }

  protected override line(line: string): AgentEvent[] {
    const event = objectOf(line);
    switch (event?.['type']) {
      case 'system':
        return this.#system(event);
      case 'assistant':
        return this.#assistant(event);
      case 'user':
        return blocks(event).flatMap((block) => this.#tools.result(block, event['tool_use_result']));
      case 'result':
        return this.#result(event);
      default:
        return [];
    }
  }

  #system(event: Readonly<Record<string, unknown>>): AgentEvent[] {
    if (event['subtype'] === 'init') return this.#started(event['session_id']);
    // It asks again, and goes on if that helps.
    if (event['subtype'] === 'api_retry') {
      const word = text(event['error']);
      const status = typeof event['error_status'] === 'number' ? event['error_status'] : null;
      const message = `the model did not answer (${[status ?? 'no status', word].filter(Boolean).join(', ')}); asking again`;
      return [{ type: 'error', message, kind: claudeFailure({ status, word }), fatal: false }];
    }
    return [];
  }

  #started(id: unknown): AgentEvent[] {
    // Begun again within one turn, after a compaction for instance, it is the same conversation.
    if (typeof id !== 'string' || !CLAUDE_SESSION.test(id) || id === this.#session) return [];
    this.#session = id;
    return [{ type: 'session', id }];
  }

  #assistant(event: Readonly<Record<string, unknown>>): AgentEvent[] {
    if (event['is_api_error_message'] === true || typeof event['error'] === 'string') {
      // Its text comes once more, as the result.
      this.#failed = text(event['error']);
      return [];
    }
    return blocks(event).flatMap((block): AgentEvent[] => {
      switch (block['type']) {
        case 'text': {
          const said = text(block['text']);
          return said === '' || isSynthetic(event) ? [] : [{ type: 'message', text: said }];
        }
        case 'thinking':
        case 'redacted_thinking':
          return [{ type: 'reasoning' }];
        case 'tool_use':
          this.#tools.begin(block);
          return [];
        default:
          return [];
      }
    });
  }

  /** The end of a turn. `subtype` says success of a turn whose model failed as well, and so does exit code 0. */
  #result(event: Readonly<Record<string, unknown>>): AgentEvent[] {
    const said = typeof event['result'] === 'string' ? event['result'] : '';
    const failed = event['is_error'] === true || event['subtype'] !== 'success' || event['stop_reason'] === 'refusal';
    // Its own checks of a report are not the last word: the report that it refused is one.
    const refusedReport = event['terminal_reason'] === 'structured_output_retry_exhausted';
    this.#answer = failed ? undefined : answerOf(event['structured_output'], said);
    if (refusedReport) this.#answer = this.#tools.report;
    return [...usage(event), ...(failed ? [this.#failure(event, said, !refusedReport)] : [])];
  }

  #failure(event: Readonly<Record<string, unknown>>, said: string, fatal: boolean): AgentEvent {
    const errors = Array.isArray(event['errors']) ? event['errors'].slice(0, 8).map(text).join('; ') : '';
    const reason = text(event['terminal_reason']);
    const message = (said || errors || reason || text(event['subtype'])).slice(0, MAX_TEXT) || 'claude gave no reason';
    const status = typeof event['api_error_status'] === 'number' ? event['api_error_status'] : null;
    const refused = event['stop_reason'] === 'refusal';
    return {
      type: 'error',
      message,
      kind: refused ? 'refused' : claudeFailure({ status, word: this.#failed, reason, said: message }),
      fatal,
    };
  }

  /** Before a conversation starts (an unknown option, a schema that it does not take) it complains on stderr alone. */
  protected override complaint(line: string): AgentEvent[] {
    return /^error\b/i.test(line) ? [{ type: 'error', message: text(line), kind: null, fatal: true }] : [];
  }
}

/**
 * What this turn used. `modelUsage` and `total_cost_usd` count over the whole conversation, and `usage` leaves out calls
 * whose answer was thrown away. Versions that do not tell apart are taken at `usage`.
 */
function usage(event: Readonly<Record<string, unknown>>): AgentEvent[] {
  const since = event['model_usage_since_last_result'];
  if (isObject(since)) {
    const models = Object.values(since).filter(isObject);
    const sum = (key: string): number => models.reduce((total, model) => total + count(model[key]), 0);
    const cached = sum('cacheReadInputTokens');
    return [
      {
        type: 'usage',
        inputTokens: sum('inputTokens') + cached + sum('cacheCreationInputTokens'),
        cachedInputTokens: cached,
        outputTokens: sum('outputTokens'),
        costUsd: models.reduce((total, model) => total + amount(model['costUSD']), 0),
      },
    ];
  }
  const own = event['usage'];
  if (!isObject(own)) return [];
  const cached = count(own['cache_read_input_tokens']);
  return [
    {
      type: 'usage',
      inputTokens: count(own['input_tokens']) + cached + count(own['cache_creation_input_tokens']),
      cachedInputTokens: cached,
      outputTokens: count(own['output_tokens']),
      costUsd: null,
    },
  ];
}

function answerOf(structured: unknown, said: string): string | undefined {
  const answer = structured === undefined || structured === null ? said : JSON.stringify(structured);
  return answer === '' || Buffer.byteLength(answer) > MAX_ANSWER ? undefined : answer;
}

function blocks(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  const message = event['message'];
  const content = isObject(message) ? message['content'] : undefined;
  return Array.isArray(content) ? content.filter(isObject) : [];
}

/** What the program itself says in the model's place. */
function isSynthetic(event: Readonly<Record<string, unknown>>): boolean {
  return isObject(event['message']) && event['message']['model'] === '<synthetic>';
}

function amount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}
