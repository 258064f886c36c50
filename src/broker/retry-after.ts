/** RFC 9110 5.6.7: the one form of a date that a sender may write. */
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds that a `retry-after` asks to wait, from seconds or an HTTP date; undefined for anything else.
 * @param now milliseconds since the epoch
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,10}(?:\.\d{1,6})?$/.test(text)) return Math.round(Number(text) * 1000);
  const date = sentAt(text);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/** Milliseconds since the epoch of an HTTP date, such as when an answer was sent; undefined for anything else. */
export function sentAt(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

/** Milliseconds of a `retry-after-ms`, which some providers send beside the other; undefined for anything else. */
export function parseRetryAfterMs(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  return /^\d{1,13}(?:\.\d{1,6})?$/.test(text) ? Math.round(Number(text)) : undefined;
}

/** Milliseconds of a duration as Google's error bodies write it, such as `37.5s`; undefined for anything else. */
export function parseRetryDelay(value: string | undefined): number | undefined {
  const match = /^(\d{1,10}(?:\.\d{1,9})?)s$/.exec(value ?? '');
  return match === null ? undefined : Math.round(Number(match[1]) * 1000);
}
