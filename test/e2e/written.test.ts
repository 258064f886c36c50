import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { runDist } from '../support/dist.js';
import { repository } from '../support/workspace.js';

/** Puts a passing test with as many checks in the place of the one that fails. */
const CHEAT = `require('fs').writeFileSync('test/b.test.js', "require('node:test').test('b', () => {});");`;
const HONEST = 'exports.two = () => 2;';

let directory: string;
let repo: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'written-'));
  repo = await repository(
    {
      'package.json': '{"scripts":{"test":"node run.js"}}',
      'build.js': "require('./src/two.js');",
      'run.js':
        "for (const name of ['a', 'b']) if (require('node:child_process').spawnSync(process.execPath, ['--test', 'test/' + name + '.test.js'], { stdio: 'inherit' }).status !== 0) process.exitCode = 1;",
      'src/two.js': 'exports.two = () => 3;',
      'test/a.test.js':
        "require('../src/two.js'); require('node:test').test('a', () => require('fs').writeFileSync('test/log.txt', ''));",
      'test/b.test.js':
        "require('node:test').test('b', () => require('node:assert').equal(require('../src/two.js').two(), 2));",
      'test/log.txt': 'what the tests of the base write over as well\n',
    },
    directory,
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function run(source: string, ...more: string[]): Promise<VerdictFile> {
  const { stdout } = await runDist([
    ...['run', '--json', '--repo', repo, '--prompt', 'x', '--max-attempts', '1', '--agent', 'command'],
    ...['--agent-command', JSON.stringify(['sh', '-c', `cat > src/two.js <<'END'\n${source}\nEND`])],
    ...more,
  ]);
  return JSON.parse(stdout) as VerdictFile;
}

const WAYS: readonly (readonly [string, readonly string[]])[] = [
  ['the build', ['--build', 'node build.js', '--verify', 'node --test test/b.test.js']],
  ['an earlier test', ['--verify', 'npm test']],
  ['an earlier test, in a copied tree', ['--verify', 'npm test', '--workspace', 'copy']],
];
/** One that tries again executes less when the first try is green: the floor takes honest work for less as well. */
const AGAIN = ['a first try', ['--verify', 'node --test test/b.test.js || node --test test/b.test.js']] as const;

describe.each([...WAYS, AGAIN])('code under test that %s starts', (_name, settings) => {
  it('cannot put another test in the place of one that comes after', async () => {
    const { verdict, attempts, reason } = await run(CHEAT, ...settings);
    expect(verdict, reason).toBe('attempts-exhausted');
    expect(attempts[0]?.proofs.at(-1)?.floor).toEqual([
      'test/b.test.js is protected, and was written over while the verifier ran',
    ]);
  });
});

describe.each(WAYS)('code under test that %s starts', (_name, settings) => {
  it('is honest where the base writes over the same files', async () => {
    const { verdict, reason } = await run(HONEST, ...settings);
    expect(verdict, reason).toBe('verified');
  });
});
