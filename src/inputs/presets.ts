/** Verifiers for common stacks, by name. */
export const PRESETS = [
  'npm',
  'pnpm',
  'yarn',
  'pytest',
  'go',
  'cargo',
  'maven',
  'gradle',
  'helm',
  'kubebuilder',
  'conftest',
] as const;
export type PresetName = (typeof PRESETS)[number];

/** One command of a preset. */
export interface PresetStep {
  /** Ends its name, where a preset has several; empty: it is alone. */
  readonly suffix: string;
  /** For `/bin/sh -e -c`; its arguments are `"$@"`. */
  readonly script: string;
  /** What a person would type, without the arguments. */
  readonly display: string;
  /** Stands between the command and arguments that were given. */
  readonly separator?: string;
  /** Arguments where none are given. */
  readonly arguments?: readonly string[];
}

export interface Preset {
  readonly steps: readonly [PresetStep, ...PresetStep[]];
  /** What a patch may not touch beside the usual, because these commands would start or believe it. */
  readonly protect: readonly string[];
}

/** Where a verifier leaves results for the host to read. */
const RESULTS = '"$CLEANROOM_RESULTS_DIR"';

/**
 * pytest and what it is made of are imported before the workspace can be, which comes last: no module of a patch stands in
 * for one of theirs.
 */
const PYTEST = `python=python3
if [ -x .venv/bin/python ]; then python=.venv/bin/python; fi
exec "$python" -c 'import sys
sys.path[:] = [entry for entry in sys.path if entry]
import os, pytest
sys.path.append(os.getcwd())
sys.exit(pytest.main())' --junitxml=${RESULTS}/pytest.xml "$@"`;

/** The events go to a file, what they say to the log. The exit code is go's own. */
const GO = `events="$TMPDIR/go-test-events"
mkfifo "$events"
tee ${RESULTS}/go-test.json <"$events" | awk '
  match($0, /"Output":"/) {
    text = substr($0, RSTART + RLENGTH)
    match(text, /^([^"\\\\]|\\\\.)*/)
    text = substr(text, 1, RLENGTH)
    gsub(/\\\\\\\\/, "\\001", text)
    gsub(/\\\\"/, "\\"", text)
    gsub(/\\\\t/, "\\t", text)
    gsub(/\\\\u003c/, "<", text)
    gsub(/\\\\u003e/, ">", text)
    gsub(/\\\\u0026/, "\\\\&", text)
    gsub(/\\\\n/, "\\n", text)
    gsub(/\\001/, "\\\\", text)
    printf "%s", text
    next
  }
  !/^\\{/ { print }' &
code=0
go test -json "$@" >"$events" || code=$?
wait
exit "$code"`;

const HELM_UNITTEST = `for test in tests/*_test.yaml; do
  if [ -e "$test" ]; then
    exec helm unittest . --output-type JUnit --output-file ${RESULTS}/helm-unittest.xml "$@"
  fi
done
echo 'tests/ holds no *_test.yaml: nothing to run'`;

const CONFTEST = `for test in policy/*_test.rego; do
  if [ -e "$test" ]; then conftest verify; break; fi
done
conftest test --output junit "$@" >${RESULTS}/conftest.xml || true
exec conftest test "$@"`;

/** A wrapper of the repository, which no patch may touch, or the program of that name. */
function wrapped(wrapper: string, program: string, rest: string): string {
  return `if [ -x ./${wrapper} ]; then exec ./${wrapper} ${rest}; fi\nexec ${program} ${rest}`;
}

const one = (script: string, display: string, more: Partial<PresetStep> = {}): Preset['steps'] => [
  { suffix: '', script, display, ...more },
];

export const PRESET_COMMANDS: Readonly<Record<PresetName, Preset>> = {
  npm: { steps: one('npm test -- "$@"', 'npm test', { separator: '--' }), protect: [] },
  pnpm: { steps: one('pnpm test "$@"', 'pnpm test'), protect: [] },
  yarn: { steps: one('yarn test "$@"', 'yarn test'), protect: [] },
  pytest: { steps: one(PYTEST, 'python3 -m pytest'), protect: ['**/.venv/**'] },
  go: {
    steps: one(GO, 'go test', { arguments: ['./...'] }),
    protect: ['**/vendor/**', '.cleanroom/**'],
  },
  cargo: {
    steps: one('exec cargo test --offline "$@"', 'cargo test --offline'),
    protect: ['**/vendor/**', '.cleanroom/**'],
  },
  maven: {
    steps: one(wrapped('mvnw', 'mvn', '--batch-mode --offline test "$@"'), 'mvn --offline test'),
    protect: ['.cleanroom/**'],
  },
  gradle: {
    steps: one(wrapped('gradlew', 'gradle', '--no-daemon --offline test "$@"'), 'gradle --offline test'),
    protect: ['.cleanroom/**'],
  },
  helm: {
    steps: [
      { suffix: 'lint', script: 'exec helm lint . "$@"', display: 'helm lint .' },
      {
        suffix: 'template',
        script: 'exec helm template verified . "$@" >/dev/null',
        display: 'helm template verified .',
      },
      { suffix: 'unittest', script: HELM_UNITTEST, display: 'helm unittest .' },
    ],
    protect: ['**/charts/*.tgz'],
  },
  kubebuilder: {
    steps: one('exec make test "$@"', 'make test'),
    protect: ['**/bin/**', 'hack/**', '**/vendor/**', '.cleanroom/**'],
  },
  conftest: {
    steps: one(CONFTEST, 'conftest test', { arguments: ['.'] }),
    protect: ['**/policy/**', '**/*.rego', '**/conftest.toml'],
  },
};
