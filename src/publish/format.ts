/** Wall time for a reader: `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 03 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** The same for a cell of a narrow table, where it stays on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** A count for a reader: `950`, `12.3k`, `4.1M`. */
export function count(value: number): string {
  if (value < 1000) return String(value);
  if (value < 999_950) return `${(value / 1000).toFixed(1)}k`;
  return `${(value / 1_000_000).toFixed(1)}M`;
}

/** Every digit, in groups: a long run of them may be the name of a commit. */
export function exact(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 file`, `3 files`. */
export function plural(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`;
}

/**
 * As many whole lines as fit into `max` UTF-16 units, then a line that says how many were left out.
 * @param left called with the number of lines that do not fit; its line must be shorter than 200 units
 */
export function fitLines(
  lines: readonly string[],
  max: number,
  left: (omitted: number) => string,
  separator = '\n',
): string {
  const total = lines.reduce((sum, line) => sum + line.length + separator.length, 0);
  if (total <= max) return lines.join(separator);
  const room = max - 200;
  const kept: string[] = [];
  let used = 0;
  for (const line of lines) {
    if (used + line.length + separator.length > room) break;
    kept.push(line);
    used += line.length + separator.length;
  }
  return [...kept, left(lines.length - kept.length)].join(separator);
}

/** What it cost, in words behind token counts; nothing where a model that was used has no price. */
export function costWords(usd: number | null): string {
  if (usd === null || usd === 0) return '';
  // No dollar sign: two of them make GitHub set what is between them as a formula.
  return usd < 0.01 ? ', less than 0.01 USD' : `, ${usd.toFixed(2)} USD`;
}
