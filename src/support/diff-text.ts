/** Lines of a text, one at a time, so that a large patch is not held twice. */
export function* diffLines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    if (end === -1) {
      yield text.slice(start);
      return;
    }
    yield text.slice(start, end);
    start = end + 1;
  }
}

/** The path of `diff --git a/x b/x`: both halves are the same unless a `rename to` line follows. */
export function headerPath(line: string): string {
  const rest = line.slice('diff --git '.length);
  return withoutPrefix(rest.slice(Math.floor(rest.length / 2) + 1));
}

/** A path without git's `a/` or `b/`, quoted or not. */
export function withoutPrefix(path: string): string {
  return path.replace(/^("?)[ab]\//, '$1');
}
