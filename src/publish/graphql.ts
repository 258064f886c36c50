import { isObject } from '../support/json-object.js';
import type { HttpFailure } from './retry.js';

/** What the REST API answers with for errors that GraphQL answers with 200 and a type. */
const STATUS: ReadonlyMap<string, number> = new Map([
  ['FORBIDDEN', 403],
  ['INSUFFICIENT_SCOPES', 403],
  ['NOT_FOUND', 404],
  ['RATE_LIMITED', 429],
]);
const LIMIT = /rate limit|abuse detection/i;
/** Errors of the server have no type, and say that it might have been a time-out. */
const SERVER = /something went wrong|timed? ?-?out|try again|unavailable/i;

/**
 * Address of GraphQL beside a REST API: GitHub Enterprise Server has both below `/api`, and others at their root.
 * @param apiUrl without a trailing slash
 */
export function graphqlUrlOf(apiUrl: string): string {
  return `${apiUrl.replace(/\/api\/v3$/, '/api')}/graphql`;
}

/**
 * What an answer of GraphQL says of a failure, in the terms of the REST API; undefined: of none. GraphQL says most with
 * status 200, and carries nothing out where it names an error.
 */
export function graphqlFailure(
  body: unknown,
  headers: Readonly<Record<string, string | undefined>>,
): HttpFailure | undefined {
  const errors = isObject(body) ? body['errors'] : undefined;
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const known = errors.filter(isObject);
  const message = known
    .map((error) => error['message'])
    .filter((words) => typeof words === 'string')
    .join('; ');
  const types = known.map((error) => error['type']).filter((type) => typeof type === 'string');
  const named = types.map((type) => STATUS.get(type)).find((status) => status !== undefined);
  if (named !== undefined) return { status: named, headers, message };
  if (LIMIT.test(message)) return { status: 429, headers, message };
  return { status: types.length === 0 && SERVER.test(message) ? 502 : 422, headers, message };
}
