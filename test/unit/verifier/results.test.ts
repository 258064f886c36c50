import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandReader } from '../../../src/verifier/results/reader.js';
import { scanXml } from '../../../src/verifier/results/xml.js';
import type { TestRun } from '../../../src/verifier/types.js';
import type { Top } from '../../../src/workspace/types.js';
import { ROOT } from '../../support/dist.js';

const FIXTURES = join(ROOT, 'test/fixtures/test-results');
const root = mkdtempSync(join(tmpdir(), 'results-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let number = 0;
let tree = '';
let out = '';
beforeEach(() => {
  tree = join(root, `tree-${++number}`);
  out = join(root, `out-${number}`);
  mkdirSync(tree);
  mkdirSync(out);
});

const fixture = (name: string): string => readFileSync(join(FIXTURES, name), 'utf8');

async function read(
  stdout: string | readonly Buffer[],
  stderr = '',
  command?: () => void,
): Promise<TestRun | undefined> {
  const reader = new CommandReader({ workspace: '/workspace', trace: 'trace.jsonl', isTest: () => true });
  const top: Top = { view: { kind: 'directory', path: tree }, close: async () => {} };
  if (command) await reader.begin(top);
  command?.();
  for (const chunk of typeof stdout === 'string' ? [Buffer.from(stdout)] : stdout) reader.push('stdout', chunk);
  if (stderr !== '') reader.push('stderr', Buffer.from(stderr));
  return reader.finish({ top, out });
}

/** In odd pieces, as pipes give them. */
function pieces(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

const OUTPUTS: Readonly<Record<string, Partial<TestRun>>> = {
  'jest.json': { sources: ['jest'], passed: 2, failed: 2, skipped: 2 },
  'vitest.json': { sources: ['vitest'], passed: 2, failed: 2, skipped: 2 },
  'jest.txt': { sources: ['text'], passed: 2, failed: 2, skipped: 2 },
  'vitest.txt': { sources: ['text'], passed: 2, failed: 2, skipped: 2 },
  'mocha.txt': { sources: ['text'], passed: 1, failed: 1, skipped: 1 },
  'mocha.tap': { sources: ['tap'], passed: 1, failed: 1, skipped: 1, failedNames: ['m b'] },
  'node.tap': { sources: ['tap'], passed: 1, failed: 2, skipped: 2, assertions: null },
  'node-spec.txt': { sources: ['node'], passed: 1, failed: 2, skipped: 2 },
  'tape.tap': { sources: ['tap'], passed: 1, failed: 1, skipped: 1, assertions: 2 },
  'tap.tap': { sources: ['tap'], passed: 3, failed: 3 },
  'unittest.txt': { sources: ['text'], passed: 1, failed: 1, skipped: 1 },
  'pytest.txt': { sources: ['text'], passed: 1, failed: 1, skipped: 1 },
  'cargo.txt': { sources: ['text'], passed: 1, failed: 1, skipped: 1 },
};

describe('what real runners print', () => {
  it.each(Object.entries(OUTPUTS))('%s', async (name, counts) => {
    expect(await read(fixture(name))).toMatchObject(counts);
    expect(await read(pieces(fixture(name), 7))).toMatchObject(counts);
  });

  it.each(['maven', 'gradle', 'rspec', 'phpunit'])('%s, by the lines that it is known to print', async (runner) => {
    const lines: Readonly<Record<string, string>> = {
      maven:
        '[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1, Time elapsed: 0.1 s -- in ATest\n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 1\n',
      gradle: '3 tests completed, 1 failed, 1 skipped\n',
      rspec: '3 examples, 1 failure, 1 pending\n',
      phpunit: 'FAILURES!\nTests: 3, Assertions: 2, Failures: 1, Skipped: 1.\n',
    };
    expect(await read(lines[runner] ?? '')).toMatchObject({ sources: ['text'], passed: 1, failed: 1, skipped: 1 });
  });

  it('prose is no result', async () => {
    const prose = 'ok\nnot ok then\nok computer\n1 passing thought\n# tests\n{"num": 1}\n';
    expect(await read(prose)).toBeUndefined();
    expect(await read(fixture('cargo.txt').replaceAll('test result', 'result'))).toBeUndefined();
  });

  it('a file that failed as such is no further test', async () => {
    const lines = ['TAP version 13', 'ok 1 - a', 'not ok 2 - /workspace/test/a.test.js', '1..2', '# suites 0'];
    expect(await read(lines.join('\n'))).toMatchObject({ passed: 1, failed: 1 });
    expect(await read(['TAP version 13', 'not ok 1 - b', ...lines.slice(2)].join('\n'))).toMatchObject({ failed: 1 });
  });
});

describe('result files', () => {
  const JUNIT: Readonly<Record<string, Partial<TestRun>>> = {
    'vitest-junit.xml': { passed: 2, failed: 3, skipped: 2 },
    'mocha-xunit.xml': { passed: 1, failed: 1, skipped: 1 },
    'node-junit.xml': { failed: 1, skipped: 2 },
    'pytest-junit.xml': { passed: 1, failed: 1, skipped: 1 },
  };

  it.each(Object.entries(JUNIT))('%s', async (name, counts) => {
    mkdirSync(join(tree, 'build/test-results'), { recursive: true });
    writeFileSync(join(tree, 'build/test-results/any.xml'), fixture(name));
    expect(await read('')).toMatchObject({ sources: ['junit'], ...counts });
  });

  it('are read once, from the out directory too, and beside the same results in another form', async () => {
    writeFileSync(join(out, 'vitest.json'), fixture('vitest.json'));
    const both = await read(`${fixture('vitest.json')}\n`);
    expect(both).toMatchObject({ sources: ['vitest'], passed: 2, failed: 2 });
    expect(both?.files).toContainEqual({ file: 'a.test.js', passed: 1, failed: 1, skipped: 1, assertions: null });
  });

  it('count only where this run wrote them', async () => {
    const [old, fresh] = [join(tree, 'junit.xml'), join(tree, 'report.xml')];
    writeFileSync(old, fixture('mocha-xunit.xml'));
    expect(await read('', '', () => {})).toBeUndefined();
    // Neither its own times nor a clock that is set back make it older.
    const counts = { passed: 1, failed: 1, skipped: 1 };
    const writeWithOldTimes = (path: string): void => {
      writeFileSync(path, fixture('mocha-xunit.xml'));
      utimesSync(path, 1000, 1000);
    };
    expect(await read('', '', () => writeWithOldTimes(fresh))).toMatchObject(counts);
    rmSync(fresh);
    expect(await read('', '', () => writeWithOldTimes(old))).toMatchObject(counts);
  });

  it('count only where this run wrote them, however many there were before', async () => {
    const planted = join(tree, 'test-results');
    mkdirSync(planted);
    for (let i = 0; i < 2300; i++) writeFileSync(join(planted, `${i}.xml`), fixture('mocha-xunit.xml'));
    const clear = (): void => {
      for (const name of readdirSync(planted).slice(0, 500)) rmSync(join(planted, name));
    };
    expect(await read('', '', clear)).toBeUndefined();
    const run = (): void => writeFileSync(join(planted, 'zz.xml'), fixture('mocha-xunit.xml'));
    for (let i = 0; i < 500; i++) writeFileSync(join(planted, `again-${i}.xml`), fixture('mocha-xunit.xml'));
    expect(await read('', '', run)).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
  });

  it('are plain files of bounded size, or are not read', async () => {
    const good = fixture('mocha-xunit.xml');
    const outside = join(root, `outside-${number}.xml`);
    writeFileSync(outside, good);
    symlinkSync(outside, join(tree, 'junit.xml'));
    symlinkSync(root, join(tree, 'test-results'));
    mkdirSync(join(out, 'junit.xml'));
    execFileSync('mkfifo', [join(tree, 'TEST-fifo.xml'), join(out, 'fifo.json'), join(out, 'trace.jsonl')]);
    writeFileSync(join(tree, 'junit-giant.xml'), good);
    truncateSync(join(tree, 'junit-giant.xml'), 40 * 1024 * 1024);
    expect(await read('')).toBeUndefined();
    linkSync(outside, join(tree, 'junit-linked.xml'));
    expect(await read('')).toMatchObject({ passed: 1 });
  });

  it('beside 100,000 others cost a look at a bounded number', async () => {
    const many = join(out, 'many');
    mkdirSync(many);
    execFileSync(
      'bash',
      ['-c', 'for i in {1..2600}; do echo "<testsuite><testcase name=\\"$i\\"/></testsuite>" > $i.xml; done'],
      {
        cwd: many,
      },
    );
    expect(readdirSync(many)).toHaveLength(2600);
    expect((await read(''))?.passed).toBe(2000);
  });
});

describe('hostile input', () => {
  it('lines without an end, and without end', async () => {
    const chunk = Buffer.alloc(1 << 20, 'ok ');
    const chunks = Array.from({ length: 64 }, () => chunk);
    const before = process.memoryUsage().rss;
    expect(await read(chunks)).toBeUndefined();
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20);
  });

  it('a document that never ends is dropped at its bound', async () => {
    const chunk = Buffer.alloc(1 << 20, ' ');
    expect(
      await read([Buffer.from('{"numTotalTests":1,'), ...Array.from({ length: 40 }, () => chunk)]),
    ).toBeUndefined();
  });

  it.each([
    '{"numTotalTests":1e308,"testResults":[null,1,{"assertionResults":{"length":9}},{"name":{},"assertionResults":[{}]}]}',
    '{"Action":"pass","Package":{},"Test":[]}',
    'ok 999999999999999999999',
    '1..99999999999',
    `${'ℹ pass '}${'9'.repeat(400)}`,
    `Tests:  ${'1 passed, '.repeat(500)} 1 total`,
  ])('%j', async (line) => {
    const run = await read(`${line}\n`);
    for (const count of [run?.passed, run?.failed, run?.skipped]) expect(count ?? 0).toBeLessThan(1e9);
  });

  it.each([
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><testsuite><testcase name="&a;"/></testsuite>'],
    [
      'laughs',
      `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(9)}"><!ENTITY b "${'&a;'.repeat(9)}">]><testsuite>&b;</testsuite>`,
    ],
    ['depth', '<testsuite>'.repeat(100_000)],
    ['attributes', `<testsuite ${Array.from({ length: 1000 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
    ['an open attribute', `<testsuite name="${'x'.repeat(1 << 20)}`],
    ['an open comment', '<testsuite><!--'],
    ['wrong nesting', '<testsuite><testcase></testsuite></testcase>'],
    ['angles', '<'.repeat(1 << 20)],
    ['something else', '<html><testcase name="a"/></html>'],
    ['a cut end', '<testsuite><testcase name="a"/>'],
  ])('XML with %s is no report', async (_what, text) => {
    writeFileSync(join(out, 'junit.xml'), text);
    expect(await read('')).toBeUndefined();
  });

  it('characters by number are characters, other entities are left', () => {
    const seen: string[] = [];
    scanXml('<a b="&#65;&#x42;&lt;&nbsp;&#1114112;"/>', {
      open: (_name, attributes) => seen.push(attributes.get('b') ?? '') > 0,
      close() {},
    });
    expect(seen).toEqual(['AB<&nbsp;&#1114112;']);
  });

  it('a trace of anything', async () => {
    const lines = ['null', '[]', '{"t":"start","pid":-1,"main":5}', '{"t":"end","pid":1e400}', 'x'.repeat(1 << 20)];
    const start = '{"t":"start","pid":2,"ppid":2,"main":"test/a.js"}';
    const end = '{"t":"end","pid":2,"code":0,"was":1,"listeners":[5,"lib/a.js"],"replaced":[{},7]}';
    writeFileSync(join(out, 'trace.jsonl'), [...lines, start, end].join('\n'));
    expect((await read(''))?.incidents).toEqual([
      { file: 'lib/a.js', message: 'lib/a.js made the exit code of test/a.js 0 when it was 1' },
    ]);
  });
});
