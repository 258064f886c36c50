import { posix } from 'node:path';

/** A file that an instruction file asks to be read in its place. */
export interface Import {
  /** Where its `@` stands in the text. */
  readonly at: number;
  /** Relative to the work tree. */
  readonly path: string;
}

/**
 * What claude and gemini take for one, and more: claude reads Markdown first, so that `**@path**` is one as well. One too many,
 * in code or in an address, is looked at for nothing.
 */
const IMPORT = /(^|[^A-Za-z0-9])@((?:[^\s\\]|\\ )+)/g;
/** Another one right behind the mark-up of the one before: `**@a.md**|@b.md|`. */
const NEXT = /(?<=[^A-Za-z0-9])@([^\s@)\]}<>"'*`|]+)/g;
const WORKSPACE = '/workspace';
/** What no path is longer than. */
const MAX_TARGET = 4096;
/** What may stand behind a path in a sentence or in Markdown. */
const MARKS = '.,;:!?)]}>"\'*_`|';

/** The imports of a text that lead to a place in the work tree. @param file the text's own path */
export function importsOf(text: string, file: string): Import[] {
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const [, before = '', written = ''] = match;
    const at = match.index + before.length;
    const next = [...written.matchAll(NEXT)].flatMap(({ index, 1: name = '' }) =>
      importAt(at + 1 + index, new Set([name, withoutEnd(name)]), file),
    );
    if (written.length > MAX_TARGET) return next;
    // Whoever takes what stands behind it for a part of the sentence, or of its mark-up, finds another file.
    const spellings = new Set([written, withoutEnd(written), written.split(/[)\]}<>"'*`|]/, 1)[0] ?? '']);
    return [...importAt(at, spellings, file), ...next];
  });
}

function importAt(at: number, spellings: ReadonlySet<string>, file: string): Import[] {
  return [...spellings].flatMap((spelling) => {
    const path = spelling.length > MAX_TARGET ? undefined : targetOf(spelling, posix.dirname(file));
    return path === undefined ? [] : [{ at, path }];
  });
}

function targetOf(written: string, directory: string): string | undefined {
  const plain = written.replaceAll('\\ ', ' ').replace(/#.*$/, '');
  if (plain === '' || plain.startsWith('~')) return undefined;
  const path = posix.resolve(WORKSPACE, directory, plain);
  return path.startsWith(`${WORKSPACE}/`) ? path.slice(WORKSPACE.length + 1) : undefined;
}

/** A regular expression would look at each of a long row of marks again and again. */
function withoutEnd(written: string): string {
  let end = written.length;
  while (end > 0 && MARKS.includes(written.charAt(end - 1))) end -= 1;
  return written.slice(0, end);
}

/** The text with these imports turned into plain words. */
export function withoutImports(text: string, imports: readonly Import[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const at of [...new Set(imports.map((one) => one.at))].sort((a, b) => a - b)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)].join('');
}
