import type { InputProblem } from '../support/errors.js';

const MAX_BYTES = 64 * 1024;
const MAX_LINES = 100;
/** Instead of a secret in an error. */
const NOT_SHOWN = '(not shown)';

export interface SecretLines<T> {
  /** Reads one line, or says what was expected in its place. */
  readonly read: (line: string) => T | string;
  /** What may stand only once. */
  readonly identity: (value: T) => string;
  /** What is expected of one that stands again. */
  readonly once: string;
}

/**
 * Reads secrets, one on each line. Empty lines and lines that begin with `#` are left out. No problem repeats any part of
 * a line.
 */
export function readSecretLines<T extends object>(
  raw: string | undefined,
  where: string,
  lines: SecretLines<T>,
): { readonly values: readonly T[]; readonly problems: readonly InputProblem[] } {
  const text = raw ?? '';
  if (text.trim() === '') return { values: [], problems: [] };
  const given = text.split(/\r\n|\r|\n/);
  if (Buffer.byteLength(text) > MAX_BYTES || given.length > MAX_LINES) {
    const expected = `at most ${MAX_LINES} lines and ${MAX_BYTES} bytes`;
    return { values: [], problems: [{ where, given: NOT_SHOWN, expected }] };
  }
  const found = new Map<string, T>();
  const problems: InputProblem[] = [];
  for (const [index, line] of given.entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const read = lines.read(trimmed);
    const identity = typeof read === 'string' ? '' : lines.identity(read);
    if (typeof read === 'string' || found.has(identity)) {
      const expected = typeof read === 'string' ? read : lines.once;
      problems.push({ where: `${where}, line ${index + 1}`, given: NOT_SHOWN, expected });
    } else found.set(identity, read);
  }
  return { values: [...found.values()], problems };
}
