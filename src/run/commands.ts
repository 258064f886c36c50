import type { Agent } from '../agent/types.js';
import type { Broker } from '../broker/types.js';
import type { FollowRoom } from '../commands/follow.js';
import { ROOM_BIN } from '../commands/paths.js';
import type { CommandBrokerOptions } from '../commands/service.js';
import type { CommandRecord } from '../commands/types.js';
import { secretValues } from '../inputs/secrets.js';
import { stageEnvironment } from '../loop/stage-environment.js';
import type { AgentCommands } from '../loop/types.js';
import type { HostDirectories } from '../room/directories.js';
import type { RoomBackend } from '../room/types.js';
import { findMasks, maskProgram } from '../rules/masks.js';
import { standings } from '../rules/standing.js';
import type { CommandRules } from '../rules/types.js';
import { violation } from '../rules/watch.js';
import { describeRule, refusalOf } from '../rules/words.js';
import type { Plan } from '../schemas/plan.js';
import { BROKER_PORT } from '../support/broker-port.js';
import type { Clock } from '../support/clock.js';
import { secretsOfMcpFiles } from './mcp.js';
import type { ResolvedRun } from './resolve.js';

export interface CommandsSource {
  readonly plan: Plan;
  readonly agent: Pick<Agent, 'name'>;
  readonly rooms: RoomBackend;
  readonly broker: Broker;
  readonly directories: HostDirectories;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whether the kernel says what the room starts. */
  readonly audit: boolean;
  /** Directories of the agent's PATH as the host has them, and what of the host its rooms show. */
  readonly programs: readonly string[];
  readonly shows: (path: string) => boolean;
  readonly token: () => string;
  /** Undefined: nothing asks the kernel what runs in rooms of brokered commands. */
  readonly follow?: FollowRoom;
  readonly onCommand: (record: CommandRecord) => void;
}

/** What the plan says of the agent's commands, made ready for its rooms; undefined when it says nothing. */
export async function prepareCommands(from: CommandsSource): Promise<AgentCommands | undefined> {
  const { plan, directories } = from;
  const { brokered } = plan.commands;
  const rules: CommandRules = plan.commands;
  if (rules.rules.length === 0 && brokered.length === 0) return undefined;
  const masks =
    // Elsewhere the host's files are not the room's.
    from.rooms.name === 'local'
      ? await findMasks(rules, from.programs, from.shows)
      : {
          masks: [],
          unable: new Map(
            rules.rules.flatMap(({ pattern }) =>
              (pattern[0] ?? []).map((name) => [name, `not in a ${from.rooms.name} room`] as const),
            ),
          ),
        };
  const covers = Object.fromEntries(masks.masks.map((mask, at) => [`${at}`, maskProgram(mask)]));
  const covered = masks.masks.length === 0 ? '' : await directories.readable('covers', covers, 0o555);
  const bin = brokered.length === 0 ? undefined : await brokeredBin(from);
  const excused = new Set([
    ...masks.masks.flatMap(({ places }) => places),
    ...brokered.map(({ name }) => `${ROOM_BIN}/${name}`),
  ]);
  const codex = from.agent.name === 'codex';
  const names = brokered.map(({ name }) => name);
  const broker = brokered.length === 0 ? undefined : await openBroker(from, rules);
  return {
    readOnly: [
      ...masks.masks.map(({ path }, at) => ({ source: `${covered}/${at}`, target: path })),
      ...(bin === undefined ? [] : [{ source: bin, target: ROOM_BIN }]),
    ],
    brokered: names,
    standings: standings(rules, { masks, audit: from.audit, codex, brokered: names }),
    ...(broker === undefined ? {} : { service: (asker) => broker.serviceFor(asker) }),
    violation(started) {
      const rule = violation(rules, started, excused);
      return rule && { rule: describeRule(rule), justification: refusalOf(rule) };
    },
    close: async () => broker?.close(),
  };
}

async function brokeredBin({ plan, directories }: CommandsSource): Promise<string> {
  const { shimProgram } = await import('../commands/shim.js');
  const shims = plan.commands.brokered.map((command) => [command.name, shimProgram(command, BROKER_PORT)] as const);
  return directories.readable('bin', Object.fromEntries(shims), 0o555);
}

async function openBroker(from: CommandsSource, rules: CommandRules) {
  const { plan, rooms, broker, directories, clock, signal, token, follow, onCommand } = from;
  const { CommandBroker } = await import('../commands/service.js');
  const options: CommandBrokerOptions = {
    commands: plan.commands.brokered,
    rules,
    rooms,
    broker,
    directories,
    limits: plan.limits,
    proxy: stageEnvironment({ port: BROKER_PORT, allow: [], credentialled: [], own: {} }),
    token,
    follow,
    clock,
    onCommand,
    signal,
  };
  return new CommandBroker(options);
}

/** What an agent is told of its commands, one sentence each. */
export function commandWords({ commands }: Plan): readonly string[] {
  const { brokered, rules } = commands;
  const of = (names: readonly string[]) =>
    rules.filter(({ pattern }) => pattern[0]?.some((name) => names.includes(name)));
  const names = brokered.map(({ name }) => name);
  return [
    ...rules
      .filter(({ decision }) => decision !== 'allow')
      .map((rule) => `Do not run ${describeRule({ ...rule, decision: 'forbid' }).replace(/^forbid /, '')}.`),
    ...names.map((name) => {
      const allowed = of([name])
        .filter(({ decision }) => decision === 'allow')
        .map((rule) => `\`${describeRule(rule).replace(/^allow /, '')}\``);
      return `${name} runs on the host, with a credential that is not here, and only so: ${allowed.length === 0 ? 'never' : allowed.join(', ')}. Files that its arguments name are sent along, if they are in your workspace or /tmp.`;
    }),
  ];
}

/** Every secret of a run, those in credential files of commands and MCP servers too. @throws CleanroomError `command.credential` */
export async function allSecrets({ plan, secrets }: ResolvedRun): Promise<readonly string[]> {
  const known = [...secretValues(secrets).map(({ value }) => value), ...(await secretsOfMcpFiles(plan))];
  const files = plan.commands.brokered.flatMap(({ name, env }) =>
    Object.values(env).flatMap((value) => ('file' in value ? [{ name, path: value.file }] : [])),
  );
  if (files.length === 0) return known;
  const { readCredential, secretValues: valuesIn } = await import('../commands/credentials.js');
  const found = await Promise.all(files.map(async ({ name, path }) => valuesIn(await readCredential(path, name))));
  return [...known, ...found.flat()];
}
