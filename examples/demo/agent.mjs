// The demo's agent when no model is at hand: a script that plays an agent honestly, mistakes included.
// Its first attempt mends what is easy to see and misses the cause, so the proof fails; the second one, told so, reads
// the text character by character.
//
// What it is given is what every command agent is given: the task on standard input, CLEANROOM_ATTEMPT (1, 2, ...),
// and CLEANROOM_REPORT_FILE, where its report goes. It works in the current directory.
import { readFileSync, writeFileSync } from 'node:fs';

const PARSER = 'src/parse.js';

const firstTry = {
  edit: (source) =>
    source.replace("text.split('\\n').entries()", "text.replace(/^\\uFEFF/, '').split(/\\r?\\n/).entries()"),
  report: {
    summary: 'Lines may end with CRLF, and a byte order mark at the start is left out.',
    cause: 'The text was split at LF alone, so CR stayed in the last field of each line.',
    changes: [{ path: PARSER, why: 'Splits at LF or CRLF and drops the byte order mark.' }],
    blocked: null,
  },
};

const secondTry = {
  edit: (source) => {
    const start = source.indexOf('export function parse(');
    const end = source.indexOf('/**', start);
    const helper = source.indexOf('function parseLine(');
    return `${source.slice(0, start)}${PARSE}\n${source.slice(end, helper)}`.trimEnd().concat('\n');
  },
  report: {
    summary: 'The parser reads the text once, character by character, and a line ends only outside quotes.',
    cause: 'The text was split into lines before quotes were read, so a quoted line break ended the row.',
    changes: [{ path: PARSER, why: 'One pass over the text replaces splitting into lines.' }],
    blocked: null,
  },
};

const PARSE = `export function parse(text, options = {}) {
  const separator = separatorOf(options);
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let quoteLine = 0;
  const endRow = () => {
    // A line without any character is no row; a line that holds an empty quoted field is.
    if (row.length > 0 || field !== '' || quoteLine > 0) rows.push([...row, field]);
    row = [];
    field = '';
    quoteLine = 0;
  };
  for (let at = text.startsWith('\\uFEFF') ? 1 : 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\n') line += 1;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && field === '') {
      quoted = true;
      quoteLine = line;
    } else if (character === separator) {
      row.push(field);
      field = '';
    } else if (character === '\\n') endRow();
    else if (character !== '\\r' || text[at + 1] !== '\\n') field += character;
  }
  if (quoted) throw new CsvError('a quoted field is never closed', quoteLine);
  endRow();
  return rows;
}
`;

const attempt = Number(process.env.CLEANROOM_ATTEMPT ?? '1');
const plan = attempt === 1 ? firstTry : secondTry;

const task = readFileSync(0, 'utf8').split('\n', 1)[0];
console.log(`attempt ${attempt}: ${task}`);
writeFileSync(PARSER, plan.edit(readFileSync(PARSER, 'utf8')));
console.log(`changed ${PARSER}: ${plan.report.cause}`);
const reportFile = process.env.CLEANROOM_REPORT_FILE;
if (reportFile) writeFileSync(reportFile, `${JSON.stringify(plan.report, null, 2)}\n`);
