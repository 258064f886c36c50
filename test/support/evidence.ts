import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFolder } from '../../src/evidence/folder.js';
import { checkManifest } from '../../src/evidence/manifest.js';
import { readEvidence } from '../../src/publish/read-evidence.js';
import { checkRecord } from '../../src/run/verify-record.js';
import type { Manifest } from '../../src/schemas/manifest.js';
import type { UsageFile } from '../../src/schemas/usage.js';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { messageOf } from '../../src/support/errors.js';
import { ROOT } from './dist.js';

/** One journal line; the schema says what else it holds. */
export type JournalLine = { readonly event: string } & Readonly<Record<string, unknown>>;

/** An evidence folder as a program that knows only schemas/ reads it. */
export interface EvidenceFolder {
  /** Relative paths of all files, sorted. */
  readonly files: readonly string[];
  read(path: string): string;
  json(path: string): unknown;
  verdict(): VerdictFile;
  usage(): UsageFile;
  journal(): JournalLine[];
}

export function openEvidence(directory: string): EvidenceFolder {
  const read = (path: string): string => readFileSync(join(directory, path), 'utf8');
  const json = (path: string): unknown => JSON.parse(read(path));
  return {
    files: readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
      .sort(),
    read,
    json,
    verdict: () => json('verdict.json') as VerdictFile,
    usage: () => json('usage.json') as UsageFile,
    journal: () => jsonLines(read('journal.jsonl')) as JournalLine[],
  };
}

/** Documents with a schema of ours, by their names in an evidence folder; a JSON Lines file is checked line by line. */
const SCHEMAS: Readonly<Record<string, string>> = {
  'journal.jsonl': 'journal',
  'access.jsonl': 'access',
  'commands.jsonl': 'command',
  'mcp.jsonl': 'mcp',
  'plan.json': 'plan',
  'usage.json': 'usage',
  'snapshot.json': 'snapshot',
  'verdict.json': 'verdict',
  'findings.json': 'findings',
  'manifest.json': 'manifest',
};

/** There only where a room asked for something, or a worker was stuck. */
const WHERE_NEEDED: readonly string[] = [
  'access.jsonl',
  'commands.jsonl',
  'mcp.jsonl',
  'snapshot.json',
  'findings.json',
];

/**
 * Everything that is wrong with the evidence of a run that ended by itself: a missing document, a line that its schema
 * does not allow, a report that the plan's schema does not allow, a digest that does not match. Empty: nothing.
 */
export async function evidenceProblems(directory: string): Promise<string[]> {
  const evidence = openEvidence(directory);
  const problems: string[] = [];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    if (!evidence.files.includes(name)) {
      if (!WHERE_NEEDED.includes(name)) problems.push(`${name} is missing`);
      continue;
    }
    const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', `${schema}.schema.json`), 'utf8')));
    const text = evidence.read(name);
    if (name.endsWith('.jsonl') && !text.endsWith('\n')) problems.push(`${name} ends in the middle of a line`);
    const documents = name.endsWith('.jsonl') ? jsonLines(text) : [JSON.parse(text)];
    for (const [index, document] of documents.entries())
      problems.push(...complaints(validate, document).map((text) => `${name}:${index + 1} ${text}`));
  }
  const tests = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas/tests.schema.json'), 'utf8')));
  for (const name of evidence.files.filter((file) => file.startsWith('tests/')))
    problems.push(...complaints(tests, evidence.json(name)).map((text) => `${name} ${text}`));
  const gap = evidence.journal().findIndex((line, index) => line['seq'] !== index + 1);
  if (gap >= 0) problems.push(`journal.jsonl:${gap + 1} does not count on`);
  problems.push(...(await checkManifest(directory, evidence.json('manifest.json') as Manifest)));
  // What somebody who distrusts it looks for.
  const { findings } = await checkRecord(await readFolder(directory));
  for (const { check, state, detail, problems: wrong = [] } of findings)
    if (state !== 'ok') problems.push(`${check} ${state}: ${detail}`, ...wrong);
  // And what a job looks for that publishes it with a token that writes.
  await readEvidence(directory, { manifestSha256: undefined }).catch((error: unknown) =>
    problems.push(messageOf(error)),
  );
  return problems;
}

function complaints(validate: ValidateFunction, document: unknown): string[] {
  return validate(document) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}
