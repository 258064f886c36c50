/** Lists and objects within each other, at most: a report may have 64, and a plan holds the schema of one. */
export const MAX_JSON_DEPTH = 200;

export type StrictJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

/**
 * Reads JSON that anybody may have written: refuses what is nested so deeply that a reader could run out of stack.
 * @param options `unique`: also refuses objects that name a member twice, since two readers could see two documents
 * @returns a reason in our own words, to be read after the file's name; it quotes nothing
 */
export function parseStrict(text: string, { unique = true } = {}): StrictJson {
  const why = shapeProblem(text, unique);
  if (why !== undefined) return { ok: false, why };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser's own message quotes the text.
    return { ok: false, why: 'is not JSON' };
  }
}

/** Looks at strings and brackets alone: whether the rest is JSON is the parser's business. */
function shapeProblem(text: string, unique: boolean): string | undefined {
  /** Of each open object whose names count these, of all else undefined. */
  const open: (Set<string> | undefined)[] = [];
  let name = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22: {
        const end = endOfString(text, at);
        if (end < 0) return 'is not JSON';
        const names = open.at(-1);
        if (name && names) {
          const raw = text.slice(at, end + 1);
          const spelled = raw.includes('\\') ? unescaped(raw) : raw.slice(1, -1);
          if (spelled === undefined) return 'is not JSON';
          if (names.has(spelled)) return 'names a member of an object twice';
          // Members of that name are set on no object that is read here.
          if (spelled === '__proto__') return 'names a member that no run writes';
          names.add(spelled);
        }
        name = false;
        at = end;
        break;
      }
      case 0x7b: // {
        open.push(unique ? new Set() : undefined);
        name = unique;
        break;
      case 0x5b: // [
        open.push(undefined);
        name = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        name = false;
        break;
      case 0x2c: // ,
        name = open.at(-1) !== undefined;
        break;
    }
    if (open.length > MAX_JSON_DEPTH) return `is nested more than ${MAX_JSON_DEPTH} levels deep`;
  }
  return undefined;
}

/** Index of the closing quote; -1: there is none. */
function endOfString(text: string, start: number): number {
  // By searches, which are several times as fast as a look at each character.
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === 0x5c) before -= 1;
    if ((at - 1 - before) % 2 === 0) return at;
  }
  return -1;
}

function unescaped(raw: string): string | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
