import type { Equipment, FailedRun, FloorFinding, TestRun } from '../verifier/types.js';
import type { Patch, PatchFile, Top } from '../workspace/types.js';
import {
  inherited,
  type OpenStage,
  openStage,
  runStage,
  type StageCommand,
  type StageResult,
  timeIsOver,
} from './command.js';
import type { RunState } from './state.js';
import type { ProofRecord, VerifierCommand } from './types.js';
import { withWritten } from './written.js';

const REPORT_DIRECTORY = '/run/cleanroom/in';
/** Where a verifier may leave results for the host to read. */
const RESULTS_DIRECTORY = '/run/cleanroom/out';

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
  /** What it prints, how it fails and whom it calls is for the evidence alone, and not for the log of the job or a comment. */
  readonly quiet?: boolean;
}

/** One command of the verifier in a room of its own. */
export interface CommandResult {
  readonly command: VerifierCommand;
  /** Of the build, where that failed. */
  readonly exit: StageResult['exit'];
  readonly log: string;
  readonly tests: TestRun | undefined;
  readonly floor: readonly FloorFinding[];
  readonly failure: FailedRun | undefined;
  /** What was built before it; undefined: nothing had to be. */
  readonly build: ProofRecord['commands'][number]['build'];
  /** False: the command itself never ran, because the build failed. */
  readonly built: boolean;
}

/** A room of the verifier, as it is to be. */
export interface ProofRoom {
  readonly command: VerifierCommand;
  /** Host directory with the report. */
  readonly input: string;
  readonly equipment: Equipment | undefined;
  readonly name: string;
  readonly top: Top;
  /** Host directory for results. */
  readonly out: string;
  /** Others run at the same time. */
  readonly side: boolean;
}

/** Builds, where the plan says so, and runs one command of the verifier, in one room that is gone afterwards. */
export async function runInRoom(state: RunState, request: ProofRequest, room: ProofRoom): Promise<CommandResult> {
  const { plan } = state.parts;
  const { command, equipment, name } = room;
  const allow = plan.policy.proof;
  const inherit = command.envFrom ?? undefined;
  const own = inherited(state, inherit);
  const network = allow.length > 0 ? state.network(allow, own) : {};
  const stage: StageCommand = {
    room: name,
    stage: 'proof',
    attempt: request.attempt,
    top: room.top,
    argv: command.argv as StageCommand['argv'],
    cwd: command.cwd,
    env: {
      CI: 'true',
      ...withEquipment({ ...own, ...command.env }, command.env, equipment?.env ?? {}),
      ...(request.report ? { CLEANROOM_REPORT_FILE: `${REPORT_DIRECTORY}/report.json` } : {}),
      CLEANROOM_RESULTS_DIR: RESULTS_DIRECTORY,
      ...network,
    },
    inherit,
    timeoutMs: command.timeoutMs,
    log: `${name}.log`,
    outDirectory: room.out,
    readOnly: [
      { source: room.input, target: REPORT_DIRECTORY },
      ...(equipment?.readOnly ?? []),
      ...(request.readOnly ?? []),
    ],
    ...(allow.length > 0 ? { grant: { allow } } : {}),
    ...(request.quiet ? { quiet: true } : {}),
    ...(room.side ? { label: command.name } : {}),
  };
  const opened = await openStage(state, stage);
  const build = await buildIn(state, { ...stage, env: { CI: 'true', ...command.env, ...network } }, opened);
  if (build?.failure) {
    const { exit, log, failure, record } = build;
    const tests = await withWritten(state, room.top, undefined);
    return { command, exit, log: log.path, tests, floor: [], failure, build: record, built: false };
  }
  // What a build left where results belong is no result.
  if (build) await state.parts.directories.empty(room.out);
  return { ...(await verifyIn(state, request, { room, stage, opened })), build: build?.record, built: true };
}

/**
 * Builds in an open room, which stays open unless that failed.
 * @returns undefined where nothing has to be built
 */
async function buildIn(
  state: RunState,
  stage: StageCommand,
  opened: OpenStage,
): Promise<
  | (Pick<StageResult, 'exit' | 'log'> & {
      readonly record: NonNullable<CommandResult['build']>;
      readonly failure: FailedRun | undefined;
    })
  | undefined
> {
  const build = state.parts.plan.verifier?.build;
  if (!build) return undefined;
  let kept = false;
  try {
    const { exit, log } = await runStage(
      state,
      {
        ...stage,
        argv: build.argv as StageCommand['argv'],
        cwd: build.cwd,
        timeoutMs: build.timeoutMs,
        log: `${stage.room}.build.log`,
        keepRoom: true,
      },
      opened,
    );
    if (exit.end === 'timeout' && state.timeIsOver) throw timeIsOver(state);
    kept = exit.end === 'exited' && exit.code === 0;
    const record = {
      end: exit.end,
      exitCode: exit.code,
      signal: exit.signal,
      durationMs: Math.round(exit.durationMs),
      log: log.path,
    };
    const failure: FailedRun | undefined = kept
      ? undefined
      : { display: build.display, exitCode: exit.code, signal: exit.signal, end: exit.end, ...log.excerpt() };
    return { exit, log, record, failure };
  } finally {
    if (!kept) await opened.close();
  }
}

async function verifyIn(
  state: RunState,
  request: ProofRequest,
  from: { readonly room: ProofRoom; readonly stage: StageCommand; readonly opened: OpenStage },
): Promise<Omit<CommandResult, 'build' | 'built'>> {
  const { results, progress } = state.parts;
  const { room, stage, opened } = from;
  const { command, top, out } = room;
  const reader = results?.reader(command);
  await reader?.begin(top);
  const watch = state.parts.feedback.watch();
  const watched: StageCommand = {
    ...stage,
    onText: (data) => watch.push(data),
    ...(reader ? { onChunk: (stream: 'stdout' | 'stderr', chunk: Buffer) => reader.push(stream, chunk) } : {}),
  };
  const { exit, log } = await runStage(state, watched, opened);
  if (exit.end === 'timeout' && state.timeIsOver) throw timeIsOver(state);
  const tests = await withWritten(state, top, await reader?.finish({ top, out }));
  // Green is exit code 0 of a verifier that ended by itself; a signal, a limit or a time-out is red.
  const green = exit.end === 'exited' && exit.code === 0;
  const { floor: compared } = request;
  const floor =
    green && compared && results ? results.floor(compared.base.get(command.name), tests, compared.changed) : [];
  if (!request.quiet) for (const { message } of floor) progress.warn(message);
  const excerpt = log.excerpt();
  const failure: FailedRun | undefined =
    green && floor.length === 0
      ? undefined
      : {
          display: command.display,
          exitCode: exit.code,
          signal: exit.signal,
          end: exit.end,
          ...excerpt,
          parts: watch.parts(excerpt),
          tests,
          floor,
        };
  return { command, exit, log: log.path, tests, floor, failure };
}

/** Variables that hold a list: what counts tests is added to them, and takes nothing away that the plan says. */
const LISTS: Readonly<Record<string, string>> = {
  NODE_OPTIONS: ' ',
  PYTEST_ADDOPTS: ' ',
  PYTHONPATH: ':',
  GOFLAGS: ' ',
};

/**
 * A command's own variables with those of the equipment.
 * @param all with the variables of all rooms that it sees
 */
function withEquipment(
  all: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  equipment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const joined = Object.entries(equipment).map(([name, value]) => {
    const separator = LISTS[name];
    const before = all[name];
    return [name, separator === undefined || !before ? value : `${value}${separator}${before}`] as const;
  });
  return { ...own, ...Object.fromEntries(joined) };
}
