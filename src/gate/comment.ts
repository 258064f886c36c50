/** What a comment says to a workflow that waits for a command. */
export type CommentRequest =
  /** It is no command: there is nothing to do. */
  | { readonly kind: 'none'; readonly why: string }
  /** What stands behind the command; undefined: nothing. */
  | { readonly kind: 'command'; readonly words: string | undefined };

/** Bytes of a comment that are quoted to the agent. */
const MAX_WORDS = 8192;

/**
 * Whether a comment asks for a run. Only a new one can: what an edited comment says may have been put there after
 * somebody answered for it.
 */
export function readCommand(
  command: string,
  comment: { readonly action: string | undefined; readonly body: string },
): CommentRequest {
  if (comment.action !== 'created') return { kind: 'none', why: `a comment that was ${comment.action ?? 'changed'}` };
  const body = comment.body.replaceAll('\r\n', '\n');
  if (!body.startsWith(command)) return { kind: 'none', why: `a comment that does not begin with ${command}` };
  const rest = body.slice(command.length);
  if (rest !== '' && !/^[ \t\n]/.test(rest)) {
    return { kind: 'none', why: `a comment that does not begin with ${command}` };
  }
  const words = bounded(rest.trim());
  return { kind: 'command', words: words === '' ? undefined : words };
}

function bounded(text: string): string {
  const bytes = Buffer.from(text.replace(/[^\P{C}\t\n]|\p{Zl}|\p{Zp}/gu, ''));
  return bytes.byteLength <= MAX_WORDS ? bytes.toString() : `${bytes.subarray(0, MAX_WORDS).toString()}…`;
}
