import type { AgentMcpServer } from '../agent/types.js';
import type { Broker } from '../broker/types.js';
import type { FollowRoom } from '../commands/follow.js';
import type { Evidence, EvidenceLog } from '../evidence/recorder.js';
import type { Secrets } from '../inputs/secrets.js';
import { stageEnvironment } from '../loop/stage-environment.js';
import type { AgentCommands, LoopParts } from '../loop/types.js';
import type { McpBroker } from '../mcp/service.js';
import type { HostDirectories } from '../room/directories.js';
import type { RoomBackend } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import { BROKER_PORT } from '../support/broker-port.js';
import type { Clock } from '../support/clock.js';
import type { Progress } from '../support/progress.js';

/** What an agent waits beyond the time of a call, so that whoever refuses a slow one is the host, with its reason. */
const GRACE_MS = 10_000;

/** `path`: where a person finds it. */
type ServerLog = Pick<EvidenceLog, 'write'> & Partial<Pick<EvidenceLog, 'path'>>;

export interface McpSource {
  readonly plan: Plan;
  readonly secrets: Secrets;
  readonly rooms: RoomBackend;
  readonly broker: Broker;
  readonly directories: HostDirectories;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly token: () => string;
  /** Undefined: nothing asks the kernel what runs in rooms. */
  readonly follow?: FollowRoom;
  readonly evidence: Pick<Evidence, 'mcp' | 'journal'> & { log(name: string): ServerLog };
  readonly progress: Pick<Progress, 'note'>;
}

/** The servers of a plan as an agent's configuration has to name them. */
export function agentMcpServers({ agent }: Plan): readonly AgentMcpServer[] {
  return agent.mcp.map(({ name, where, argv, env, tools, timeoutMs }) => ({
    name,
    transport:
      where === 'host'
        ? { kind: 'http', url: `http://127.0.0.1:${BROKER_PORT}/cleanroom/mcp/${name}`, headers: {} }
        : {
            kind: 'stdio',
            argv: argv ?? [],
            env: Object.fromEntries(
              Object.entries(env).flatMap(([key, value]) => ('value' in value ? [[key, value.value]] : [])),
            ),
          },
    tools,
    timeoutMs: timeoutMs + (where === 'host' ? GRACE_MS : 0),
  }));
}

/** Servers of the host's side, ready to be asked; undefined where there are none. @throws CleanroomError `command.credential` */
export async function prepareMcp(from: McpSource): Promise<McpBroker | undefined> {
  const servers = from.plan.agent.mcp.filter(({ where }) => where === 'host');
  if (servers.length === 0) return undefined;
  const { openMcp } = await import('../mcp/open.js');
  const { plan, rooms, broker, directories, token, clock, signal, evidence, progress } = from;
  const logs = new Map<string, ServerLog>();
  return openMcp({
    servers,
    secrets: from.secrets.mcpSecrets ?? [],
    allowPrivate: plan.policy.private,
    clock,
    signal,
    onCall: (record) => evidence.mcp(record),
    onNote(note) {
      progress.note(note);
      evidence.journal('notice', { text: note });
    },
    onLog(server, chunk) {
      const log = logs.get(server) ?? evidence.log(`mcp-${server}.log`);
      logs.set(server, log);
      log.write(chunk);
    },
    logOf: (server) => logs.get(server)?.path,
    programs: {
      rooms,
      broker,
      directories,
      token,
      limits: plan.limits,
      proxy: stageEnvironment({ port: BROKER_PORT, allow: [], credentialled: [], own: {} }),
      totalMs: plan.limits.totalMs,
      follow: from.follow,
      onProgram(server, room, exit) {
        if (exit === undefined) {
          const argv = servers.find(({ name }) => name === server)?.argv ?? [];
          evidence.journal('mcp.started', { server, room, argv: [...argv] });
          return;
        }
        const { end = null, code = null, signal: by = null, durationMs = 0 } = exit ?? {};
        const ended = { end, exitCode: code, signal: by, durationMs: Math.round(durationMs) };
        evidence.journal('mcp.ended', { server, room, ...ended });
      },
    },
  });
}

/** What a room of the agent may ask of the host, by name. */
export function servicesOf(
  commands: AgentCommands | undefined,
  mcp: McpBroker | undefined,
): NonNullable<LoopParts['services']> {
  return (asker) => ({
    ...(commands?.service ? { command: commands.service(asker) } : {}),
    ...(mcp ? { mcp: mcp.serviceFor(asker) } : {}),
  });
}

/** Every secret that files of a plan's servers hold. @throws CleanroomError `command.credential` */
export async function secretsOfMcpFiles({ agent }: Plan): Promise<readonly string[]> {
  const holds = agent.mcp.some(({ env, headers }) =>
    [...Object.values(env), ...Object.values(headers)].some((value) => 'file' in value),
  );
  return holds ? (await import('../mcp/open.js')).secretsOfFiles(agent.mcp) : [];
}
