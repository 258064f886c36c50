import { DEFAULT_VERSIONS, prepareAgent } from '../agent/registry.js';
import type { Agent } from '../agent/types.js';
import type { RoomCommand, RoomExit } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import { CleanroomError } from '../support/errors.js';
import { personalArguments } from './agent-personal.js';
import type { ChosenAgent } from './agent-request.js';

type Argv = RoomCommand['argv'];

/** How an agent is started, before what a person typed after its name. */
export interface AgentStart {
  /** Its adapter: variables, files of its HOME, layers of its rooms. */
  readonly agent: Agent;
  readonly argv: Argv;
  /** Whether it is there. */
  readonly test: Argv;
  readonly install: Argv | undefined;
}

type Setup = Parameters<typeof prepareAgent>[1] & {
  /** The agent's settings, which lead to the broker, are in its HOME. */
  readonly hasModel: boolean;
};

/** Reasons for which the package of npm cannot be had, and mise may still have it. */
const NOT_TO_BE_HAD = ['agent.offline', 'agent.npm-missing', 'agent.registry-denied', 'agent.node-missing'];

const PACKAGES = {
  codex: '@openai/codex',
  claude: '@anthropic-ai/claude-code',
  gemini: '@google/gemini-cli',
  opencode: 'opencode-ai',
} as const;

/**
 * Finds out how to start the agent. A configured command stands for itself: the built-in test and program no longer apply.
 * Else it is, best first: the program that was named, the image's own, the pinned package of npm in a read-only layer, and
 * where that cannot be had, npm of a Node that mise in the room manages, which needs the registry in the allow-list.
 * @param asks runs a program in a room and says whether it ended well
 */
export async function startOf(
  chosen: ChosenAgent,
  plan: Plan,
  setup: Setup,
  asks: (argv: Argv) => Promise<boolean>,
): Promise<AgentStart> {
  const { configured, builtIn } = chosen;
  const command = configured?.command?.argv;
  if (command !== undefined || builtIn === undefined) {
    const argv = command ?? unreachable(chosen.name);
    // Its adapter has the variables and files that lead to the model.
    const { agent } = await prepareAgent(plan.agent, setup, { argv, layers: [], version: '' });
    return { agent, argv, ...checks(chosen, argv) };
  }
  try {
    const { agent, program } = await prepareAgent(plan.agent, setup);
    const [first, ...rest] = program?.argv ?? unreachable(chosen.name);
    const argv = [first, ...rest, ...personalArguments(builtIn, plan, setup.hasModel)] as const;
    return { agent, argv, ...checks(chosen, argv) };
  } catch (error) {
    const missing = error instanceof CleanroomError && NOT_TO_BE_HAD.includes(error.code);
    if (!missing || plan.agent.program !== null || !(await asks(present('mise')))) throw error;
    setup.onNotice?.(`${builtIn} could not be installed on this host (${error.message}); mise of the room runs it`);
    const version = plan.agent.version ?? DEFAULT_VERSIONS[builtIn];
    const own = personalArguments(builtIn, plan, setup.hasModel);
    const argv = [...throughMise(builtIn, version), ...own] as const;
    const { agent } = await prepareAgent(plan.agent, setup, { argv, layers: [], version });
    return { agent, argv, ...checks(chosen, argv) };
  }
}

/** Node's long-term version by mise, which asks nothing and reads no configuration of the workspace; npm fetches the rest. */
export function throughMise(name: keyof typeof PACKAGES, version: string): Argv {
  return [
    'env',
    'MISE_YES=1',
    // Node's own list of releases will do.
    'MISE_USE_VERSIONS_HOST=0',
    ...(['mise', '--no-config', 'exec', '-y', 'nodejs@lts', '--'] as const),
    ...(['npm', 'exec', '--yes', '--package', `${PACKAGES[name]}@${version}`, '--', name] as const),
  ];
}

function unreachable(name: string): never {
  throw new CleanroomError('agent.program-missing', `it is not known how ${name} is started`);
}

function checks({ configured }: ChosenAgent, argv: Argv): Pick<AgentStart, 'test' | 'install'> {
  return { test: configured?.test?.argv ?? present(argv[0]), install: configured?.install?.argv };
}

/** Whether a room has a program; its name is an argument, and never part of a script. */
export function present(program: string): Argv {
  return ['/bin/sh', '-c', 'command -v -- "$1" >/dev/null', 'sh', program];
}

/** A command of a test or an install step that has to end well. */
export function endedWell(exit: RoomExit): boolean {
  return exit.end === 'exited' && exit.code === 0;
}
