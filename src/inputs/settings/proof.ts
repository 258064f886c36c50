import { scriptOrCommand } from '../commands.js';
import { hostDirectory } from '../paths.js';
import { choice, integer } from '../scalars.js';
import { open, preset } from './definition.js';

/** What else a change has to pass, and what it may change of what decides. */
export const PROOF_SETTINGS = {
  'verify-edits': preset(choice(['deny', 'report', 'allow']), 'deny', {
    group: 'verifier',
    description:
      'What becomes of a change to what decides (tests, their helpers, manifests, tool configuration, the verifier’s files): `deny` refuses the whole change, `report` leaves these edits out and shows them apart, `allow` takes them and ends as `verified-with-verifier-change`, if the changed verifier still fails on the base. See docs/guides/proof.md.',
  }),
  'hidden-verify': open(scriptOrCommand(), 'none', null, {
    group: 'verifier',
    description:
      'A second verifier that no room of the agent ever sees, from the files of `hidden-files`. It runs after `verify` has passed and has to pass too; what it prints is never fed back.',
  }),
  'hidden-files': open(hostDirectory(), 'none', null, {
    group: 'verifier',
    description:
      'The directory of this machine that `hidden-verify` needs, absolute or relative to the checkout. No room but those of `hidden-verify` may show it, where it is `/run/cleanroom/hidden`.',
  }),
  'hidden-feedback': preset(choice(['pass-fail', 'names']), 'pass-fail', {
    group: 'verifier',
    description:
      'What the agent is told of `hidden-verify`: only that it failed, or the names of the tests that failed as well.',
  }),
  'execution-floor': preset(choice(['enforce', 'report', 'off']), 'enforce', {
    group: 'verifier',
    description:
      'Whether a proof has to execute at least what the base executed, test by test and file by file, and may not contradict its own results. With `report` what is missing is only said. See docs/guides/floor.md.',
  }),
  'verify-instrument': preset(choice(['auto', 'off']), 'auto', {
    group: 'verifier',
    description:
      'Whether processes of the verifier (Node, Python, `go test`) say how they ended and what they executed, on the base and with the change alike.',
  }),
  'confirm-runs': preset(integer(1, 20), '1', {
    group: 'verifier',
    description:
      'How often the proof has to pass, each time in a fresh room. With more than 1, the base has to fail as often; one failure of a change that passed before is a flake, and fails the attempt.',
  }),
};
