import type { Auditor } from '../audit/types.js';
import type { Broker, BrokerSession } from '../broker/types.js';
import type { AgentLine } from '../inputs/agent-line.js';
import { auditCommand } from '../loop/audit.js';
import type { HostDirectories } from '../room/directories.js';
import type { Rooms } from '../room/registry.js';
import type { Room, RoomCommand } from '../room/types.js';
import { BROKER_PORT } from '../support/broker-port.js';
import type { Clock } from '../support/clock.js';
import { attend, exitCode, type PersonStreams } from './agent-attend.js';
import { auditParts, type SessionEvidence } from './agent-evidence.js';
import type { AgentHome } from './agent-home.js';
import type { HostServices } from './agent-outside.js';
import type { AgentStart } from './agent-program.js';
import type { ChosenAgent } from './agent-request.js';
import { isReady } from './agent-steps.js';
import type { AgentTree } from './agent-tree.js';
import { allSecrets } from './commands.js';
import { createProbes } from './probes.js';
import type { ResolvedRun } from './resolve.js';

/** What stands once the plan is known and the host was looked at. */
export interface Ground {
  readonly resolved: ResolvedRun;
  readonly chosen: ChosenAgent;
  readonly rooms: Rooms;
  readonly directories: HostDirectories;
  readonly broker: Broker;
  readonly audit: Auditor | undefined;
  readonly tree: AgentTree;
  readonly home: AgentHome;
  /** The broker carries its requests to a model. */
  readonly hasModel: boolean;
}

/** The agent's room with everything around it. */
export interface Standing extends Ground {
  readonly start: AgentStart;
  readonly host: HostServices;
  readonly session: BrokerSession;
  readonly room: Room;
  readonly env: Readonly<Record<string, string>>;
}

/** What a session has beside its room. */
interface Using {
  readonly line: AgentLine;
  readonly person: PersonStreams;
  readonly process: NodeJS.Process;
  /** PATH of this host. */
  readonly path: string;
  readonly clock: Clock;
  readonly evidence: SessionEvidence;
  readonly signal: AbortSignal;
  /** Says something to the person, as soon as they can read it. */
  readonly tell: (text: string) => void;
  /** Called when the agent is about to have the person's streams. */
  readonly onAttended: () => void;
}

/** The agent's room, in the record. */
export const AGENT_ROOM = 'agent';
/** Nothing ends a person's session but themselves, unless they say when: 24 days, the longest that a timer takes. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
/** What a person sees in their own terminal is not cut. */
const NO_OUTPUT_LIMIT = Number.MAX_SAFE_INTEGER;
/** As a shell says that there is no such program. */
const EXIT_MISSING = 127;

/** Looks around in the room, sees to it that the agent is there, and lets the person use it. Resolves to the exit code. */
export async function useAgent(standing: Standing, using: Using): Promise<number> {
  const { line, person, process, path, evidence, signal, tell } = using;
  const { start, session, room, env, resolved, host } = standing;
  await probe(standing, using);
  const listener: NonNullable<RoomCommand['listener']> = {
    port: BROKER_PORT,
    accept: (server) => session.accept(server),
  };
  if (!(await isReady({ room, env, listener, signal }, start, person.stderr, tell))) {
    if (signal.aborted) return exitCode(undefined, signal);
    tell(`${start.argv[0]} is not there${start.install ? ', not even after the install step' : ''}`);
    return EXIT_MISSING;
  }
  // Some agents do not wait for tools that come late.
  await host.mcp?.begin();
  const parts = auditParts({ plan: resolved.plan, audit: standing.audit, record: evidence.record, say: tell });
  const audit = await auditCommand(parts, {
    ...{ room: AGENT_ROOM, stage: 'agent', attempt: 1 },
    onAudit(event) {
      const broken = event.kind === 'exec' ? host.commands?.violation(event) : undefined;
      if (event.kind !== 'exec' || !broken) return;
      evidence.violated(AGENT_ROOM, event, broken);
      tell(`a rule was broken: ${broken.rule}: ${broken.justification}`);
    },
  });
  const [program, ...first] = start.argv;
  const timed = line.layer.values.timeout !== undefined;
  const command = {
    argv: [program, ...first, ...line.args] as const,
    cwd: '',
    env,
    timeoutMs: timed ? resolved.plan.limits.totalMs : NO_TIMEOUT_MS,
    outputBytes: NO_OUTPUT_LIMIT,
    listener,
    ...(audit ? { pidFiles: audit.pidFiles } : {}),
  };
  using.onAttended();
  try {
    return await attend(room, command, person, { process, path }, signal);
  } finally {
    // What is missing of it was told; a person's work is not lost because of it.
    const seen = await audit?.finish();
    if (seen) evidence.record.journal('audit.finished', { room: AGENT_ROOM, ...seen });
  }
}

/** As before each stage of a run. A key that a person copies into the room is none that must not be there. */
async function probe({ resolved, rooms, room, env, home }: Standing, using: Using): Promise<void> {
  const { plan } = resolved;
  const { signal, clock, evidence } = using;
  const probes = createProbes({
    description: await rooms.backend.describe(),
    limits: plan.limits,
    writable: plan.room.writable,
    secrets: (await allSecrets(resolved)).filter((secret) => !home.holds(secret)),
  });
  const begun = clock.monotonic();
  const results = await probes.look(room, { env, port: BROKER_PORT, signal });
  if (signal.aborted) return;
  evidence.probed(AGENT_ROOM, results, Math.round(clock.monotonic() - begun));
  probes.require('of the agent', results);
}
