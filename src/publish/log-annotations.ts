import { neutralLine } from '../support/workflow-text.js';
import { annotationsOf } from './annotations.js';
import type { Annotation } from './checks.js';
import type { PublishableEvidence } from './read-evidence.js';
import type { ChannelState, PublishSettings } from './types.js';

/** GitHub shows this many annotations of each level that one step writes to its log. */
const MAX_SHOWN = 10;
const MAX_MESSAGE = 1000;

/** What `@actions/core` offers: each prints one workflow command, escaped. */
export interface AnnotationLog {
  error(message: string, properties: AnnotationPlace): void;
  warning(message: string, properties: AnnotationPlace): void;
  notice(message: string, properties: AnnotationPlace): void;
}

export interface AnnotationPlace {
  readonly title: string;
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** The findings that the log of the job has to show, because no check run shows them. */
export function annotationsForLog(
  evidence: PublishableEvidence,
  check: ChannelState,
  { check: wanted }: PublishSettings,
): readonly Annotation[] {
  if (check.state === 'written' || wanted === 'never') return [];
  const all = annotationsOf(evidence);
  return (['failure', 'warning', 'notice'] as const).flatMap((level) =>
    all.filter((one) => one.annotation_level === level).slice(0, MAX_SHOWN),
  );
}

/** Writes annotations as workflow commands: one line each, without anything that could be another command. */
export function annotateLog(annotations: readonly Annotation[], log: AnnotationLog): void {
  for (const { path, start_line, end_line, annotation_level, title, message } of annotations) {
    const place = { title: neutralLine(title, 200), file: path, startLine: start_line, endLine: end_line };
    const text = neutralLine(message, MAX_MESSAGE);
    if (annotation_level === 'failure') log.error(text, place);
    else if (annotation_level === 'warning') log.warning(text, place);
    else log.notice(text, place);
  }
}
