import type { Agent } from '../agent/types.js';
import type { Auditor } from '../audit/types.js';
import { createBroker } from '../broker/broker.js';
import type { Broker, RoomService } from '../broker/types.js';
import type { AgentCommands } from '../loop/types.js';
import type { McpBroker } from '../mcp/service.js';
import type { HostDirectories } from '../room/directories.js';
import type { Rooms } from '../room/registry.js';
import type { Clock } from '../support/clock.js';
import { token } from '../support/random.js';
import { auditParts, type Recorder } from './agent-evidence.js';
import { prepareCommands } from './commands.js';
import { followRooms } from './follow.js';
import { prepareMcp, servicesOf } from './mcp.js';
import { modelProviders } from './model-provider.js';
import type { ResolvedRun } from './resolve.js';

/** What an agent's room has outside of it. */
interface OutsideOf {
  readonly resolved: ResolvedRun;
  readonly clock: Clock;
  readonly record: Recorder;
}

/** The broker of a person's session, with the bounds of the plan. */
export function sessionBroker(from: OutsideOf & { readonly hasModel: boolean }): Broker {
  const { plan, secrets } = from.resolved;
  return createBroker({
    providers: from.hasModel ? modelProviders(plan, secrets) : [],
    clock: from.clock,
    onAccess: (access) => from.record.access(access),
    caps: { requests: plan.budget.maxRequests, tokens: plan.budget.maxTokens, costUsd: plan.budget.maxCostUsd },
    prices: plan.budget.prices,
    providerTools: plan.agent.providerTools,
    allowPrivate: plan.policy.private,
    limits: { modelIdleMs: plan.limits.modelIdleMs },
    credentials: secrets.credentials ?? [],
  });
}

/** What the host runs for an agent. */
export interface HostServices {
  readonly commands: AgentCommands | undefined;
  readonly mcp: McpBroker | undefined;
  /** What the room may ask for, by name. */
  readonly services: Readonly<Record<string, RoomService>>;
}

/** Brokered commands, command rules and MCP servers of a person's session. @param audit has the kernel tell what rooms start; undefined: it is not asked */
export async function hostServices(
  from: OutsideOf & {
    readonly agent: Agent;
    readonly broker: Broker;
    readonly rooms: Rooms;
    readonly directories: HostDirectories;
    readonly audit: Auditor | undefined;
    readonly signal: AbortSignal;
    readonly say: (text: string) => void;
    /** Told of each part as soon as it has to be closed. */
    readonly onOpen: (close: () => Promise<void>) => void;
  },
): Promise<HostServices> {
  const { resolved, agent, broker, rooms, directories, clock, signal, audit, record, say, onOpen } = from;
  const { plan, secrets } = resolved;
  const follow = followRooms(auditParts({ audit, record, plan, say }));
  const common = { plan, broker, directories, clock, signal, rooms: rooms.backend, token, follow };
  const commands = await prepareCommands({
    ...common,
    agent,
    audit: audit !== undefined,
    programs: rooms.path.split(':'),
    shows: (path) => rooms.shows(path),
    onCommand: (command) => record.command(command),
  });
  onOpen(async () => commands?.close());
  const mcp = await prepareMcp({ ...common, secrets, evidence: record, progress: { note: say } });
  onOpen(async () => mcp?.close());
  const services = servicesOf(commands, mcp)({ room: 'agent', stage: 'agent', attempt: 1 });
  return { commands, mcp, services };
}
