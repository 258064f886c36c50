import { branchName } from '../paths.js';
import { boolean, choice, integer, line, size } from '../scalars.js';
import { open, preset } from './definition.js';

/** What people see of a run, and what becomes of its change. */
export const PUBLISH_SETTINGS = {
  publish: preset(choice(['here', 'later']), 'here', {
    group: 'publish',
    description:
      'Who writes to GitHub: this job (`here`), or another one with `publish` of this action and the evidence (`later`), so that no token that may write is in the job of the agent. See docs/guides/publish.md.',
  }),
  comment: preset(choice(['auto', 'always', 'never']), 'auto', {
    group: 'publish',
    description:
      'Whether to comment on the pull request: `auto` where there is one and the token may, `always` or fail, or `never`.',
  }),
  'comment-key': open(
    line({
      expected: 'at most 64 letters, digits, dots, hyphens and underscores',
      placeholder: 'KEY',
      max: 64,
      pattern: /^[A-Za-z0-9._-]+$/,
    }),
    'the name of the workflow',
    undefined,
    { group: 'publish', description: 'Tells the comments of several workflows on one pull request apart.' },
  ),
  summary: preset(boolean(), 'true', { group: 'publish', description: 'Whether to write the job summary.' }),
  check: preset(choice(['auto', 'always', 'never']), 'auto', {
    group: 'publish',
    description:
      'Whether to write a check run with annotations: `auto` where the token may (`checks: write`), `always` or fail, or `never`.',
  }),
  'check-name': open(
    line({ expected: 'one line of at most 100 characters', placeholder: 'NAME', max: 100, pattern: /\S/ }),
    'cleanroom and the comment key',
    undefined,
    { group: 'publish', description: 'Name of the check run, by which branch rules can require it.' },
  ),
  deliver: preset(choice(['none', 'artifact', 'suggestions', 'commit', 'pull-request']), 'artifact', {
    group: 'publish',
    description:
      'What becomes of a verified change: `none`; `artifact`: it is in the evidence; `suggestions` in a review; a `commit` on the pull request’s branch; or a `pull-request` of its own. Never to a default or protected branch. See docs/guides/delivery.md.',
  }),
  'deliver-branch': open(branchName(), 'cleanroom/, and what the change is for', null, {
    group: 'publish',
    description: 'Branch for `deliver: pull-request`. It must be one that this action made, or not exist.',
  }),
  'deliver-draft': preset(boolean(), 'true', {
    group: 'publish',
    description: 'Whether such a pull request begins as a draft.',
  }),
  'deliver-sign': preset(choice(['github', 'git']), 'github', {
    group: 'publish',
    description:
      'Who makes delivered commits: `github`, by its API, which signs them; or `git` of this host, with the name and the signing key of its configuration.',
  }),
  'deliver-max-files': preset(integer(1, 10_000), '100', {
    group: 'publish',
    description: 'A change of more files than this is not delivered, but stays in the evidence.',
  }),
  'deliver-max-size': preset(size('1k', '64m'), '4m', {
    group: 'publish',
    description: 'A change whose patch is larger than this is not delivered, but stays in the evidence.',
  }),
};
