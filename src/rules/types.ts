/** How strictly a rule speaks, weakest first: where several match, the strictest wins. */
export const DECISIONS = ['allow', 'prompt', 'forbid'] as const;
export type Decision = (typeof DECISIONS)[number];

/** One rule for commands, matched against an argv from its first word on. */
export interface CommandRule {
  /** `prompt` asks a person; a run has none to ask, so it forbids and says why. */
  readonly decision: Decision;
  /** For each place from the program on: the words that may stand there. Never empty. */
  readonly pattern: readonly (readonly string[])[];
  /**
   * Long options, `--name` or `--name=value`, that the command has. An allowing rule wants each spelled exactly so and
   * in no other way; a forbidding one matches whatever may mean it.
   */
  readonly with: readonly string[];
  /** Options that the command has not; read with the opposite caution. `-x` may be named here too. */
  readonly without: readonly string[];
  /** Why, in the words of whoever wrote the rule; null only for rules that forbid nothing. */
  readonly justification: string | null;
  /** Where it was said: `rules`, or file, line and column. */
  readonly source: string;
}

/** All rules of a run: validated, without repetitions, in an order of their own. */
export interface CommandRules {
  readonly rules: readonly CommandRule[];
  /** By name of a program: the only absolute paths under which rules for the bare name count. */
  readonly hostExecutables: Readonly<Record<string, readonly string[]>>;
}

export const NO_RULES: CommandRules = { rules: [], hostExecutables: {} };

/** What the rules say of one command. */
export interface Judgement {
  /** Undefined: no rule matches. */
  readonly decision: Decision | undefined;
  /** The strictest rule that matches, the first of several. */
  readonly rule: CommandRule | undefined;
  /** Every rule that matches, in order. */
  readonly matched: readonly CommandRule[];
}
