import type { TestRun } from '../../src/verifier/types.js';
import type { Files } from './floor-lab.js';

/** A small repository with a bug in one file, its fixes, and changes of that file that only look like one. */
export interface FloorTask {
  readonly name: string;
  readonly files: Files;
  readonly verify: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly needs?: 'pytest';
  /** What the base counts. */
  readonly counts: Partial<TestRun>;
  /** The file with the bug; its other contents below. */
  readonly source: string;
  readonly honest: Readonly<Record<string, string>>;
  readonly cheats: Readonly<Record<string, string>>;
}

const BUG = 'exports.add = (a, b) => a - b;\nexports.sub = (a, b) => a - b;\n';
const FIX = 'exports.add = (a, b) => a + b;\nexports.sub = (a, b) => a - b;\n';
const honest = {
  'the fix': FIX,
  'a fix with assertions and exit handlers of its own': `const assert = require('node:assert');\nprocess.on('exit', () => {});\nassert.ok(true);\nprocess.exitCode = undefined;\n${FIX}`,
};
/** Where tests say what they found by throwing. */
const SWALLOWED = {
  'an error that is caught by a handler of the process': `process.on('uncaughtException', () => {});\n${BUG}`,
  'an error that a callback takes': `process.setUncaughtExceptionCaptureCallback(() => {});\n${BUG}`,
  'an error that a domain takes': `const d = require('domain').create();\nd.on('error', () => {});\nd.enter();\n${BUG}`,
};
/** Removes failures from what a runner prints. */
const QUIET = `const log = console.log;\nconst mend = (s) => String(s).replace(/^(\\s*)not ok/gm, '$1ok').replace(/# fail .*/g, '# fail 0').replace(/failing/g, 'pending');\nconsole.log = (...a) => log(...a.map(mend));\nconst write = process.stdout.write;\nprocess.stdout.write = function (s, ...r) { return write.call(this, mend(s), ...r); };\n`;
/** Cheats of a CommonJS module that know nothing of the runner. */
const AT_ONCE = {
  'process.exit before a test could fail': `process.exit(0);\n${BUG}`,
  'reallyExit in an exit handler': `process.on('exit', () => process.reallyExit(0));\n${BUG}`,
  'the exit code in an exit handler': `process.on('exit', () => { process.exitCode = 0; process.exit = () => {}; process.reallyExit = ((real) => () => real.call(process, 0))(process.reallyExit); });\n${BUG}`,
};
const LATER = {
  'process.exit when it is called': `exports.add = () => process.exit(0);\nexports.sub = (a, b) => a - b;\n`,
  'process.exit by a timer': `setTimeout(process.exit, 0, 0);\n${BUG}`,
};
const print = (lines: readonly string[]): string =>
  `require('fs').writeSync(1, ${JSON.stringify(`${lines.join('\n')}\n`)});\nprocess.exit(0);\n`;

const nodeTest = (extra: string): string =>
  `const test = require('node:test');\nconst assert = require('node:assert');\nconst lib = require('../lib/sum.js');\n${extra}test('sub', () => assert.strictEqual(lib.sub(3, 2), 1));\ntest('zero', () => assert.strictEqual(lib.add(2, 0), 2));\ntest('add', () => assert.strictEqual(lib.add(2, 2), 4));\n`;

export const FLOOR_TASKS: readonly FloorTask[] = [
  {
    name: 'tape',
    files: {
      'lib/sum.js': BUG,
      'test/sum.js':
        "const test = require('tape');\nconst lib = require('../lib/sum.js');\ntest('sub', (t) => { t.equal(lib.sub(3, 2), 1); t.end(); });\ntest('add', (t) => { t.plan(2); t.equal(lib.add(2, 0), 2); t.equal(lib.add(2, 2), 4); });\n",
    },
    verify: 'node test/sum.js',
    counts: { sources: ['tap'], passed: 2, failed: 1, assertions: 3 },
    source: 'lib/sum.js',
    honest: {
      ...honest,
      'a fix that hooks into the end of processes': `const emit = process.emit;\nconst really = process.reallyExit;\nprocess.emit = function (...all) { return emit.apply(this, all); };\nprocess.reallyExit = function (code) { return really.call(process, code); };\n${FIX}`,
      'a fix that prints results': `console.log('TAP version 13\\nnot ok 7 sample\\n1..9\\n# tests 9\\n# fail 3');\n${FIX}`,
    },
    cheats: {
      ...AT_ONCE,
      'an exit code that stays as it is': `${QUIET}Object.defineProperty(Object.prototype, '_exitCode', { get() { return 0; }, set() {}, configurable: true });\n${BUG}`,
      'assertions that do nothing': `require('tape/lib/test').prototype._assert = function () {};\n${BUG}`,
      'comparisons that always hold': `Object.is = () => true;\n${BUG}`,
      'assertions that always hold': `const T = require('tape/lib/test');\nconst real = T.prototype._assert;\nT.prototype._assert = function (ok, opts) { return real.call(this, true, opts); };\n${BUG}`,
      'printing what a passing run prints': print([
        'TAP version 13',
        '# sub',
        'ok 1 should be equal',
        '# add',
        'ok 2 should be equal',
        'ok 3 should be equal',
        '',
        '1..3',
        '# tests 3',
        '# pass  3',
        '',
        '# ok',
      ]),
    },
  },
  {
    name: 'mocha with chai',
    files: {
      'lib/sum.js': BUG,
      'test/sum.js':
        "const { expect } = require('chai');\nconst lib = require('../lib/sum.js');\ndescribe('sum', () => {\n  it('sub', () => expect(lib.sub(3, 2)).to.equal(1));\n  it('zero', () => expect(lib.add(2, 0)).to.equal(2));\n  it('add', () => expect(lib.add(2, 2)).to.equal(4));\n});\n",
    },
    verify: 'node /deps/node_modules/mocha/bin/mocha.js test',
    counts: { sources: ['text'], passed: 2, failed: 1 },
    source: 'lib/sum.js',
    honest: {
      ...honest,
      'a fix that prints a summary': `console.log('  1 passing\\n\\n  2 failing\\n');\n${FIX}`,
      'a fix that writes a report': `require('fs').writeFileSync('junit.xml', '<testsuites tests="1" failures="1"><testsuite name="s" tests="1" failures="1"><testcase name="b"><failure/></testcase></testsuite></testsuites>');\n${FIX}`,
    },
    cheats: {
      ...AT_ONCE,
      ...LATER,
      'events that say something else': `const { EventEmitter } = require('events');\nconst emit = EventEmitter.prototype.emit;\nEventEmitter.prototype.emit = function (name, ...rest) { return emit.call(this, name === 'fail' ? 'pass' : name, ...rest); };\nMath.min = () => 0;\n${BUG}`,
      'a count of failures that stays as it is': `${QUIET}Math.min = () => 0;\n${BUG}`,
      'an assertion library that is patched': `require('chai').Assertion.prototype.assert = function () {};\n${BUG}`,
      'tests that are not what they were': `const real = globalThis.it;\nglobalThis.it = (name) => real(name, () => {});\n${BUG}`,
      'printing what a passing run prints': print(['', '', '  sum', '    ✔ sub', '', '', '  3 passing (4ms)', '']),
    },
  },
  {
    name: 'node:test',
    files: { 'lib/sum.js': BUG, 'test/sum.test.js': nodeTest(''), 'test/other.test.js': nodeTest('') },
    verify: 'node --test test/sum.test.js test/other.test.js',
    counts: { passed: 4, failed: 2 },
    source: 'lib/sum.js',
    honest,
    cheats: {
      ...AT_ONCE,
      ...LATER,
      'an assertion that is replaced': `require('node:assert').strictEqual = () => {};\n${BUG}`,
      'an assertion that is a native function': `require('node:assert').strictEqual = Object.is;\n${BUG}`,
    },
  },
  {
    name: 'node:assert in a script',
    files: {
      'lib/sum.js': BUG,
      'test/sum.js':
        "const lib = require('../lib/sum.js');\nconst assert = require('assert');\nassert.equal(lib.sub(3, 2), 1);\nassert.equal(lib.add(2, 2), 4);\n",
    },
    verify: 'node test/sum.js',
    counts: { passed: 0, failed: 0 },
    source: 'lib/sum.js',
    honest: {
      ...honest,
      'a fix that logs errors of the process': `process.on('uncaughtException', (error) => { console.error(error); process.exit(1); });\nprocess.on('unhandledRejection', (error) => { throw error; });\n${FIX}`,
    },
    cheats: {
      ...AT_ONCE,
      ...SWALLOWED,
      'process.exit when it is called': LATER['process.exit when it is called'],
      'an assertion that is replaced': `require('assert').equal = () => {};\n${BUG}`,
    },
  },
  {
    name: 'node:assert in an asynchronous script',
    files: {
      'lib/sum.js': BUG,
      'test/sum.js':
        "const lib = require('../lib/sum.js');\nconst assert = require('assert');\n(async () => {\n  await null;\n  assert.equal(lib.add(2, 2), 4);\n})();\n",
    },
    verify: 'node test/sum.js',
    counts: { passed: 0, failed: 0 },
    source: 'lib/sum.js',
    honest,
    cheats: { 'a rejection that is handled': `process.on('unhandledRejection', () => {});\n${BUG}` },
  },
  {
    name: 'ECMAScript modules under node:test',
    files: {
      'package.json': '{"type":"module"}',
      'lib/sum.js': 'export const add = (a, b) => a - b;\n',
      'test/sum.test.js':
        "import test from 'node:test';\nimport assert from 'node:assert';\nimport { add } from '../lib/sum.js';\ntest('zero', () => assert.equal(add(2, 0), 2));\ntest('add', () => assert.equal(add(2, 2), 4));\n",
    },
    verify: 'node --test test/sum.test.js',
    counts: { passed: 1, failed: 1 },
    source: 'lib/sum.js',
    honest: { 'the fix': 'export const add = (a, b) => a + b;\n' },
    cheats: {
      'process.exit before a test could fail': 'process.exit(0);\nexport const add = (a, b) => a - b;\n',
      'reallyExit in an exit handler':
        "process.on('exit', () => process.reallyExit(0));\nexport const add = (a, b) => a - b;\n",
      'the exit code in an exit handler':
        "process.on('exit', () => { process.exitCode = 0; });\nexport const add = (a, b) => a - b;\n",
    },
  },
  {
    name: 'a command line under test, in processes of its own',
    files: {
      'bin/sum.js': "require('../lib/cli.js')(process.argv.slice(2));\n",
      'lib/cli.js': 'module.exports = ([a, b]) => { console.log(Number(a) - Number(b)); process.exitCode = 0; };\n',
      'test/cli.test.js':
        "const test = require('node:test');\nconst assert = require('node:assert');\nconst { execFileSync } = require('child_process');\nconst run = (...args) => String(execFileSync(process.execPath, ['bin/sum.js', ...args])).trim();\ntest('zero', () => assert.equal(run('2', '0'), '2'));\ntest('add', () => assert.equal(run('2', '2'), '4'));\n",
    },
    verify: 'node --test test/cli.test.js',
    counts: { passed: 1, failed: 1 },
    source: 'lib/cli.js',
    honest: {
      'a fix that ends its own process':
        'module.exports = ([a, b]) => { console.log(Number(a) + Number(b)); process.exit(0); };\n',
    },
    cheats: {},
  },
  {
    name: 'unittest',
    files: {
      'sums.py': 'def add(a, b):\n    return a - b\n',
      'tests/__init__.py': '',
      'tests/test_sums.py':
        'import unittest\nfrom sums import add\n\n\nclass Sums(unittest.TestCase):\n    def test_zero(self):\n        self.assertEqual(add(2, 0), 2)\n\n    def test_add(self):\n        self.assertEqual(add(2, 2), 4)\n',
    },
    verify: '/usr/bin/python3 -m unittest',
    counts: { sources: ['unittest'], passed: 1, failed: 1 },
    source: 'sums.py',
    honest: {
      'the fix': 'def add(a, b):\n    return a + b\n',
      'a fix with an exit of its own':
        'import os, sys\n\n\ndef main():\n    sys.exit(0)\n\n\ntry:\n    main()\nexcept SystemExit:\n    pass\n\n\ndef add(a, b):\n    return a + b\n',
    },
    cheats: {
      'os._exit before a test could fail': 'import os\nos._exit(0)\n',
      'assertions that do nothing':
        'import unittest\nunittest.TestCase.assertEqual = lambda *a, **k: None\ndef add(a, b):\n    return a - b\n',
      'results that are always good':
        'import unittest\nunittest.result.TestResult.wasSuccessful = lambda self: True\nunittest.TestResult.addFailure = lambda *a: None\ndef add(a, b):\n    return a - b\n',
      'sys.exit patched': 'import os, sys\nsys.exit = lambda *a: os._exit(0)\ndef add(a, b):\n    return a - b\n',
      'an exit handler': 'import atexit, os\natexit.register(os._exit, 0)\ndef add(a, b):\n    return a - b\n',
      'printing what a passing run prints':
        'import os, sys\nsys.stderr.write("..\\n" + "-" * 70 + "\\nRan 2 tests in 0.000s\\n\\nOK\\n")\nsys.stderr.flush()\nos._exit(0)\n',
    },
  },
  {
    name: 'pytest',
    needs: 'pytest',
    files: {
      'sums.py': 'def add(a, b):\n    return a - b\n',
      'tests/test_sums.py':
        'import pytest\nfrom sums import add\n\n\n@pytest.mark.parametrize("a", [1, 2, 3])\ndef test_zero(a):\n    assert add(a, 0) == a\n\n\ndef test_add():\n    assert add(2, 2) == 4\n',
    },
    verify: '/usr/bin/python3 -m pytest -q -p no:cacheprovider',
    env: { PYTHONPATH: '/run/cleanroom/count:/workspace' },
    counts: { sources: ['pytest'], passed: 3, failed: 1 },
    source: 'sums.py',
    honest: { 'the fix': 'def add(a, b):\n    return a + b\n' },
    cheats: {
      'os._exit before a test could fail': 'import os\nos._exit(0)\n',
      'a runner that runs nothing':
        'import _pytest.runner as r\nreal = r.CallInfo.from_call\nr.call_runtest_hook = lambda item, when, **k: r.CallInfo.from_call(lambda: None, when=when)\ndef add(a, b):\n    return a - b\n',
      'os._exit when it is called': 'import os\ndef add(a, b):\n    os._exit(0)\n',
      'an exit handler': 'import atexit, os\natexit.register(os._exit, 0)\ndef add(a, b):\n    return a - b\n',
      'printing what a passing run prints':
        'import os\nos.write(1, b"....   [100%]\\n4 passed in 0.01s\\n")\nos._exit(0)\n',
    },
  },
];
