import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { parseGlob } from '../../../src/inputs/lists.js';
import { DEFAULT_PROTECTED, INSTRUCTION_PATTERNS, TEST_PATTERNS } from '../../../src/plan/protected.js';

const matcher = (globs: readonly string[]): ((path: string) => boolean) => picomatch([...globs], { dot: true });
const isProtected = matcher(DEFAULT_PROTECTED);
const isTest = matcher(TEST_PATTERNS);

describe('paths that are protected by default', () => {
  it.each([
    'test/a.js',
    'packages/x/tests/deep/b.py',
    'src/__tests__/c.tsx',
    'src/a.test.ts',
    'src/a.spec.js',
    'pkg/a_test.go',
    'test_a.py',
    'pkg/a_test.py',
    'conftest.py',
    'pkg/conftest.py',
    'package.json',
    'packages/x/package.json',
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'go.mod',
    'go.sum',
    'Cargo.toml',
    'Cargo.lock',
    'pyproject.toml',
    'requirements-dev.txt',
    'setup.cfg',
    'pom.xml',
    'app/build.gradle.kts',
    '.github/workflows/ci.yml',
    '.github/cleanroom.yml',
    '.gitlab-ci.yml',
    '.circleci/config.yml',
    '.buildkite/pipeline.yml',
    'Jenkinsfile',
    'vitest.config.ts',
    'vite.config.js',
    'jest.config.cjs',
    '.mocharc.json',
    '.babelrc',
    '.eslintrc.json',
    'tsconfig.json',
    'packages/x/tsconfig.build.json',
    '.npmrc',
    '.nvmrc',
    'tox.ini',
    'pytest.ini',
    'Makefile',
    'AGENTS.md',
    'docs/AGENTS.md',
    'CLAUDE.md',
    'GEMINI.md',
    '.claude/settings.json',
    'sub/.codex/config.toml',
    '.gemini/settings.json',
    '.opencode/plugin/x.js',
    'opencode.json',
    '.mcp.json',
    '.gitattributes',
    'sub/.gitattributes',
    '.gitignore',
    '.gitmodules',
    'node_modules/a/index.js',
    'test/node_modules/a/index.js',
  ])('%s', (path) => {
    expect(isProtected(path)).toBe(true);
  });

  it.each(['src/index.ts', 'lib/contest.js', 'README.md', 'src/latest/a.js', 'docs/guide.md', 'main.go', 'testing.md'])(
    'not %s',
    (path) => {
      expect(isProtected(path)).toBe(false);
    },
  );

  it('include tests and the instructions of agents', () => {
    expect(DEFAULT_PROTECTED).toEqual(expect.arrayContaining([...TEST_PATTERNS, ...INSTRUCTION_PATTERNS]));
  });

  // Otherwise nobody could take one out again by writing it with a `!`.
  it.each(DEFAULT_PROTECTED)('are written as a setting could write them: %s', (glob) => {
    expect(parseGlob(`!${glob}`)).toEqual({ ok: true, value: `!${glob}` });
  });
});

describe('a new test file', () => {
  const elsewhere = matcher(DEFAULT_PROTECTED.filter((glob) => !TEST_PATTERNS.includes(glob)));
  it.each(['test/new.js', 'src/new.test.ts', 'pkg/new_test.go', 'tests/test_new.py'])('is only that: %s', (path) => {
    expect([isTest(path), elsewhere(path)]).toEqual([true, false]);
  });

  it.each(['test/conftest.py', 'test/package.json', 'tests/node_modules/a.js', 'test/.mocharc.yml', 'test/setup.js'])(
    'is more than that: %s',
    (path) => {
      expect(elsewhere(path)).toBe(true);
    },
  );
});
