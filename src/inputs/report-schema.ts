import { isObject } from '../support/json-object.js';
import { accept, type Kind, type Parsed, refuse } from './kind.js';
import { repositoryFile } from './paths.js';

/** Where the report's JSON Schema comes from. */
export type SchemaSource =
  | { readonly kind: 'inline'; readonly schema: Readonly<Record<string, unknown>> }
  | { readonly kind: 'file'; readonly path: string };

/** Bytes of the largest schema that is read. */
export const MAX_SCHEMA_BYTES = 256 * 1024;
const MAX_DEPTH = 100;

/** A path in the trusted commit, or the schema itself. */
export function schemaSource(): Kind<SchemaSource> {
  const file = repositoryFile();
  const fromText = (raw: string): Parsed<SchemaSource> => {
    if (raw.trim().startsWith('{')) return inline(parseSchema(raw));
    const path = file.fromTexts([raw]);
    return path.ok ? accept({ kind: 'file', path: path.value }) : refuse();
  };
  return {
    expected: 'the path of a JSON Schema in the repository, or the schema itself as a JSON object',
    placeholder: 'PATH|JSON',
    repeatable: false,
    emptyIsValue: false,
    schema: { type: ['string', 'object'] },
    fromTexts: (texts) => (texts.length === 1 ? fromText(texts[0] ?? '') : refuse({ expected: 'one value' })),
    fromValue: (value) => {
      if (typeof value === 'string') return fromText(value);
      if (!isObject(value)) return refuse();
      try {
        return inline(parseSchema(JSON.stringify(value)));
      } catch {
        return refuse({ expected: 'a JSON object' });
      }
    },
  };
}

function inline(parsed: Parsed<Readonly<Record<string, unknown>>>): Parsed<SchemaSource> {
  return parsed.ok ? accept({ kind: 'inline', schema: parsed.value }) : parsed;
}

/** Reads a JSON object of bounded size and depth. */
export function parseSchema(text: string): Parsed<Readonly<Record<string, unknown>>> {
  if (Buffer.byteLength(text) > MAX_SCHEMA_BYTES)
    return refuse({ expected: `at most ${MAX_SCHEMA_BYTES} bytes of JSON` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : '';
    return refuse({ expected: 'a JSON object', hint: detail });
  }
  if (!isObject(value)) return refuse({ expected: 'a JSON object' });
  if (deeperThan(value, MAX_DEPTH)) return refuse({ expected: `JSON at most ${MAX_DEPTH} levels deep` });
  return accept(value);
}

/** Level by level, so that depth cannot exhaust the stack. */
function deeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []));
  }
  return false;
}
