import { describe, expect, it } from 'vitest';
import { checkPatch } from '../../../src/loop/check-patch.js';
import { DEFAULT_PROTECTED, TEST_PATTERNS } from '../../../src/plan/protected.js';
import { globPath } from '../../../src/workspace/paths.js';
import type { Patch, PatchFile, Refusal } from '../../../src/workspace/types.js';

const MODES = {
  added: ['000000', '100644'],
  modified: ['100644', '100644'],
  deleted: ['100644', '000000'],
  'type-changed': ['100644', '120000'],
} as const;

function file(path: string, status: PatchFile['status'] = 'modified', newMode?: string): PatchFile {
  const [oldMode, usual] = MODES[status];
  return {
    path: Buffer.from(path).toString('latin1'),
    status,
    oldMode,
    newMode: newMode ?? usual,
    added: 1,
    deleted: 0,
  };
}

function patch(files: readonly PatchFile[], refusals: readonly Refusal[] = []): Patch {
  return { commit: 'c', files, diff: Buffer.from('diff'), contents: new Map(), ignored: 0, refusals };
}

function check(
  files: readonly PatchFile[],
  protect: readonly string[] = DEFAULT_PROTECTED,
  writable: readonly string[] | null = null,
) {
  const result = checkPatch(patch(files), { protect, tests: TEST_PATTERNS, writable, text: globPath });
  return { refused: result.refusals.map(({ path }) => path), newTests: result.newTests.map(({ path }) => path) };
}

describe('a patch is refused when it', () => {
  it.each([
    ['changes a test', file('test/a.js')],
    ['deletes a test', file('test/a.js', 'deleted')],
    ['makes a test executable', file('test/a.js', 'modified', '100755')],
    ['turns a test into a link', file('test/a.js', 'type-changed')],
    ['turns the folder of tests into a link', file('test', 'added', '120000')],
    ['adds a test that is a link', file('test/b.js', 'added', '120000')],
    ['adds a file that switches tests off', file('test/conftest.py', 'added')],
    ['adds a set-up of tests', file('test/setup.js', 'added')],
    ['adds a dependency beside the tests', file('test/node_modules/tape/index.js', 'added')],
    ['links a dependency', file('packages/a/node_modules', 'added', '120000')],
    ['adds a snapshot', file('src/__snapshots__/a.test.js.snap', 'added')],
    ['changes a manifest', file('package.json')],
    ['adds a manifest', file('src/package.json', 'added')],
    ['shadows the test runner', file('pytest/__main__.py', 'added')],
    ['adds configuration of an agent where names have no case', file('src/.CLAUDE/settings.json', 'added')],
    ['adds such a configuration that looks like a test', file('.Codex/a.test.js', 'added')],
    ['adds such a file', file('Opencode.JSONC', 'added')],
  ])('%s', (_, one) => {
    expect(check([file('src/a.js'), one])).toEqual({ refused: [globPath(one.path)], newTests: [] });
  });

  it.each(['\n', '\r', '\u2028', '\u2029'])('hides a test behind a line end in its name: %j', (end) => {
    expect(check([file(`test/a${end}.js`)]).refused).toHaveLength(1);
    expect(check([file(`te${end}st/package.json`)]).refused).toHaveLength(1);
    expect(check([file(`test/a${end}.js`, 'added')]).newTests).toHaveLength(1);
  });

  it('names bytes that are no UTF-8', () => {
    const odd = { ...file('test/x'), path: 'test/\xff.js' };
    expect(check([odd]).refused).toEqual(['test/\ufffd.js']);
  });
});

describe('a patch may', () => {
  it.each([
    ['change, add and delete sources', [file('src/a.js'), file('src/b.js', 'added'), file('src/c.js', 'deleted')], []],
    ['add tests', [file('test/b.js', 'added'), file('src/b.test.ts', 'added')], ['test/b.js', 'src/b.test.ts']],
    ['add a test that can be executed', [file('test/run.sh', 'added', '100755')], ['test/run.sh']],
    ['be empty', [], []],
  ])('%s', (_, files, newTests) => {
    expect(check(files)).toEqual({ refused: [], newTests });
  });
});

describe('of the patterns that speak of a path the last one decides', () => {
  it.each([
    [['docs/**'], 'docs/a.md', true],
    [['docs/**', '!docs/a.md'], 'docs/a.md', false],
    [['docs/**', '!docs/a.md'], 'docs/b.md', true],
    [['!docs/a.md', 'docs/**'], 'docs/a.md', true],
    [['docs/**', '!docs/**', 'docs/a.md'], 'docs/a.md', true],
    [[], 'docs/a.md', false],
  ])('%j: %s protected: %s', (protect, path, refused) => {
    expect(check([file(path)], protect).refused).toEqual(refused ? [path] : []);
  });

  it.each([
    ['!test/**', 'test/a.js', false],
    ['!test/fixtures/**', 'test/a.js', true],
    ['!package.json', 'package.json', false],
    ['!package.json', 'packages/a/package.json', true],
  ])('the defaults with %s: %s protected: %s', (pattern, path, refused) => {
    const protect = [...DEFAULT_PROTECTED, pattern];
    expect(check([file(path)], protect).refused).toEqual(refused ? [path] : []);
  });

  it('a new test that a pattern of its own protects is no mere test', () => {
    const added = file('test/golden/a.js', 'added');
    expect(check([added], [...DEFAULT_PROTECTED, 'test/golden/**'])).toEqual({
      refused: ['test/golden/a.js'],
      newTests: [],
    });
    expect(check([added], [...DEFAULT_PROTECTED, 'test/golden/**', '!test/golden/a.js'])).toEqual({
      refused: [],
      newTests: [],
    });
  });
});

it('what lies outside the writable roots is refused, byte for byte', () => {
  const files = [
    file('src/a.js', 'modified'),
    file('src', 'added', '120000'),
    file('srcs/a.js', 'added'),
    file('Src/a.js', 'added'),
    file('src-b/a.js', 'deleted'),
    file('docs/src/a.js', 'added'),
    // `ü` in UTF-8, and in latin1.
    file('ü/x', 'added'),
    { ...file('x', 'added'), path: '\xfc/x' },
  ];
  const { refusals } = checkPatch(patch(files), {
    protect: [],
    tests: [],
    writable: ['src', 'ü'],
    text: globPath,
  });
  expect(refusals.map(({ path }) => path)).toEqual([
    'src',
    'srcs/a.js',
    'Src/a.js',
    'src-b/a.js',
    'docs/src/a.js',
    '\ufffd/x',
  ]);
  expect(refusals[0]?.reason).toBe('lies outside writable-roots (src, ü): the patch may not touch it');
  // New tests are welcome inside, and inside alone; protected paths stay protected.
  expect(check([file('src/a.test.js', 'added'), file('a.test.js', 'added')], DEFAULT_PROTECTED, ['src'])).toEqual({
    refused: ['a.test.js'],
    newTests: ['src/a.test.js'],
  });
  expect(check([file('src/package.json', 'modified')], DEFAULT_PROTECTED, ['src']).refused).toEqual([
    'src/package.json',
  ]);
});

it('what was refused while collecting stays refused, and comes first', () => {
  const early = { path: 'pipe', reason: 'is neither a regular file nor a symbolic link' };
  const rules = { protect: DEFAULT_PROTECTED, tests: TEST_PATTERNS, writable: null, text: globPath };
  const result = checkPatch(patch([file('test/a.js', 'deleted'), file('package.json', 'added')], [early]), rules);
  expect(result.refusals).toEqual([
    early,
    {
      path: 'test/a.js',
      reason: 'is protected: the patch may not delete it (by **/test/**; protect: "!test/a.js" takes it out)',
    },
    {
      path: 'package.json',
      reason:
        'is protected: the patch may not add it (by **/package.{json,json5,yaml}; protect: "!package.json" takes it out)',
    },
  ]);
});
