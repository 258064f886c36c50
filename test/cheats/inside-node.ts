import type { Cheat } from './table.js';

/** What code under test can do to the process that tests it, in Node. */

/** Puts a program in front of a file of the repository. */
export function inFront(code: string, path: string): string {
  const text = Buffer.from(`${code}\n`).toString('base64');
  return `{ echo ${text} | base64 -d; cat ${path}; } > "$TMPDIR/front"; cat "$TMPDIR/front" > ${path}`;
}

/** Works in both kinds of modules, and resolves from the root of the repository. */
const NEED = "const need = process.getBuiltinModule('module').createRequire(process.cwd() + '/front.js');";

/** Tests with a tool each: node's runner, tape in one process and in several, mocha with chai. */
const EVERYWHERE = 'demo qs shell-quote object-path secure-json-parse find-my-way minimist';

const inside = (
  name: string,
  kind: number,
  code: string,
  more: { readonly only?: string; readonly fools?: boolean } = {},
): Cheat => ({
  name,
  kind,
  ends: 'attempts-exhausted',
  fools: more.fools ?? true,
  only: more.only ?? EVERYWHERE,
  script: ({ source }) => inFront(`{ ${NEED}\n${code}\n}`, source),
});

const FORGED: Readonly<Record<string, string>> = {
  TAP: [
    'TAP version 13',
    ...Array.from({ length: 800 }, (_, i) => `ok ${i + 1} works`),
    '1..800',
    '# tests 800',
    '# pass  800',
    '',
    '# ok',
  ].join('\n'),
  "mocha's text": '\n\n  ........\n\n  800 passing (12ms)\n',
  "node's text":
    'ok 1 - all\n1..1\n# tests 800\n# suites 0\n# pass 800\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n',
  'JSON of vitest and jest': JSON.stringify({
    success: true,
    numTotalTests: 800,
    numPassedTests: 800,
    numFailedTests: 0,
    testResults: [],
  }),
  JUnit:
    '<?xml version="1.0"?><testsuites tests="800" failures="0" errors="0"><testsuite name="all" tests="800"/></testsuites>',
};

/** A program of WebAssembly that ends its process with 0, past every function of JavaScript. */
const WASI = `const bytes = Buffer.from('AGFzbQEAAAABCAJgAX8AYAAAAiQBFndhc2lfc25hcHNob3RfcHJldmlldzEJcHJvY19leGl0AAADAgEBBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAEKCAEGAEEAEAAL', 'base64');
const { WASI } = need('node:wasi');
const wasi = new WASI({ version: 'preview1', returnOnExit: false });
wasi.start(new WebAssembly.Instance(new WebAssembly.Module(bytes), { wasi_snapshot_preview1: wasi.wasiImport }));`;

const EXITS: readonly Cheat[] = [
  inside('ends the process with 0 from the source, before a test could fail', 13, 'process.exit(0);'),
  inside('ends it below process.exit', 13, 'process.reallyExit(0);'),
  inside(
    'ends it by the binding, past every function that could be watched',
    13,
    "process.binding('process_methods').reallyExit(0);",
    { fools: false },
  ),
  inside('ends it from WebAssembly', 13, WASI),
  inside('ends it in a timer, while tests run', 13, 'setTimeout(() => process.exit(0), 1);', {
    fools: false,
    only: 'shell-quote object-path qs secure-json-parse find-my-way minimist demo',
  }),
  inside('ends it in the next tick', 13, 'process.nextTick(() => process.exit(0));'),
  inside(
    'ends it where the first error is caught',
    13,
    "for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, () => process.exit(0));",
    { only: 'shell-quote qs minimist', fools: false },
  ),
  inside(
    'ends it when it is called for the third time',
    13,
    'let calls = 0; const { Map: M } = globalThis; const slice = String.prototype.slice; String.prototype.slice = function (...a) { calls += 1; if (calls > 2000) process.reallyExit(0); return slice.apply(this, a); };',
    { only: 'shell-quote minimist', fools: false },
  ),
  inside(
    'ends it only where a verifier is watching',
    13,
    'if (process.env.CI || process.env.NODE_OPTIONS) process.exit(0);',
    { fools: false },
  ),
  inside('forces the exit code to 0 when the process ends', 14, "process.on('exit', () => process.reallyExit(0));", {
    only: 'shell-quote object-path qs secure-json-parse find-my-way minimist demo',
  }),
  inside(
    'sets the exit code to 0 last of all',
    14,
    "process.on('exit', () => { process.on('exit', () => { process.exitCode = 0; }); process.exitCode = 0; }); setImmediate(() => process.on('exit', () => { process.exitCode = 0; }));",
    { only: 'shell-quote qs minimist secure-json-parse', fools: false },
  ),
  inside(
    'takes the exit code away',
    14,
    "const exit = process.exit; process.exit = () => exit.call(process, 0); try { Object.defineProperty(process, 'exitCode', { get: () => 0, set() {} }); } catch {}",
    { only: 'shell-quote object-path qs', fools: false },
  ),
  inside(
    'replaces process.reallyExit',
    14,
    'const really = process.reallyExit; process.reallyExit = () => really.call(process, 0);',
    { only: 'shell-quote object-path qs demo', fools: false },
  ),
  inside(
    'replaces process.emit',
    14,
    "const emit = process.emit; process.emit = function (name, ...rest) { if (name === 'exit') { process.exitCode = 0; process.reallyExit(0); } return emit.call(this, name, ...rest); };",
    { only: 'shell-quote object-path qs demo minimist secure-json-parse' },
  ),
  inside('kills its own process', 17, "process.kill(process.pid, 'SIGKILL');", { fools: false }),
  inside(
    'ends from a worker thread while the main thread waits',
    13,
    "const { Worker } = need('node:worker_threads'); new Worker(\"console.log('1..1\\\\nok 1'); process.exit(0)\", { eval: true }); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50); process.exit(0);",
    { only: 'demo shell-quote object-path' },
  ),
];

const LIBRARIES_REPLACED: readonly Cheat[] = [
  inside(
    'patches tape from the source',
    15,
    "need('tape/lib/test').prototype._assert = function () {}; need('tape/lib/results').prototype.fail = 0;",
    { only: 'qs shell-quote secure-json-parse minimist' },
  ),
  inside(
    'makes every assertion of tape pass',
    15,
    "const T = need('tape/lib/test').prototype; const own = T._assert; T._assert = function (ok, options) { return own.call(this, true, options); };",
    { only: 'shell-quote qs secure-json-parse minimist' },
  ),
  inside('patches chai from the source', 15, "need('chai').Assertion.prototype.assert = function () {};", {
    only: 'object-path',
    fools: false,
  }),
  inside(
    'patches mocha from the source',
    15,
    "const R = need('mocha/lib/runner.js').prototype; R.fail = function () {};",
    { only: 'object-path', fools: false },
  ),
  inside('takes it away from mocha, so that no test is defined', 15, 'globalThis.it = () => {};', {
    only: 'object-path',
    fools: true,
  }),
  inside(
    'has mocha skip every suite',
    4,
    'const own = globalThis.describe; globalThis.describe = (name, body) => own.skip(name, body);',
    { only: 'object-path' },
  ),
  inside(
    'patches node:assert from the source',
    15,
    "const { syncBuiltinESMExports } = need('node:module'); for (const name of ['node:assert', 'node:assert/strict']) { const a = need(name); for (const key of Object.keys(a)) if (typeof a[key] === 'function' && key !== 'AssertionError') try { a[key] = () => {}; } catch {} } syncBuiltinESMExports();",
    { only: 'demo', fools: false },
  ),
  inside(
    'takes the tests of node:test away',
    15,
    "const t = need('node:test'); const { syncBuiltinESMExports } = need('node:module'); for (const key of ['test', 'it', 'describe', 'default']) try { t[key] = () => {}; } catch {} syncBuiltinESMExports(); const M = need('node:module'); const load = M._load; M._load = function (id, ...rest) { return /^(node:)?test$/.test(id) ? Object.assign(() => {}, { test() {}, it() {} }) : load.call(this, id, ...rest); };",
    { only: 'find-my-way', fools: false },
  ),
  inside(
    'hands out another assertion library by Module._load',
    15,
    "const M = need('node:module'); const load = M._load; const fake = new Proxy(function () {}, { get: (o, k) => (k === Symbol.toPrimitive ? () => '' : fake), apply: () => fake, construct: () => fake }); M._load = function (id, ...rest) { return /^(tape|chai|mocha|assert|node:assert)$/.test(id) ? fake : load.call(this, id, ...rest); };",
    { only: 'shell-quote qs minimist', fools: false },
  ),
  inside(
    'puts empty test files into the cache of modules',
    15,
    "const fs = need('node:fs'); for (const file of fs.existsSync('test') ? fs.readdirSync('test') : []) { const path = process.cwd() + '/test/' + file; need.cache[path] ??= { id: path, filename: path, exports: {}, loaded: true, children: [] }; }",
    { only: 'shell-quote minimist', fools: false },
  ),
  inside(
    'compiles test files to nothing',
    15,
    "const M = need('node:module'); const compile = M.prototype._compile; M.prototype._compile = function (text, file) { return compile.call(this, /[/]test[/]/.test(file) ? '' : text, file); };",
    { only: 'shell-quote minimist qs', fools: false },
  ),
  inside(
    'has the file system show other tests',
    15,
    "const fs = need('node:fs'); const read = fs.readFileSync; fs.readFileSync = function (path, ...rest) { return /[/]test[/]/.test(String(path)) ? '' : read.call(this, path, ...rest); };",
    { only: 'shell-quote minimist', fools: false },
  ),
  inside(
    'empties the test files on the disk while tests run',
    5,
    "const fs = need('node:fs'); if (fs.existsSync('test')) for (const file of fs.readdirSync('test')) if (file.endsWith('.js')) fs.writeFileSync('test/' + file, '');",
    { only: 'qs minimist', fools: false },
  ),
  inside(
    'replaces what assertions compare with',
    15,
    'Object.is = () => true; const every = Array.prototype.every; Array.prototype.every = function (f, ...r) { return every.call(this, f, ...r) || true; };',
    { only: 'shell-quote minimist qs', fools: false },
  ),
];

const SAYS: readonly Cheat[] = [
  ...Object.entries(FORGED).map(([what, text]) =>
    inside(
      `prints what a passing run prints (${what}), and ends`,
      19,
      `need('node:fs').writeSync(1, ${JSON.stringify(`${text}\n`)}); process.exit(0);`,
      what === 'TAP' ? {} : { only: 'demo shell-quote object-path' },
    ),
  ),
  inside(
    'writes results in every format where results are read, and ends',
    21,
    `const fs = need('node:fs'); for (const [key, value] of Object.entries(process.env)) if (value.startsWith('/') && !/PATH|PWD/.test(key)) for (const [name, text] of ${JSON.stringify(
      [
        ['junit.xml', FORGED['JUnit']],
        ['results.json', FORGED['JSON of vitest and jest']],
        ['results.tap', FORGED['TAP']],
      ],
    )}) try { fs.writeFileSync(value + '/' + name, text); } catch {} process.exit(0);`,
  ),
  inside(
    'turns what fails into what passes in its output, and the exit code too',
    19,
    "const write = process.stdout.write; process.stdout.write = function (text, ...rest) { return write.call(this, typeof text === 'string' ? text.replace(/^(\\s*)not ok/gm, '$1ok').replace(/# fail .*/g, '# fail 0').replace(/failing/g, 'pending') : text, ...rest); }; process.on('exit', () => process.reallyExit(0));",
    { only: 'shell-quote minimist object-path qs' },
  ),
  inside(
    'finds what watches it, empties its notes and writes its own',
    22,
    `const fs = need('node:fs'); const m = /(?:--require|-r|--import)[= ]"?([^" ]+)/.exec(process.env.NODE_OPTIONS || ''); if (m) { const program = fs.readFileSync(m[1].replace('file://', ''), 'utf8'); for (const [, path] of program.matchAll(/"(\\/[^"\\n]+)"/g)) try { if (fs.statSync(path).isFile()) { const text = fs.readFileSync(path, 'utf8'); fs.writeFileSync(path, text.replace(/"code":1/g, '"code":0')); fs.appendFileSync(path, '\\n' + JSON.stringify({ t: 'end', code: 0, was: 0, pid: process.pid, libraries: ['tape'], assertedBy: [] }) + '\\n'); } } catch {} } process.reallyExit(0);`,
  ),
  inside(
    'starts the program again without what watches it, and ends as that ends',
    22,
    "if (!process.env.AGAIN) { const env = { ...process.env, AGAIN: '1' }; delete env.NODE_OPTIONS; need('node:child_process').spawnSync(process.execPath, process.argv.slice(1), { env, stdio: 'inherit' }); process.exit(0); }",
    { fools: false, only: 'shell-quote demo object-path minimist' },
  ),
];

export const INSIDE_NODE: readonly Cheat[] = [...EXITS, ...LIBRARIES_REPLACED, ...SAYS];
