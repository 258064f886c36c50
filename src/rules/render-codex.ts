import type { CommandRule, CommandRules } from './types.js';
import { refusalOf } from './words.js';

/**
 * The forbidding rules in codex's own syntax. Allowing ones are left out: codex runs without its sandbox in a room,
 * where `allow` changes nothing. Rules with `with` or `without` cannot be said there, and are left out too; `prompt` is
 * rendered as forbidden, with its reason, because codex without a person refuses it anyway and would not say why.
 */
export function renderCodexRules(from: CommandRules): string {
  const executables = Object.entries(from.hostExecutables).map(
    ([name, paths]) => `host_executable(\n    name = ${quoted(name)},\n    paths = ${listed(paths)},\n)\n`,
  );
  const rules = from.rules.filter(rendersForCodex).map((rule) => {
    const pattern = rule.pattern.map((words) => (words.length === 1 ? quoted(words[0] ?? '') : listed(words)));
    return [
      'prefix_rule(',
      `    pattern = [${pattern.join(', ')}],`,
      '    decision = "forbidden",',
      `    justification = ${quoted(refusalOf(rule))},`,
      ')',
      '',
    ].join('\n');
  });
  return [...executables, ...rules].join('\n');
}

/** True for a rule that codex can be told. */
export function rendersForCodex(rule: CommandRule): boolean {
  return rule.decision !== 'allow' && rule.with.length === 0 && rule.without.length === 0;
}

function listed(words: readonly string[]): string {
  return `[${words.map(quoted).join(', ')}]`;
}

/** A Starlark string. Control characters other than these three cannot come in. */
function quoted(text: string): string {
  const escaped = text.replace(
    /[\\"\n\t\r]/g,
    (character) => ({ '\n': '\\n', '\t': '\\t', '\r': '\\r' })[character] ?? `\\${character}`,
  );
  return `"${escaped}"`;
}
