import { isObject } from '../support/json-object.js';
import { RPC, type RpcId } from './json-rpc.js';
import { McpFailure, McpServerError } from './types.js';

/** The result of an answer to our request. @throws McpFailure, McpServerError */
export function resultOf(message: Record<string, unknown>, id: RpcId): unknown {
  if (message['id'] !== id) throw new McpFailure('it answered another request than the one that was sent');
  const { error } = message;
  if (error !== undefined && error !== null) {
    const fields = isObject(error) ? error : {};
    const code = typeof fields['code'] === 'number' ? fields['code'] : RPC.internal;
    const text = typeof fields['message'] === 'string' ? fields['message'] : 'no reason was given';
    throw new McpServerError(code, text);
  }
  return message['result'];
}

/** What a server gets that asks its client for something. Some end the conversation without a sign of life. */
export function replyTo(method: string): object {
  if (method === 'ping') return { result: {} };
  return { error: { code: RPC.method, message: `${method.slice(0, 100)} is not offered by this client` } };
}
