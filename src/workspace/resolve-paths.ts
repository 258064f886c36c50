import type { Store } from './git.js';

export interface Commits {
  /** Whose tree rooms show. */
  readonly base: string;
  /** Who decides about instructions. */
  readonly trusted: string;
  /** Whether their trees can differ. */
  readonly differ: boolean;
}

export interface Target {
  /** Names of what the path leads to in each commit, over links; undefined where it leads to no file of it. */
  readonly base: string | undefined;
  readonly trusted: string | undefined;
  /** Of the base's. */
  readonly bytes: number;
  /** Whether the base's is a folder. */
  readonly folder: boolean;
}

/**
 * What paths lead to, links followed as far as they stay inside.
 * @param differ false: both commits have one tree
 * @param folders whether a folder is something too; otherwise only a file is
 */
export async function resolvePaths(
  store: Store,
  { base, trusted }: Pick<Commits, 'base' | 'trusted'>,
  paths: readonly string[],
  differ: boolean,
  folders = false,
): Promise<Map<string, Target>> {
  if (paths.length === 0) return new Map();
  // One line each; a path with a line's end in it leads nowhere.
  const plain = (path: string): string => (/[\n\0]/.test(path) ? '' : path);
  const asked = paths.flatMap((path) => [base, ...(differ ? [trusted] : [])].map((of) => `${of}:${plain(path)}\n`));
  const { stdout } = await store.run(['cat-file', '--batch-check', '--follow-symlinks'], {
    input: asked.join(''),
    maxBytes: 1 << 26,
  });
  const answers = answersOf(
    stdout,
    folders ? /^([0-9a-f]{40,64}) (blob|tree) (\d+)$/ : /^([0-9a-f]{40,64}) (blob) (\d+)$/,
  );
  const step = differ ? 2 : 1;
  return new Map(
    paths.map((path, index) => {
      const first = answers[index * step];
      const second = differ ? answers[index * step + 1] : first;
      const { id, bytes = 0, folder = false } = first ?? {};
      return [path, { base: id, trusted: second?.id, bytes, folder }];
    }),
  );
}

interface Answer {
  readonly id: string;
  readonly folder: boolean;
  readonly bytes: number;
}

/** `ID TYPE SIZE`, `… missing`, or a word with a size and so many bytes in the next line. Source: git-cat-file(1). */
function answersOf(output: Buffer, wanted: RegExp): (Answer | undefined)[] {
  const found: (Answer | undefined)[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const line = output.toString('latin1', at, end < 0 ? output.length : end);
    at = end < 0 ? output.length : end + 1;
    const blob = wanted.exec(line);
    const more = /^(?:symlink|dangling|loop|notdir) (\d+)$/.exec(line);
    if (more) at += Number(more[1]) + 1;
    found.push(blob ? { id: blob[1] ?? '', folder: blob[2] === 'tree', bytes: Number(blob[3]) } : undefined);
  }
  return found;
}
