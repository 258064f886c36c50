import { botNames, teamNames, userNames } from '../accounts.js';
import { choice, line } from '../scalars.js';
import { open, preset } from './definition.js';

const none: readonly string[] = [];

/** Who may start a run in a workflow. Inputs and the trusted commit's configuration say so, never a pull request. */
export const GATE_SETTINGS = {
  'require-permission': preset(choice(['write', 'maintain', 'admin', 'none']), 'write', {
    group: 'gate',
    description:
      'Access to the repository that whoever starts a run in a workflow needs, unless a list allows them. `none`: anybody may, also somebody who has nothing to do with the repository. See docs/guides/gate.md.',
  }),
  'allow-users': open(userNames(), 'none', none, {
    group: 'gate',
    description: 'People who may start a run whatever access they have, by their exact names.',
  }),
  'allow-teams': open(teamNames(), 'none', none, {
    group: 'gate',
    description:
      'Teams whose members may start a run, as `org/team`. The token must be allowed to read them: that of a workflow is not.',
  }),
  'allow-bots': open(botNames(), 'none', none, {
    group: 'gate',
    description:
      'Bots that may start a run, by their exact names, such as `dependabot[bot]`. No bot may that is not named, whatever access it has.',
  }),
  forks: preset(choice(['allow', 'deny']), 'allow', {
    group: 'gate',
    description:
      'Whether the head of a pull request may be in another repository: `allow`, where whoever starts the run may, or `deny`.',
  }),
  'comment-command': open(
    line({
      expected: 'a slash, a word, and at most three words more, such as /cleanroom fix',
      placeholder: 'COMMAND',
      max: 100,
      pattern: /^\/[A-Za-z0-9][A-Za-z0-9_-]*(?: [A-Za-z0-9][A-Za-z0-9_-]*){0,3}$/,
    }),
    'none: every comment starts a run',
    null,
    {
      group: 'gate',
      description:
        'With `issue_comment`: only a new comment that begins with these words starts a run, such as `/cleanroom fix`; what follows is quoted to the agent. Other comments end the step at once, and well.',
    },
  ),
};
