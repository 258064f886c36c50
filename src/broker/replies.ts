import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { printable } from './access.js';
import type { BrokerLimits } from './limits.js';
import type { ProviderName } from './types.js';

/** Tells the broker's own answers from an upstream's. */
const MARK = 'x-cleanroom';

const MAX_PHRASE = 300;

/** Clients that show nothing else of a refusal show its reason phrase, so that it says what the body says. */
function phraseOf(status: number, message: string): string {
  return printable(`${STATUS_CODES[status] ?? 'Error'} (cleanroom: ${message})`, MAX_PHRASE);
}

/** The body of an own answer: one line of text, or an error as the provider itself would write it. */
function bodyOf({ form, verdict, status, message }: OwnAnswer): { type: string; body: string } {
  const line = `cleanroom: ${verdict}: ${message}`;
  if (form === 'text') return { type: 'text/plain; charset=utf-8', body: `${line}\n` };
  return { type: 'application/json', body: `${JSON.stringify(errorOf(form, verdict, status, line))}\n` };
}

function errorOf(form: ProviderName, verdict: OwnAnswer['verdict'], status: number, message: string): object {
  const type = `cleanroom_${verdict}`;
  switch (form) {
    case 'openai':
      return { error: { message, type, param: null, code: type } };
    case 'anthropic':
      return { type: 'error', error: { type, message } };
    case 'gemini':
      return { error: { code: status, message, status: verdict === 'denied' ? 'INVALID_ARGUMENT' : 'UNAVAILABLE' } };
  }
}

export interface OwnAnswer {
  readonly status: number;
  readonly verdict: 'denied' | 'failed';
  readonly message: string;
  /** Plain text, or the form of a provider's errors. */
  readonly form: 'text' | ProviderName;
}

/** Answers a request ourselves. What is left of its body is read and dropped, and the answer has to be taken, within limits. */
export function answer(room: IncomingMessage, reply: ServerResponse, own: OwnAnswer, limits: BrokerLimits): void {
  const { type, body } = bodyOf(own);
  reply.writeHead(own.status, own.form === 'text' ? phraseOf(own.status, own.message) : undefined, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    [MARK]: own.verdict,
    // Libraries of providers obey it. What was denied stays denied.
    ...(own.form !== 'text' && own.verdict === 'denied' ? { 'x-should-retry': 'false' } : {}),
  });
  const timer = setTimeout(() => reply.destroy(), limits.drainMs);
  reply.once('close', () => clearTimeout(timer));
  reply.end(body);
  drain(room, limits);
}

/** Reads and drops the rest of a request's body, so that its sender sees the answer; past a limit the line is cut. */
export function drain(room: IncomingMessage, limits: BrokerLimits): void {
  if (room.readableEnded || room.destroyed) return;
  let bytes = 0;
  const timer = setTimeout(() => room.destroy(), limits.drainMs);
  room.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.drainBytes) room.destroy();
  });
  room.once('close', () => clearTimeout(timer));
  room.once('end', () => clearTimeout(timer));
  room.resume();
}

/** Answers a CONNECT with a refusal and ends the connection. */
export function answerTunnel(socket: Socket, own: Omit<OwnAnswer, 'form'>, limits: BrokerLimits): void {
  const { type, body } = bodyOf({ ...own, form: 'text' });
  const head = [
    `HTTP/1.1 ${own.status} ${phraseOf(own.status, own.message)}`,
    `content-type: ${type}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    `${MARK}: ${own.verdict}`,
  ];
  endWith(socket, `${head.join('\r\n')}\r\n\r\n${body}`, limits);
}

/** Sends last words and ends a connection; what still comes is dropped until the other end is done, or a limit. */
export function endWith(socket: Socket, text: string, limits: BrokerLimits): void {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), limits.drainMs);
  socket.once('close', () => clearTimeout(timer));
  socket.once('end', () => socket.destroySoon());
  socket.end(text);
  socket.resume();
}
