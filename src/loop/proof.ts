import type { FailedRun } from '../verifier/feedback.js';
import type { Patch, PatchFile } from '../workspace/types.js';
import { runStage, timeIsOver } from './command.js';
import type { RunState } from './state.js';
import type { ProofRecord } from './types.js';

const REPORT_DIRECTORY = '/run/cleanroom/in';

export interface ProofRequest {
  /** Names room and log. */
  readonly name: string;
  readonly what: ProofRecord['what'];
  /** Undefined: the base alone. */
  readonly change: { readonly patch: Patch; readonly files: readonly PatchFile[] } | undefined;
  /** The validated report, for a verifier that judges reports. */
  readonly report: Buffer | undefined;
  readonly attempt: number;
}

export interface ProofResult {
  readonly record: ProofRecord;
  /** Undefined when it passed. */
  readonly failure: FailedRun | undefined;
}

/** Runs the verifier in a pristine room: base, layers, this change, and nothing that an agent's room ever held. */
export async function prove(state: RunState, request: ProofRequest): Promise<ProofResult> {
  const { plan, workspace, directories, evidence } = state.parts;
  const { verifier } = plan;
  if (!verifier) throw new Error('a proof was asked for without a verifier');
  const top = request.change
    ? await workspace.openPatched(request.name, request.change.patch, request.change.files)
    : await workspace.openTop(request.name);
  const input = await directories.readable(
    `${request.name}-in`,
    request.report ? { 'report.json': request.report } : {},
  );
  try {
    const allow = plan.policy.proof;
    const { exit, log } = await runStage(state, {
      room: request.name,
      stage: 'proof',
      attempt: request.attempt,
      top,
      argv: verifier.argv,
      cwd: verifier.cwd,
      env: {
        CI: 'true',
        ...verifier.env,
        ...(request.report ? { CLEANROOM_REPORT_FILE: `${REPORT_DIRECTORY}/report.json` } : {}),
        ...(allow.length > 0 ? state.network(allow) : {}),
      },
      timeoutMs: verifier.timeoutMs,
      log: `${request.name}.log`,
      readOnly: [{ source: input, target: REPORT_DIRECTORY }],
      ...(allow.length > 0 ? { grant: { allow } } : {}),
    });
    // Green is exit code 0 of a verifier that ended by itself; a signal, a limit or a time-out is red.
    const passed = exit.end === 'exited' && exit.code === 0;
    if (exit.end === 'timeout' && state.timeIsOver) throw timeIsOver(state);
    const record: ProofRecord = {
      room: request.name,
      what: request.what,
      passed,
      end: exit.end,
      exitCode: exit.code,
      signal: exit.signal,
      limits: [...exit.limits],
      durationMs: Math.round(exit.durationMs),
      log: log.path,
    };
    evidence.journal('proof.finished', { attempt: request.attempt, room: request.name, passed });
    if (passed) return { record, failure: undefined };
    return {
      record,
      failure: { display: verifier.display, exitCode: exit.code, signal: exit.signal, end: exit.end, ...log.excerpt() },
    };
  } finally {
    await top.close();
    await directories.remove(input);
  }
}
