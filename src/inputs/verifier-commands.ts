import { type Command, scriptOf } from './commands.js';
import { fillPlaceholders, placeholdersIn } from './placeholders.js';
import { PRESET_COMMANDS, type PresetName } from './presets.js';
import { listed } from './scalars.js';
import { joinWords, splitWords } from './shell-words.js';
import type { VerifierEntry } from './verifiers.js';

/** One command of the verifier, ready to run. */
export interface ResolvedCommand {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  /** As a person would type it. */
  readonly display: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** Names of the variables of all rooms that it sees; null: all. */
  readonly envFrom: readonly string[] | null;
  readonly timeoutMs: number;
  /** What it starts, with its arguments in their places: that of `node` or `sh` may be a file of the verifier. */
  readonly starts: readonly string[];
}

/** What decides, from all settings that say so. */
export interface ResolvedVerifier {
  readonly mode: 'sequence' | 'parallel';
  readonly build: Omit<ResolvedCommand, 'name' | 'env' | 'envFrom'> | null;
  readonly commands: readonly ResolvedCommand[];
  /** Of its presets: what a patch may not touch beside the usual. */
  readonly protect: readonly string[];
}

/** The settings that a verifier is made of. */
export interface VerifierSettings {
  readonly verify: Command | null;
  readonly 'verify-preset': PresetName | undefined;
  readonly 'verify-args': readonly string[];
  readonly 'verify-values': Readonly<Record<string, string>>;
  readonly 'verify-mode': 'sequence' | 'parallel';
  readonly 'verify-timeout': number;
  readonly verifiers: readonly VerifierEntry[];
  readonly build: Command | null;
  readonly 'build-timeout': number;
  readonly 'working-directory': string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeout: number;
}

/** A setting, and what was wrong where in it. */
export interface VerifierProblem {
  readonly setting: 'verify-args' | 'verifiers' | 'verify' | 'verify-preset';
  readonly given: string;
  readonly expected: string;
}

/** What the simple form is called among the others. */
const SIMPLE = 'verify';

/**
 * Puts the simple form, the named ones and their presets together, and values in the places of placeholders. A value never
 * becomes a part of a text that a shell reads.
 * @returns null without a verifier; the problems are those between settings
 */
export function resolveVerifier(settings: VerifierSettings): {
  readonly verifier: ResolvedVerifier | null;
  readonly problems: readonly VerifierProblem[];
} {
  const problems: VerifierProblem[] = [];
  const simple: VerifierEntry = {
    name: SIMPLE,
    run: settings.verify,
    preset: settings.verify === null ? (settings['verify-preset'] ?? null) : null,
    args: settings['verify-args'],
    directory: null,
    env: {},
    envFrom: null,
    timeoutMs: null,
  };
  const entries = [...(simple.run === null && simple.preset === null ? [] : [simple]), ...settings.verifiers];
  const commands = entries.flatMap((entry) =>
    resolveEntry(entry, settings, (place, given, expected) => {
      const own = entry === simple;
      const setting = own ? (place === 'args' ? 'verify-args' : 'verify') : 'verifiers';
      problems.push({ setting, given: own ? given : `${entry.name}.${place}: ${given}`, expected });
    }),
  );
  const names = commands.map(({ name }) => name);
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index)))
    problems.push({ setting: 'verifiers', given: name, expected: 'names that no other command of the verifier has' });
  if (commands.length === 0) return { verifier: null, problems };
  const { build } = settings;
  const presets = entries.flatMap(({ preset }) => (preset === null ? [] : [preset]));
  return {
    problems,
    verifier: {
      mode: settings['verify-mode'],
      build: build && {
        argv: build.argv,
        display: build.display,
        directory: settings['working-directory'],
        timeoutMs: settings['build-timeout'],
        starts: build.argv,
      },
      commands,
      protect: [...new Set(presets.flatMap((preset) => PRESET_COMMANDS[preset].protect))],
    },
  };
}

type Report = (place: string, given: string, expected: string) => void;

function resolveEntry(entry: VerifierEntry, settings: VerifierSettings, report: Report): ResolvedCommand[] {
  const { 'verify-values': values, env, timeout } = settings;
  const fill = (text: string, place: string): string =>
    filled(text, values, (given, said) => report(place, given, said));
  const args = entry.args.map((word) => fill(word, 'args'));
  const [lost] = placeholdersIn(entry.run?.argv.join(' ') ?? '').filter((name) => Object.hasOwn(values, name));
  if (lost !== undefined)
    report('run', `{{${lost}}}`, 'no placeholder in a command: give it as an argument, or as a variable under env');
  for (const name of entry.envFrom ?? [])
    if (!Object.hasOwn(env, name)) report('env-from', name, `a name of the setting env${knownNames(Object.keys(env))}`);
  if (entry.timeoutMs !== null && entry.timeoutMs > timeout)
    report('timeout', `${entry.timeoutMs / 1000}s`, `at most timeout, which is ${timeout / 1000}s`);
  const common = {
    directory: entry.directory ?? settings['working-directory'],
    env: Object.fromEntries(Object.entries(entry.env).map(([name, text]) => [name, fill(text, `env.${name}`)])),
    envFrom: entry.envFrom,
    timeoutMs: entry.timeoutMs ?? settings['verify-timeout'],
  };
  if (entry.preset !== null)
    return presetCommands(entry.name, entry.preset, args).map((made) => ({ ...made, ...common }));
  if (entry.run === null) return [];
  const made = withArguments(entry.run, entry.name, args);
  if (made === undefined) {
    report('args', joinWords(args), `a place for the arguments in the command, such as "$@" or "$1"`);
    return [];
  }
  return [{ name: entry.name, ...made, ...common }];
}

function presetCommands(
  name: string,
  preset: PresetName,
  args: readonly string[],
): Pick<ResolvedCommand, 'name' | 'argv' | 'display' | 'starts'>[] {
  return PRESET_COMMANDS[preset].steps.map((step) => {
    const words = args.length === 0 ? (step.arguments ?? []) : args;
    const between = args.length > 0 && step.separator !== undefined ? [step.separator] : [];
    const starts = ['/bin/sh', '-e', '-c', step.script] as const;
    return {
      name: step.suffix === '' ? name : `${name}-${step.suffix}`,
      argv: words.length === 0 ? starts : ([...starts, name, ...words] as const),
      display: [step.display, ...(words.length === 0 ? [] : [joinWords([...between, ...words])])].join(' '),
      starts,
    };
  });
}

/** Says that a shell reads arguments somewhere: `$1`, `"$@"`, `${2:-x}`, `$#`, or takes them away: `shift`, `getopts`. */
const READS_ARGUMENTS =
  /\$[1-9@*#]|\$\{[#!]?[1-9@*]|(?:^|[;&|({]|\b(?:if|then|else|while|until|do))[ \t]*(?:shift|getopts)(?=[\s;&|)}]|$)|^\s*for\s+\w+\s*(?:;|\n|do\b)/m;
/** What no shell expands: `'…'`, and a character after a backslash. In double quotes an apostrophe opens nothing. */
const LITERAL = /'[^']*'|\\[\s\S]|("(?:\\[\s\S]|[^"\\])*")/g;

function readsArguments(script: string): boolean {
  return READS_ARGUMENTS.test(
    script.replace(LITERAL, (_, kept: string | undefined) => kept?.replace(/\\[\s\S]/g, '') ?? ''),
  );
}

/**
 * A command with arguments, each of which stays one word. A shell's text gets them as `$1`, `$2`…; one that is a simple
 * command without a place for them gets them at its end, as `npm run` does it.
 * @returns undefined where a text has no place for them: they would be lost without a word
 */
export function withArguments(
  command: Command,
  name: string,
  args: readonly string[],
): Pick<ResolvedCommand, 'argv' | 'display' | 'starts'> | undefined {
  const { argv, display } = command;
  if (args.length === 0) return { argv, display, starts: argv };
  const script = scriptOf(command);
  if (script === undefined) {
    const whole = [...argv, ...args] as const;
    return { argv: whole, display: joinWords(whole), starts: whole };
  }
  if (readsArguments(script)) {
    const whole = ['/bin/sh', '-e', '-c', script, name, ...args] as const;
    return { argv: whole, display: joinWords(whole), starts: whole };
  }
  if (!splitWords(script).ok) return undefined;
  const shown = `${display} ${joinWords(args)}`;
  return {
    argv: ['/bin/sh', '-e', '-c', `${script} "$@"`, name, ...args],
    display: shown,
    starts: ['/bin/sh', '-e', '-c', shown],
  };
}

function filled(
  text: string,
  values: Readonly<Record<string, string>>,
  report: (given: string, expected: string) => void,
): string {
  for (const name of placeholdersIn(text))
    if (!Object.hasOwn(values, name))
      report(`{{${name}}}`, `a placeholder of verify-values${knownNames(Object.keys(values))}`);
  return fillPlaceholders(text, new Map(Object.entries(values)));
}

function knownNames(names: readonly string[]): string {
  return names.length === 0 ? ', which has none' : `: ${listed(names.slice(0, 40))}`;
}
