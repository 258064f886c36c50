import type { AgentTurn as AgentInvocation, AgentStream } from '../agent/types.js';
import type { AuditEvent } from '../audit/types.js';
import type { BrokerSession, BrokerStop, BrokerUsage } from '../broker/types.js';
import type { RoomExit } from '../room/types.js';
import { BROKER_PORT } from '../support/broker-port.js';
import type { AgentTop, Patch } from '../workspace/types.js';
import { type OpenStage, openStage, runStage, type StageCommand } from './command.js';
import type { Repetition } from './repeat.js';
import { countRecalled, recallTurn } from './resume.js';
import type { RunState } from './state.js';
import { TurnEvents } from './turn-events.js';
import type { RuleViolation, TurnResult } from './turn-result.js';
import { NO_USAGE, sumUsage } from './usage.js';

export type { TurnResult } from './turn-result.js';

const INPUT = '/run/cleanroom/in';

/** What stays the same for every turn of a run's agent: its tree, its HOME, where it leaves its report. */
export interface AgentPlace {
  readonly top: AgentTop;
  readonly home: string;
  readonly out: string;
  /** What an earlier life of the run had made of the tree, until it is there again. */
  restore?: Patch | undefined;
}

export interface TurnRequest {
  readonly attempt: number;
  readonly prompt: string;
  /** The conversation that goes on; undefined: a new one. */
  readonly session: string | undefined;
  readonly correction: boolean;
  /** Tells turns of one attempt apart in the evidence; empty for the usual one. */
  readonly suffix: '' | '-fresh' | '-correction';
  /** What the attempt has left, more than 0. */
  readonly timeoutMs: number;
}

/** One invocation of the agent. */
export async function takeTurn(state: RunState, place: AgentPlace, request: TurnRequest): Promise<TurnResult> {
  const turn = new AgentTurn(state, place, request);
  await turn.prepare();
  try {
    return await turn.take();
  } finally {
    await turn.discard();
  }
}

/** An invocation of the agent whose room can be prepared before its time has come. */
export class AgentTurn {
  readonly #state: RunState;
  readonly #place: AgentPlace;
  readonly #request: TurnRequest;
  readonly #name: string;
  readonly #stream: AgentStream;
  readonly #events: TurnEvents;
  readonly #stopped = new AbortController();
  #stop: BrokerStop | undefined;
  #violation: RuleViolation | undefined;
  #repetition: Repetition | undefined;
  /** What of ours failed while the room spoke, which ended the turn. */
  #failure: { readonly error: unknown } | undefined;
  #input: string | undefined;
  #ready: { readonly command: StageCommand; readonly stage: OpenStage } | undefined;
  #result: TurnResult | undefined;

  constructor(state: RunState, place: AgentPlace, request: TurnRequest) {
    const { agent, evidence, progress } = state.parts;
    this.#state = state;
    this.#place = place;
    this.#request = request;
    this.#name = state.name(`attempt-${request.attempt}${request.suffix}`);
    this.#stream = agent.stream();
    this.#events = new TurnEvents({
      session: request.session,
      onLine: (line) => progress.output(line),
      onTranscript: (line) => evidence.transcript({ ...this.#says, ...line }),
      onRepetition: (found) => {
        this.#repetition = found;
        this.#stopped.abort();
      },
    });
  }

  /** Makes its room and has a look at it, unless it had been taken before the run was killed. @throws as `openStage` */
  async prepare(): Promise<void> {
    this.#result = await recallTurn(this.#state, this.#name);
    if (this.#result) return;
    // Was paid, whether it comes to this attempt again or the run ends before.
    const before = this.#state.parts.memory?.spent(this.#name);
    if (before) this.#state.spend(this.#request.attempt, before);
    try {
      const command = await this.#command();
      this.#ready = { command, stage: await openStage(this.#state, command) };
    } catch (error) {
      await this.#clean();
      throw error;
    }
  }

  /** Removes what is left of it: all where it was never taken. */
  async discard(): Promise<void> {
    const ready = this.#ready;
    this.#ready = undefined;
    try {
      await ready?.stage.close();
    } finally {
      await this.#clean();
    }
  }

  /** Lets the agent work. After `prepare`, once; `discard` comes after it. */
  async take(): Promise<TurnResult> {
    const { evidence, digest, commands } = this.#state.parts;
    const { attempt, prompt, session, correction } = this.#request;
    if (this.#result) return this.#recalled(this.#result);
    if (this.#ready === undefined) throw new TypeError('the turn is not prepared');
    const { command, stage } = this.#ready;
    await this.#state.parts.servicesReady?.();
    const resumed = session !== undefined;
    this.#state.journal('attempt.started', { attempt, resumed, promptSha256: digest(prompt) });
    evidence.transcript({ ...this.#says, type: 'turn', resumed, correction, prompt });
    if (commands)
      evidence.journal('rules.applied', {
        room: this.#name,
        rules: [...commands.standings],
        brokered: [...commands.brokered],
      });
    this.#ready = undefined;
    const onEnd: StageCommand['onEnd'] = async (exit, session) => {
      if (!this.#failure) this.#result = await this.#settle(exit, session);
    };
    const { exit } = await runStage(this.#state, { ...command, onEnd }, stage);
    if (this.#failure) throw this.#failure.error;
    if (!this.#result) throw new TypeError('the turn has no result');
    evidence.transcript({ ...this.#says, type: 'end', end: exit.end, exitCode: exit.code });
    return this.#result;
  }

  /** Everything that is to be known of the turn. It is kept before the journal says that the agent has ended. */
  async #settle(exit: RoomExit, session: BrokerSession | undefined): Promise<TurnResult> {
    const { memory, plan, reports, workspace } = this.#state.parts;
    const { top, out } = this.#place;
    this.#events.take(this.#stream.end());
    const result = {
      exit,
      resumed: this.#request.session !== undefined,
      session: this.#events.session,
      usage: this.#usage(session?.usage() ?? NO_USAGE),
      agentUsage: this.#events.usage,
      errors: this.#events.errors,
      answer: this.#stream.answer(),
      steps: this.#events.steps,
      repetition: this.#repetition,
      stop: this.#stop,
      failing: session?.failing(),
      violation: this.#violation,
      handedIn: reports.read(out),
      declined: reports.readBlocked(out),
    };
    const patch = await workspace.collect(top, { bytes: plan.limits.patchBytes, files: plan.limits.patchFiles });
    memory?.keepTurn(this.#name, { result, patch, denials: session?.denials() ?? [] });
    return { ...result, patch, recalled: false };
  }

  #recalled(result: TurnResult): TurnResult {
    countRecalled(this.#state, this.#name, result);
    this.#state.hide(this.#place.top.hidden);
    this.#place.restore = result.patch.files.length > 0 ? result.patch : undefined;
    return result;
  }

  /** With what the same turn used before the run was killed in its middle. */
  #usage(now: BrokerUsage): BrokerUsage {
    const before = this.#state.parts.memory?.spent(this.#name);
    return before ? sumUsage([before, now]) : now;
  }

  get #says() {
    return { room: this.#name, attempt: this.#request.attempt, agent: this.#state.parts.agent.name } as const;
  }

  async #clean(): Promise<void> {
    if (this.#input !== undefined) await this.#state.parts.directories.remove(this.#input);
    this.#input = undefined;
  }

  async #command(): Promise<StageCommand> {
    const { agent, plan, commands, directories, nonce, services } = this.#state.parts;
    const { attempt, correction, prompt, session, timeoutMs } = this.#request;
    const place = this.#place;
    const key = nonce();
    const offered = services?.({ room: this.#name, stage: 'agent', attempt }) ?? {};
    const offers = Object.keys(offered).length > 0;
    const grants = agent.provider !== undefined || plan.policy.agent.length > 0 || offers;
    const turn: AgentInvocation = {
      prompt,
      session,
      endpoint: agent.provider === undefined ? undefined : { url: `http://127.0.0.1:${BROKER_PORT}`, key },
      attempt,
      correction,
    };
    this.#input = await directories.readable(`${this.#name}-in`, {
      'prompt.md': prompt,
      'report.schema.json': JSON.stringify(plan.report.schema, null, 2),
    });
    await directories.empty(place.out);
    await directories.put(place.home, agent.homeFiles(turn));
    await this.#renewTop();
    const command = agent.command(turn);
    return {
      room: this.#name,
      stage: 'agent',
      attempt,
      top: place.top,
      argv: command.argv,
      cwd: '',
      env: { ...(grants ? this.#state.network(plan.policy.agent) : {}), ...command.env },
      stdin: command.stdin,
      timeoutMs,
      log: `${this.#name}.log`,
      homeDirectory: place.home,
      outDirectory: place.out,
      // The agent's own repository is no part of a patch, and one that it cannot commit to would stop many agents.
      ...(plan.room.writable === null ? {} : { writable: [...plan.room.writable, '.git'] }),
      readOnly: [{ source: this.#input, target: INPUT }, ...agent.tools, ...(commands?.readOnly ?? [])],
      onAudit: (event) => this.#guard(() => this.#watch(event)),
      stop: this.#stopped.signal,
      ...(grants
        ? {
            grant: {
              allow: plan.policy.agent,
              ...(agent.provider === undefined ? {} : { provider: agent.provider, nonce: key }),
              ...(offers ? { services: offered } : {}),
              onNote: (note: string) => this.#state.parts.progress.note(note),
              onStop: (stop: BrokerStop) => this.#guard(() => this.#stopFor(stop)),
              onUsage: (usage: BrokerUsage) =>
                this.#guard(() => this.#state.parts.memory?.keepUsage(this.#name, this.#usage(usage))),
            },
          }
        : {}),
      onOutput: (source, chunk) => this.#guard(() => this.#events.take(this.#stream.push(source, chunk))),
    };
  }

  /** Makes the tree ready for a room of this turn, and records what it shows. */
  async #renewTop(): Promise<void> {
    const { evidence, plan, progress, workspace } = this.#state.parts;
    const { top, restore } = this.#place;
    if (restore) await workspace.restore(top, restore);
    this.#place.restore = undefined;
    const removed = await top.renew();
    const { writable } = plan.room;
    this.#state.hide(top.hidden);
    const lists = { hidden: bounded(top.hidden), removed: bounded(removed) };
    evidence.journal('agent.view', { room: this.#name, ...lists, writable: writable && [...writable] });
    if (removed.length > 0)
      progress.note(`agent configuration that the last turn left was removed: ${bounded(removed, 5).join(', ')}`);
  }

  /** Whoever calls back from a stream or a socket can do nothing about an error: thrown there it would end the process. */
  #guard(action: () => void): void {
    if (this.#failure) return;
    try {
      action();
    } catch (error) {
      this.#failure = { error };
      this.#stopped.abort();
    }
  }

  /** Ends the turn for a program that a rule forbids. */
  #watch(event: AuditEvent): void {
    const { commands, evidence } = this.#state.parts;
    const broken = event.kind === 'exec' && !this.#violation ? commands?.violation(event) : undefined;
    if (event.kind !== 'exec' || !broken) return;
    this.#violation = { ...broken, argv: event.argv };
    evidence.journal('rules.violated', { room: this.#name, ...broken, exe: event.exe, argv: [...event.argv] });
    this.#stopped.abort();
  }

  #stopFor(stop: BrokerStop): void {
    const { reason, status, message } = stop;
    this.#stop = stop;
    this.#state.parts.evidence.journal('broker.stop', { room: this.#name, reason, status, message });
    this.#stopped.abort();
  }
}

/** A list that a room could make as long as it likes. */
function bounded(list: readonly string[], most = 1000): string[] {
  return list.length <= most ? [...list] : [...list.slice(0, most), `and ${list.length - most} more`];
}
