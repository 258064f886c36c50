/** Headings of our prompts, and the lines of feedback that are ours: nothing quoted may begin like them. */
const OURS =
  /^(\s*)(?=#{1,6}\s+(?:Task|Where you are|What decides|Protected paths|Commands|Rules|Report|Not there yet|What the verifier|Your change|The report|Budget|Blocked|State|System|Instructions?)\b|(?:The verifier did not pass|Command: `|Result: (?:exit code|killed by|it )|Counted: \d|Failed tests \(|What failed \(|It does not count|Compared with the failure|This is the same failure|What it printed follows)|(?:System|Human|User|Assistant|Developer)\s?:)/i;

/**
 * A line of a program's output that can stand among words of ours: no hidden marker, no token of a chat, no heading of
 * ours, no fence of absurd length.
 */
export function neutral(line: string): string {
  if (!/[<[`#:…]|not (?:pass|count)|Compared|same failure|Failed tests|What (?:it|failed)/i.test(line)) return line;
  return line
    .replaceAll('<!--', '<! --')
    .replace(/<(?=\||\/?(?:system|human|user|assistant|instructions?|tool)\b)/gi, '< ')
    .replace(/\[(?=\/?(?:INST|SYS)\])/g, '[ ')
    .replace(/`{9,}/g, '````````')
    .replace(/^(\s*)\[…/, '$1[...')
    .replace(OURS, '$1\\');
}

/** Lines between fences that are longer than any run of backticks in them. */
export function fenced(lines: readonly string[]): string {
  const body = lines.join('\n');
  let longest = 2;
  for (const run of body.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${body}\n${fence}`;
}

/** Bytes that `fenced` adds to lines of `neutral` at most, with its own line ends. */
export const FENCE_BYTES = 24;
