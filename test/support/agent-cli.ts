import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Agent, AgentEvent, AgentPaths, AgentProgram, AgentTurn } from '../../src/agent/types.js';

export interface TurnOutcome {
  readonly code: number | null;
  readonly events: readonly AgentEvent[];
  readonly answer: string | undefined;
  readonly stderr: string;
}

export interface AgentCli {
  /** Holds `home`, `work`, `in` and `out`. */
  readonly directory: string;
  readonly paths: AgentPaths;
  /** Writes into the workspace, or anywhere below the directory with `..`. */
  write(path: string, content: string): Promise<void>;
  /** A file of the workspace. */
  read(path: string): Promise<string>;
  /** Runs one turn of an agent on this machine, outside of any room. */
  turn(
    agent: Agent,
    turn: Partial<AgentTurn> & { readonly prompt: string },
    wrapper?: readonly string[],
  ): Promise<TurnOutcome>;
  /** Kills the turn that is under way, with all that it started. */
  kill(): void;
  dispose(): Promise<void>;
}

/** A program of the shared cache as it is called outside of a room. */
export function outside(program: AgentProgram): AgentProgram {
  const argv = program.argv.map((argument) => {
    const layer = program.layers.find(({ target }) => argument === target || argument.startsWith(`${target}/`));
    return layer ? layer.source + argument.slice(layer.target.length) : argument;
  });
  const [first = '', ...rest] = argv;
  return { ...program, argv: [first, ...rest] };
}

/** Directories like those of a room, and a way to run turns in them. `url` says where the model is at the time. */
export async function agentCli(url: () => string, key = 'dummy-key'): Promise<AgentCli> {
  const directory = await mkdtemp(join(tmpdir(), 'cleanroom-agent-'));
  for (const name of ['home', 'work', 'in', 'out']) await mkdir(join(directory, name));
  const home = join(directory, 'home');
  const work = join(directory, 'work');
  let child: ChildProcess | undefined;
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  };
  const kill = (): void => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  };
  return {
    directory,
    paths: { home, input: join(directory, 'in'), out: join(directory, 'out'), workspace: work },
    write: (path, content) => write(join(work, path), content),
    read: (path) => readFile(join(work, path), 'utf8'),
    kill,
    async turn(agent, turn, wrapper = []) {
      const whole: AgentTurn = {
        session: undefined,
        endpoint: { url: url(), key },
        attempt: 1,
        correction: false,
        ...turn,
      };
      for (const [path, content] of Object.entries(agent.homeFiles(whole))) await write(join(home, path), content);
      const { argv, env, stdin } = agent.command(whole);
      const [program = '', ...args] = [...wrapper, ...argv];
      const started = spawn(program, args, {
        cwd: work,
        // A group of its own, so that all of it can be ended.
        detached: true,
        env: { HOME: home, PATH: '/usr/bin:/bin:/room/bin', ...env },
        stdio: 'pipe',
      });
      child = started;
      const stream = agent.stream();
      const events: AgentEvent[] = [];
      let stderr = '';
      started.stdout.on('data', (chunk: Buffer) => events.push(...stream.push('stdout', chunk)));
      started.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString('utf8');
        events.push(...stream.push('stderr', chunk));
      });
      started.stdin.on('error', () => {});
      started.stdin.end(stdin);
      const code = await new Promise<number | null>((resolve, reject) => {
        started.on('error', reject);
        started.on('close', resolve);
      });
      events.push(...stream.end());
      return { code, events, answer: stream.answer(), stderr };
    },
    async dispose() {
      kill();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Events of one type, in order. */
export function eventsOf<T extends AgentEvent['type']>(
  outcome: Pick<TurnOutcome, 'events'>,
  type: T,
): Extract<AgentEvent, { type: T }>[] {
  return outcome.events.filter((event): event is Extract<AgentEvent, { type: T }> => event.type === type);
}

/** The conversation that a turn reported. */
export function sessionOf(outcome: Pick<TurnOutcome, 'events'>): string | undefined {
  return eventsOf(outcome, 'session')[0]?.id;
}
