import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';
import type { SettingsLayer } from './layer.js';
import { commit, repositoryName } from './payload.js';
import { PUBLISH_INPUTS, type PublishInputs, readPublishTexts } from './publish-inputs.js';

/** A `publish` line: evidence of a run that ended elsewhere. */
export interface PublishLine {
  readonly command: 'publish';
  readonly json: boolean;
  readonly inputs: PublishInputs;
  /** owner/name on GitHub. */
  readonly repository: string | undefined;
  /** What was worked on. */
  readonly commit: string | undefined;
  readonly problems: readonly InputProblem[];
}

const OWN = ['github-repository', 'commit'] as const;

/** Flags of `publish` that take a value, beside the settings of publishing. */
export const PUBLISH_FLAGS: readonly string[] = [
  ...OWN,
  ...Object.keys(PUBLISH_INPUTS).filter((name) => name !== 'evidence'),
];

/** Puts a `publish` line together. */
export function publishLine(given: {
  readonly evidence: string;
  readonly json: boolean;
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly layer: SettingsLayer;
  readonly problems: readonly InputProblem[];
}): PublishLine {
  const { texts, layer } = given;
  const text = (name: string): string | undefined => texts.get(name)?.join(', ');
  const own = readPublishTexts({
    // The argument and the settings were read with those of all commands.
    text: (name) => (PUBLISH_FLAGS.includes(name) ? text(name) : undefined),
    where: (name) => `--${name}`,
  });
  const problems = [...given.problems, ...own.problems];
  const checked = (name: (typeof OWN)[number], { test, expected }: typeof commit): string | undefined => {
    const value = text(name);
    if (value === undefined || test(value)) return value;
    problems.push({ where: `--${name}`, given: show(value), expected });
    return undefined;
  };
  const inputs = { ...own.inputs, evidence: given.evidence, layer };
  const repository = checked('github-repository', repositoryName);
  return { command: 'publish', json: given.json, inputs, repository, commit: checked('commit', commit), problems };
}
