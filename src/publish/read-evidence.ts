import type { ValidateFunction } from 'ajv/dist/2020.js';
import { verdictContradicts } from '../evidence/contradictions.js';
import { type CommandLogRecord, commandSchema } from '../schemas/command.js';
import { type FindingsFile, findingsSchema } from '../schemas/findings.js';
import { type JournalRecord, journalSchema } from '../schemas/journal.js';
import { type Manifest, manifestSchema } from '../schemas/manifest.js';
import { type McpLogRecord, mcpSchema } from '../schemas/mcp.js';
import { type Plan, planSchema } from '../schemas/plan.js';
import { type UsageFile, usageSchema } from '../schemas/usage.js';
import { type VerdictFile, verdictSchema } from '../schemas/verdict.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { CleanroomError } from '../support/errors.js';
import { OF_RESULT } from '../support/result-files.js';
import { type BoundedFile, readBounded } from './bounded-file.js';
import { checkFolder } from './check-folder.js';
import { plainLine } from './neutralise.js';
import { type PatchStats, statsOf } from './patch-stats.js';
import { parseStrict } from './strict-json.js';
import { Validators } from './validators.js';

const MIB = 1024 * 1024;
/** Largest files that are accepted, in bytes. A run's own limits are smaller; these protect the publisher. */
export const MAX_VERDICT_BYTES = 16 * MIB;
export const MAX_PLAN_BYTES = 4 * MIB;
export const MAX_USAGE_BYTES = 4 * MIB;
export const MAX_MANIFEST_BYTES = 4 * MIB;
export const MAX_FINDINGS_BYTES = 16 * MIB;
export const MAX_REPORT_BYTES = 4 * MIB;
/** A patch above this is refused: its digest could not be checked. */
export const MAX_PATCH_BYTES = 64 * MIB;
/** Of the journal, this much is read from the start; what follows is left out of the timeline. */
export const MAX_LOG_BYTES = 4 * MIB;
/** Lines of it. */
export const MAX_LOG_LINES = 20_000;

export interface PublishablePatch {
  /** Text; bytes that are not UTF-8 are replaced, so this is for showing, not for applying. */
  readonly text: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Taken once: every way of showing it wants them. */
  readonly stats?: PatchStats;
}

/** What there is to publish, validated in form. Every string in it is still hostile. */
export interface PublishableEvidence {
  readonly directory: string;
  /** Digests by path as the manifest gives them; empty without one. Those that are read here were checked. */
  readonly files: ReadonlyMap<string, string>;
  /** Digest of the manifest; empty without one. */
  readonly manifestSha256: string;
  readonly verdict: VerdictFile;
  /** Undefined when the run ended before there was one. */
  readonly plan: Plan | undefined;
  readonly usage: UsageFile | undefined;
  /** What verifier and report say of lines; undefined when there is none. */
  readonly findings?: FindingsFile | undefined;
  readonly patch: PublishablePatch | undefined;
  /** The change of what decides alone: left out of the patch, or a part of it. */
  readonly verifierPatch?: PublishablePatch | undefined;
  /** The report as it was written, with its JSON text; undefined when there is none. */
  readonly report: { readonly value: unknown; readonly text: string } | undefined;
  /** Schema of the report; `true` (anything) when there is no plan. */
  readonly reportSchema: Plan['report']['schema'];
  /** Lines that are well-formed, in order. A run that was killed leaves no more than that. */
  readonly journal: readonly JournalRecord[];
  /** Requests for brokered commands, read in the same way. */
  readonly commands: readonly CommandLogRecord[];
  /** Calls of tools of MCP servers, read in the same way. */
  readonly mcp: readonly McpLogRecord[];
  /** What a reader should know about the evidence itself, in our own words. */
  readonly warnings: readonly string[];
}

/** How a folder is read that another job made, and that may have been changed on its way here. */
export interface ForeignFolder {
  /** Digest of the manifest as the run's own job said it; undefined: nobody said it. */
  readonly manifestSha256: string | undefined;
}

/**
 * Reads what a run left, as input from an enemy: regular files of bounded size, valid by their schemas, with the digests
 * that verdict and manifest give for them. Of a run of this very process only `verdict.json` must be there.
 * @param foreign the folder comes from another job: it must be complete, every file in it as the manifest lists it, and
 * a verdict that its own attempts bear out
 * @param given validators of earlier calls, which need not be made again
 * @throws CleanroomError `evidence.missing`, `evidence.unsafe-file`, `evidence.unreadable`, `evidence.too-large`,
 * `evidence.malformed`, `evidence.invalid`, `evidence.digest`
 */
export async function readEvidence(
  directory: string,
  foreign?: ForeignFolder,
  given?: Validators,
): Promise<PublishableEvidence> {
  const validators = given ?? (await Validators.ready());
  const warnings: string[] = [];
  const { manifest, entries, manifestSha256 } = await readManifest(directory, validators);
  if (foreign) {
    if (!manifest) {
      throw new CleanroomError(
        'evidence.missing',
        'the evidence has no manifest.json: the run did not come to its end',
        {
          hint: 'what is there can be read with the command show, but not published by another job',
        },
      );
    }
    if (foreign.manifestSha256 !== undefined && foreign.manifestSha256 !== manifestSha256)
      throw digestError('manifest.json', 'the job of the run');
    warnings.push(...(await checkFolder(directory, entries)));
  }

  const whole = async (name: string, maxBytes: number): Promise<BoundedFile | undefined> => {
    const file = await readBounded(directory, name, maxBytes);
    if (file?.truncated) {
      throw new CleanroomError('evidence.too-large', `${name} of the evidence is larger than ${maxBytes} bytes`, {
        hint: 'no run writes files of this size; do not publish this folder',
      });
    }
    const expected = manifest?.get(name);
    if (manifest && file && expected !== sha256(file.bytes)) throw digestError(name, 'manifest.json');
    if (expected !== undefined && !file) {
      throw new CleanroomError('evidence.missing', `${name} is in the manifest but not in the evidence`);
    }
    return file;
  };

  const verdictFile = await whole('verdict.json', MAX_VERDICT_BYTES);
  if (!verdictFile) {
    throw new CleanroomError('evidence.missing', 'the evidence has no verdict.json: the run did not end by itself', {
      hint: 'look at the journal for how far it came, and at the log of the job for why it stopped',
    });
  }
  const verdict = parse<VerdictFile>('verdict.json', verdictFile, validators.of<VerdictFile>(verdictSchema));
  const plan = await optional<Plan>('plan.json', MAX_PLAN_BYTES, planSchema);
  const usage = await optional<UsageFile>('usage.json', MAX_USAGE_BYTES, usageSchema);
  const findings = await optional<FindingsFile>(OF_RESULT.findings, MAX_FINDINGS_BYTES, findingsSchema);
  if (plan && !plan.digests.includes(verdict.planSha256 ?? '')) throw digestError('plan.json', 'verdict.json');
  if (!plan && verdict.planSha256 !== null) warnings.push('The plan that the verdict names is not in the evidence.');

  const patch = await readPatch(
    'change.patch',
    verdict.patch,
    verdict.attempts.map((attempt) => attempt.patch.sha256),
  );
  const verifierPatch = await readPatch(
    'verifier.patch',
    verdict.verifierPatch ?? null,
    verdict.attempts.map((attempt) => attempt.verifierEdits?.sha256 ?? null),
  );
  const report = await readReport();
  if (foreign) {
    const [why] = plan
      ? verdictContradicts({ plan: plan.value, verdict, patchSha256: patch?.sha256 ?? null })
      : ['there is no plan'];
    if (why !== undefined) {
      throw new CleanroomError(
        'evidence.invalid',
        `verdict.json of the evidence is not that of a run: ${plainLine(why, 300)}`,
        { hint: 'no run ends so; do not publish this folder' },
      );
    }
  }
  const journal = await readLines<JournalRecord>('journal.jsonl', journalSchema);
  if (foreign && journal.some(({ seq }, index) => seq !== index + 1)) {
    throw new CleanroomError(
      'evidence.invalid',
      'journal.jsonl of the evidence has lines out of order, or lacks some',
      {
        hint: 'do not publish this folder',
      },
    );
  }
  const commands = await readLines<CommandLogRecord>('commands.jsonl', commandSchema);
  const mcp = await readLines<McpLogRecord>('mcp.jsonl', mcpSchema);

  return {
    directory,
    files: manifest ?? new Map(),
    manifestSha256,
    verdict,
    plan: plan?.value,
    usage: usage?.value,
    findings: findings?.value,
    patch,
    ...(verifierPatch ? { verifierPatch } : {}),
    report,
    reportSchema: plan?.value.report.schema ?? true,
    journal,
    commands,
    mcp,
    warnings,
  };

  async function optional<T>(name: string, maxBytes: number, schema: object) {
    const file = await whole(name, maxBytes);
    if (!file) return undefined;
    const value = parse<T>(name, file, validators.of<T>(schema));
    // A digest may be of the file or of the one canonical spelling of its content.
    return { value, digests: [sha256(file.bytes), sha256(canonicalJson(value))] };
  }

  async function readPatch(
    name: string,
    given: string | null,
    recorded: readonly (string | null)[],
  ): Promise<PublishablePatch | undefined> {
    if (!named(name, given)) return undefined;
    const file = await whole(name, MAX_PATCH_BYTES);
    if (!file) {
      warnings.push('The patch that the verdict names is not in the evidence.');
      return undefined;
    }
    const digest = sha256(file.bytes);
    // A change that was cut in its attempt, or is a part of a task's, is of no attempt; it says that it is unproved.
    if (!recorded.includes(digest) && verdict.verified) {
      warnings.push('The patch in the evidence is not the one that any attempt recorded. Do not apply it unread.');
    }
    const text = file.bytes.toString('utf8');
    return { text, bytes: file.bytes.length, sha256: digest, stats: statsOf({ text }) };
  }

  async function readReport(): Promise<PublishableEvidence['report']> {
    if (!named('report.json', verdict.report)) return undefined;
    const file = await whole('report.json', MAX_REPORT_BYTES);
    if (!file) {
      warnings.push('The report that the verdict names is not in the evidence.');
      return undefined;
    }
    // Written by an agent: what it says twice is its own affair.
    const value = parseJson('report.json', file, { unique: false });
    return { value, text: file.bytes.toString('utf8') };
  }

  async function readLines<T>(name: string, schema: object): Promise<T[]> {
    const file = await readBounded(directory, name, MAX_LOG_BYTES);
    if (!file) return [];
    const validate = validators.record<T>(schema);
    if (manifest && !file.truncated && manifest.get(name) !== sha256(file.bytes))
      throw digestError(name, 'manifest.json');
    const lines = file.bytes.toString('utf8').split('\n', MAX_LOG_LINES + 1);
    const valid = lines.slice(0, MAX_LOG_LINES).flatMap((line) => {
      const value = line === '' ? undefined : tryParse(line);
      return value !== undefined && validate(value) ? [value] : [];
    });
    if (file.truncated || lines.length > MAX_LOG_LINES) {
      warnings.push(`Only the beginning of ${name} was read: it is longer than a publisher reads.`);
    }
    return valid;
  }
}

/** A verdict names its files; any other name than the fixed one is not ours. */
function named(expected: string, actual: string | null): boolean {
  if (actual === null) return false;
  if (actual === expected) return true;
  throw new CleanroomError('evidence.invalid', `verdict.json names a file of its own choice in place of ${expected}`, {
    hint: 'do not publish this folder',
  });
}

async function readManifest(
  directory: string,
  validators: Validators,
): Promise<{
  readonly manifest: ReadonlyMap<string, string> | undefined;
  readonly entries: Manifest['files'];
  readonly manifestSha256: string;
}> {
  const file = await readBounded(directory, 'manifest.json', MAX_MANIFEST_BYTES);
  if (!file) return { manifest: undefined, entries: [], manifestSha256: '' };
  if (file.truncated) {
    throw new CleanroomError('evidence.too-large', `manifest.json is larger than ${MAX_MANIFEST_BYTES} bytes`);
  }
  const manifest = parse<Manifest>('manifest.json', file, validators.of<Manifest>(manifestSchema));
  const files = new Map(manifest.files.map((entry) => [entry.path, entry.sha256]));
  return { manifest: files, entries: manifest.files, manifestSha256: sha256(file.bytes) };
}

function tryParse(line: string): unknown {
  const parsed = parseStrict(line, { unique: false });
  return parsed.ok ? parsed.value : undefined;
}

function parseJson(name: string, file: BoundedFile, options?: { readonly unique: boolean }): unknown {
  const parsed = parseStrict(file.bytes.toString('utf8'), options);
  if (parsed.ok) return parsed.value;
  throw new CleanroomError('evidence.malformed', `${name} of the evidence ${parsed.why}`);
}

function parse<T>(name: string, file: BoundedFile, validate: ValidateFunction<T>): T {
  const value = parseJson(name, file);
  if (validate(value)) return value;
  const [first] = validate.errors ?? [];
  const where = first?.instancePath === '' || first === undefined ? 'the document' : plainLine(first.instancePath, 120);
  throw new CleanroomError(
    'evidence.invalid',
    `${name} of the evidence does not match its schema: ${where} ${plainLine(first?.message ?? 'is not valid')}`,
    { hint: 'publish with the version of cleanroom-action that made the run' },
  );
}

function digestError(name: string, by: string): CleanroomError {
  return new CleanroomError('evidence.digest', `${name} is not the file that ${by} gives the digest of`, {
    hint: 'the evidence was changed after the run; do not publish this folder',
  });
}
