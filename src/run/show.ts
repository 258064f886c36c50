import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerdictFile } from '../schemas/verdict.js';
import { formatDuration } from '../support/progress-lines.js';
import { neutralLine } from '../support/workflow-text.js';
import type { Finding } from './doctor.js';
import type { RunOutcome } from './run.js';

/** An evidence folder in words, or its verdict as JSON. Everything in it is hostile text. */
export async function showEvidence(directory: string, json: boolean): Promise<string> {
  // Schemas and their validator are loaded only where evidence of others is read.
  const { readEvidence } = await import('../publish/read-evidence.js');
  const evidence = await readEvidence(directory);
  if (json) return JSON.stringify({ ...evidence.verdict, evidence: directory });
  return describe(evidence.verdict, evidence.patch?.text, directory);
}

/** The end of a run, for the person who waited. */
export async function showOutcome(outcome: RunOutcome): Promise<string> {
  const { verdict, evidence } = outcome;
  // The very file that this process has just written.
  const patch = verdict.patch === null ? undefined : await readFile(join(evidence, verdict.patch), 'utf8');
  return describe(verdict, patch, evidence);
}

const MAX_PATCH_LINES = 60;
const MAX_LINE = 500;

function describe(verdict: VerdictFile, patch: string | undefined, directory: string): string {
  const lines: string[] = ['', `${verdict.verdict}: ${verdict.reason}`];
  if (verdict.hint) lines.push(`  → ${verdict.hint}`);
  if (verdict.agent) lines.push('', `agent     ${verdict.agent}`);
  if (verdict.room)
    lines.push(
      `room      ${verdict.room.version}, ${verdict.room.identity}, limits by ${verdict.room.limits['memory'] ?? 'nothing'}`,
    );
  if (verdict.passingCommand) lines.push(`passes    ${verdict.passingCommand}`);
  lines.push(`time      ${formatDuration(verdict.durationMs)}, of which ${formatDuration(verdict.overheadMs)} ours`);
  for (const attempt of verdict.attempts) {
    const tokens =
      attempt.usage.requests === 0
        ? ''
        : `, ${attempt.usage.requests} model calls, ${attempt.usage.inputTokens} + ${attempt.usage.outputTokens} tokens${cost(attempt.usage)}`;
    lines.push(
      `attempt ${attempt.attempt} ${attempt.outcome} in ${formatDuration(attempt.agent.durationMs)}, ${attempt.patch.files} files +${attempt.patch.added} −${attempt.patch.deleted}${tokens}: ${attempt.summary}`,
    );
  }
  for (const { host, reason, allow } of verdict.denied) {
    lines.push(`denied    ${host}: ${reason}`);
    for (const line of allow) lines.push(`  allow   ${line}`);
  }
  for (const notice of verdict.notices) lines.push(`note      ${notice}`);
  if (patch) {
    const shown = patch.split('\n');
    lines.push('', ...shown.slice(0, MAX_PATCH_LINES));
    if (shown.length > MAX_PATCH_LINES) lines.push(`… ${shown.length - MAX_PATCH_LINES} more lines in change.patch`);
  }
  lines.push('', `evidence  ${directory}`);
  return lines.map((line) => neutralLine(line, MAX_LINE)).join('\n');
}

/** What `doctor` found, aligned. */
export function showFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, state, detail, mend }) => [
    `${state.padEnd(8)}${name.padEnd(width)}  ${detail}`,
    ...(mend === null ? [] : [`${' '.repeat(8 + width)}  → ${mend}`]),
  ]);
  return lines.map((line) => neutralLine(line, MAX_LINE)).join('\n');
}

function cost({ costUsd, estimated }: VerdictFile['attempts'][number]['usage']): string {
  return `${costUsd === null || costUsd === 0 ? '' : `, ${costUsd} USD`}${estimated ? ' (partly estimated)' : ''}`;
}
