import { basename, isAbsolute, normalize } from 'node:path/posix';
import { judge } from './judge.js';
import { splitExample } from './shlex.js';
import { type Place, RulesSyntaxError, type Token, tokenize } from './tokens.js';
import type { CommandRule, CommandRules, Decision } from './types.js';

/** Something that is wrong with a file of rules. */
export interface RulesProblem extends Place {
  readonly given: string;
  readonly expected: string;
}

export interface ParsedRules {
  readonly rules: readonly CommandRule[];
  readonly hostExecutables: Readonly<Record<string, readonly string[]>>;
  readonly problems: readonly RulesProblem[];
}

const DECISION_WORDS: Readonly<Record<string, Decision>> = { allow: 'allow', prompt: 'prompt', forbidden: 'forbid' };

type Value = Place &
  ({ readonly kind: 'string'; readonly text: string } | { readonly kind: 'list'; readonly items: readonly Value[] });
type Arguments = ReadonlyMap<string, Value>;

interface Call extends Place {
  readonly name: string;
  readonly args: Arguments;
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  prefix_rule: ['pattern', 'decision', 'justification', 'match', 'not_match'],
  host_executable: ['name', 'paths'],
};

/**
 * Reads rules in the syntax of codex's `.rules` files: calls of `prefix_rule` and `host_executable` with named
 * arguments that are strings and lists of strings. Whatever it accepts, codex accepts and means the same by. The
 * examples in `match` and `not_match` are tried. Nothing is thrown; all problems but those after broken syntax are told.
 * @param before what earlier files said of executables: it counts for the examples of this one
 */
export function parseRulesFile(text: string, path: string, before: CommandRules['hostExecutables'] = {}): ParsedRules {
  const reader = new FileReader(path, before);
  try {
    for (const call of calls(tokenize(text))) reader.take(call);
    reader.tryExamples();
  } catch (error) {
    if (!(error instanceof RulesSyntaxError)) throw error;
    reader.problems.push({ ...error.place, given: error.given, expected: error.expected });
  }
  return reader;
}

class FileReader implements ParsedRules {
  readonly rules: CommandRule[] = [];
  readonly hostExecutables: Record<string, readonly string[]>;
  readonly problems: RulesProblem[] = [];
  readonly #examples: { readonly rule: CommandRule; readonly value: Value; readonly matches: boolean }[] = [];
  readonly #own = new Set<string>();

  constructor(
    readonly path: string,
    before: CommandRules['hostExecutables'],
  ) {
    this.hostExecutables = { ...before };
  }

  take(call: Call): void {
    if (call.name === 'prefix_rule') this.#rule(call);
    else this.#executable(call);
  }

  #rule(call: Call): void {
    const pattern = this.#pattern(call);
    const word = this.#text(call, 'decision') ?? 'allow';
    const decision = Object.hasOwn(DECISION_WORDS, word) ? DECISION_WORDS[word] : undefined;
    if (decision === undefined) this.#problem(call.args.get('decision') ?? call, word, 'allow, prompt or forbidden');
    const justification = this.#text(call, 'justification')?.trim();
    if (justification === '')
      this.#problem(call.args.get('justification') ?? call, 'an empty justification', 'a reason in words');
    if (pattern === undefined || decision === undefined || justification === '') return;
    const rule: CommandRule = {
      decision,
      pattern,
      with: [],
      without: [],
      // A refusal always says why.
      justification:
        justification ??
        (decision === 'allow'
          ? null
          : `${this.path} ${word === 'prompt' ? 'wants a person to be asked' : 'forbids it'}`),
      source: `${this.path}:${call.line}:${call.column}`,
    };
    this.rules.push(rule);
    for (const name of ['match', 'not_match']) {
      const list = this.#list(call, name);
      for (const value of list?.items ?? []) this.#examples.push({ rule, value, matches: name === 'match' });
    }
  }

  #executable(call: Call): void {
    const name = this.#text(call, 'name');
    const list = this.#list(call, 'paths');
    if (name === undefined || list === undefined) {
      for (const key of ['name', 'paths'])
        if (!call.args.has(key)) this.#problem(call, 'host_executable', `its argument ${key}`);
      return;
    }
    if (name === '' || name.includes('/') || name === '.' || name === '..')
      this.#problem(call, name, 'the name of a program, without a directory');
    else if (this.#own.has(name)) this.#problem(call, name, 'one host_executable for each name');
    const paths = this.#strings(list);
    for (const path of paths ?? []) {
      if (!isAbsolute(path) || basename(normalize(path)) !== name)
        this.#problem(list, path, `absolute paths that end in ${JSON.stringify(name)}`);
    }
    this.#own.add(name);
    this.hostExecutables[name] = [...new Set((paths ?? []).map((path) => normalize(path)))].sort();
  }

  #pattern(call: Call): CommandRule['pattern'] | undefined {
    const value = call.args.get('pattern');
    if (value === undefined) {
      this.#problem(call, 'prefix_rule', 'its argument pattern');
      return undefined;
    }
    if (value.kind !== 'list' || value.items.length === 0) {
      this.#problem(value, 'no words', 'a list of words that is not empty');
      return undefined;
    }
    const places = value.items.map((item) => (item.kind === 'string' ? [item.text] : this.#strings(item)));
    if (places.some((words) => words?.length === 0))
      this.#problem(value, 'an empty list', 'at least one word for each place');
    return places.every((words) => words !== undefined && words.length > 0)
      ? places.map((words) => [...new Set(words)])
      : undefined;
  }

  /** Tries every example once all executables of the file are known, as codex does. */
  tryExamples(): void {
    for (const { rule, value, matches } of this.#examples) {
      const words = value.kind === 'string' ? splitExample(value.text) : this.#strings(value);
      if (words === undefined && value.kind === 'string')
        this.#problem(value, value.text, 'a command whose quotes are closed');
      if (words === undefined) continue;
      if (words.length === 0) {
        this.#problem(value, 'an empty example', 'a command');
        continue;
      }
      const own = { rules: [rule], hostExecutables: this.hostExecutables };
      if ((judge(own, words).rule !== undefined) !== matches)
        this.#problem(value, words.join(' '), `an example that its rule ${matches ? 'matches' : 'does not match'}`);
    }
  }

  #text(call: Call, name: string): string | undefined {
    const value = call.args.get(name);
    if (value === undefined || value.kind === 'string') return value?.text;
    this.#problem(value, `a list for ${name}`, 'a string');
    return undefined;
  }

  #list(call: Call, name: string): (Value & { readonly kind: 'list' }) | undefined {
    const value = call.args.get(name);
    if (value === undefined || value.kind === 'list') return value;
    this.#problem(value, `a string for ${name}`, 'a list');
    return undefined;
  }

  #strings(list: Value & { readonly kind: 'list' }): string[] | undefined {
    const other = list.items.find((item) => item.kind !== 'string');
    if (other === undefined) return list.items.map((item) => (item.kind === 'string' ? item.text : ''));
    this.#problem(other, 'a list', 'a string');
    return undefined;
  }

  #problem(at: Place, given: string, expected: string): void {
    this.problems.push({ line: at.line, column: at.column, given, expected });
  }
}

/** The calls of a file, one a line. @throws RulesSyntaxError */
function* calls(tokens: readonly Token[]): Generator<Call> {
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: 'end', text: '', line: 1, column: 1 };
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const fail = (token: Token, expected: string): never => {
    const given = token.kind === 'end' || token.kind === 'line' ? 'the end of the line' : token.text;
    throw new RulesSyntaxError(token, given, expected);
  };
  const expect = (mark: string): Token => {
    const token = next();
    return token.kind === 'mark' && token.text === mark ? token : fail(token, mark);
  };
  const is = (mark: string): boolean => peek().kind === 'mark' && peek().text === mark;

  const value = (depth: number): Value => {
    const token = next();
    const { line, column } = token;
    if (token.kind === 'string') return { kind: 'string', text: token.text, line, column };
    if (token.kind !== 'mark' || token.text !== '[' || depth > 1)
      return fail(token, depth > 1 ? 'a string' : 'a string or a list of strings');
    const items: Value[] = [];
    while (!is(']')) {
      items.push(value(depth + 1));
      if (!is(']')) expect(',');
    }
    expect(']');
    return { kind: 'list', items, line, column };
  };

  while (peek().kind !== 'end') {
    const name = next();
    if (name.kind === 'line') continue;
    const known = name.kind === 'name' && Object.hasOwn(KNOWN, name.text) ? KNOWN[name.text] : undefined;
    if (known === undefined)
      fail(
        name,
        name.text === 'network_rule'
          ? 'no network_rule: what a room may reach is said by allow-agent'
          : 'prefix_rule(...) or host_executable(...)',
      );
    expect('(');
    const args = new Map<string, Value>();
    while (!is(')')) {
      const key = next();
      if (key.kind !== 'name' || !known?.includes(key.text))
        return fail(key, `an argument by its name: ${known?.join(', ')}`);
      if (args.has(key.text)) fail(key, `${key.text} once`);
      expect('=');
      args.set(key.text, value(0));
      if (!is(')')) expect(',');
    }
    expect(')');
    if (peek().kind !== 'line') fail(next(), 'one call a line');
    yield { name: name.text, line: name.line, column: name.column, args };
  }
}
