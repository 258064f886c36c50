import type { BrokerUsage } from '../broker/types.js';
import type { Evidence } from '../evidence/recorder.js';
import type { KeptProof, KeptTurn, RunMemory } from '../loop/memory.js';
import type { ProofResult } from '../loop/proof.js';
import type { ProofRecord } from '../loop/types.js';
import { NO_USAGE, sumUsage } from '../loop/usage.js';
import type { Plan } from '../schemas/plan.js';
import type { ResumeRecord, TurnRecord } from '../schemas/resume.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import type { Redactor } from '../support/redact.js';
import { type EarlierLives, type KeptRecord, nameOf, sealText, type Unsealed } from './resume-record.js';
import type { Seal } from './resume-seal.js';

export interface MemoryOptions {
  readonly evidence: Evidence;
  readonly redactor: Redactor;
  readonly plan: Plan;
  readonly planSha256: string;
  /** Undefined: what is written is believed by nobody later. */
  readonly seal: Seal | undefined;
  readonly earlier: EarlierLives | undefined;
}

/** Proofs of a change. Of all others a failure speaks for green: nothing but a seal makes it believed. */
const OF_CHANGES: ReadonlySet<ProofRecord['what']> = new Set(['patch', 'patch-without-new-tests', 'hidden']);

/** Rooms of the agent whose report is the list of tasks. */
const PLANNER = /^planner-attempt-/;

/** Keeps what a run needs to go on below `resume/` of its evidence. */
export class ResumeMemory implements RunMemory {
  readonly #o: MemoryOptions;
  readonly #kept: ReadonlyMap<string, KeptRecord>;
  readonly #told = new Map<string, number>();

  constructor(options: MemoryOptions) {
    this.#o = options;
    this.#kept = options.earlier?.kept ?? new Map();
    for (const { seq: _seq, time: _time, schema: _schema, event, ...data } of options.earlier?.journal ?? []) {
      const key = keyOf(event, data);
      this.#told.set(key, (this.#told.get(key) ?? 0) + 1);
    }
  }

  /** Turns and proofs that are not repeated. */
  get counts(): { readonly turns: number; readonly proofs: number } {
    const records = [...this.#kept.values()].map(({ record }) => record);
    return {
      turns: records.filter((record) => record.kind === 'turn' && this.turn(record.room) !== undefined).length,
      proofs: records.filter(
        (record) => record.kind === 'proof' && this.failedProof({ ...record, what: whatOf(record) }) !== undefined,
      ).length,
    };
  }

  /** What all rooms of earlier lives used together. */
  get used(): BrokerUsage {
    const records = [...this.#kept.values()].map(({ record }) => record);
    return sumUsage(records.flatMap((record) => (record.kind === 'usage' ? [record.usage] : [])));
  }

  turn(room: string): KeptTurn | undefined {
    const found = this.#kept.get(room);
    if (found?.record.kind !== 'turn') return undefined;
    // Where no verifier judges what an agent did, its word is all there is: it has to be this one's.
    const judged = this.#o.plan.verifier !== null && !(this.#o.plan.tasks?.source === 'planner' && PLANNER.test(room));
    if (!found.sealed && !judged) return undefined;
    return this.#turnOf(found.record);
  }

  keepTurn(room: string, { result, patch, denials }: KeptTurn): void {
    const { evidence } = this.#o;
    const { diff = Buffer.alloc(0), ignored, refusals } = patch;
    const stored = diff.length > 0 ? evidence.writeFile(`resume/${room}.patch`, diff, { shapes: false }) : undefined;
    const secret = stored !== undefined && stored.redactions > 0;
    const { handedIn: report } = result;
    const text = { read: () => (report.state === 'read' ? report.bytes.toString('utf8') : ''), missing: () => '' };
    this.#write({
      ...this.#head,
      kind: 'turn',
      room,
      exit: { ...result.exit, limits: [...result.exit.limits] },
      resumed: result.resumed,
      session: result.session ?? null,
      usage: { ...result.usage },
      agentUsage: result.agentUsage && { ...result.agentUsage },
      errors: result.errors.map(({ type, message, kind, fatal }) => ({ type, message, kind, fatal })),
      answer: result.answer ?? null,
      steps: result.steps,
      repetition: result.repetition ? { ...result.repetition } : null,
      stop: result.stop ? { ...result.stop } : null,
      failing: result.failing ? { ...result.failing } : null,
      violation: result.violation ? { ...result.violation, argv: [...result.violation.argv] } : null,
      declined: result.declined ? { ...result.declined } : null,
      report: { state: report.state, text: report.state === 'refused' ? report.reason : text[report.state]() },
      denials: denials.map((denial) => ({ ...denial, allow: [...denial.allow] })),
      patch: {
        sha256: secret ? null : (stored?.sha256 ?? null),
        ignored,
        refusals: [...refusals, ...(secret ? [{ path: 'the patch', reason: 'holds a secret of this run' }] : [])],
      },
    });
  }

  failedProof({ name, what, subject }: KeptProof): ProofResult | undefined {
    const found = this.#kept.get(`${name}.proof`);
    if (found?.record.kind !== 'proof' || whatOf(found.record) !== what) return undefined;
    if (found.record.subject !== subject) return undefined;
    if (!found.sealed && !OF_CHANGES.has(what)) return undefined;
    const { failure, tests } = found.record;
    // Their form was checked against the verdict’s when they were read.
    const record = found.record.record as unknown as ProofRecord;
    if (record.passed) return undefined;
    return {
      record,
      failure: failure as unknown as NonNullable<ProofResult['failure']>,
      tests: new Map(tests.map((one) => [one.name, one.run as never])),
    };
  }

  keepFailedProof({ name, subject }: KeptProof, { record, failure, tests }: ProofResult): void {
    if (failure === undefined) return;
    this.#write({
      ...this.#head,
      kind: 'proof',
      name,
      subject,
      record: { ...record },
      failure: { ...failure },
      tests: [...tests].map(([command, run]) => ({ name: command, run: { ...run } })),
    });
  }

  spent(room: string): BrokerUsage {
    const found = this.#kept.get(`${room}.usage`);
    return found?.record.kind === 'usage' ? found.record.usage : NO_USAGE;
  }

  keepUsage(room: string, usage: BrokerUsage): void {
    this.#write({ ...this.#head, kind: 'usage', room, usage: { ...usage } });
  }

  /** Keeps what was typed, so that the same need not be typed again. */
  keepRequest(argv: readonly string[], directory: string): void {
    this.#write({ ...this.#head, kind: 'request', argv: [...argv], directory });
  }

  told(event: string, data: object): boolean {
    const key = keyOf(event, this.#o.redactor.json(data));
    const left = this.#told.get(key) ?? 0;
    if (left === 0) return false;
    this.#told.set(key, left - 1);
    return true;
  }

  get #head() {
    return { schema: 'cleanroom/resume/v1', plan: this.#o.planSha256 } as const;
  }

  #turnOf(record: TurnRecord): KeptTurn {
    const { report, patch, denials } = record;
    return {
      result: {
        exit: record.exit,
        resumed: record.resumed,
        session: record.session ?? undefined,
        usage: record.usage,
        agentUsage: record.agentUsage,
        errors: record.errors,
        answer: record.answer ?? undefined,
        steps: record.steps,
        repetition: record.repetition ?? undefined,
        stop: record.stop ?? undefined,
        failing: record.failing ?? undefined,
        violation: record.violation ?? undefined,
        declined: record.declined ?? undefined,
        handedIn:
          report.state === 'read'
            ? { state: 'read', bytes: Buffer.from(report.text) }
            : report.state === 'refused'
              ? { state: 'refused', reason: report.text }
              : { state: 'missing' },
      },
      patch: { diff: this.#diff(record.room, patch.sha256), ignored: patch.ignored, refusals: patch.refusals },
      denials,
    };
  }

  /** Empty: there is none; undefined: it is not what the record says. */
  #diff(room: string, expected: string | null): Buffer | undefined {
    if (expected === null) return Buffer.alloc(0);
    const { evidence, plan } = this.#o;
    const bytes = evidence.read(`resume/${room}.patch`, plan.limits.patchBytes);
    return bytes !== undefined && sha256(bytes) === expected ? bytes : undefined;
  }

  #write(record: Unsealed<ResumeRecord>): void {
    const { evidence, redactor, seal } = this.#o;
    const name = nameOf(record);
    // The seal is of what is on the disk: undefined members are not.
    const clean = redactor.json(JSON.parse(JSON.stringify(record)));
    const sealed = seal?.sign(sealText(name, clean)) ?? null;
    evidence.writeJson(`resume/${name}.json`, { ...(clean as object), seal: sealed });
  }
}

function whatOf(record: Extract<ResumeRecord, { kind: 'proof' }>): ProofRecord['what'] {
  return record.record['what'] as ProofRecord['what'];
}

function keyOf(event: string, data: unknown): string {
  return `${event} ${canonicalJson(data)}`;
}
