import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareRuns } from '../../src/verifier/floor.js';
import { goProgram } from '../../src/verifier/instrument/go-program.js';
import { CommandReader } from '../../src/verifier/results/reader.js';
import type { TestRun } from '../../src/verifier/types.js';

const place = mkdtempSync(join(tmpdir(), 'floor-go-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const go = spawnSync('go', ['version']).status === 0;
const BUG = 'package sum\n\nfunc Add(a, b int) int { return a - b }\n';
const FIX = 'package sum\n\nfunc Add(a, b int) int { return a + b }\n';
const TEST = `package sum

import "testing"

func TestZero(t *testing.T) {
	t.Log("a log of a test that passes")
	if Add(2, 0) != 2 {
		t.Fatal("zero")
	}
}

func TestAdd(t *testing.T) {
	t.Run("twos", func(t *testing.T) {
		if Add(2, 2) != 4 {
			t.Fatal("add")
		}
	})
}
`;

let runs = 0;

/** The programs of a run on this machine's own cache: to compile the standard library in every room would take minutes. */
async function run(source: string, args: readonly string[] = ['./...'], exec = true) {
  const tree = join(place, `tree-${++runs}`);
  const out = join(place, `out-${runs}`);
  mkdirSync(tree);
  mkdirSync(out);
  const program = join(place, `go-test-${runs}`);
  writeFileSync(program, goProgram(out));
  chmodSync(program, 0o755);
  writeFileSync(join(tree, 'go.mod'), 'module example.test/sum\n\ngo 1.19\n');
  writeFileSync(join(tree, 'sum.go'), source);
  writeFileSync(join(tree, 'sum_test.go'), TEST);
  const { GOFLAGS: _flags, ...env } = process.env;
  const reader = new CommandReader({ workspace: tree, trace: 'trace.jsonl', now: Date.now(), isTest: () => true });
  const done = spawnSync('go', ['test', '-vet=off', ...args], {
    cwd: tree,
    env: { ...env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', ...(exec ? { GOFLAGS: `-exec=${program}` } : {}) },
  });
  reader.push('stdout', done.stdout);
  reader.push('stderr', done.stderr);
  const tests = await reader.finish({
    top: { view: { kind: 'directory', path: tree }, close: async () => {} },
    out,
  });
  return { code: done.status, output: `${done.stdout}${done.stderr}`, tests };
}

const findings = (base: TestRun | undefined, now: TestRun | undefined): string[] =>
  compareRuns(base, now, ['sum.go']).map(({ message }) => message);

describe.skipIf(!go)('go test', () => {
  it('counts tests of packages without saying more than go does', async () => {
    const base = await run(BUG);
    expect(base.code).toBe(1);
    expect(base.tests).toMatchObject({
      sources: ['go'],
      passed: 1,
      failed: 2,
      failedNames: ['. TestAdd', '. TestAdd/twos'],
    });
    expect(base.output).toContain('--- FAIL: TestAdd/twos');
    expect(base.output).not.toContain('=== RUN');
    expect(base.output).not.toContain('--- PASS');
    const fixed = await run(FIX);
    expect(fixed).toMatchObject({ code: 0, tests: { passed: 3, failed: 0, files: [{ file: '.', passed: 3 }] } });
    expect(fixed.output).toMatch(/^ok\s+\texample\.test\/sum\t[\d.]+s\n$/);
    expect(findings(base.tests, fixed.tests)).toEqual([]);
  });

  it('finds a program that ends before its tests', async () => {
    const base = await run(BUG);
    const now = await run(BUG.replace('package sum\n', 'package sum\n\nimport "os"\n\nfunc init() { os.Exit(0) }\n'));
    expect(now.code, now.output).toBe(0);
    expect(findings(base.tests, now.tests)).not.toEqual([]);
  });

  it('does not believe what is printed by one that never came to its end', async () => {
    const base = await run(BUG);
    const lines = '=== RUN   TestZero\\n--- PASS: TestZero (0.00s)\\n'.repeat(800);
    const forged = `import ("fmt"; "os")\n\nfunc init() { fmt.Print("${lines}PASS\\n"); os.Exit(0) }\n`;
    const now = await run(BUG.replace('package sum\n', `package sum\n\n${forged}`));
    expect(now.code, now.output).toBe(0);
    expect(findings(base.tests, now.tests)).not.toEqual([]);
  });

  it.each([[['-v', './...']], [['-json', './...']]])('reads what %j prints', async (args) => {
    const { tests } = await run(BUG, args, false);
    expect(tests).toMatchObject({ sources: ['go'], passed: 1, failed: 2 });
    expect(tests?.files).toHaveLength(1);
  });

  it('leaves other commands of go as they are', () => {
    const program = join(place, 'not-a-test');
    writeFileSync(program, goProgram(place), { mode: 0o755 });
    expect(String(execFileSync(program, ['echo', '-test.v', 'hello']))).toBe('-test.v hello\n');
  });
});
