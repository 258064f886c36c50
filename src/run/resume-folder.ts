import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { checkManifest } from '../evidence/manifest.js';
import { readJournal } from '../evidence/read.js';
import { readRegular } from '../evidence/read-regular.js';
import { inspectFolder, repairFolder } from '../evidence/repair.js';
import type { JournalRecord } from '../schemas/journal.js';
import { type Manifest, manifestSchema } from '../schemas/manifest.js';
import { type ResumeRecord, resumeSchema } from '../schemas/resume.js';
import { type VerdictFile, verdictSchema } from '../schemas/verdict.js';
import { CleanroomError, errnoOf, messageOf } from '../support/errors.js';
import { VERSION } from '../support/version.js';
import { type EarlierLives, isResumable, type KeptRecord, nameOf, sealText } from './resume-record.js';
import type { Seal } from './resume-seal.js';

const MAX_VERDICT_BYTES = 16 << 20;
const MAX_MANIFEST_BYTES = 16 << 20;
/** A turn holds a report, and its JSON may need six bytes for one. */
const MAX_RECORD_BYTES = 64 << 20;
const MAX_RECORDS = 5000;
/** Of all records together: they are held in memory. */
const MAX_RECORDS_BYTES = 256 << 20;
/** What the end of a run writes. */
const ENDINGS = [
  'manifest.json',
  'verdict.json',
  'usage.json',
  'change.patch',
  'verifier.patch',
  'report.json',
  'snapshot.json',
];

/**
 * Reads a folder that a run is to go on in. It may come from an artifact: all of it is input from an enemy.
 * @returns undefined where there is nothing: no folder, or an empty one
 * @throws CleanroomError `resume.ended`, `resume.version`, `resume.record`, `evidence.journal`, `evidence.unsafe-file`,
 * `evidence.digest`
 */
export async function readEarlier(directory: string, seal: Seal | undefined): Promise<EarlierLives | undefined> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return undefined;
    throw noRun(directory, messageOf(error));
  });
  if (names === undefined || names.every((name) => name.startsWith('.owner.'))) {
    const entry = await lstat(directory).catch(() => undefined);
    if (entry !== undefined && !entry.isDirectory()) throw noRun(directory, 'it is no directory');
    return undefined;
  }
  const { temporaries } = await inspectFolder(directory);
  if (!names.includes('journal.jsonl')) throw noRun(directory, 'it has no journal.jsonl');
  const ajv = new Ajv2020({ strict: false });
  if (names.includes('manifest.json')) await checkEnded(directory, ajv);
  const { records } = readJournal(join(directory, 'journal.jsonl'));
  const [first] = records;
  if (first !== undefined && first.event !== 'run.started')
    throw noRun(directory, `journal.jsonl:1: event is ${JSON.stringify(first.event)}, not "run.started"`);
  if (first !== undefined && first.tool !== VERSION) {
    throw new CleanroomError(
      'resume.version',
      `journal.jsonl:1: tool is ${JSON.stringify(first.tool.slice(0, 100))}, not ${JSON.stringify(VERSION)}`,
      { kind: 'usage', hint: 'go on with the version that began the run, or begin a new one' },
    );
  }
  const plans = new Set(records.flatMap((line) => (line.event === 'run.planned' ? [line.planSha256] : [])));
  if (plans.size > 1) throw noRun(directory, 'journal.jsonl: planSha256 is not the same in all of it');
  const [planSha256] = plans;
  const life = 2 + records.filter(({ event }) => event === 'run.resumed').length;
  return {
    directory,
    journal: records,
    planSha256,
    startedAt: first?.time,
    spentMs: spent(records),
    life,
    kept: await readRecords(directory, { ajv, seal, planSha256 }),
    async repair() {
      for (const name of ENDINGS) await rm(join(directory, name), { force: true });
      const { lines, droppedBytes } = await repairFolder(directory, temporaries);
      return { life, lines, droppedBytes };
    },
  };
}

/** @throws unless the run was cancelled, or a part of it failed */
async function checkEnded(directory: string, ajv: Ajv2020): Promise<void> {
  const manifest = readJson(directory, 'manifest.json', MAX_MANIFEST_BYTES);
  const verdict = readJson(directory, 'verdict.json', MAX_VERDICT_BYTES);
  if (!ajv.compile<Manifest>(manifestSchema)(manifest)) throw noRun(directory, 'manifest.json is not valid');
  if (!ajv.compile<VerdictFile>(verdictSchema)(verdict)) throw noRun(directory, 'verdict.json is not valid');
  if (!isResumable(verdict.verdict)) {
    throw new CleanroomError('resume.ended', `the run in ${directory} has ended: ${verdict.verdict}`, {
      kind: 'usage',
      hint: 'see it with show, and begin a new run for another result',
    });
  }
  const [problem] = await checkManifest(directory, manifest);
  if (problem !== undefined) {
    throw new CleanroomError('evidence.digest', `the evidence is not what its manifest says: ${problem}`, {
      kind: 'usage',
      hint: 'it was changed after the run; begin a new one',
    });
  }
}

async function readRecords(
  directory: string,
  from: { readonly ajv: Ajv2020; readonly seal: Seal | undefined; readonly planSha256: string | undefined },
): Promise<Map<string, KeptRecord>> {
  const kept = new Map<string, KeptRecord>();
  const files = (await readdir(join(directory, 'resume')).catch(() => [])).filter((name) => name.endsWith('.json'));
  if (files.length > MAX_RECORDS) throw noRun(directory, `resume/ holds more than ${MAX_RECORDS} records`);
  if (files.length === 0) return kept;
  const validate = from.ajv.compile<ResumeRecord>(resumeSchema);
  // Of its own, because a validator may know the verdict's schema already.
  const proof = new Ajv2020({ strict: false }).addSchema(verdictSchema).compile({ $ref: 'verdict#/$defs/proof' });
  const sizes = await Promise.all(files.map((file) => lstat(join(directory, 'resume', file))));
  if (sizes.reduce((sum, { size }) => sum + size, 0) > MAX_RECORDS_BYTES)
    throw noRun(directory, `the records in resume/ hold more than ${MAX_RECORDS_BYTES} bytes`);
  for (const file of files) {
    const path = `resume/${file}`;
    const value = readJson(directory, path, MAX_RECORD_BYTES);
    if (!validate(value)) throw badRecord(path, faultOf(value, validate.errors));
    if (value.kind === 'proof' && !proof(value.record)) throw badRecord(path, faultOf(value, proof.errors));
    const name = file.slice(0, -'.json'.length);
    if (nameOf(value) !== name) throw badRecord(path, `it is of ${JSON.stringify(nameOf(value).slice(0, 100))}`);
    if (value.kind !== 'request' && value.plan !== from.planSha256)
      throw badRecord(path, 'plan is not that of the journal');
    const { seal, ...rest } = value;
    const sealed = seal !== null && from.seal?.matches(sealText(name, rest), seal) === true;
    kept.set(name, { record: value, sealed });
  }
  return kept;
}

/** Time from line to line of each life. Where the clock was set back, none went by. */
function spent(records: readonly JournalRecord[]): number {
  let total = 0;
  let last: number | undefined;
  for (const { event, time } of records) {
    const at = Date.parse(time);
    if (!Number.isFinite(at)) continue;
    if (last !== undefined && event !== 'run.resumed') total += Math.max(0, at - last);
    last = at;
  }
  return total;
}

function readJson(directory: string, name: string, maxBytes: number): unknown {
  const bytes = readRegular(join(directory, name), maxBytes);
  if (bytes === undefined) throw noRun(directory, `${name} is missing, or larger than ${maxBytes} bytes`);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw noRun(directory, `${name} is no JSON`);
  }
}

function faultOf(
  value: unknown,
  errors:
    | readonly { readonly instancePath: string; readonly message?: string; readonly schemaPath: string }[]
    | null
    | undefined,
): string {
  const kinds = ['turn', 'proof', 'usage', 'request'];
  const kind = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)['kind'] : undefined;
  const own = (errors ?? []).filter(({ schemaPath }) =>
    schemaPath.startsWith(`#/oneOf/${kinds.indexOf(String(kind))}/`),
  );
  const [first] = own.length > 0 ? own : (errors ?? []);
  if (first === undefined) return 'it is not valid';
  const field = first.instancePath === '' ? 'the document' : JSON.stringify(first.instancePath.slice(0, 200));
  return `${field} ${first.message ?? 'is not valid'}`;
}

function badRecord(path: string, why: string): CleanroomError {
  return new CleanroomError('resume.record', `${path} of the evidence is no record of this run: ${why}`, {
    kind: 'usage',
    hint: 'it was changed after it was written; begin a new run',
  });
}

function noRun(directory: string, why: string): CleanroomError {
  return new CleanroomError('resume.folder', `${directory} holds no run that can go on: ${why}`, {
    kind: 'usage',
    hint: 'name the evidence folder of a run that was interrupted, or begin a new run',
  });
}
