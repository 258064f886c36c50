import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RoomService } from '../broker/types.js';
import type { Stage } from '../room/types.js';
import type { CommandRules } from '../rules/types.js';
import { describeRule } from '../rules/words.js';
import type { Clock } from '../support/clock.js';
import { CleanroomError, messageOf } from '../support/errors.js';
import { decide } from './decide.js';
import { type CommandSurroundings, runCommand } from './run.js';
import { type BrokeredCommand, type CommandAnswer, type CommandRecord, type CommandRequest, EXIT } from './types.js';
import { BadRequest, checkNamed, decodeRequest, readBody } from './wire.js';

export interface CommandBrokerOptions extends CommandSurroundings {
  readonly commands: readonly BrokeredCommand[];
  readonly rules: CommandRules;
  readonly clock: Clock;
  /** Called once for every request for a command, when it is over. Must not throw. */
  readonly onCommand: (record: CommandRecord) => void;
  /** Ends commands that run. */
  readonly signal: AbortSignal;
}

/** Commands of all rooms of a run that run at one time. */
const MAX_PARALLEL = 4;
/** Those that run, and those whose outputs wait in our memory to be read. */
const MAX_UNREAD = 8;
/** Requests of all rooms that are read at one time; others wait, outside of our memory. */
const MAX_READING = 4;
/** Requests of a run, refused ones too: each is a line of evidence. */
const MAX_REQUESTS = 10_000;
/** Of the lines of all requests of a run. Nothing runs that the evidence has no place for; it takes twice as much. */
const MAX_RECORD_BYTES = 16 << 20;

/** Who asks: known from the line that the request came on. */
export interface CommandAsker {
  readonly room: string;
  readonly stage: Stage;
  readonly attempt: number;
}

/** Runs brokered commands for the rooms of a run. One per run. */
export class CommandBroker {
  readonly #options: CommandBrokerOptions;
  readonly #calls = new Map<string, number>();
  #running = 0;
  #unread = 0;
  #reading = 0;
  readonly #waiting: (() => void)[] = [];
  #requests = 0;
  #recorded = 0;
  #rooms = 0;
  readonly #open = new Set<Promise<unknown>>();

  constructor(options: CommandBrokerOptions) {
    this.#options = options;
  }

  /** What one room may ask, for its grant. */
  serviceFor(asker: CommandAsker): RoomService {
    return {
      handle: (request, reply, path) => {
        const handled = this.#handle(asker, request, reply, path);
        this.#open.add(handled);
        void handled.finally(() => this.#open.delete(handled));
        return handled;
      },
    };
  }

  /** Waits until every command is over and its room gone. One whose asker is gone ends at once. */
  async close(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }

  async #handle(
    asker: CommandAsker,
    request: IncomingMessage,
    reply: ServerResponse,
    path: string,
  ): ReturnType<RoomService['handle']> {
    const { clock } = this.#options;
    const started = clock.monotonic();
    const time = new Date(clock.now()).toISOString();
    // Also when it was answered whole.
    const gone = new AbortController();
    reply.once('close', () => gone.abort());
    const command = this.#options.commands.find(({ name }) => name === path);
    this.#requests += 1;
    const full = this.#requests > MAX_REQUESTS || this.#recorded > MAX_RECORD_BYTES;
    let sent: CommandRequest | undefined;
    let result: Result;
    try {
      if (command === undefined || request.method !== 'POST')
        result = refused('no command of that name is brokered in this run');
      else if (full) result = refused('the run asked so often that there is no place left to record it');
      else {
        sent = await this.#read(request);
        result = await this.#answer(asker, command, sent, gone.signal);
      }
    } catch (error) {
      // Only a request that is none is told to the room.
      result = error instanceof BadRequest ? refused(`the request is refused: ${error.message}`) : notRun(error);
    }
    if (command !== undefined && !full) {
      const record: CommandRecord = {
        time,
        room: asker.room,
        attempt: asker.attempt,
        argv: [command.name, ...(sent?.args ?? [])],
        ran: result.ran,
        ...(result.ranIn === undefined ? {} : { ranIn: result.ranIn }),
        verdict: result.verdict,
        rule: result.rule,
        exitCode: result.exitCode,
        files: [...(sent?.files ?? [])].map(([file, content]) => ({ path: file, bytes: content.length })),
        stdinBytes: Buffer.byteLength(sent?.stdin ?? ''),
        stdoutBytes: result.stdout.length,
        stderrBytes: result.stderr.length,
        redactions: result.redactions,
        durationMs: Math.max(0, Math.round(clock.monotonic() - started)),
      };
      this.#recorded += Buffer.byteLength(JSON.stringify(record));
      this.#options.onCommand(record);
    }
    send(reply, command?.name ?? 'command', result);
    return { verdict: result.verdict === 'refused' ? 'denied' : result.verdict, rule: result.rule };
  }

  async #read(request: IncomingMessage): Promise<CommandRequest> {
    if (this.#reading >= MAX_READING) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#reading += 1;
    try {
      const sent = decodeRequest(await readBody(request));
      checkNamed(sent);
      return sent;
    } finally {
      // Whoever waits takes our place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#reading -= 1;
      else next();
    }
  }

  async #answer(
    asker: CommandAsker,
    command: BrokeredCommand,
    request: CommandRequest,
    gone: AbortSignal,
  ): Promise<Result> {
    const { rules, signal } = this.#options;
    const decision = decide(rules, command.name, request.args);
    if (!decision.allowed) return refused(decision.message, decision.rule);
    if (request.cwd !== '/workspace' && !request.cwd.startsWith('/workspace/'))
      return refused('start it in /workspace or below: nothing else is shown to the command');
    const calls = this.#calls.get(command.name) ?? 0;
    if (calls >= command.calls) return refused(`it was called ${command.calls} times, which is all that this run may`);
    if (this.#running >= MAX_PARALLEL) return refused(`more than ${MAX_PARALLEL} brokered commands at one time`);
    if (this.#unread >= MAX_UNREAD) return refused('read the outputs of the commands that ran before');
    this.#calls.set(command.name, calls + 1);
    this.#running += 1;
    this.#unread += 1;
    const read = (): void => {
      this.#unread -= 1;
    };
    if (gone.aborted) read();
    else gone.addEventListener('abort', read, { once: true });
    this.#rooms += 1;
    const id = `command-${this.#rooms}`;
    try {
      const run = {
        id,
        stage: asker.stage,
        attempt: asker.attempt,
        command,
        args: decision.args,
        request,
      };
      const outcome = await runCommand(this.#options, run, AbortSignal.any([signal, gone]));
      return {
        ...outcome,
        ran: [command.name, ...decision.args],
        ranIn: id,
        verdict: outcome.exit.end === 'exited' ? 'allowed' : 'failed',
        rule:
          outcome.exit.end === 'exited'
            ? describeRule(decision.rule)
            : `${describeRule(decision.rule)}; it ended by ${outcome.exit.end}`,
      };
    } catch (error) {
      // It ran, and what it did is not known whole: nobody may take it for one that did not.
      const ran = error instanceof CleanroomError && error.code === 'audit.incomplete';
      return { ...notRun(error), ...(ran ? { ran: [command.name, ...decision.args] } : {}), ranIn: id };
    } finally {
      this.#running -= 1;
    }
  }
}

interface Result extends CommandAnswer {
  readonly ran: readonly string[] | null;
  readonly ranIn?: string;
  readonly verdict: CommandRecord['verdict'];
  readonly rule: string;
  readonly redactions: number;
}

function refused(message: string, rule = message): Result {
  const stderr = Buffer.from(`refused: ${message}`);
  return {
    exitCode: EXIT.refused,
    stdout: Buffer.alloc(0),
    stderr,
    ran: null,
    verdict: 'refused',
    rule,
    redactions: 0,
  };
}

function failed(message: string, rule: string): Result {
  const stderr = Buffer.from(message);
  return { exitCode: EXIT.failed, stdout: Buffer.alloc(0), stderr, ran: null, verdict: 'failed', rule, redactions: 0 };
}

/** Errors may speak of the host, and only a person is told of that. */
function notRun(error: unknown): Result {
  return failed('the host could not run it; the person who reads the evidence is told why', messageOf(error));
}

function send(reply: ServerResponse, name: string, result: Result): void {
  if (reply.destroyed || reply.headersSent) return;
  // Our own words are one line and say whose they are.
  const stderr =
    result.ran === null ? Buffer.from(`cleanroom: ${name}: ${result.stderr.toString('utf8')}\n`) : result.stderr;
  reply.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': result.stdout.length + stderr.length,
    'x-cleanroom-exit': result.exitCode,
    'x-cleanroom-stdout': result.stdout.length,
    'x-cleanroom-stderr': stderr.length,
    connection: 'close',
  });
  reply.write(result.stdout);
  reply.end(stderr);
}
