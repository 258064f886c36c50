import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CleanroomError, messageOf } from '../support/errors.js';
import { makeDirectories } from '../support/make-directories.js';
import { type CheckoutFacts, runInCheckout, withoutFilters } from '../workspace/git.js';
import type { Patch } from '../workspace/types.js';

/** Paths that fit into a command line of git. */
const MOST_PATHS = 500;

/** What a person is told of an agent's changes, a line each. */
export async function keepChanges(from: {
  readonly patch: Patch;
  /** Where the diff goes, if there is one. */
  readonly file: string;
  /** Where it goes when that file, which the person named, cannot be written; undefined: they named none. */
  readonly spare: string | undefined;
  readonly apply: boolean;
  readonly checkout: CheckoutFacts;
  readonly workCommit: string;
  /** PATH of git. */
  readonly path: string;
}): Promise<{ readonly lines: readonly string[]; readonly asAsked: boolean }> {
  const { patch, checkout } = from;
  const refused = patch.refusals.map(({ path, reason }) => `not in the patch: ${path}: ${reason}`);
  if (patch.diff.length === 0) {
    if (from.spare !== undefined) await write(from.file, patch.diff);
    return { lines: [...refused, 'the agent changed nothing'], asAsked: true };
  }
  const { file, why: unwritten } = await writeSomewhere(from, patch.diff);
  const files = `${patch.files.length} file${patch.files.length === 1 ? '' : 's'}`;
  const lines = [...refused, ...unwritten, `changes of ${files}: ${file}`];
  const asAsked = unwritten.length === 0;
  if (!from.apply) return { lines: [...lines, `to have them: git -C ${checkout.root} apply ${file}`], asAsked };
  const why = await apply({ ...from, file });
  if (why === undefined) return { lines: [...lines, `applied to ${checkout.root}`], asAsked };
  return { lines: [...lines, `not applied to ${checkout.root}: ${why}`], asAsked: false };
}

/** An agent's work is not lost because a file cannot be written. */
async function writeSomewhere(
  { file, spare }: { readonly file: string; readonly spare: string | undefined },
  diff: Buffer,
): Promise<{ readonly file: string; readonly why: readonly string[] }> {
  try {
    await write(file, diff);
    return { file, why: [] };
  } catch (error) {
    if (spare === undefined) throw error;
    await write(spare, diff);
    return { file: spare, why: [messageOf(error)] };
  }
}

/** Of a submodule only its commit: inside, another configuration would rule. */
const UNCHANGED = ['--porcelain', '--untracked-files=all', '--ignore-submodules=dirty'];

/** Applies a patch to a checkout whose files are as the room had them at first. Says why it did not. */
async function apply(from: {
  readonly patch: Patch;
  readonly file: string;
  readonly checkout: CheckoutFacts;
  readonly workCommit: string;
  readonly path: string;
}): Promise<string | undefined> {
  const { patch, checkout, workCommit, path } = from;
  const env = await withoutFilters(checkout.root, path);
  const git = (...args: string[]) => runInCheckout(checkout.root, path, args, env);
  const head = await git('rev-parse', '--verify', '--quiet', 'HEAD');
  if (head.stdout.toString('utf8').trim() !== workCommit) return 'another commit is checked out by now';
  const names = patch.files.map((entry) => Buffer.from(entry.path, 'latin1').toString('utf8'));
  const paths = names.length > MOST_PATHS || names.some((name) => name.includes('\ufffd')) ? [] : ['--', ...names];
  const status = await git('--literal-pathspecs', 'status', ...UNCHANGED, ...paths);
  if (status.code !== 0) return status.stderr.trim().slice(0, 500);
  if (status.stdout.length > 0) return 'files of the patch are changed there too';
  const applied = await git('apply', '--binary', '--whitespace=nowarn', '--', from.file);
  return applied.code === 0 ? undefined : applied.stderr.trim().slice(0, 500);
}

async function write(file: string, content: Buffer): Promise<void> {
  try {
    makeDirectories(dirname(file));
    await writeFile(file, content, { mode: 0o600 });
  } catch (cause) {
    throw new CleanroomError('agent.patch', `the changes could not be written to ${file} (${messageOf(cause)})`, {
      hint: 'name another file with --patch',
      cause,
    });
  }
}
