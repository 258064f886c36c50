import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { parseGlob } from '../../../src/inputs/lists.js';
import { DEFAULT_PROTECTED, INSTRUCTION_PATTERNS, TEST_PATTERNS } from '../../../src/plan/protected.js';

const matcher = (globs: readonly string[]): ((path: string) => boolean) => picomatch([...globs], { dot: true });
const isProtected = matcher(DEFAULT_PROTECTED);
const isTest = matcher(TEST_PATTERNS);

describe('what decides in common stacks is protected', () => {
  it.each([
    ['npm', 'package.json .npmrc patches/left-pad+1.0.0.patch test/setup.js eslint.config.js .prettierrc'],
    ['pnpm', 'pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.cjs package.yaml apps/a/vitest.config.ts'],
    [
      'pytest',
      'conftest.py pytest.toml requirements/dev.txt requirements-dev.in pylock.toml .python-version ruff.toml',
    ],
    ['go', 'go.mod vendor/modules.txt pkg/a_test.go pkg/testdata/in.json .golangci.yml tools/go.sum'],
    [
      'cargo',
      'Cargo.lock build.rs clippy.toml .cargo/config.toml .config/nextest.toml tests/it.rs crates/a/Cargo.toml',
    ],
    ['maven', 'pom.xml src/test/java/A.java src/it/a/pom.xml src/ATest.java src/TestA.java src/AIT.java testng.xml'],
    ['gradle', 'build.gradle.kts gradle/libs.versions.toml buildSrc/a.kt scripts/x.gradle settings.gradle gradlew'],
    ['helm', 'Chart.lock charts/x-1.0.tgz values.schema.json tests/deployment_test.yaml .helmignore ct.yaml'],
    ['kubebuilder', 'Makefile PROJECT internal/controller/suite_test.go hack/verify.sh go.sum'],
    ['conftest', 'policy/deny.rego conftest.toml policy/data.yaml'],
    ['rspec', '.rspec spec/a_spec.rb x.gemspec .rubocop.yml config/environments/test.rb'],
    ['dotnet', 'a.csproj Directory.Build.props tests.runsettings packages.lock.json Nuget.config'],
    [
      'others’ CI',
      '.woodpecker.yml .drone.yml .gitea/workflows/a.yml .pre-commit-config.yaml cloudbuild.yaml codecov.yml',
    ],
    ['hooks', '.husky/pre-commit .githooks/pre-push lefthook.yml'],
  ])('%s', (_, paths) => {
    expect(paths.split(' ').filter((path) => !isProtected(path))).toEqual([]);
  });

  it.each([
    ['npm', 'src/index.ts lib/patch.js src/vendored.ts docs/packages.md src/environment.ts'],
    ['pytest', 'src/requirements.py app/constraints.py src/plugin/__init__.py'],
    ['go', 'cmd/main.go internal/policy/policy.go pkg/vendors/a.go'],
    ['cargo', 'src/main.rs src/builder.rs'],
    [
      'maven',
      'src/main/java/Edit.java src/main/java/Contest.java src/main/java/ItemList.java src/main/java/Testimony.java',
    ],
    ['helm', 'values.yaml templates/deployment.yaml templates/_helpers.tpl charts/a/values.yaml'],
    ['kubebuilder', 'internal/controller/app_controller.go config/crd/bases/a.yaml hack/boilerplate.go.txt'],
    ['docs', 'README.md CHANGELOG.md docs/test.md LICENSE'],
  ])('and what %s code is about is not', (_, paths) => {
    expect(paths.split(' ').filter((path) => isProtected(path))).toEqual([]);
  });
});

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
    'unittest.pyc',
    'lib/_pytest/assertion/__init__.pyc',
    'src/pytest.cpython-311.so',
    // A link, perhaps, to a directory of another name.
    'src/unittest',
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
    'pkg/unittest/suite.go',
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
