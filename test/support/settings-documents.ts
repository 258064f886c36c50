import { describeSetting } from '../../src/config/schema.js';
import { SECRETS, SETTING_NAMES } from '../../src/inputs/settings.js';

export interface ActionInput {
  readonly description: string;
  readonly required: false;
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
