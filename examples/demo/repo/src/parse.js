import { CsvError } from './errors.js';
import { separatorOf } from './options.js';

/**
 * Reads CSV text into rows of fields. Empty text has no rows.
 * @param {string} text
 * @param {{ separator?: string }} [options]
 * @returns {string[][]}
 */
export function parse(text, options = {}) {
  const separator = separatorOf(options);
  const rows = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    rows.push(parseLine(line, separator, index + 1));
  }
  return rows;
}

/**
 * Reads CSV text whose first row names the columns. A row that is too short lacks the last columns.
 * @param {string} text
 * @param {{ separator?: string }} [options]
 * @returns {Record<string, string>[]}
 */
export function parseRecords(text, options = {}) {
  const [header, ...rows] = parse(text, options);
  if (header === undefined) return [];
  return rows.map((row) =>
    Object.fromEntries(row.slice(0, header.length).map((field, column) => [header[column], field])),
  );
}

function parseLine(line, separator, number) {
  const fields = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (quoted) {
      if (character !== '"') field += character;
      else if (line[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === separator) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  if (quoted) throw new CsvError('a quoted field is never closed', number);
  fields.push(field);
  return fields;
}
