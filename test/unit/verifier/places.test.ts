import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isRepositoryPath } from '../../../src/support/repository-path.js';
import { findingsOf } from '../../../src/verifier/log-findings.js';
import { Places, type PlacesOptions } from '../../../src/verifier/places.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
/** First places that a person took from the log by hand, in order; empty: the log names none. */
const LABELS = JSON.parse(readFileSync(join(FIXTURES, 'failing-places.json'), 'utf8')) as Record<string, string[]>;

const places = (log: string, options: Partial<PlacesOptions> = {}): string[] =>
  findingsOf(log, { workspace: '/workspace', cwd: '', files: undefined, ...options }).map(({ path, line }) =>
    path === null ? '-' : line === null ? path : `${path}:${line}`,
  );

describe('findings of a log', () => {
  it('point where a person would, in at least 95 of 100 real logs that name a place', () => {
    const wrong: string[] = [];
    let named = 0;
    for (const [name, expected] of Object.entries(LABELS)) {
      const log = gunzipSync(readFileSync(join(FIXTURES, `failing-logs/${name}.log.gz`))).toString('utf8');
      const found = places(log, { workspace: '/home/dev/project' });
      if (expected.length > 0) named += 1;
      const right =
        expected.length === 0
          ? found.every((place) => place === '-')
          : expected.every((place, index) => found[index] === place);
      if (!right) wrong.push(`${name}: ${found.slice(0, 3).join(' ')}, not ${expected.join(' ') || 'none'}`);
    }
    process.stdout.write(
      `places: ${Object.keys(LABELS).length - wrong.length} of ${Object.keys(LABELS).length} logs right\n${wrong.join('\n')}\n`,
    );
    expect(named).toBeGreaterThanOrEqual(150);
    expect(wrong.length / Object.keys(LABELS).length, wrong.join('\n')).toBeLessThanOrEqual(0.05);
  });
});

/** What real tools printed of files that are wrong. */
const TOOLS: readonly (readonly [tool: string, log: string, expected: readonly string[]])[] = [
  [
    'gcc',
    `src/a.c: In function ‘main’:
src/a.c:3:11: warning: initialization of ‘int’ from ‘char *’ makes integer from pointer without a cast [-Wint-conversion]
    3 |   int x = "a";
      |           ^~~
src/a.c:4:10: error: ‘y’ undeclared (first use in this function)
    4 |   return y;
      |          ^
src/a.c:4:10: note: each undeclared identifier is reported only once for each function it appears in`,
    ['src/a.c:4 failure'],
  ],
  [
    'biome',
    `src/b.ts:1:22 lint/suspicious/noExplicitAny ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

  ! Unexpected any. Specify a different type.

  > 1 │ export function f(a: any) { var b = 1; return a == 1 }
      │                      ^^^

src/b.ts:1:49 lint/suspicious/noDoubleEquals  FIXABLE  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

  × Using == may be unsafe if you are relying on type coercion.

src/c.ts format ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

  × Formatter would have printed the following content:`,
    ['src/b.ts:1 failure lint/suspicious/noDoubleEquals', 'src/c.ts failure format'],
  ],
  [
    'ruff',
    `I001 [*] Import block is un-sorted or un-formatted
 --> src/c.py:1:1
  |
1 | import os
  | ^^^^^^^^^
  |
help: Organize imports

F401 [*] \`os\` imported but unused
 --> src/c.py:1:8
  |
Found 2 errors.`,
    ['src/c.py:1 failure I001', 'src/c.py:1 failure F401'],
  ],
  [
    'ruff --output-format concise, flake8',
    'src/c.py:1:8: F401 [*] `os` imported but unused\nsrc/c.py:3:1: E302 expected 2 blank lines, found 1\nFound 2 errors.',
    ['src/c.py:1 failure F401', 'src/c.py:3 failure E302'],
  ],
  [
    'mypy',
    'src/c.py:4: error: Incompatible return value type (got "int", expected "str")  [return-value]\nFound 1 error in 1 file (checked 1 source file)',
    ['src/c.py:4 failure return-value'],
  ],
  [
    'shellcheck',
    `
In bin/run.sh line 3:
echo $1
     ^-- SC2086 (info): Double quote to prevent globbing and word splitting.


In bin/run.sh line 7:
cd "$x"
^-----^ SC2164 (warning): Use 'cd ... || exit' in case cd fails.

For more information:`,
    ['bin/run.sh:7 warning SC2164'],
  ],
  [
    'javac',
    'src/Main.java:3: error: cannot find symbol\n    foo();\n    ^\n  symbol:   method foo()\n1 error',
    ['src/Main.java:3 failure'],
  ],
  [
    'golangci-lint',
    'cmd/main.go:12:2: Error return value is not checked (errcheck)\n\tf()\n\t^',
    ['cmd/main.go:12 failure errcheck'],
  ],
  ['a shell', 'bin/run.sh: line 3: frobnicate: command not found', ['bin/run.sh:3 failure']],
  [
    'python by itself',
    'Traceback (most recent call last):\n  File "/workspace/tool.py", line 9, in <module>\n    main()\n  File "/workspace/lib/x.py", line 4, in main\n    raise ValueError("no")\nValueError: no',
    ['lib/x.py:4 failure'],
  ],
  [
    'node by itself',
    '/workspace/src/a.js:3\nthrow new Error("no");\n^\n\nError: no\n    at Object.<anonymous> (/workspace/src/a.js:3:7)\n    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
    ['src/a.js:3 failure'],
  ],
  [
    'dotnet',
    '/workspace/src/A.cs(5,13): error CS0103: The name is not here [/workspace/a.csproj]',
    ['src/A.cs:5 failure CS0103'],
  ],
];

describe('findings of the log of', () => {
  it.each(TOOLS)('%s', (_tool, log, expected) => {
    const found = findingsOf(log, { workspace: '/workspace', cwd: '', files: undefined });
    const plain = /^(?:lint|format|[A-Z]+\d+$|return-value|errcheck)/;
    expect(
      found.map(({ path, line, level, rule }) =>
        [line === null ? path : `${path}:${line}`, level, ...(rule !== null && plain.test(rule) ? [rule] : [])].join(
          ' ',
        ),
      ),
    ).toEqual(expected);
  });

  it('nobody knows is linear in its size', () => {
    const nasty = ['a'.repeat(490), ' '.repeat(490), ':1'.repeat(240), '('.repeat(490), `${'a/'.repeat(240)}.go:1:1:`];
    const error = nasty.map((line) => `${line} error: ${line}`);
    const log = Array.from({ length: 4000 }, (_, index) => [...nasty, ...error][index % 10]).join('\n');
    expect(findingsOf(log, { workspace: '/workspace', cwd: '', files: undefined }).length).toBeLessThan(4000);
  });

  it('holds more lines than a call takes arguments', () => {
    const log = `${'\n'.repeat(300_000)}src/a.ts(1,2): error TS1: bad\n`;
    expect(places(log, { files: undefined })).toEqual(['src/a.ts:1']);
  });

  it('names a file that thousands are called like, in every line', { timeout: 20_000 }, () => {
    const files = new Set(Array.from({ length: 20_000 }, (_, index) => `p${index}/index.js`));
    const log = `${'    at f (index.js:1:1)\n'.repeat(100_000)}p7/index.js:3:1: error: bad\n`;
    expect(places(log, { cwd: 'pkg', files })).toEqual(['p7/index.js:3']);
  });
});

describe('Places', () => {
  const files = new Set([
    'src/a.ts',
    'packages/web/src/a.ts',
    'packages/web/src/b.ts',
    'core/src/test/java/dev/x/ATest.java',
    'go/cart/cart_test.go',
    'charts/shop/templates/deploy.yaml',
  ]);
  const at = (cwd: string, known: ReadonlySet<string> | undefined = files) =>
    new Places({ workspace: '/workspace', cwd, files: known });

  it('takes what is there, from where the command ran, and no other file', () => {
    expect(at('').file('src/a.ts')).toBe('src/a.ts');
    expect(at('').file('./src/../src/a.ts')).toBe('src/a.ts');
    expect(at('').file('/workspace/src/a.ts')).toBe('src/a.ts');
    expect(at('').file('file:///workspace/src/a.ts')).toBe('src/a.ts');
    expect(at('packages/web').file('src/a.ts')).toBe('packages/web/src/a.ts');
    expect(at('packages/web').file('../../src/a.ts')).toBe('src/a.ts');
    expect(at('').file('src/b.ts')).toBe('packages/web/src/b.ts');
    expect(at('').file('src/none.ts')).toBeUndefined();
    expect(at('').file('/etc/passwd')).toBeUndefined();
    expect(at('').file('/workspace/../etc/passwd')).toBeUndefined();
    expect(at('', undefined).file('../x')).toBeUndefined();
    expect(at('', undefined).file('node_modules/x/index.js')).toBeUndefined();
  });

  it('takes the end of a path for one file alone, the nearest where there are several', () => {
    const some = new Set(['a/x/c.ts', 'b/x/c.ts', 'b/y/c.ts', 'b/x-/c.ts', 'bx/c.ts', 'c.tsx', 'b/only.ts']);
    expect(at('', some).ending('y/c.ts')).toBe('b/y/c.ts');
    expect(at('', some).ending('x/c.ts')).toBeUndefined();
    expect(at('b', some).ending('x/c.ts')).toBe('b/x/c.ts');
    expect(at('b', some).ending('c.ts')).toBeUndefined();
    expect(at('a', some).ending('y/c.ts')).toBe('b/y/c.ts');
    expect(at('', some).ending('b/x/c.ts')).toBe('b/x/c.ts');
    expect(at('', some).ending('only.ts')).toBe('b/only.ts');
    expect(at('', some).ending('.ts')).toBeUndefined();
    expect(at('', some).ending('../only.ts')).toBeUndefined();
  });

  it('finds a class, a package and a template by the end of its path', () => {
    expect(at('').javaFile('dev.x.ATest', 'ATest.java')).toBe('core/src/test/java/dev/x/ATest.java');
    expect(at('').goFile('cart_test.go', 'example.com/shop/cart', '')).toBe('go/cart/cart_test.go');
    expect(at('').chartFile('shop/templates/deploy.yaml')).toBe('charts/shop/templates/deploy.yaml');
    expect(at('', undefined).javaFile('org.junit.jupiter.api.Assert', 'Assert.java')).toBeUndefined();
  });
});

describe('isRepositoryPath', () => {
  it.each(['a', 'a/b.ts', 'größe/数.ts', '.github/workflows/ci.yml', 'a b', '.gitignore'])('takes %j', (path) => {
    expect(isRepositoryPath(path)).toBe(true);
  });
  it.each([
    '',
    '/a',
    'a/../b',
    '..',
    './a',
    'a//b',
    'a/',
    'a\\b',
    'c:/x',
    'https://x/y',
    'a\nb',
    'a\u202eb',
    'a\u200bb',
    'a\0',
    '.git/config',
    '.GIT/hooks/x',
    ' a',
    'x'.repeat(1001),
  ])('refuses %j', (path) => {
    expect(isRepositoryPath(path)).toBe(false);
  });
});
