import { definitionOf, SETTING_NAMES, type SettingName } from '../inputs/settings.js';
import type { Json } from '../support/canonical-json.js';
import { AGENTS_SCHEMA } from './agents.js';

/** Settings that a profile may hold: what a file may, but for the choice of a profile. */
export const PROFILE_NAMES: readonly SettingName[] = SETTING_NAMES.filter(
  (name) => definitionOf(name).inConfig && name !== 'profile',
);

/** The schema of the configuration file as the table of settings gives it. `schemas/config.schema.json` is this. */
export function buildConfigSchema(): { readonly [key: string]: Json } {
  const properties: Record<string, Json> = {
    version: { const: 1, description: 'Version of this format. Optional.' },
  };
  for (const name of SETTING_NAMES) {
    const { inConfig, kind } = definitionOf(name);
    if (inConfig) properties[name] = { ...kind.schema, description: describeSetting(name) };
  }
  properties['agents'] = AGENTS_SCHEMA;
  properties['profiles'] = {
    type: 'object',
    description: 'Named bundles of the settings of this file, of which `profile` chooses one. Default: none.',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        PROFILE_NAMES.map((name) => [name, { ...definitionOf(name).kind.schema, description: describeSetting(name) }]),
      ),
    },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'config',
    title: 'ConfigFile',
    type: 'object',
    description: 'Settings of cleanroom-action in a repository. Every key is an input of the action by the same name.',
    additionalProperties: false,
    properties,
  };
}

/** What a setting is for and what it is when it is not given, as files for people say it. */
export function describeSetting(name: SettingName): string {
  const { description, defaultText, fallback } = definitionOf(name);
  // A default that is a value of its own, not a sentence about one.
  const literal = ['string', 'number', 'boolean'].includes(typeof fallback);
  return `${description} Default: ${literal ? `\`${defaultText}\`` : defaultText}.`;
}
