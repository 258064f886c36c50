import { show } from '../inputs/kind.js';
import { LayerBuilder, type ReadLayer } from '../inputs/layer.js';
import { definitionOf, isSettingName, SECRETS, SETTING_NAMES, type SettingName } from '../inputs/settings.js';
import type { InputProblem } from '../support/errors.js';
import { isObject } from '../support/json-object.js';
import { didYouMean } from '../support/nearest.js';
import { type ConfiguredAgents, readAgents } from './agents.js';
import { PROFILE_NAMES } from './schema.js';
import { type Entry, readMapping } from './yaml.js';

/** Bytes of the largest configuration file. */
export const MAX_CONFIG_BYTES = 256 * 1024;

const NAMES: readonly SettingName[] = SETTING_NAMES.filter((name) => definitionOf(name).inConfig);

/** What a configuration file says. */
export interface ReadConfig extends ReadLayer {
  /** Its profiles, by name. Problems of one count only where it is used. */
  readonly profiles: ReadonlyMap<string, ReadLayer>;
  /** How the command `agent` starts agents. */
  readonly agents: ConfiguredAgents;
}

/**
 * Reads a configuration file: a YAML 1.2 mapping from settings to values, with an optional `version: 1` and optional
 * `profiles`. All problems are collected, each with line and column; nothing is thrown.
 * @param path how problems name the file
 */
export function parseConfig(text: string, path: string): ReadConfig {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_CONFIG_BYTES)
    return unreadable(path, [{ where: path, given: `${bytes} bytes`, expected: `at most ${MAX_CONFIG_BYTES} bytes` }]);
  const mapping = readMapping(text);
  if (!mapping.ok) {
    const problems = mapping.faults.map(({ at, message }) => ({
      where: `${path}:${at}`,
      given: 'unreadable',
      expected: 'a mapping in YAML 1.2',
      hint: show(message.replace(/\s+/g, ' ')),
    }));
    return unreadable(path, problems);
  }

  const places = new Map(mapping.entries.map(({ key, at }) => [key, `${path}:${at}: ${key}`]));
  const builder = new LayerBuilder((name) => places.get(name) ?? `${path}: ${name}`);
  let profiles: ReadonlyMap<string, ReadLayer> = new Map();
  let agents: ConfiguredAgents = new Map();
  for (const entry of mapping.entries) {
    const { key, value } = entry;
    if (key === 'profiles') {
      const read = readProfiles(entry, path);
      for (const problem of read.problems) builder.addProblem(problem);
      profiles = read.profiles;
      continue;
    }
    if (key === 'agents' && value.ok) {
      const read = readAgents(value.value, `${path}:${entry.at}: agents`);
      for (const problem of read.problems) builder.addProblem(problem);
      agents = read.agents;
      continue;
    }
    const problem = keyProblem(entry, `${path}:${entry.at}`, NAMES);
    if (problem !== undefined) builder.addProblem(problem);
    else if (!isSettingName(key)) continue;
    else if (value.ok) builder.addValue(key, value.value);
    else builder.addInvalid(key, 'a value with aliases', value.message);
  }
  return { ...builder.build(), profiles, agents };
}

const PROFILE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A profile is read like the file that it stands in; its problems name the line of `profiles`, and its path below it. */
function readProfiles(
  { at, value }: Entry,
  path: string,
): { readonly profiles: ReadonlyMap<string, ReadLayer>; readonly problems: readonly InputProblem[] } {
  const where = `${path}:${at}: profiles`;
  const expected = 'a mapping from names to mappings of settings';
  const profiles = new Map<string, ReadLayer>();
  if (!value.ok) return { profiles, problems: [{ where, given: value.message, expected }] };
  if (!isObject(value.value)) return { profiles, problems: [{ where, given: show(value.value), expected }] };
  const problems: InputProblem[] = [];
  for (const [name, settings] of Object.entries(value.value)) {
    if (PROFILE.test(name)) profiles.set(name, readProfile(settings, `${where}.${name}`, at));
    else
      problems.push({ where, given: show(name), expected: 'names of letters, digits, dots, hyphens and underscores' });
  }
  return { profiles, problems };
}

function readProfile(settings: unknown, where: string, at: string): ReadLayer {
  const builder = new LayerBuilder((setting) => `${where}.${setting}`);
  // Like a file that is empty.
  if (settings === null) return builder.build();
  if (!isObject(settings)) {
    builder.addProblem({ where, given: show(settings), expected: 'a mapping of settings' });
    return builder.build();
  }
  for (const [key, given] of Object.entries(settings)) {
    const problem = keyProblem({ at, key, value: { ok: true, value: given } }, where, PROFILE_NAMES);
    if (problem !== undefined) builder.addProblem(problem);
    else if (isSettingName(key)) builder.addValue(key, given);
  }
  return builder.build();
}

/** A file of whose settings nothing is known: rules between settings must not take any of them for absent. */
function unreadable(path: string, problems: readonly InputProblem[]): ReadConfig {
  const where = (name: SettingName): string => `${path}: ${name}`;
  return { layer: { values: {}, invalid: new Set(NAMES), where }, problems, profiles: new Map(), agents: new Map() };
}

/** What is wrong with an entry that no setting judges; undefined for one that may go to its setting. */
function keyProblem({ key, value }: Entry, place: string, names: readonly SettingName[]): InputProblem | undefined {
  const where = `${place}: ${show(key)}`;
  if (key === 'version' && names === NAMES) {
    if (value.ok && value.value === 1) return undefined;
    return { where, given: value.ok ? show(value.value) : undefined, expected: '1, the version of this format' };
  }
  if (Object.hasOwn(SECRETS, key)) {
    const hint = 'give it to the action as an input, or to the command line by its environment, and replace it';
    return { where, given: '(not shown)', expected: 'no secret in a file', hint };
  }
  if (!isSettingName(key)) {
    const hint = didYouMean(key, names);
    // The value is not shown: it may be a secret under a wrong name.
    return {
      where: `${place}: key`,
      given: show(key),
      expected: 'the name of a setting',
      ...(hint === undefined ? {} : { hint }),
    };
  }
  if (names.includes(key)) return undefined;
  if (definitionOf(key).inConfig)
    return { where, given: value.ok ? show(value.value) : undefined, expected: 'no such key in a profile' };
  return {
    where,
    given: value.ok ? show(value.value) : undefined,
    expected: 'no such key here, because it says where this file is',
    hint: 'give it as an input or a flag',
  };
}
