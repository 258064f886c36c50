import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessEntry } from './access.js';
import type { BrokerLimits } from './limits.js';
import type { Refusal } from './refusal.js';
import { drain } from './replies.js';
import { parseModelTarget } from './target.js';
import type { RoomService } from './types.js';

/** Below this path a room asks what the host offers it, and nothing of it reaches a provider. */
const PREFIX = '/cleanroom/';

export function isServicePath(url: string): boolean {
  return url.startsWith(PREFIX);
}

/** Lets a room's request be answered by one of the host's services, and writes its record. */
export async function serve(
  services: Readonly<Record<string, RoomService>>,
  room: IncomingMessage,
  reply: ServerResponse,
  entry: AccessEntry,
  limits: BrokerLimits,
  onDenied: (rule: string) => void,
): Promise<Refusal | undefined> {
  const parsed = parseModelTarget((room.url ?? '').replace(/\/(?=$|\?)/, ''));
  if (!parsed.ok) return { verdict: 'denied', status: 403, reason: parsed.reason };
  const [name = '', ...path] = parsed.target.path.slice(PREFIX.length).split('/');
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  if (service === undefined) return { verdict: 'denied', status: 404, reason: 'the host offers no such service' };
  const { socket } = room;
  const [read, written] = [socket.bytesRead, socket.bytesWritten];
  // What a service does may take long, what it is told may not.
  const late = setTimeout(() => {
    if (!room.complete) socket.destroy();
  }, limits.headersMs);
  try {
    const { verdict, rule } = await service.handle(room, reply, path.join('/'));
    if (!reply.headersSent && !reply.destroyed)
      return { verdict: 'failed', status: 502, reason: `${name} gave no answer` };
    entry.status = reply.headersSent ? reply.statusCode : null;
    entry.bytesOut = socket.bytesRead - read;
    entry.bytesIn = socket.bytesWritten - written;
    if (verdict === 'denied') onDenied(rule);
    entry.finish(verdict, rule);
    if (!reply.writableEnded) reply.destroy();
    drain(room, limits);
    return undefined;
  } finally {
    clearTimeout(late);
  }
}
