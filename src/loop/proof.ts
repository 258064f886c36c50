import type { Equipment, TestRun } from '../verifier/types.js';
import type { Top } from '../workspace/types.js';
import type { ProofResult } from './proof-result.js';
import { type CommandResult, type ProofRequest, runInRoom } from './proof-room.js';
import { keptProof } from './resume.js';
import type { RunState } from './state.js';
import type { ProofRecord, VerifierCommand } from './types.js';

export type { ProofResult } from './proof-result.js';
export type { ProofRequest } from './proof-room.js';

/**
 * Runs the verifier in pristine rooms, one for each of its commands: base, layers, this change, and nothing that an
 * agent's room ever held. All commands have to pass.
 */
export async function prove(state: RunState, request: ProofRequest): Promise<ProofResult> {
  const { plan, directories, results } = state.parts;
  const { verifier } = plan;
  if (!verifier) throw new Error('a proof was asked for without a verifier');
  const known = state.parts.memory?.failedProof(keptProof(state, request));
  if (known) return known;
  const commands = request.commands ?? verifier.commands;
  const input = await directories.readable(
    state.name(`${request.name}-in`),
    request.report ? { 'report.json': request.report } : {},
  );
  try {
    const equipment = await results?.equip();
    const side = verifier.mode === 'parallel' && commands.length > 1;
    const one = (command: VerifierCommand): Promise<CommandResult> =>
      proveCommand(state, request, { command, input, equipment, side, alone: commands.length === 1 });
    const done = side
      ? await allOf(commands.map(one))
      : // On the base all of them say what they execute: what comes later is compared with that.
        await untilFailure(commands, one, request.change === undefined);
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
  all: boolean,
): Promise<CommandResult[]> {
  const done: CommandResult[] = [];
  for (const command of commands) {
    const result = await one(command);
    done.push(result);
    if (result.failure && !all) break;
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
    readonly side: boolean;
  },
): Promise<CommandResult> {
  const { workspace, directories } = state.parts;
  const { command, alone } = from;
  // A dot, which no name has: no other proof or log is called so.
  const name = state.name(alone ? request.name : `${request.name}.${command.name}`);
  const top: Top = request.change
    ? await workspace.openPatched(name, request.change.patch, request.change.files)
    : await workspace.openTop(name);
  // No task is called so either, and `out` is where the agent of a task may write.
  const out = await directories.writable(`${name}.out`);
  try {
    return await runInRoom(state, request, { ...from, name, top, out });
  } finally {
    await top.close();
    await directories.remove(out);
  }
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
    durationMs: Math.round(wallTime(done, state.parts.plan.verifier?.mode === 'parallel')),
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
      ...(one.build ? { build: one.build } : {}),
    })),
    tests: testsOf(state, request, done),
    floor: done.flatMap(({ floor }) => floor.map(({ message }) => message)),
  };
  const tests = new Map(done.flatMap((one) => (one.tests ? [[one.command.name, one.tests] as const] : [])));
  const result: ProofResult = { record, failure: deciding.failure, tests };
  if (!passed) state.parts.memory?.keepFailedProof(keptProof(state, request), result);
  state.journal('proof.finished', { attempt: request.attempt, room: record.room, run: request.run, passed });
  return result;
}

/** Milliseconds of all commands with what was built for them; side by side, of the slowest. */
function wallTime(done: readonly CommandResult[], parallel: boolean): number {
  const times = done.map(({ exit, build, built }) => (built ? exit.durationMs : 0) + (build?.durationMs ?? 0));
  return parallel ? Math.max(...times) : times.reduce((sum, time) => sum + time, 0);
}

/** What all commands executed together, and where the detail is. */
function testsOf(state: RunState, request: ProofRequest, done: readonly CommandResult[]): ProofRecord['tests'] {
  const runs = done.flatMap(({ tests }) => (tests ? [tests] : []));
  if (runs.length === 0) return null;
  const read = runs.some(({ sources }) => sources.length > 0);
  const sum = (pick: (run: TestRun) => number | null): number =>
    runs.reduce((total, run) => total + (pick(run) ?? 0), 0);
  const counted = runs.some(({ assertions }) => assertions !== null);
  const { path } = state.parts.evidence.writeJson(`tests/${state.name(request.name)}.json`, {
    schema: 'cleanroom/tests/v1',
    room: state.name(request.name),
    commands: done.flatMap(({ command, tests }) => (tests ? [{ name: command.name, ...tests }] : [])),
  });
  if (!read) return null;
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
