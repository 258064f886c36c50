import { canonicalJson } from '../support/canonical-json.js';
import type { InputProblem } from '../support/errors.js';
import { parseRulesFile } from './file.js';
import { type CommandRule, type CommandRules, DECISIONS } from './types.js';

/** The most rules that a run takes. */
export const MAX_RULES = 1000;

export interface RulesSource {
  /** Of the `rules` setting, each read already. */
  readonly lines: readonly CommandRule[];
  /** Of the trusted commit, in the order of `rules-files`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** All rules of a run in their one form, and everything that is wrong with the files. Pure. */
export function compileRules(from: RulesSource): {
  readonly rules: CommandRules;
  readonly problems: readonly InputProblem[];
} {
  const problems: InputProblem[] = [];
  const rules: CommandRule[] = [...from.lines];
  let hostExecutables: CommandRules['hostExecutables'] = {};
  for (const { path, text } of from.files) {
    const parsed = parseRulesFile(text, path, hostExecutables);
    hostExecutables = parsed.hostExecutables;
    rules.push(...parsed.rules);
    problems.push(
      ...parsed.problems.map(({ line, column, given, expected }) => ({
        where: `${path}:${line}:${column}`,
        given: given.slice(0, 200),
        expected,
      })),
    );
  }
  if (rules.length > MAX_RULES)
    problems.push({ where: 'rules', given: `${rules.length} rules`, expected: `at most ${MAX_RULES} rules` });
  return { rules: { rules: canonical(rules), hostExecutables }, problems };
}

/** Strictest first, then by what they say. Of rules that mean the same the first is kept. */
function canonical(rules: readonly CommandRule[]): CommandRule[] {
  const byMeaning = new Map<string, CommandRule>();
  for (const rule of rules) {
    const sorted: CommandRule = {
      ...rule,
      pattern: rule.pattern.map((words) => [...words].sort()),
      with: [...rule.with].sort(),
      without: [...rule.without].sort(),
    };
    const { source: _source, ...meaning } = sorted;
    const key = `${DECISIONS.length - DECISIONS.indexOf(rule.decision)}${canonicalJson(meaning)}`;
    if (!byMeaning.has(key)) byMeaning.set(key, sorted);
  }
  return [...byMeaning.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}
