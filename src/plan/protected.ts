/**
 * What a patch may not touch unless the configuration says otherwise: whatever decides whether the verifier is green.
 * A green verdict is worth as much as these files.
 */

/** Pure test files. A new one is welcome: the proof then has to pass without it and with it. */
export const TEST_PATTERNS: readonly string[] = [
  '**/test/**',
  '**/tests/**',
  '**/__tests__/**',
  '**/spec/**',
  '**/*.test.*',
  '**/*.spec.*',
  '**/*_test.*',
  '**/test_*.py',
  '**/*Test.java',
  '**/*Tests.java',
  '**/*IT.java',
  '**/src/test/**',
  '**/testdata/**',
];

/** Files that decide how tests run, in or beside test directories: a new one can switch every test off. */
const TEST_HELPERS = [
  '**/conftest.py',
  '**/pytest.ini',
  '**/tox.ini',
  '**/noxfile.py',
  '**/setup.cfg',
  '**/.mocharc*',
  '**/mocha.opts',
  '**/.taprc',
  '**/.nycrc*',
  '**/.c8rc*',
  '**/{vitest,vite,jest,karma,ava,playwright,cypress,babel,rollup,webpack,esbuild}.config.*',
  '**/vitest.workspace.*',
  '**/jest.setup.*',
  '**/{setup,teardown,globalSetup,globalTeardown}.{js,ts,mjs,cjs,mts,cts,py,sh}',
  '**/__mocks__/**',
  '**/__snapshots__/**',
  '**/*.snap',
  '**/node_modules/**',
];

const MANIFESTS = [
  '**/package.json',
  '**/package-lock.json',
  '**/npm-shrinkwrap.json',
  '**/yarn.lock',
  '**/.yarnrc*',
  '**/.yarn/**',
  '**/.pnp.*',
  '**/pnpm-lock.yaml',
  '**/pnpm-workspace.yaml',
  '**/.pnpmfile.*',
  '**/bun.lock*',
  '**/bunfig.toml',
  '**/deno.json*',
  '**/deno.lock',
  '**/go.{mod,sum,work,work.sum}',
  '**/Cargo.{toml,lock}',
  '**/.cargo/**',
  '**/rust-toolchain*',
  '**/build.rs',
  '**/pyproject.toml',
  '**/requirements*.txt',
  '**/constraints*.txt',
  '**/setup.py',
  '**/{poetry,uv,pdm}.lock',
  '**/Pipfile*',
  '**/pom.xml',
  '**/.mvn/**',
  '**/build.gradle*',
  '**/settings.gradle*',
  '**/gradle.properties',
  '**/gradle/**',
  '**/{gradlew,mvnw}*',
  '**/Gemfile*',
  '**/composer.{json,lock}',
  '**/Chart.{yaml,lock}',
];

const CI = [
  '.github/**',
  '.gitlab-ci.yml',
  '.gitlab/**',
  '.circleci/**',
  '.buildkite/**',
  '.travis.yml',
  'azure-pipelines*.yml',
  'bitbucket-pipelines.yml',
  '**/Jenkinsfile*',
  '.ci/**',
  'cleanroom.yaml',
];

const TOOLS = [
  '**/.npmrc',
  '**/.nvmrc',
  '**/.node-version',
  '**/.tool-versions',
  '**/mise.toml',
  '**/.eslintrc*',
  '**/eslint.config.*',
  '**/biome.json*',
  '**/.babelrc*',
  '**/.swcrc',
  '**/tsconfig*.json',
  '**/jsconfig*.json',
  '**/Makefile',
  '**/makefile',
  '**/GNUmakefile',
  '**/*.mk',
  '**/{J,j}ustfile',
  '**/Taskfile.y*ml',
  '**/CMakeLists.txt',
  '**/.env*',
  '**/.envrc',
  '**/sitecustomize.py',
  '**/usercustomize.py',
  '**/*.pth',
];

/** Instructions and configuration that agents read by themselves. They come from the trusted commit. */
export const INSTRUCTION_PATTERNS: readonly string[] = [
  '**/AGENTS.md',
  '**/AGENTS.override.md',
  '**/CLAUDE.md',
  '**/CLAUDE.local.md',
  '**/GEMINI.md',
  '**/.claude/**',
  '**/.codex/**',
  '**/.gemini/**',
  '**/.opencode/**',
  '**/opencode.json*',
  '**/.mcp.json',
  '**/.cursor/**',
  '**/.cursorrules',
];

const GIT = ['**/.gitattributes', '**/.gitignore', '**/.gitmodules', '**/.gitkeep'];

/** All of it, in the order in which it is applied. */
export const DEFAULT_PROTECTED: readonly string[] = [
  ...TEST_PATTERNS,
  ...TEST_HELPERS,
  ...MANIFESTS,
  ...CI,
  ...TOOLS,
  ...INSTRUCTION_PATTERNS,
  ...GIT,
];
