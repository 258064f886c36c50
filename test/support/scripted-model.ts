import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { dumpInto } from './model-dump.js';
import { anthropicMessages } from './wire/anthropic-messages.js';
import { geminiGenerate } from './wire/gemini-generate.js';
import { openaiChat } from './wire/openai-chat.js';
import { openaiResponses } from './wire/openai-responses.js';

/** Tokens of one model call; `inputTokens` includes the cached ones. */
export interface TurnUsage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

/** What the scripted model does with one request. */
export type Turn =
  /** The model calls its shell tool; the agent will come back with the tool's output. */
  | { readonly do: 'command'; readonly command: string; readonly usage?: TurnUsage }
  /** The model speaks and ends its turn. */
  | { readonly do: 'message'; readonly text: string; readonly usage?: TurnUsage }
  /** The model calls another tool: one of an MCP server, or, without one, one of the agent's own. */
  | {
      readonly do: 'tool';
      readonly server?: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
      readonly usage?: TurnUsage;
    }
  /** The provider declines: what the model would say is withheld, in the provider's own way of saying so. */
  | { readonly do: 'refuse'; readonly text: string; readonly usage?: TurnUsage }
  /** The model ends its turn without a word. */
  | { readonly do: 'nothing'; readonly usage?: TurnUsage }
  | {
      readonly do: 'fail';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /**
   * The stream begins and the connection is cut: behind its first event, or, with `after`, when that many bytes of the
   * answer to `turn` are out (all of it, but not the end of the response, where it is shorter).
   */
  | { readonly do: 'cut'; readonly after?: number; readonly turn?: SpokenTurn }
  /** The connection is cut before there is an answer. */
  | { readonly do: 'reset' }
  /** The stream begins and nothing follows until the caller goes away; `mute`: not even an answer's headers. */
  | { readonly do: 'silent'; readonly mute?: boolean }
  /** The model speaks one event at a time, with a pause in milliseconds before each. */
  | { readonly do: 'slow'; readonly pauseMs: number; readonly turn: SpokenTurn }
  /** The model streams text until the caller goes away. */
  | { readonly do: 'endless' };

/** One request as it came over the wire. */
export interface ModelRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body; undefined when there is none. */
  readonly body: unknown;
  readonly bodyBytes: number;
  /** Counts model calls from 1; 0 for a request that is none (a model list, say). */
  readonly call: number;
  /** All text that the request carries: instructions, messages, tool output. */
  readonly text: string;
}

/** Turns in order (the last one is repeated), or a function of the request and the number of the call, from 1. */
export type Script = readonly [Turn, ...Turn[]] | ((request: ModelRequest, call: number) => Turn | Promise<Turn>);

/** One provider's wire format. A further one is a further module that is listed in `WIRE_FORMATS`. */
export interface WireFormat {
  /** True for a request that asks for a model's turn. */
  matches(method: string, path: string): boolean;
  /** All text in a request's body. */
  text(body: unknown): string;
  /** Events of a whole turn, each one a ready SSE block. */
  events(turn: SpokenTurn, request: ModelRequest, usage: TurnUsage): readonly string[];
  /** A whole turn as one JSON text, for a request that asks for no stream; undefined: it asks for one. */
  whole?(turn: SpokenTurn, request: ModelRequest, usage: TurnUsage): string | undefined;
  /** An event that begins a stream without ending it. */
  opening(request: ModelRequest): string;
  /** A piece of text in an unfinished stream. */
  delta(text: string): string;
  /** The body of an HTTP error, in the provider's own shape. */
  failure(status: number, message: string): string;
  /** What the real provider would refuse a request for, with status 400; undefined: nothing that is known. */
  objection?(body: unknown): string | undefined;
}

export type SpokenTurn = Extract<Turn, { do: 'command' | 'tool' | 'message' | 'refuse' | 'nothing' }>;

const WIRE_FORMATS: readonly WireFormat[] = [openaiResponses, openaiChat, geminiGenerate, anthropicMessages];

export interface ScriptedModelOptions {
  /** The only key that is let in (`authorization: Bearer`, `x-api-key`, `x-goog-api-key`); undefined: any. */
  readonly key?: string;
  /** What a call reports unless its turn says otherwise. */
  readonly usage?: TurnUsage;
  /** A directory for a file per request with its headers, without keys, its body, and what was done with it; it is made. */
  readonly dump?: string;
}

export interface ScriptedModel {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly ModelRequest[];
  /** Requests that asked for a model's turn. */
  calls(): readonly ModelRequest[];
  /** What all calls reported together whose answer went out whole. */
  ledger(): TurnUsage;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;
export const DEFAULT_TURN_USAGE: TurnUsage = { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 50 };

/** Starts a model on loopback that answers by a script. It needs nothing but Node, so a plain script may use it as well. */
export async function startScriptedModel(script: Script, options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const requests: ModelRequest[] = [];
  const dump = options.dump === undefined ? undefined : await dumpInto(options.dump);
  let calls = 0;
  const ledger = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = await readBody(message);
    const method = message.method ?? 'GET';
    const path = message.url ?? '/';
    const format = WIRE_FORMATS.find((candidate) => candidate.matches(method, path));
    const body = raw.length > 0 ? parseJson(raw.toString('utf8')) : undefined;
    const call = format ? ++calls : 0;
    const request: ModelRequest = {
      method,
      path,
      headers: message.headers,
      body,
      bodyBytes: raw.length,
      call,
      text: format?.text(body) ?? '',
    };
    requests.push(request);
    const turn = format ? await decide(request, format) : WRONG_PATH;
    if (dump) await dump(request, turn);
    if (!format || turn.do === 'fail') fail(response, turn.do === 'fail' ? turn : WRONG_PATH, format);
    else answer(response, format, request, turn);
  };

  const decide = async (request: ModelRequest, format: WireFormat): Promise<Turn> => {
    if (options.key !== undefined && !carriesKey(request.headers, options.key)) return { do: 'fail', status: 401 };
    const objection = format.objection?.(request.body);
    if (objection !== undefined) return { do: 'fail', status: 400, body: format.failure(400, objection) };
    if (typeof script === 'function') return script(request, request.call);
    return script[request.call - 1] ?? script.at(-1) ?? script[0];
  };

  const answer = (
    response: ServerResponse,
    format: WireFormat,
    request: ModelRequest,
    turn: Exclude<Turn, { do: 'fail' }>,
  ): void => {
    if (turn.do === 'reset') return void response.destroy();
    if (turn.do === 'silent' && turn.mute) return;
    const spoken = isSpoken(turn) ? turn : 'turn' in turn ? turn.turn : undefined;
    const usage = spoken?.usage ?? options.usage ?? DEFAULT_TURN_USAGE;
    // A script may ask for a tool that is not offered; what that throws has to come before the headers.
    const whole = isSpoken(turn) ? format.whole?.(turn, request, usage) : undefined;
    const events = spoken && whole === undefined ? format.events(spoken, request, usage) : [format.opening(request)];
    const type = whole === undefined ? 'text/event-stream' : 'application/json';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
    response.once('finish', () => {
      ledger.inputTokens += usage.inputTokens;
      ledger.cachedInputTokens += usage.cachedInputTokens;
      ledger.outputTokens += usage.outputTokens;
    });
    switch (turn.do) {
      case 'silent':
        response.write(format.opening(request));
        return;
      case 'cut':
        // What was not flushed yet would be lost with the connection.
        response.write(Buffer.from(events.join('')).subarray(0, turn.after), () => response.destroy());
        return;
      case 'endless':
        pour(response, format, request);
        return;
      case 'slow':
        void dribble(response, events, turn.pauseMs);
        return;
      default:
        response.end(whole ?? events.join(''));
    }
  };

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else
        fail(response, {
          do: 'fail',
          // No agent asks again after this one.
          status: 400,
          body: JSON.stringify({ error: { message: `script: ${String(error)}` } }),
        });
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    calls: () => requests.filter((request) => request.call > 0),
    ledger: () => ({ ...ledger }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BODY_BYTES) throw new Error('request too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function carriesKey(headers: IncomingHttpHeaders, key: string): boolean {
  return [
    headers.authorization === `Bearer ${key}`,
    headers['x-api-key'] === key,
    headers['x-goog-api-key'] === key,
  ].some(Boolean);
}

function isSpoken(turn: Turn): turn is SpokenTurn {
  return ['command', 'tool', 'message', 'refuse', 'nothing'].includes(turn.do);
}

const WRONG_PATH = { do: 'fail', status: 404 } as const;
const WORDS: ReadonlyMap<number, string> = new Map([
  [401, 'wrong key'],
  [404, 'no such path'],
]);

function fail(response: ServerResponse, turn: Extract<Turn, { do: 'fail' }>, format?: WireFormat): void {
  const { status } = turn;
  const message = `scripted failure ${status}: ${WORDS.get(status) ?? 'nothing more is known'}`;
  const body = turn.body ?? format?.failure(status, message) ?? JSON.stringify({ error: { message } });
  response.writeHead(status, { 'content-type': 'application/json', ...turn.headers });
  response.end(body);
}

async function dribble(response: ServerResponse, events: readonly string[], pauseMs: number): Promise<void> {
  for (const event of events) {
    await setTimeout(pauseMs);
    if (response.destroyed) return;
    response.write(event);
  }
  response.end();
}

/** Writes as fast as the reader reads, and stops when it goes away. */
function pour(response: ServerResponse, format: WireFormat, request: ModelRequest): void {
  response.write(format.opening(request));
  const piece = format.delta('and so on '.repeat(100));
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}
