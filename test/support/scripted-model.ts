import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  /** The stream begins and the connection is cut in its middle. */
  | { readonly do: 'cut' }
  /** The stream begins and nothing follows until the caller goes away. */
  | { readonly do: 'silent' }
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
  /** An event that begins a stream without ending it. */
  opening(request: ModelRequest): string;
  /** A piece of text in an unfinished stream. */
  delta(text: string): string;
}

export type SpokenTurn = Extract<Turn, { do: 'command' | 'tool' | 'message' | 'refuse' | 'nothing' }>;

const WIRE_FORMATS: readonly WireFormat[] = [openaiResponses];

export interface ScriptedModelOptions {
  /** The only key that is let in (`authorization: Bearer`, `x-api-key`, `x-goog-api-key`); undefined: any. */
  readonly key?: string;
  /** What a call reports unless its turn says otherwise. */
  readonly usage?: TurnUsage;
}

export interface ScriptedModel {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly ModelRequest[];
  /** Requests that asked for a model's turn. */
  calls(): readonly ModelRequest[];
  /** What all completed calls reported together. */
  ledger(): TurnUsage;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;
export const DEFAULT_TURN_USAGE: TurnUsage = { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 50 };

/** Starts a model on loopback that answers by a script. It needs nothing but Node, so a plain script may use it as well. */
export async function startScriptedModel(script: Script, options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const requests: ModelRequest[] = [];
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
    if (!format) return fail(response, 404, {}, '{"error":{"message":"no such path"}}');
    if (options.key !== undefined && !carriesKey(message.headers, options.key))
      return fail(response, 401, {}, '{"error":{"message":"wrong key"}}');
    const turn =
      typeof script === 'function' ? await script(request, call) : (script[call - 1] ?? script.at(-1) ?? script[0]);
    if (turn.do === 'fail')
      return fail(response, turn.status, turn.headers ?? {}, turn.body ?? defaultBody(turn.status));
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    if (turn.do === 'silent') return void response.write(format.opening(request));
    if (turn.do === 'cut') {
      response.write(format.opening(request), () => response.destroy());
      return;
    }
    if (turn.do === 'endless') return pour(response, format, request);
    const usage = turn.usage ?? options.usage ?? DEFAULT_TURN_USAGE;
    ledger.inputTokens += usage.inputTokens;
    ledger.cachedInputTokens += usage.cachedInputTokens;
    ledger.outputTokens += usage.outputTokens;
    response.end(format.events(turn, request, usage).join(''));
  };

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else fail(response, 500, {}, JSON.stringify({ error: { message: `script: ${String(error)}` } }));
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

function fail(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

function defaultBody(status: number): string {
  return JSON.stringify({ error: { message: `scripted failure ${status}`, type: 'scripted', code: null } });
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
