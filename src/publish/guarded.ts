import { fitLines, plural } from './format.js';
import { codeSpan, inlineText } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { trustedName } from './sections.js';

const MAX_PATHS = 20;
const MAX_PATHS_IN_LINE = 8;

/**
 * What was kept from the agent and what it tried against a rule: refused paths, files that were taken from the trusted
 * commit, configuration that rooms or the agent did not see. Empty when there is nothing to say.
 */
export function guardedSection({ verdict, plan, journal }: PublishableEvidence, max: number): string {
  const base = journal.find((record) => record.event === 'base.ready');
  const { overlaid, masked: all } = base?.event === 'base.ready' ? base : { overlaid: [], masked: [] };
  // No room ever has it: nothing about this run.
  const masked = all.filter((path) => path !== '.git');
  const refusals = verdict.attempts.at(-1)?.refusals ?? [];
  const trusted = trustedName(plan);
  const lines = [
    ...refusals
      .slice(0, MAX_PATHS)
      .map(({ path, reason }) => `- ⛔ Refused ${codeSpan(path, 200)}: ${inlineText(reason, 200)}`),
    ...(refusals.length > MAX_PATHS ? [`- …and ${plural(refusals.length - MAX_PATHS, 'more refused path')}`] : []),
    ...(overlaid.length > 0
      ? [`- Taken from the trusted commit${trusted}, not from the change under test: ${paths(overlaid)}`]
      : []),
    ...(masked.length > 0 ? [`- Hidden from rooms: ${paths(masked)}`] : []),
    ...(verdict.hiddenConfig.length > 0
      ? [`- Configuration of agents, hidden from the agent: ${paths(verdict.hiddenConfig)}`]
      : []),
  ];
  if (lines.length === 0) return '';
  const head = '**Protected and hidden**\n\n';
  return `${head}${fitLines(lines, max - head.length, (omitted) => `- …and ${plural(omitted, 'more line')}`)}`;
}

function paths(list: readonly string[]): string {
  const shown = list.slice(0, MAX_PATHS_IN_LINE).map((path) => codeSpan(path, 100));
  return `${shown.join(', ')}${list.length > shown.length ? ` and ${list.length - shown.length} more` : ''}`;
}
