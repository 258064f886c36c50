import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { InMemoryEventStore } from '@modelcontextprotocol/sdk/examples/shared/inMemoryEventStore.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

export interface HttpMcpServer {
  readonly port: number;
  readonly requests: readonly { readonly method: string; readonly headers: IncomingHttpHeaders }[];
  /** Forgets every session, as a server that was started anew. */
  forget(): void;
  close(): Promise<void>;
}

/** A real server of the SDK over streamable HTTP, with sessions, that wants a header. */
export async function startMcpServer(options: {
  readonly header: string;
  readonly value: string;
  /** Answers in JSON, not as streams. */
  readonly json?: boolean;
  /** Gives its events ids, so that it may end a stream and go on with it later. */
  readonly resumable?: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
}): Promise<HttpMcpServer> {
  const requests: { method: string; headers: IncomingHttpHeaders }[] = [];
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const handler: RequestListener = (request, reply) => {
    const { method = '', headers } = request;
    requests.push({ method, headers });
    if (headers[options.header] !== options.value) {
      reply.writeHead(401).end();
      return;
    }
    const id = headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (id !== undefined && known === undefined) {
      reply.writeHead(404).end();
      return;
    }
    const transport = known ?? session(options, sessions);
    void transport.handleRequest(request, reply);
  };
  const server = options.tls ? createTlsServer(options.tls, handler) : createServer(handler);
  return { port: await listen(server), requests, forget: () => sessions.clear(), close: () => end(server) };
}

function session(
  { json = false, resumable = false }: { readonly json?: boolean; readonly resumable?: boolean },
  sessions: Map<string, StreamableHTTPServerTransport>,
): StreamableHTTPServerTransport {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    enableJsonResponse: json,
    ...(resumable ? { eventStore: new InMemoryEventStore(), retryInterval: 10 } : {}),
    onsessioninitialized: (id) => void sessions.set(id, transport),
  });
  const server = new McpServer(
    { name: 'remote', version: '1.0.0' },
    { instructions: 'Ask it.', capabilities: { logging: {} } },
  );
  server.registerTool('headers', { description: 'What it was sent.' }, ({ requestInfo }) => ({
    content: [{ type: 'text', text: JSON.stringify(requestInfo?.headers ?? {}) }],
  }));
  server.registerTool('fail', { description: 'Fails.' }, () => ({
    isError: true,
    content: [{ type: 'text', text: 'no such thing' }],
  }));
  server.registerTool('later', { description: 'Hangs up first.' }, async (extra) => {
    await extra.sendNotification({ method: 'notifications/message', params: { level: 'info', data: 'soon' } });
    extra.closeSSEStream?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { content: [{ type: 'text', text: extra.closeSSEStream ? 'gone on with' : 'never hung up' }] };
  });
  server.registerTool('delete', { description: 'Must never be called.' }, () => {
    throw new Error('it was called');
  });
  // The SDK's own interface, under the exact rules for optional properties that it was not written for.
  void server.connect(transport as Parameters<McpServer['connect']>[0]);
  return transport;
}

/** A server on loopback that answers as the test says. */
export async function startRawServer(handler: RequestListener): Promise<HttpMcpServer> {
  const requests: { method: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, reply) => {
    requests.push({ method: request.method ?? '', headers: request.headers });
    handler(request, reply);
  });
  return { port: await listen(server), requests, forget: () => {}, close: () => end(server) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
