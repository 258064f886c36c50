import { visible } from '../neutralise.js';
import type { DiffedFile, ReviewComment } from '../reviews.js';
import { isWorkflow } from './next-tree.js';
import type { FileChange, Hunk, HunkLine } from './parse-patch.js';

/** Suggestions of one review: more are not read, and GitHub takes long for them. */
export const MAX_SUGGESTIONS = 50;
/** Of one suggestion, in UTF-16 units; GitHub's limit on a comment is 65,536. */
const MAX_SUGGESTION_CHARS = 30_000;

/** A place of the change that cannot be a suggestion, for a person: a diff, hostile. */
export interface LeftPart {
  readonly path: string;
  readonly diff: string;
}

export interface Suggestions {
  readonly comments: readonly ReviewComment[];
  readonly left: readonly LeftPart[];
}

/**
 * A change as suggestions on the right side of a pull request's diff, as far as they fit: both ends of what is replaced
 * must lie in one hunk of it, and what it shows there must be what the change is of. Everything else is left.
 */
export function suggestionsFor(files: readonly FileChange[], diff: readonly DiffedFile[]): Suggestions {
  const comments: ReviewComment[] = [];
  const left: LeftPart[] = [];
  for (const file of files) {
    const path = (file.to ?? file.from)?.path ?? '';
    if (file.body.kind !== 'hunks' || file.body.hunks.length === 0) {
      left.push({ path, diff: wholeFile(file) });
      continue;
    }
    const target =
      plainEdit(file) && !isWorkflow(path)
        ? diff.find((entry) => entry.path === path && entry.id === file.ids?.from)
        : undefined;
    const shown = target && rightLines(target.patch);
    for (const hunk of file.body.hunks) {
      for (const block of blocksOf(hunk)) {
        const body = shown && fits(block, shown) ? suggestion(block) : undefined;
        if (body === undefined || comments.length >= MAX_SUGGESTIONS) left.push({ path, diff: block.diff });
        else {
          const line = block.start + block.old.length - 1;
          comments.push({ path, startLine: block.start < line ? block.start : undefined, line, body });
        }
      }
    }
  }
  return { comments, left };
}

/** Lines are changed, and nothing else of the file. */
function plainEdit({ from, to }: FileChange): boolean {
  return (
    from !== undefined && to !== undefined && from.path === to.path && from.mode === to.mode && to.mode !== '120000'
  );
}

function wholeFile({ from, to, body }: FileChange): string {
  const what = from === undefined ? 'new file' : to === undefined ? 'deleted file' : 'changed file';
  const moved = from && to && from.path !== to.path ? `moved from ${from.path}` : what;
  return `${moved}${body.kind === 'binary' ? ', binary' : ''}${to ? `, mode ${to.mode}` : ''}\n`;
}

/** Lines that are replaced by others. A pure insertion replaces the line before it, or after it, with itself and more. */
interface Block {
  /** First of the old lines, from 1. */
  readonly start: number;
  readonly old: readonly string[];
  readonly now: readonly string[];
  readonly diff: string;
}

function blocksOf({ oldStart, lines }: Hunk): readonly Block[] {
  const blocks: Block[] = [];
  let number = lines.some(({ kind }) => kind !== '+') ? oldStart : oldStart + 1;
  let free = number;
  for (let at = 0; at < lines.length; ) {
    let end = at;
    while (end < lines.length && lines[end]?.kind !== ' ') end += 1;
    if (end > at) {
      const block = blockOf(lines, at, end, { number, free });
      blocks.push(block);
      free = block.start + block.old.length;
    }
    number += lines.slice(at, end + 1).filter(({ kind }) => kind !== '+').length;
    at = end + 1;
  }
  return blocks;
}

/** @param place number of the first line, and the first line that no earlier block replaces */
function blockOf(
  lines: readonly HunkLine[],
  at: number,
  end: number,
  { number, free }: { readonly number: number; readonly free: number },
): Block {
  const changed = lines.slice(at, end);
  const texts = (kind: string): string[] => changed.filter((line) => line.kind === kind).map(({ text }) => text);
  const [old, now] = [texts('-'), texts('+')];
  const diff = `@@ line ${number} @@\n${lines
    .slice(Math.max(0, at - 3), end + 3)
    .map(({ kind, text }) => `${kind}${utf8(text) ?? text}${text.endsWith('\n') ? '' : '\n'}`)
    .join('')}`;
  if (old.length > 0) return { start: number, old, now, diff };
  const before = lines[at - 1]?.text;
  const after = lines[end]?.text;
  if (before !== undefined && number > free) return { start: number - 1, old: [before], now: [before, ...now], diff };
  if (after !== undefined) return { start: number, old: [after], now: [...now, after], diff };
  return { start: number, old, now, diff };
}

/** What the right side of a diff shows, by line. */
type RightLines = ReadonlyMap<number, { readonly hunk: number; readonly text: string }>;

function rightLines(patch: string): RightLines {
  const shown = new Map<number, { hunk: number; text: string }>();
  let hunk = 0;
  let number = 0;
  for (const line of patch.split('\n')) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d{1,9})(?:,\d+)? @@/.exec(line);
    if (start) {
      hunk += 1;
      number = Number(start[1]);
    } else if (hunk > 0 && (line.startsWith(' ') || line.startsWith('+'))) {
      shown.set(number, { hunk, text: line.slice(1) });
      number += 1;
    }
  }
  return shown;
}

function fits({ start, old }: Block, shown: RightLines): boolean {
  const first = shown.get(start);
  if (old.length === 0 || first === undefined) return false;
  return old.every((text, index) => {
    const line = shown.get(start + index);
    return line?.hunk === first.hunk && `${line.text}\n` === utf8(text);
  });
}

/** The block that GitHub puts in place of the lines, byte for byte; undefined: it could not hold them. */
function suggestion({ old, now }: Block): string | undefined {
  const text = utf8(now.join(''));
  // Without a last line feed, with other line ends or with what a reader would not see, it might become something else.
  if (text === undefined || now.some((line) => !line.endsWith('\n')) || visible(text) !== text) return undefined;
  if ([...old, ...now].some((line) => line.includes('\r'))) return undefined;
  if (text.length > MAX_SUGGESTION_CHARS) return undefined;
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}suggestion\n${text}${fence}`;
}

/** Bytes as the text that they are; undefined where they are none. */
function utf8(bytes: string): string | undefined {
  const buffer = Buffer.from(bytes, 'latin1');
  const text = buffer.toString('utf8');
  return Buffer.from(text, 'utf8').equals(buffer) ? text : undefined;
}
