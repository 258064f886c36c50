import { basename } from 'node:path/posix';
import { judge } from './judge.js';
import type { CommandRule, CommandRules } from './types.js';

/** A program as it was started. */
export interface StartedProgram {
  /** The path that was given to the kernel; for a script the script. */
  readonly exe: string;
  /** As the program sees it; for a script the interpreter's. */
  readonly argv: readonly string[];
}

/**
 * The rule that forbids a program that was started; undefined when none does. The name counts that it was started by
 * and the one that it was told; for a script also the script's, with what the script sees. A shell's own words are not
 * looked at: what it starts is started by itself.
 * @param excused paths whose programs only say that they are refused, or ask the host
 */
export function violation(
  rules: CommandRules,
  started: StartedProgram,
  excused: ReadonlySet<string>,
): CommandRule | undefined {
  if (excused.has(started.exe)) return undefined;
  for (const argv of readings(started)) {
    const { decision, rule } = judge(rules, argv);
    if (rule !== undefined && decision !== 'allow') return rule;
  }
  return undefined;
}

function readings({ exe, argv }: StartedProgram): readonly (readonly string[])[] {
  const [first = '', ...rest] = argv;
  const found = [argv, [exe, ...rest], [basename(first), ...rest], [basename(exe), ...rest]];
  // `#!` puts the interpreter and at most one argument of its own before the script.
  for (const at of [1, 2])
    if (argv[at] === exe) found.push([exe, ...argv.slice(at + 1)], [basename(exe), ...argv.slice(at + 1)]);
  return found;
}
