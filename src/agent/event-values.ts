/* What an agent's program prints, as far as it is what it should be. */

/** Characters of a text in an event, past which it is cut. */
export const MAX_TEXT = 64 * 1024;

/** Empty for what is no text. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}

/** Null for what is no whole number. */
export function exitCode(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

/** Zero for what cannot be a count. */
export function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
