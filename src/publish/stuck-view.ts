import { fitLines, plural } from './format.js';
import { codeSpan, inlineText, inlineWords } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { says } from './sections.js';

const CHECKS = {
  confirmed: '✔️ Confirmed by the run',
  unconfirmed: 'Not confirmed by the run',
  contradicted: '✖️ Contradicted by the run',
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
      `- Why: ${KINDS[blocked.kind]}`,
      ...(says(said, blocked.reason) ? [] : [`- The agent says: ${inlineText(blocked.reason, 1000)}`]),
    );
    if (blocked.evidence !== '') lines.push(`- Its evidence: ${inlineText(blocked.evidence, 1500)}`);
    if (blocked.check === 'unconfirmed' || !says(said, blocked.note))
      lines.push(`- ${CHECKS[blocked.check]}: ${inlineWords(blocked.note, 400)}`);
  }
  if (stuck && !verdict.green && verdict.verdict !== 'blocked') {
    const notes = stuck.snapshot.replace(/json$/, 'md');
    const refused = verdict.attempts.at(-1)?.outcome === 'refused';
    const facts = [
      ...(says(said, stuck.message) ? [] : [`- After attempt ${stuck.attempt}: ${inlineWords(stuck.message, 400)}`]),
      // A patch that was refused was not judged: what failed was something before it.
      ...(stuck.command === null || refused
        ? []
        : [
            `- Last failing command: ${codeSpan(stuck.command, 500)}${stuck.log === null ? '' : `, output in ${codeSpan(stuck.log, 200)}`}`,
          ]),
      ...(stuck.failure === null || refused || says(`${said} ${stuck.next.slice(0, 500)}`, stuck.failure)
        ? []
        : [`- It says: ${inlineText(stuck.failure, 400)}`]),
      ...(says(said, nextOf(stuck)) ? [] : [`- The smallest next change: ${inlineWords(stuck.next, 600)}`]),
      ...(says(said, notes) ? [] : [`- All of it: ${codeSpan(notes, 200)} in the evidence`]),
    ];
    // One fact is no list.
    if (facts.length === 1) lines.push(facts[0]?.slice(2) ?? '');
    else if (facts.length > 1) lines.push('**Where it was stuck**', '', ...facts);
  }
  return fitLines(lines, max, (omitted) => `- …and ${plural(omitted, 'more line')} in verdict.json`);
}

/** Without the failure that it ends with, which stands by itself. */
function nextOf({ next, failure }: NonNullable<PublishableEvidence['verdict']['stuck']>): string {
  return failure === null ? next : next.replace(` It says: ${failure}`, '');
}
