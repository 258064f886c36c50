import type { JournalRecord } from '../schemas/journal.js';
import { plural } from './format.js';
import { inlineText } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';

/** How rooms were held, looked into and watched: rows of the details, each a name and a value. */
export function roomRows({
  verdict,
  journal,
  commands,
  mcp,
}: PublishableEvidence): readonly (readonly [string, string])[] {
  if (!verdict.room) return [];
  const { backend, version, identity, audit } = verdict.room;
  const probes = journal.filter((record) => record.event === 'probes.finished');
  const audits = journal.filter((record) => record.event === 'audit.finished');
  const ruled = commandWords(journal, commands);
  return [
    ['Room', inlineText(`${backend}, ${version}, ${identity}`, 200)],
    ...(probes.length > 0 ? [['Probes', probeWords(probes)] as const] : []),
    ['Audit', audits.length > 0 ? auditWords(audits) : inlineText(audit, 300)],
    ...(ruled === '' ? [] : [['Commands', ruled] as const]),
    ...(mcp.length === 0 ? [] : [['MCP', mcpWords(mcp)] as const]),
  ];
}

function probeWords(probes: readonly Extract<JournalRecord, { event: 'probes.finished' }>[]): string {
  const passed = probes.reduce((sum, record) => sum + record.passed, 0);
  const failed = probes.flatMap((record) => record.failed);
  const rooms = `in ${plural(probes.length, 'room')}`;
  if (failed.length === 0) return `${plural(passed, 'probe')} passed ${rooms}`;
  return `${passed} passed, ${failed.length} failed ${rooms}: ${inlineText([...new Set(failed)].join(', '), 200)}`;
}

/** How many commands the host ran and refused, and what held the rules for the others. */
function commandWords(journal: PublishableEvidence['journal'], commands: PublishableEvidence['commands']): string {
  const applied = journal.findLast((record) => record.event === 'rules.applied');
  const counted = <T extends string>(of: readonly T[], words: Readonly<Partial<Record<T, string>>>): string =>
    Object.entries<string | undefined>(words)
      .map(([key, word]) => [of.filter((one) => one === key).length, word] as const)
      .filter(([times]) => times > 0)
      .map(([times, word]) => `${times} ${word}`)
      .join(', ');
  const asked = commands.map(({ verdict }) => verdict);
  const calls = counted(asked, { allowed: 'brokered', failed: 'failed', refused: 'refused' });
  const idle = (applied?.brokered.length ?? 0) > 0 ? 'none brokered' : '';
  const rules = counted(
    (applied?.rules ?? []).map(({ level }) => level),
    {
      enforced: 'enforced',
      watched: 'watched',
      advice: 'advice',
      grant: 'that allow',
    },
  );
  return [calls || idle, rules && `rules: ${rules}`].filter((part) => part !== '').join('; ');
}

/** How often tools of each server were called by way of the host. */
function mcpWords(calls: PublishableEvidence['mcp']): string {
  const servers = [...new Set(calls.map(({ server }) => server))].sort();
  return servers
    .slice(0, 20)
    .map((server) => {
      const of = calls.filter((call) => call.server === server);
      const count = (verdict: string): number => of.filter((call) => call.verdict === verdict).length;
      const others = [
        ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
        ...(count('refused') > 0 ? [`${count('refused')} refused`] : []),
      ];
      const counted = [plural(count('allowed'), 'call'), ...others].join(', ');
      return `${inlineText(server, 40)}: ${counted}`;
    })
    .join('; ');
}

function auditWords(audits: readonly Extract<JournalRecord, { event: 'audit.finished' }>[]): string {
  const sum = (pick: (record: (typeof audits)[number]) => number): number =>
    audits.reduce((total, record) => total + pick(record), 0);
  const dropped = sum((record) => record.dropped);
  const seen = `${plural(
    sum((record) => record.execs),
    'program',
  )} and ${plural(
    sum((record) => record.connects),
    'connection',
  )} in \`exec.jsonl\``;
  return dropped === 0 ? seen : `${seen}, **${dropped} events missing**`;
}
