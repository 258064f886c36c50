/** The known name that a person probably meant; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const text = word.toLowerCase().slice(0, 64);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(text, name);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/**
 * A sentence for the hint of an error; undefined when no name is near.
 * @param prefix what stands before such a name where it is written
 */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string | undefined {
  const name = nearest(word, known);
  return name === undefined ? undefined : `did you mean ${prefix}${name}?`;
}

/** How many letters are wrong, missing, too many, or exchanged with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? replaced) + 1 : replaced;
      next.push(Math.min(replaced, exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
