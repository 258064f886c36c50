/** A place in a file, both counted from 1; columns count UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export type Token = Place &
  (
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'string'; readonly text: string }
    | { readonly kind: 'mark'; readonly text: '(' | ')' | '[' | ']' | ',' | '=' }
    | { readonly kind: 'line' | 'end'; readonly text: '' }
  );

/** What a file holds that is not understood. */
export class RulesSyntaxError extends Error {
  constructor(
    readonly place: Place,
    readonly given: string,
    readonly expected: string,
  ) {
    super(expected);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

/**
 * The tokens of the part of Starlark that is understood: names, strings of one line, lists, calls and comments.
 * Everything else is refused rather than guessed at.
 * @throws RulesSyntaxError
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let begin = 0;
  let depth = 0;
  const place = (): Place => ({ line, column: at - begin + 1 });
  const refuse = (given: string, expected: string): never => {
    throw new RulesSyntaxError(place(), given, expected);
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\n') {
      if (depth === 0) tokens.push({ ...place(), kind: 'line', text: '' });
      at += 1;
      line += 1;
      begin = at;
    } else if (character === ' ' || (character === '\r' && text.charAt(at + 1) === '\n')) {
      const first = at === begin && depth === 0;
      while (text.charAt(at) === ' ') at += 1;
      // Only a blank line or a comment may begin with a space: elsewhere that would be a block of its own.
      if (first && !'\n\r#'.includes(text.charAt(at)) && at < text.length)
        refuse('an indented line', 'a call that begins its line');
      if (text.charAt(at) === '\r') at += 1;
    } else if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === '"' || character === "'") {
      const start = place();
      const string = stringAt(text, at, refuse);
      tokens.push({ ...start, kind: 'string', text: string.value });
      at = string.end;
    } else if ('()[],='.includes(character)) {
      if (character === '(' || character === '[') depth += 1;
      if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
      tokens.push({ ...place(), kind: 'mark', text: character as '(' });
      at += 1;
    } else {
      const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(at, at + 100))?.[0];
      if (name === undefined) return refuse(character, 'calls of prefix_rule and host_executable, and nothing else');
      if (/["']/.test(text.charAt(at + name.length))) refuse(name, 'plain strings without a prefix');
      tokens.push({ ...place(), kind: 'name', text: name });
      at += name.length;
    }
  }
  tokens.push({ ...place(), kind: 'line', text: '' }, { ...place(), kind: 'end', text: '' });
  return tokens;
}

function stringAt(
  text: string,
  start: number,
  refuse: (given: string, expected: string) => never,
): { readonly value: string; readonly end: number } {
  const quote = text.charAt(start);
  if (text.startsWith(quote.repeat(3), start)) refuse(quote.repeat(3), 'a string in single or double quotes');
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === quote) return { value, end: at + 1 };
    if (character === '\\') {
      at += 1;
      const meant = ESCAPES[text.charAt(at)];
      value += meant ?? refuse(`\\${text.charAt(at)}`, 'one of the escapes \\n, \\t, \\r, \\\\, \\" and \\\'');
    } else if (character < ' ' || character === '\x7f') break;
    else value += character;
  }
  return refuse(text.slice(start, start + 20).split('\n')[0] ?? '', 'a string that is closed on its line');
}
