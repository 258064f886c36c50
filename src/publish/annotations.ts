import type { FindingsFile } from '../schemas/findings.js';
import { isRepositoryPath } from '../support/repository-path.js';
import type { Annotation } from './checks.js';
import { fitLines, plural } from './format.js';
import { codeSpan, inlineText, plainLine, visible } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';

export type Finding = FindingsFile['findings'][number];

/** Annotations of one check run: ten requests. What is past it is in the evidence. */
export const MAX_ANNOTATIONS = 500;
/** GitHub's own bounds are 255 characters and 64 KB. */
const MAX_TITLE = 200;
const MAX_MESSAGE = 8000;

/** A finding at a place of the repository. */
export type PlacedFinding = Finding & { readonly path: string };

export function isPlaced(finding: Finding): finding is PlacedFinding {
  return finding.path !== null && isRepositoryPath(finding.path);
}

/** The findings that have a place, worst first where there are too many, as GitHub takes them. */
export function annotationsOf(evidence: PublishableEvidence): readonly Annotation[] {
  const placed = (evidence.findings?.findings ?? []).filter(isPlaced);
  const levels = ['failure', 'warning', 'notice'] as const;
  const chosen =
    placed.length <= MAX_ANNOTATIONS ? placed : levels.flatMap((level) => placed.filter((one) => one.level === level));
  return chosen.slice(0, MAX_ANNOTATIONS).map(({ path, startLine, endLine, level, title, message, rule }) => {
    // GitHub knows no annotation of a whole file.
    const start = startLine ?? 1;
    const words = visible(message).trim().slice(0, MAX_MESSAGE);
    return {
      path,
      start_line: start,
      end_line: Math.max(start, endLine ?? start),
      annotation_level: level,
      title: plainLine(title, MAX_TITLE) || plainLine(rule ?? '', MAX_TITLE) || 'Finding',
      message: words === '' ? plainLine(title, MAX_TITLE) || 'No words' : words,
    };
  });
}

/** How many there are, and those that have no place, as Markdown of at most `max` UTF-16 units. */
export function findingsSection(evidence: PublishableEvidence, max: number): string {
  const { findings = [], omitted = 0 } = evidence.findings ?? {};
  if (findings.length === 0) return '';
  const placed = findings.filter(isPlaced);
  const shown = Math.min(placed.length, MAX_ANNOTATIONS);
  const rest = findings.length - shown + omitted - (findings.length - placed.length);
  const head = [
    `**Findings**: ${plural(findings.length + omitted, 'finding')}, ${shown} at lines of files`,
    rest > 0 ? `; ${rest} more are in findings.json of the evidence` : '',
  ].join('');
  const lines = findings
    .filter((finding) => !isPlaced(finding))
    .map(({ level, title, rule, message }) => {
      const name = rule === null || rule === title ? '' : ` ${codeSpan(rule, 100)}`;
      const more = message === '' || message === title ? '' : `: ${inlineText(message, 200)}`;
      return `- ${level}${name} ${inlineText(title, 150)}${more}`;
    });
  if (lines.length === 0) return head;
  return `${head}\n\n${fitLines(lines, max - head.length - 2, (omit) => `- …and ${omit} more`)}`;
}
