/** The character between two fields. */
export function separatorOf({ separator = ',' }) {
  if (typeof separator !== 'string' || separator.length !== 1 || '"\r\n'.includes(separator)) {
    throw new TypeError('separator must be one character that is neither a quote nor a line end');
  }
  return separator;
}

/** What ends a line. */
export function newlineOf({ newline = '\r\n' }) {
  if (newline !== '\n' && newline !== '\r\n') throw new TypeError('newline must be LF or CRLF');
  return newline;
}
