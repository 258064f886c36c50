import { diffLines, headerPath, withoutPrefix } from '../support/diff-text.js';

/* A patch as git writes it. The line counts of a hunk's header decide what is content. */

export interface DiffLine {
  readonly kind: ' ' | '+' | '-';
  readonly text: string;
  /** Line numbers; undefined on the side that does not have it. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

export interface Hunk {
  /** What git puts behind the line numbers: usually the function. */
  readonly context: string;
  readonly header: string;
  readonly lines: readonly DiffLine[];
}

export interface FileDiff {
  readonly path: string;
  /** Another path that it had before. */
  readonly from: string | undefined;
  readonly status: 'added' | 'deleted' | 'renamed' | 'modified';
  readonly mode: string | undefined;
  readonly binary: boolean;
  readonly added: number;
  readonly deleted: number;
  readonly hunks: readonly Hunk[];
}

type Open = { -readonly [K in keyof FileDiff]: FileDiff[K] } & { hunks: (Hunk & { lines: DiffLine[] })[] };

/** @param maxFiles files beyond are counted, not kept */
export function parsePatch(patch: string, maxFiles: number): { files: readonly FileDiff[]; more: number } {
  const files: Open[] = [];
  let more = 0;
  let file: Open | undefined;
  let hunk: (Hunk & { lines: DiffLine[] }) | undefined;
  let [before, after, beforeLeft, afterLeft] = [0, 0, 0, 0];
  for (const line of diffLines(patch)) {
    if (hunk && file && (beforeLeft > 0 || afterLeft > 0)) {
      const kind = line[0] === '+' || line[0] === '-' ? line[0] : ' ';
      if (line[0] === '\\') continue;
      hunk.lines.push({
        kind,
        text: line.slice(1),
        before: kind === '+' ? undefined : before,
        after: kind === '-' ? undefined : after,
      });
      if (kind !== '+') {
        before += 1;
        beforeLeft -= 1;
      }
      if (kind !== '-') {
        after += 1;
        afterLeft -= 1;
      }
      if (kind === '+') file.added += 1;
      if (kind === '-') file.deleted += 1;
      continue;
    }
    if (line.startsWith('diff --git ')) {
      const path = headerPath(line);
      const begun: Open = {
        ...{ path, from: undefined, status: 'modified', mode: undefined, binary: false },
        ...{ added: 0, deleted: 0, hunks: [] },
      };
      file = begun;
      hunk = undefined;
      if (files.length < maxFiles) files.push(begun);
      else more += 1;
      continue;
    }
    if (!file) continue;
    const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)$/.exec(line);
    if (header) {
      [before, beforeLeft] = [Number(header[1]), Number(header[2] ?? 1)];
      [after, afterLeft] = [Number(header[3]), Number(header[4] ?? 1)];
      hunk = { context: header[5] ?? '', header: line.slice(0, line.indexOf('@@', 2) + 2), lines: [] };
      file.hunks.push(hunk);
    } else readHeader(file, line);
  }
  return { files, more };
}

function readHeader(file: Open, line: string): void {
  if (line.startsWith('GIT binary patch') || line.startsWith('Binary files ')) file.binary = true;
  else if (line.startsWith('+++ ') || line.startsWith('--- ')) {
    const path = line.slice(4).replace(/\t$/, '');
    if (path !== '/dev/null') file.path = withoutPrefix(path);
  } else if (line.startsWith('rename from ')) {
    file.from = line.slice('rename from '.length);
    file.status = 'renamed';
  } else if (line.startsWith('rename to ')) file.path = line.slice('rename to '.length);
  else if (line.startsWith('new file mode ')) {
    file.status = 'added';
    file.mode = line.slice('new file mode '.length);
  } else if (line.startsWith('deleted file mode ')) file.status = 'deleted';
  else if (line.startsWith('new mode ')) file.mode = line.slice('new mode '.length);
}
