import { fitLines, plural } from './format.js';
import { codeSpan, inlineText } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';

const MAX_PATHS = 20;
const MAX_PATHS_IN_LINE = 8;

/**
 * What was kept from the agent and what it tried against a rule: refused paths, files that were taken from the trusted
 * commit, configuration that the agent did not see. Empty when there is nothing to say.
 */
export function guardedSection({ verdict, plan, journal }: PublishableEvidence, max: number): string {
  const base = journal.find((record) => record.event === 'base.ready');
  const overlaid = base?.event === 'base.ready' ? base.overlaid : [];
  const refusals = verdict.attempts.at(-1)?.refusals ?? [];
  const trusted = trustedName(plan);
  const lines = [
    ...refusals
      .slice(0, MAX_PATHS)
      .map(({ path, reason }) => `- ⛔ Refused: ${codeSpan(path, 200)} ${inlineText(reason, 200)}`),
    ...(refusals.length > MAX_PATHS ? [`- …and ${plural(refusals.length - MAX_PATHS, 'more refused path')}`] : []),
    ...(overlaid.length > 0
      ? [`- Taken from the trusted commit${trusted}, not from the change under test: ${paths(overlaid)}`]
      : []),
    // Where no agent was started, there was nobody to hide it from.
    ...(verdict.hiddenConfig.length > 0 && verdict.verdict !== 'nothing-to-prove'
      ? [`- Configuration of agents, hidden from the agent: ${paths(verdict.hiddenConfig)}`]
      : []),
  ];
  if (lines.length === 0) return '';
  // What is usual and alone is no list.
  const usual = lines.length === 1 && refusals.length === 0 ? lines[0]?.slice(2) : undefined;
  if (usual !== undefined && usual.length <= max) return usual;
  const head = '**Protected and hidden**\n\n';
  return `${head}${fitLines(lines, max - head.length, (omitted) => `- …and ${plural(omitted, 'more line')}`)}`;
}

/** The ref that the trusted commit was found by, behind it; empty where that is the commit itself. */
export function trustedName(plan: PublishableEvidence['plan']): string {
  const { trustedRef = '', trustedCommit = '' } = plan?.source ?? {};
  return trustedRef === trustedCommit ? '' : ` (${inlineText(trustedRef, 100)})`;
}

/** Files of the checkout that no room had, as a row of the details: what is not committed is none of a reviewer's. */
export function hiddenFromRooms({
  journal,
}: Pick<PublishableEvidence, 'journal'>): readonly (readonly [string, string])[] {
  const base = journal.find((record) => record.event === 'base.ready');
  // No room ever has that one: nothing about this run.
  const masked = base?.event === 'base.ready' ? base.masked.filter((path) => path !== '.git') : [];
  return masked.length > 0 ? [['Hidden from rooms', paths(masked)]] : [];
}

function paths(list: readonly string[]): string {
  const shown = list.slice(0, MAX_PATHS_IN_LINE).map((path) => codeSpan(path, 100));
  return `${shown.join(', ')}${list.length > shown.length ? ` and ${list.length - shown.length} more` : ''}`;
}
