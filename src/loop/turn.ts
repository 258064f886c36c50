import type { BrokerStop, BrokerUsage } from '../broker/types.js';
import type { RoomExit } from '../room/types.js';
import type { Top } from '../workspace/types.js';
import { runStage } from './command.js';
import type { Repetition } from './repeat.js';
import { BROKER_PORT } from './stage-environment.js';
import type { RunState } from './state.js';
import type { AgentError } from './trouble.js';
import { type AgentUsage, TurnEvents } from './turn-events.js';
import { NO_USAGE } from './usage.js';

const INPUT = '/run/cleanroom/in';

/** What stays the same for every turn of a run's agent: its tree, its HOME, where it leaves its report. */
export interface AgentPlace {
  readonly top: Top;
  readonly home: string;
  readonly out: string;
}

export interface TurnRequest {
  readonly attempt: number;
  readonly prompt: string;
  /** The conversation that goes on; undefined: a new one. */
  readonly session: string | undefined;
  readonly correction: boolean;
  /** Tells turns of one attempt apart in the evidence; empty for the usual one. */
  readonly suffix: '' | '-fresh' | '-correction';
}

export interface TurnResult {
  readonly exit: RoomExit;
  readonly session: string | undefined;
  readonly usage: BrokerUsage;
  /** As the agent itself said; null when it said nothing. */
  readonly agentUsage: AgentUsage | null;
  /** What failed, in the agent's own words, in order. */
  readonly errors: readonly AgentError[];
  /** Its last words, which hold the report where that is asked for in this way; undefined: there are none. */
  readonly answer: string | undefined;
  /** It went in circles, which ended the turn. */
  readonly repetition: Repetition | undefined;
  /** Why the broker ended the turn. */
  readonly stop: BrokerStop | undefined;
  /** A program that was started against a rule, which ended the turn. */
  readonly violation: RuleViolation | undefined;
}

export interface RuleViolation {
  readonly rule: string;
  readonly justification: string;
  readonly argv: readonly string[];
}

/** One invocation of the agent. */
export async function takeTurn(state: RunState, place: AgentPlace, request: TurnRequest): Promise<TurnResult> {
  const { agent, plan, commands, directories, evidence, progress, nonce } = state.parts;
  const { attempt, correction } = request;
  const name = `attempt-${attempt}${request.suffix}`;
  const key = nonce();
  const service = commands?.service?.({ room: name, stage: 'agent', attempt });
  const grants = agent.provider !== undefined || plan.policy.agent.length > 0 || service !== undefined;
  const turn = {
    prompt: request.prompt,
    session: request.session,
    endpoint: agent.provider === undefined ? undefined : { url: `http://127.0.0.1:${BROKER_PORT}`, key },
    attempt,
    correction,
  };
  const input = await directories.readable(`${name}-in`, {
    'prompt.md': request.prompt,
    'report.schema.json': JSON.stringify(plan.report.schema, null, 2),
  });
  await directories.empty(place.out);
  await directories.put(place.home, agent.homeFiles(turn));
  const command = agent.command(turn);
  const stream = agent.stream();
  let stop: BrokerStop | undefined;
  let violation: RuleViolation | undefined;
  let repetition: Repetition | undefined;
  const stopped = new AbortController();
  const says = { room: name, attempt, agent: agent.name } as const;
  const events = new TurnEvents({
    session: request.session,
    onLine: (line) => progress.output(line),
    onTranscript: (line) => evidence.transcript({ ...says, ...line }),
    onRepetition(found) {
      repetition = found;
      stopped.abort();
    },
  });
  evidence.journal('attempt.started', {
    attempt,
    resumed: request.session !== undefined,
    promptSha256: state.parts.digest(request.prompt),
  });
  evidence.transcript({
    ...says,
    type: 'turn',
    resumed: request.session !== undefined,
    correction,
    prompt: request.prompt,
  });
  if (commands)
    evidence.journal('rules.applied', {
      room: name,
      rules: [...commands.standings],
      brokered: [...commands.brokered],
    });
  try {
    const result = await runStage(state, {
      room: name,
      stage: 'agent',
      attempt,
      top: place.top,
      argv: command.argv,
      cwd: '',
      env: { ...(grants ? state.network(plan.policy.agent) : {}), ...command.env },
      stdin: command.stdin,
      timeoutMs: plan.limits.attemptMs,
      log: `${name}.log`,
      homeDirectory: place.home,
      outDirectory: place.out,
      readOnly: [{ source: input, target: INPUT }, ...agent.tools, ...(commands?.readOnly ?? [])],
      onAudit(event) {
        const broken = event.kind === 'exec' && !violation ? commands?.violation(event) : undefined;
        if (event.kind !== 'exec' || !broken) return;
        violation = { ...broken, argv: event.argv };
        evidence.journal('rules.violated', { room: name, ...broken, exe: event.exe, argv: [...event.argv] });
        stopped.abort();
      },
      stop: stopped.signal,
      ...(grants
        ? {
            grant: {
              allow: plan.policy.agent,
              ...(agent.provider === undefined ? {} : { provider: agent.provider, nonce: key }),
              ...(service === undefined ? {} : { services: { command: service } }),
              onNote: (note: string) => progress.note(note),
              onStop(why: BrokerStop) {
                stop = why;
                evidence.journal('broker.stop', {
                  room: name,
                  reason: why.reason,
                  status: why.status,
                  message: why.message,
                });
                stopped.abort();
              },
            },
          }
        : {}),
      onOutput: (source, chunk) => events.take(stream.push(source, chunk)),
    });
    events.take(stream.end());
    evidence.transcript({ ...says, type: 'end', end: result.exit.end, exitCode: result.exit.code });
    return {
      exit: result.exit,
      session: events.session,
      usage: result.session?.usage() ?? NO_USAGE,
      agentUsage: events.usage,
      errors: events.errors,
      answer: stream.answer(),
      repetition,
      stop,
      violation,
    };
  } finally {
    await directories.remove(input);
  }
}
