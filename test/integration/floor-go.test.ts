import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareRuns } from '../../src/verifier/floor.js';
import { goProgram, goStandIn } from '../../src/verifier/instrument/go-program.js';
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

/** A package that prints what a passing run prints, and ends. */
const ENDS = `
import "syscall"

func init() {
	said := ""
	for _, name := range []string{"TestZero", "TestAdd", "TestAdd/twos"} {
		said += "=== RUN   " + name + "\\n--- PASS: " + name + " (0.00s)\\n"
	}
	syscall.Write(1, []byte(said + "PASS\\n"))
	syscall.Exit(0)
}
`;

let runs = 0;

/** The programs of a run on this machine's own cache: to compile the standard library in every room would take minutes. */
async function run(source: string, args: readonly string[] = ['./...'], how: 'flags' | 'stand-in' | 'none' = 'flags') {
  const tree = join(place, `tree-${++runs}`);
  const out = join(place, `out-${runs}`);
  mkdirSync(tree);
  mkdirSync(out);
  const bin = join(place, `bin-${runs}`);
  const program = join(bin, 'go-test');
  mkdirSync(bin);
  writeFileSync(program, goProgram(out), { mode: 0o755 });
  writeFileSync(join(bin, 'go'), goStandIn(bin, 'go-test'), { mode: 0o755 });
  writeFileSync(join(tree, 'go.mod'), 'module example.test/sum\n\ngo 1.19\n');
  writeFileSync(join(tree, 'sum.go'), source);
  writeFileSync(join(tree, 'sum_test.go'), TEST);
  const { GOFLAGS: _flags, ...env } = process.env;
  const flags = {
    flags: { GOFLAGS: `-exec=${program}` },
    // A script with flags of its own.
    'stand-in': { GOFLAGS: '-mod=mod', PATH: `${bin}:${env['PATH']}` },
    none: {},
  };
  const reader = new CommandReader({ workspace: tree, trace: 'trace.jsonl', isTest: () => true });
  const done = spawnSync('go', ['test', '-vet=off', ...args], {
    cwd: tree,
    env: { ...env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', ...flags[how] },
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
    const { tests } = await run(BUG, args, 'none');
    expect(tests).toMatchObject({ sources: ['go'], passed: 1, failed: 2 });
    expect(tests?.files).toHaveLength(1);
  });

  it('is counted where a script sets flags of its own', async () => {
    const base = await run(BUG, ['./...'], 'stand-in');
    expect(base.tests).toMatchObject({ sources: ['go'], passed: 1, failed: 2 });
    const now = await run(BUG.replace('package sum\n', `package sum\n${ENDS}`), ['./...'], 'stand-in');
    expect(now.code, now.output).toBe(0);
    expect(findings(base.tests, now.tests)).not.toEqual([]);
    expect(findings(base.tests, (await run(FIX, ['./...'], 'stand-in')).tests)).toEqual([]);
  });

  it.each([[['-v', './...']], [['-json', './...']]])(
    'does not believe %j of one that never came to its end',
    async (args) => {
      const base = await run(BUG, args);
      expect(base.tests?.processes).toEqual([{ main: 'go test .', started: 1, ended: 1 }]);
      const now = await run(BUG.replace('package sum\n', `package sum\n${ENDS}`), args);
      expect(now.code, now.output).toBe(0);
      expect(now.tests).toMatchObject({ passed: 3, failed: 0 });
      expect(findings(base.tests, now.tests)).toEqual([
        'go test .: ended without a trace, which it did not on the base',
      ]);
      expect(findings(base.tests, (await run(FIX, args)).tests)).toEqual([]);
    },
  );

  it('counts what a base executed before it panicked', async () => {
    const base = await run(FIX.replace('return a + b', 'if b == 2 {\n\t\tpanic("add")\n\t}\n\treturn a + b'));
    expect(base.code).toBe(1);
    expect(base.output).toContain('panic: add');
    expect(base.tests).toMatchObject({ passed: 1, processes: [{ started: 1, ended: 0 }] });
    const now = await run(BUG.replace('package sum\n', `package sum\n${ENDS}`));
    expect(findings(base.tests, now.tests)).not.toEqual([]);
    expect(findings(base.tests, (await run(FIX)).tests)).toEqual([]);
  });

  it('has a stand-in do what go does', () => {
    const bin = join(place, 'stand-in');
    mkdirSync(bin);
    const program = join(bin, 'go');
    writeFileSync(program, goStandIn(bin, 'go-test'), { mode: 0o755 });
    // Also where its directory is there twice, by another name.
    const env = { ...process.env, GOFLAGS: '-mod=mod', PATH: `${bin}:${bin}/:${process.env['PATH']}` };
    const ask = (...args: string[]) => String(execFileSync('go', args, { env }));
    expect(ask('env', 'GOFLAGS')).toBe('-mod=mod\n');
    expect(ask('version')).toBe(String(execFileSync('go', ['version'])));
    expect(spawnSync('go', ['no-such-command'], { env }).status).toBe(2);
  });

  it('leaves other commands of go as they are', () => {
    const program = join(place, 'not-a-test');
    writeFileSync(program, goProgram(place), { mode: 0o755 });
    expect(String(execFileSync(program, ['echo', '-test.v', 'hello']))).toBe('-test.v hello\n');
  });
});
