import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildManifest } from '../../src/evidence/manifest.js';
import { STATEMENT_FILES, statementFiles } from '../../src/evidence/statement.js';
import type { JournalRecord } from '../../src/schemas/journal.js';
import type { Plan } from '../../src/schemas/plan.js';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { canonicalJson, sha256 } from '../../src/support/canonical-json.js';

/** What somebody who holds a whole evidence folder, and this program's source, can do to it. */
export interface Forger {
  readonly directory: string;
  read(path: string): string;
  write(path: string, text: string | Buffer): void;
  verdict(change: (verdict: VerdictFile) => void): void;
  journal(change: (lines: JournalRecord[]) => readonly JournalRecord[] | undefined): void;
  /** With its digest wherever that stands. */
  plan(change: (plan: Plan) => void): void;
  /** With its digest wherever that stands. */
  patch(diff: string): void;
  /** Statement and manifest anew, over whatever there is now. */
  seal(): Promise<void>;
}

/** A copy of an evidence folder for a forger. */
export function forger(evidence: string, directory: string): Forger {
  cpSync(evidence, directory, { recursive: true });
  const path = (name: string): string => join(directory, name);
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  const write = (name: string, text: string | Buffer): void => writeFileSync(path(name), text);
  const edit = <T>(name: string, change: (value: T) => void): T => {
    const value = JSON.parse(read(name)) as T;
    change(value);
    write(name, `${JSON.stringify(value, null, 2)}\n`);
    return value;
  };
  const own: Forger = {
    directory,
    read,
    write,
    verdict: (change) => void edit<VerdictFile>('verdict.json', change),
    journal(change) {
      const lines = read('journal.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as JournalRecord);
      const changed = change(lines) ?? lines;
      const text = changed.map((line, index) => `${JSON.stringify({ ...line, seq: index + 1 })}\n`).join('');
      write('journal.jsonl', text);
    },
    plan(change) {
      const digest = sha256(canonicalJson(edit<Plan>('plan.json', change)));
      own.verdict((verdict) => {
        verdict.planSha256 = digest;
      });
      own.journal((lines) => {
        for (const line of lines) if (line.event === 'run.planned') line.planSha256 = digest;
        return lines;
      });
    },
    patch(diff) {
      const digest = sha256(diff);
      write('change.patch', diff);
      write('attempts/1/change.patch', diff);
      own.verdict(({ attempts }) => {
        for (const { patch } of attempts) Object.assign(patch, { sha256: digest, bytes: diff.length });
      });
      own.journal((lines) => {
        for (const line of lines)
          if (line.event === 'patch.collected') Object.assign(line, { sha256: digest, bytes: diff.length });
        return lines;
      });
    },
    async seal() {
      const files = statementFiles((name) => (existsSync(path(name)) ? readFileSync(path(name)) : undefined));
      for (const what of ['statement', 'predicate', 'subjects'] as const) write(STATEMENT_FILES[what], files[what]);
      write('manifest.json', `${JSON.stringify(await buildManifest(directory), null, 2)}\n`);
    },
  };
  return own;
}
