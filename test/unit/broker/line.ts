import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type BrokerOptions, createBroker } from '../../../src/broker/broker.js';
import type {
  AccessRecord,
  Broker,
  BrokerGrant,
  BrokerSession,
  BrokerStop,
  ProviderName,
} from '../../../src/broker/types.js';
import { systemClock } from '../../../src/support/clock.js';

export const KEY = 'sk-real-0123456789abcdefghijklmnop';
export const NONCE = 'room-nonce-7f3a';

/** A room's side of the broker on real sockets, with everything that the host would see. */
export type LineOptions = Partial<BrokerOptions> & { baseUrl?: string; provider?: ProviderName };

export class Line {
  readonly records: AccessRecord[] = [];
  readonly stops: BrokerStop[] = [];
  #waiting: (() => void)[] = [];
  broker!: Broker;
  session!: BrokerSession;
  server!: Server;

  static async open(grant: Partial<BrokerGrant> = {}, options: LineOptions = {}): Promise<Line> {
    const line = new Line();
    const { baseUrl, provider, ...rest } = options;
    line.broker = createBroker({
      providers: baseUrl === undefined ? [] : [{ name: provider ?? 'openai', baseUrl, apiKey: KEY }],
      clock: systemClock,
      onAccess: (record) => {
        line.records.push(record);
        for (const wake of line.#waiting.splice(0)) wake();
      },
      ...rest,
    });
    line.session = line.broker.grant({
      room: 'attempt-1',
      stage: 'agent',
      attempt: 1,
      allow: [],
      onStop: (stop) => line.stops.push(stop),
      ...(baseUrl === undefined ? {} : { provider: provider ?? 'openai', nonce: NONCE }),
      ...grant,
    });
    line.server = createServer();
    line.session.accept(line.server);
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    return line;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Waits for the log to hold `count` records. */
  async logged(count: number): Promise<readonly AccessRecord[]> {
    while (this.records.length < count) await new Promise<void>((wake) => this.#waiting.push(wake));
    return this.records;
  }

  async socket(): Promise<Socket> {
    const socket = connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  /** Sends bytes as they are and reads until the broker closes, or until `until` has come. */
  async raw(bytes: string, until?: RegExp): Promise<string> {
    const socket = await this.socket();
    socket.write(bytes, 'latin1');
    return await readText(socket, until);
  }

  request(path: string, options: http.RequestOptions = {}): http.ClientRequest {
    return http.request({ host: '127.0.0.1', port: this.port, path, agent: false, ...options });
  }

  /** One request to its end; `cut` is true when the answer did not complete. */
  async send(path: string, options: http.RequestOptions & { body?: string | Buffer } = {}): Promise<Answer> {
    const { body, ...rest } = options;
    const request = this.request(path, rest);
    request.end(body);
    return await answerOf(request);
  }

  /** An allowed request in the wire format of OpenAI. */
  responses(options: { body?: string | Buffer; headers?: http.OutgoingHttpHeaders } = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${NONCE}`, 'content-type': 'application/json', ...options.headers };
    return this.send('/v1/responses', { method: 'POST', headers, body: options.body ?? '{}' });
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly cut: boolean;
}

export async function answerOf(request: http.ClientRequest): Promise<Answer> {
  request.on('error', () => {});
  const message = await new Promise<http.IncomingMessage | undefined>((resolve) => {
    request.once('response', resolve);
    request.once('close', () => resolve(undefined));
  });
  if (message === undefined) return { status: 0, headers: {}, rawHeaders: [], body: '', cut: true };
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('error', () => {});
  if (!message.closed) await new Promise((resolve) => message.once('close', resolve));
  const { headers, rawHeaders } = message;
  return {
    status: message.statusCode ?? 0,
    headers,
    rawHeaders,
    body: Buffer.concat(chunks).toString(),
    cut: !message.complete,
  };
}

export async function readText(socket: Socket, until?: RegExp): Promise<string> {
  let text = '';
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (until?.test(text) === true) resolve();
    });
    socket.once('end', () => {
      socket.end();
      resolve();
    });
    socket.once('close', () => resolve());
  });
  return text;
}

/** A provider on loopback. `seen` holds what arrived. */
export class Upstream {
  readonly seen: {
    method: string;
    url: string;
    headers: http.IncomingHttpHeaders;
    rawHeaders: string[];
    body: string;
  }[] = [];
  readonly server: http.Server;
  port = 0;

  private constructor(handler: (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void) {
    this.server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('error', () => {});
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const { method = '', url = '', headers, rawHeaders } = request;
        this.seen.push({ method, url, headers, rawHeaders, body });
        handler(request, response, body);
      });
    });
  }

  static async start(
    handler: (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void = (_, response) =>
      response.end('ok'),
  ): Promise<Upstream> {
    const upstream = new Upstream(handler);
    upstream.server.listen(0, '127.0.0.1');
    await once(upstream.server, 'listening');
    upstream.port = (upstream.server.address() as AddressInfo).port;
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
