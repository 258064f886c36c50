import { argumentList, prepareStep, scriptOrCommand } from '../commands.js';
import { globs } from '../lists.js';
import { PRESETS } from '../presets.js';
import { choice, duration } from '../scalars.js';
import { placeholderValues, type VerifierEntry, verifiers } from '../verifiers.js';
import { open, preset } from './definition.js';

const none: readonly string[] = [];
const noVerifiers: readonly VerifierEntry[] = [];
const noValues: Readonly<Record<string, string>> = {};

/** What decides. */
export const VERIFIER_SETTINGS = {
  verify: open(scriptOrCommand(), 'no verifier: the report is the result', null, {
    group: 'verifier',
    description:
      'The command whose exit code decides. Text runs as `/bin/sh -e -c` inside the room; a JSON array is run exactly as it stands.',
  }),
  'verify-preset': open(choice(PRESETS), 'none', undefined, {
    group: 'verifier',
    description:
      'The usual verifier of a stack, in place of `verify`. What each runs: docs/guides/verifiers.md. `cleanroom-action init` proposes one.',
  }),
  'verify-args': open(argumentList(), 'none', none, {
    group: 'verifier',
    description:
      'Arguments for `verify` or `verify-preset`, written like `agent-args`. Text of `verify` gets them as `"$1"`, `"$2"`…, or at its end where it is one simple command. `{{NAME}}` stands for an entry of `verify-values`.',
  }),
  'verify-values': open(placeholderValues(), 'none', noValues, {
    group: 'verifier',
    description:
      '`NAME=VALUE` entries for placeholders in arguments and variables of verifiers, such as `routing-key=abc` of a test environment. They are recorded in the evidence: no secrets.',
  }),
  verifiers: open(verifiers(), 'none', noVerifiers, {
    group: 'verifier',
    description:
      'Further verifiers by name, each in rooms of its own; all have to pass, `verify` first. A mapping from names to a command, or to `run` or `preset`, `args`, `working-directory`, `env`, `env-from` and `timeout`; or JSON. See docs/guides/verifiers.md.',
  }),
  'verify-mode': preset(choice(['sequence', 'parallel']), 'sequence', {
    group: 'verifier',
    description: 'Whether several verifiers run one after another, until one fails, or all at once.',
  }),
  build: open(scriptOrCommand(), 'nothing is built', null, {
    group: 'verifier',
    description:
      'A command that every room of the verifier runs first, on the base and with a patch alike, written like `verify`. Nothing that an agent built is carried over.',
  }),
  'build-timeout': preset(duration('1s', '24h'), '10m', { group: 'verifier', description: 'Time for `build`.' }),
  'verify-files': open(globs(), 'the programs and scripts of the repository that verifiers and `build` start', none, {
    group: 'verifier',
    description:
      'Globs of the files that the verifier consists of. They come from the trusted commit and no patch may touch them. `!path` takes out a path that was found in a command.',
  }),
  'verify-timeout': preset(duration('1s', '24h'), '10m', {
    group: 'verifier',
    description: 'Time for one run of the verifier.',
  }),
  baseline: preset(choice(['require-red', 'any']), 'require-red', {
    group: 'verifier',
    description:
      'Whether the verifier must fail before the agent starts. With `require-red` a base that passes ends the run with `nothing-to-prove`.',
  }),
  prepare: open(prepareStep(), 'nothing is prepared', null, {
    group: 'verifier',
    description:
      'How dependencies come into the base: a command such as `npm ci`, run once in a room and then frozen, or `workspace` for the ignored files that earlier steps of the job left in the checkout.',
  }),
  'prepare-timeout': preset(duration('1s', '24h'), '10m', { group: 'verifier', description: 'Time for `prepare`.' }),
  protect: open(globs(), 'tests, manifests, lock files, CI, tool and agent configuration', none, {
    group: 'verifier',
    description:
      'Further globs that the patch may not touch; `!glob` takes paths out of the default list. The last match decides.',
  }),
};
