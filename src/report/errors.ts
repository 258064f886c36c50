import type { ErrorObject } from 'ajv';
import { escapeInvisible, shorten } from '../support/plain-text.js';

const MAX_ERRORS = 20;
const MAX_VALUE = 80;
const MAX_PATH = 200;

/** At most twenty distinct sentences, one line each: `/changes/0/path: expected string, got number 5`. */
export function describeErrors(errors: readonly ErrorObject[]): readonly string[] {
  const lines = new Set<string>();
  let more = 0;
  for (const error of errors) {
    // The branches' own errors say more than "does not match then".
    if (error.keyword === 'if') continue;
    const line = `${shorten(escapeInvisible(error.instancePath), MAX_PATH) || '(report)'}: ${describe(error)}`;
    if (lines.size < MAX_ERRORS - 1) lines.add(line);
    else if (!lines.has(line)) more++;
  }
  if (more > 0) lines.add(`and ${more} more`);
  return [...lines];
}

function describe(error: ErrorObject): string {
  const params: Readonly<Record<string, unknown>> = error.params;
  const got = `got ${show(error.data)}`;
  switch (error.keyword) {
    case 'type':
      return `expected ${list(params['type'], ' or ')}, ${got}`;
    case 'required':
      return `required member ${quote(params['missingProperty'])} is missing`;
    case 'additionalProperties':
      return `member ${quote(params['additionalProperty'])} is not allowed`;
    case 'unevaluatedProperties':
      return `member ${quote(params['unevaluatedProperty'])} is not allowed`;
    case 'enum':
      return `expected one of ${list(params['allowedValues'], ', ', true)}, ${got}`;
    case 'const':
      return `expected ${quote(params['allowedValue'])}, ${got}`;
    case 'pattern':
      return `expected text that matches ${quote(params['pattern'])}, ${got}`;
    case 'format':
      return `expected the format ${quote(params['format'])}, ${got}`;
    case 'minLength':
      return `expected at least ${params['limit']} characters, ${got}`;
    case 'maxLength':
      return `expected at most ${params['limit']} characters, ${got}`;
    case 'minItems':
      return `expected at least ${params['limit']} items, ${got}`;
    case 'maxItems':
      return `expected at most ${params['limit']} items, ${got}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `expected a number ${params['comparison']} ${params['limit']}, ${got}`;
    case 'oneOf':
      return `expected exactly one of the alternatives to match, ${got}`;
    case 'anyOf':
      return `expected one of the alternatives to match, ${got}`;
    case 'false schema':
      return 'nothing is allowed here';
    default:
      return `${shorten(escapeInvisible(error.message ?? error.keyword), MAX_VALUE * 2)}, ${got}`;
  }
}

/** A value with its type, on one line and short. Arrays and objects by their size alone. */
function show(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (typeof value === 'object') return `object with ${Object.keys(value).length} members`;
  return `${typeof value} ${quote(value)}`;
}

function quote(value: unknown): string {
  // Cut first: what is quoted may be as long as the report.
  const text =
    typeof value === 'string' ? JSON.stringify(shorten(value, MAX_VALUE)) : (JSON.stringify(value) ?? 'undefined');
  return shorten(escapeInvisible(text), MAX_VALUE * 2);
}

function list(value: unknown, separator: string, quoted = false): string {
  const items = Array.isArray(value) ? value.slice(0, 20) : [value];
  const text = items.map((item) => (quoted ? quote(item) : String(item))).join(separator);
  return shorten(text, MAX_VALUE * 4);
}
