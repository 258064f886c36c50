import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RoomService } from '../broker/types.js';
import { sha256 } from '../support/canonical-json.js';
import type { Clock } from '../support/clock.js';
import { messageOf } from '../support/errors.js';
import { type AnswerRedactor, errorResult, type McpCallResult } from './answer.js';
import { PROTOCOL_VERSIONS } from './client.js';
import type { McpConnection } from './connection.js';
import {
  errorMessage,
  judgeMessage,
  type RoomMessage,
  RPC,
  type RpcId,
  type RpcRefusal,
  resultMessage,
} from './json-rpc.js';
import { BadBody, Reply, readBody } from './reply.js';
import { type McpAsker, McpFailure, type McpRecord, type McpServer, McpServerError, McpSessionLost } from './types.js';

/** A server on the host's side. */
export interface HostServer {
  readonly server: McpServer;
  readonly connection: McpConnection;
  /** Takes its secrets out of what it answers. */
  readonly redactor: AnswerRedactor;
}

export interface McpBrokerOptions {
  readonly servers: readonly HostServer[];
  readonly clock: Clock;
  /** Called once for every call of a tool, when it is over. Must not throw. */
  readonly onCall: (record: McpRecord) => void;
  /** Told of what the person should know; not often. */
  readonly onNote: (note: string) => void;
  /** Ends calls. */
  readonly signal: AbortSignal;
}

const MAX_BODY = 4 << 20;
/** Requests of all rooms that are read at one time; others are refused. */
const MAX_READING = 16;
/** Calls of all rooms that wait for their answer, or whose answer waits to be read. */
const MAX_OPEN = 16;
/** Calls of a run, refused ones too: each is a line of evidence. */
const MAX_CALLS = 20_000;
/** Of all their lines. Nothing is called that the evidence has no place for. */
const MAX_RECORD_BYTES = 16 << 20;
/** Characters of the arguments in the evidence. */
const MAX_ARGUMENTS = 4096;
/** Lists of tools, and what servers say of themselves, that wait to be read: all clients of a room that begin together. */
const MAX_LISTS = 40;
/** Characters of a server's error, name and instructions that go on. Cut without their secrets: a part of one is not found. */
const MAX_TOLD = 2000;
const MAX_NAME = 200;
const MAX_INSTRUCTIONS = 16 << 10;

type Outcome = Awaited<ReturnType<RoomService['handle']>>;
type Call = Extract<RoomMessage, { kind: 'call' }>;

/**
 * The servers of a run as its rooms see them: streamable HTTP without sessions below `/cleanroom/mcp/NAME`. It speaks for
 * itself on both sides, so nothing passes that was not read: a room gets the tools that it may call, their answers
 * without secrets, and nothing else of a server. One per run.
 */
export class McpBroker {
  readonly #o: McpBrokerOptions;
  readonly #servers: ReadonlyMap<string, HostServer>;
  readonly #calls = new Map<string, number>();
  readonly #open = new Set<Promise<unknown>>();
  readonly #missed = new Set<string>();
  #begun: Promise<void> | undefined;
  #reading = 0;
  #waiting = 0;
  #lists = 0;
  #asked = 0;
  #recorded = 0;

  constructor(options: McpBrokerOptions) {
    this.#o = options;
    this.#servers = new Map(options.servers.map((server) => [server.server.name, server]));
  }

  /**
   * Has all servers begin, once, and settles when each has or cannot, of which the person is told: some agents do not wait
   * for tools that come late.
   */
  begin(): Promise<void> {
    this.#begun ??= Promise.allSettled([...this.#servers.values()].map(({ connection }) => connection.client())).then(
      () => {},
    );
    return this.#begun;
  }

  /** What one room may ask, for its grant. */
  serviceFor(asker: McpAsker): RoomService {
    void this.begin();
    const running = new Map<string, AbortController>();
    return {
      handle: (request, reply, path) => {
        const handled = this.#handle({ asker, running }, request, reply, path);
        this.#open.add(handled);
        void handled.finally(() => this.#open.delete(handled));
        return handled;
      },
    };
  }

  /** Waits until every call is over and every server gone. */
  async close(): Promise<void> {
    // What waits for a server to begin would wait on.
    const closed = Promise.all([...this.#servers.values()].map(({ connection }) => connection.close()));
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
    await closed;
  }

  async #handle(line: RoomLine, request: IncomingMessage, reply: ServerResponse, path: string): Promise<Outcome> {
    const answer = new Reply(reply, /text\/event-stream/i.test(request.headers.accept ?? ''));
    const host = this.#servers.get(path);
    if (host === undefined) {
      answer.send(errorMessage(null, RPC.request, 'cleanroom: no such server is reached by way of the host'), 404);
      return { verdict: 'denied', rule: 'no such MCP server is on the host’s side' };
    }
    const { name } = host.server;
    if (request.method !== 'POST') {
      // Clients ask whether there is a stream, and end sessions. There is none of either.
      answer.empty(405);
      return { verdict: 'allowed', rule: `${name}: no stream and no session is offered` };
    }
    const body = await this.#read(request);
    const message =
      typeof body === 'string'
        ? { kind: 'refused' as const, id: null, code: RPC.request, reason: body }
        : judgeMessage(body);
    if (message.kind === 'refused') return this.#refuse(line, host, answer, message);
    try {
      return await this.#answer(line, host, message, answer, reply);
    } catch (error) {
      const { told, message: why } =
        error instanceof McpFailure ? error : new McpFailure(messageOf(error), 'it failed');
      if ('id' in message)
        answer.send(errorMessage(message.id, RPC.internal, `cleanroom: ${name}: ${shortly(host, told)}`));
      return { verdict: 'failed', rule: `${name}: ${why}` };
    }
  }

  async #answer(
    line: RoomLine,
    host: HostServer,
    message: RoomMessage,
    answer: Reply,
    reply: ServerResponse,
  ): Promise<Outcome> {
    const { server, connection, redactor } = host;
    const allowed = (what: string): Outcome => ({ verdict: 'allowed', rule: `${server.name}: ${what}` });
    switch (message.kind) {
      case 'initialize': {
        this.#takePlace(reply);
        const { info } = await connection.client();
        const { value } = redactor.json(info);
        const protocolVersion = PROTOCOL_VERSIONS.includes(message.version) ? message.version : PROTOCOL_VERSIONS[0];
        const { name, version } = value.serverInfo;
        const serverInfo = { name: name.slice(0, MAX_NAME), version: version.slice(0, MAX_NAME) };
        const instructions = value.instructions.slice(0, MAX_INSTRUCTIONS);
        const words = instructions === '' ? {} : { instructions };
        answer.send(resultMessage(message.id, { protocolVersion, capabilities: { tools: {} }, serverInfo, ...words }));
        return allowed('initialize');
      }
      case 'ping':
        answer.send(resultMessage(message.id, {}));
        return allowed('ping');
      case 'list': {
        this.#takePlace(reply);
        const tools = await again(async () => (await connection.client()).tools(this.#o.signal));
        const { tools: names } = server;
        for (const name of names ?? []) if (!tools.some((tool) => tool.name === name)) this.#miss(server.name, name);
        const shown = names === null ? tools : tools.filter((tool) => names.includes(tool.name));
        answer.send(resultMessage(message.id, { tools: redactor.json(shown).value }));
        return allowed(`tools/list, ${shown.length} of ${tools.length}`);
      }
      case 'call':
        return await this.#call(line, host, message, answer, reply);
      case 'cancel':
        line.running.get(keyOf(server, message.id))?.abort(new McpFailure('the agent cancelled it'));
        answer.empty(202);
        return allowed('cancelled');
      default:
        answer.empty(202);
        return allowed('a notification, which goes nowhere');
    }
  }

  async #call(line: RoomLine, host: HostServer, call: Call, answer: Reply, reply: ServerResponse): Promise<Outcome> {
    const { server, connection, redactor } = host;
    const started = this.#start(call.args);
    const { clock, signal } = this.#o;
    const refusal = this.#refusalOf(line, server, call);
    if (refusal !== undefined)
      return this.#refuse(
        line,
        host,
        answer,
        { kind: 'refused', id: call.id, code: RPC.params, reason: refusal, tool: call.tool },
        started,
      );
    this.#calls.set(server.name, (this.#calls.get(server.name) ?? 0) + 1);
    const gone = new AbortController();
    // Nobody would hear of the end of what has ended already.
    if (reply.destroyed) gone.abort(new McpFailure('the room hung up'));
    else {
      this.#waiting += 1;
      // Also when it was answered whole.
      reply.once('close', () => {
        this.#waiting -= 1;
        gone.abort(new McpFailure('the room hung up'));
      });
    }
    const key = keyOf(server, call.id);
    line.running.set(key, gone);
    let result: McpCallResult;
    let verdict: McpRecord['verdict'] = 'allowed';
    let rule = server.tools === null ? 'all its tools are allowed' : 'the tool is allowed';
    let isError: boolean | null = null;
    try {
      const limits = {
        timeoutMs: server.timeoutMs,
        maxBytes: server.outputBytes,
        signal: AbortSignal.any([signal, gone.signal]),
      };
      result = await again(async () => (await connection.client()).call(call.tool, call.args, limits));
      isError = result.isError;
      if (Buffer.byteLength(JSON.stringify(result)) > server.outputBytes)
        throw new McpFailure(`its answer had more than ${server.outputBytes} bytes`);
    } catch (error) {
      const failure = error instanceof McpFailure ? error : new McpFailure(messageOf(error), 'it failed');
      isError = failure instanceof McpServerError ? true : null;
      if (isError === null) verdict = 'failed';
      if (isError === null) rule = failure.message;
      result = errorResult(`cleanroom: ${server.name}: ${shortly(host, failure.told)}`);
    } finally {
      line.running.delete(key);
    }
    const clean = redactor.json(result);
    const bytes = answer.send(resultMessage(call.id, clean.value));
    this.#record(line, server, call.tool, started, {
      verdict,
      rule,
      isError,
      bytes,
      redactions: clean.redactions,
      durationMs: Math.max(0, Math.round(clock.monotonic() - started.at)),
    });
    return { verdict, rule: `${server.name}: ${call.tool}: ${rule}` };
  }

  #refusalOf({ running }: RoomLine, server: McpServer, { tool, id }: Call): string | undefined {
    if (server.tools !== null && !server.tools.includes(tool))
      return `${tool} is not among the tools that this run allows: ${server.tools.join(', ') || 'none'}`;
    if (this.#isFull) return 'the run called so often that there is no place left to record it';
    if (running.has(keyOf(server, id))) return 'a call of the same id is not over yet';
    if ((this.#calls.get(server.name) ?? 0) >= server.calls)
      return `its tools were called ${server.calls} times, which is all that this run may`;
    if (this.#waiting >= MAX_OPEN) return `more than ${MAX_OPEN} calls at one time`;
    return undefined;
  }

  /** There is no place left to record a call. */
  get #isFull(): boolean {
    return this.#asked >= MAX_CALLS || this.#recorded >= MAX_RECORD_BYTES;
  }

  /** For an answer that no call counts. @throws McpFailure where too many of them wait to be read */
  #takePlace(reply: ServerResponse): void {
    if (this.#lists >= MAX_LISTS) throw new McpFailure(`more than ${MAX_LISTS} lists of tools at one time`);
    if (reply.destroyed) throw new McpFailure('the room hung up');
    this.#lists += 1;
    reply.once('close', () => {
      this.#lists -= 1;
    });
  }

  #refuse(line: RoomLine, host: HostServer, answer: Reply, refusal: RpcRefusal, started = this.#start({})): Outcome {
    const { name } = host.server;
    const { id, code, reason, tool } = refusal;
    const bytes = answer.send(
      errorMessage(id, code, `cleanroom: ${name}: refused: ${reason}`),
      id === null ? 400 : 200,
    );
    if (tool !== undefined)
      this.#record(line, host.server, tool, started, {
        verdict: 'refused',
        rule: reason,
        isError: null,
        bytes,
        redactions: 0,
        durationMs: 0,
      });
    // Clients ask for what a server may have; that this one has it not is an answer, and nothing that a person could allow.
    return { verdict: code === RPC.method ? 'allowed' : 'denied', rule: `${name}: ${reason}` };
  }

  async #read(request: IncomingMessage): Promise<Buffer | string> {
    if (this.#reading >= MAX_READING) return `more than ${MAX_READING} requests at one time`;
    this.#reading += 1;
    try {
      return await readBody(request, MAX_BODY);
    } catch (error) {
      return error instanceof BadBody ? error.message : 'the request could not be read';
    } finally {
      this.#reading -= 1;
    }
  }

  #start(args: object): Started {
    const { clock } = this.#o;
    return { time: new Date(clock.now()).toISOString(), at: clock.monotonic(), args: JSON.stringify(args) };
  }

  #record(
    { asker }: RoomLine,
    { name }: McpServer,
    tool: string,
    { time, args }: Started,
    rest: Pick<McpRecord, 'verdict' | 'rule' | 'isError' | 'bytes' | 'redactions' | 'durationMs'>,
  ): void {
    // What was called has its line, also where it was let in beside the last that there was a place for.
    if (rest.verdict === 'refused' && this.#isFull) return;
    this.#asked += 1;
    const record: McpRecord = {
      time,
      room: asker.room,
      attempt: asker.attempt,
      server: name,
      tool,
      arguments: args.slice(0, MAX_ARGUMENTS),
      argumentsSha256: sha256(args),
      ...rest,
    };
    this.#recorded += Buffer.byteLength(JSON.stringify(record));
    this.#o.onCall(record);
  }

  /** A name that the configuration allows and the server does not have, once. */
  #miss(server: string, tool: string): void {
    const key = `${server}/${tool}`;
    if (this.#missed.has(key)) return;
    this.#missed.add(key);
    this.#o.onNote(`the MCP server ${server} has no tool ${tool}, which its configuration allows`);
  }
}

/** One room's way to all servers. */
interface RoomLine {
  readonly asker: McpAsker;
  /** Calls that are not over, by `keyOf`. */
  readonly running: Map<string, AbortController>;
}

interface Started {
  readonly time: string;
  readonly at: number;
  readonly args: string;
}

/** A room has a client for each server, and each of them counts its own ids. */
function keyOf({ name }: McpServer, id: RpcId): string {
  return JSON.stringify([name, id]);
}

/** Asks once more where the server has forgotten the conversation, and so did nothing. */
function again<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch((error: unknown) => {
    if (error instanceof McpSessionLost) return ask();
    throw error;
  });
}

function shortly({ redactor }: HostServer, told: string): string {
  return redactor.text(told).slice(0, MAX_TOLD);
}
