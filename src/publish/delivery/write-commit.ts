import { CleanroomError } from '../../support/errors.js';
import type { CommitInfo, GitData, NewEntry } from '../git-data.js';
import type { NextTree, WrittenFile } from './next-tree.js';
import { refusal } from './refusal.js';

/** A text file up to this size travels within the request for the tree: GitHub counts requests that create. */
const MAX_INLINE_BYTES = 256 * 1024;
const MAX_INLINE_TOTAL = 4 * 1024 * 1024;
/** Ends of a request to move a branch after which the branch itself has to tell. */
const UNCLEAR: ReadonlySet<string> = new Set(['github.rejected', 'github.unavailable', 'github.rate-limit']);

/** Makes a commit by GitHub's API, which signs it. What GitHub made must be what was computed here. */
export async function writeByApi(
  git: GitData,
  base: CommitInfo,
  next: NextTree,
  message: string,
  parents: readonly string[],
): Promise<CommitInfo> {
  const tree = await git.createTree(base.tree, await entriesOf(git, next));
  if (tree !== next.id) {
    throw refusal(
      'the tree that GitHub made is not the commit that was worked on with the patch',
      'nothing points to it; apply change.patch of the evidence by hand',
    );
  }
  const commit = await git.createCommit({ message, tree, parents });
  if (commit.tree !== tree || commit.parents.join() !== parents.join())
    throw new CleanroomError('github.response', 'the commit that GitHub made is not the one that was asked for');
  return commit;
}

async function entriesOf(git: GitData, { writes, deletes }: NextTree): Promise<readonly NewEntry[]> {
  const entries: NewEntry[] = deletes.map((path) => ({ path, mode: '100644', type: 'blob', sha: null }));
  let inline = 0;
  for (const { path, mode, id, content } of writes) {
    const text = content && inline + content.length <= MAX_INLINE_TOTAL ? asText(content) : undefined;
    if (text !== undefined && content) {
      inline += content.length;
      entries.push({ path, mode, type: 'blob', content: text });
    } else entries.push({ path, mode, type: 'blob', sha: await blobOf(git, { path, mode, id, content }) });
  }
  return entries;
}

/** Content that survives being a text in JSON. */
function asText(content: Buffer): string | undefined {
  if (content.length === 0 || content.length > MAX_INLINE_BYTES || content.includes(0)) return undefined;
  const text = content.toString('utf8');
  return Buffer.from(text, 'utf8').equals(content) ? text : undefined;
}

async function blobOf(git: GitData, { id, content }: WrittenFile): Promise<string> {
  if (content === undefined) return id;
  const made = await git.createBlob(content);
  if (made === id) return id;
  throw new CleanroomError('github.response', 'the file that GitHub stored is not the one that was sent');
}

/**
 * Puts a commit on a branch that is at `from` (undefined: there is none), one of its parents. Nothing is forced, and a
 * branch that is anywhere else by then stays where it is, also one that was set back.
 * @throws CleanroomError `delivery.refused`, `github.*`
 */
export async function advance(
  git: GitData,
  branch: string,
  commit: CommitInfo,
  from: string | undefined,
): Promise<void> {
  try {
    await git.advance(branch, commit.id, from);
  } catch (error) {
    // Also after errors of the server, which GitHub gives in place of words about a branch that has moved, and after a
    // limit, which may have come behind an answer that got lost.
    const unclear = error instanceof CleanroomError && UNCLEAR.has(error.code);
    if (!unclear || !(await settle(git, branch, commit, from))) throw withWay(error);
  }
}

/** A GitHub that cannot move a branch under a condition does not do it without one: git can. */
function withWay(error: unknown): unknown {
  // A token without the right is told of by the same name, and by another code.
  const unknown = error instanceof CleanroomError && error.code === 'github.rejected';
  if (!unknown || !/\bupdateRefs\b|\bUpdateRefsInput\b/.test(error.message)) return error;
  return new CleanroomError(error.code, error.message, {
    hint: 'this GitHub is too old to move a branch only where nobody else moved it: set deliver-sign to git, which can',
    cause: error,
  });
}

/**
 * After a failure to put a commit on a branch: whether the branch took it all the same and the answer got lost. False
 * where it is as it was.
 * @throws CleanroomError `delivery.refused` when it moved; `github.*`
 */
export async function settle(
  git: GitData,
  branch: string,
  commit: CommitInfo,
  from: string | undefined,
): Promise<boolean> {
  const tip = await git.tip(branch);
  if (tip === commit.id) return true;
  // Somebody may have gone on from it already.
  if (tip !== undefined && (await git.recentCommits(branch)).some(({ id }) => id === commit.id)) return true;
  if (tip === from) return false;
  throw moved();
}

export function moved(): CleanroomError {
  return refusal(
    'the branch has moved since the run began: the change was proved on another commit',
    'run again on the new head; nothing was delivered',
  );
}
