import { exact, fitLines, plural } from './format.js';
import { codeSpan, fencedBlock, inlineText } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';

const MAX_FILES = 20;
const MAX_NAMES = 10;

type Attempt = PublishableEvidence['verdict']['attempts'][number];

/** What the run says of a change of what decides. It comes first where that change is a part of what was verified. */
export function verifierChange(
  { verdict, verifierPatch }: PublishableEvidence,
  max: number,
): { readonly first: string; readonly later: string } {
  const edits = verdict.attempts.at(-1)?.verifierEdits;
  if (!edits) return { first: '', later: '' };
  const taken = edits.mode === 'allow';
  const title = taken ? '#### What decides was changed' : '**Left out: changes to what decides**';
  const words = taken
    ? takenWords(verdict.verdict, edits)
    : 'They are no part of the change below, and nothing was proved with them.';
  const shown = edits.files
    .slice(0, MAX_FILES)
    .map(
      ({ path, status, glob, trusted }) =>
        `- ${codeSpan(path, 200)} ${status} (protected by ${codeSpan(glob, 100)}${trusted ? ', on top of the trusted commit’s version' : ''})`,
    );
  const head = `${title}\n\n${words}\n\n`;
  const list = fitLines(shown, Math.floor(max / 3), (omitted) => `- …and ${plural(omitted, 'more file')}`);
  const more = edits.files.length > MAX_FILES ? `\n- …and ${plural(edits.files.length - MAX_FILES, 'more file')}` : '';
  const diff = verifierPatch ? diffOf(verifierPatch, max - head.length - list.length - more.length - 300, taken) : '';
  const section = `${head}${list}${more}${diff}`;
  return taken ? { first: section, later: '' } : { first: '', later: section };
}

function takenWords(verdict: string, { unchangedPasses }: NonNullable<Attempt['verifierEdits']>): string {
  if (verdict !== 'verified-with-verifier-change') return 'This change was not accepted.';
  const unchanged =
    unchangedPasses === true
      ? 'As it was, the verifier passes with the rest of the change as well.'
      : 'As it was, the verifier does **not** pass with the rest of the change.';
  return `The verdict is worth as much as this part. On the base the changed verifier fails, as it has to. ${unchanged}`;
}

function diffOf(
  { text, bytes }: NonNullable<PublishableEvidence['verifierPatch']>,
  max: number,
  open: boolean,
): string {
  const block = fencedBlock(text, 'diff', max);
  if (block.markdown === '') return '\n\nIts diff does not fit here: see verifier.patch in the evidence.';
  const cut =
    block.omitted > 0
      ? `\n\nCut here: ${exact(block.omitted)} more characters of ${exact(bytes)} bytes. The whole of it is verifier.patch in the evidence.`
      : '';
  if (open) return `\n\n${block.markdown}${cut}`;
  return `\n\n<details><summary>Their diff</summary>\n\n${block.markdown}${cut}\n\n</details>`;
}

/** How often the proof was run, what depends on chance, and what the hidden verifier says: a line each. */
export function proofFacts({ verdict }: PublishableEvidence): readonly string[] {
  const last = verdict.attempts.at(-1);
  const base = verdict.baselineConfirmations;
  const runs = last?.confirmations;
  return [
    ...(last?.hidden === undefined || last.hidden === 'not-run'
      ? []
      : [`- Hidden verifier: ${last.hidden === 'passed' ? 'passes' : '**fails**'}`]),
    ...(runs && runs.passed < runs.runs ? [`- The proof passed in ${runs.passed} of ${plural(runs.runs, 'run')}`] : []),
    ...(runs && runs.flaky.length > 0 ? [`- Flaky: ${names(runs.flaky)}`] : []),
    ...(base ? [`- The base failed in ${base.runs - base.passed} of ${plural(base.runs, 'run')}`] : []),
    ...(base && base.flaky.length > 0 ? [`- Flaky on the base: ${names(base.flaky)}`] : []),
  ];
}

function names(flaky: readonly string[]): string {
  const shown = flaky.slice(0, MAX_NAMES).map((name) => inlineText(name, 120));
  return `${shown.join(', ')}${flaky.length > shown.length ? ` and ${flaky.length - shown.length} more` : ''}`;
}
