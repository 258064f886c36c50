import type { HostCredential } from '../broker/types.js';
import { show } from '../inputs/kind.js';
import type { SettingsLayer } from '../inputs/layer.js';
import type { Settings } from '../inputs/resolve.js';
import type { SettingName } from '../inputs/settings.js';
import type { CompiledPolicy } from '../policy/compile.js';
import type { InputProblem } from '../support/errors.js';

/** Settings that as a whole send something of the person's away, or show or reach what is theirs, and what they would do. */
const OF_THE_PERSON: readonly (readonly [name: SettingName, would: string])[] = [
  ['model-base-url', 'it would get your key'],
  ['tools', 'rooms would read these directories of your machine'],
  ['image', 'rooms would be made of what is in this image on your machine'],
  ['hidden-files', 'a room and the evidence would get the files of this directory'],
  ['allow-private', 'rooms would reach these addresses of your own network'],
  ['evidence', 'files would be written to this place of your machine'],
];

/** What a run is asked for, as far as it decides what a configuration may say. */
export interface Entrusting {
  /** What whoever asks says: flags, or inputs. */
  readonly asking: SettingsLayer;
  /** All layers, the strongest first. */
  readonly layers: readonly SettingsLayer[];
  readonly settings: Settings;
  /** Undefined: it could not be compiled, which is a problem of its own. */
  readonly policy: CompiledPolicy | undefined;
  /** Of the person, for private hosts. */
  readonly credentials: readonly HostCredential[];
  /** What allows all of it, in words. */
  readonly remedy: string;
}

/**
 * What files of a commit that nobody vouches for say of the person who runs them: their keys, files and network. Whoever
 * wrote that commit would decide where those go.
 */
export function refuseEntrusted(from: Entrusting): readonly InputProblem[] {
  const { asking, settings, remedy } = from;
  const problems: InputProblem[] = [];
  const saying = (name: SettingName): SettingsLayer | undefined => sayingOf(from, name);
  const refuse = (layer: SettingsLayer, name: SettingName, given: string, would: string, part = ''): void => {
    problems.push({
      where: `${layer.where(name)}${part}`,
      given,
      expected: `nothing from a file of a commit that nobody named as trusted: ${would}`,
      hint: `${remedy}, or give it yourself: ${asking.where(name)}`,
    });
  };

  for (const [name, would] of OF_THE_PERSON) {
    const value = settings[name as keyof Settings];
    const layer = saying(name);
    if (layer === undefined || value === undefined || value === null || isEmpty(value)) continue;
    if (name === 'image' && settings.room === 'local') continue;
    refuse(layer, name, show(Array.isArray(value) ? value.join(', ') : value), would);
  }
  const prepare = saying('prepare');
  if (prepare && settings.prepare === 'workspace')
    refuse(prepare, 'prepare', 'workspace', 'rooms would show ignored files of your checkout');
  const servers = saying('mcp-servers');
  for (const { name, env, headers } of servers ? settings['mcp-servers'] : []) {
    const values = [...Object.values(env), ...Object.values(headers)];
    const own = values.flatMap((value) => ('secret' in value ? value.secret : 'file' in value ? value.file : []));
    if (servers && own.length > 0)
      refuse(servers, 'mcp-servers', show(own.join(', ')), 'the server would get these secrets of yours', `: ${name}`);
  }
  const commands = saying('brokered-commands');
  for (const { name, env } of commands ? settings['brokered-commands'] : []) {
    const own = Object.values(env).flatMap((value) => ('file' in value ? value.file : []));
    if (commands && own.length > 0)
      refuse(commands, 'brokered-commands', show(own.join(', ')), 'it would get these files of yours', `: ${name}`);
  }
  return [...problems, ...credentialled(from)];
}

/** The file that decides a setting; undefined: whoever asks does, or nobody. */
function sayingOf({ asking, layers }: Entrusting, name: SettingName): SettingsLayer | undefined {
  const layer = layers.find(({ values }) => Object.hasOwn(values, name));
  return layer === asking ? undefined : layer;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Hosts that the person has a credential for, where a file lets rooms reach them: what is there could be read and sent on. */
function credentialled(from: Entrusting): readonly InputProblem[] {
  const { asking, settings, policy, credentials, remedy } = from;
  const theirs = new Set(credentials.map(({ endpoint }) => endpoint));
  if (theirs.size === 0 || policy === undefined) return [];
  const problem = (where: string, given: string, name: SettingName): InputProblem => ({
    where,
    given,
    expected:
      'no host that your credentials are for, from a file of a commit that nobody named as trusted: rooms would read with them',
    hint: `${remedy}, or give it yourself: ${asking.where(name)}`,
  });
  const named = policy.origins.filter(({ stage, entry }) => stage !== 'private' && theirs.has(entry));
  const stages = named.flatMap(({ stage, entry, from: place }) => {
    const name = `allow-${stage}` as const;
    const own = named.some((one) => one.stage === stage && one.entry === entry && one.from === asking.where(name));
    return own ? [] : [problem(place, entry, name)];
  });
  const parts = (['brokered-commands', 'mcp-servers'] as const).flatMap((name) => {
    const layer = sayingOf(from, name);
    if (layer === undefined) return [];
    return settings[name].flatMap((part) =>
      part.allow
        .filter((host) => theirs.has(host))
        .map((host) => problem(`${layer.where(name)}: ${part.name}.allow`, host, name)),
    );
  });
  return [...stages, ...parts];
}
