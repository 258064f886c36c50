import { shorten } from '../support/plain-text.js';
import { type Failure, firstFailure } from './failures.js';

/** A kept line may need a line beside it that says how many were left out. */
const GAP_NOTE = 40;
const MAX_OTHERS = 200;
/** Telling lines of each further failure. */
const OTHER_CORE = 5;

/** Where something was left out before these lines were made: they say so themselves, and always stay. */
export interface Gap {
  readonly at: number;
}

/**
 * The lines that fit into `budget` bytes with their line ends, in order, with a note wherever some are left out: all of
 * them, or the first failure as whole as it goes, the end, what further failures say, the beginning, and what surrounds them.
 */
export function selectLines(
  lines: readonly string[],
  failures: readonly Failure[],
  gaps: readonly Gap[],
  budget: number,
): string[] {
  const costs = lines.map((line) => Buffer.byteLength(line) + 1);
  if (costs.reduce((sum, cost) => sum + cost, 0) <= budget) return [...lines];

  const kept = new Set<number>();
  let left = budget - GAP_NOTE;
  const keep = (index: number, reserve: number): boolean => {
    if (index < 0 || index >= lines.length || kept.has(index)) return true;
    const beside = kept.has(index - 1) || kept.has(index + 1) ? 0 : GAP_NOTE;
    const cost = (costs[index] ?? 0) + beside;
    if (left - cost < reserve) return false;
    left -= cost;
    kept.add(index);
    return true;
  };
  const total = left;
  const share = (part: number): number => Math.floor(total * part);
  const first = firstFailure(failures);
  if (first && first.strength !== 'word') keepFailure(lines, first, share(0.5), keep);
  else keepWords(failures, share(0.5), keep);
  const atEnd = (reserve: number): void => {
    for (let index = lines.length - 1; index >= 0; index--) if (!keep(index, reserve)) break;
  };
  // What a runner sums up stands at the end.
  atEnd(Math.max(0, left - share(0.12)));
  const others = failures.filter((failure) => failure !== first && failure.strength !== 'word').slice(0, MAX_OTHERS);
  others.sort((a, b) => Number(b.strength === first?.strength) - Number(a.strength === first?.strength));
  for (const other of others) for (const index of other.core.slice(0, OTHER_CORE)) if (!keep(index, share(0.16))) break;
  // Of the gaps, those that lie where something is shown are worth their bytes.
  for (const { at } of gaps) keep(at, share(0.1));
  for (let index = 0; index < lines.length; index++) if (!keep(index, share(0.1))) break;
  atEnd(0);
  if (kept.size === 0) return [shorten(lines.at(-1) ?? '', Math.floor(Math.max(left, 4) / 4))];
  return inOrder(lines, kept);
}

/** The core of a failure, then all of it from its first line on, each as far as it fits above the reserve. */
function keepFailure(
  lines: readonly string[],
  failure: Failure,
  reserve: number,
  keep: (index: number, reserve: number) => boolean,
): void {
  for (const index of failure.core) if (!keep(index, reserve)) break;
  for (let index = failure.start; index < Math.min(failure.end, lines.length); index++)
    if (!keep(index, reserve)) break;
}

function keepWords(
  failures: readonly Failure[],
  reserve: number,
  keep: (index: number, reserve: number) => boolean,
): void {
  for (const { start } of failures.slice(0, 8))
    for (let index = start - 2; index <= start + 8; index++) if (!keep(index, reserve)) return;
}

function inOrder(lines: readonly string[], kept: ReadonlySet<number>): string[] {
  const out: string[] = [];
  let previous = -1;
  const skip = (to: number): void => {
    const count = to - previous - 1;
    const only = lines[to - 1] ?? '';
    // A note that one line is missing costs more than a short line.
    if (count === 1) out.push(Buffer.byteLength(only) < GAP_NOTE - 8 ? only : '[… 1 line left out …]');
    else if (count > 1) out.push(`[… ${count} lines left out …]`);
  };
  for (const index of [...kept].sort((a, b) => a - b)) {
    skip(index);
    out.push(lines[index] ?? '');
    previous = index;
  }
  skip(lines.length);
  return out;
}
