import { definitionOf, SECRETS, SETTING_NAMES, type SettingName } from '../../src/inputs/settings.js';

/*
 * What action.yml and schemas/config.schema.json have to say, worked out from the table of settings. The files are
 * written, not built, so that editors, GitHub and people find them; tests compare.
 */

export interface ActionInput {
  readonly description: string;
  readonly required: false;
  readonly default?: string;
}

/**
 * The inputs of the action. A setting has no `default:`, because the runner would hand that on as if the workflow had
 * said it, and then it would win over the configuration file.
 */
export function actionInputs(): Record<string, ActionInput> {
  const settings = SETTING_NAMES.map((name) => [name, { description: sentence(name), required: false }] as const);
  const secrets = Object.entries(SECRETS).map(([name, secret]) => {
    const preset = secret.default === '' ? {} : { default: secret.default };
    return [name, { description: secret.description, required: false, ...preset }] as const;
  });
  return Object.fromEntries([...settings, ...secrets]);
}

/** JSON Schema of the configuration file, for editors. The table decides; this says what a schema can say of it. */
export function configSchema(): object {
  const properties = SETTING_NAMES.filter((name) => definitionOf(name).inConfig).map((name) => [
    name,
    { ...definitionOf(name).kind.schema, description: sentence(name) },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'config',
    title: 'ConfigFile',
    type: 'object',
    description: 'Configuration of Cleanroom Action, read from the trusted commit. Inputs and flags win over it.',
    additionalProperties: false,
    properties: { version: { const: 1, description: 'Version of this format.' }, ...Object.fromEntries(properties) },
  };
}

function sentence(name: SettingName): string {
  const { description, defaultText, fallback } = definitionOf(name);
  // A default that is a value of its own, not a sentence about one.
  const literal = ['string', 'number', 'boolean'].includes(typeof fallback);
  return `${description} Default: ${literal ? `\`${defaultText}\`` : defaultText}.`;
}
