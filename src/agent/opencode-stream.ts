import { isObject } from '../support/json-object.js';
import { count, exitCode, text } from './event-values.js';
import { objectOf } from './json-lines.js';
import { LineStream } from './line-stream.js';
import { failureEvent } from './opencode-failure.js';
import type { AgentEvent } from './types.js';

/** A conversation's id. It comes back as an argument of the next turn, so nothing else is let through. */
export const OPENCODE_SESSION = /^ses_[0-9A-Za-z]{8,64}$/;

const MAX_ANSWER = 1024 * 1024;
const MAX_PATHS = 1000;
/** Tools by which opencode itself changes files. */
const FILE_TOOLS: ReadonlySet<string> = new Set(['edit', 'write', 'apply_patch', 'patch', 'multiedit']);

/** Reads `opencode run --format json`: one event a line on stdout; of stderr only what opencode calls an error. */
export class OpencodeStream extends LineStream {
  readonly #servers: ReadonlySet<string>;
  #session = '';
  #lastError = '';
  /** Texts of the step that is under way, or was the last. */
  #texts: string[] = [];
  #textBytes = 0;
  /** Whether that step ended, and the conversation with it. */
  #closed = false;

  /** @param servers names of the MCP servers that the agent was told of */
  constructor(servers: readonly string[]) {
    super();
    this.#servers = new Set(servers);
  }

  /** What the model said in its last step. What it says in a step that goes on with tools is talk. */
  answer(): string | undefined {
    const answer = this.#closed ? this.#texts.join('') : '';
    return answer.trim() === '' ? undefined : answer;
  }

  protected override line(line: string): AgentEvent[] {
    const event = objectOf(line);
    if (event === undefined) return [];
    const events = this.#started(event['sessionID']);
    if (event['type'] === 'error') events.push(...this.#failed(event['error']));
    else if (isObject(event['part'])) events.push(...this.#part(event['type'], event['part']));
    return events;
  }

  /** Every event names its session. */
  #started(id: unknown): AgentEvent[] {
    if (typeof id !== 'string' || id === this.#session || !OPENCODE_SESSION.test(id)) return [];
    this.#session = id;
    return [{ type: 'session', id }];
  }

  #part(type: unknown, part: Readonly<Record<string, unknown>>): AgentEvent[] {
    switch (type) {
      case 'step_start':
        this.#reset();
        return [];
      case 'text':
        return this.#said(part['text']);
      case 'reasoning':
        return [{ type: 'reasoning' }];
      case 'tool_use':
        return this.#tool(part);
      case 'step_finish':
        this.#closed = part['reason'] !== 'tool-calls';
        return usage(part['tokens'], part['cost']);
      default:
        return [];
    }
  }

  #reset(): void {
    this.#texts = [];
    this.#textBytes = 0;
    this.#closed = false;
  }

  #said(value: unknown): AgentEvent[] {
    if (typeof value !== 'string' || value === '') return [];
    this.#textBytes += Buffer.byteLength(value);
    if (this.#textBytes <= MAX_ANSWER) this.#texts.push(value);
    return [{ type: 'message', text: text(value) }];
  }

  #tool(part: Readonly<Record<string, unknown>>): AgentEvent[] {
    const name = text(part['tool']);
    const state = isObject(part['state']) ? part['state'] : {};
    const input = isObject(state['input']) ? state['input'] : {};
    const metadata = isObject(state['metadata']) ? state['metadata'] : {};
    const failed = state['status'] === 'error';
    if (name === 'bash')
      return [{ type: 'command', command: text(input['command']), exitCode: exitCode(metadata['exit']) }];
    if (FILE_TOOLS.has(name) && !failed) {
      const changed = paths(input, metadata);
      if (changed.length > 0) return [{ type: 'file-change', paths: changed }];
    }
    // Names of servers hold no underscore, so that the first one ends them.
    const server = name.slice(0, Math.max(0, name.indexOf('_')));
    const known = this.#servers.has(server);
    return [
      {
        type: 'tool',
        name: known ? name.slice(server.length + 1) : name,
        server: known ? server : null,
        input: text(JSON.stringify(input)),
        failed,
      },
    ];
  }

  #failed(error: unknown): AgentEvent[] {
    const event = failureEvent(error);
    if (event.message === this.#lastError) return [];
    this.#lastError = event.message;
    if (event.fatal) this.#reset();
    return [event];
  }

  /** Before a conversation is under way (bad configuration, unknown session) opencode complains on stderr alone. */
  protected override complaint(line: string): AgentEvent[] {
    const said = /^Error: (.+)$/.exec(line.replace(/\u001b\[[0-9;]*m/g, ''))?.[1];
    return said === undefined ? [] : this.#failed({ name: 'Complaint', data: { message: said } });
  }
}

/** Tokens of one step; several add up. opencode takes cached tokens out of the input, and thoughts out of the output. */
function usage(tokens: unknown, cost: unknown): AgentEvent[] {
  if (!isObject(tokens)) return [];
  const cache = isObject(tokens['cache']) ? tokens['cache'] : {};
  const cached = count(cache['read']);
  return [
    {
      type: 'usage',
      inputTokens: count(tokens['input']) + cached + count(cache['write']),
      cachedInputTokens: cached,
      outputTokens: count(tokens['output']) + count(tokens['reasoning']),
      // It is told of no prices, and then calls everything free.
      costUsd: typeof cost === 'number' && Number.isFinite(cost) && cost > 0 ? cost : null,
    },
  ];
}

function paths(input: Readonly<Record<string, unknown>>, metadata: Readonly<Record<string, unknown>>): string[] {
  const listed = Array.isArray(metadata['files']) ? metadata['files'].slice(0, MAX_PATHS) : [];
  const named = listed.flatMap((file: unknown) =>
    isObject(file) ? [file['movePath'] ?? file['filePath'] ?? file['file'] ?? file['relativePath']] : [file],
  );
  return (named.length > 0 ? named : [input['filePath']]).flatMap((path) =>
    typeof path === 'string' && path !== '' ? [text(path)] : [],
  );
}
