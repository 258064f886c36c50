import type { VerdictFile } from '../schemas/verdict.js';
import { exact, plural } from './format.js';
import { inlineText } from './neutralise.js';

type Proof = VerdictFile['attempts'][number]['proofs'][number];

const MAX_FINDINGS = 5;

/** The last proof of the change itself: of the attempt that was proved, else of the last one. */
function lastProof({ attempts }: VerdictFile, counts: (proof: Proof) => boolean = () => true): Proof | undefined {
  const attempt = attempts.findLast(({ outcome }) => outcome === 'proved') ?? attempts.at(-1);
  const proofs = attempt?.proofs.filter(counts) ?? [];
  return proofs.findLast(({ what }) => what === 'patch') ?? proofs.at(-1);
}

/** A task's own verifier over the merged change, which the base says nothing of. */
const ofTask = ({ room }: Proof): boolean => room.endsWith('-joint');

/** `1,234 tests executed (base: 1,230, 2 failed)`; undefined where nothing was counted. */
export function testWords(verdict: VerdictFile): string | undefined {
  const now = lastProof(verdict, (proof) => !ofTask(proof))?.tests;
  const base = verdict.baseline?.tests;
  if (!now || (now.executed === 0 && now.skipped === 0 && (base?.executed ?? 0) === 0)) return undefined;
  const word = now.assertions === now.executed && now.assertions > 0 ? 'assertion' : 'test';
  const skipped = now.skipped > 0 ? `, ${exact(now.skipped)} skipped` : '';
  const before = base ? ` (base: ${exact(base.executed)}${failedWords(base)})` : '';
  return `${exact(now.executed)} ${word}${now.executed === 1 ? '' : 's'} executed${failedWords(now)}${skipped}${before}`;
}

/** How many of them failed, behind their number; nothing where none did. */
function failedWords({ failed }: NonNullable<Proof['tests']>): string {
  return failed > 0 ? `, ${exact(failed)} failed` : '';
}

/** Why a run that exited with 0 did not count, of the last proof. */
export function floorFindings(verdict: VerdictFile): readonly string[] {
  return lastProof(verdict)?.floor ?? [];
}

/** Lines for a comment: what was executed, and what was missing. */
export function testFacts(verdict: VerdictFile): readonly string[] {
  const words = testWords(verdict);
  const findings = floorFindings(verdict);
  const more = findings.length - MAX_FINDINGS;
  return [
    ...(words === undefined ? [] : [`- ${words}`]),
    ...findings.slice(0, MAX_FINDINGS).map((finding) => `- Not counted as green: ${inlineText(finding, 300)}`),
    ...(more > 0 ? [`- …and ${plural(more, 'more finding')}`] : []),
  ];
}
