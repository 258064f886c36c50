import { parse, stringify, type TomlTable } from 'smol-toml';
import { InputError, messageOf } from '../support/errors.js';

/** What is added to codex's configuration where it says nothing of it. */
export interface CodexAdditions {
  /** The directory that codex takes for a project it may work in without asking. */
  readonly trust: string;
  /** Top-level keys and values. */
  readonly settings: Readonly<Record<string, string>>;
  /** A provider of models, by name; chosen where the file chooses none. */
  readonly provider?: { readonly name: string; readonly table: TomlTable };
}

/**
 * A codex `config.toml` with a trusted project, and what else is missing in it. Its text stays as it is, comments too,
 * wherever that can be: what is added stands before and after it. Whether it says the same and no more is checked by
 * reading it again.
 * @throws InputError when it is no TOML
 */
export function addToCodexConfig(text: string, additions: CodexAdditions, where: string): string {
  const before = read(text, where);
  const wanted = withAdditions(before, additions);
  const top = Object.entries(wanted)
    .filter(([key, value]) => !Object.hasOwn(before, key) && typeof value === 'string')
    .map(([key, value]) => stringify({ [key]: value }));
  const trusted = tableOf(tableOf(before, 'projects'), additions.trust);
  const tables = [
    ...(trusted['trust_level'] === 'trusted' ? [] : [{ projects: { [additions.trust]: { trust_level: 'trusted' } } }]),
    ...(additions.provider && !Object.hasOwn(tableOf(before, 'model_providers'), additions.provider.name)
      ? [{ model_providers: { [additions.provider.name]: additions.provider.table } }]
      : []),
  ].map((table) => stringify(table));
  const kept = [...top, text.replace(/\n*$/, '\n'), ...tables.map((table) => `\n${table}`)].join('');
  return same(kept, wanted) ? kept : stringify(wanted);
}

/**
 * Codex's configuration for a person in a room: the workspace is trusted, because what of it could run code is hidden, and
 * the room is the sandbox, for codex's own needs namespaces that a room does not grant.
 * @param text the person's, or the one that leads to the broker
 * @param line the one that leads to the broker, where the text is the person's and there is one
 */
export function codexConfigFor(text: string, line: string | undefined, workspace: string): string {
  const own = line === undefined ? {} : read(line, 'codex');
  const name = own['model_provider'];
  const table = typeof name === 'string' ? tableOf(tableOf(own, 'model_providers'), name) : {};
  return addToCodexConfig(
    text,
    {
      trust: workspace,
      settings: { sandbox_mode: 'danger-full-access' },
      ...(typeof name === 'string' ? { provider: { name, table } } : {}),
    },
    'config.toml of codex',
  );
}

function withAdditions(before: TomlTable, { trust, settings, provider }: CodexAdditions): TomlTable {
  const projects = tableOf(before, 'projects');
  const chosen = provider ? { model_provider: provider.name } : {};
  return {
    ...settings,
    ...chosen,
    ...before,
    projects: { ...projects, [trust]: { ...tableOf(projects, trust), trust_level: 'trusted' } },
    ...(provider
      ? { model_providers: { [provider.name]: provider.table, ...tableOf(before, 'model_providers') } }
      : {}),
  };
}

function read(text: string, where: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' });
  } catch (error) {
    throw new InputError([{ where, given: undefined, expected: `TOML (${messageOf(error).split('\n')[0] ?? ''})` }]);
  }
}

function same(text: string, wanted: TomlTable): boolean {
  try {
    return stringify(sorted(parse(text, { integersAsBigInt: 'asNeeded' }))) === stringify(sorted(wanted));
  } catch {
    return false;
  }
}

/** The same table with its keys in one order, at every depth. */
function sorted(table: TomlTable): TomlTable {
  return Object.fromEntries(
    Object.entries(table)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, isTable(value) ? sorted(value) : value]),
  );
}

function tableOf(table: TomlTable, key: string): TomlTable {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return isTable(value) ? value : {};
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
