import { splitWords } from '../inputs/shell-words.js';
import type { CommandRule } from './types.js';

export type ParsedLine =
  | { readonly ok: true; readonly rule: CommandRule }
  | { readonly ok: false; readonly given?: string; readonly expected: string };

const SHAPE = '`allow PROGRAM ARG...` or `forbid PROGRAM ARG... because REASON`';
const MAX_LINE = 4096;

/**
 * One rule as a person writes it: `allow kubectl apply with --dry-run=server`,
 * `forbid git push because the patch is delivered for you`. Words are quoted as in a shell; quoted, `with`, `without`
 * and `because` are words like any other.
 */
export function parseRuleLine(text: string, source: string): ParsedLine {
  const line = text.trim();
  if (line.length > MAX_LINE) return refuse(`at most ${MAX_LINE} characters`);
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line)) return refuse('one line without control characters');
  const because = unquoted(line, 'because', 0);
  const head = because === undefined ? line : line.slice(0, because);
  const justification = because === undefined ? null : line.slice(because + 'because'.length).trim();
  const parts = clauses(head);
  if ('expected' in parts) return parts;
  const [verb, ...pattern] = parts.words;
  if (verb !== 'allow' && verb !== 'forbid') return refuse(SHAPE, verb);
  if (pattern.length === 0 || pattern[0] === '') return refuse(`a program after ${verb}`);
  if (verb === 'forbid' && (justification === null || justification === ''))
    return refuse('a reason after the word because: whoever is refused is told it');
  if (justification === '') return refuse('a reason after the word because');
  for (const option of [...parts.with, ...parts.without]) {
    const exact = parts.with.includes(option) ? verb === 'allow' : verb === 'forbid';
    if (
      exact
        ? !/^--[A-Za-z0-9][^=\s]*(?:=.*)?$/s.test(option)
        : !/^(?:--[A-Za-z0-9][^=\s]*(?:=.*)?|-[A-Za-z0-9])$/s.test(option)
    )
      return refuse(exact ? 'long options, such as --dry-run=server' : 'options, such as --kubeconfig or -s', option);
  }
  if (verb === 'allow' && parts.without.some((option) => option.includes('=')))
    return refuse('options without a value after without: any value is refused');
  const rule: CommandRule = {
    decision: verb,
    pattern: pattern.map((word) => [word]),
    with: [...new Set(parts.with)],
    without: [...new Set(parts.without)],
    justification,
    source,
  };
  return { ok: true, rule };
}

type Clauses = {
  readonly words: readonly string[];
  readonly with: readonly string[];
  readonly without: readonly string[];
};

/** Words up to `with` and `without`, and what follows each. */
function clauses(head: string): Clauses | (ParsedLine & { ok: false }) {
  const starts = (['with', 'without'] as const)
    .map((name) => ({ name, at: unquoted(head, name, 0) }))
    .filter((found): found is { name: 'with' | 'without'; at: number } => found.at !== undefined)
    .sort((a, b) => a.at - b.at);
  const split = (from: number, to: number | undefined): readonly string[] | (ParsedLine & { ok: false }) => {
    const words = splitWords(head.slice(from, to));
    if (words.ok) return words.words;
    const what = {
      operator: 'words without shell operators',
      expansion: 'words without shell expansion; quote them',
      unclosed: 'quotes that are closed',
    };
    return refuse(what[words.reason], words.given);
  };
  const words = split(0, starts[0]?.at);
  if ('expected' in words) return words;
  const found: Record<'with' | 'without', readonly string[]> = { with: [], without: [] };
  for (const [index, { name, at }] of starts.entries()) {
    const options = split(at + name.length, starts[index + 1]?.at);
    if ('expected' in options) return options;
    if (options.length === 0) return refuse(`options after ${name}`);
    found[name] = options;
  }
  return { words, ...found };
}

/** Where a word stands by itself outside of quotes. */
function unquoted(text: string, word: string, from: number): number | undefined {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    const alone = /^$|\s/.test(text.charAt(at - 1)) && /^$|\s/.test(text.charAt(at + word.length));
    const before = splitWords(text.slice(0, at));
    // Inside quotes what stands before is not closed.
    if (alone && (before.ok || before.reason !== 'unclosed')) return at;
  }
  return undefined;
}

function refuse(expected: string, given?: string): ParsedLine & { ok: false } {
  return { ok: false, expected, ...(given === undefined ? {} : { given }) };
}
