import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createBroker } from '../broker/broker.js';
import type { BrokerSession } from '../broker/types.js';
import type { ConfiguredAgents } from '../config/agents.js';
import type { AgentLine } from '../inputs/agent-line.js';
import { BROKER_PORT, stageEnvironment } from '../loop/stage-environment.js';
import { HostDirectories } from '../room/directories.js';
import type { Rooms } from '../room/registry.js';
import { ROOM_PATHS, type Room, type RoomCommand, type RoomSpec } from '../room/types.js';
import { renderCodexRules } from '../rules/render-codex.js';
import { firstStartOf } from '../session/first-start.js';
import type { HeldRoom, KeptRecord, KeptRooms } from '../session/kept-rooms.js';
import type { Clock } from '../support/clock.js';
import { SESSION_LEASE_SECONDS } from '../support/lease.js';
import { escapeInvisible } from '../support/plain-text.js';
import { runHost } from '../support/process.js';
import type { CheckoutFacts } from '../workspace/git.js';
import { attend, exitCode, type PersonStreams } from './agent-attend.js';
import { keepChanges } from './agent-changes.js';
import { noKey, unreachable } from './agent-errors.js';
import { AgentHome } from './agent-home.js';
import { type AgentStart, personalTurn, startOf } from './agent-program.js';
import { recordOf } from './agent-record.js';
import { agentRequest, type ChosenAgent } from './agent-request.js';
import { agentRooms } from './agent-rooms.js';
import { isReady, passes } from './agent-steps.js';
import { AgentTree } from './agent-tree.js';
import { allSecrets, prepareCommands } from './commands.js';
import type { CommitSource } from './commits.js';
import { acceptUnenforced } from './limits.js';
import { agentMcpServers } from './mcp.js';
import { modelProviders } from './model-provider.js';
import { createProbes } from './probes.js';
import { type ResolvedRun, type RunRequest, resolveRun } from './resolve.js';
import { detectLocal, roomsOf } from './rooms.js';
import type { HostEnvironment } from './run.js';

export interface AgentCommandOptions {
  readonly line: AgentLine;
  readonly request: RunRequest;
  readonly host: HostEnvironment;
  /** Agents of the person's own configuration. */
  readonly personal: ConfiguredAgents;
  readonly kept: KeptRooms;
  /** Absolute directory for changes that no file was named for. */
  readonly patches: string;
  readonly person: PersonStreams;
  readonly process: NodeJS.Process;
  readonly clock: Clock;
  /** Its reason is the name of the signal that ended us. */
  readonly signal: AbortSignal;
}

/** Nothing ends a person's session but themselves, unless they say when: 24 days, the longest that a timer takes. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
/** What a person sees in their own terminal is not cut. */
const NO_OUTPUT_LIMIT = Number.MAX_SAFE_INTEGER;
const PATCH_BYTES = 64 << 20;
const PATCH_FILES = 20_000;
/** As a shell says that there is no such program. */
const EXIT_MISSING = 127;

/** What stands once the plan is known and the host was looked at. */
interface Ground {
  readonly resolved: ResolvedRun;
  readonly chosen: ChosenAgent;
  readonly rooms: Rooms;
  readonly directories: HostDirectories;
  readonly tree: AgentTree;
  readonly home: AgentHome;
  /** The broker carries its requests to a model. */
  readonly hasModel: boolean;
}

/** The agent's room with everything around it. */
interface Standing extends Ground {
  readonly start: AgentStart;
  readonly session: BrokerSession;
  readonly room: Room;
  readonly env: Readonly<Record<string, string>>;
}

/** One use of an agent's room. */
export class AgentSession {
  private standing: Standing | undefined;
  private home: AgentHome | undefined;
  private tree: AgentTree | undefined;
  private record: KeptRecord | undefined;
  /** What would garble the person's screen while they look at it. */
  private readonly late = new Set<string>();
  private readonly endings: (() => Promise<void>)[] = [];

  constructor(
    private readonly o: AgentCommandOptions,
    private readonly held: HeldRoom | undefined,
    private readonly checkout: CheckoutFacts,
    private readonly source: CommitSource,
  ) {}

  /** Everything up to the room. @param onScratch told of each directory that is to be removed at the end */
  async open(onScratch: (path: string) => Promise<void>): Promise<void> {
    const ground = await this.lay(onScratch);
    const { plan } = ground.resolved;
    const start = await this.find(ground);
    if (plan.agent.mcp.some(({ where }) => where === 'host'))
      this.say("MCP servers on the host's side are not there in this command");
    this.standing = await this.stand(ground, start);
  }

  /** Runs the agent, then says what became of its changes. */
  async run(): Promise<number> {
    const { line, host, patches, clock } = this.o;
    const { standing } = this;
    if (!standing) throw new Error('the room is not open');
    const { plan } = standing.resolved;
    const { tree } = standing;
    let code: number;
    try {
      code = await this.main(standing);
    } finally {
      await standing.room.close();
      // Before anything is written down that a person may pass on.
      await standing.home.close(tree.written);
    }
    for (const note of this.late) this.say(note);
    const patch = await tree.collect({
      bytes: Math.max(plan.limits.patchBytes, PATCH_BYTES),
      files: Math.max(plan.limits.patchFiles, PATCH_FILES),
    });
    const time = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
    const own = join(patches, `${time}-${line.name}-${randomBytes(3).toString('hex')}.patch`);
    const { lines, asAsked } = await keepChanges({
      patch,
      file: line.patch ?? own,
      spare: line.patch === undefined ? undefined : own,
      apply: line.apply,
      checkout: this.checkout,
      workCommit: plan.source.workCommit,
      path: host.path,
    });
    for (const text of lines) this.say(text);
    if (this.held) this.say(`the room is kept: cleanroom-action agent --room-id ${this.held.id} ${line.name}`);
    return code === 0 && !asAsked ? 1 : code;
  }

  /** Ends everything. What a kept room keeps is its files, without credentials. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    const attempt = (end: () => Promise<void> | undefined): Promise<void> =>
      Promise.resolve()
        .then(end)
        .catch((error: unknown) => void failures.push(error));
    await attempt(() => this.standing?.room.close());
    await attempt(() => this.home?.close(this.tree?.written ?? []));
    // Else the next use takes out what may still be there.
    const clean = failures.length === 0;
    for (const end of this.endings.reverse()) await attempt(end);
    const { record } = this;
    if (record && clean) await attempt(() => this.held?.write({ ...record, credentials: [], copies: [] }));
    if (failures.length > 0) throw failures[0];
  }

  private say(text: string): void {
    // Names of files, hosts and the repository's settings are in it.
    this.o.person.stderr.write(`cleanroom: ${escapeInvisible(text)}\n`);
  }

  private async lay(onScratch: (path: string) => Promise<void>): Promise<Ground> {
    const { line, request, host, personal } = this.o;
    const { held, checkout, source } = this;
    // Everything of a room that is kept is in one directory.
    const roomHost = held ? { ...host, temporary: [held.data] } : host;
    const asked = agentRequest(line, request, personal, held?.record);
    const detecting = settle(detectLocal(roomHost, checkout.root));
    const resolving = await settle(resolveRun(asked.request, source, host));
    const detected = await detecting;
    if ('value' in detected) await onScratch(detected.value.scratch);
    if ('error' in resolving) throw resolving.error;
    const local = held && 'error' in detected ? { error: unreachable(detected.error, held.data) } : detected;
    const resolved = resolving.value;
    const { plan, secrets } = resolved;
    const chosen = asked.chosen();
    const rooms = await roomsOf(plan, roomHost, checkout.root, local, {
      leaseSeconds: SESSION_LEASE_SECONDS,
    });
    this.endings.push(async () => rooms.close());
    await onScratch(rooms.scratch);
    if (held && rooms.owner) {
      await chown(held.data, rooms.owner.uid, rooms.owner.gid);
      await chmod(held.data, 0o700);
    }
    const description = await rooms.backend.describe();
    for (const notice of [...acceptUnenforced(plan.limits, description), ...description.weaknesses]) this.say(notice);
    const root = join(rooms.scratch, 'rooms-data');
    await mkdir(root, { mode: 0o711 });
    const directories = new HostDirectories(root, rooms.owner);
    const tree = await AgentTree.open({ plan, checkout, source, rooms, path: host.path, held });
    this.tree = tree;
    this.endings.push(() => tree.close());
    const home = await AgentHome.open({ chosen, directories, data: held?.data, owner: rooms.owner, home: host.home });
    this.home = home;
    for (const note of [...tree.notes, ...home.notes]) this.say(note);
    const { provider, modelBaseUrl } = plan.agent;
    const hasModel = provider !== null && (secrets.apiKey !== undefined || modelBaseUrl !== null);
    if (provider !== null && !hasModel && home.copied === 0) throw noKey(chosen, provider);
    return { resolved, chosen, rooms, directories, tree, home, hasModel };
  }

  private find(ground: Ground): Promise<AgentStart> {
    const { host, signal } = this.o;
    const { resolved, chosen, rooms, tree } = ground;
    const { plan } = resolved;
    return startOf(
      chosen,
      plan,
      {
        cacheDirectory: host.toolCache,
        npm: 'npm',
        env: host.npmEnvironment,
        run: runHost,
        platform: { os: host.platform, arch: host.arch },
        node: host.nodePath,
        rooms: agentRooms(rooms, plan.limits, signal),
        onNotice: (notice) => this.say(notice),
        schema: undefined,
        mcp: agentMcpServers(plan).filter(({ transport }) => transport.kind === 'stdio'),
        instructions: tree.instructions,
        codexRules: renderCodexRules(plan.commands),
        signal,
      },
      async (argv) => {
        const room = await this.openRoom(ground, []);
        try {
          return await passes({ room, env: {}, signal }, argv);
        } finally {
          await room.close();
        }
      },
    );
  }

  private async stand(ground: Ground, start: AgentStart): Promise<Standing> {
    const { line, clock, signal, person } = this.o;
    const { resolved, rooms, directories, home, hasModel, chosen, tree } = ground;
    const { plan, secrets } = resolved;
    const { agent } = start;
    const credentials = secrets.credentials ?? [];
    const broker = createBroker({
      providers: hasModel ? modelProviders(plan, secrets) : [],
      clock,
      onAccess: () => {},
      caps: { requests: plan.budget.maxRequests, tokens: plan.budget.maxTokens, costUsd: plan.budget.maxCostUsd },
      prices: plan.budget.prices,
      providerTools: plan.agent.providerTools,
      allowPrivate: plan.policy.private,
      limits: { modelIdleMs: plan.limits.modelIdleMs },
      credentials,
    });
    this.endings.push(() => broker.close());
    const commands = await prepareCommands({
      ...{ plan, agent, rooms: rooms.backend, broker, directories, clock, signal },
      audit: false,
      programs: rooms.path.split(':'),
      shows: (path) => rooms.shows(path),
      token: () => randomBytes(16).toString('hex'),
      onCommand: () => {},
    });
    this.endings.push(async () => commands?.close());
    const key = `cleanroom-${randomBytes(24).toString('hex')}`;
    const turn = personalTurn(hasModel ? { url: `http://127.0.0.1:${BROKER_PORT}`, key } : undefined);
    await home.prepare(hasModel ? agent.homeFiles(turn) : {}, firstStartOf(agent.name, ROOM_PATHS.workspace).files);
    if (this.held) {
      const repository = this.checkout.root;
      this.record = recordOf({ held: this.held, line, now: clock.now(), repository, chosen, plan, tree, home });
      // Before a credential is there: whoever comes after a kill knows what to remove.
      await this.held.write(this.record);
    }
    await home.fill();
    const service = commands?.service?.({ room: 'agent', stage: 'agent', attempt: 1 });
    const provider = hasModel ? (plan.agent.provider ?? undefined) : undefined;
    const session = broker.grant({
      room: 'agent',
      stage: 'agent',
      attempt: 1,
      allow: plan.policy.agent,
      ...(line.allowAll ? { everything: true } : {}),
      ...(provider === undefined ? {} : { provider, nonce: key }),
      ...(service === undefined ? {} : { services: { command: service } }),
      onStop: (why) => void this.late.add(why.message),
      onNote: (note) => void this.late.add(note),
    });
    this.endings.push(async () => {
      for (const { host, reason } of session.denials()) this.say(`refused: ${host}: ${reason}`);
      await session.close();
    });
    const room = await this.openRoom(ground, [...agent.tools, ...(commands?.readOnly ?? [])]);
    const env = {
      ...person.environment,
      ...plan.room.env,
      ...stageEnvironment({
        port: BROKER_PORT,
        allow: plan.policy.agent,
        credentialled: credentials.map(({ endpoint, pathPrefix }) => ({ endpoint, pathPrefix })),
        own: plan.room.env,
      }),
      ...(hasModel ? modelVariables(agent.command(turn).env) : {}),
    };
    return { ...ground, start, session, room, env };
  }

  private async main(standing: Standing): Promise<number> {
    const { line, host, person, signal, process } = this.o;
    const { start, session, room, env, resolved } = standing;
    await this.probe(standing);
    const steps = { room, env, listener: lineOf(session), signal };
    if (!(await isReady(steps, start, person.stderr, (text) => this.say(text)))) {
      if (signal.aborted) return exitCode(undefined, signal);
      this.say(`${start.argv[0]} is not there${start.install ? ', not even after the install step' : ''}`);
      return EXIT_MISSING;
    }
    const [program, ...first] = start.argv;
    const timed = line.layer.values.timeout !== undefined;
    const command = {
      argv: [program, ...first, ...line.args] as const,
      cwd: '',
      env,
      timeoutMs: timed ? resolved.plan.limits.totalMs : NO_TIMEOUT_MS,
      outputBytes: NO_OUTPUT_LIMIT,
      listener: lineOf(session),
    };
    return attend(room, command, person, { process, path: host.path }, signal);
  }

  /** As before each stage of a run. A key that a person copies into the room is none that must not be there. */
  private async probe({ resolved, rooms, room, env, home }: Standing): Promise<void> {
    const { plan } = resolved;
    const probes = createProbes({
      description: await rooms.backend.describe(),
      limits: plan.limits,
      writable: plan.room.writable,
      secrets: (await allSecrets(resolved)).filter((secret) => !home.holds(secret)),
    });
    const { signal } = this.o;
    const results = await probes.look(room, { env, port: BROKER_PORT, signal });
    if (!signal.aborted) probes.require('of the agent', results);
  }

  private openRoom({ rooms, tree, home, resolved }: Ground, readOnly: RoomSpec['readOnly']): Promise<Room> {
    const { limits, room } = resolved.plan;
    return rooms.backend.open({
      id: 'agent',
      stage: 'agent',
      workspace: tree.view,
      homeDirectory: home.directory,
      readOnly,
      limits,
      ...(room.writable === null ? {} : { writable: [...room.writable, '.git'] }),
    });
  }
}

function lineOf(session: BrokerSession): NonNullable<RoomCommand['listener']> {
  return { port: BROKER_PORT, accept: (server) => session.accept(server) };
}

/** What leads an agent to its model. Nothing of turns and reports, which a person's session has none of. */
function modelVariables(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^CLEANROOM_(ATTEMPT|CORRECTION|PROMPT_FILE|REPORT_)/.test(name)),
  );
}

/** The failure of one of several things at once must wait for the others. */
async function settle<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
