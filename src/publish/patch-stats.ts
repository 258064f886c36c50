import { diffLines, headerPath, withoutPrefix } from '../support/diff-text.js';

/** One file of a patch, as `git diff` writes it. */
export interface PatchedFile {
  /** Hostile. Quoted as git quotes it where it holds unusual bytes. */
  readonly path: string;
  readonly added: number;
  readonly deleted: number;
  readonly binary: boolean;
}

export interface PatchStats {
  /** The first `maxFiles` files. */
  readonly files: readonly PatchedFile[];
  readonly totalFiles: number;
  readonly added: number;
  readonly deleted: number;
}

/** Files that are shown of a patch. */
const MAX_FILES = 20;

/** Counts of a patch, as they were taken when it was read. */
export function statsOf({
  text,
  stats,
}: {
  readonly text: string;
  readonly stats?: PatchStats | undefined;
}): PatchStats {
  return stats ?? patchStats(text, MAX_FILES);
}

/**
 * Counts files and lines of a patch. Line counts of a hunk's header decide what is content, so that a line `+++ x` that
 * a change adds is not taken for a header.
 */
export function patchStats(patch: string, maxFiles: number): PatchStats {
  const files: PatchedFile[] = [];
  let totalFiles = 0;
  let added = 0;
  let deleted = 0;
  let current: { path: string; added: number; deleted: number; binary: boolean } | undefined;
  let oldLeft = 0;
  let newLeft = 0;

  for (const line of diffLines(patch)) {
    if (oldLeft > 0 || newLeft > 0) {
      const kind = line[0];
      if (kind === '\\') continue;
      if (kind !== '+') oldLeft -= 1;
      if (kind !== '-') newLeft -= 1;
      if (kind === '+') added += 1;
      if (kind === '-') deleted += 1;
      if (current && kind === '+') current.added += 1;
      if (current && kind === '-') current.deleted += 1;
      continue;
    }
    if (line.startsWith('diff --git ')) {
      totalFiles += 1;
      current = { path: headerPath(line), added: 0, deleted: 0, binary: false };
      if (files.length < maxFiles) files.push(current);
      continue;
    }
    const hunk = /^@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@/.exec(line);
    if (hunk) {
      oldLeft = Number(hunk[1] ?? 1);
      newLeft = Number(hunk[2] ?? 1);
    } else if (current && (line.startsWith('GIT binary patch') || line.startsWith('Binary files '))) {
      current.binary = true;
    } else if (current && (line.startsWith('+++ ') || line.startsWith('--- '))) {
      const path = line.slice(4).replace(/\t$/, '');
      if (path !== '/dev/null') current.path = withoutPrefix(path);
    } else if (current && (line.startsWith('rename to ') || line.startsWith('copy to '))) {
      current.path = line.slice(line.indexOf(' to ') + 4);
    }
  }
  return { files, totalFiles, added, deleted };
}
