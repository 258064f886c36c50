import type { Plan } from '../schemas/plan.js';
import type { RunPredicate, Statement, StatementSubject } from '../schemas/statement.js';
import type { UsageFile } from '../schemas/usage.js';
import type { Proof, VerdictFile } from '../schemas/verdict.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { CleanroomError } from '../support/errors.js';
import { parseObject } from '../support/json-object.js';
import { OF_RESULT, PREDICATE_TYPE } from '../support/result-files.js';
import { EVIDENCE_FILES } from './names.js';

/** A file of the evidence; undefined: it is not there, or larger than that. */
export type ReadEvidenceFile = (name: string, maxBytes: number) => Buffer | undefined;

/** The text of each file that a statement comes to. */
export interface StatementFiles {
  readonly statement: string;
  readonly predicate: string;
  readonly subjects: string;
}

const MIB = 1024 * 1024;
const MAX_JSON = 16 * MIB;
const MAX_SUBJECT = 256 * MIB;
const MAX_JOURNAL = 64 * MIB;

/** What is attested, by name: what came out, and what decided. */
const SUBJECTS = ['change.patch', 'plan.json', 'report.json', 'verdict.json', 'verifier.patch'] as const;

/** Where each of the files is. */
export const STATEMENT_FILES = {
  statement: OF_RESULT.statement,
  predicate: OF_RESULT.predicate,
  subjects: OF_RESULT.subjects,
} as const satisfies Readonly<Record<keyof StatementFiles, string>>;

/**
 * An in-toto Statement over a run's results, from its other files alone: whoever has these comes to the same bytes.
 * @throws CleanroomError `statement.incomplete` when plan, verdict or usage is missing
 */
export function statementFiles(read: ReadEvidenceFile): StatementFiles {
  const subject = SUBJECTS.flatMap((name): StatementSubject[] => {
    const bytes = read(name, MAX_SUBJECT);
    return bytes === undefined ? [] : [{ name, digest: { sha256: sha256(bytes) } }];
  });
  const predicate = predicateOf({
    plan: readJson<Plan>(read, 'plan.json'),
    verdict: readJson<VerdictFile>(read, 'verdict.json'),
    usage: readJson<UsageFile>(read, 'usage.json'),
    ...toldBy(read(EVIDENCE_FILES.journal, MAX_JOURNAL)),
  });
  const [first, ...rest] = subject;
  if (first === undefined) throw incomplete('plan.json');
  const statement: Statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [first, ...rest],
    predicateType: PREDICATE_TYPE,
    predicate,
  };
  return {
    statement: `${canonicalJson(statement)}\n`,
    predicate: `${canonicalJson(predicate)}\n`,
    subjects: subject.map(({ name, digest }) => `${digest.sha256}  ${name}\n`).join(''),
  };
}

interface Told {
  /** Git tree of the base. */
  readonly tree: string | null;
  readonly finishedAt: string | null;
}

/** What of a predicate only the journal has. Of a run that went on, what it says last. */
function toldBy(journal: Buffer | undefined): Told {
  let tree: string | null = null;
  let finishedAt: string | null = null;
  for (const line of journal?.toString('utf8').split('\n') ?? []) {
    if (!/"event":"(?:base\.ready|run\.finished)"/.test(line)) continue;
    const record = parseObject(line);
    if (record?.['event'] === 'base.ready' && typeof record['tree'] === 'string') tree = record['tree'];
    if (record?.['event'] === 'run.finished' && typeof record['time'] === 'string') finishedAt = record['time'];
  }
  return { tree, finishedAt };
}

function predicateOf(
  from: { readonly plan: Plan; readonly verdict: VerdictFile; readonly usage: UsageFile } & Told,
): RunPredicate {
  const { plan, verdict, usage } = from;
  const { context, source } = plan;
  const { pullRequest } = context;
  const last = verdict.attempts.at(-1);
  const { requests, inputTokens, cachedInputTokens, outputTokens, costUsd, estimated } = usage.total;
  return {
    schema: 'cleanroom/predicate/v1',
    tool: { name: 'cleanroom-action', version: plan.tool },
    startedAt: verdict.startedAt,
    finishedAt: from.finishedAt,
    asked: {
      event: context.event,
      repository: context.repository,
      serverUrl: context.serverUrl,
      actor: context.actor,
      runUrl: context.runUrl,
      pullRequest: pullRequest && {
        number: pullRequest.number,
        headSha: pullRequest.headSha,
        headRepository: pullRequest.headRepository,
        baseRef: pullRequest.baseRef,
        baseSha: pullRequest.baseSha,
      },
      startedBy: context.startedBy?.map(({ login, as, rule }) => ({ login, as, rule })) ?? null,
      promptSha256: plan.prompt.sha256,
    },
    base: {
      workCommit: source.workCommit,
      trustedCommit: source.trustedCommit,
      trustedRef: source.trustedRef,
      tree: from.tree,
    },
    plan: {
      // The plan's own digest is in the verdict: redaction may have changed the file.
      sha256: verdict.planSha256 ?? sha256(canonicalJson(plan)),
      config: source.config,
      profile: source.profile,
      policySha256: plan.policy.sha256,
      policyFile: plan.policy.file,
      reportSchemaSha256: plan.report.sha256,
      protectSha256: sha256(canonicalJson(plan.protect)),
    },
    verifier: verifierOf(plan),
    room: verdict.room && {
      backend: verdict.room.backend,
      identity: verdict.room.identity,
      version: verdict.room.version,
      ...(verdict.room.image ? { image: verdict.room.image } : {}),
      audit: verdict.room.audit,
      weaknesses: verdict.room.weaknesses,
    },
    agents: (plan.candidates?.agents ?? [plan.agent]).map(({ name, version, model, provider }) => ({
      ...{ name, version, model, provider },
    })),
    agent: verdict.agent,
    attempts: verdict.attempts.length,
    workers: verdict.workers.map(({ name, kind, verdict: end, chosen, attempts }) => ({
      ...{ name, kind, verdict: end, chosen, attempts: attempts.length },
    })),
    usage: { requests, inputTokens, cachedInputTokens, outputTokens, costUsd, estimated },
    proof: {
      baseline: verdict.baseline && stated(verdict.baseline),
      baselineRuns: runsOf(verdict.baselineConfirmations),
      proofs: (last?.proofs ?? []).map(stated),
      confirmations: runsOf(last?.confirmations),
      hidden: last?.hidden ?? null,
      verifierEdits: last?.verifierEdits
        ? {
            mode: last.verifierEdits.mode,
            sha256: last.verifierEdits.sha256,
            unchangedPasses: last.verifierEdits.unchangedPasses,
          }
        : null,
      report: last?.report.state ?? null,
    },
    result: {
      verdict: verdict.verdict,
      green: verdict.green,
      verified: verdict.verified,
      passingCommand: verdict.passingCommand,
    },
  };
}

function verifierOf({ verifier, baseline, proof }: Plan): RunPredicate['verifier'] {
  return (
    verifier && {
      command: verifier.display,
      sha256: verifierDigest(verifier),
      files: verifier.files,
      baseline,
      edits: proof.verifierEdits,
      confirmRuns: proof.confirmRuns,
      floor: proof.floor,
      hidden: proof.hidden && { sha256: proof.hidden.sha256, files: proof.hidden.files },
    }
  );
}

/** By which a verifier is known: its commands, its build, and which files of the trusted commit are its own. */
export function verifierDigest(verifier: NonNullable<Plan['verifier']>): string {
  return sha256(canonicalJson(verifier));
}

function stated({ room, what, run, passed, end, exitCode, tests }: Proof): RunPredicate['proof']['proofs'][number] {
  return {
    ...{ room, what, run, passed, end, exitCode },
    tests: tests && {
      executed: tests.executed,
      passed: tests.passed,
      failed: tests.failed,
      skipped: tests.skipped,
      assertions: tests.assertions,
    },
  };
}

function runsOf(found: VerdictFile['baselineConfirmations']): RunPredicate['proof']['confirmations'] {
  return found ? { wanted: found.wanted, runs: found.runs, passed: found.passed } : null;
}

function readJson<T>(read: ReadEvidenceFile, name: string): T {
  const bytes = read(name, MAX_JSON);
  if (bytes === undefined) throw incomplete(name);
  return JSON.parse(bytes.toString('utf8')) as T;
}

function incomplete(name: string): CleanroomError {
  return new CleanroomError('statement.incomplete', `a statement needs ${name}, which the evidence does not have`);
}
