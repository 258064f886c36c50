import { joinWords } from '../inputs/shell-words.js';
import type { CommandRule } from './types.js';

/** A rule as a person would write it; places with several words as `{a,b}`. */
export function describeRule(rule: CommandRule): string {
  const words = rule.pattern.map((place) =>
    place.length === 1 ? joinWords(place) : `{${place.map((word) => joinWords([word])).join(',')}}`,
  );
  const clause = (name: string, options: readonly string[]): string =>
    options.length === 0 ? '' : ` ${name} ${joinWords(options)}`;
  const because = rule.justification === null ? '' : ` because ${rule.justification}`;
  return `${rule.decision} ${words.join(' ')}${clause('with', rule.with)}${clause('without', rule.without)}${because}`;
}

/** Why a command is refused, for whoever tried it: the justification, and for `prompt` that nobody can be asked. */
export function refusalOf(rule: CommandRule): string {
  const why = rule.justification ?? 'a rule of this run forbids it';
  return rule.decision === 'prompt'
    ? `${why} (it needs a person’s approval, and there is nobody to ask in this run)`
    : why;
}
