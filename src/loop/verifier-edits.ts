import type { Patch, PatchFile } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';
import type { RunState } from './state.js';
import type { AttemptRecord } from './types.js';

type EditsRecord = NonNullable<AttemptRecord['verifierEdits']>;

/** A change of what decides that is not refused. */
export interface EditedVerifier {
  readonly mode: EditsRecord['mode'];
  /** These edits alone, and all but these. */
  readonly alone: Patch;
  readonly rest: Patch;
  readonly record: EditsRecord;
}

/** What of a change is proved and handed on. */
export interface SettledPatch {
  readonly patch: Patch;
  readonly check: PatchCheck;
  readonly edits: EditedVerifier | undefined;
}

/** Files of an edited verifier that a record names. */
const MAX_FILES = 200;

/**
 * Tells a change of what decides from the rest, and writes it down apart. With `report` the rest alone goes on; with
 * `allow` all of it does.
 */
export async function settleEdits(
  state: RunState,
  attempt: number,
  whole: Patch,
  check: PatchCheck,
): Promise<SettledPatch> {
  const { plan, workspace, evidence, digest, showPath } = state.parts;
  const mode = plan.proof.verifierEdits;
  state.verifierPatch = undefined;
  if (check.verifierEdits.length === 0 || check.refusals.length > 0 || mode === 'deny')
    return { patch: whole, check, edits: undefined };
  const limits = { bytes: plan.limits.patchBytes, files: plan.limits.patchFiles };
  const edited = new Set<PatchFile>(check.verifierEdits.map(({ file }) => file));
  const others = whole.files.filter((file) => !edited.has(file));
  // One after the other: both are written to the same repository.
  const alone = await workspace.select(whole, [...edited], limits);
  const rest = await workspace.select(whole, others, limits);
  const path = state.file(`attempts/${attempt}/verifier.patch`);
  evidence.writeFile(path, alone.diff, { shapes: false });
  state.verifierPatch = alone.diff;
  const overlaid = new Set(workspace.base.overlaid);
  const record: EditsRecord = {
    mode,
    files: check.verifierEdits.slice(0, MAX_FILES).map(({ file, glob }) => {
      const shown = showPath(file.path);
      return { path: shown, status: file.status, glob, trusted: overlaid.has(shown) };
    }),
    patch: path,
    sha256: digest(alone.diff),
    unchangedPasses: null,
  };
  const refusals = [...check.refusals, ...alone.refusals, ...rest.refusals];
  const patch = mode === 'report' ? rest : whole;
  // A selection has entries of its own for the same files.
  const newTests = patch.files.filter((file) => check.newTests.some((test) => test.path === file.path));
  const verifierEdits = mode === 'report' ? [] : check.verifierEdits;
  return { patch, check: { refusals, newTests, verifierEdits }, edits: { mode, alone, rest, record } };
}

/** The files of an edited verifier in a sentence. */
export function editedFiles({ files }: EditsRecord): string {
  const shown = files.slice(0, 5).map(({ path }) => path);
  return `${shown.join(', ')}${files.length > shown.length ? ` and ${files.length - shown.length} more` : ''}`;
}

/** What an agent and a reader are told where the edits do not count. */
export function leftOutWords(record: EditsRecord): string {
  return `Changes to what decides were left out, and the rest alone was judged: ${editedFiles(record)}.`;
}
