import { isObject } from '../support/json-object.js';
import { VERSION } from '../support/version.js';
import { type McpCallResult, type McpTool, readCallResult, readTools } from './answer.js';
import type { McpTransport } from './transport.js';
import { McpFailure } from './types.js';

/** Versions of MCP that are spoken, the newest first. What differs between them is in nothing that is passed on. */
export const PROTOCOL_VERSIONS: readonly [string, ...string[]] = [
  '2025-11-25',
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
];

/** What a server says of itself, as long as it likes. */
export interface McpServerInfo {
  readonly serverInfo: { readonly name: string; readonly version: string };
  /** For the model; empty: none. */
  readonly instructions: string;
}

/** Bytes of the longest message of a server whose answers may have so many. */
export function longestMessage(outputBytes: number): number {
  return Math.max(outputBytes, LIST_BYTES) + ENVELOPE_BYTES;
}

const START_MS = 60_000;
const LIST_MS = 30_000;
/** Of a list of tools. */
const LIST_BYTES = 2 << 20;
/** What an answer has around the part that is passed on. */
const ENVELOPE_BYTES = 64 << 10;
const MAX_PAGES = 20;
const MAX_TOOLS = 500;

/** One conversation with a server: the host is its client, and offers it nothing that it could ask for. */
export class McpClient {
  readonly #transport: McpTransport;
  #tools: Promise<readonly McpTool[]> | undefined;

  private constructor(
    transport: McpTransport,
    readonly info: McpServerInfo,
  ) {
    this.#transport = transport;
    transport.onNotification = (method) => {
      if (method === 'notifications/tools/list_changed') this.#tools = undefined;
    };
  }

  /** @throws McpFailure when the server does not begin in a minute, or speaks no version of ours */
  static async connect(transport: McpTransport, signal: AbortSignal): Promise<McpClient> {
    const hello = {
      protocolVersion: PROTOCOL_VERSIONS[0],
      capabilities: {},
      clientInfo: { name: 'cleanroom-action', version: VERSION },
    };
    const result = await within(signal, START_MS, 'it did not begin', (timed) =>
      transport.request('initialize', hello, { signal: timed, maxBytes: LIST_BYTES }),
    );
    const version = isObject(result) ? result['protocolVersion'] : undefined;
    if (!isObject(result) || typeof version !== 'string' || !PROTOCOL_VERSIONS.includes(version))
      throw new McpFailure(`it speaks none of the versions ${PROTOCOL_VERSIONS.join(', ')} of MCP`);
    const said = isObject(result['serverInfo']) ? result['serverInfo'] : {};
    const { instructions } = result;
    transport.agreed(version);
    transport.notify('notifications/initialized');
    return new McpClient(transport, {
      serverInfo: { name: textOf(said['name']), version: textOf(said['version']) },
      instructions: textOf(instructions),
    });
  }

  /** Every tool of the server; asked once, and again when the server says that they have changed. @throws McpFailure */
  tools(signal: AbortSignal): Promise<readonly McpTool[]> {
    this.#tools ??= within(signal, LIST_MS, 'it did not list its tools', (timed) => this.#list(timed)).catch(
      (error: unknown) => {
        this.#tools = undefined;
        throw error;
      },
    );
    return this.#tools;
  }

  async #list(signal: AbortSignal): Promise<readonly McpTool[]> {
    const tools: McpTool[] = [];
    const options = { signal, maxBytes: LIST_BYTES };
    let cursor: string | undefined;
    let bytes = 0;
    for (let page = 0; page < MAX_PAGES; page++) {
      const result = await this.#transport.request('tools/list', cursor === undefined ? {} : { cursor }, options);
      const read = readTools(result);
      tools.push(...read.tools);
      bytes += Buffer.byteLength(JSON.stringify(read.tools));
      if (tools.length > MAX_TOOLS || bytes > LIST_BYTES)
        throw new McpFailure(`it has more than ${MAX_TOOLS} tools, or more than ${LIST_BYTES} bytes of them`);
      if (read.next === undefined) return tools;
      cursor = read.next;
    }
    throw new McpFailure(`its list of tools has more than ${MAX_PAGES} pages`);
  }

  /** @throws McpFailure, McpServerError */
  async call(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    limits: { readonly timeoutMs: number; readonly maxBytes: number; readonly signal: AbortSignal },
  ): Promise<McpCallResult> {
    const params = { name: tool, arguments: args };
    const { signal, timeoutMs, maxBytes } = limits;
    return readCallResult(
      await within(signal, timeoutMs, 'it did not answer', (timed) =>
        this.#transport.request('tools/call', params, { signal: timed, maxBytes: maxBytes + ENVELOPE_BYTES }),
      ),
    );
  }
}

/** Gives an action a signal that also fires when the time is over, and then says so. */
async function within<T>(
  signal: AbortSignal,
  ms: number,
  what: string,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new McpFailure(`${what} within ${ms / 1000} seconds`)), ms);
  try {
    return await action(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
