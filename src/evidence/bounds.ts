import type { Json } from '../support/canonical-json.js';

/** Bytes of one line of journal.jsonl or access.jsonl, its newline included. Readers may rely on it. */
export const MAX_LINE_BYTES = 1024 * 1024;

const STEPS = [
  { characters: 16_384, items: 2_000 },
  { characters: 2_048, items: 200 },
  { characters: 256, items: 50 },
] as const;

/** One line for one record; long strings and lists are cut until it fits, and say so. */
export function boundedLine(record: Json): string {
  let line = '';
  for (const { characters, items } of STEPS) {
    line = `${JSON.stringify(cut(record, characters, items))}\n`;
    if (Buffer.byteLength(line) <= MAX_LINE_BYTES) break;
  }
  return line;
}

function cut(value: Json, characters: number, items: number): Json {
  if (typeof value === 'string') {
    const more = value.length - characters;
    return more > 0 ? `${value.slice(0, characters)}… (${more} more characters)` : value;
  }
  if (isList(value)) {
    const kept = value.slice(0, items).map((item) => cut(item, characters, items));
    // A list of another kind than text has no room for a remark: its schema would not allow it.
    if (value.length > items && typeof kept[0] === 'string') kept.push(`… (${value.length - items} more)`);
    return kept;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, cut(member, characters, items)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
