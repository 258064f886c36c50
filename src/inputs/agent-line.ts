import { parseArgs } from 'node:util';
import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';
import type { SettingsLayer } from './layer.js';
import { SETTING_NAMES, type SettingName } from './settings.js';

/** `agent [FLAGS] NAME [--] ARGUMENTS` as it was typed. */
export interface AgentLine {
  readonly command: 'agent';
  readonly name: string;
  /** For the agent, as they are. */
  readonly args: readonly string[];
  /** A kept room; undefined: a new one. */
  readonly roomId: string | undefined;
  readonly keep: boolean;
  /** A new room reaches every public address. Only ever said here. */
  readonly allowAll: boolean;
  /** Credentials that the repository's own configuration maps are copied. */
  readonly trustCredentials: boolean;
  /** Where the changes go; undefined: a file of our own choice. */
  readonly patch: string | undefined;
  /** The changes are made in the checkout too. */
  readonly apply: boolean;
  readonly repo: string;
  readonly layer: SettingsLayer;
  readonly problems: readonly InputProblem[];
}

/** What has no meaning where a person, not a run, decides what is done and whether it is good. */
const WITHOUT: readonly SettingName[] = [
  ...(['agent', 'agent-command', 'agent-args'] as const),
  ...(['candidates', 'candidate-agents', 'select', 'tasks', 'parallel'] as const),
  ...(['prompt', 'prompt-file'] as const),
  ...(['verify', 'verify-files', 'verify-timeout', 'baseline', 'protect'] as const),
  ...(['allow-proof', 'max-attempts', 'attempt-timeout'] as const),
  ...(['schema', 'report', 'comment', 'comment-key', 'summary'] as const),
];

/** Settings that are flags of `agent`. */
export const AGENT_SETTINGS: readonly SettingName[] = SETTING_NAMES.filter((name) => !WITHOUT.includes(name));

/** Flags before the name that take a value, so that it is not taken for the name. */
const VALUED: readonly string[] = [...SETTING_NAMES, 'repo', 'room-id', 'patch'];

/** What follows the agent's name, which is none of ours; undefined when this is another command. */
export function agentArguments(argv: readonly string[]): readonly string[] | undefined {
  const options = Object.fromEntries(VALUED.map((name) => [name, { type: 'string' as const, multiple: true }]));
  const parsed = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const words = parsed.tokens.filter((token) => token.kind === 'positional');
  const [command, name] = words;
  if (command?.value !== 'agent' || name === undefined) return undefined;
  return argv.slice(name.index + 1);
}

/** Puts an `agent` line together. One leading `--` of the agent's arguments is ours. */
export function agentLine(given: {
  readonly name: string | undefined;
  readonly tail: readonly string[];
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly repo: string;
  readonly layer: SettingsLayer;
  readonly problems: readonly InputProblem[];
}): AgentLine {
  const { name, tail, texts, repo, layer } = given;
  const problems = [...given.problems];
  if (name === undefined || name === '')
    problems.push({ where: 'argument of agent', given: undefined, expected: 'the name of an agent, such as codex' });
  const one = (flag: string): string | undefined => {
    const values = texts.get(flag) ?? [];
    const [value] = values;
    if (values.length > 1 || value === '')
      problems.push({ where: `--${flag}`, given: show(values.join(', ')), expected: 'one value' });
    return value;
  };
  const roomId = one('room-id');
  const allowAll = texts.has('dangerously-allow-all');
  if (allowAll && roomId !== undefined)
    problems.push({
      where: '--dangerously-allow-all',
      given: 'given',
      expected: 'no such flag with --room-id, because a room keeps the policy that it was made with',
      hint: 'leave one of the two out',
    });
  return {
    command: 'agent',
    name: name ?? '',
    args: tail[0] === '--' ? tail.slice(1) : tail,
    roomId,
    keep: texts.has('keep') || roomId !== undefined,
    allowAll,
    trustCredentials: texts.has('trust-credentials'),
    patch: one('patch'),
    apply: texts.has('apply'),
    repo,
    layer,
    problems,
  };
}
