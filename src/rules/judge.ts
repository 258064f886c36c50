import { basename, isAbsolute } from 'node:path/posix';
import { holdsExactly, mayHold, mayName } from './options.js';
import { type CommandRule, type CommandRules, DECISIONS, type Judgement } from './types.js';

/**
 * What the rules say of a command, as codex says it: rules whose first word is the argv's first word are asked first;
 * only if none matches and that word is an absolute path, those of its last part, where `hostExecutables` lets it count.
 */
export function judge(from: CommandRules, argv: readonly string[]): Judgement {
  const [program] = argv;
  if (program === undefined) return judgementOf([]);
  const exact = from.rules.filter((rule) => matches(rule, argv));
  if (exact.length > 0 || !isAbsolute(program)) return judgementOf(exact);
  const name = basename(program);
  const known = Object.hasOwn(from.hostExecutables, name) ? from.hostExecutables[name] : undefined;
  if (known !== undefined && !known.includes(program)) return judgementOf([]);
  return judgementOf(from.rules.filter((rule) => matches(rule, [name, ...argv.slice(1)])));
}

/** True when a rule is about this very argv, whose first word is taken as it stands. */
export function matches(rule: CommandRule, argv: readonly string[]): boolean {
  if (argv.length < rule.pattern.length) return false;
  if (!rule.pattern.every((words, at) => words.includes(argv[at] ?? ''))) return false;
  const rest = argv.slice(rule.pattern.length);
  return rule.decision === 'allow'
    ? rule.with.every((option) => holdsExactly(rest, option)) &&
        !rule.without.some((option) => rest.some((argument) => mayName(argument, option)))
    : rule.with.every((option) => mayHold(rest, option)) && rule.without.every((option) => !holdsExactly(rest, option));
}

function judgementOf(matched: readonly CommandRule[]): Judgement {
  let rule: CommandRule | undefined;
  for (const one of matched) {
    if (rule === undefined || DECISIONS.indexOf(one.decision) > DECISIONS.indexOf(rule.decision)) rule = one;
  }
  return { decision: rule?.decision, rule, matched };
}
