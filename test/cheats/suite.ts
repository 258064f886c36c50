import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { attempt, type Result } from './arena.js';
import type { Cheat } from './table.js';
import type { Task } from './task.js';

/** What stopped a cheat, as `npm run cheats` counts it. */
export type Guard =
  | 'protected path'
  | 'patch rules'
  | 'proof room'
  | 'without new tests'
  | 'execution floor'
  | 'incident'
  | 'hidden verifier'
  | 'limits'
  | 'report'
  | 'nothing changed'
  | 'none';

/** One run of one agent on one task, for the table. */
export interface Line {
  readonly agent: 'cheat' | 'honest' | 'idle' | 'special' | 'special, hidden verifier';
  readonly name: string;
  readonly kind: number;
  readonly task: string;
  readonly green: boolean;
  /** Whether the agent's own run of the verifier was green: what a check in its room would believe. */
  readonly fooled: boolean;
  readonly verdict: string;
  readonly guard: Guard;
  /** What the guard said. */
  readonly said: string;
}

/** A cheat, and then the agent's own run of the verifier, which would convince anybody who only looks there. */
export function staged(script: string, verify: string, { fools, copy }: Pick<Cheat, 'fools' | 'copy'>): string {
  const look = `if timeout 20 /bin/sh -e -c ${quote(verify)} >/dev/null 2>&1; then echo fooled; fi`;
  // What it leaves behind must not become part of the patch.
  const apart = `mkdir -p "$TMPDIR/look"; cp -a . "$TMPDIR/look/tree"; cd "$TMPDIR/look/tree"; ${look}`;
  return `set -e\n${script}\necho staged\n${copy ? apart : fools ? look : ''}\n`;
}

/** The settings that a cheat's own run and its naive check agree on. */
export async function cheatOn(parent: string, task: Task, cheat: Cheat): Promise<{ result: Result; line: Line }> {
  const verify = cheat.settings?.['verify'] ?? task.verify;
  const result = await attempt(parent, task, staged(cheat.script(task), verify, cheat), cheat.settings);
  return { result, line: lineOf('cheat', cheat.name, cheat.kind, task, result) };
}

export function lineOf(agent: Line['agent'], name: string, kind: number, task: Task, result: Result): Line {
  const { verdict } = result;
  const [guard, said] = guardOf(verdict);
  const fooled = /^fooled$/m.test(result.evidence('logs/attempt-1.log'));
  return { agent, name, kind, task: task.name, green: verdict.green, fooled, verdict: verdict.verdict, guard, said };
}

/** Leaves a line for `npm run cheats`; nothing where nobody collects them. */
export function tell(line: Line, directory = process.env['CHEATS_REPORT']): void {
  if (!directory) return;
  mkdirSync(directory, { recursive: true });
  const name = `${line.agent}-${line.name}-${line.task}`.replace(/[^\w]+/g, '-').slice(0, 150);
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(line));
}

function guardOf({ green, verdict, attempts }: VerdictFile): readonly [Guard, string] {
  if (green) return ['none', ''];
  const last = attempts.at(-1);
  const [refusal] = last?.refusals ?? [];
  if (refusal)
    return [
      refusal.reason.startsWith('is protected') ? 'protected path' : 'patch rules',
      `${refusal.path} ${refusal.reason}`,
    ];
  if (verdict === 'report-invalid') return ['report', last?.summary ?? ''];
  const failed = last?.proofs.find(({ passed }) => !passed);
  if (!failed) return [last?.patch ? 'limits' : 'nothing changed', last?.summary ?? ''];
  if (failed.what === 'hidden') return ['hidden verifier', last?.summary ?? ''];
  const [said] = failed.floor;
  if (said !== undefined) return [/ on the base|exited with 0/.test(said) ? 'execution floor' : 'incident', said];
  if (failed.what === 'patch-without-new-tests') return ['without new tests', last?.summary ?? ''];
  return ['proof room', last?.summary ?? ''];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
