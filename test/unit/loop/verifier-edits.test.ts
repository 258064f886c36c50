import { describe, expect, it } from 'vitest';
import { checkPatch } from '../../../src/loop/check-patch.js';
import { foldable, foldedVariant, plainVariant } from '../../../src/loop/path-variants.js';
import { ALWAYS_REFUSED, DEFAULT_PROTECTED, TEST_PATTERNS } from '../../../src/plan/protected.js';
import { globPath } from '../../../src/workspace/paths.js';
import type { PatchFile } from '../../../src/workspace/types.js';

const NONE = '000000';

function file(path: string, status: PatchFile['status'] = 'modified', newMode = '100644'): PatchFile {
  const mode = status === 'deleted' ? NONE : newMode;
  return {
    path: Buffer.from(path).toString('latin1'),
    status,
    oldMode: status === 'added' ? NONE : '100644',
    newMode: mode,
    added: 1,
    deleted: 0,
  };
}

const LINKED = [
  { link: 'test', target: 'checks' },
  { link: 'ci/check.sh', target: 'tools/check.sh' },
];

function check(files: readonly PatchFile[], edits: 'deny' | 'report' | 'allow', own: readonly string[] = []) {
  const verifier = ['ci/check.sh'];
  const patch = { commit: 'c', files, diff: Buffer.from('d'), contents: new Map(), ignored: 0, refusals: [] };
  const result = checkPatch(patch, {
    protect: [...DEFAULT_PROTECTED, ...own, ...verifier],
    refused: [...ALWAYS_REFUSED, ...own],
    edits,
    tests: TEST_PATTERNS,
    verifier,
    linked: LINKED,
    writable: null,
    text: globPath,
  });
  return {
    refused: result.refusals.map(({ path }) => path),
    reasons: result.refusals.map(({ reason }) => reason),
    edits: result.verifierEdits.map(({ file: edited }) => globPath(edited.path)),
    globs: result.verifierEdits.map(({ glob }) => glob),
    newTests: result.newTests.map(({ path }) => path),
  };
}

describe('a change of what decides', () => {
  const decides = ['test/a.js', 'conftest.py', 'package.json', 'vitest.config.ts', 'Makefile', 'ci/check.sh'];
  const never = [
    '.github/workflows/ci.yml',
    'AGENTS.md',
    '.claude/settings.json',
    '.gitattributes',
    '.husky/pre-commit',
    'node_modules/tape/index.js',
    'cleanroom.yaml',
  ];

  it.each(['report', 'allow'] as const)('is told apart with %s', (mode) => {
    const result = check([file('src/a.js'), ...decides.map((path) => file(path))], mode);
    expect(result).toMatchObject({ refused: [], edits: decides });
    expect(result.globs).toContain('ci/check.sh');
  });

  it.each(['deny', 'report', 'allow'] as const)(
    'is refused with %s where it decides about more than the run',
    (mode) => {
      expect(
        check(
          never.map((path) => file(path)),
          mode,
        ),
      ).toMatchObject({ refused: never, edits: [] });
    },
  );

  it.each(['report', 'allow'] as const)('is refused with %s where the configuration names it', (mode) => {
    const own = ['docs/**', '**/test/**', '!docs/free.md'];
    const files = ['docs/a.md', 'docs/free.md', 'test/a.js', 'package.json'].map((path) => file(path));
    expect(check(files, mode, own)).toMatchObject({ refused: ['docs/a.md', 'test/a.js'], edits: ['package.json'] });
    // What the configuration takes out is anybody's.
    expect(check([file('test/a.js'), file('AGENTS.md')], mode, ['!test/**', '!AGENTS.md'])).toMatchObject({
      refused: [],
      edits: [],
    });
  });

  it('leaves new tests welcome, and their refusal where the configuration names them', () => {
    const added = file('test/b.js', 'added');
    expect(check([added], 'report')).toMatchObject({ newTests: ['test/b.js'], edits: [], refused: [] });
    expect(check([added], 'report', ['**/test/**'])).toMatchObject({ newTests: [], refused: ['test/b.js'] });
    expect(check([file('test/c.js', 'added', '120000')], 'report')).toMatchObject({
      newTests: [],
      edits: ['test/c.js'],
    });
  });

  it('takes along what could take its place', () => {
    const files = [
      file('ci', 'added', '120000'),
      file('ci/check.sh', 'deleted'),
      file('ci/other.sh', 'deleted'),
      file('package.json', 'deleted'),
      file('package.json/x/y', 'added'),
      file('package.jsonx', 'added'),
      file('src/a.js'),
    ];
    expect(check(files, 'report').edits.sort()).toEqual(
      ['ci', 'ci/check.sh', 'ci/other.sh', 'package.json', 'package.json/x/y'].sort(),
    );
    // A new test too.
    const test = [file('ci/check.sh', 'deleted'), file('ci/check.sh/test/a.js', 'added')];
    expect(check(test, 'allow')).toMatchObject({ newTests: [], edits: ['ci/check.sh', 'ci/check.sh/test/a.js'] });
  });

  it('names the glob that protects it, and the setting that takes it out', () => {
    const { reasons } = check([file('test/a.js'), file('ci/check.sh'), file('docs/[x].md')], 'deny', ['docs/**']);
    expect(reasons).toEqual([
      'is protected: the patch may not change it (by **/test/**; protect: "!test/a.js" takes it out)',
      'is protected: the patch may not change it (by ci/check.sh; verify-files: "!ci/check.sh" takes it out)',
      'is protected: the patch may not change it (by docs/**; protect: "!docs/**" takes it out)',
    ]);
  });
});

describe('what a protected link of the base leads to', () => {
  it('is protected as the link is', () => {
    const files = ['checks/a.js', 'checks', 'tools/check.sh', 'checks2/a.js', 'tools/other.sh'].map((path) =>
      file(path),
    );
    const found = check(files, 'deny');
    expect(found.refused).toEqual(['checks/a.js', 'checks', 'tools/check.sh']);
    expect(found.reasons[0]).toContain('(by **/test/**, through the link test; protect: "!checks/a.js" takes it out)');
    expect(check(files, 'report').edits).toEqual(['checks/a.js', 'checks', 'tools/check.sh']);
  });

  it('unless the configuration takes it out, or names the link', () => {
    expect(check([file('checks/a.js')], 'deny', ['!checks/**']).refused).toEqual([]);
    expect(check([file('checks/a.js')], 'report', ['test/**', 'test'])).toMatchObject({
      refused: ['checks/a.js'],
      edits: [],
    });
  });
});

describe('a name that is another one where it is checked out is protected as that one', () => {
  it.each([
    ['in capitals', 'Package.JSON'],
    ['with a Kelvin sign', 'ma\u212aefile'],
    ['with a long s', '.github/work\u017flows/a.yml'],
    ['in full-width letters', '\uff50ackage.json'],
    ['with a letter that nobody sees', 'pack\u200bage.json'],
    ['with a byte order mark', 'te\ufeffst/a.js'],
    ['with a dot at the end', 'package.json.'],
    ['with a blank at the end', 'package.json '],
    ['with a stream', 'package.json::$DATA'],
    ['with a directory that ends in a dot', 'test./a.js'],
    ['with the other slash', 'test\\a.js'],
    ['of git, in capitals', 'sub/.GITATTRIBUTES'],
    ['of instructions', 'docs/agents.MD'],
    ['of a verifier', 'CI/Check.sh'],
  ])('%s', (_, path) => {
    expect(check([file(path, 'added')], 'deny').refused).toEqual([globPath(Buffer.from(path).toString('latin1'))]);
  });

  it.each([
    'src/Contest.java',
    'src/Edit.java',
    'src/Vendor/Controller.php',
    'lib/gemfile_parser.rb',
    'src/policy/compile.ts',
    'src/latest.kt',
    'Über/größe.js',
  ])('but %s is nobody’s', (path) => {
    expect(check([file(path, 'added')], 'deny').refused).toEqual([]);
  });

  it('a pattern that speaks of the exact name decides before', () => {
    expect(check([file('Package.json', 'added')], 'deny', ['!Package.json']).refused).toEqual([]);
  });

  it('variants', () => {
    expect(plainVariant('a/b.c')).toBe('a/b.c');
    expect(plainVariant('.../..')).toBe('.../..');
    expect(plainVariant('a:b')).toBe('a');
    expect(foldedVariant('ÄÖ/ẞ')).toBe('äö/ss');
    expect(
      ['**/Makefile', '**/.github/**', '**/*.snap', '**/test/**', '**/Gemfile*', '*IT.java'].map(foldable),
    ).toEqual([true, true, false, false, false, false]);
  });
});
