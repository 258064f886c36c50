import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Auditor } from '../audit/types.js';
import type { ConfiguredAgents } from '../config/agents.js';
import type { AgentLine } from '../inputs/agent-line.js';
import { stageEnvironment } from '../loop/stage-environment.js';
import { HostDirectories } from '../room/directories.js';
import type { Rooms } from '../room/registry.js';
import { ROOM_PATHS, type Room, type RoomSpec } from '../room/types.js';
import { renderCodexRules } from '../rules/render-codex.js';
import { readCredentials } from '../session/credentials.js';
import { firstStartOf } from '../session/first-start.js';
import type { HeldRoom, KeptRecord, KeptRooms } from '../session/kept-rooms.js';
import { BROKER_PORT } from '../support/broker-port.js';
import type { Clock } from '../support/clock.js';
import { SESSION_LEASE_SECONDS } from '../support/lease.js';
import { escapeInvisible } from '../support/plain-text.js';
import { runHost } from '../support/process.js';
import { roomKey } from '../support/random.js';
import type { CheckoutFacts } from '../workspace/git.js';
import type { PersonStreams } from './agent-attend.js';
import { keepChanges } from './agent-changes.js';
import { noKey, unreachable } from './agent-errors.js';
import { type Recorder, SessionEvidence } from './agent-evidence.js';
import { AgentHome } from './agent-home.js';
import { hostServices, sessionBroker } from './agent-outside.js';
import { loginVariables, personalTurn, personalVariables, untold } from './agent-personal.js';
import { prepareTree } from './agent-prepare.js';
import { type AgentStart, startOf } from './agent-program.js';
import { recordOf } from './agent-record.js';
import { agentRequest } from './agent-request.js';
import { agentRooms } from './agent-rooms.js';
import { passes } from './agent-steps.js';
import { AgentTree } from './agent-tree.js';
import { AGENT_ROOM, type Ground, type Standing, useAgent } from './agent-use.js';
import { startAudit } from './audit.js';
import type { CommitSource } from './commits.js';
import { acceptUnenforced } from './limits.js';
import { agentMcpServers } from './mcp.js';
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

const PATCH_BYTES = 64 << 20;
const PATCH_FILES = 20_000;

/** One use of an agent's room. */
export class AgentSession {
  private standing: Standing | undefined;
  private home: AgentHome | undefined;
  private tree: AgentTree | undefined;
  private record: KeptRecord | undefined;
  private evidence: SessionEvidence | undefined;
  /** In words. */
  private audited = 'off';
  private exit: number | null = null;
  /** The agent has the person's screen, which notes would garble. */
  private attended = false;
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
    if (!ground.hasModel) for (const note of untold(start.agent.name, plan)) this.say(note);
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
      code = await this.use(standing);
      this.exit = code;
    } finally {
      this.attended = false;
      await standing.room.close();
      this.evidence?.record.journal('room.closed', { room: AGENT_ROOM });
      // Before anything is written down that a person may pass on.
      await standing.home.close(tree.written);
    }
    for (const note of this.late) this.say(note);
    const bounds = {
      bytes: Math.max(plan.limits.patchBytes, PATCH_BYTES),
      files: Math.max(plan.limits.patchFiles, PATCH_FILES),
    };
    const { patch, withheld } = await tree.collect(bounds, standing.home.search);
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
    this.evidence?.changed(patch.diff);
    if (this.held) this.say(`the room is kept: cleanroom-action agent --room-id ${this.held.id} ${line.name}`);
    return code === 0 && (!asAsked || withheld) ? 1 : code;
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
    await attempt(() => this.finishEvidence());
    const { record } = this;
    if (record && clean) await attempt(() => this.held?.write({ ...record, credentials: [], copies: [] }));
    if (failures.length > 0) throw failures[0];
  }

  private say(text: string): void {
    // Names of files, hosts and the repository's settings are in it.
    this.o.person.stderr.write(`cleanroom: ${escapeInvisible(text)}\n`);
    this.evidence?.note(text);
  }

  /** Says it when the person can read it. */
  private tell(text: string): void {
    if (this.attended) this.late.add(text);
    else this.say(text);
  }

  private async lay(onScratch: (path: string) => Promise<void>): Promise<Ground> {
    const { line, request, host, personal, clock, person, signal } = this.o;
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
    const credentials = await readCredentials(chosen.credentials, host.home);
    const evidence = await SessionEvidence.open({
      ...{ directory: line.layer.values.evidence, resolved, clock, host, checkout: checkout.root },
      secrets: credentials.secrets,
    });
    this.evidence = evidence;
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
    const home = await AgentHome.open({ chosen, credentials, directories, data: held?.data, owner: rooms.owner });
    this.home = home;
    const { provider, modelBaseUrl } = plan.agent;
    const hasModel = provider !== null && (secrets.apiKey !== undefined || modelBaseUrl !== null);
    if (provider !== null && !hasModel && home.copied === 0) throw noKey(chosen, provider);
    const { record } = evidence;
    const broker = sessionBroker({ resolved, clock, record, hasModel });
    this.endings.push(() => broker.close());
    const env = this.network(resolved, plan.policy.prepare);
    const say = (text: string): void => this.tell(text);
    const audit = await this.startAudit(resolved, rooms);
    const place = { plan, rooms: rooms.backend, broker, env, shows: person.stderr, record, audit, say, signal };
    const from = { plan, checkout, source, rooms, path: host.path, held };
    const tree = await AgentTree.open({ ...from, prepare: (workspace) => prepareTree(place, workspace) });
    this.tree = tree;
    this.endings.push(() => tree.close());
    for (const note of [...tree.notes, ...home.notes]) this.say(note);
    return { resolved, chosen, rooms, directories, broker, audit, tree, home, hasModel };
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
        mcp: agentMcpServers(plan),
        instructions: tree.instructions,
        codexRules: renderCodexRules(plan.commands),
        signal,
        hasModel: ground.hasModel,
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
    const { resolved, rooms, directories, home, hasModel, chosen, tree, broker, audit } = ground;
    const { plan } = resolved;
    const { agent } = start;
    const record = this.recorder;
    const services = await hostServices({
      ...{ resolved, agent, broker, rooms, directories, clock, signal, record, audit },
      say: (text) => this.tell(text),
      onOpen: (close) => void this.endings.push(close),
    });
    const key = roomKey();
    const turn = personalTurn(hasModel ? { url: `http://127.0.0.1:${BROKER_PORT}`, key } : undefined);
    await home.prepare(hasModel ? agent.homeFiles(turn) : {}, firstStartOf(agent.name, ROOM_PATHS.workspace).files);
    if (this.held) {
      const repository = this.checkout.root;
      this.record = recordOf({ held: this.held, line, now: clock.now(), repository, chosen, plan, tree, home });
      // Before a credential is there: whoever comes after a kill knows what to remove.
      await this.held.write(this.record);
    }
    await home.fill();
    const provider = hasModel ? (plan.agent.provider ?? undefined) : undefined;
    const session = broker.grant({
      room: AGENT_ROOM,
      stage: 'agent',
      attempt: 1,
      allow: plan.policy.agent,
      ...(line.allowAll ? { everything: true } : {}),
      ...(provider === undefined ? {} : { provider, nonce: key }),
      services: services.services,
      onStop: (why) => this.tell(why.message),
      onNote: (note) => this.tell(note),
    });
    this.endings.push(async () => {
      for (const { host, reason } of session.denials())
        this.say(`refused: ${reason.startsWith(host) ? '' : `${host}: `}${reason}`);
      await session.close();
    });
    const room = await this.openRoom(ground, [...agent.tools, ...(services.commands?.readOnly ?? [])]);
    record.journal('room.opened', { room: AGENT_ROOM, stage: 'agent' });
    const env = {
      ...person.environment,
      ...plan.room.env,
      ...this.network(resolved, plan.policy.agent),
      ...(hasModel ? personalVariables(agent, turn, plan) : loginVariables(agent.name, plan)),
    };
    return { ...ground, start, host: services, session, room, env };
  }

  private get recorder(): Recorder {
    if (!this.evidence) throw new Error('the plan is not known');
    return this.evidence.record;
  }

  /** The variables by which programs of a stage find the broker. */
  private network({ plan, secrets }: ResolvedRun, allow: readonly string[]): Readonly<Record<string, string>> {
    const credentialled = (secrets.credentials ?? []).map(({ endpoint, pathPrefix }) => ({ endpoint, pathPrefix }));
    return stageEnvironment({ port: BROKER_PORT, allow, credentialled, own: plan.room.env });
  }

  /** Only with a record: elsewhere nobody would read what the kernel tells. */
  private async startAudit(resolved: ResolvedRun, rooms: Rooms): Promise<Auditor | undefined> {
    const { host, clock } = this.o;
    if (this.evidence?.directory === undefined) return undefined;
    const { arch, path } = host;
    const description = await rooms.backend.describe();
    const wanted = resolved.plan.room.audit;
    const found = await startAudit({ wanted, detected: rooms, arch, path, description, clock, early: undefined });
    this.audited = found.words;
    this.endings.push(async () => found.auditor?.close());
    if (found.notice !== undefined) this.say(found.notice);
    return found.auditor;
  }

  private use(standing: Standing): Promise<number> {
    const { line, host, person, process, clock, signal } = this.o;
    const { evidence } = this;
    if (!evidence) throw new Error('the plan is not known');
    return useAgent(standing, {
      ...{ line, person, process, path: host.path, clock, evidence, signal },
      tell: (text) => this.tell(text),
      onAttended: () => {
        this.attended = person.terminal !== undefined;
      },
    });
  }

  private async finishEvidence(): Promise<void> {
    const { evidence, standing, held, o } = this;
    if (!evidence) return;
    const { name, args } = o.line;
    await evidence.finish({
      agent: name,
      version: standing?.start.agent.version ?? '',
      arguments: [...args],
      terminal: o.person.terminal !== undefined,
      exitCode: this.exit,
      room: standing ? (await standing.rooms.backend.describe()).version : '',
      keptRoom: held?.id ?? null,
      audit: this.audited,
      usage: standing?.session.usage(),
      denied: standing?.session.denials() ?? [],
    });
    if (evidence.directory !== undefined)
      o.person.stderr.write(`cleanroom: evidence: ${escapeInvisible(evidence.directory)}\n`);
  }

  private openRoom({ rooms, tree, home, resolved }: Ground, readOnly: RoomSpec['readOnly']): Promise<Room> {
    const { limits, room } = resolved.plan;
    return rooms.backend.open({
      id: AGENT_ROOM,
      stage: 'agent',
      workspace: tree.view,
      homeDirectory: home.directory,
      readOnly,
      limits,
      ...(room.writable === null ? {} : { writable: [...room.writable, '.git'] }),
    });
  }
}

/** The failure of one of several things at once must wait for the others. */
async function settle<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
