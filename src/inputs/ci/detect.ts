import type { InputProblem } from '../../support/errors.js';
import { show } from '../kind.js';
import type { Environment } from '../secrets.js';
import { readBuildkite } from './buildkite.js';
import { readCircleCi } from './circleci.js';
import { readGitLab } from './gitlab.js';
import { readJenkins } from './jenkins.js';
import { CI_SYSTEMS, type CiContext, type CiSystem } from './types.js';

/** How each system says that a process is one of its jobs. */
const SIGNS: Readonly<Record<CiSystem, (env: Environment) => boolean>> = {
  buildkite: (env) => env['BUILDKITE'] === 'true',
  gitlab: (env) => env['GITLAB_CI'] === 'true',
  jenkins: (env) => (env['JENKINS_URL'] ?? '') !== '' && (env['BUILD_NUMBER'] ?? '') !== '',
  circleci: (env) => env['CIRCLECI'] === 'true',
};

const READERS: Readonly<Record<CiSystem, (env: Environment) => CiContext>> = {
  buildkite: readBuildkite,
  gitlab: readGitLab,
  jenkins: readJenkins,
  circleci: readCircleCi,
};

/** The system that a process is a job of. */
export type Detected =
  | { readonly system: CiSystem; readonly problems: readonly InputProblem[] }
  | { readonly system: undefined; readonly problems: readonly InputProblem[] };

/**
 * The CI system of an environment; GitHub's own is looked for elsewhere, and wins. CLEANROOM_CI names one (`none`: none)
 * where a job of one system was started by another, which is an error without it: the wrong one could call a pull request a push.
 */
export function detectCi(env: Environment): Detected {
  const named = env['CLEANROOM_CI']?.trim() ?? '';
  if (named === 'none') return { system: undefined, problems: [] };
  const where = 'environment variable CLEANROOM_CI';
  if (named !== '') {
    const system = CI_SYSTEMS.find((name) => name === named);
    const problem = { where, given: show(named), expected: `one of ${CI_SYSTEMS.join(', ')}, none` };
    return { system, problems: system === undefined ? [problem] : [] };
  }
  const found = CI_SYSTEMS.filter((name) => SIGNS[name](env));
  if (found.length < 2) return { system: found[0], problems: [] };
  const expected = `the system whose job this is, or none: the environment is that of ${found.join(' and ')}`;
  return { system: undefined, problems: [{ where, given: undefined, expected }] };
}

/** What a system's variables say; nothing is thrown. */
export function readCi(system: CiSystem, env: Environment): CiContext {
  return READERS[system](env);
}
