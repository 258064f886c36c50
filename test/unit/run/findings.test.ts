import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEvidence, type Evidence } from '../../../src/evidence/recorder.js';
import type { CommitSource } from '../../../src/run/commits.js';
import { writeFindings } from '../../../src/run/findings.js';
import { reportFindings } from '../../../src/run/report-findings.js';
import { type FindingsFile, findingsSchema } from '../../../src/schemas/findings.js';
import type { VerdictFile } from '../../../src/schemas/verdict.js';
import { systemClock } from '../../../src/support/clock.js';
import { createRedactor } from '../../../src/support/redact.js';
import { Places } from '../../../src/verifier/places.js';
import { Store } from '../../../src/workspace/git.js';
import { anAttempt, aPlan, aVerdict } from '../publish/support/evidence.js';

type Proof = NonNullable<VerdictFile['baseline']>;

let root: string;
let evidence: Evidence;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'findings-'));
  evidence = createEvidence({
    directory: join(root, 'evidence'),
    clock: systemClock,
    redactor: createRedactor(['correct-horse']),
  });
});
afterEach(async () => {
  await evidence.finish();
  await rm(root, { recursive: true, force: true });
});

async function log(name: string, text: string): Promise<string> {
  const file = evidence.log(name);
  file.write(Buffer.from(text));
  await file.finish();
  return file.path;
}

function aProof(overrides: Partial<Proof> = {}, path = 'logs/none.log'): Proof {
  const [proof] = anAttempt().proofs;
  if (!proof) throw new Error('no proof');
  const command = {
    name: 'verify',
    passed: false,
    end: 'exited',
    exitCode: 1,
    signal: null,
    durationMs: 1,
    log: path,
    limits: [],
  } as const;
  return { ...proof, passed: false, exitCode: 1, log: path, commands: [{ ...command, limits: [] }], ...overrides };
}

const red = (overrides: Partial<VerdictFile> = {}): VerdictFile =>
  aVerdict({ verdict: 'attempts-exhausted', green: false, verified: false, report: null, patch: null, ...overrides });

async function findingsOf(verdict: VerdictFile, plan = aPlan()): Promise<FindingsFile | undefined> {
  await writeFindings({ evidence, plan, verdict });
  const bytes = evidence.read('findings.json', 64 * 1024 * 1024);
  if (!bytes) return undefined;
  const file = JSON.parse(bytes.toString('utf8')) as FindingsFile;
  const validate = new Ajv2020({ strict: false }).compile(findingsSchema);
  expect(validate(file), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  return file;
}

/** The schema that OASIS gives for SARIF 2.1.0. */
let validSarif: ValidateFunction;
beforeAll(() => {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../fixtures/sarif/sarif-2.1.0-rtm.5.json'), 'utf8'),
  ) as Record<string, unknown>;
  // Draft 4, of which it uses nothing but these that is not the same today.
  delete schema['$schema'];
  delete schema['id'];
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormatsModule.default(ajv);
  validSarif = ajv.compile(schema);
});

function sarif(): { runs: { results: Record<string, unknown>[]; tool: { driver: { rules: { id: string }[] } } }[] } {
  const file: unknown = JSON.parse(evidence.read('findings.sarif', 64 * 1024 * 1024)?.toString('utf8') ?? 'null');
  expect(validSarif(file), JSON.stringify(validSarif.errors?.slice(0, 3))).toBe(true);
  return file as ReturnType<typeof sarif>;
}

const TSC = "/workspace/src/a.ts(3,14): error TS2322: Type 'string' is not 'number'.\n";
const VITEST = ' FAIL  test/a.test.ts > adds\nAssertionError: expected 1 to be 2\n ❯ test/a.test.ts:7:3\n';

describe('writeFindings', () => {
  it('writes what the last failed proof says, not what one before it or the baseline said', async () => {
    const before = aProof({}, await log('proof-1-1', TSC));
    const last = aProof({}, await log('proof-2-1', VITEST));
    const file = await findingsOf(
      red({ baseline: before, attempts: [anAttempt({ proofs: [before] }), anAttempt({ attempt: 2, proofs: [last] })] }),
    );
    expect(file).toEqual({
      schema: 'cleanroom/findings/v1',
      omitted: 0,
      findings: [
        {
          source: 'verifier',
          level: 'failure',
          rule: 'test/a.test.ts > adds',
          title: 'AssertionError: expected 1 to be 2',
          message: expect.stringContaining('expected 1 to be 2'),
          path: 'test/a.test.ts',
          startLine: 7,
          endLine: 7,
        },
      ],
    });
    expect(sarif().runs[0]?.results).toEqual([
      expect.objectContaining({
        ruleId: 'verifier/failure',
        level: 'error',
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'test/a.test.ts', uriBaseId: '%SRCROOT%' },
              region: { startLine: 7, endLine: 7 },
            },
          },
        ],
      }),
    ]);
  });

  it('takes the baseline where no attempt came to a proof', async () => {
    const file = await findingsOf(
      red({ baseline: aProof({ what: 'base' }, await log('baseline', TSC)), attempts: [] }),
    );
    expect(file?.findings).toMatchObject([{ path: 'src/a.ts', startLine: 3, rule: 'TS2322' }]);
    expect(sarif().runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(['verifier/TS2322']);
  });

  it('writes nothing of a green run, nor of one with nothing to prove', async () => {
    const proof = aProof({}, await log('baseline', TSC));
    expect(await findingsOf(aVerdict({ baseline: proof, report: null }))).toBeUndefined();
    expect(await findingsOf(red({ verdict: 'nothing-to-prove', baseline: proof, attempts: [] }))).toBeUndefined();
  });

  it('points at files of base and patch alone, where it can ask git', async () => {
    const repository = join(root, 'repository');
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', repository, '-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...args], {
        encoding: 'utf8',
      }).trim();
    await mkdir(join(repository, 'core/src'), { recursive: true });
    await writeFile(join(repository, 'core/src/a.ts'), 'a');
    execFileSync('git', ['init', '-q', repository]);
    git('add', '-A');
    git('commit', '-qm', 'x');
    const commit = git('rev-parse', 'HEAD');
    const store = await Store.create(join(root, 'store'), process.env['PATH'] ?? '', 'sha1', [
      join(repository, '.git/objects'),
    ]);
    evidence.writeFile(
      'change.patch',
      'diff --git a/core/src/new.ts b/core/src/new.ts\n--- /dev/null\n+++ b/core/src/new.ts\n',
    );
    const text = ['src/a.ts', 'src/new.ts', 'src/gone.ts'].map((path) => `${path}(1,1): error TS1: no`).join('\n');
    const proof = aProof({}, await log('proof', text));
    const source = { store } as unknown as CommitSource;
    const plan = aPlan({ source: { ...aPlan().source, workCommit: commit, trustedCommit: commit } });
    await writeFindings({
      evidence,
      plan,
      verdict: red({ attempts: [anAttempt({ proofs: [proof] })] }),
      source,
    });
    const file = JSON.parse(evidence.read('findings.json', 100_000)?.toString('utf8') ?? '{}') as FindingsFile;
    expect(file.findings.map(({ path }) => path)).toEqual(['core/src/a.ts', 'core/src/new.ts', null]);
  });

  it('finds what is relative to where the command ran', async () => {
    const plan = aPlan();
    const [command] = plan.verifier?.commands ?? [];
    if (!plan.verifier || !command) throw new Error('no verifier');
    const inside = aPlan({ verifier: { ...plan.verifier, commands: [{ ...command, cwd: 'packages/web' }] } });
    const proof = aProof({}, await log('proof', 'src/a.ts(3,14): error TS1005: no\n'));
    const file = await findingsOf(red({ attempts: [anAttempt({ proofs: [proof] })] }), inside);
    expect(file?.findings[0]).toMatchObject({ path: 'packages/web/src/a.ts' });
  });

  it('says so where a log says nothing, a command was stopped, or tests were lost', async () => {
    const [command] = aProof().commands;
    if (!command) throw new Error('no command');
    const proof = aProof(
      { floor: ['3 tests of test/a.js did not run'], commands: [{ ...command, end: 'timeout', exitCode: null }] },
      await log('proof', 'all quiet\n'),
    );
    const file = await findingsOf(red({ attempts: [anAttempt({ proofs: [proof] })] }));
    expect(file?.findings.map(({ title, message, path }) => [title, message, path])).toEqual([
      ['Tests were lost', '3 tests of test/a.js did not run', null],
      ['verify did not end within its time limit', 'verify did not end within its time limit', null],
    ]);
    expect(evidence.read('findings.sarif', 1000)).toBeUndefined();
  });

  it('tells nothing of the cases of a hidden verifier', async () => {
    const proof = aProof({ what: 'hidden' }, await log('hidden', TSC));
    const file = await findingsOf(red({ attempts: [anAttempt({ proofs: [proof] })] }));
    expect(file?.findings).toMatchObject([{ title: 'The hidden verifier failed', path: null }]);
  });

  it('holds no secret, nothing invisible, no path that leads out, and no more than its bounds', async () => {
    const lines = [
      'src/a.ts:1:1: error: the key is correct-horse \u202e\u200b\u001b[31mred',
      '../../etc/passwd:1:1: error: out',
      '/etc/passwd:1:1: error: absolute',
      '/workspace/../etc/passwd:1:1: error: out again',
      '/workspace/.git/config:1:1: error: git',
      '/workspace/node_modules/x/i.js:1:1: error: not ours',
      ...Array.from({ length: 1500 }, (_, index) => `src/b.ts:${index + 1}:1: error: ${'long '.repeat(30)}${index}`),
    ];
    const proof = aProof({}, await log('proof', lines.join('\n')));
    const file = await findingsOf(red({ attempts: [anAttempt({ proofs: [proof] })] }));
    expect(file?.findings.length).toBeLessThanOrEqual(1000);
    expect((file?.findings.length ?? 0) + (file?.omitted ?? 0)).toBeGreaterThan(1000);
    expect([...new Set(file?.findings.map(({ path }) => path))]).toEqual(['src/a.ts', null, 'src/b.ts']);
    expect(JSON.stringify(file)).not.toMatch(/correct-horse|\u202e|\u200b|\\u001b/);
    const placed = file?.findings.filter(({ path }) => path !== null).length;
    expect(sarif().runs[0]?.results.length).toBe(placed);
  });

  it('adds what the report finds', async () => {
    evidence.writeJson('report.json', {
      findings: [
        {
          file: '/workspace/src/a b.ts',
          line: 3,
          severity: 'High',
          rule_id: 'sql',
          title: 'Injection',
          detail: 'a\nb',
        },
        { path: 'src/c.ts:4-6', description: 'Only words' },
      ],
    });
    const file = await findingsOf(aVerdict({ report: 'report.json' }));
    expect(file?.findings).toEqual([
      {
        source: 'report',
        level: 'failure',
        rule: 'sql',
        title: 'Injection',
        message: 'a\nb',
        path: 'src/a b.ts',
        startLine: 3,
        endLine: 3,
      },
      {
        source: 'report',
        level: 'warning',
        rule: null,
        title: 'Only words',
        message: 'Only words',
        path: 'src/c.ts',
        startLine: 4,
        endLine: 6,
      },
    ]);
    const [run] = sarif().runs;
    expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['report/sql', 'error'],
      ['report/finding', 'warning'],
    ]);
    expect(JSON.stringify(run?.results)).toContain('src/a%20b.ts');
  });

  it('gives the same fingerprint to a finding that moved, and different ones to twins', async () => {
    const print = async (name: string, lines: readonly number[]): Promise<unknown[]> => {
      const text = lines.map((line) => `src/a.ts(${line},1): error TS1: no`).join('\n');
      const proof = aProof({}, await log(name, text));
      await findingsOf(red({ attempts: [anAttempt({ proofs: [proof] })] }));
      return sarif().runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints) ?? [];
    };
    const first = await print('one', [3, 9]);
    expect(new Set(first.map((one) => JSON.stringify(one))).size).toBe(2);
    expect(await print('two', [4, 10])).toEqual(first);
  });
});

describe('reportFindings', () => {
  const places = new Places({ workspace: '/workspace', cwd: '', files: new Set(['src/a.ts']) });

  it('names no file that is not there', () => {
    expect(reportFindings({ findings: [{ path: 'src/zz.ts', line: 1, title: 'x' }] }, places)).toMatchObject([
      { path: null, startLine: null, title: 'x' },
    ]);
  });

  it.each([
    ['no list', { findings: { a: 1 } }],
    ['words', { findings: ['one', 'two'] }],
    ['objects that say nothing', { findings: [{ id: 1 }] }],
    ['none at all', { findings: [] }],
    ['no object', 'findings'],
    ['another member', { issues: [{ path: 'src/a.ts', title: 'x' }] }],
  ])('leaves %s alone', (_what, report) => {
    expect(reportFindings(report, places)).toEqual([]);
  });

  it.each([
    ['critical', 'failure'],
    ['ERROR', 'failure'],
    ['medium', 'warning'],
    ['low', 'notice'],
    ['info', 'notice'],
    ['something else', 'warning'],
  ])('reads the level %s as %s', (severity, level) => {
    expect(reportFindings({ findings: [{ severity, message: 'x' }] }, places)).toMatchObject([{ level }]);
  });

  it('survives lines that are none', () => {
    for (const line of [0, -1, 1.5, 1e300, '3', null, Number.NaN])
      expect(reportFindings({ findings: [{ path: 'src/a.ts', line, title: 'x' }] }, places)).toMatchObject([
        { path: 'src/a.ts', startLine: null, endLine: null },
      ]);
    expect(
      reportFindings({ findings: [{ path: 'src/a.ts', line: 9, end_line: 2, title: 'x' }] }, places),
    ).toMatchObject([{ startLine: 9, endLine: 9 }]);
  });
});
