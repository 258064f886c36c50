import { parseRuleLine } from '../rules/line.js';
import type { CommandRule } from '../rules/types.js';
import { accept, type Kind, type Parsed, refuse, show } from './kind.js';
import { list } from './lists.js';
import { insidePath } from './paths.js';

/** Command rules, one a line; see `parseRuleLine`. */
export function commandRules(): Kind<readonly CommandRule[]> {
  return list<CommandRule, readonly CommandRule[]>({
    expected: 'rules such as `allow kubectl get` or `forbid git push because the patch is delivered for you`',
    placeholder: 'RULE',
    maxItems: 500,
    item: (text): Parsed<CommandRule> => {
      const parsed = parseRuleLine(text, 'rules');
      if (parsed.ok) return accept(parsed.rule);
      const part = parsed.given === undefined ? '' : ` (here: ${show(parsed.given)})`;
      return refuse({ given: text, expected: `${parsed.expected}${part}` });
    },
    gather: (items) => accept(items),
  });
}

/** Files of the trusted commit that hold rules in codex's syntax. */
export function rulesFiles(): Kind<readonly string[]> {
  return list<string, readonly string[]>({
    expected: 'paths of files of the repository that end in .rules, relative to its root',
    placeholder: 'PATH',
    maxItems: 20,
    item: (text) => {
      const path = insidePath(text);
      return path === undefined || !text.trim().endsWith('.rules') ? refuse() : accept(path);
    },
    gather: (items) => accept([...new Set(items)]),
  });
}
