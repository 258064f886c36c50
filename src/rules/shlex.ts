/**
 * Words of an example as codex splits it: quotes, backslashes and comments as in a POSIX shell, and no operators at
 * all. Undefined when a quote stays open.
 */
export function splitExample(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const take = (character: string): void => {
    word = (word ?? '') + character;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    at += 1;
    if (' \t\n'.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '#' && word === undefined) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === '\\') {
      if (at >= text.length) return undefined;
      if (text.charAt(at) !== '\n') take(text.charAt(at));
      at += 1;
    } else if (character === "'") {
      const end = text.indexOf("'", at);
      if (end < 0) return undefined;
      take(text.slice(at, end));
      at = end + 1;
    } else if (character === '"') {
      take('');
      for (;;) {
        if (at >= text.length) return undefined;
        const inner = text.charAt(at);
        at += 1;
        if (inner === '"') break;
        if (inner !== '\\') take(inner);
        else if (at >= text.length) return undefined;
        else {
          const next = text.charAt(at);
          at += 1;
          if (next !== '\n') take('$`"\\'.includes(next) ? next : `\\${next}`);
        }
      }
    } else take(character);
  }
  if (word !== undefined) words.push(word);
  return words;
}
