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
    'node_modules',
    'test.js',
    'tests.py',
    'test-parse.mjs',
    'src/parse-test.js',
    'spec/parse_spec.rb',
    'src/ParserTest.kt',
    'App.Tests/Parser.cs',
    'Tests/AppTests/A.swift',
    'e2e/login.ts',
    'cypress/support/e2e.js',
    't/basic.t',
    'test/basic.bats',
    'karma.conf.js',
    'vitest.setup.ts',
    'src/setupTests.ts',
    'src/test-utils/render.tsx',
    'src/test-utils.ts',
    'spec_helper.rb',
    'test/setup.js',
    'setup.js',
    'tap-snapshots/a.js',
    'phpunit.xml.dist',
    'pytest.py',
    'unittest/__init__.py',
    'Gruntfile.js',
    'BUILD.bazel',
    'mix.exs',
    'App/App.csproj',
  ])('%s', (path) => {
    expect(isProtected(path)).toBe(true);
  });

  // Honest work happens here: each of these refused would be a false red.
  it.each([
    'src/index.ts',
    'lib/contest.js',
    'README.md',
    'src/latest/a.js',
    'docs/guide.md',
    'main.go',
    'testing.md',
    'src/setup.ts',
    'src/commands/teardown.py',
    'src/attest.js',
    'src/latest-news.js',
    'src/app.config.ts',
    'src/config.ts',
    'src/testing/index.ts',
    'lib/inspect.js',
    'lib/spec.js',
    'src/specification.rs',
    'src/PodSpec.java',
    'openapi_spec.yaml',
    'src/i18n/global.json',
    'logs/.gitkeep',
    'scripts/release.sh',
    'bin/cli.js',
    'src/environment.ts',
    'src/build/index.js',
    'Dockerfile',
    'src/features/login/index.tsx',
    'data.t',
  ])('not %s', (path) => {
    expect(isProtected(path)).toBe(false);
  });

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
