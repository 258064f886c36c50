/**
 * Makes hostile text inert in GitHub's Markdown.
 *
 * Inline text is written with numeric character references: CommonMark never reads one as structure, and they mean the
 * same inside raw HTML. GitHub looks for mentions, references and addresses in the *rendered* text, after references are
 * decoded; those patterns are broken by a zero-width space, which it does not match across.
 */

/** Characters of one inline value that a reader sees, unless the caller says otherwise. */
export const INLINE_MAX_CHARS = 300;

/** Written size may exceed the visible size by this factor before the text is cut. */
const MAX_GROWTH = 4;

/** Longest run of back-ticks that a fenced block keeps whole; the fence itself is one longer than the longest run. */
const MAX_BACKTICK_RUN = 16;

const ZERO_WIDTH_SPACE = '\u200b';
/** Hardly to be seen, and not passed over by a runner that compares as people of some language do. */
const HAIR_SPACE = '\u200a';
const BREAK = '&#8203;';

/** ASCII punctuation that Markdown, HTML, a table or a mathematical expression could read as structure. */
const STRUCTURAL = new Set('&<>"\'`*_{}[]()#+!|~@$^=\\');

/** Format characters, fillers that show nothing, variation selectors of the supplement: shown by their number. */
const INVISIBLE = /[\p{Cf}\p{Co}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5|[\u{e0100}-\u{e01ef}]/u;
const MARK_PILE = /(\p{M}{4})\p{M}+/gu;
/** Nothing in it has another form. */
const PLAIN = /^[\n\t -~]*$/;
const VARIATION_SELECTORS = /[\ufe00-\ufe0f]/gu;

/**
 * One visible form for every character that is not meant to be seen: control pictures for C0, the code point for C1,
 * bidirectional overrides, zero-width and private characters. Keeps line feeds and tabs.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  let out = '';
  for (const char of text.replace(/\r\n/g, '\n').replace(VARIATION_SELECTORS, '').replace(MARK_PILE, '$1')) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '\n' || char === '\t') out += char;
    else if (code < 0x20) out += String.fromCharCode(0x2400 + code);
    else if (code === 0x7f) out += '\u2421';
    else if (code >= 0xd800 && code <= 0xdfff) out += '\ufffd';
    else if ((code >= 0x80 && code < 0xa0) || code === 0x2028 || code === 0x2029 || INVISIBLE.test(char))
      out += `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
    else out += char;
  }
  return out;
}

/** The first `max` visible characters on one line, with an ellipsis where more followed. Not Markdown: for logs and outputs. */
export function plainLine(text: string, max = INLINE_MAX_CHARS): string {
  // Four units per character are enough to fill `max` characters, whatever is collapsed; a longer prefix is wasted work.
  const prefix = text.slice(0, max * 4 + 16);
  const line = visible(prefix.replace(/[\s\u0085]+/gu, ' ').trim());
  const chars = [...line];
  const cut = chars.length > max || prefix.length < text.length;
  return cut ? `${chars.slice(0, max).join('').trimEnd()}…` : line;
}

function reference(char: string): string {
  return `&#${char.codePointAt(0) ?? 0xfffd};`;
}

/** Joins pieces until the written size is spent. */
function within(pieces: Iterable<string>, max: number): string {
  let out = '';
  for (const piece of pieces) {
    if (out.length + piece.length > max) return `${out}…`;
    out += piece;
  }
  return out;
}

/** What GitHub takes for the name of a commit, and `:name:`, which becomes a picture; a colon of ours may follow the text. */
const COMMIT_NAME = /(?<![\p{L}\p{N}])[0-9a-f]{7,}(?![\p{L}\p{N}])/giu;
const EMOJI_NAME = /:(?=[\w+-]{1,60}(?::|$))/g;

/** Where a reference or a picture is broken in two: in the middle of a commit's name, behind the colon of an emoji's. */
function breaks(line: string): ReadonlySet<number> {
  const at = new Set<number>();
  for (const match of line.matchAll(COMMIT_NAME)) {
    for (let index = match.index + 4; index < match.index + match[0].length; index += 6) at.add(index);
  }
  for (const match of line.matchAll(EMOJI_NAME)) at.add(match.index + 1);
  return at;
}

function* prosePieces(line: string, begins = true): Generator<string> {
  const broken = breaks(line);
  let before = '';
  for (let index = 0; index < line.length; ) {
    const char = String.fromCodePoint(line.codePointAt(index) ?? 0);
    const rest = line.slice(index + char.length, index + char.length + 3);
    if (broken.has(index)) yield BREAK;
    if (char === '@' || char === '#') yield `${reference(char)}${BREAK}`;
    // The form that GitHub documents for a dollar sign that is not mathematics.
    else if (char === '$') yield '<span>&#36;</span>';
    else if (char === ':' && (rest.startsWith('//') || rest.startsWith(':'))) yield `&#58;${BREAK}`;
    else if (char === '.' && /www$/i.test(before)) yield `${BREAK}&#46;`;
    else if (char === '-' && /gh$/i.test(before) && /^\d/.test(rest)) yield `-${BREAK}`;
    else if (STRUCTURAL.has(char)) yield reference(char);
    // A first character that is no letter could begin a list, a heading's underline, a table or a rule.
    else if (begins && index === 0 && char.length === 1 && char < '\u0080' && !/[A-Za-z]/.test(char))
      yield reference(char);
    else yield char;
    before = (before + char).slice(-3);
    index += char.length;
  }
}

/**
 * Hostile text as one line of plain prose, for a sentence, a list item or a table cell.
 * @param max characters that a reader sees; more is cut with an ellipsis
 */
export function inlineText(text: string, max = INLINE_MAX_CHARS): string {
  return within(prosePieces(plainLine(text, max)), max * MAX_GROWTH + 64);
}

/**
 * A sentence of ours about hostile text as one line of prose, in which what stands between two back-ticks is code.
 * @param max characters that a reader sees; more is cut with an ellipsis
 */
export function inlineWords(text: string, max = INLINE_MAX_CHARS): string {
  const parts = plainLine(text, max).split('`');
  const pieces = parts.flatMap((part, index) => {
    if (index % 2 === 0) return [...prosePieces(part, index === 0)];
    if (index === parts.length - 1 || part === '')
      return [
        reference('`'),
        ...prosePieces(part, index === 0),
        ...(index === parts.length - 1 ? [] : [reference('`')]),
      ];
    return [`<code>${[...codePieces(part)].join('')}</code>`];
  });
  return within(pieces, max * MAX_GROWTH * 2 + 64);
}

function* codePieces(line: string): Generator<string> {
  let before = '';
  for (const char of line) {
    // Two elements, two text nodes: an address is never seen as one, and nothing is added to what a person copies.
    if (char === '@') yield '<span>&#64;</span>';
    else if (char === ':' || (char === '.' && /www$/i.test(before)) || STRUCTURAL.has(char)) yield reference(char);
    else yield char;
    before = (before + char).slice(-3);
  }
}

/**
 * Hostile text as inline code that a person can copy: a command, a path, a digest, `host:port`. Works in table cells
 * and inside HTML; GitHub links nothing within `<code>`.
 * @param max characters that a reader sees; more is cut with an ellipsis
 */
export function codeSpan(text: string, max = INLINE_MAX_CHARS): string {
  const line = plainLine(text, max);
  return line === '' ? '<code> </code>' : `<code>${within(codePieces(line), max * MAX_GROWTH * 2 + 64)}</code>`;
}

/**
 * What is read even inside a fence: runner commands, should anybody print the document, and the hidden markers by which
 * other tools find the comments that they overwrite.
 */
function defuseCommands(text: string): string {
  return text
    .replace(/<!(?=--)/g, `<!${ZERO_WIDTH_SPACE}`)
    .replace(/^([^\S\n]*):(?=:)/gm, `$1:${HAIR_SPACE}`)
    .replace(/##(?=\[)/g, `##${HAIR_SPACE}`);
}

export interface FencedText {
  readonly markdown: string;
  /** Characters of the input that were left out; 0 when it is whole. */
  readonly omitted: number;
}

/**
 * Hostile text as a fenced block, fence included, cut at a line's end so that the result is at most `max` UTF-16 units.
 * Needs a blank line before and after it. Empty when not even the fence fits.
 */
export function fencedBlock(text: string, language: 'text' | 'diff' | 'json', max: number): FencedText {
  const overhead = 2 * (MAX_BACKTICK_RUN + 1) + language.length + 2;
  const room = max - overhead;
  if (room <= 0) return { markdown: '', omitted: text.length };
  let kept = text.length > room ? text.slice(0, room) : text;
  let body = defuse(kept);
  // Making characters visible lengthens text, never more than ninefold: a few halvings are enough.
  while (body.length > room && kept.length > 0) {
    kept = kept.slice(0, Math.floor(Math.min(kept.length - 1, (kept.length * room) / body.length)));
    body = defuse(kept);
  }
  if (kept.length < text.length) {
    const lastLine = kept.lastIndexOf('\n');
    kept = lastLine > 0 ? kept.slice(0, lastLine + 1) : kept;
    body = defuse(kept);
  }
  let longest = 2;
  for (const [run] of body.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  const end = body === '' || body.endsWith('\n') ? '' : '\n';
  return { markdown: `${fence}${language}\n${body}${end}${fence}`, omitted: text.length - kept.length };
}

function defuse(text: string): string {
  return defuseCommands(visible(text)).replace(
    new RegExp(`\`{${MAX_BACKTICK_RUN}}(?=\`)`, 'g'),
    (run) => `${run}${ZERO_WIDTH_SPACE}`,
  );
}
