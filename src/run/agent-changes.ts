import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CleanroomError } from '../support/errors.js';
import { type CheckoutFacts, runInCheckout } from '../workspace/git.js';
import type { Patch } from '../workspace/types.js';

/** Paths that fit into a command line of git. */
const MOST_PATHS = 500;

/** What a person is told of an agent's changes, a line each. */
export async function keepChanges(from: {
  readonly patch: Patch;
  /** Where the diff goes, if there is one. */
  readonly file: string;
  /** The person named that file. */
  readonly named: boolean;
  readonly apply: boolean;
  readonly checkout: CheckoutFacts;
  readonly workCommit: string;
  /** PATH of git. */
  readonly path: string;
}): Promise<{ readonly lines: readonly string[]; readonly applied: boolean }> {
  const { patch, file, checkout } = from;
  const refused = patch.refusals.map(({ path, reason }) => `not in the patch: ${path}: ${reason}`);
  if (patch.diff.length === 0) {
    if (from.named) await write(file, patch.diff);
    return { lines: [...refused, 'the agent changed nothing'], applied: true };
  }
  await write(file, patch.diff);
  const files = `${patch.files.length} file${patch.files.length === 1 ? '' : 's'}`;
  const lines = [...refused, `changes of ${files}: ${file}`];
  if (!from.apply) return { lines: [...lines, `to have them: git -C ${checkout.root} apply ${file}`], applied: true };
  const why = await apply(from);
  if (why === undefined) return { lines: [...lines, `applied to ${checkout.root}`], applied: true };
  return { lines: [...lines, `not applied to ${checkout.root}: ${why}`], applied: false };
}

/** Applies a patch to a checkout whose files are as the room had them at first. Says why it did not. */
async function apply(from: {
  readonly patch: Patch;
  readonly file: string;
  readonly checkout: CheckoutFacts;
  readonly workCommit: string;
  readonly path: string;
}): Promise<string | undefined> {
  const { patch, checkout, workCommit, path } = from;
  const git = (...args: string[]) => runInCheckout(checkout.root, path, args);
  const head = await git('rev-parse', '--verify', '--quiet', 'HEAD');
  if (head.stdout.toString('utf8').trim() !== workCommit) return 'another commit is checked out by now';
  const names = patch.files.map((entry) => Buffer.from(entry.path, 'latin1').toString('utf8'));
  const paths = names.length > MOST_PATHS || names.some((name) => name.includes('\ufffd')) ? [] : ['--', ...names];
  const status = await git('--literal-pathspecs', 'status', '--porcelain', '--untracked-files=all', ...paths);
  if (status.code !== 0) return status.stderr.trim().slice(0, 500);
  if (status.stdout.length > 0) return 'files of the patch are changed there too';
  const applied = await git('apply', '--binary', '--whitespace=nowarn', '--', from.file);
  return applied.code === 0 ? undefined : applied.stderr.trim().slice(0, 500);
}

async function write(file: string, content: Buffer): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o600 });
  } catch (cause) {
    throw new CleanroomError('agent.patch', `the changes could not be written to ${file}`, {
      hint: 'name another file with --patch',
      cause,
    });
  }
}
