import { type Finding, isPlaced } from './annotations.js';
import { fitLines } from './format.js';
import { codeSpan, inlineWords } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { says } from './sections.js';

/** Failures that are shown; the page and findings.json have the others. */
const MAX_FAILURES = 10;
/** Characters that a reader sees of a failure's name, words and place: as many as there is room for its line. */
const SIZES = [
  { name: 150, title: 250, place: 200 },
  { name: 40, title: 80, place: 80 },
  { name: 0, title: 12, place: 6 },
] as const;

/**
 * What the verifier said last, a line for each failure with its place; of one that the verdict's reason says, the place
 * alone. Empty where the run is green, or where the reason says all of it.
 */
export function failingSection({ verdict, findings }: PublishableEvidence, max: number): string {
  if (verdict.green || verdict.verdict === 'nothing-to-prove' || findings === undefined) return '';
  const attempts = [...verdict.attempts, ...verdict.workers.flatMap((worker) => worker.attempts)];
  // Else the base is all that was asked about.
  if (!attempts.some(({ proofs }) => proofs.some(({ passed }) => !passed))) return '';
  const all = findings.findings.filter(({ source, level }) => source === 'verifier' && level === 'failure');
  const [only] = all;
  if (only === undefined) return '';
  const reason = verdict.reason.slice(0, 500);
  if (all.length === 1 && says(reason, only.title)) {
    if (!isPlaced(only) || says(reason, placeOf(only))) return '';
    return `**Where it fails**: ${codeSpan(placeOf(only), SIZES[0].place)}`;
  }
  const head = '**What fails still**\n\n';
  const room = max - head.length - 100;
  const shown = linesOf(all.slice(0, MAX_FAILURES), room - 200);
  const left = all.length - shown.length;
  let cut = false;
  const body = fitLines(shown, room, (omitted) => {
    cut = true;
    return more(omitted + left);
  });
  return `${head}${body}${left > 0 && !cut ? `\n${more(left)}` : ''}`;
}

/** Text that has to be escaped grows: where all of them do not fit, none takes the room of another. */
function linesOf(failures: readonly Finding[], room: number): readonly string[] {
  const whole = failures.map((failure) => line(failure, SIZES[0]));
  if (whole.reduce((sum, { length }) => sum + length + 1, 0) <= room) return whole;
  const share = Math.floor(room / failures.length) - 1;
  return failures.map((failure) => {
    const fits = SIZES.find((size) => line(failure, size).length <= share) ?? SIZES[2];
    return line(failure, fits);
  });
}

function line(finding: Finding, size: (typeof SIZES)[number]): string {
  const { title, rule } = finding;
  const named = size.name > 0 && rule !== null && rule !== title && !says(title, rule);
  const name = named ? `${inlineWords(rule, size.name)}: ` : '';
  const place = isPlaced(finding) ? ` (${codeSpan(placeOf(finding), size.place)})` : '';
  return `- ${name}${inlineWords(title, size.title) || 'A failure without words'}${place}`;
}

function placeOf({ path, startLine }: Finding): string {
  return `${path}${startLine === null ? '' : `:${startLine}`}`;
}

function more(omitted: number): string {
  return `- …and ${omitted} more in findings.json of the evidence`;
}
