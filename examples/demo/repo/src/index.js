export { CsvError } from './errors.js';
export { format, formatRecords } from './format.js';
export { parse, parseRecords } from './parse.js';
