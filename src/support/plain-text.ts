/**
 * Escape sequences of terminals: CSI, OSC and the other strings up to their end (or the end of the line), two-character
 * ones. Every repetition is bounded by a class that excludes what follows it, so that the scan is linear.
 */
const ESCAPE_SEQUENCES =
  /(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n\r]{0,4096}(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]{0,8}[0-~]?/g;

/** Control characters except tab and line ends; invisible and direction-changing characters; lone surrogates. */
const INVISIBLE =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Variation_Selector}|\p{Surrogate}/gu;

/** Takes terminal escape sequences out. */
export function stripEscapes(text: string): string {
  return text.replace(ESCAPE_SEQUENCES, '');
}

/** Takes out what a person does not see but a terminal, a parser or a model may act on. Tabs and line ends stay. */
export function stripInvisible(text: string): string {
  return stripEscapes(text).replace(INVISIBLE, '');
}

/** Text for one line: what cannot be seen is spelled out as `\u{…}`, line ends and tabs as `\n`, `\r`, `\t`. */
export function escapeInvisible(text: string): string {
  return text
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** At most `length` UTF-16 units, the last of them `…` when something was cut; never half a character. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, Math.max(0, length - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
}
