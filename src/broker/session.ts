import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Clock } from '../support/clock.js';
import { errnoOf, messageOf } from '../support/errors.js';
import { AccessEntry, type AccessSubject, DenialList } from './access.js';
import { Egress, hasAmbiguousHost } from './egress.js';
import type { BrokerLimits } from './limits.js';
import type { ModelLine } from './model.js';
import type { Refusal } from './refusal.js';
import { answer, answerTunnel, endWith } from './replies.js';
import { isServicePath, serve } from './services.js';
import { loggedPath } from './target.js';
import type { AccessRecord, BrokerDenial, BrokerGrant, BrokerSession, BrokerStop, BrokerUsage } from './types.js';
import type { UsageCounter } from './usage.js';

const MAX_HEADERS = 256;
/** What is known of a connection that came to no request. */
const NOTHING_READ: AccessSubject = { kind: 'http', method: '', host: '', port: null, path: '' };

export interface SessionOptions {
  readonly grant: BrokerGrant;
  /** Undefined: the room has no model. */
  readonly model: ModelLine | undefined;
  /** The model's, for the log. */
  readonly modelEndpoint: Pick<AccessSubject, 'host' | 'port'>;
  readonly egress: Egress;
  readonly usage: UsageCounter;
  readonly limits: BrokerLimits;
  readonly clock: Clock;
  readonly onAccess: (record: AccessRecord) => void;
  readonly onClosed: () => void;
}

/** A connection of the room. */
interface Line {
  /** Cuts a connection that does not come up with a request. */
  deadline: NodeJS.Timeout;
  /** What a request of this connection that is not over yet asks for. */
  busy: AccessSubject['kind'] | undefined;
  /** Its last request was read; nothing that comes is looked at. */
  done: boolean;
  /** Bytes read when it was last idle. */
  seen: number;
}

/** One room's line to the broker: who asks is known from the socket, never from what is said on it. */
export class Session implements BrokerSession {
  readonly #o: SessionOptions;
  readonly #http: HttpServer;
  readonly #servers = new Set<Server>();
  readonly #lines = new Map<Socket, Line>();
  readonly #entries = new Set<AccessEntry>();
  readonly #denials: DenialList;
  readonly #onConnection = (socket: Socket): void => this.#connected(socket);
  #opened = 0;
  #shut = false;

  constructor(options: SessionOptions) {
    this.#o = options;
    const { limits } = options;
    this.#denials = new DenialList(limits.denials);
    // This server never listens, so Node enforces no headersTimeout on it: each line has its own deadline.
    this.#http = createServer({
      maxHeaderSize: limits.headerBytes,
      keepAliveTimeout: limits.keepAliveMs,
      requireHostHeader: false,
      insecureHTTPParser: false,
      noDelay: true,
    });
    // Node drops what is past its count in silence; we refuse instead.
    this.#http.maxHeadersCount = 0;
    this.#http.on('request', (room, reply) => this.#request(room, reply));
    this.#http.on('checkExpectation', (room, reply) => this.#request(room, reply, 'this expectation is not supported'));
    this.#http.on('connect', (room: IncomingMessage, socket: Socket, head: Buffer) =>
      this.#connect(room, socket, head),
    );
    this.#http.on('clientError', (error, socket) => this.#malformed(error, socket as Socket));
  }

  accept(server: Server): void {
    if (this.#shut) {
      server.close();
      return;
    }
    this.#servers.add(server);
    server.on('connection', this.#onConnection);
    server.on('error', () => {});
  }

  usage(): BrokerUsage {
    return this.#o.usage.snapshot();
  }

  failing(): BrokerStop | undefined {
    return this.#o.model?.failing;
  }

  denials(): readonly BrokerDenial[] {
    return this.#denials.list();
  }

  /** Also closes the servers that were handed over. Every open request is in the log when the promise settles. */
  async close(): Promise<void> {
    const gone = [...this.#lines.keys()].map(
      (socket) => new Promise<void>((done) => socket.once('close', () => done())),
    );
    this.#end('the room was closed');
    await Promise.all(gone);
  }

  #end(why: string): void {
    this.#shut = true;
    for (const server of this.#servers) server.close();
    this.#servers.clear();
    for (const entry of [...this.#entries]) entry.finish('failed', why);
    for (const socket of this.#lines.keys()) socket.destroy();
    this.#o.model?.close();
    this.#o.onClosed();
  }

  #connected(socket: Socket): void {
    const { limits } = this.#o;
    socket.on('error', () => {});
    if (this.#shut) {
      socket.destroy();
      return;
    }
    if (this.#lines.size >= limits.connections && !this.#makePlace()) {
      const entry = this.#open(NOTHING_READ);
      this.#deny(entry, 'connections', `more than ${limits.connections} connections at a time`);
      socket.destroy();
      return;
    }
    // As on a listening HTTP server: the protocol, not the first FIN, decides when a connection is over.
    socket.allowHalfOpen = true;
    const line: Line = {
      deadline: setTimeout(() => this.#late(socket, line), limits.headersMs),
      busy: undefined,
      done: false,
      seen: 0,
    };
    this.#lines.set(socket, line);
    socket.once('close', () => {
      clearTimeout(line.deadline);
      this.#lines.delete(socket);
    });
    this.#http.emit('connection', socket);
  }

  /**
   * Ends a connection that asks for nothing: one that has heard its last word, else the oldest that never asked, else the
   * oldest. False: all of them are in use.
   */
  #makePlace(): boolean {
    const waiting = [...this.#lines].filter(([, line]) => line.busy === undefined);
    const [socket, line] =
      waiting.find(([, { done }]) => done) ?? waiting.find(([, { seen }]) => seen === 0) ?? waiting[0] ?? [];
    if (socket === undefined || line === undefined) return false;
    line.done = true;
    this.#lines.delete(socket);
    socket.destroy();
    return true;
  }

  /** Why there is no place for another request to a host or service: some are kept for the model. */
  #crowded(kind: AccessSubject['kind']): string | undefined {
    const { connections } = this.#o.limits;
    const most = connections - Math.floor(connections / 8);
    if (kind === 'model' || this.#o.model === undefined) return undefined;
    let open = 0;
    for (const { busy } of this.#lines.values()) if (busy !== undefined && busy !== 'model') open++;
    return open > most ? `more than ${most} connections to hosts at a time` : undefined;
  }

  /** A connection did not deliver a request in time. An idle one is closed in silence. */
  #late(socket: Socket, line: Line): void {
    if (socket.bytesRead > line.seen) {
      const entry = this.#open(NOTHING_READ);
      this.#deny(entry, 'slow request', `no complete request within ${this.#o.limits.headersMs} ms`);
    }
    line.done = true;
    socket.destroy();
  }

  /** The line has a request in hand. False: this one must not be handled. */
  #begin(socket: Socket, entry: AccessEntry | undefined): entry is AccessEntry {
    const line = this.#lines.get(socket);
    if (entry === undefined || line === undefined || line.busy !== undefined || line.done) {
      const rule =
        line?.busy !== undefined ? 'a request was sent before the last one was answered' : 'the connection is closed';
      entry?.finish('denied', rule);
      if (line !== undefined) line.done = true;
      socket.destroy();
      return false;
    }
    line.busy = entry.subject.kind;
    clearTimeout(line.deadline);
    return true;
  }

  #request(room: IncomingMessage, reply: ServerResponse, expectation?: string): void {
    const { socket } = room;
    const url = room.url ?? '';
    const subject = this.#subjectOf(room.method ?? '', url);
    const { kind } = subject;
    const entry = this.#open(subject);
    if (!this.#begin(socket, entry)) return;
    reply.once('close', () => this.#rearm(socket));
    const refused = (refusal: Refusal | undefined): void => {
      if (refusal !== undefined) this.#refuse(entry, room, reply, refusal);
    };
    try {
      const reason = expectation ?? this.#commonReason(room) ?? this.#crowded(kind);
      if (reason !== undefined) refused({ verdict: 'denied', status: 403, reason });
      else if (kind === 'service')
        serve(this.#o.grant.services ?? {}, room, reply, entry, this.#o.limits, (rule) =>
          this.#denials.add(`${subject.method} ${subject.path}`, rule),
        ).then(refused, (error) => refused(internal(error)));
      else if (kind === 'http')
        this.#o.egress.http(room, reply, entry).then(refused, (error) => refused(internal(error)));
      else if (this.#o.model === undefined)
        refused({ verdict: 'denied', status: 403, reason: `the ${this.#o.grant.stage} stage has no model` });
      else this.#o.model.handle(room, reply, entry).then(refused, (error) => refused(internal(error)));
    } catch (error) {
      refused(internal(error));
    }
  }

  #subjectOf(method: string, url: string): AccessSubject {
    if (isServicePath(url)) return { kind: 'service', method, host: 'cleanroom', port: null, path: loggedPath(url) };
    if (url.startsWith('/')) return { kind: 'model', method, ...this.#o.modelEndpoint, path: loggedPath(url) };
    const [scheme, authority] = /^[a-z]+:\/\/([^/?#]*)/i.exec(url) ?? [];
    const path = loggedPath(scheme === undefined ? '' : url.slice(scheme.length));
    return { kind: 'http', method, ...Egress.describe(authority ?? loggedPath(url), 80), path };
  }

  #connect(room: IncomingMessage, socket: Socket, head: Buffer): void {
    const url = room.url ?? '';
    const entry = this.#open({ kind: 'connect', method: 'CONNECT', ...Egress.describe(url), path: '' });
    if (!this.#begin(socket, entry)) return;
    socket.setTimeout(0);
    const refused = (refusal: Refusal | undefined): void => {
      if (refusal === undefined) return;
      const granted = entry.status !== null;
      if (!granted && !socket.destroyed) entry.status = refusal.status;
      this.#close(entry, refusal);
      if (granted) return;
      // Its answer may never be taken; it holds no place for that.
      const line = this.#lines.get(socket);
      if (line !== undefined) Object.assign(line, { busy: undefined, done: true });
      answerTunnel(socket, { ...refusal, message: refusal.reason }, this.#o.limits);
    };
    const reason = this.#commonReason(room) ?? this.#crowded('connect');
    if (reason !== undefined) refused({ verdict: 'denied', status: 403, reason });
    else
      this.#o.egress.connect(room, socket, head, entry).then(refused, (error) => {
        refused(internal(error));
        socket.destroy();
      });
  }

  #commonReason(room: IncomingMessage): string | undefined {
    // Node reads a line without a version as HTTP/0.9.
    if (room.httpVersionMajor !== 1) return 'not an HTTP/1.1 request';
    if (hasAmbiguousHost(room)) return 'more than one Host header';
    const coding = room.headers['transfer-encoding'];
    if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked')
      return 'a transfer coding other than chunked is not allowed';
    if (room.rawHeaders.length > 2 * MAX_HEADERS) return `more than ${MAX_HEADERS} headers`;
    return room.headers.upgrade === undefined ? undefined : 'Upgrade is not allowed';
  }

  /** Something that is no HTTP/1.1 request: broken, too large, or another protocol (HTTP/2, TLS). */
  #malformed(error: Error, socket: Socket): void {
    const line = this.#lines.get(socket);
    const code = errnoOf(error) ?? '';
    if (line === undefined || line.done) return;
    line.done = true;
    // Inside a request's body the request itself is the one that fails.
    if (line.busy !== undefined || !code.startsWith('HPE_')) {
      socket.destroy();
      return;
    }
    clearTimeout(line.deadline);
    const entry = this.#open(NOTHING_READ);
    const large = code === 'HPE_HEADER_OVERFLOW';
    if (entry !== undefined) entry.status = large ? 431 : 400;
    this.#deny(entry, 'malformed request', large ? 'the headers are too large' : 'not an HTTP/1.1 request');
    const head = large ? '431 Request Header Fields Too Large' : '400 Bad Request';
    endWith(socket, `HTTP/1.1 ${head}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, this.#o.limits);
  }

  #rearm(socket: Socket): void {
    const { limits } = this.#o;
    const line = this.#lines.get(socket);
    if (line === undefined || socket.destroyed) return;
    line.busy = undefined;
    line.seen = socket.bytesRead;
    line.deadline = setTimeout(() => this.#late(socket, line), limits.keepAliveMs + limits.headersMs);
  }

  #refuse(entry: AccessEntry, room: IncomingMessage, reply: ServerResponse, refusal: Refusal): void {
    if (!reply.headersSent && !reply.destroyed) {
      entry.status = refusal.status;
      this.#close(entry, refusal);
      const form = entry.subject.kind === 'model' ? (this.#o.grant.provider ?? 'openai') : 'text';
      answer(room, reply, { ...refusal, message: refusal.reason, form }, this.#o.limits);
    } else {
      this.#close(entry, refusal);
      reply.destroy();
    }
  }

  #close(entry: AccessEntry, refusal: Refusal): void {
    const { kind, method, host, port, path } = entry.subject;
    const asked = port === null ? host : `${host}:${port}`;
    const target = kind === 'model' || kind === 'service' ? `${method} ${path}` : asked;
    if (refusal.verdict === 'failed') entry.finish('failed', refusal.reason);
    else this.#deny(entry, target, refusal.reason, refusal.allow);
  }

  #deny(entry: AccessEntry | undefined, target: string, reason: string, allow?: readonly string[]): void {
    this.#denials.add(target, reason, allow);
    entry?.finish('denied', reason);
  }

  /** A new line of the log; undefined once the session has had all its requests. */
  #open(subject: AccessSubject): AccessEntry | undefined {
    if (this.#shut) return undefined;
    const { grant, clock, limits } = this.#o;
    const entry = new AccessEntry(subject, grant, clock, (record, written) => {
      this.#entries.delete(written);
      this.#o.onAccess(record);
    });
    this.#opened++;
    this.#entries.add(entry);
    if (this.#opened <= limits.requests) return entry;
    this.#deny(entry, 'requests', `more than ${limits.requests} requests in one room`);
    this.#end('the room made too many requests');
    return undefined;
  }
}

function internal(error: unknown): Refusal {
  return { verdict: 'failed', status: 502, reason: `internal error: ${messageOf(error)}` };
}
