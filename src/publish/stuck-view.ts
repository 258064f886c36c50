import { fitLines, plural } from './format.js';
import { codeSpan, inlineText } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { says } from './sections.js';

const CHECKS = {
  confirmed: '✔️ confirmed by the run',
  unconfirmed: 'not confirmed by the run',
  contradicted: '✖️ contradicted by the run',
} as const;

const KINDS = {
  contradiction: 'the task contradicts itself or the verifier',
  access: 'something needed cannot be reached',
  infrastructure: 'the surroundings are broken',
  other: 'another reason',
} as const;

/**
 * What a person goes on from: where the run was stuck, or what its agent says is in the way; empty where neither is.
 * What the headline says already, by the verdict's reason and hint, is not said again.
 */
export function handOverSection({ verdict }: PublishableEvidence, max: number): string {
  const { stuck, blocked } = verdict;
  // As far as it is shown for certain.
  const said = `${verdict.reason.slice(0, 500)} ${verdict.hint?.slice(0, 350) ?? ''}`;
  const lines: string[] = [];
  if (verdict.verdict === 'blocked' && blocked) {
    lines.push(
      '**Blocked**',
      '',
      `- By: ${KINDS[blocked.kind]}`,
      ...(says(said, blocked.reason) ? [] : [`- The agent says: ${inlineText(blocked.reason, 1000)}`]),
    );
    if (blocked.evidence !== '') lines.push(`- Its evidence: ${inlineText(blocked.evidence, 1500)}`);
    lines.push(`- ${CHECKS[blocked.check]}: ${inlineText(blocked.note, 400)}`);
  }
  if (stuck && !verdict.green && verdict.verdict !== 'blocked') {
    lines.push(
      '**Where it was stuck**',
      '',
      `- After attempt ${stuck.attempt}${says(said, stuck.message) ? '' : `: ${inlineText(stuck.message, 400)}`}`,
      ...(stuck.command === null
        ? []
        : [
            `- Last failing command: ${codeSpan(stuck.command, 500)}${stuck.log === null ? '' : `, output in ${codeSpan(stuck.log, 200)}`}`,
          ]),
      ...(stuck.failure === null || says(`${said} ${stuck.next.slice(0, 500)}`, stuck.failure)
        ? []
        : [`- It says: ${inlineText(stuck.failure, 400)}`]),
      ...(says(said, stuck.next) ? [] : [`- The smallest next change: ${inlineText(stuck.next, 600)}`]),
      `- All of it: ${codeSpan(stuck.snapshot.replace(/json$/, 'md'), 200)} in the evidence`,
    );
  }
  return fitLines(lines, max, (omitted) => `- …and ${plural(omitted, 'more line')} in verdict.json`);
}
