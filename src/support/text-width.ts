/** East Asian wide and emoji ranges that take two columns; narrow enough a list to keep a status line on one row. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const COMBINING = /^\p{Mark}$/u;

/** Columns that text without control characters takes at a terminal, at least. Tabs count eight. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** The longest beginning of `text` that fits into so many columns, with `…` at the end when something was cut. */
export function cutToWidth(text: string, columns: number): string {
  const plain = text.replaceAll('\t', ' ');
  if (displayWidth(plain) <= columns) return plain;
  let width = 0;
  let out = '';
  for (const character of plain) {
    width += columnsOf(character);
    if (width > columns - 1) break;
    out += character;
  }
  return `${out}…`;
}

function columnsOf(character: string): number {
  if (character === '\t') return 8;
  if (character < '\u0300') return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
