import { JsonWalk } from '../broker/json-walk.js';
import { isObject } from '../support/json-object.js';

export type RpcId = string | number;

/** What a room may ask an MCP server for. All else is refused before anything of it is acted on. */
export type RoomMessage =
  | { readonly kind: 'initialize'; readonly id: RpcId; readonly version: string }
  | { readonly kind: 'ping'; readonly id: RpcId }
  | { readonly kind: 'list'; readonly id: RpcId }
  | {
      readonly kind: 'call';
      readonly id: RpcId;
      readonly tool: string;
      readonly args: Readonly<Record<string, unknown>>;
    }
  /** Nothing comes of it. */
  | { readonly kind: 'notification'; readonly method: string }
  /** `cancelled` of a request that the same room has made. */
  | { readonly kind: 'cancel'; readonly id: RpcId };

export interface RpcRefusal {
  readonly kind: 'refused';
  /** Null where the message has none that could be read. */
  readonly id: RpcId | null;
  readonly code: number;
  readonly reason: string;
  /** The tool of a call that is none. */
  readonly tool?: string;
}

export const RPC = { parse: -32_700, request: -32_600, method: -32_601, params: -32_602, internal: -32_603 } as const;

const MAX_ID = 256;
const MAX_NAME = 256;

/**
 * Judges the body of a room's request. It must be one strict JSON object: no batch, no further text, at most 256 levels.
 * Of names that it has twice the last counts, here and in what goes on, because that is written anew.
 */
export function judgeMessage(body: Buffer): RoomMessage | RpcRefusal {
  const parsed = readObject(body);
  if (typeof parsed === 'string') return refuse(null, RPC.parse, parsed);
  const { jsonrpc, method, params } = parsed;
  const id = readId(parsed['id']);
  if (jsonrpc !== '2.0') return refuse(id ?? null, RPC.request, 'jsonrpc is not 2.0');
  if (typeof method !== 'string')
    return refuse(id ?? null, RPC.request, 'there is no method: this server asks nothing, and takes no answers');
  if (Object.hasOwn(parsed, 'id') && id === undefined)
    return refuse(null, RPC.request, `id must be a whole number or a text of at most ${MAX_ID} characters`);
  if (method.startsWith('notifications/')) {
    if (id !== undefined) return refuse(id, RPC.request, 'a notification has no id');
    const cancelled =
      method === 'notifications/cancelled' && isObject(params) ? readId(params['requestId']) : undefined;
    return cancelled === undefined ? { kind: 'notification', method } : { kind: 'cancel', id: cancelled };
  }
  if (id === undefined) return refuse(null, RPC.request, 'a request needs an id');
  if (params !== undefined && !isObject(params)) return refuse(id, RPC.params, 'params must be an object');
  switch (method) {
    case 'initialize': {
      const version = params?.['protocolVersion'];
      return { kind: 'initialize', id, version: typeof version === 'string' ? version.slice(0, 64) : '' };
    }
    case 'ping':
      return { kind: 'ping', id };
    case 'tools/list':
      return { kind: 'list', id };
    case 'tools/call':
      return readCall(id, params ?? {});
    default:
      return refuse(id, RPC.method, `${method.slice(0, 100)} is not passed on: only tools are`);
  }
}

function readCall(id: RpcId, params: Readonly<Record<string, unknown>>): RoomMessage | RpcRefusal {
  const { name, arguments: args = {} } = params;
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME)
    return { ...refuse(id, RPC.params, `name must be a text of at most ${MAX_NAME} characters`), tool: '' };
  if (!isObject(args)) return { ...refuse(id, RPC.params, 'arguments must be an object'), tool: name };
  return { kind: 'call', id, tool: name, args };
}

/** The object that the bytes are, or why they are none. */
export function readObject(bytes: Buffer): Record<string, unknown> | string {
  if (bytes.subarray(0, 64).toString('latin1').trimStart().startsWith('[')) return 'batches are not accepted';
  const walk = new JsonWalk({});
  walk.push(bytes);
  if (walk.fault !== undefined || !walk.complete) return `it is no JSON object: ${walk.fault ?? 'it is cut short'}`;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return isObject(value) ? value : 'it is no JSON object';
  } catch {
    return 'it is no JSON object in UTF-8';
  }
}

export function readId(value: unknown): RpcId | undefined {
  if (typeof value === 'string' && value.length <= MAX_ID) return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

export function errorMessage(id: RpcId | null, code: number, message: string): object {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

export function resultMessage(id: RpcId, result: object): object {
  return { jsonrpc: '2.0', id, result };
}

function refuse(id: RpcId | null, code: number, reason: string): RpcRefusal {
  return { kind: 'refused', id, code, reason };
}
