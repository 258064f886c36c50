import type { IncomingMessage } from 'node:http';
import { isObject } from '../support/json-object.js';
import { readObject } from './json-rpc.js';
import { McpFailure } from './types.js';

/** Characters of an address that a person is told. */
const MAX_ADDRESS = 1024;
/** Of a body that says what was wrong with a request. */
const COMPLAINT_BYTES = 64 << 10;

export function mediaType({ headers }: IncomingMessage): string | undefined {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
}

/** Says where to, for a person: what the person then writes is an address that was chosen. */
export function redirection({ headers }: IncomingMessage, status: number, from: URL): McpFailure {
  const told = `it redirects (status ${status}), which is not followed`;
  const { location } = headers;
  const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to === undefined || !/^https?:$/.test(to.protocol)) return new McpFailure(told);
  const address = `${to.origin}${to.pathname}`;
  if (address.length > MAX_ADDRESS) return new McpFailure(told);
  return new McpFailure(`${told}: where that is right, write ${address} as its url`, told);
}

/**
 * @param hasHeaders whether it was sent a credential, for all we know
 */
export function refusal({ headers }: IncomingMessage, status: number, hasHeaders: boolean): McpFailure {
  const why = hasHeaders
    ? `it does not accept the credential of the run (status ${status})`
    : `it wants a credential (status ${status}), and there is none in its headers`;
  if (!/\bresource_metadata\s*=|\bauthorization_uri\s*=/i.test(headers['www-authenticate'] ?? ''))
    return new McpFailure(why);
  const offer = 'it offers a sign-in with a browser, for which a run has nobody: put a token into its headers';
  return new McpFailure(`${why}; ${offer}`, why);
}

/** What a JSON body says of an error, whole; empty: nothing that can be told. */
export async function wordsOf(answer: IncomingMessage): Promise<string> {
  if (mediaType(answer) !== 'application/json') return '';
  const error = await wholeBody(answer, COMPLAINT_BYTES).then(
    (body) => body['error'],
    () => undefined,
  );
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : '';
}

/** A JSON object. @throws McpFailure for one that is none, or too large */
export async function wholeBody(answer: IncomingMessage, maxBytes: number): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new McpFailure(`its answer had more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const message = readObject(Buffer.concat(chunks));
  if (typeof message === 'string') throw new McpFailure(`its answer is no message: ${message}`);
  return message;
}
