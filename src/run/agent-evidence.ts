import type { AuditEvent, Auditor } from '../audit/types.js';
import type { BrokerDenial, BrokerUsage } from '../broker/types.js';
import { createEvidence, type Evidence, type EvidenceLog } from '../evidence/recorder.js';
import type { AuditParts } from '../loop/audit.js';
import { NO_USAGE } from '../loop/usage.js';
import type { ProbeResult } from '../probe/types.js';
import type { Plan } from '../schemas/plan.js';
import type { SessionFile } from '../schemas/session.js';
import type { Clock } from '../support/clock.js';
import { refuseLinks } from '../support/own-path.js';
import { createRedactor } from '../support/redact.js';
import { VERSION } from '../support/version.js';
import { allSecrets } from './commands.js';
import type { ResolvedRun } from './resolve.js';

/** What parts of a session write as it goes on. */
export type Recorder = Pick<Evidence, 'journal' | 'access' | 'command' | 'mcp' | 'exec' | 'probe'> & {
  log(name: string): Pick<EvidenceLog, 'write'>;
};

/** What is known of a session at its end. */
export type SessionEnd = Pick<
  SessionFile,
  'agent' | 'version' | 'arguments' | 'terminal' | 'exitCode' | 'room' | 'keptRoom' | 'audit'
> & {
  readonly usage: BrokerUsage | undefined;
  readonly denied: readonly BrokerDenial[];
};

/** The parts of an audit of a session. What a person is told is journaled when it ends, all of it, so not here as well. */
export function auditParts(of: {
  readonly plan: Plan;
  readonly audit: Auditor | undefined;
  readonly record: Recorder;
  readonly say: (text: string) => void;
}): AuditParts {
  const { plan, audit, record, say } = of;
  const journal: AuditParts['evidence']['journal'] = (event, data) => {
    if (event !== 'notice') record.journal(event, data);
  };
  return { plan, audit, evidence: { exec: (event) => record.exec(event), journal }, progress: { warn: say } };
}

const NOWHERE: Recorder = {
  journal() {},
  access() {},
  command() {},
  mcp() {},
  exec() {},
  probe() {},
  log: () => ({ write() {} }),
};
const ATTEMPT = 1;
const PATCH = 'change.patch';

/**
 * The record of a person's use of an agent, if they asked for one. It holds what rooms asked for and started, the plan and
 * the change; what was typed and shown is the person's own and is never written.
 */
export class SessionEvidence {
  private readonly notices: string[] = [];
  private readonly startedAt: string;
  private readonly started: number;
  private patch: string | null = null;

  private constructor(
    private readonly evidence: Evidence | undefined,
    private readonly resolved: ResolvedRun,
    private readonly clock: Clock,
  ) {
    this.started = clock.monotonic();
    this.startedAt = new Date(clock.now()).toISOString();
  }

  /**
   * @param directory undefined: nobody asked for a record
   * @throws CleanroomError `evidence.directory`, `path.link`
   */
  static async open(from: {
    readonly directory: string | undefined;
    readonly resolved: ResolvedRun;
    readonly clock: Clock;
    readonly host: { readonly nodeVersion: string; readonly platform: string; readonly arch: string };
    readonly checkout: string;
    /** Of files that are copied into the room. */
    readonly secrets: readonly string[];
  }): Promise<SessionEvidence> {
    const { directory, resolved, clock, host } = from;
    if (directory === undefined) return new SessionEvidence(undefined, resolved, clock);
    await refuseLinks(directory, from.checkout);
    const redactor = createRedactor([...(await allSecrets(resolved)), ...from.secrets]);
    const evidence = createEvidence({ directory, clock, redactor, logBytes: resolved.plan.limits.logBytes });
    const platform = `${host.platform} ${host.arch}`;
    evidence.journal('run.started', { tool: VERSION, node: host.nodeVersion, platform });
    evidence.writeJson('plan.json', resolved.plan);
    evidence.journal('run.planned', { planSha256: resolved.planSha256 });
    return new SessionEvidence(evidence, resolved, clock);
  }

  /** Absolute; undefined: nothing is recorded. */
  get directory(): string | undefined {
    return this.evidence?.directory;
  }

  get record(): Recorder {
    return this.evidence ?? NOWHERE;
  }

  /** What a person was told. */
  note(text: string): void {
    this.notices.push(text);
  }

  /** What the room was like before its agent started. */
  probed(room: string, results: readonly ProbeResult[], durationMs: number): void {
    for (const { name, passed, detail } of results) this.record.probe({ room, attempt: ATTEMPT, name, passed, detail });
    const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
    const passed = results.length - failed.length;
    this.record.journal('probes.finished', { room, attempt: ATTEMPT, passed, failed, durationMs });
  }

  /** A program broke a rule. */
  violated(
    room: string,
    { exe, argv }: Extract<AuditEvent, { kind: 'exec' }>,
    broken: { readonly rule: string; readonly justification: string },
  ) {
    this.record.journal('rules.violated', { room, ...broken, exe, argv: [...argv] });
  }

  /** The agent's changes, if there are any. */
  changed(diff: Buffer): void {
    if (diff.length === 0 || !this.evidence) return;
    this.evidence.writeFile(PATCH, diff, { shapes: false });
    this.patch = PATCH;
  }

  /** Writes what the session was, and the manifest over everything. */
  async finish(end: SessionEnd): Promise<void> {
    const { evidence, clock } = this;
    if (!evidence) return;
    for (const text of this.notices) evidence.journal('notice', { text });
    const { plan, planSha256 } = this.resolved;
    const file: SessionFile = {
      schema: 'cleanroom/session/v1',
      ...end,
      startedAt: this.startedAt,
      durationMs: Math.round(clock.monotonic() - this.started),
      planSha256,
      workCommit: plan.source.workCommit,
      patch: this.patch,
      usage: end.usage ?? NO_USAGE,
      denied: end.denied.map(({ host, reason }) => ({ host, reason })),
      notices: this.notices,
    };
    evidence.writeJson('session.json', file);
    await evidence.finish();
  }
}
