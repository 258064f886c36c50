import type { KeptProof } from './memory.js';
import type { ProofRequest } from './proof-room.js';
import type { RunState } from './state.js';
import type { TurnResult } from './turn-result.js';

/** A turn of an earlier life with its patch; undefined: the agent has to work. */
export async function recallTurn(state: RunState, room: string): Promise<TurnResult | undefined> {
  const { memory, workspace, plan } = state.parts;
  const kept = memory?.turn(room);
  if (kept === undefined) return undefined;
  const { diff, ignored, refusals } = kept.patch;
  const limits = { bytes: plan.limits.patchBytes, files: plan.limits.patchFiles };
  const nothing = { commit: workspace.base.commit, files: [], diff: Buffer.alloc(0), contents: new Map() };
  const empty = diff?.length === 0;
  const patch = diff && !empty ? await workspace.readPatch(diff, limits) : undefined;
  const lost = !empty && patch === undefined ? [{ path: 'the patch', reason: 'is not as the agent left it' }] : [];
  return {
    ...kept.result,
    patch: { ...nothing, ...patch, ignored, refusals: [...refusals, ...lost] },
    recalled: true,
  };
}

/** Counts what a turn of an earlier life took as if it had been now. */
export function countRecalled(state: RunState, room: string, turn: TurnResult): void {
  const kept = state.parts.memory?.turn(room);
  state.worked(turn.exit.durationMs);
  state.deny(kept?.denials ?? []);
  state.parts.progress.note(`${room} had ended before the run was interrupted: it is not repeated`);
}

/** Which proof a request is for. */
export function keptProof(state: RunState, { name, what, change, report, commands }: ProofRequest): KeptProof {
  const { digest, plan, workspace } = state.parts;
  const decide = commands ?? plan.verifier?.commands ?? [];
  const subject = [
    workspace.over ? digest(workspace.over.diff) : null,
    change ? digest(change.patch.diff) : null,
    change?.files.map(({ path }) => path) ?? null,
    report ? digest(report) : null,
    // Of a task they are no part of the run's plan where an agent made the list.
    decide.map((command) => [command.name, command.argv, command.cwd]),
  ];
  return { name: state.name(name), what, subject: digest(JSON.stringify(subject)) };
}
