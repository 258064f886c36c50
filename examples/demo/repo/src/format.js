import { newlineOf, separatorOf } from './options.js';

/**
 * Writes rows as CSV text. Every row ends with a line end; null and undefined are empty fields.
 * @param {readonly (readonly unknown[])[]} rows
 * @param {{ separator?: string, newline?: string }} [options]
 * @returns {string}
 */
export function format(rows, options = {}) {
  const separator = separatorOf(options);
  const newline = newlineOf(options);
  return rows.map((row) => row.map((value) => formatField(value, separator)).join(separator) + newline).join('');
}

/**
 * Writes objects as CSV text under a header row that holds every key in the order of its first appearance.
 * @param {readonly Record<string, unknown>[]} records
 * @param {{ separator?: string, newline?: string }} [options]
 * @returns {string}
 */
export function formatRecords(records, options = {}) {
  const header = [...new Set(records.flatMap((record) => Object.keys(record)))];
  if (header.length === 0) return '';
  return format([header, ...records.map((record) => header.map((key) => record[key]))], options);
}

function formatField(value, separator) {
  const text = value === null || value === undefined ? '' : String(value);
  const quote = text.includes(separator) || /["\r\n]/.test(text);
  return quote ? `"${text.replaceAll('"', '""')}"` : text;
}
