import type { IncomingMessage, ServerResponse } from 'node:http';

/** Why a body is none. */
export class BadBody extends Error {}

/** Reads a body whole. @throws BadBody past the limit or when the room hangs up */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new BadBody(`more than ${maxBytes} bytes were sent`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof BadBody ? error : new BadBody('the request was cut short');
  }
  return Buffer.concat(chunks);
}

/** Milliseconds before an answer that is not there yet becomes a stream, and between its signs of life. */
const SIGN_OF_LIFE_MS = 10_000;

/**
 * The answer to one request: JSON where it comes soon, else a stream of events whose only event it is, kept alive in the
 * meantime. Clients that wait for the head of an answer for some minutes alone would give a slow tool up.
 */
export class Reply {
  readonly #reply: ServerResponse;
  readonly #timer: NodeJS.Timeout;

  /** @param mayStream whether the client takes a stream of events */
  constructor(reply: ServerResponse, mayStream: boolean, signMs = SIGN_OF_LIFE_MS) {
    this.#reply = reply;
    this.#timer = setInterval(() => {
      if (!mayStream || reply.destroyed) return;
      if (!reply.headersSent)
        reply.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      reply.write(': still at it\n\n');
    }, signMs);
    reply.once('close', () => clearInterval(this.#timer));
  }

  /** Bytes of the message. */
  send(message: object, status = 200): number {
    clearInterval(this.#timer);
    const text = JSON.stringify(message);
    const bytes = Buffer.byteLength(text);
    if (this.#reply.destroyed) return bytes;
    if (this.#reply.headersSent) this.#reply.end(`event: message\ndata: ${text}\n\n`);
    else {
      this.#reply.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes });
      this.#reply.end(text);
    }
    return bytes;
  }

  /** Nothing is said beside the status. */
  empty(status: number): void {
    clearInterval(this.#timer);
    if (this.#reply.destroyed || this.#reply.headersSent) return;
    this.#reply.writeHead(status, { 'content-length': 0, ...(status === 405 ? { allow: 'POST' } : {}) });
    this.#reply.end();
  }
}
