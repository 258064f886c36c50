import { type Finding, isPlaced } from './annotations.js';
import { fitLines } from './format.js';
import { codeSpan, inlineWords } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { says } from './sections.js';

/** Failures that are shown; the page and findings.json have the others. */
const MAX_FAILURES = 10;

/**
 * What the verifier said last, a line for each failure with its place; empty where the run is green, or where the
 * verdict's reason says all of it.
 */
export function failingSection({ verdict, findings }: PublishableEvidence, max: number): string {
  if (verdict.green || verdict.verdict === 'nothing-to-prove' || findings === undefined) return '';
  const attempts = [...verdict.attempts, ...verdict.workers.flatMap((worker) => worker.attempts)];
  // Else the base is all that was asked about.
  if (!attempts.some(({ proofs }) => proofs.some(({ passed }) => !passed))) return '';
  const all = findings.findings.filter(({ source, level }) => source === 'verifier' && level === 'failure');
  const [only] = all;
  const said =
    only !== undefined && all.length === 1 && !isPlaced(only) && says(verdict.reason.slice(0, 500), only.title);
  if (only === undefined || said) return '';
  const head = '**What fails still**\n\n';
  const shown = all.slice(0, MAX_FAILURES).map(line);
  const left = all.length - shown.length;
  let cut = false;
  const body = fitLines(shown, max - head.length - 100, (omitted) => {
    cut = true;
    return more(omitted + left);
  });
  return `${head}${body}${left > 0 && !cut ? `\n${more(left)}` : ''}`;
}

function line(finding: Finding): string {
  const { title, rule, startLine } = finding;
  const name = rule === null || rule === title || says(title, rule) ? '' : `${inlineWords(rule, 150)}: `;
  const place = isPlaced(finding)
    ? ` (${codeSpan(`${finding.path}${startLine === null ? '' : `:${startLine}`}`, 200)})`
    : '';
  return `- ${name}${inlineWords(title, 250) || 'A failure without words'}${place}`;
}

function more(omitted: number): string {
  return `- …and ${omitted} more in findings.json of the evidence`;
}
