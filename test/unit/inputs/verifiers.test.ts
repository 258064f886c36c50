import { describe, expect, it } from 'vitest';
import { readActionInputs } from '../../../src/inputs/action-inputs.js';
import { PRESETS } from '../../../src/inputs/presets.js';
import { resolveSettings } from '../../../src/inputs/resolve.js';
import { definitionOf } from '../../../src/inputs/settings.js';
import type { ResolvedVerifier } from '../../../src/inputs/verifier-commands.js';
import { namedFiles } from '../../../src/plan/verifier-files.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function resolved(inputs: Readonly<Record<string, unknown>>): {
  readonly verifier: ResolvedVerifier | null;
  readonly problems: readonly string[];
} {
  const env = Object.entries({ prompt: 'x', ...inputs }).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    text(value),
  ]);
  const { layer, problems } = readActionInputs(Object.fromEntries(env));
  const { settings, problems: between } = resolveSettings([layer]);
  const said = [...problems, ...between].map(({ where, given, expected }) => `${where} ${given ?? ''}: ${expected}`);
  return { verifier: settings.verifier, problems: said };
}

function commands(inputs: Readonly<Record<string, unknown>>): ResolvedVerifier['commands'] {
  const { verifier, problems } = resolved(inputs);
  expect(problems).toEqual([]);
  return verifier?.commands ?? [];
}

describe('named verifiers', () => {
  it('keep the order in which they were written, after the simple form', () => {
    const found = commands({
      verify: 'make',
      verifiers: { test: 'npm test', lint: ['npm', 'run', 'lint'], again: 'true' },
    });
    expect(found.map(({ name }) => name)).toEqual(['verify', 'test', 'lint', 'again']);
    expect(found.map(({ argv }) => argv)).toEqual([
      ['/bin/sh', '-e', '-c', 'make'],
      ['/bin/sh', '-e', '-c', 'npm test'],
      ['npm', 'run', 'lint'],
      ['/bin/sh', '-e', '-c', 'true'],
    ]);
  });

  it('have a directory, variables and a time of their own, or those of the run', () => {
    const [own, plain] = commands({
      'working-directory': 'packages/a',
      'verify-timeout': '2m',
      env: 'A=1\nB=2',
      verifiers: {
        own: { run: 'true', 'working-directory': './packages/b/', env: { C: '3' }, 'env-from': ['B'], timeout: '30s' },
        plain: { run: 'true' },
      },
    });
    expect(own).toMatchObject({ directory: 'packages/b', env: { C: '3' }, envFrom: ['B'], timeoutMs: 30_000 });
    expect(plain).toMatchObject({ directory: 'packages/a', env: {}, envFrom: null, timeoutMs: 120_000 });
  });

  it('are refused with everything that is wrong at once, and without values of variables', () => {
    const { problems } = resolved({
      verifiers: {
        Lint: 'true',
        none: {},
        both: { run: 'true', preset: 'npm' },
        odd: { run: '["sh"', preset: 'rake', args: 'a | b', 'working-directory': '../x', timeout: 'soon', shell: 1 },
        env: {
          run: 'true',
          env: { HOME: 'x', CLEANROOM_RESULTS_DIR: 'x', GOOD: 1, SECRET: 'hush\nhush' },
          'env-from': 'A',
        },
      },
    });
    expect(problems).toHaveLength(1);
    for (const place of ['Lint', 'none', 'both', 'odd.run', 'odd.preset', 'odd.args', 'odd.working-directory'])
      expect(problems[0]).toContain(`${place}: `);
    for (const place of ['odd.timeout', 'odd.shell', 'env.env.HOME', 'env.env.CLEANROOM_RESULTS_DIR', 'env.env.GOOD'])
      expect(problems[0]).toContain(`${place}: `);
    expect(problems[0]).toContain('env.env-from: ');
    expect(problems[0]).not.toContain('hush');
  });

  it('need names that no other command has', () => {
    expect(resolved({ verify: 'true', verifiers: { verify: 'true' } }).problems).toEqual([
      expect.stringContaining('input verifiers verify: names that no other'),
    ]);
    expect(resolved({ verifiers: { helm: { preset: 'helm' }, 'helm-lint': 'true' } }).problems).toEqual([
      expect.stringContaining('helm-lint'),
    ]);
  });

  it('name variables and times that there are', () => {
    const { problems } = resolved({
      timeout: '5m',
      env: 'A=1',
      verifiers: { a: { run: 'true', 'env-from': ['A', 'B'], timeout: '6m' } },
    });
    expect(problems).toEqual([
      expect.stringContaining('a.env-from: B: a name of the setting env: A'),
      expect.stringContaining('a.timeout: 360s: at most timeout'),
    ]);
  });
});

describe('arguments', () => {
  const argv = (inputs: Readonly<Record<string, unknown>>) => commands(inputs)[0]?.argv.slice(3);

  it('are "$1", "$2"… of text that asks for them', () => {
    const verify = 'test "$1" = a && shift\n./check.sh "$@"';
    expect(argv({ verify, 'verify-args': 'a "b c"' })).toEqual([verify, 'verify', 'a', 'b c']);
  });

  it('end a simple command, each as one word', () => {
    const [command] = commands({ verify: './check.sh --fast', 'verify-args': ['$(id)', 'b c'] });
    expect(command?.argv.slice(3)).toEqual(['./check.sh --fast "$@"', 'verify', '$(id)', 'b c']);
    expect(command?.display).toBe("./check.sh --fast '$(id)' 'b c'");
  });

  it('follow exact arguments', () => {
    expect(commands({ verify: '["./check.sh"]', 'verify-args': 'a' })[0]?.argv).toEqual(['./check.sh', 'a']);
  });

  it.each(['make && ./check.sh', './a.sh\n./b.sh', 'echo $HOME', './a.sh # notes'])('are not lost on %j', (verify) => {
    expect(resolved({ verify, 'verify-args': 'a' }).problems).toEqual([
      expect.stringContaining('a place for the arguments'),
    ]);
  });

  it('mean nothing without a command', () => {
    expect(resolved({ verifiers: { a: 'true' }, 'verify-args': 'a' }).problems).toEqual([
      expect.stringContaining('verify to be set with it'),
    ]);
  });

  it.each([
    ['node', ['tools/check.js'], ['tools/check.js']],
    ['["sh"]', ['check.sh'], ['check.sh']],
    ['sh run.sh', ['data.txt', 'a/b.json'], ['run.sh']],
    ['["./run.sh"]', ['data.txt'], ['run.sh']],
    ['./run.sh "$@"', ['data.txt'], ['run.sh']],
  ])('of %j are files of the verifier where it starts them: %j', (verify, args, files) => {
    expect(namedFiles(commands({ verify, 'verify-args': args })[0]?.starts ?? [], '')).toEqual(files);
  });

  it.each(["awk '{ print $1 }' list.txt", 'grep \\$1 list.txt', './shift.sh', 'run getopts'])(
    'end %j, which only looks as if it read them',
    (verify) => {
      expect(argv({ verify, 'verify-args': 'a' })).toEqual([`${verify} "$@"`, 'verify', 'a']);
    },
  );

  it.each([`echo "it's $1"`, 'case $1 in a) ;; esac', 'while getopts x o; do :; done', 'true; shift; ./a.sh'])(
    'are read by %j',
    (verify) => {
      expect(argv({ verify, 'verify-args': 'a' })).toEqual([verify, 'verify', 'a']);
    },
  );
});

describe('placeholders', () => {
  const values = 'routing-key=a b;$(id)\nurl=https://{{routing-key}}.example';

  it('stand for values in arguments and variables, and a value is never read again', () => {
    const [simple, named] = commands({
      verify: './e2e.sh',
      'verify-args': ['--key={{routing-key}}', '{{ url }}', '{{ .Values.x }}'],
      'verify-values': values,
      verifiers: { probe: { run: 'true', env: { KEY: 'k={{routing-key}}' } } },
    });
    expect(simple?.argv.slice(5)).toEqual(['--key=a b;$(id)', 'https://{{routing-key}}.example', '{{ .Values.x }}']);
    expect(simple?.argv[3]).toBe('./e2e.sh "$@"');
    expect(named?.env).toEqual({ KEY: 'k=a b;$(id)' });
  });

  it('are refused where nobody knows them, with those that are known', () => {
    const { problems } = resolved({
      verify: './e2e.sh',
      'verify-args': '{{routing-kye}}',
      'verify-values': values,
      verifiers: { probe: { run: 'true', env: { KEY: '{{nobody}}' } } },
    });
    expect(problems).toEqual([
      expect.stringContaining('input verify-args {{routing-kye}}: a placeholder of verify-values: routing-key or url'),
      expect.stringContaining('input verifiers probe.env.KEY: {{nobody}}: a placeholder of verify-values'),
    ]);
  });

  it('never become a part of what a shell reads', () => {
    expect(resolved({ verify: 'curl {{url}}', 'verify-values': values }).problems).toEqual([
      expect.stringContaining('{{url}}: no placeholder in a command'),
    ]);
  });
});

describe('presets', () => {
  it.each(PRESETS)('%s is text for /bin/sh that takes its arguments as they are', (preset) => {
    for (const command of commands({ 'verify-preset': preset, 'verify-args': ['$(id)', 'b c'] })) {
      expect(command.argv.slice(0, 3)).toEqual(['/bin/sh', '-e', '-c']);
      expect(command.argv.slice(4)).toEqual(['verify', '$(id)', 'b c']);
      expect(command.argv[3]).toContain('"$@"');
      expect(command.argv[3]).not.toContain('id)');
    }
  });

  it('may be several commands, which are named after theirs', () => {
    expect(commands({ verifiers: { chart: { preset: 'helm', 'working-directory': 'charts/a' } } })).toMatchObject([
      { name: 'chart-lint', display: 'helm lint .', directory: 'charts/a' },
      { name: 'chart-template', directory: 'charts/a' },
      { name: 'chart-unittest', directory: 'charts/a' },
    ]);
  });

  it('protect what they would start or believe', () => {
    expect(resolved({ 'verify-preset': 'pytest' }).verifier?.protect).toEqual(['**/.venv/**']);
  });

  it('do not stand beside verify', () => {
    expect(resolved({ verify: 'true', 'verify-preset': 'npm' }).problems).toEqual([
      expect.stringContaining('only one of verify and verify-preset'),
    ]);
  });
});

describe('what belongs to a verifier', () => {
  it.each([
    'build',
    'verify-files',
    'verify-mode',
    'baseline',
    'confirm-runs',
    'allow-proof',
    'verify-values',
  ] as const)('%s needs one of the settings that make one', (name) => {
    const value = {
      build: 'make',
      'verify-files': 'a',
      'verify-mode': 'parallel',
      baseline: 'any',
      'confirm-runs': '2',
      'allow-proof': 'a.example:443',
      'verify-values': 'a=b',
    }[name];
    expect(resolved({ [name]: value }).problems).toEqual([expect.stringContaining('verify to be set with it')]);
    expect(resolved({ [name]: value, verifiers: { a: 'true' } }).problems).toEqual([]);
    expect(resolved({ [name]: value, 'verify-preset': 'npm' }).problems).toEqual([]);
  });

  it('makes the report optional, and the build times fit', () => {
    expect(definitionOf('build-timeout').defaultText).toBe('10m');
    const { verifier } = resolved({ verifiers: { a: 'true' }, build: 'npm run build', timeout: '5m' });
    expect(verifier?.build).toMatchObject({ display: 'npm run build', timeoutMs: 300_000 });
    expect(resolved({ 'build-timeout': '1m', verify: 'true' }).problems).toEqual([
      expect.stringContaining('build to be set with it'),
    ]);
  });
});
