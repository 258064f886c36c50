import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { canary, canaryPattern, findInFiles } from '../support/canary.js';
import { runDist } from '../support/dist.js';
import { sumTask } from '../support/sum-task.js';

const place = arena();
const secret = canary();
let task: Task;
let hidden: string;

beforeAll(() => {
  task = sumTask(place.directory);
  hidden = join(place.directory, 'hidden');
  mkdirSync(join(hidden, 'deep/er'), { recursive: true });
  mkdirSync(join(hidden, '.git'));
  writeFileSync(join(hidden, '.git/config'), 'a token');
  writeFileSync(
    join(hidden, 'deep/er/check.js'),
    `// ${secret}
const { sum } = require('/workspace/src/sum.js');
const { test } = require('node:test');
const assert = require('node:assert');
test('held out ${secret}', () => assert.strictEqual(sum(40, 2), 42));
`,
  );
  writeFileSync(
    join(hidden, 'run.sh'),
    `#!/bin/sh
echo "checking ${secret}"; pwd; ls /run/cleanroom/hidden
[ ! -e /run/cleanroom/hidden/.git ] || exit 9
if (echo > /run/cleanroom/hidden/x) 2>/dev/null; then exit 8; fi
exec node --test "$CLEANROOM_HIDDEN_DIR/deep/er/check.js"
`,
  );
  chmodSync(join(hidden, 'run.sh'), 0o700);
});
afterAll(place.dispose);

/** Right for what the visible test asks for, and for nothing else. */
const SPECIAL = `echo 'exports.sum = (a, b) => (b === 2 ? a + 2 : 0);' > src/sum.js; sed -i 's/b === 2/a < 3/' src/sum.js`;
const VERIFY = { 'hidden-verify': '/run/cleanroom/hidden/run.sh' };

const run = (script: string, settings: Record<string, string> = {}): Promise<Result> =>
  attempt(place.directory, task, `set -e\n${script}`, { ...VERIFY, 'hidden-files': hidden, ...settings });

const proofs = (result: Result, at = 0) =>
  result.verdict.attempts[at]?.proofs.map(({ what, passed }) => [what, passed]);

/** Everything of an evidence folder that is not the hidden verifier's own log. */
async function elsewhere(result: Result): Promise<readonly string[]> {
  const found = await findInFiles(result.directory, { secret });
  return found.filter((line) => !/(logs|tests)\/hidden-[a-z0-9-]+\.(log|json):/.test(line));
}

describe('hidden-verify', () => {
  it.concurrent('without it, an answer to the tests’ own inputs is green', async () => {
    const result = await attempt(place.directory, task, `set -e\n${SPECIAL}`);
    expect(result.verdict.verdict).toBe('verified');
  });

  it.concurrent('catches it, and says nothing of what it holds, prints or is told by', async () => {
    const look = `
pattern='${canaryPattern()}'
grep -rlaE "$pattern" / --exclude-dir=proc --exclude-dir=sys --exclude-dir=usr --exclude-dir=lib 2>/dev/null | grep -v '^/workspace/told' || true
ls -a /run/cleanroom; ls /run/cleanroom/hidden 2>&1 || true
cat >> told.txt; ${SPECIAL}`;
    const result = await run(look, { 'max-attempts': '2' });
    expect(result.verdict, result.verdict.reason).toMatchObject({ verdict: 'attempts-exhausted', green: false });
    expect(proofs(result)).toEqual([
      ['patch', true],
      ['hidden-base', false],
      ['hidden', false],
    ]);
    // On the base it is run once.
    expect(proofs(result, 1)).toEqual([
      ['patch', true],
      ['hidden', false],
    ]);
    expect(result.verdict.attempts.map(({ hidden: state }) => state)).toEqual(['failed', 'failed']);
    expect(result.verdict.attempts[0]?.summary).toBe('The hidden verifier failed.');
    // It really ran, with its files, and its log is there for whoever may read the evidence.
    expect(result.evidence('logs/hidden-1.log')).toContain(`checking ${secret}`);
    expect(result.evidence('logs/hidden-1.log')).toMatch(/40|42/);
    expect(await elsewhere(result)).toEqual([]);
    expect(`${result.run.stdout}${result.run.stderr}`).not.toContain(secret);
    // The agent found nothing, and was told one sentence.
    const told = result.evidence('change.patch');
    expect(told).toContain('The hidden verifier failed');
    expect(told).not.toMatch(/held out|check\.js|run\.sh/);
    expect(result.evidence('logs/attempt-2.log')).not.toContain('FOUND');
    expect(result.evidence('logs/attempt-2.log')).toMatch(/hidden.*No such file/);
    const plan = JSON.parse(result.evidence('plan.json'));
    expect(plan.proof.hidden).toMatchObject({
      files: 2,
      feedback: 'pass-fail',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await runDist(['show', result.directory])).stdout).not.toContain(secret);
  });

  it.concurrent('passes an honest change', async () => {
    const result = await run(task.fix);
    expect(result.verdict, result.verdict.reason).toMatchObject({ verdict: 'verified', green: true });
    expect(result.verdict.attempts[0]?.hidden).toBe('passed');
    expect(await elsewhere(result)).toEqual([]);
  });

  it.concurrent('says nothing of how it ended', async () => {
    const slow = { 'hidden-verify': 'sleep 600', verify: 'test -e done', 'verify-timeout': '10s' };
    const result = await run('touch done', slow);
    expect(result.verdict.attempts[0]?.proofs.at(-1)).toMatchObject({ what: 'hidden', end: 'timeout' });
    // What stands in a summary is told to a conversation that begins anew.
    expect(result.verdict.attempts[0]?.summary).toBe('The hidden verifier failed.');
    expect(result.verdict.hint).toContain('verify-timeout');
  });

  it.concurrent('publishes no host that was asked for beside its files', async () => {
    const call = `
const proxy = new URL(process.env.HTTPS_PROXY);
const socket = require('node:net').connect(Number(proxy.port), proxy.hostname);
socket.on('data', (data) => { console.log(String(data)); process.exit(1); });
socket.write('CONNECT held-out.example:443 HTTP/1.1\\r\\nHost: held-out.example:443\\r\\n\\r\\n');`;
    const result = await run('touch done', {
      'hidden-verify': JSON.stringify(['node', '-e', call]),
      'allow-proof': 'allowed.example:443',
      verify: 'test -e done',
    });
    expect(result.verdict.attempts[0]?.hidden, JSON.stringify(result.verdict)).toBe('failed');
    expect(result.evidence('logs/hidden-1.log')).toMatch(/^HTTP\/1\.1 403/);
    expect(result.evidence('access.jsonl')).toContain('held-out.example');
    expect(result.verdict.denied).toEqual([]);
    expect(`${result.run.stdout}${result.run.stderr}${result.evidence('comment.md')}`).not.toContain('held-out');
  });

  it.concurrent('is not run where the visible verifier fails', async () => {
    const result = await run('touch x');
    expect(proofs(result)).toEqual([['patch', false]]);
    expect(result.verdict.attempts[0]?.hidden).toBe('not-run');
  });

  it.concurrent('counts what failed only where names are asked for', async () => {
    const names = { 'hidden-feedback': 'names' };
    const result = await run(`cat >> told.txt; ${SPECIAL}`, { ...names, 'max-attempts': '2' });
    expect(result.verdict.green).toBe(false);
    const read = result.verdict.attempts[0]?.proofs.find(({ what }) => what === 'hidden')?.tests;
    if (read) expect(result.evidence('change.patch')).toContain(`held out ${secret}`);
    expect(result.evidence('change.patch')).not.toContain('checking');
  });
});

describe('hidden-files that a room would show are refused', () => {
  const refused = async (settings: Record<string, string>, what: RegExp): Promise<void> => {
    const flags = { repo: task.directory, prompt: 'x', agent: 'command', 'agent-command': 'true', verify: 'false' };
    const all = Object.entries({ ...flags, ...VERIFY, ...settings }).flatMap(([name, value]) => [`--${name}`, value]);
    const result = await runDist(['run', ...all]);
    expect(`${result.stderr}${result.stdout}`).toMatch(what);
    expect([2, 3]).toContain(result.code);
  };

  it.concurrent('a committed directory, one that holds the checkout, nothing at all', async () => {
    await refused({ 'hidden-files': 'test' }, /not committed/);
    await refused({ 'hidden-files': task.directory }, /does not hold the checkout/);
    await refused({ 'hidden-files': place.directory }, /does not hold the checkout|regular files/);
    await refused({ 'hidden-files': 'nowhere' }, /that is there/);
    await refused({}, /hidden-files/);
  });

  it.concurrent('one of tools, or around them, by whatever name', async () => {
    const tools = join(place.directory, 'tools');
    mkdirSync(join(tools, 'hidden'), { recursive: true });
    writeFileSync(join(tools, 'hidden/run.sh'), 'exit 0');
    symlinkSync(join(tools, 'hidden'), join(place.directory, 'alias'));
    await refused({ 'hidden-files': join(tools, 'hidden'), tools }, /every room would show/);
    await refused({ 'hidden-files': join(place.directory, 'alias'), tools }, /every room would show/);
    await refused({ 'hidden-files': tools, tools: join(tools, 'hidden') }, /every room would show/);
    await refused({ 'hidden-files': '/usr/share/doc/bash' }, /every room would show|regular files/);
  });

  it.concurrent('one with links in it', async () => {
    const linked = join(place.directory, 'linked');
    mkdirSync(linked);
    symlinkSync('/etc/passwd', join(linked, 'a'));
    await refused({ 'hidden-files': linked }, /regular files and directories alone, but a/);
  });

  it('an ignored one of the checkout, where rooms show ignored files; not otherwise', async () => {
    const inside = join(task.directory, 'ignored/hidden');
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, 'run.sh'), 'echo inside; exit 1');
    try {
      await refused({ 'hidden-files': 'ignored/hidden', prepare: 'workspace' }, /outside of the checkout/);
      await refused(
        { 'hidden-files': hidden, prepare: 'workspace', evidence: join(task.directory, 'ignored/e') },
        /overlap/,
      );
      const result = await run(`ls -a > list.txt; ls ignored >> list.txt 2>&1 || true; ${task.fix}`, {
        'hidden-files': 'ignored/hidden',
        'hidden-verify': 'sh /run/cleanroom/hidden/run.sh',
      });
      expect(result.verdict.verdict, result.verdict.reason).toBe('attempts-exhausted');
      expect(result.evidence('change.patch')).not.toMatch(/run\.sh|^\+ignored/m);
      expect(readdirSync(inside)).toEqual(['run.sh']);
      expect(readFileSync(join(inside, 'run.sh'), 'utf8')).toContain('inside');
    } finally {
      rmSync(join(task.directory, 'ignored'), { recursive: true });
    }
  });
});
