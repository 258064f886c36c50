import { accept, type Kind, type Parsed, refuse } from './kind.js';
import { list } from './lists.js';

/** A name of GitHub without the ending of bots. Names that an enterprise manages have an underscore. */
const NAME = '[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?';
const LOGIN = new RegExp(`^${NAME}$`);
const BOT = new RegExp(`^${NAME}(?:\\[bot\\])?$`);
const TEAM = new RegExp(`^${NAME}/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$`);

/** True for a name that an account of GitHub can have, bots' too. */
export function isLogin(text: string): boolean {
  return text.length <= 120 && BOT.test(text);
}

/** The ending that GitHub gives to names of apps' bots, and that no person can have. */
export function looksLikeBot(login: string): boolean {
  return login.toLowerCase().endsWith('[bot]');
}

/** Names of GitHub are the same whatever the case of their letters. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function userNames(): Kind<readonly string[]> {
  return names({
    expected: 'names of people on GitHub, such as octocat',
    placeholder: 'USER',
    test: LOGIN,
    hint: (text) => (looksLikeBot(text) ? 'bots are named by allow-bots' : undefined),
  });
}

export function botNames(): Kind<readonly string[]> {
  return names({
    expected: 'exact names of bots, such as dependabot[bot]',
    placeholder: 'BOT',
    test: BOT,
    hint: (text) => (/^\*?\[bot\]$|\*/i.test(text) ? 'each bot is named, by all of its name' : undefined),
  });
}

export function teamNames(): Kind<readonly string[]> {
  return names({
    expected: 'teams as org/team, by the names that stand in their addresses',
    placeholder: 'ORG/TEAM',
    test: TEAM,
    hint: () => undefined,
  });
}

interface Names {
  readonly expected: string;
  readonly placeholder: string;
  readonly test: RegExp;
  hint(text: string): string | undefined;
}

/** Without the `@` that people write before a name; each once, in one order. */
function names({ expected, placeholder, test, hint }: Names): Kind<readonly string[]> {
  return list({
    expected,
    placeholder,
    maxItems: 200,
    item: (text): Parsed<string> => {
      const name = text.replace(/^@/, '');
      if (test.test(name)) return accept(name);
      const said = hint(name);
      return refuse({ given: text, ...(said === undefined ? {} : { hint: said }) });
    },
    gather: (items) => accept([...new Set(items.map((item) => item.toLowerCase()))].sort()),
  });
}
