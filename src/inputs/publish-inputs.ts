import type { Plan } from '../schemas/plan.js';
import { usualCheckName } from '../support/check-name.js';
import type { InputProblem } from '../support/errors.js';
import { didYouMean } from '../support/nearest.js';
import { type Kind, show } from './kind.js';
import { LayerBuilder, type SettingsLayer } from './layer.js';
import { hostDirectory } from './paths.js';
import { boolean, integer, line, webAddress } from './scalars.js';
import { type Environment, HIDDEN, namesSecret, readSecret } from './secrets.js';
import { open, preset } from './settings/definition.js';
import { PUBLISH_SETTINGS } from './settings/publish.js';
import { SECRETS, SETTINGS, type SettingName } from './settings.js';

const GITHUB_TOKEN = 'github-token';

/** Settings that a job takes which publishes the evidence of another: all of publishing, but who does it. */
export const PUBLISHED_SETTINGS: readonly SettingName[] = Object.keys(PUBLISH_SETTINGS)
  .filter((name): name is keyof typeof PUBLISH_SETTINGS => Object.hasOwn(SETTINGS, name))
  .filter((name) => name !== 'publish');

/** What such a job says beside them. */
export const PUBLISH_INPUTS = {
  evidence: open(hostDirectory(), 'none', undefined, {
    group: 'publish',
    description:
      'Folder of the evidence, as it was downloaded: the folder itself, or one that holds it and no other evidence.',
  }),
  'manifest-sha256': open(
    line({ expected: '64 hexadecimal digits', placeholder: 'SHA256', max: 64, pattern: /^[0-9a-f]{64}$/ }),
    'none',
    undefined,
    {
      group: 'publish',
      description:
        'Output `manifest-sha256` of the job of the run. Evidence with any other digest is refused: what was stored is then what was written.',
    },
  ),
  'pull-request': open(integer(1, Number.MAX_SAFE_INTEGER), 'the one of the event', undefined, {
    group: 'publish',
    description:
      'Number of the pull request, where the event of this job names none. GitHub is asked for it; the evidence has no say in it.',
  }),
  'artifact-url': open(webAddress(), 'none', undefined, {
    group: 'publish',
    description:
      'Page of the artifact that holds the evidence, for the link in the comment: output `artifact-url` of actions/upload-artifact.',
  }),
  'fail-on-verdict': preset(boolean(), 'true', {
    group: 'publish',
    description:
      'Whether this job fails where the run is not green, as the job of the run does. A branch rule may require either of them.',
  }),
};

export type PublishInputName = keyof typeof PUBLISH_INPUTS;
const NAMES = Object.keys(PUBLISH_INPUTS).filter((name): name is PublishInputName =>
  Object.hasOwn(PUBLISH_INPUTS, name),
);

/** What a publishing job was told. */
export interface PublishInputs {
  readonly evidence: string | undefined;
  readonly manifestSha256: string | undefined;
  readonly pullRequest: number | undefined;
  readonly artifactUrl: string | undefined;
  readonly failOnVerdict: boolean;
  /** The settings that were given. */
  readonly layer: SettingsLayer;
}

/** A source of texts by the names of inputs: the action's environment, or flags. */
export interface PublishTexts {
  /** Undefined or blank: not given. */
  text(name: string): string | undefined;
  /** How the source names an input: `input comment`, `--comment`. */
  where(name: string): string;
}

/** Reads everything that a publishing job can be told, but its token. All problems are collected. */
export function readPublishTexts(source: PublishTexts): {
  readonly inputs: PublishInputs;
  readonly problems: readonly InputProblem[];
} {
  const builder = new LayerBuilder((name) => source.where(name));
  const given = (name: string): string | undefined => {
    const text = source.text(name);
    return text === undefined || text.trim() === '' ? undefined : text;
  };
  for (const name of PUBLISHED_SETTINGS) {
    const text = given(name);
    if (text !== undefined) builder.addTexts(name, [text]);
  }
  const read = <T, D>(name: PublishInputName, { kind, fallback }: { kind: Kind<T>; fallback: D }): T | D => {
    const text = given(name);
    if (text === undefined) return fallback;
    const parsed = kind.fromTexts([text]);
    if (parsed.ok) return parsed.value;
    const expected = parsed.expected ?? kind.expected;
    builder.addProblem({ where: source.where(name), given: show(parsed.given ?? text), expected });
    return fallback;
  };
  const inputs = {
    evidence: read('evidence', PUBLISH_INPUTS.evidence),
    manifestSha256: read('manifest-sha256', PUBLISH_INPUTS['manifest-sha256']),
    pullRequest: read('pull-request', PUBLISH_INPUTS['pull-request']),
    artifactUrl: read('artifact-url', PUBLISH_INPUTS['artifact-url']),
    failOnVerdict: read('fail-on-verdict', PUBLISH_INPUTS['fail-on-verdict']),
  };
  const { layer, problems } = builder.build();
  return { inputs: { ...inputs, layer }, problems };
}

/** Reads the inputs of `publish/action.yml` from the environment, as `readActionInputs` does for the action itself. */
export function readPublishInputs(env: Environment): {
  readonly inputs: PublishInputs;
  readonly token: string | undefined;
  readonly problems: readonly InputProblem[];
} {
  const prefix = 'INPUT_';
  const known: readonly string[] = [...NAMES, ...PUBLISHED_SETTINGS, GITHUB_TOKEN];
  const { inputs, problems } = readPublishTexts({
    text: (name) => env[`${prefix}${name.toUpperCase()}`],
    where: (name) => `input ${name}`,
  });
  const unknown = Object.entries(env).flatMap(([variable, text]): InputProblem[] => {
    const name = variable.slice(prefix.length).toLowerCase();
    if (!variable.startsWith(prefix) || (text ?? '').trim() === '' || known.includes(name)) return [];
    const given = namesSecret(name) ? HIDDEN : show(text ?? '');
    const hint = didYouMean(name, known);
    return [{ where: `input ${show(name)}`, given, expected: 'an input that exists', ...(hint ? { hint } : {}) }];
  });
  const token = readSecret(env[`${prefix}GITHUB-TOKEN`], `input ${GITHUB_TOKEN}`);
  const missing: InputProblem[] =
    inputs.evidence === undefined && !problems.some(({ where }) => where === 'input evidence')
      ? [{ where: 'input evidence', given: undefined, expected: 'the folder of the evidence' }]
      : [];
  return {
    inputs,
    token: token.value,
    problems: [...problems, ...missing, ...unknown, ...(token.problem ? [token.problem] : [])],
  };
}

/** What `publish/action.yml` says of its token. */
export const PUBLISH_TOKEN = {
  name: GITHUB_TOKEN,
  description:
    'Token that writes: `pull-requests: write` for the comment, `checks: write` for the check run, `contents: write` for a delivery.',
  default: SECRETS[GITHUB_TOKEN].default,
} as const;

/** The settings of a publishing job: its own inputs over the defaults of the table. Nothing of them comes from evidence. */
export function publishSettings({ values }: SettingsLayer, defaultKey: string): Plan['publish'] {
  const commentKey = values['comment-key'] ?? defaultKey;
  return {
    where: 'here',
    comment: values.comment ?? PUBLISH_SETTINGS.comment.fallback,
    commentKey,
    summary: values.summary ?? PUBLISH_SETTINGS.summary.fallback,
    check: values.check ?? PUBLISH_SETTINGS.check.fallback,
    checkName: values['check-name'] ?? usualCheckName(commentKey),
    deliver: {
      kind: values.deliver ?? PUBLISH_SETTINGS.deliver.fallback,
      branch: values['deliver-branch'] ?? PUBLISH_SETTINGS['deliver-branch'].fallback,
      draft: values['deliver-draft'] ?? PUBLISH_SETTINGS['deliver-draft'].fallback,
      sign: values['deliver-sign'] ?? PUBLISH_SETTINGS['deliver-sign'].fallback,
      maxFiles: values['deliver-max-files'] ?? PUBLISH_SETTINGS['deliver-max-files'].fallback,
      maxBytes: values['deliver-max-size'] ?? PUBLISH_SETTINGS['deliver-max-size'].fallback,
    },
  };
}
