import { forbidsPrograms, type Masks } from './masks.js';
import { rendersForCodex } from './render-codex.js';
import type { CommandRule, CommandRules } from './types.js';
import { describeRule } from './words.js';

/**
 * What holds a rule in a room. `enforced`: the program cannot be started by its name, or the host refuses it.
 * `watched`: starting it ends the room. `advice`: the agent was told. `grant`: it allows something.
 */
export type Level = 'enforced' | 'watched' | 'advice' | 'grant';

export interface Standing {
  readonly rule: string;
  readonly source: string;
  readonly level: Level;
  /** How, and what it does not stop. */
  readonly note: string;
}

export interface StandingFacts {
  readonly masks: Masks;
  /** Whether the kernel says what the room starts. */
  readonly audit: boolean;
  /** Whether the agent is codex, which keeps rules of its own accord. */
  readonly codex: boolean;
  readonly brokered: readonly string[];
}

/** Says plainly of each rule what holds it. */
export function standings(rules: CommandRules, facts: StandingFacts): readonly Standing[] {
  return rules.rules.map((rule) => ({ rule: describeRule(rule), source: rule.source, ...standing(rule, facts) }));
}

function standing(rule: CommandRule, facts: StandingFacts): Pick<Standing, 'level' | 'note'> {
  const programs = rule.pattern[0] ?? [];
  const brokered = programs.every((name) => facts.brokered.includes(name));
  if (rule.decision === 'allow')
    return brokered
      ? { level: 'grant', note: 'the host runs it for the room' }
      : { level: 'grant', note: 'without effect: what no rule forbids may be started in the room' };
  if (brokered)
    return { level: 'enforced', note: 'the host refuses it; the room has no credential to do it without the host' };
  const stuck = programs.flatMap((name) => {
    const why = facts.masks.unable.get(name);
    return why === undefined ? [] : [`${name} cannot be covered: ${why}`];
  });
  if (forbidsPrograms(rule) && stuck.length === 0) {
    const own = facts.masks.masks.filter(({ rule: other }) => other === rule);
    const paths = own.map(
      ({ path, linked }) => `${path}${linked ? ' (which has other names that are not covered)' : ''}`,
    );
    const how = paths.length === 0 ? 'no usual directory of the room has it' : `covered at ${paths.join(', ')}`;
    const copy = facts.audit
      ? 'a copy under its name ends the room; one under another name is not seen'
      : 'a copy that the agent brings along is not stopped';
    return { level: 'enforced', note: `${how}; ${copy}` };
  }
  const remarks = stuck.length === 0 ? '' : `${stuck.join('; ')}; `;
  if (facts.audit)
    return {
      level: 'watched',
      note: `${remarks}starting it ends the room; the same done by another program, or by this one under another name, is not seen`,
    };
  const own = facts.codex && rendersForCodex(rule) ? 'codex keeps it for commands that it can read, and ' : '';
  return { level: 'advice', note: `${remarks}${own}the agent is told; nothing here holds it to that` };
}
