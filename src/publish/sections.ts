import { isObject } from '../support/json-object.js';
import { OF_RESULT } from '../support/result-files.js';
import { costWords, count, duration, exact, fitLines, plural, unbroken } from './format.js';
import { hiddenFromRooms, trustedName } from './guarded.js';
import { codeSpan, fencedBlock, inlineText, inlineWords } from './neutralise.js';
import { type PatchStats, statsOf } from './patch-stats.js';
import type { PublishableEvidence } from './read-evidence.js';
import { END_OF_FOLD, reportBlocks } from './report-view.js';
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
/** Files of a change that are named; the patch has the others. */
const MAX_FILES = 8;
/** UTF-16 units of a part of the report that is kept whole where a long one before it is cut. */
const SHORT_BLOCK = 600;

export interface Links {
  /** Where the evidence can be fetched. */
  readonly artifactUrl?: string | undefined;
  /** The page of the run. */
  readonly runUrl?: string | undefined;
  /** The page of the check run, where one was written. */
  readonly checkUrl?: string | undefined;
}

export function headline({ verdict }: PublishableEvidence): string {
  const { icon, sentence } = VERDICT_WORDS[verdict.verdict];
  const parts = [`### ${icon} ${sentence}`];
  if (!says(sentence, verdict.reason) && !restates(verdict)) parts.push(inlineWords(verdict.reason, 600));
  if (verdict.verdict === 'nothing-to-prove') {
    parts.push('No model was asked, nothing was changed and there is nothing to review here.');
    if (verdict.hint !== null) parts.push(`If a failure was expected: ${inlineWords(verdict.hint, 400)}`);
  } else if (verdict.hint !== null && !showsVerifierChange(verdict) && !listsAsError(verdict, verdict.hint))
    parts.push(`**What to do:** ${inlineWords(verdict.hint, 400)}`);
  return parts.filter((part) => part !== '').join('\n\n');
}

type Verdict = PublishableEvidence['verdict'];

/** Whether the part that the hint says to read stands next to it. */
function showsVerifierChange({ verdict, attempts }: Verdict): boolean {
  return verdict === 'verified-with-verifier-change' && attempts.at(-1)?.verifierEdits?.mode === 'allow';
}

/** Whether the hint is what the report's section lists as wrong with it, which says that there is something to do. */
function listsAsError({ verdict, attempts }: Verdict, hint: string): boolean {
  const report = attempts.at(-1)?.report;
  return verdict === 'report-invalid' && report?.state === 'invalid' && report.errors.slice(0, 1).includes(hint);
}

/** Whether the reason says the passing command and the attempt, and nothing that the rest does not say. */
function restates(verdict: Verdict): boolean {
  const { passingCommand, attempts, reason } = verdict;
  const attempt = attempts.at(-1)?.attempt;
  if (passingCommand === null || attempt === undefined || reason.length > 1000) return false;
  const usual = `${passingCommand} passed in a pristine room on attempt ${attempt}`;
  const end = showsVerifierChange(verdict) ? reason.indexOf(', but the change touches what decides') : -1;
  return words(end === -1 ? reason : reason.slice(0, end)) === words(usual);
}

function words(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether a sentence holds these words already. */
export function says(sentence: string, said: string): boolean {
  return said.length <= 400 && ` ${words(sentence)} `.includes(` ${words(said)} `);
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
    const passes = verdict.verdict === 'nothing-to-prove' ? 'Passes already' : 'Verifier';
    lines.push(`- ${passes}: ${codeSpan(plan.verifier.display, 500)}`);
  }
  lines.push(...changeLines(evidence, Math.floor(max / 2)));
  const seen = [...proofFacts(evidence), ...testFacts(verdict)];
  const cost = costWords(evidence.usage?.total.costUsd ?? null);
  const end = [
    `- Took ${duration(verdict.durationMs)}${effort(evidence)}${cost}`,
    ...seeAlso(links, files.has(OF_RESULT.page)),
  ];
  const used = [...lines, ...end].reduce((sum, line) => sum + line.length + 1, 0);
  const list = fitLines(seen, max - used, (omitted) => `- …and ${plural(omitted, 'more fact')} in verdict.json`);
  return [...lines, ...(list === '' ? [] : [list]), ...end].join('\n');
}

/** How often who tried; nothing where no agent was started. */
function effort({ verdict, patch }: PublishableEvidence): string {
  const { workers } = verdict;
  const attempts = workers.length > 0 ? workers.flatMap((worker) => worker.attempts) : verdict.attempts;
  if (attempts.length === 0 && workers.length === 0 && patch === undefined) return '';
  const team =
    workers.length === 0 ? '' : `, ${plural(workers.length, workers[0]?.kind === 'task' ? 'task' : 'candidate')}`;
  const tried = attempts.length === 0 ? '' : `, ${plural(attempts.length, 'attempt')}`;
  const agent = verdict.agent === null ? '' : `, agent ${inlineText(verdict.agent, 80)}`;
  return `${team}${tried}${agent}`;
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

/** What changed: its size, and the files below it; a line each. */
function changeLines({ verdict, patch }: PublishableEvidence, max: number): readonly string[] {
  if (!patch) return [];
  const stats = statsOf(patch);
  const title = changeTitle(verdict);
  if (stats.totalFiles === 1 && stats.files[0]) return [`- ${title}: ${fileWords(stats.files[0])}`];
  const shown = stats.files.slice(0, MAX_FILES).map((file) => `  - ${fileWords(file)}`);
  const more = (omitted: number): string =>
    `  - …and ${plural(stats.totalFiles - shown.length + omitted, 'more file')}`;
  const list = fitLines(shown, max, more);
  const rest = stats.totalFiles > shown.length && !list.includes('  - …and') ? [more(0)] : [];
  return [`- ${title}: ${sizeWords(stats)}`, ...(list === '' ? [] : [list]), ...rest];
}

function changeTitle({ verified }: Verdict): string {
  return verified ? 'Change' : 'Last change, not verified';
}

function fileWords({ path, binary, added, deleted }: PatchStats['files'][number]): string {
  return `${codeSpan(path, 200)} ${binary ? 'binary' : `+${exact(added)} −${exact(deleted)}`}`;
}

function sizeWords({ totalFiles, added, deleted }: PatchStats): string {
  return `${plural(totalFiles, 'file')}, +${exact(added)} −${exact(deleted)}`;
}

export function attemptsTable({ verdict, usage }: PublishableEvidence, max: number): string {
  const { attempts } = verdict;
  if (attempts.length === 0) return '';
  const used = attempts.some(({ usage: { inputTokens, outputTokens } }) => inputTokens + outputTokens > 0);
  const priced = attempts.some(({ usage }) => costOf(usage.costUsd) !== '');
  const row = (attempt: (typeof attempts)[number], index: number): string => {
    const again = index > 0 && attempts[index - 1]?.summary === attempt.summary;
    // The headline has the reason, as far as it is shown for certain.
    const said = !verdict.green && says(verdict.reason.slice(0, 500), attempt.summary);
    const time = attempt.agent.durationMs + attempt.proofs.reduce((sum, proof) => sum + proof.durationMs, 0);
    const { inputTokens, outputTokens, costUsd } = attempt.usage;
    const cells = [
      attempt.attempt,
      unbroken(OUTCOME_WORDS[attempt.outcome]),
      // Before the figures: a narrow screen shows the first columns.
      again ? 'the same' : said ? 'as said above' : inlineWords(attempt.summary, 200),
      unbroken(duration(time)),
      ...(used
        ? [inputTokens + outputTokens === 0 ? '–' : unbroken(`${count(inputTokens)} in, ${count(outputTokens)} out`)]
        : []),
      ...(priced ? [unbroken(costOf(costUsd)) || '–'] : []),
    ];
    return `| ${cells.join(' | ')} |`;
  };
  const wide = `${used ? ' |' : ''}${priced ? ' |' : ''}`;
  const long = attempts.length > 2 * EDGE_ROWS + 1;
  const rows = long
    ? [
        ...attempts.slice(0, EDGE_ROWS).map(row),
        `| … | ${attempts.length - 2 * EDGE_ROWS} more | | |${wide}`,
        ...attempts.slice(-EDGE_ROWS).map((attempt, index) => row(attempt, attempts.length - EDGE_ROWS + index)),
      ]
    : attempts.map(row);
  const label = attemptsLabel(verdict);
  const head = `${label}| Attempt | Outcome | What happened | Time |${used ? ' Tokens |' : ''}${priced ? ' Cost |' : ''}\n|---:|---|---|---:|${used ? '---:|' : ''}${priced ? '---:|' : ''}\n`;
  const body = fitLines(rows, max - head.length - 200, (omitted) => `| … | ${omitted} more rows | | |${wide}`);
  const total = usage?.total;
  const sum =
    total && total.requests > 0
      ? `\n\n${plural(total.requests, 'model request')}: ${count(total.inputTokens)} tokens in (${count(total.cachedInputTokens)} cached), ${count(total.outputTokens)} out${costWords(total.costUsd)}.${total.estimated ? ' Where the provider gave no counts, tokens are estimated.' : ''}`
      : '';
  return `${head}${body}${sum}`;
}

/** Whose attempts these are, where there were several agents. */
function attemptsLabel({ workers }: Verdict): string {
  if (workers.length === 0) return '';
  const chosen = workers.find((worker) => worker.chosen);
  const whose =
    workers[0]?.kind === 'task' || !chosen ? 'Attempts at the whole' : `Attempts of ${inlineText(chosen.name, 64)}`;
  return `**${whose}**\n\n`;
}

function costOf(usd: number | null): string {
  return costWords(usd).replace(/^, /, '');
}

export function reportSection({ verdict, report, reportSchema }: PublishableEvidence, max: number): string {
  const last = verdict.attempts.at(-1)?.report;
  const invalid = last?.state === 'invalid';
  if (!report && !invalid) return '';
  // Whatever it says, nobody has checked it but by the verifier.
  const head = `#### The agent’s report${verdict.green ? '' : ' (what it claims was not verified)'}`;
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
  const blocks = report ? reportBlocks(withoutBlocked(report.value, verdict), reportSchema) : [];
  const body = fitBlocks(blocks, max - used - 250);
  return [head, ...errors, body].filter((part) => part !== '').join('\n\n');
}

/** What the agent is blocked by has a part of its own. */
function withoutBlocked(report: unknown, { verdict, blocked }: Verdict): unknown {
  return verdict === 'blocked' && blocked && isObject(report) ? { ...report, blocked: null } : report;
}

/**
 * As many blocks as fit; of the first that does not, its first lines, as a table is cut at a row. It leaves room for short
 * ones behind it, which may say more than its last rows.
 */
function fitBlocks(blocks: readonly string[], max: number): string {
  const whole = blocks.join('\n\n');
  if (whole.length <= max) return whole;
  const kept: string[] = [];
  let left = max - 200;
  let lines = 0;
  let cut = 0;
  for (const [index, block] of blocks.entries()) {
    const later = blocks
      .slice(index + 1)
      .filter(({ length }) => length <= SHORT_BLOCK)
      .reduce((sum, { length }) => sum + length + 2, 0);
    // Short ones have their room; of many of them some are left out.
    const mine = block.length <= SHORT_BLOCK ? left : Math.max(left - later, Math.floor(left / 2));
    if (block.length + 2 <= mine) {
      kept.push(block);
      left -= block.length + 2;
    } else if (cut === 0) {
      cut = 1;
      const part = firstLines(block, mine);
      if (part === undefined) continue;
      kept.push(part.text);
      lines = part.omitted;
      left -= part.text.length + 2;
    }
  }
  const more = blocks.length - kept.length;
  const rest = [...(lines > 0 ? [plural(lines, 'more line')] : []), ...(more > 0 ? [plural(more, 'more part')] : [])];
  return [...kept, `…and ${rest.join(' and ')} in report.json.`].join('\n\n');
}

/** A line that is none of a reader's. */
const NO_ROW = /^(?:|<.*>|\|(?: --- \|)+)$/;

/** What of a block fits, cut at a line's end; undefined where that says nothing. What is folded ends all the same. */
function firstLines(block: string, max: number): { readonly text: string; readonly omitted: number } | undefined {
  const lines = block.split('\n');
  const room = max - END_OF_FOLD.length - 4;
  let fits = 0;
  for (let used = 0; fits < lines.length; fits += 1) {
    used += (lines[fits]?.length ?? 0) + 1;
    if (used > room) break;
  }
  const fold = lines.slice(0, fits).findLastIndex((line) => line.startsWith('<details>'));
  let open = fold !== -1 && !lines.slice(fold, fits).includes(END_OF_FOLD);
  // The head of a table without a row.
  if (open && fits - fold <= 4) {
    fits = fold;
    open = false;
  }
  // A label, a blank line and a table's two: less says nothing.
  if (fits <= 4) return undefined;
  const text = [...lines.slice(0, fits), ...(open ? ['', END_OF_FOLD] : [])].join('\n');
  const head = lines.find((line) => line.startsWith('| '));
  const omitted = lines.slice(fits).filter((line) => line !== head && !NO_ROW.test(line)).length;
  return { text, omitted };
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
    ...hiddenFromRooms(evidence),
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
