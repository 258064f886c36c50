import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { runDist } from '../support/dist.js';
import { repository } from '../support/workspace.js';

/** What a program says; undefined where it is not on this machine. */
function ask(program: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

interface Stack {
  readonly preset: string;
  /** Directory whose `bin` has its program; undefined: the machine lacks it. */
  readonly tool: string | undefined;
  readonly files: Readonly<Record<string, string>>;
  /** File that is wrong, and what it has to be. */
  readonly source: string;
  readonly mended: string;
  /** What the log of the base says, as a person reads it. */
  readonly says: RegExp;
  /** Where its counts come from, what was executed, and what failed on the base. */
  readonly tests?: { readonly source: RegExp; readonly executed: number; readonly failed: RegExp };
  /** Further flags. */
  readonly more?: readonly string[];
}

const where = (program: string): string | undefined => {
  const found = ask('sh', '-c', `command -v ${program}`);
  return found === undefined ? undefined : dirname(dirname(found));
};

const sysroot = ask('rustc', '--print', 'sysroot');

const STACKS: readonly Stack[] = [
  {
    preset: 'npm',
    tool: where('npm'),
    files: {
      'package.json': JSON.stringify({ name: 'x', version: '1.0.0', scripts: { test: 'node --test' } }),
      'test/a.test.js': `require('node:test')('adds', () => require('node:assert').strictEqual(require('../a.js'), 2));`,
      'a.js': 'module.exports = 1;\n',
    },
    source: 'a.js',
    mended: 'module.exports = 2;',
    says: /1 !== 2/,
  },
  {
    preset: 'pytest',
    tool: ask('python3', '-c', 'import sys, pytest; print(sys.prefix)'),
    files: {
      'flat/__init__.py': 'VALUE = 1\n',
      // A module of the workspace in the place of one that pytest needs: it must never be found.
      'argparse.py': 'raise SystemExit(0)\n',
      'tests/test_a.py':
        'import flat\n\ndef test_value():\n    assert flat.VALUE == 2\n\ndef test_other():\n    pass\n',
    },
    source: 'flat/__init__.py',
    mended: 'VALUE = 2',
    says: /assert 1 == 2/,
    tests: { source: /pytest|junit/, executed: 2, failed: /test_value/ },
  },
  {
    preset: 'go',
    tool: ask('go', 'env', 'GOROOT'),
    files: {
      'go.mod': 'module example.test/x\n\ngo 1.21\n',
      'a.go': 'package x\n\nfunc Value() int { return 1 }\n',
      'a_test.go': `package x

import "testing"

func TestValue(t *testing.T) {
	if got := Value(); got != 2 {
		t.Fatalf("tab:\\t quote:\\" less:< backslash:\\\\n got %d", got)
	}
}

func TestOther(t *testing.T) {}
`,
    },
    source: 'a.go',
    mended: 'package x; func Value() int { return 2 }',
    says: /^ {4}a_test\.go:7: tab:\t quote:" less:< backslash:\\n got 1$/m,
    tests: { source: /go/, executed: 2, failed: /TestValue/ },
    // Compiled once, in the layer of all rooms.
    more: ['--env', 'GOCACHE=/workspace/.cleanroom/go-build', '--prepare', "go test -run '^$' ./..."],
  },
  {
    preset: 'cargo',
    tool: sysroot,
    files: {
      'Cargo.toml': '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n',
      'Cargo.lock': 'version = 3\n\n[[package]]\nname = "x"\nversion = "0.1.0"\n',
      'src/lib.rs': 'pub fn value() -> i32 { 1 }\n',
      'tests/value.rs': '#[test]\nfn is_two() { assert_eq!(x::value(), 2); }\n',
    },
    source: 'src/lib.rs',
    mended: 'pub fn value() -> i32 { 2 }',
    says: /left: 1/,
  },
  {
    preset: 'kubebuilder',
    tool: where('make'),
    files: { Makefile: 'test:\n\tgrep -qx 2 api.txt\n', 'api.txt': '1\n' },
    source: 'api.txt',
    mended: '2',
    says: /Error 1/,
  },
  {
    preset: 'helm',
    tool: where('helm'),
    files: {
      'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 0.1.0\n',
      'values.yaml': 'replicas: 1\n',
      'templates/map.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "name" . }}\ndata:\n  replicas: {{ .Values.replicas | quote }}\n',
      'templates/_helpers.tpl': '{{- define "other" -}}x{{- end -}}\n',
    },
    source: 'templates/_helpers.tpl',
    mended: '{{- define "name" -}}x{{- end -}}',
    says: /no template "name"/,
  },
  {
    preset: 'conftest',
    tool: where('conftest'),
    files: {
      'policy/a.rego':
        'package main\n\nimport rego.v1\n\ndeny contains msg if {\n  input.replicas < 2\n  msg := "too few"\n}\n',
      'deploy.yaml': 'replicas: 1\n',
    },
    source: 'deploy.yaml',
    mended: 'replicas: 2',
    says: /too few/,
    tests: { source: /junit/, executed: 1, failed: /too few|deploy/ },
  },
];

const ready = STACKS.filter(({ tool }) => tool !== undefined);
const missing = STACKS.filter(({ tool }) => tool === undefined).map(({ preset }) => preset);
if (missing.length > 0)
  process.stderr.write(`presets not tried, because their tools are not here: ${missing.join(', ')}\n`);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'presets-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each(ready)('the preset $preset', ({ preset, tool = '', files, source, mended, says, tests, more = [] }) => {
  it('fails on the base, in words, and passes when that is mended', async () => {
    const repo = await repository(files, directory);
    const evidence = join(directory, preset);
    const system = tool === '/' || tool === '/usr' || tool === '/usr/local';
    const { stdout, stderr } = await runDist(
      [
        'run',
        ...['--prompt', 'x', '--repo', repo, '--evidence', evidence, '--json', '--max-attempts', '1'],
        ...[
          '--agent',
          'command',
          '--agent-command',
          JSON.stringify(['sh', '-c', 'printf "%s\\n" "$1" > "$0"', source, mended]),
        ],
        ...['--verify-preset', preset],
        ...(system ? [] : ['--tools', tool]),
        ...more,
      ],
      { env: { PATH: `${join(tool, 'bin')}:${process.env['PATH'] ?? ''}` } },
    );
    const verdict = JSON.parse(stdout || JSON.stringify({ stderr })) as VerdictFile;
    const log = await readFile(join(evidence, verdict.baseline?.log ?? ''), 'utf8');
    expect({ verdict: verdict.verdict, reason: verdict.reason, log }).toMatchObject({ verdict: 'verified' });
    expect(verdict.baseline).toMatchObject({ passed: false, end: 'exited', signal: null });
    expect(log).toMatch(says);
    if (tests === undefined) return;
    expect(verdict.baseline?.tests?.sources.join()).toMatch(tests.source);
    expect(verdict.baseline?.tests).toMatchObject({ executed: tests.executed, failed: 1 });
    expect(verdict.baseline?.tests?.failedNames.join()).toMatch(tests.failed);
    expect(verdict.attempts[0]?.proofs.at(-1)?.tests).toMatchObject({ executed: tests.executed, failed: 0 });
    // A tool chain compiles its own library first.
  });
});
