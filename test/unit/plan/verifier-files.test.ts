import { describe, expect, it } from 'vitest';
import { asksForScripts, scriptCommands } from '../../../src/plan/package-scripts.js';
import { namedFiles, verifierFileGlobs } from '../../../src/plan/verifier-files.js';

const shell = (script: string): string[] => ['/bin/sh', '-e', '-c', script];

describe('the files that a command starts', () => {
  it.each<[string, readonly string[]]>([
    ['./verify.sh', ['verify.sh']],
    ['sh scripts/verify.sh --fast', ['scripts/verify.sh']],
    ['bash -eu ./scripts/../scripts/verify.sh', ['scripts/verify.sh']],
    ['node run-tests.cjs && python3 tools/check.py src', ['run-tests.cjs', 'tools/check.py']],
    ['node -r ./hooks/setup.cjs --import ./more.mjs run.js', ['hooks/setup.cjs', 'more.mjs', 'run.js']],
    ['CI=1 env DEBUG=x timeout 60 "tools/run.sh"', ['tools/run.sh']],
    ['if sh a.sh; then ./b.sh; else ! ./c.sh; fi', ['a.sh', 'b.sh', 'c.sh']],
    ['npx tsx tools/check.ts', ['tools/check.ts']],
    ['node "run [a].js"', []],
    ['timeout 60 sh -c "./a.sh; sh b.sh"', ['a.sh', 'b.sh']],
    ["'./run[1].sh'", ['run\\[1\\].sh']],
    // Only arguments: what the work is about.
    ['grep -q done notes.txt', []],
    ['cc src/main.c -o /tmp/x && /tmp/x', []],
    ['eslint lib/index.js && mocha test/a.js', []],
    ['npm test', []],
    ['node --test', []],
    // Not of the repository.
    ['/usr/local/bin/check.sh ../other.sh', []],
    ['sh ../outside.sh', []],
    ['curl https://example.org/x.sh', []],
    ['', []],
  ])('%s', (script, files) => {
    expect(namedFiles(shell(script), '')).toEqual(files);
  });

  it('are found in an exact argument vector and below a working directory', () => {
    expect(namedFiles(['node', 'run tests.cjs', 'x.js'], '')).toEqual([]);
    expect(namedFiles(['node', 'run.cjs', 'x.js'], 'packages/a')).toEqual(['packages/a/run.cjs']);
    expect(namedFiles(['./check'], 'packages/a')).toEqual(['packages/a/check']);
    expect(namedFiles(['sh', '../../scripts/v.sh'], 'packages/a')).toEqual(['scripts/v.sh']);
    expect(namedFiles([], '')).toEqual([]);
  });

  it('can be taken out and added to', () => {
    expect(verifierFileGlobs(['a.sh', 'b.sh'], ['!b.sh', 'ci/**', 'a.sh'])).toEqual(['a.sh', 'ci/**']);
    expect(verifierFileGlobs(['a.sh'], ['!c.sh'])).toEqual(['a.sh']);
  });
});

describe('the scripts behind a package manager', () => {
  const manifest = JSON.stringify({
    scripts: {
      pretest: 'node clean.js',
      test: 'npm run unit && yarn lint',
      posttest: 'sh after.sh',
      unit: 'node run-tests.cjs',
      lint: 'eslint .',
      loop: 'npm run loop && node loop.js',
      other: 'node other.js',
      odd: 3,
    },
  });

  it.each<[string, readonly string[]]>([
    ['npm test', ['node clean.js', 'npm run unit && yarn lint', 'node run-tests.cjs', 'eslint .', 'sh after.sh']],
    ['npm run --silent unit', ['node run-tests.cjs']],
    ['CI=1 pnpm unit', ['node run-tests.cjs']],
    ['npm ci && npm run-script other', ['node other.js']],
    ['npm run loop', ['npm run loop && node loop.js', 'node loop.js'].slice(0, 1)],
    ['npm run missing', []],
    ['npm run odd', []],
    ['npm run __proto__; npm run constructor', []],
    ['npm', []],
    ['make test', []],
  ])('%s', (script, commands) => {
    expect(scriptCommands(shell(script), manifest)).toEqual(commands);
  });

  it.each(['', '{', '[]', 'null', '{"scripts":null}', '{"scripts":[1]}', '"x"'])('a manifest %j has none', (text) => {
    expect(scriptCommands(shell('npm test'), text)).toEqual([]);
  });

  it('are only looked for where something asks for them', () => {
    expect(asksForScripts(shell('npm test'))).toBe(true);
    expect(asksForScripts(['npm', 'run', 'x'])).toBe(true);
    expect(asksForScripts(shell('sh verify.sh'))).toBe(false);
    expect(asksForScripts([])).toBe(false);
  });
});
