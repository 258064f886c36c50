import type { Equipment, FailedRun, FloorFinding, TestRun } from '../verifier/types.js';
import type { Patch, PatchFile, Top } from '../workspace/types.js';
import { openStage, runStage, type StageCommand, type StageResult, timeIsOver } from './command.js';
import type { RunState } from './state.js';
import type { ProofRecord, VerifierCommand } from './types.js';

const REPORT_DIRECTORY = '/run/cleanroom/in';

export interface ProofRequest {
  /** Names room and log, without the worker. */
  readonly name: string;
  readonly what: ProofRecord['what'];
  /** 1, or the number of a confirmation. */
  readonly run: number;
  /** Undefined: the base alone. */
  readonly change: { readonly patch: Patch; readonly files: readonly PatchFile[] } | undefined;
  /** The validated report, for a verifier that judges reports. */
  readonly report: Buffer | undefined;
  readonly attempt: number;
  /** Instead of the plan's own. */
  readonly commands?: readonly VerifierCommand[];
  /** What a green run is compared with, by the name of the command; undefined: with nothing. */
  readonly floor?: { readonly base: ReadonlyMap<string, TestRun>; readonly changed: readonly string[] };
  /** Further host paths that its rooms show. */
  readonly readOnly?: StageCommand['readOnly'];
}

export interface ProofResult {
  readonly record: ProofRecord;
  /** Undefined when it passed. */
  readonly failure: FailedRun | undefined;
  /** What each command executed, by its name, as far as that could be read. */
  readonly tests: ReadonlyMap<string, TestRun>;
}

/** One command of the verifier in a room of its own. */
interface CommandResult {
  readonly command: VerifierCommand;
  readonly exit: StageResult['exit'];
  readonly log: string;
  readonly tests: TestRun | undefined;
  readonly floor: readonly FloorFinding[];
  readonly failure: FailedRun | undefined;
}

/**
 * Runs the verifier in pristine rooms, one for each of its commands: base, layers, this change, and nothing that an
 * agent's room ever held. All commands have to pass.
 */
export async function prove(state: RunState, request: ProofRequest): Promise<ProofResult> {
  const { plan, directories, results } = state.parts;
  const { verifier } = plan;
  if (!verifier) throw new Error('a proof was asked for without a verifier');
  const commands = request.commands ?? verifier.commands;
  const input = await directories.readable(
    state.name(`${request.name}-in`),
    request.report ? { 'report.json': request.report } : {},
  );
  try {
    const equipment = await results?.equip();
    const one = (command: VerifierCommand): Promise<CommandResult> =>
      proveCommand(state, request, { command, input, equipment, alone: commands.length === 1 });
    const done = verifier.mode === 'parallel' ? await allOf(commands.map(one)) : await untilFailure(commands, one);
    return settle(state, request, done);
  } finally {
    await directories.remove(input);
  }
}

/** Every one of them ends before an error of one is thrown: no room outlives its proof. */
async function allOf(running: readonly Promise<CommandResult>[]): Promise<CommandResult[]> {
  await Promise.allSettled(running);
  return Promise.all(running);
}

async function untilFailure(
  commands: readonly VerifierCommand[],
  one: (command: VerifierCommand) => Promise<CommandResult>,
): Promise<CommandResult[]> {
  const done: CommandResult[] = [];
  for (const command of commands) {
    const result = await one(command);
    done.push(result);
    if (result.failure) break;
  }
  return done;
}

async function proveCommand(
  state: RunState,
  request: ProofRequest,
  from: {
    readonly command: VerifierCommand;
    readonly input: string;
    readonly equipment: Equipment | undefined;
    readonly alone: boolean;
  },
): Promise<CommandResult> {
  const { workspace, directories } = state.parts;
  const { command, alone } = from;
  const name = state.name(alone ? request.name : `${request.name}-${command.name}`);
  const top: Top = request.change
    ? await workspace.openPatched(name, request.change.patch, request.change.files)
    : await workspace.openTop(name);
  const out = await directories.writable(`${name}-out`);
  try {
    return await runCommand(state, request, { ...from, name, top, out });
  } finally {
    await top.close();
    await directories.remove(out);
  }
}

async function runCommand(
  state: RunState,
  request: ProofRequest,
  from: {
    readonly command: VerifierCommand;
    readonly input: string;
    readonly equipment: Equipment | undefined;
    readonly name: string;
    readonly top: Top;
    readonly out: string;
  },
): Promise<CommandResult> {
  const { plan, results, progress } = state.parts;
  const { command, input, equipment, name, top, out } = from;
  const allow = plan.policy.proof;
  const reader = results?.reader(command);
  const stage: StageCommand = {
    room: name,
    stage: 'proof',
    attempt: request.attempt,
    top,
    argv: command.argv as StageCommand['argv'],
    cwd: command.cwd,
    env: {
      CI: 'true',
      ...equipment?.env,
      ...command.env,
      ...(request.report ? { CLEANROOM_REPORT_FILE: `${REPORT_DIRECTORY}/report.json` } : {}),
      ...(allow.length > 0 ? state.network(allow) : {}),
    },
    timeoutMs: command.timeoutMs,
    log: `${name}.log`,
    outDirectory: out,
    readOnly: [
      { source: input, target: REPORT_DIRECTORY },
      ...(equipment?.readOnly ?? []),
      ...(request.readOnly ?? []),
    ],
    ...(allow.length > 0 ? { grant: { allow } } : {}),
  };
  const opened = await openStage(state, stage);
  const watched = reader
    ? { ...stage, onChunk: (stream: 'stdout' | 'stderr', chunk: Buffer) => reader.push(stream, chunk) }
    : stage;
  const { exit, log } = await runStage(state, watched, opened);
  if (exit.end === 'timeout' && state.timeIsOver) throw timeIsOver(state);
  const tests = await reader?.finish({ top, out });
  // Green is exit code 0 of a verifier that ended by itself; a signal, a limit or a time-out is red.
  const green = exit.end === 'exited' && exit.code === 0;
  const { floor: compared } = request;
  const floor =
    green && compared && results ? results.floor(compared.base.get(command.name), tests, compared.changed) : [];
  for (const { message } of floor) progress.warn(message);
  const failure: FailedRun | undefined =
    green && floor.length === 0
      ? undefined
      : {
          display: command.display,
          exitCode: exit.code,
          signal: exit.signal,
          end: exit.end,
          ...log.excerpt(),
          tests,
          floor,
        };
  return { command, exit, log: log.path, tests, floor, failure };
}

/** One record of all commands; how it ended is how the first that failed did, else the last. */
function settle(state: RunState, request: ProofRequest, done: readonly CommandResult[]): ProofResult {
  const deciding = done.find(({ failure }) => failure) ?? done.at(-1);
  if (!deciding) throw new Error('a verifier without a command');
  const { exit } = deciding;
  const passed = deciding.failure === undefined;
  const record: ProofRecord = {
    room: state.name(request.name),
    what: request.what,
    run: request.run,
    passed,
    command: deciding.command.name,
    end: exit.end,
    exitCode: exit.code,
    signal: exit.signal,
    limits: [...exit.limits],
    durationMs: Math.round(done.reduce((sum, one) => sum + one.exit.durationMs, 0)),
    log: deciding.log,
    commands: done.map((one) => ({
      name: one.command.name,
      passed: one.failure === undefined,
      end: one.exit.end,
      exitCode: one.exit.code,
      signal: one.exit.signal,
      limits: [...one.exit.limits],
      durationMs: Math.round(one.exit.durationMs),
      log: one.log,
    })),
    tests: testsOf(state, request, done),
    floor: done.flatMap(({ floor }) => floor.map(({ message }) => message)),
  };
  state.journal('proof.finished', { attempt: request.attempt, room: record.room, run: request.run, passed });
  const tests = new Map(done.flatMap((one) => (one.tests ? [[one.command.name, one.tests] as const] : [])));
  return { record, failure: deciding.failure, tests };
}

/** What all commands executed together, and where the detail is. */
function testsOf(state: RunState, request: ProofRequest, done: readonly CommandResult[]): ProofRecord['tests'] {
  const runs = done.flatMap(({ tests }) => (tests ? [tests] : []));
  if (runs.length === 0) return null;
  const sum = (pick: (run: TestRun) => number | null): number =>
    runs.reduce((total, run) => total + (pick(run) ?? 0), 0);
  const counted = runs.some(({ assertions }) => assertions !== null);
  const { path } = state.parts.evidence.writeJson(`tests/${state.name(request.name)}.json`, {
    schema: 'cleanroom/tests/v1',
    room: state.name(request.name),
    commands: done.flatMap(({ command, tests }) => (tests ? [{ name: command.name, ...tests }] : [])),
  });
  return {
    sources: [...new Set(runs.flatMap(({ sources }) => sources))],
    executed: sum(({ passed }) => passed) + sum(({ failed }) => failed),
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    assertions: counted ? sum(({ assertions }) => assertions) : null,
    failedNames: runs.flatMap(({ failedNames }) => failedNames).slice(0, 100),
    file: path,
  };
}
