import { isObject } from '../support/json-object.js';
import { count, MAX_TEXT, text } from './event-values.js';
import { GeminiMessage } from './gemini-message.js';
import { objectOf } from './json-lines.js';
import { LineStream } from './line-stream.js';
import type { AgentEvent, AgentFailureKind } from './types.js';

/** Session ids are UUIDs. They come back as an argument of the next turn, so nothing else is let through. */
export const GEMINI_SESSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Calls of tools that are under way at a time; there are a few. */
const MAX_CALLS = 1000;

interface Call {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Reads `gemini --output-format stream-json`: one event a line on stdout. A call of a tool is told when its result is
 * there, or when the stream ends without. What happens before a conversation begins (bad arguments, unknown session)
 * is told on stderr alone, and so is each time that the CLI asks a provider again.
 */
export class GeminiStream extends LineStream {
  readonly #servers: readonly string[];
  readonly #calls = new Map<string, Call>();
  readonly #message = new GeminiMessage();
  #answer: string | undefined;
  /** The model said or called something since it was last asked. */
  #spoke = false;
  #begun = false;
  #failed = false;

  /** @param servers names of MCP servers: a tool's own name alone does not tell where its server's name ends */
  constructor(servers: readonly string[]) {
    super();
    // A longer name may begin with a shorter one.
    this.#servers = [...servers].sort((a, b) => b.length - a.length);
  }

  answer(): string | undefined {
    return this.#failed ? undefined : this.#answer;
  }

  protected override rest(): AgentEvent[] {
    return [...this.#endMessage(), ...[...this.#calls.keys()].flatMap((id) => this.#result({ tool_id: id }))];
  }

  protected override line(line: string): AgentEvent[] {
    const event = objectOf(line);
    switch (event?.['type']) {
      case 'init':
        return this.#started(event['session_id']);
      case 'message':
        if (event['role'] === 'assistant' && typeof event['content'] === 'string') this.#say(event['content']);
        return [];
      case 'tool_use':
        return [...this.#endMessage(), ...this.#use(event)];
      case 'tool_result':
        return [...this.#endMessage(), ...this.#result(event)];
      case 'error':
        return [...this.#endMessage(), ...this.#error(text(event['message']), event['severity'])];
      case 'result':
        return [...this.#endMessage(), ...this.#ended(event)];
      default:
        return [];
    }
  }

  #started(id: unknown): AgentEvent[] {
    this.#begun = true;
    return typeof id === 'string' && GEMINI_SESSION.test(id) ? [{ type: 'session', id }] : [];
  }

  /** Messages come in pieces. */
  #say(piece: string): void {
    this.#message.add(piece);
    if (piece !== '') this.#spoke = true;
  }

  #endMessage(): AgentEvent[] {
    const message = this.#message.take();
    if (message.text.trim() === '') return [];
    // The last message of a turn is its answer; what it says before is talk.
    this.#answer = message.whole ? message.text : undefined;
    return [{ type: 'message', text: message.text.slice(0, MAX_TEXT) }];
  }

  #use(event: Readonly<Record<string, unknown>>): AgentEvent[] {
    const id = event['tool_id'];
    this.#spoke = true;
    if (typeof id !== 'string') return [];
    // An id that comes again belongs to a new call.
    const earlier = this.#calls.has(id) ? this.#result({ tool_id: id }) : [];
    if (this.#calls.size >= MAX_CALLS) return earlier;
    const input = event['parameters'];
    this.#calls.set(id.slice(0, MAX_TEXT), { name: text(event['tool_name']), input: isObject(input) ? input : {} });
    return earlier;
  }

  #result(event: Readonly<Record<string, unknown>>): AgentEvent[] {
    const id = typeof event['tool_id'] === 'string' ? event['tool_id'].slice(0, MAX_TEXT) : '';
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    this.#spoke = false;
    if (call === undefined) return [];
    const failed = event['status'] === 'error' ? true : event['status'] === 'success' ? false : null;
    if (call.name === 'run_shell_command')
      return [{ type: 'command', command: text(call.input['command']), exitCode: exitCode(event['output']) }];
    if ((call.name === 'write_file' || call.name === 'replace') && failed === false)
      return [{ type: 'file-change', paths: [text(call.input['file_path'])] }];
    return [{ type: 'tool', ...this.#origin(call.name), input: text(JSON.stringify(call.input)), failed }];
  }

  /** Tools of MCP servers are called `mcp_SERVER_TOOL`. */
  #origin(name: string): { readonly name: string; readonly server: string | null } {
    if (!name.startsWith('mcp_')) return { name, server: null };
    const rest = name.slice('mcp_'.length);
    const server = this.#servers.find((known) => rest.startsWith(`${known}_`)) ?? /^[^_]+(?=_)/.exec(rest)?.[0];
    return server === undefined ? { name, server: null } : { name: rest.slice(server.length + 1), server };
  }

  #ended(event: Readonly<Record<string, unknown>>): AgentEvent[] {
    const usage = usageOf(event['stats']);
    const error = isObject(event['error']) ? event['error']['message'] : undefined;
    // Some failures were told by an event of their own.
    const silent = event['status'] !== 'error' || (error === undefined && this.#failed);
    return [...(silent ? [] : this.#fail(text(error) || 'gemini gave no reason')), ...usage];
  }

  /** The end of a turn that went in circles is called a warning, and the exit code is 0. */
  #error(said: string, severity: unknown): AgentEvent[] {
    if (severity !== 'error' && !/^Loop detected/.test(said)) return [error(said, failureKind(said), false)];
    return this.#fail(said || 'gemini gave no reason');
  }

  #fail(said: string): AgentEvent[] {
    this.#failed = true;
    // A prompt that was blocked has no answer at all, which is all that the CLI sees of it.
    const blocked = /ended without a finish reason/i.test(said) && !this.#spoke;
    if (blocked) return [error(`${said} (a prompt that the provider blocks looks like this)`, 'refused', true)];
    return [error(said, failureKind(said), true)];
  }

  protected override complaint(line: string): AgentEvent[] {
    // With the provider's words alone, without a status, it is a limit of some kind that is waited for.
    if (/^Attempt \d+ failed: /.test(line)) return [error(line, failureKind(line) ?? 'rate-limit', false)];
    if (/^Attempt \d+ failed/.test(line)) return [error(line, failureKind(line), false)];
    if (this.#begun || !STARTUP_FAILURE.test(line)) return [];
    return this.#fail(text(line));
  }
}

/** Words by which the CLI says that there will be no conversation. */
const STARTUP_FAILURE =
  /^(?:Error resuming session|Error in |Unknown arguments?:|Invalid values|Not enough arguments|Invalid auth method|No input provided|An unexpected critical error|The current folder is not trusted|Cannot use |The flags )|API_KEY|auth method/i;

/** Told by the words of 0.61; what the provider said is judged by the broker. */
function failureKind(said: string): AgentFailureKind | null {
  if (/error resuming session/i.test(said)) return 'session-lost';
  if (/loop detected|max(?:imum)? session turns/i.test(said)) return 'loop';
  if (/blocked due to/i.test(said)) return 'refused';
  if (/input token count|token limit|context window/i.test(said)) return 'context';
  if (/api.?key|UNAUTHENTICATED|PERMISSION_DENIED|auth method|"code":\s*40[13]\b/i.test(said)) return 'auth';
  if (/exhausted your .*quota|exceeded your current quota|daily quota/i.test(said)) return 'quota';
  if (/RESOURCE_EXHAUSTED|rate limit|"code":\s*429|please wait and try again|suggested retry|status 429/i.test(said))
    return 'rate-limit';
  if (
    /"code":\s*5\d\d|status 5\d\d|UNAVAILABLE|INTERNAL|terminated|fetch failed|ECONN|EPIPE|socket|premature|ended without a finish reason|empty response/i.test(
      said,
    )
  )
    return 'provider';
  return null;
}

function error(message: string, kind: AgentFailureKind | null, fatal: boolean): AgentEvent {
  return { type: 'error', message: message.slice(0, MAX_TEXT), kind, fatal };
}

/** Each process of the CLI counts from zero. What the model thought is in the total only. */
function usageOf(stats: unknown): AgentEvent[] {
  if (!isObject(stats)) return [];
  const inputTokens = count(stats['input_tokens']);
  const outputTokens = Math.max(count(stats['output_tokens']), count(stats['total_tokens']) - inputTokens);
  return [{ type: 'usage', inputTokens, cachedInputTokens: count(stats['cached']), outputTokens, costUsd: null }];
}

/** Of a command's end only one that failed without a word is told. */
function exitCode(output: unknown): number | null {
  const code = typeof output === 'string' ? /^Command exited with code: (\d{1,3})$/.exec(output)?.[1] : undefined;
  return code === undefined ? null : Number(code);
}
