import { posix } from 'node:path';
import type { PresetName } from '../inputs/presets.js';

/** What a directory of the repository is made of, and how it is verified. */
export interface Stack {
  readonly preset: PresetName;
  /** Relative to the root; empty: the root. */
  readonly directory: string;
  /** What was seen, in one line. */
  readonly because: string;
  /** Lines of a shell that bring its dependencies into the base, in its directory. */
  readonly prepare: readonly string[];
  /** What `prepare` may have to reach, by the word for it. */
  readonly allow: readonly string[];
  /** Variables of all rooms: caches lie in the workspace, because a room's HOME is gone with it. */
  readonly env: readonly string[];
  /** What a person has to decide, a line each. */
  readonly notes: readonly string[];
}

/** The files of a commit, and what is in them; undefined for one that cannot be read. */
export interface CommittedFiles {
  readonly paths: readonly string[];
  read(path: string): Promise<string | undefined>;
}

/** A directory whose name needs no quotes anywhere. Others are left to their people. */
const PLAIN = /^(?:[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:\/(?!$)|$))*$/;
/** Where files lie that are not this project's own, or are material of its tests. */
const FOREIGN =
  /(?:^|\/)(?:node_modules|vendor|third_party|testdata|fixtures?|__fixtures__|tests?|spec|e2e|examples?|samples?|templates|docs?|dist|target|\.[^/]*)(?:\/|$)/i;
const MAX_DEPTH = 3;
const MAX_STACKS = 12;

const CACHE = '/workspace/.cleanroom';

/** One file of a directory, and how the stack behind it is verified; undefined: it is none after all. */
interface Sign {
  readonly file: RegExp;
  /** Directories below one that has it are a part of that: a workspace, a module. */
  readonly whole: boolean;
  look(place: Place): Promise<Stack | undefined>;
}

interface Place {
  readonly directory: string;
  readonly name: string;
  /** Whether the directory has a file; the path is relative to it. */
  has(path: string): boolean;
  /** Paths below the directory, relative to it. */
  readonly below: readonly string[];
  read(path: string): Promise<string | undefined>;
}

const stack = (place: Place, preset: PresetName, because: string, more: Partial<Stack> = {}): Stack => ({
  preset,
  directory: place.directory,
  because,
  prepare: [],
  allow: [],
  env: [],
  notes: [],
  ...more,
});

const SIGNS: readonly Sign[] = [
  { file: /^package\.json$/, whole: true, look: node },
  {
    file: /^(?:pyproject\.toml|setup\.py|setup\.cfg|pytest\.ini|tox\.ini|requirements[^/]*\.txt)$/,
    whole: true,
    look: python,
  },
  { file: /^go\.mod$/, whole: false, look: go },
  { file: /^Cargo\.toml$/, whole: true, look: cargo },
  { file: /^pom\.xml$/, whole: true, look: maven },
  { file: /^build\.gradle(?:\.kts)?$/, whole: true, look: gradle },
  { file: /^Chart\.yaml$/, whole: true, look: helm },
  { file: /^policy$/, whole: true, look: conftest },
];

/** Finds the stacks of a commit by its files. Nothing of it is run. Deterministic; the root comes first. */
export async function detectStacks(files: CommittedFiles): Promise<readonly Stack[]> {
  const byDirectory = new Map<string, string[]>();
  for (const path of files.paths) {
    const directory = posix.dirname(path) === '.' ? '' : posix.dirname(path);
    byDirectory.set(directory, [...(byDirectory.get(directory) ?? []), posix.basename(path)]);
    // A policy is known by its directory.
    if (/\.rego$/.test(path) && posix.basename(directory) === 'policy') {
      const parent = posix.dirname(directory) === '.' ? '' : posix.dirname(directory);
      byDirectory.set(parent, [...(byDirectory.get(parent) ?? []), 'policy']);
    }
  }
  const directories = [...byDirectory.keys()]
    .filter((directory) => PLAIN.test(directory) && !FOREIGN.test(directory))
    .filter((directory) => directory === '' || directory.split('/').length <= MAX_DEPTH)
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  const found: Stack[] = [];
  for (const sign of SIGNS) {
    const covered: string[] = [];
    for (const directory of directories) {
      const name = byDirectory.get(directory)?.find((file) => sign.file.test(file));
      const inside = covered.some((whole) => whole === '' || directory.startsWith(`${whole}/`));
      if (name === undefined || (sign.whole && inside)) continue;
      const stack = await sign.look(placeOf(directory, name, files));
      if (stack === undefined) continue;
      covered.push(directory);
      found.push(stack);
    }
  }
  found.sort((a, b) => Number(a.directory !== '') - Number(b.directory !== ''));
  const [shown, more] = [found.slice(0, MAX_STACKS), found.length - MAX_STACKS];
  const last = shown.at(-1);
  if (last === undefined || more <= 0) return shown;
  const note = `${more} more that were found are left out here: add those that matter, or a command for all of them.`;
  return [...shown.slice(0, -1), { ...last, notes: [...last.notes, note] }];
}

function placeOf(directory: string, name: string, { paths, read }: CommittedFiles): Place {
  const prefix = directory === '' ? '' : `${directory}/`;
  const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const known = new Set(below);
  return { directory, name, below, has: (path) => known.has(path), read: (path) => read(`${prefix}${path}`) };
}

async function node(place: Place): Promise<Stack | undefined> {
  const scripts = scriptsOf((await place.read('package.json')) ?? '');
  const test = scripts['test'];
  if (typeof test !== 'string' || test.trim() === '' || /no test specified/.test(test)) return undefined;
  const notes =
    typeof scripts['build'] === 'string'
      ? ['If the tests need what `build` makes, set `build` to it: nothing that an agent built is believed.']
      : [];
  if (place.has('pnpm-lock.yaml'))
    return stack(place, 'pnpm', 'package.json has a test script, and pnpm-lock.yaml says pnpm', {
      prepare: ['pnpm install --frozen-lockfile'],
      allow: ['npm'],
      notes,
    });
  if (place.has('yarn.lock')) {
    const modern = place.has('.yarnrc.yml');
    return stack(place, 'yarn', 'package.json has a test script, and yarn.lock says yarn', {
      prepare: [modern ? 'yarn install --immutable' : 'yarn install --frozen-lockfile'],
      allow: ['npm'],
      notes,
    });
  }
  const locked = place.has('package-lock.json') || place.has('npm-shrinkwrap.json');
  return stack(place, 'npm', `package.json has a test script${locked ? ', and package-lock.json says npm' : ''}`, {
    prepare: [locked ? 'npm ci' : 'npm install --no-package-lock'],
    allow: ['npm'],
    notes,
  });
}

function scriptsOf(manifest: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(manifest);
    const scripts = parsed !== null && typeof parsed === 'object' && 'scripts' in parsed ? parsed.scripts : undefined;
    return scripts !== null && typeof scripts === 'object' ? { ...scripts } : {};
  } catch {
    return {};
  }
}

async function python(place: Place): Promise<Stack | undefined> {
  if (!place.below.some((path) => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path))) return undefined;
  const requirements = place.below.filter((path) => /^requirements[A-Za-z0-9._-]*\.txt$/.test(path)).sort();
  const project = (await place.read('pyproject.toml')) ?? '';
  const installable = place.has('setup.py') || /^\[build-system\]|^\[project\]/m.test(project);
  const parts = ['pytest', ...requirements.map((file) => `-r ${file}`), ...(installable ? ['-e .'] : [])];
  return stack(place, 'pytest', `${place.name}, and test files of Python`, {
    prepare: ['python3 -m venv .venv', `.venv/bin/pip install ${parts.join(' ')}`],
    allow: ['pip'],
    notes: /^\[(?:project\.optional-dependencies|dependency-groups)\]/m.test(project)
      ? ['pyproject.toml has groups of dependencies: add those that the tests need to `prepare`.']
      : [],
  });
}

const GO_ENV = [`GOMODCACHE=${CACHE}/go-mod`, `GOCACHE=${CACHE}/go-build`, 'GOFLAGS=-modcacherw'];

async function go(place: Place): Promise<Stack | undefined> {
  const operator = place.has('PROJECT') && /^layout:/m.test((await place.read('PROJECT')) ?? '');
  const makefile = operator ? ((await place.read('Makefile')) ?? '') : '';
  if (/^test:/m.test(makefile)) {
    const envtest = ['setup-envtest', 'envtest'].find((target) => new RegExp(`^${target}:`, 'm').test(makefile));
    return stack(place, 'kubebuilder', 'PROJECT of kubebuilder, and a Makefile with test', {
      prepare: ['go mod download', ...(envtest === undefined ? [] : [`make ${envtest}`]), 'make test || true'],
      allow: ['go'],
      env: GO_ENV,
      notes: ['The binaries of envtest are downloaded in `prepare`: name their hosts in `allow-prepare`.'],
    });
  }
  if (!place.below.some((path) => path.endsWith('_test.go'))) return undefined;
  const vendored = place.has('vendor/modules.txt');
  return stack(place, 'go', 'go.mod, and files that end in _test.go', {
    // Compiled once, in the layer of all rooms.
    prepare: [...(vendored ? [] : ['go mod download']), "go test -run '^$' ./... || true"],
    allow: vendored ? [] : ['go'],
    env: GO_ENV,
  });
}

async function cargo(place: Place): Promise<Stack | undefined> {
  const manifest = (await place.read('Cargo.toml')) ?? '';
  if (!/^\[(?:package|workspace)\]/m.test(manifest)) return undefined;
  return stack(place, 'cargo', 'Cargo.toml', {
    prepare: [`cargo fetch${place.has('Cargo.lock') ? ' --locked' : ''}`],
    allow: ['cargo'],
    env: [`CARGO_HOME=${CACHE}/cargo`],
  });
}

async function maven(place: Place): Promise<Stack | undefined> {
  const wrapper = place.has('mvnw');
  const mvn = wrapper ? './mvnw' : 'mvn';
  return stack(place, 'maven', 'pom.xml', {
    // Plugins are only known once they have run; what they made is not kept.
    prepare: [`${mvn} --batch-mode test || true`, `${mvn} --batch-mode --offline clean`],
    env: [
      `MAVEN_OPTS=-Dmaven.repo.local=${CACHE}/m2`,
      // Where the wrapper keeps the Maven that it downloads.
      ...(wrapper ? [`MAVEN_USER_HOME=${CACHE}/maven`] : []),
    ],
    notes: ['No word stands for a Maven repository: name its host:port in `allow-prepare`.'],
  });
}

async function gradle(place: Place): Promise<Stack | undefined> {
  const program = place.has('gradlew') ? './gradlew' : 'gradle';
  return stack(place, 'gradle', place.name, {
    prepare: [`${program} --no-daemon test || true`, `${program} --no-daemon --offline clean`],
    env: [`GRADLE_USER_HOME=${CACHE}/gradle`],
    notes: ['No word stands for the repositories of Gradle: name their host:port in `allow-prepare`.'],
  });
}

async function helm(place: Place): Promise<Stack | undefined> {
  const locked = place.has('Chart.lock');
  const tests = place.below.some((path) => /^tests\/[^/]*_test\.yaml$/.test(path));
  return stack(place, 'helm', `Chart.yaml${tests ? ', with tests for helm-unittest' : ''}`, {
    prepare: locked ? ['helm dependency build'] : [],
    notes: [
      ...(locked
        ? ['Chart.lock names charts of others: name the host:port of their repositories in `allow-prepare`.']
        : []),
      ...(tests ? ['helm-unittest is a plugin: rooms have to see it (`tools`, and HELM_PLUGINS in `env`).'] : []),
    ],
  });
}

async function conftest(place: Place): Promise<Stack | undefined> {
  return stack(place, 'conftest', 'policy/ holds rules for conftest', {
    notes: ['conftest judges every file that it can read: name those that are meant under `args`.'],
  });
}
