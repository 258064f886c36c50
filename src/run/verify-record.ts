import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { CUT, journalDisagrees, type RecordOf, usageContradicts } from '../evidence/consistency.js';
import { verdictContradicts } from '../evidence/contradictions.js';
import { type EvidenceFolderReading, manifestDiffers } from '../evidence/folder.js';
import { clockSetBack, journalProblems } from '../evidence/journal-order.js';
import { EVIDENCE_FILES } from '../evidence/names.js';
import { STATEMENT_FILES, statementFiles } from '../evidence/statement.js';
import { parseStrict } from '../publish/strict-json.js';
import { accessSchema } from '../schemas/access.js';
import { commandSchema } from '../schemas/command.js';
import { execSchema } from '../schemas/exec.js';
import { findingsSchema } from '../schemas/findings.js';
import { type JournalRecord, journalSchema } from '../schemas/journal.js';
import { type Manifest, manifestSchema } from '../schemas/manifest.js';
import { mcpSchema } from '../schemas/mcp.js';
import { type Plan, planSchema } from '../schemas/plan.js';
import { probesSchema } from '../schemas/probes.js';
import { snapshotSchema } from '../schemas/snapshot.js';
import { statementSchema } from '../schemas/statement.js';
import { testsSchema } from '../schemas/tests.js';
import { transcriptSchema } from '../schemas/transcript.js';
import { type UsageFile, usageSchema } from '../schemas/usage.js';
import { type VerdictFile, verdictSchema } from '../schemas/verdict.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { messageOf } from '../support/errors.js';
import { formatDuration } from '../support/progress-lines.js';
import { REDACTED } from '../support/redact.js';
import { judged, type VerifyFinding } from './verify-finding.js';

/** The documents that everything else is compared with. */
export interface VerifiedRecord extends RecordOf {
  readonly patch: Buffer | undefined;
  readonly report: { readonly value: unknown } | undefined;
  /** The list of tasks that a planner made; undefined: there is none that can be read. */
  readonly planned: unknown;
}

export interface RecordChecks {
  readonly findings: readonly VerifyFinding[];
  /** Undefined: what there is cannot be read as a run that ended. */
  readonly record: VerifiedRecord | undefined;
  readonly manifestSha256: string | undefined;
}

const MIB = 1024 * 1024;
const MAX_JSON = 16 * MIB;
const MAX_LINES = 64 * MIB;
const MAX_PATCH = 256 * MIB;
const MAX_PROBLEMS = 20;

const LINES: Readonly<Record<string, object>> = {
  [EVIDENCE_FILES.access]: accessSchema,
  [EVIDENCE_FILES.commands]: commandSchema,
  [EVIDENCE_FILES.mcp]: mcpSchema,
  [EVIDENCE_FILES.exec]: execSchema,
  [EVIDENCE_FILES.probes]: probesSchema,
  [EVIDENCE_FILES.transcript]: transcriptSchema,
  [EVIDENCE_FILES.journal]: journalSchema,
};

const DOCUMENTS: readonly (readonly [name: RegExp, schema: object])[] = [
  [/^plan\.json$/, planSchema],
  [/^verdict\.json$/, verdictSchema],
  [/^usage\.json$/, usageSchema],
  [/^findings\.json$/, findingsSchema],
  [/^statement\.json$/, statementSchema],
  [/^tests\/[^/]+\.json$/, testsSchema],
  [/^(?:workers\/[^/]+\/)?snapshot\.json$/, snapshotSchema],
];

/** Checks what a folder says against itself. Nothing in it is run. */
export async function checkRecord(folder: EvidenceFolderReading): Promise<RecordChecks> {
  const ajv = new Ajv2020({ strict: false });
  const findings: VerifyFinding[] = [];
  const manifest = await readManifest(folder, ajv);
  findings.push(manifest.finding);
  const forms = new Forms(folder, ajv);
  findings.push(judged('formats', `${forms.checked} files are of their formats`, forms.problems));
  const { plan, verdict, usage, journal } = forms;
  const manifestSha256 = folder.manifest && sha256(folder.manifest);
  if (!plan || !verdict || !usage || !journal) {
    const missing = Object.entries({
      'plan.json': plan,
      'verdict.json': verdict,
      'usage.json': usage,
      'journal.jsonl': journal,
    });
    const names = missing
      .filter(([, value]) => value === undefined)
      .map(([name]) => `${name} is not there as a run writes it`);
    findings.push(judged('run', '', names));
    return { findings, record: undefined, manifestSha256 };
  }
  const of: RecordOf = { plan, verdict, usage, journal };
  findings.push(planFinding(of));
  const order = journalProblems(journal, { verifier: plan.verifier !== null, tasks: plan.tasks !== null });
  findings.push(
    judged('journal', `${journal.length} lines are in an order that a run can have${steps(journal)}`, order),
  );
  findings.push(judged('record', 'verdict and journal tell of the same run', journalDisagrees(of)));
  findings.push(
    judged('verdict', `the verdict ${verdict.verdict} follows from what is recorded`, verdictContradicts(of)),
  );
  findings.push(judged('usage', 'the counts of model use add up', usageContradicts(of)));
  const patch = folder.read('change.patch', MAX_PATCH);
  findings.push(patchFinding(folder, of, patch));
  const report = readReport(folder);
  findings.push(await reportFinding(of, report));
  findings.push(statementFinding(folder));
  const planned = parsed(folder.read('tasks.json', MIB) ?? '');
  return { findings, record: { ...of, patch, report, planned }, manifestSha256 };
}

/** A machine that is paused, or asks for the time late, has its clock set: no forgery, and a reader of times has to know. */
function steps(journal: readonly JournalRecord[]): string {
  const back = clockSetBack(journal);
  const [first] = back;
  if (first === undefined) return '';
  const more = back.length > 1 ? `, and ${back.length - 1} more time${back.length > 2 ? 's' : ''}` : '';
  return `; its clock was set back by ${formatDuration(first.ms)} at line ${first.seq}${more}`;
}

async function readManifest(folder: EvidenceFolderReading, ajv: Ajv2020): Promise<{ readonly finding: VerifyFinding }> {
  const { manifest: bytes, files } = folder;
  const value = bytes && parsed(bytes);
  const validate = ajv.compile<Manifest>(manifestSchema);
  if (!validate(value))
    return {
      finding: judged('manifest', '', [
        bytes
          ? 'manifest.json is not of its format'
          : 'there is no manifest.json: the run did not end, or it was taken out',
        ...folder.problems,
      ]),
    };
  const problems = [...folder.problems, ...manifestDiffers(folder, value)];
  return {
    finding: judged('manifest', `${files.size} files are those of the manifest, and there is no other`, problems),
  };
}

/** Reads every file by its format, as far as it has one. */
class Forms {
  checked = 0;
  readonly problems: string[] = [];
  readonly plan: Plan | undefined;
  readonly verdict: VerdictFile | undefined;
  readonly usage: UsageFile | undefined;
  readonly journal: readonly JournalRecord[] | undefined;
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor(
    readonly folder: EvidenceFolderReading,
    readonly ajv: Ajv2020,
  ) {
    const found = new Map<string, unknown>();
    for (const path of folder.files.keys()) {
      const lines = Object.hasOwn(LINES, path) ? LINES[path] : undefined;
      const schema = DOCUMENTS.find(([name]) => name.test(path))?.[1];
      if (lines) found.set(path, this.#lines(path, lines));
      else if (schema) found.set(path, this.#document(path, schema));
    }
    this.plan = found.get('plan.json') as Plan | undefined;
    this.verdict = found.get('verdict.json') as VerdictFile | undefined;
    this.usage = found.get('usage.json') as UsageFile | undefined;
    this.journal = found.get(EVIDENCE_FILES.journal) as readonly JournalRecord[] | undefined;
  }

  #say(problem: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  #validate(schema: object): ValidateFunction {
    const known = this.#compiled.get(schema) ?? this.ajv.compile(schema);
    this.#compiled.set(schema, known);
    return known;
  }

  #document(path: string, schema: object): unknown {
    this.checked += 1;
    const bytes = this.folder.read(path, MAX_JSON);
    const value = bytes && parsed(bytes);
    const validate = this.#validate(schema);
    if (validate(value)) return value;
    this.#say(`${path} is not of its format${value === undefined ? '' : `: ${faultOf(validate)}`}`);
    return undefined;
  }

  /** All lines, or undefined where one is wrong. */
  #lines(path: string, schema: object): unknown {
    this.checked += 1;
    const text = this.folder.read(path, MAX_LINES)?.toString('utf8');
    if (text === undefined) {
      this.#say(`${path} is larger than ${MAX_LINES} bytes`);
      return undefined;
    }
    if (text !== '' && !text.endsWith('\n')) this.#say(`${path}: the last line is cut`);
    const validate = this.#validate(schema);
    const before = this.problems.length;
    const values: unknown[] = [];
    // Millions of lines that are wrong are no more worth reading than twenty.
    for (let start = 0; this.problems.length < MAX_PROBLEMS; ) {
      const end = text.indexOf('\n', start);
      if (end < 0) break;
      const value = parsed(text.slice(start, end));
      values.push(value);
      if (!validate(value)) this.#say(`${path}: line ${values.length} is not of its format`);
      else if (path === EVIDENCE_FILES.journal && (value as JournalRecord).seq !== values.length)
        this.#say(`${path}: line ${values.length} has the number ${(value as JournalRecord).seq}`);
      start = end + 1;
    }
    return this.problems.length === before && before < MAX_PROBLEMS ? values : undefined;
  }
}

function planFinding({ plan, verdict, journal }: RecordOf): VerifyFinding {
  const own = sha256(canonicalJson(plan));
  const told = journal.findLast((record) => record.event === 'run.planned')?.planSha256;
  if (own === verdict.planSha256 && own === told) return { check: 'plan', state: 'ok', detail: `the plan is ${own}` };
  if (canonicalJson(plan).includes(REDACTED))
    return {
      check: 'plan',
      state: 'not-checked',
      detail:
        'something was taken out of plan.json because it looks like a secret, so that its digest cannot be compared',
      hint: 'take what looks like a secret out of the settings, and run again',
    };
  return judged('plan', '', [
    `plan.json has the digest ${own}, and the verdict names ${verdict.planSha256}, the journal ${told}`,
  ]);
}

function patchFinding(
  folder: EvidenceFolderReading,
  { verdict, plan, journal }: RecordOf,
  patch: Buffer | undefined,
): VerifyFinding {
  const problems: string[] = [];
  const last = verdict.attempts.at(-1);
  const own = (name: string, expected: string | null | undefined): void => {
    const found = folder.files.get(name);
    if (found !== undefined && found !== expected)
      problems.push(`${name} is ${found}, and its attempt recorded ${expected ?? 'none'}`);
  };
  // Tasks that were not all done leave what was merged until then, which is no attempt's.
  const partial = plan.tasks !== null && last === undefined;
  if (verdict.patch !== null && patch === undefined) problems.push('the verdict names a patch, which is not there');
  // A run that went on may have left one when it ended before.
  const left = verdict.patch === null && patch !== undefined;
  if (left && !journal.some(({ event }) => event === 'run.resumed'))
    problems.push('there is a patch that the verdict does not name');
  // An attempt that was cut in its proof stands in the journal alone.
  const cut = CUT.has(verdict.verdict)
    ? journal.findLast((record) => record.event === 'patch.collected' && record.worker === null)
    : undefined;
  const expected = cut?.event === 'patch.collected' ? cut.sha256 : last?.patch.sha256;
  if (!partial) own('change.patch', expected);
  own('verifier.patch', last?.verifierEdits?.sha256);
  for (const { worker, attempts } of [
    { worker: null, attempts: verdict.attempts },
    ...verdict.workers.map(({ name, attempts }) => ({ worker: name, attempts })),
  ])
    for (const { attempt, patch: recorded, outcome } of attempts) {
      const name = `attempts/${attempt}/change.patch`;
      if (outcome !== 'refused') own(worker === null ? name : `workers/${worker}/${name}`, recorded.sha256);
    }
  return judged(
    'patch',
    patch ? `the patch is that of the last attempt: ${sha256(patch)}` : 'there is no patch',
    problems,
  );
}

function readReport(folder: EvidenceFolderReading): { readonly value: unknown } | undefined {
  const bytes = folder.read('report.json', MAX_JSON);
  return bytes && { value: parsed(bytes) };
}

async function reportFinding(
  { plan, verdict }: RecordOf,
  report: { readonly value: unknown } | undefined,
): Promise<VerifyFinding> {
  const problems: string[] = [];
  if (sha256(canonicalJson(plan.report.schema)) !== plan.report.sha256)
    problems.push('the schema of the report is not the one that the plan has the digest of');
  if ((verdict.report !== null) !== (report !== undefined))
    problems.push(
      `the verdict names ${verdict.report === null ? 'no report' : 'a report'}, and ${report ? 'one' : 'none'} is there`,
    );
  if (report) {
    const { compileReportSchema } = await import('../report/validate.js');
    const compiled = await compileReportSchema(plan.report.schema);
    if ('problems' in compiled)
      problems.push(...compiled.problems.map((problem) => `the schema of the report: ${problem}`));
    else {
      const check = compiled.validator.check(Buffer.from(JSON.stringify(report.value) ?? ''));
      if (check.state !== 'valid')
        problems.push(`report.json is ${check.state}`, ...(check.state === 'invalid' ? check.errors : []));
    }
    if (verdict.attempts.length > 0 && verdict.attempts.at(-1)?.report.state !== 'valid')
      problems.push('the last attempt has no valid report, but there is one');
  }
  return judged('report', report ? 'the report satisfies the schema of the plan' : 'there is no report', problems);
}

/** A statement holds nothing but what follows from the rest. */
function statementFinding(folder: EvidenceFolderReading): VerifyFinding {
  try {
    const files = statementFiles((name, maxBytes) => folder.read(name, maxBytes));
    const problems = (['statement', 'predicate', 'subjects'] as const).flatMap((what) => {
      const name = STATEMENT_FILES[what];
      const found = folder.read(name, MAX_JSON)?.toString('utf8');
      if (found === undefined) return [`${name} is missing`];
      return found === files[what] ? [] : [`${name} is not what the rest of the evidence comes to`];
    });
    return judged('statement', 'the statement is what the rest of the evidence comes to, byte for byte', problems);
  } catch (error) {
    return judged('statement', '', [messageOf(error)]);
  }
}

/** Undefined: no JSON, or deeper than any run writes, where whatever walks through it would come to the end of the stack. */
function parsed(json: Buffer | string): unknown {
  const read = parseStrict(json.toString(), { unique: false });
  return read.ok ? read.value : undefined;
}

function faultOf({ errors }: ValidateFunction): string {
  const [first] = errors ?? [];
  return `${first?.instancePath || 'the document'} ${first?.message ?? 'is wrong'}`.slice(0, 300);
}
