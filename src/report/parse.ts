/** Bytes of the largest report. */
export const MAX_REPORT_BYTES = 256 * 1024;
/** How deep arrays and objects may be nested. */
export const MAX_REPORT_DEPTH = 64;
/** Places in prose that are tried as the beginning of a JSON document; bounds the work on hostile text. */
const MAX_STARTS = 16;

export type ParsedReport =
  | { readonly state: 'parsed'; readonly value: unknown }
  | { readonly state: 'invalid'; readonly error: string }
  | { readonly state: 'missing' };

/**
 * Finds the one JSON document in what an agent left. The whole text is tried first; then, because models wrap their
 * answers, the last fenced block, then a document that ends the text after some prose.
 */
export function parseReport(bytes: Uint8Array): ParsedReport {
  if (bytes.length > MAX_REPORT_BYTES) {
    return {
      state: 'invalid',
      error: `the report has ${bytes.length} bytes, more than the ${MAX_REPORT_BYTES} allowed`,
    };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { state: 'invalid', error: 'the report is not UTF-8 text' };
  }
  text = text.replace(/^\ufeff+/, '').trim();
  if (text === '') return { state: 'missing' };

  const whole = parseDocument(text);
  if ('value' in whole) return { state: 'parsed', value: whole.value };
  for (const candidate of [lastFence(text), ...endings(text)]) {
    if (candidate === undefined) continue;
    const inner = parseDocument(candidate);
    if ('value' in inner) return { state: 'parsed', value: inner.value };
    if (inner.tooDeep) return { state: 'invalid', error: inner.error };
  }
  return { state: 'invalid', error: whole.error };
}

type Outcome = { readonly value: unknown } | { readonly error: string; readonly tooDeep: boolean };

function parseDocument(text: string): Outcome {
  if (depthOf(text) > MAX_REPORT_DEPTH) {
    return { error: `the report is nested deeper than ${MAX_REPORT_DEPTH} levels`, tooDeep: true };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const start = /^[{["]/.test(text) ? 'the report is not valid JSON' : 'the report is not JSON but text';
    return { error: `${start}: ${error instanceof SyntaxError ? error.message : 'it cannot be read'}`, tooDeep: false };
  }
}

/** Nesting of brackets outside strings. Zero for text that does not begin like an array or object. */
function depthOf(text: string): number {
  if (!/^[{[]/.test(text)) return 0;
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

/** The content of the last block between lines of three backticks, if it is marked as JSON or not marked at all. */
function lastFence(text: string): string | undefined {
  let found: string | undefined;
  let open: string[] | undefined;
  for (const line of text.split('\n')) {
    const mark = line.trim();
    if (open === undefined) {
      if (/^```(?:json[c5]?)?$/i.test(mark)) open = [];
      else if (mark.startsWith('```')) open = undefined;
    } else if (mark === '```') {
      found = open.join('\n').trim();
      open = undefined;
    } else open.push(line);
  }
  return found;
}

/** What follows the first places that could begin a document: line starts, and the first bracket of all. */
function endings(text: string): readonly string[] {
  const starts = new Set<number>();
  const first = text.search(/[{[]/);
  if (first > 0) starts.add(first);
  const lineStart = /\n[ \t]{0,32}(?=[{[])/g;
  for (let match = lineStart.exec(text); match !== null && starts.size < MAX_STARTS; match = lineStart.exec(text)) {
    starts.add(match.index + match[0].length);
  }
  return [...starts].sort((a, b) => a - b).map((start) => text.slice(start));
}
