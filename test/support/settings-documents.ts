import { describeSetting } from '../../src/config/schema.js';
import { PUBLISH_INPUTS, PUBLISH_TOKEN, PUBLISHED_SETTINGS } from '../../src/inputs/publish-inputs.js';
import { SECRETS, SETTING_NAMES } from '../../src/inputs/settings.js';

export interface ActionInput {
  readonly description: string;
  readonly required: boolean;
  readonly default?: string;
}

/**
 * The inputs that action.yml must declare. A setting has no `default:`, because the runner would hand that on as if the
 * workflow had said it, and then it would win over the configuration file.
 */
export function actionInputs(): Record<string, ActionInput> {
  const settings = SETTING_NAMES.map(
    (name) => [name, { description: describeSetting(name), required: false }] as const,
  );
  const secrets = Object.entries(SECRETS).map(([name, secret]) => {
    const preset = secret.default === '' ? {} : { default: secret.default };
    return [name, { description: secret.description, required: false, ...preset }] as const;
  });
  return Object.fromEntries([...settings, ...secrets]);
}

/** The inputs that publish/action.yml must declare: its own, and those of the action that say how to publish. */
export function publishInputs(): Record<string, ActionInput> {
  const own = Object.entries(PUBLISH_INPUTS).map(([name, { description, defaultText }]) => {
    const literal = name === 'fail-on-verdict';
    const text = `${description} Default: ${literal ? `\`${defaultText}\`` : defaultText}.`;
    const required = name === 'evidence';
    return [name, { description: required ? description : text, required }] as const;
  });
  const settings = PUBLISHED_SETTINGS.map(
    (name) => [name, { description: describeSetting(name), required: false }] as const,
  );
  const { name, description, default: preset } = PUBLISH_TOKEN;
  return Object.fromEntries([...own, ...settings, [name, { description, required: false, default: preset }] as const]);
}
