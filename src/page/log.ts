import { stripEscapes } from '../support/plain-text.js';
import type { Data } from './data.js';
import { type Child, h } from './dom.js';
import { amount, size } from './words.js';

const BAD = /^\s*not ok\b|\b(FAIL(ED|URE|S)?|[A-Z]\w*Error|panicked|Traceback|fatal)\b|^\s*[✗✖×✘]|^error\b/;
const GOOD = /^\s*ok \d|\bPASS(ED)?\b|^\s*[✓✔]/;
/** Lines of a colour of their own; the others are one text between them. */
const MAX_MARKED = 3000;
const MAX_LINE = 4000;

/** The output of a command, with its two ends where it is long. */
export async function logView(data: Data, path: string, label: string): Promise<Child> {
  const ends = await data.ends(path);
  if (!ends) return h('p', { class: 'muted' }, 'Its output is not in this page.');
  if (ends.head + ends.tail === '') return h('p', { class: 'muted' }, 'It printed nothing.');
  const gap = h('span', { class: 'gap' }, `\n… ${size(ends.omitted)} of ${path} are not in this page …\n\n`);
  return h(
    'pre',
    { class: 'log', tabindex: '0', role: 'region', 'aria-label': label },
    marked(ends.head),
    ends.omitted > 0 && gap,
    marked(ends.tail),
  );
}

function marked(text: string): Child[] {
  const parts: Child[] = [];
  let plain: string[] = [];
  let count = 0;
  const flush = (): void => {
    if (plain.length > 0) parts.push(plain.join(''));
    plain = [];
  };
  const lines = stripEscapes(text.replaceAll('\r\n', '\n')).split('\n');
  lines.forEach((whole, index) => {
    const more = whole.length - MAX_LINE;
    const line = more > 0 ? `${whole.slice(0, MAX_LINE)}… (${amount(more)} more characters)` : whole;
    const ended = index === lines.length - 1 ? line : `${line}\n`;
    const tone =
      count >= MAX_MARKED ? '' : BAD.test(line.slice(0, 400)) ? 'bad' : GOOD.test(line.slice(0, 400)) ? 'good' : '';
    if (tone === '') {
      plain.push(ended);
      return;
    }
    count += 1;
    flush();
    parts.push(h('span', { class: tone }, ended));
  });
  flush();
  return parts;
}
