// Writes the tables of inputs and outputs of README.md from action.yml, between the comments that mark them.
// `--check` fails when the README is not what it would write. Works in the current directory.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const TARGET = 'README.md';
const action = parse(readFileSync('action.yml', 'utf8'));

/** A cell of a table: one line, in which a bar is no border. */
function cell(text) {
  return text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}

function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`);
  return lines.join('\n');
}

/** Descriptions of settings end in their default, which `default:` must not hold; see action.yml. */
function inputRow([name, { description, default: preset }]) {
  if (preset !== undefined) return [`\`${name}\``, description, `\`${preset}\``];
  const [, text, fallback] = /^(.*) Default: (.*)\.$/s.exec(description) ?? [undefined, description, 'none'];
  return [`\`${name}\``, text, fallback];
}

const blocks = {
  inputs: table(['input', 'description', 'default'], Object.entries(action.inputs).map(inputRow)),
  outputs: table(
    ['output', 'description'],
    Object.entries(action.outputs).map(([name, { description }]) => [`\`${name}\``, description]),
  ),
};

const present = readFileSync(TARGET, 'utf8');
let text = present;
for (const [name, block] of Object.entries(blocks)) {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) {
    console.error(`${TARGET} has no block ${begin} … ${end}`);
    process.exit(1);
  }
  text = `${text.slice(0, from)}${begin}\n${block}\n${text.slice(to)}`;
}

if (process.argv.includes('--check')) {
  if (text !== present) {
    console.error(`${TARGET} is not what action.yml says\nrun: npm run generate`);
    process.exit(1);
  }
} else if (text !== present) writeFileSync(TARGET, text);
