export const id = 32;
export const ids = [32];
export const modules = {

/***/ 15032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  describeSetup: () => (/* binding */ describeSetup),
  initialise: () => (/* binding */ initialise)
});

// UNUSED EXPORTS: configText, workflowText

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/remove-tree.js
var remove_tree = __webpack_require__(25783);
// EXTERNAL MODULE: ./build/run/commits.js
var commits = __webpack_require__(39740);
;// CONCATENATED MODULE: ./build/run/init-stacks.js

/** A directory whose name needs no quotes anywhere. Others are left to their people. */
const PLAIN = /^(?:[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:\/(?!$)|$))*$/;
/** Where files lie that are not this project's own, or are material of its tests. */
const FOREIGN = /(?:^|\/)(?:node_modules|vendor|third_party|testdata|fixtures?|__fixtures__|tests?|spec|e2e|examples?|samples?|templates|docs?|dist|target|\.[^/]*)(?:\/|$)/i;
const MAX_DEPTH = 3;
const MAX_STACKS = 12;
const CACHE = '/workspace/.cleanroom';
const stack = (place, preset, because, more = {}) => ({
    preset,
    directory: place.directory,
    because,
    prepare: [],
    allow: [],
    env: [],
    notes: [],
    ...more,
});
const SIGNS = [
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
async function detectStacks(files) {
    const byDirectory = new Map();
    for (const path of files.paths) {
        const directory = external_node_path_.posix.dirname(path) === '.' ? '' : external_node_path_.posix.dirname(path);
        byDirectory.set(directory, [...(byDirectory.get(directory) ?? []), external_node_path_.posix.basename(path)]);
        // A policy is known by its directory.
        if (/\.rego$/.test(path) && external_node_path_.posix.basename(directory) === 'policy') {
            const parent = external_node_path_.posix.dirname(directory) === '.' ? '' : external_node_path_.posix.dirname(directory);
            byDirectory.set(parent, [...(byDirectory.get(parent) ?? []), 'policy']);
        }
    }
    const directories = [...byDirectory.keys()]
        .filter((directory) => PLAIN.test(directory) && !FOREIGN.test(directory))
        .filter((directory) => directory === '' || directory.split('/').length <= MAX_DEPTH)
        .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
    const found = [];
    for (const sign of SIGNS) {
        const covered = [];
        for (const directory of directories) {
            const name = byDirectory.get(directory)?.find((file) => sign.file.test(file));
            const inside = covered.some((whole) => whole === '' || directory.startsWith(`${whole}/`));
            if (name === undefined || (sign.whole && inside))
                continue;
            const stack = await sign.look(placeOf(directory, name, files));
            if (stack === undefined)
                continue;
            covered.push(directory);
            found.push(stack);
        }
    }
    found.sort((a, b) => Number(a.directory !== '') - Number(b.directory !== ''));
    const [shown, more] = [found.slice(0, MAX_STACKS), found.length - MAX_STACKS];
    const last = shown.at(-1);
    if (last === undefined || more <= 0)
        return shown;
    const note = `${more} more that were found are left out here: add those that matter, or a command for all of them.`;
    return [...shown.slice(0, -1), { ...last, notes: [...last.notes, note] }];
}
function placeOf(directory, name, { paths, read }) {
    const prefix = directory === '' ? '' : `${directory}/`;
    const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    const known = new Set(below);
    return { directory, name, below, has: (path) => known.has(path), read: (path) => read(`${prefix}${path}`) };
}
async function node(place) {
    const scripts = scriptsOf((await place.read('package.json')) ?? '');
    const test = scripts['test'];
    if (typeof test !== 'string' || test.trim() === '' || /no test specified/.test(test))
        return undefined;
    const notes = typeof scripts['build'] === 'string'
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
function scriptsOf(manifest) {
    try {
        const parsed = JSON.parse(manifest);
        const scripts = parsed !== null && typeof parsed === 'object' && 'scripts' in parsed ? parsed.scripts : undefined;
        return scripts !== null && typeof scripts === 'object' ? { ...scripts } : {};
    }
    catch {
        return {};
    }
}
async function python(place) {
    if (!place.below.some((path) => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path)))
        return undefined;
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
async function go(place) {
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
    if (!place.below.some((path) => path.endsWith('_test.go')))
        return undefined;
    const vendored = place.has('vendor/modules.txt');
    return stack(place, 'go', 'go.mod, and files that end in _test.go', {
        // Compiled once, in the layer of all rooms.
        prepare: [...(vendored ? [] : ['go mod download']), "go test -run '^$' ./... || true"],
        allow: vendored ? [] : ['go'],
        env: GO_ENV,
    });
}
async function cargo(place) {
    const manifest = (await place.read('Cargo.toml')) ?? '';
    if (!/^\[(?:package|workspace)\]/m.test(manifest))
        return undefined;
    return stack(place, 'cargo', 'Cargo.toml', {
        prepare: [`cargo fetch${place.has('Cargo.lock') ? ' --locked' : ''}`],
        allow: ['cargo'],
        env: [`CARGO_HOME=${CACHE}/cargo`],
    });
}
async function maven(place) {
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
async function gradle(place) {
    const program = place.has('gradlew') ? './gradlew' : 'gradle';
    return stack(place, 'gradle', place.name, {
        prepare: [`${program} --no-daemon test || true`, `${program} --no-daemon --offline clean`],
        env: [`GRADLE_USER_HOME=${CACHE}/gradle`],
        notes: ['No word stands for the repositories of Gradle: name their host:port in `allow-prepare`.'],
    });
}
async function helm(place) {
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
async function conftest(place) {
    return stack(place, 'conftest', 'policy/ holds rules for conftest', {
        notes: ['conftest judges every file that it can read: name those that are meant under `args`.'],
    });
}

// EXTERNAL MODULE: ./build/run/run.js + 17 modules
var run = __webpack_require__(38437);
;// CONCATENATED MODULE: ./build/run/init.js








const CONFIG = '.github/cleanroom.yml';
const WORKFLOW = '.github/workflows/cleanroom.yml';
const MAX_LISTING = 64 * 1024 * 1024;
const MAX_FILE = 256 * 1024;
/**
 * Looks at the last commit of a checkout and proposes a configuration and a workflow for it. Nothing of it is run.
 * @param write puts the files that do not exist yet where they belong; none is ever replaced
 * @throws CleanroomError `checkout.not-a-repository`, `init.no-commit`, `init.link`, `init.not-writable`
 */
async function initialise(from) {
    const { directory, source, checkout } = await (0,run/* openStore */.Ch)(from.host);
    try {
        const { head } = checkout;
        if (head === undefined)
            throw new errors/* CleanroomError */.P3('init.no-commit', 'this repository has no commit', {
                kind: 'usage',
                hint: 'commit the files first: only what is committed counts',
            });
        const listed = await source.store.run(['ls-tree', '-r', '-z', '--name-only', '--full-tree', head], {
            maxBytes: MAX_LISTING,
        });
        const stacks = await detectStacks({
            paths: listed.stdout.toString('utf8').split('\0'),
            // One that is too large says nothing.
            read: async (path) => (await (0,commits/* readCommitted */.r3)(source.store, head, path, MAX_FILE).catch(() => undefined))?.toString('utf8'),
        });
        if (stacks.length === 0)
            return { stacks, files: [] };
        const files = [
            { path: CONFIG, text: configText(stacks) },
            { path: WORKFLOW, text: workflowText() },
        ];
        const written = [];
        for (const file of files)
            written.push({ ...file, state: await place(checkout.root, file, from.write) });
        return { stacks, files: written };
    }
    finally {
        await (0,remove_tree/* removeTree */.d)(directory);
    }
}
async function place(root, { path, text }, write) {
    const target = (0,external_node_path_.join)(root, path);
    if (await exists(target))
        return 'exists';
    if (!write)
        return 'proposed';
    // A link would lead out of the checkout.
    for (let parent = external_node_path_.posix.dirname(path); parent !== '.'; parent = external_node_path_.posix.dirname(parent))
        if ((await (0,promises_.lstat)((0,external_node_path_.join)(root, parent)).catch(() => undefined))?.isDirectory() === false)
            throw new errors/* CleanroomError */.P3('init.link', `${parent} is no directory`, {
                kind: 'usage',
                hint: 'write the files by hand: init --json prints them',
            });
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true }).catch(notWritable);
    const flags = external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_CREAT | external_node_fs_.constants.O_EXCL | external_node_fs_.constants.O_NOFOLLOW;
    const file = await (0,promises_.open)(target, flags, 0o644).catch((error) => {
        if ((0,errors/* errnoOf */.UQ)(error) === 'EEXIST')
            return undefined;
        return notWritable(error);
    });
    if (file === undefined)
        return 'exists';
    try {
        await file.writeFile(text);
    }
    finally {
        await file.close();
    }
    return 'written';
}
function notWritable(error) {
    throw new errors/* CleanroomError */.P3('init.not-writable', `the checkout cannot be written: ${(0,errors/* messageOf */.bD)(error)}`, {
        kind: 'usage',
        hint: 'write the files by hand: init --json prints them',
    });
}
async function exists(path) {
    return (await (0,promises_.lstat)(path).catch(() => undefined)) !== undefined;
}
/** The configuration file for these stacks. Nothing in it is the repository's but names of plain directories. */
function configText(stacks) {
    const [only] = stacks;
    const lines = [
        '# What decides, and how dependencies come into the base. See docs/guides/verifiers.md of cleanroom-action.',
    ];
    if (only !== undefined && stacks.length === 1 && only.directory === '') {
        lines.push(`verify-preset: ${only.preset} # ${only.because}`);
    }
    else {
        lines.push('verifiers:');
        for (const [name, { preset, directory, because }] of named(stacks)) {
            lines.push(`  ${name}: # ${because}`, `    preset: ${preset}`);
            if (directory !== '')
                lines.push(`    working-directory: ${scalar(directory)}`);
        }
    }
    const prepare = stacks.flatMap((one) => one.directory === '' || one.prepare.length === 0
        ? one.prepare
        : [`(cd ${one.directory} && ${one.prepare.map((line) => grouped(line, one.prepare.length)).join(' && ')})`]);
    if (prepare.length > 0)
        lines.push('# Runs once, in a room with a line to these registries alone; what it leaves is frozen.', 'prepare: |');
    lines.push(...prepare.map((line) => `  ${line}`));
    const list = (name, entries) => {
        const each = [...new Set(entries)];
        if (each.length > 0)
            lines.push(`${name}:`, ...each.map((entry) => `  - ${entry}`));
    };
    list('allow-prepare', stacks.flatMap(({ allow }) => allow));
    list('env', stacks.flatMap(({ env }) => env));
    for (const note of new Set(stacks.flatMap(({ notes }) => notes)))
        lines.push(`# ${note}`);
    return `${lines.join('\n')}\n`;
}
/** A plain name as YAML reads it: `1` and `true` would be no text. */
function scalar(name) {
    return /^(?:\d.*|true|false|null|yes|no|on|off|y|n)$/i.test(name) ? `'${name}'` : name;
}
/** `a || true` between others that are joined by `&&`. */
function grouped(line, lines) {
    return lines > 1 && line.includes('||') ? `{ ${line}; }` : line;
}
/** Names that verifiers may have, each once. */
function named(stacks) {
    const used = new Set();
    return stacks.map((stack) => {
        const last = external_node_path_.posix
            .basename(stack.directory)
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, '-')
            .replace(/^[^a-z]+|-+$/g, '');
        const base = (last === '' ? stack.preset : `${last.slice(0, 12)}-${stack.preset}`).replace(/-{2,}/g, '-');
        let name = base;
        for (let number = 2; used.has(name); number++)
            name = `${base}-${number}`;
        used.add(name);
        return [name, stack];
    });
}
/** The workflow: two jobs, of which the one with the agent holds no token that writes. Nothing of the repository is in it. */
function workflowText() {
    return `# Label a pull request with \`repair\`, and an agent works on it until the verifier passes. The job with the agent can
# read, and nothing else; what it found is published by the second one. See docs/guides/publish.md of cleanroom-action.
name: cleanroom
on:
  pull_request:
    types: [labeled]
permissions: {}
jobs:
  run:
    if: github.event.label.name == 'repair'
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    permissions:
      contents: read
    # Of the job, not of the workflow: any other label must not cancel a run.
    concurrency:
      group: cleanroom-\${{ github.event.pull_request.number }}
      cancel-in-progress: true
    outputs:
      manifest-sha256: \${{ steps.cleanroom.outputs.manifest-sha256 }}
      artifact-url: \${{ steps.artifact.outputs.artifact-url }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          ref: \${{ github.event.pull_request.head.sha }}
          fetch-depth: 0
          persist-credentials: false
      # Tools that the runner lacks are set up here, such as another version of Node.
      - id: cleanroom
        uses: org/cleanroom-action@v1
        with:
          prompt: The verifier fails. Find the cause and mend it.
          api-key: \${{ secrets.OPENAI_API_KEY }}
          publish: later
          evidence: \${{ runner.temp }}/evidence
      - id: artifact
        if: always() && steps.cleanroom.outputs.evidence != ''
        uses: actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1
        with:
          name: evidence
          path: \${{ steps.cleanroom.outputs.evidence }}

  publish:
    needs: run
    # Also where the run was not green: that is worth a comment. Without evidence there is nothing to say.
    if: \${{ !cancelled() && needs.run.outputs.manifest-sha256 != '' }}
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      pull-requests: write # the comment
      checks: write # the check run
    steps:
      - uses: actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1
        with:
          name: evidence
          path: \${{ runner.temp }}/evidence
      - uses: org/cleanroom-action/publish@v1
        with:
          evidence: \${{ runner.temp }}/evidence
          manifest-sha256: \${{ needs.run.outputs.manifest-sha256 }}
          artifact-url: \${{ needs.run.outputs.artifact-url }}
`;
}
/** What was found, why, and what became of the files, for a person. */
function describeSetup({ stacks, files }) {
    if (stacks.length === 0)
        return 'No stack was found in the last commit that a preset is for. Set verify to the command that decides.';
    const lines = ['found in the last commit:'];
    for (const { preset, directory, because, notes } of stacks) {
        lines.push(`  ${preset.padEnd(12)}${directory === '' ? '' : `in ${directory}: `}${because}`);
        for (const note of notes)
            lines.push(`  ${' '.repeat(12)}${note.replaceAll('`', '')}`);
    }
    for (const { path, text, state } of files) {
        if (state === 'exists')
            lines.push('', `${path} exists, and is left as it is`);
        else if (state === 'written')
            lines.push('', `${path} written`);
        else
            lines.push('', `${path}:`, ...text
                .trimEnd()
                .split('\n')
                .map((line) => `  ${line}`.trimEnd()));
    }
    lines.push('', 'Commit these files to the branch that decides; `cleanroom-action plan --prompt x` shows what they come to.');
    if (files.some(({ state }) => state === 'proposed'))
        lines.push('With --write, init writes those that do not exist.');
    return lines.join('\n');
}


/***/ })

};
