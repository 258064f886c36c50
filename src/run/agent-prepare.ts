import type { Writable } from 'node:stream';
import type { Auditor } from '../audit/types.js';
import type { Broker } from '../broker/types.js';
import { auditCommand, endAudit } from '../loop/audit.js';
import { denialHint } from '../loop/denial.js';
import type { RoomBackend, RoomExit } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import { BROKER_PORT } from '../support/broker-port.js';
import { CleanroomError } from '../support/errors.js';
import { plainOutput } from '../support/plain-stream.js';
import type { Workspace } from '../workspace/types.js';
import { auditParts, type Recorder } from './agent-evidence.js';

const ROOM = 'prepare';

/** What the prepare step of an agent's tree needs. */
export interface PreparePlace {
  readonly plan: Plan;
  readonly rooms: RoomBackend;
  readonly broker: Broker;
  readonly env: Readonly<Record<string, string>>;
  /** Shows what it prints, without what a terminal would act on. */
  readonly shows: Writable;
  readonly record: Recorder;
  /** Has the kernel tell what it starts; undefined: it is not asked. */
  readonly audit: Auditor | undefined;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs the prepare command of the plan, where there is one, in a room of its own with its own allow-list, and puts what it
 * left under every later top, as in a run.
 * @throws CleanroomError `agent.prepare`, `audit.*`
 */
export async function prepareTree(place: PreparePlace, workspace: Workspace): Promise<void> {
  const { plan, rooms, broker, env, shows, record, say, signal } = place;
  const followed = auditParts(place);
  const { prepare } = plan;
  if (prepare?.kind !== 'command' || signal.aborted) return;
  say(`prepare: ${prepare.display}`);
  const output = plainOutput((text) => void shows.write(text));
  const top = await workspace.openTop(ROOM);
  const session = broker.grant({ room: ROOM, stage: 'prepare', attempt: 0, allow: plan.policy.prepare });
  let exit: RoomExit;
  try {
    const room = await rooms.open({
      id: ROOM,
      stage: 'prepare',
      workspace: top.view,
      readOnly: [],
      limits: plan.limits,
    });
    record.journal('room.opened', { room: ROOM, stage: 'prepare' });
    try {
      const audit = await auditCommand(followed, { room: ROOM, stage: 'prepare', attempt: 0 });
      exit = await room.run(
        {
          argv: prepare.argv,
          cwd: prepare.cwd,
          env,
          timeoutMs: prepare.timeoutMs,
          outputBytes: plan.limits.outputBytes,
          onOutput: output.onOutput,
          listener: { port: BROKER_PORT, accept: (server) => session.accept(server) },
          ...(audit ? { pidFiles: audit.pidFiles } : {}),
        },
        signal,
      );
      await endAudit(followed, ROOM, audit, exit.end === 'cancelled');
    } finally {
      output.end();
      await room.close();
      record.journal('room.closed', { room: ROOM });
    }
  } finally {
    await session.close();
  }
  if (signal.aborted) return;
  if (exit.end !== 'exited' || exit.code !== 0) {
    const [denied] = session.denials();
    throw new CleanroomError('agent.prepare', `the prepare command failed: ${howItEnded(exit)}: ${prepare.display}`, {
      hint: denied ? denialHint(denied) : "--prepare '' leaves it out",
    });
  }
  const frozen = await workspace.freeze(top);
  record.journal('prepare.frozen', { entries: frozen.entries, dropped: [...frozen.dropped] });
  if (frozen.dropped.length > 0)
    say(`prepare changed ${frozen.dropped.length} tracked files; these changes were dropped`);
}

function howItEnded({ end, code, signal }: RoomExit): string {
  if (end === 'exited') return `exit code ${code}`;
  if (end === 'signalled') return `killed by ${signal}`;
  return end === 'timeout' ? 'it took longer than prepare-timeout' : `a limit ended it (${end})`;
}
