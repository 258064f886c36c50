import { judge } from '../rules/judge.js';
import type { CommandRule, CommandRules } from '../rules/types.js';
import { describeRule, refusalOf } from '../rules/words.js';

export type CommandDecision =
  | { readonly allowed: true; readonly rule: CommandRule; readonly args: readonly string[] }
  | { readonly allowed: false; readonly rule: string; readonly message: string };

const MAX_SHOWN = 20;

/** Whether a brokered command may run: an allowing rule must match and none may forbid. Nothing is allowed by silence. */
export function decide(rules: CommandRules, name: string, args: readonly string[]): CommandDecision {
  const { decision, rule } = judge(rules, [name, ...args]);
  if (rule === undefined) return { allowed: false, rule: 'no rule allows it', message: silence(rules, name) };
  if (decision !== 'allow') return { allowed: false, rule: describeRule(rule), message: refusalOf(rule) };
  return { allowed: true, rule, args: firm(rule, args) };
}

/**
 * The arguments as they run: options that the rule insists on stand directly behind what it matched. Where they stood,
 * an option before them could take them for its value.
 */
function firm(rule: CommandRule, args: readonly string[]): readonly string[] {
  const prefix = rule.pattern.length - 1;
  return [...args.slice(0, prefix), ...rule.with, ...args.slice(prefix)];
}

function silence(rules: CommandRules, name: string): string {
  const allowed = rules.rules.filter((rule) => rule.decision === 'allow' && rule.pattern[0]?.includes(name) === true);
  if (allowed.length === 0) return 'no rule of this run allows it, whatever its arguments';
  const list = allowed.slice(0, MAX_SHOWN).map((rule) => describeRule(rule).replace(/^allow /, ''));
  const more = allowed.length > MAX_SHOWN ? `, and ${allowed.length - MAX_SHOWN} more` : '';
  return `no rule of this run allows it. A command must begin so: ${list.join('; ')}${more}. Options that the rule asks for must be written exactly so and only once`;
}
