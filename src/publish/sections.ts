import { OF_RESULT } from '../support/result-files.js';
import { costWords, count, duration, exact, fitLines, plural } from './format.js';
import { codeSpan, fencedBlock, inlineText } from './neutralise.js';
import { type PatchStats, statsOf } from './patch-stats.js';
import type { PublishableEvidence } from './read-evidence.js';
import { reportBlocks } from './report-view.js';
import { roomRows } from './room-rows.js';
import { testFacts } from './test-words.js';
import { OUTCOME_WORDS, VERDICT_WORDS } from './verdict-words.js';
import { proofFacts } from './verifier-change.js';

/*
 * The parts that comment and summary are made of. Each takes its own bound in UTF-16 units, keeps to it whatever the
 * evidence holds, and is an empty string when there is nothing to say.
 */

/** One for each stage, and one for a private address. */
const MAX_ALLOW_LINES = 4;
const MAX_HOSTS = 30;
const MAX_NOTICES = 30;
const MAX_ERRORS = 20;
/** Rows of a long attempts table that are shown from its start and from its end. */
const EDGE_ROWS = 10;

export interface Links {
  /** Where the evidence can be fetched. */
  readonly artifactUrl?: string | undefined;
  /** The page of the run. */
  readonly runUrl?: string | undefined;
  /** The page of the check run, where one was written. */
  readonly checkUrl?: string | undefined;
}

export function headline({ verdict }: PublishableEvidence): string {
  const words = VERDICT_WORDS[verdict.verdict];
  const parts = [`### ${words.icon} ${words.sentence}`];
  if (!says(words.sentence, verdict.reason)) parts.push(inlineText(verdict.reason, 600));
  if (verdict.verdict === 'nothing-to-prove') {
    parts.push('No model was asked, nothing was changed and there is nothing to review here.');
    if (verdict.hint !== null) parts.push(`If a failure was expected: ${inlineText(verdict.hint, 400)}`);
  } else if (verdict.hint !== null) parts.push(`**What to do:** ${inlineText(verdict.hint, 400)}`);
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Whether a sentence holds these words already. */
export function says(sentence: string, words: string): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return words.length <= 400 && ` ${plain(sentence)} `.includes(` ${plain(words)} `);
}

export function facts(evidence: PublishableEvidence, links: Links, max: number): string {
  const { verdict, plan, files } = evidence;
  const proved = verdict.attempts.findLast((attempt) => attempt.outcome === 'proved');
  const confirmed = proved?.confirmations;
  const lines: string[] = [];
  if (verdict.passingCommand !== null) {
    const runs = confirmed && confirmed.runs > 1 ? ` (${confirmed.passed} of ${plural(confirmed.runs, 'run')})` : '';
    lines.push(`- Passing command: ${codeSpan(verdict.passingCommand, 500)}${runs}`);
  } else if (plan?.verifier) {
    lines.push(`- Verifier: ${codeSpan(plan.verifier.display, 500)}`);
  }
  const seen = [...proofFacts(evidence), ...testFacts(verdict)];
  const agent = verdict.agent === null ? '' : `, agent ${inlineText(verdict.agent, 80)}`;
  const cost = costWords(evidence.usage?.total.costUsd ?? null);
  const end = [
    `- Took ${duration(verdict.durationMs)}, ${plural(verdict.attempts.length, 'attempt')}${agent}${cost}`,
    ...seeAlso(links, files.has(OF_RESULT.page)),
  ];
  const used = [...lines, ...end].reduce((sum, line) => sum + line.length + 1, 0);
  const list = fitLines(seen, max - used, (omitted) => `- …and ${plural(omitted, 'more fact')} in verdict.json`);
  return [...lines, ...(list === '' ? [] : [list]), ...end].join('\n');
}

function seeAlso({ artifactUrl, runUrl, checkUrl }: Links, page: boolean): readonly string[] {
  const evidence = link('evidence', artifactUrl);
  const report = page ? ` (open ${codeSpan(OF_RESULT.page)} in it first)` : '';
  const to = [evidence === '' ? '' : `${evidence}${report}`, link('run', runUrl), link('check', checkUrl)];
  const there = to.filter((entry) => entry !== '');
  if (there.length === 0) return page ? [`- Two minutes of reading: ${codeSpan(OF_RESULT.page)} in the evidence`] : [];
  return [`- See the ${there.slice(0, -1).join(', the ')}${there.length > 1 ? ' and the ' : ''}${there.at(-1) ?? ''}`];
}

/** Addresses come from the caller, never from evidence; one that is no plain web address is left out. */
export function link(label: string, url: string | undefined): string {
  return url !== undefined && url.length <= 500 && /^https?:\/\/[\w.:-]+\/[\w./?=&%~+-]*(?:#[\w-]+)?$/.test(url)
    ? `[${label}](${url})`
    : '';
}

export function changes({ verdict, patch }: PublishableEvidence, max: number): string {
  if (!patch) return '';
  const stats = statsOf(patch);
  const title = verdict.verified ? 'Change' : 'Last change, not verified';
  const head = `**${title}**: ${sizeWords(stats)}`;
  const lines = stats.files.map(
    (file) => `- ${codeSpan(file.path, 200)} ${file.binary ? 'binary' : `+${file.added} −${file.deleted}`}`,
  );
  const more = (omitted: number): string =>
    `- …and ${plural(stats.totalFiles - stats.files.length + omitted, 'more file')}`;
  const list = fitLines(lines, max - head.length - 250, more);
  const rest = stats.totalFiles > stats.files.length && !list.includes('- …and') ? `\n${more(0)}` : '';
  return `${head}\n\n${list}${rest}`;
}

function sizeWords({ totalFiles, added, deleted }: PatchStats): string {
  return `${plural(totalFiles, 'file')}, +${added} −${deleted}`;
}

export function attemptsTable({ verdict, usage }: PublishableEvidence, max: number): string {
  const { attempts } = verdict;
  if (attempts.length === 0) return '';
  const priced = attempts.some(({ usage }) => costOf(usage.costUsd) !== '');
  const row = (attempt: (typeof attempts)[number]): string => {
    const time = attempt.agent.durationMs + attempt.proofs.reduce((sum, proof) => sum + proof.durationMs, 0);
    const { inputTokens, outputTokens, costUsd } = attempt.usage;
    const cells = [
      attempt.attempt,
      OUTCOME_WORDS[attempt.outcome],
      duration(time),
      inputTokens + outputTokens === 0 ? '–' : `${count(inputTokens)} in, ${count(outputTokens)} out`,
      ...(priced ? [costOf(costUsd) || '–'] : []),
      inlineText(attempt.summary, 200),
    ];
    return `| ${cells.join(' | ')} |`;
  };
  const wide = priced ? ' |' : '';
  const long = attempts.length > 2 * EDGE_ROWS + 1;
  const rows = long
    ? [
        ...attempts.slice(0, EDGE_ROWS).map(row),
        `| … | ${attempts.length - 2 * EDGE_ROWS} more | | | |${wide}`,
        ...attempts.slice(-EDGE_ROWS).map(row),
      ]
    : attempts.map(row);
  const head = `| Attempt | Outcome | Time | Tokens |${priced ? ' Cost |' : ''} What happened |\n|---:|---|---:|---:|${priced ? '---:|' : ''}---|\n`;
  const body = fitLines(rows, max - head.length - 200, (omitted) => `| … | ${omitted} more rows | | | |${wide}`);
  const total = usage?.total;
  const sum =
    total && total.requests > 0
      ? `\n\n${plural(total.requests, 'model request')}: ${count(total.inputTokens)} tokens in (${count(total.cachedInputTokens)} cached), ${count(total.outputTokens)} out${costWords(total.costUsd)}.${total.estimated ? ' Where the provider gave no counts, tokens are estimated.' : ''}`
      : '';
  return `${head}${body}${sum}`;
}

function costOf(usd: number | null): string {
  return costWords(usd).replace(/^, /, '');
}

export function reportSection({ verdict, report, reportSchema }: PublishableEvidence, max: number): string {
  const last = verdict.attempts.at(-1)?.report;
  const invalid = last?.state === 'invalid';
  if (!report && !invalid) return '';
  const head = '### Report';
  const errors = invalid
    ? [
        'It does not match its schema:',
        fitLines(
          last.errors.slice(0, MAX_ERRORS).map((error) => `- ${inlineText(error, 300)}`),
          Math.floor(max / 3),
          (omitted) => `- …and ${omitted} more`,
        ),
      ]
    : [];
  const used = head.length + errors.reduce((sum, part) => sum + part.length + 2, 0);
  const blocks = report ? reportBlocks(report.value, reportSchema) : [];
  const body = fitBlocks(blocks, max - used - 250);
  return [head, ...errors, body].filter((part) => part !== '').join('\n\n');
}

/** As many blocks as fit; of the first that does not, its first lines, as a table is cut at a row. */
function fitBlocks(blocks: readonly string[], max: number): string {
  const whole = blocks.join('\n\n');
  if (whole.length <= max) return whole;
  const kept: string[] = [];
  let left = max - 200;
  for (const block of blocks) {
    if (block.length + 2 > left) break;
    kept.push(block);
    left -= block.length + 2;
  }
  const lines = blocks[kept.length]?.split('\n') ?? [];
  let fits = 0;
  for (let used = 2; fits < lines.length; fits += 1) {
    used += (lines[fits]?.length ?? 0) + 1;
    if (used > left) break;
  }
  // A label, a blank line and a table's two: less says nothing.
  const part = fits > 4;
  if (part) kept.push(lines.slice(0, fits).join('\n'));
  const more = blocks.length - kept.length;
  const rest = [
    ...(part ? [plural(lines.length - fits, 'more line')] : []),
    ...(more > 0 ? [plural(more, 'more part')] : []),
  ];
  return [...kept, `…and ${rest.join(' and ')} in report.json.`].join('\n\n');
}

export function deniedSection({ verdict }: PublishableEvidence, max: number): string {
  if (verdict.denied.length === 0) return '';
  const shown = verdict.denied.slice(0, MAX_HOSTS);
  const lines = shown.map(({ host, reason, allow }) => {
    // The reason of a refused host ends with the very lines, for those who have no table.
    const why = allow.length > 0 ? (reason.split('; to permit it, ', 1)[0] ?? reason) : reason;
    const options = allow.slice(0, MAX_ALLOW_LINES).map((line) => codeSpan(line, 300));
    return `| ${codeSpan(host, 150)} | ${inlineText(why, 150)} | ${options.join(' and ')} |`;
  });
  const head = '**Asked for and denied**\n\n| Host | Why | Lines that would allow it |\n|---|---|---|\n';
  const body = fitLines(lines, max - head.length - 100, (omitted) => `| … | ${omitted} more | |`);
  const rest =
    verdict.denied.length > shown.length ? `\n| … | ${verdict.denied.length - shown.length} more hosts | |` : '';
  return `${head}${body}${rest}`;
}

export function noticesSection(evidence: PublishableEvidence, max: number): string {
  const { verdict, warnings } = evidence;
  const weaknesses = verdict.room?.weaknesses ?? [];
  const all = [
    ...warnings.map((text) => `- ${inlineText(text)}`),
    ...weaknesses.slice(0, MAX_NOTICES).map((text) => `- Not enforced by the room: ${inlineText(text)}`),
    ...verdict.notices.slice(0, MAX_NOTICES).map((text) => `- ${inlineText(text)}`),
    ...(verdict.notices.length > MAX_NOTICES
      ? [`- …and ${plural(verdict.notices.length - MAX_NOTICES, 'more notice')}`]
      : []),
  ];
  if (all.length === 0) return '';
  return `**Notices**\n\n${fitLines(all, max - 20, (omitted) => `- …and ${omitted} more`)}`;
}

export function detailsSection(evidence: PublishableEvidence, max: number): string {
  const { verdict, plan, patch } = evidence;
  const rows: readonly (readonly [string, string])[] = [
    ...(plan
      ? [
          ['Work commit', codeSpan(plan.source.workCommit)] as const,
          ['Trusted commit', `${codeSpan(plan.source.trustedCommit)}${trustedName(plan)}`] as const,
          ['Policy digest', codeSpan(plan.policy.sha256)] as const,
          ['Report schema digest', codeSpan(plan.report.sha256)] as const,
          ['Tool', inlineText(plan.tool, 60)] as const,
        ]
      : []),
    ...(verdict.planSha256 === null ? [] : [['Plan digest', codeSpan(verdict.planSha256)] as const]),
    ...(patch ? [['Patch digest', codeSpan(patch.sha256)] as const] : []),
    ...roomRows(evidence),
    ...(verdict.instructions.length > 0 ? [['Instructions', digests(verdict.instructions)] as const] : []),
    ...(plan?.room.writable ? [['The agent could write', paths(plan.room.writable)] as const] : []),
  ];
  if (rows.length === 0) return '';
  const head = '<details><summary>Plan, policy and digests</summary>\n\n| | |\n|---|---|\n';
  const body = fitLines(
    rows.map(([name, value]) => `| ${name} | ${value} |`),
    max - head.length - 20,
    (omitted) => `| … | ${omitted} more rows |`,
  );
  return `${head}${body}\n\n</details>`;
}

/** The ref that the trusted commit was found by, behind it; empty where that is the commit itself. */
export function trustedName(plan: PublishableEvidence['plan']): string {
  const { trustedRef = '', trustedCommit = '' } = plan?.source ?? {};
  return trustedRef === trustedCommit ? '' : ` (${inlineText(trustedRef, 100)})`;
}

function paths(list: readonly string[]): string {
  const shown = list.slice(0, 10).map((path) => codeSpan(path, 100));
  return `${shown.join(', ')}${list.length > shown.length ? ` and ${list.length - shown.length} more` : ''}`;
}

function digests(files: PublishableEvidence['verdict']['instructions']): string {
  const shown = files.slice(0, 10).map(({ path, sha256 }) => `${codeSpan(path, 100)} ${codeSpan(sha256.slice(0, 12))}`);
  return `${shown.join(', ')}${files.length > shown.length ? ` and ${files.length - shown.length} more` : ''}`;
}

/** The patch, folded; cut at a line's end with a notice when it does not fit. */
export function patchSection({ patch }: PublishableEvidence, max: number): string {
  if (!patch) return '';
  const head = `<details><summary>Patch: ${sizeWords(statsOf(patch))}</summary>\n\n`;
  const tail = '\n\n</details>';
  const noticeRoom = 200;
  const block = fencedBlock(patch.text, 'diff', max - head.length - tail.length - noticeRoom);
  if (block.markdown === '')
    return max > 200 ? `The patch (${exact(patch.bytes)} bytes) does not fit here: see change.patch.` : '';
  const notice =
    block.omitted > 0
      ? `\n\nCut here: ${exact(block.omitted)} more characters of ${exact(patch.bytes)} bytes. The whole patch is change.patch in the evidence.`
      : '';
  return `${head}${block.markdown}${notice}${tail}`;
}
