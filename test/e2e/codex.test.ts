import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeTree } from '../../src/support/remove-tree.js';
import {
  API_KEY,
  type CodexLab,
  codexLab,
  FINAL,
  FIX,
  LOOK,
  MEND_WRONG_FIX,
  missingForCodex,
  REPORT,
  VERIFY,
  WRONG_FIX,
} from '../support/codex-lab.js';
import { NODES, ROOT, runDist } from '../support/dist.js';
import { evidenceProblems, openEvidence } from '../support/evidence.js';
import type { ModelRequest, Script, Turn } from '../support/scripted-model.js';

/* The real codex in a real room, the model scripted: `run` as a user runs it. */

let missing: string | undefined;
let lab: CodexLab;
beforeAll(async () => {
  missing = await missingForCodex();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterEach(() => lab?.dispose());

const shell = (command: string): Turn => ({ do: 'command', command });
/** What the room said in answer to the command before this request. */
const outputOf = (request: ModelRequest | undefined): string => {
  const { input } = (request?.body ?? {}) as { input?: { type?: string; output?: unknown }[] };
  return JSON.stringify(input?.findLast((item) => item.type?.endsWith('_output'))?.output ?? '');
};

/** Everything of other processes that a process of the room can read. */
const SEE = shell(
  'env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"; cat /proc/mounts "$CODEX_HOME/config.toml"',
);
/** Patterns that do not match themselves. The second search shows that the first one would have found something. */
const SEARCH = shell(
  [
    'places="$HOME /run /tmp /var /etc /dev/shm /opt/cleanroom/../ /workspace"',
    'grep -rl --exclude-dir=codex "5b1d7c90e2f84a6[3]" $places /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null; echo "real key: $?"',
    'grep -rl "env_ke[y]" $places 2>/dev/null; echo "configuration: $?"',
  ].join('; '),
);

describe.each(NODES)('codex under $name', ({ path: node }) => {
  it('repairs a bug at the first attempt, and never holds the key', async () => {
    const direct = (request: ModelRequest): Turn =>
      shell(`timeout 9 bash -c ': < /dev/tcp/127.0.0.1/${request.headers.host?.split(':')[1]}'; echo "direct: $?"`);
    const turns = [SEE, SEARCH, direct, LOOK, FIX, shell('npm test'), FINAL];
    const script: Script = (request, call) => {
      const turn = turns[call - 1] ?? FINAL;
      return typeof turn === 'function' ? turn(request) : turn;
    };
    lab = await codexLab(script);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--report', 'required'] });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stdout).toMatch(/^verified: `node --test test\/ranges.test.js` passed in a pristine room on attempt 1/m);

    const { evidence } = run;
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(evidence.verdict()).toMatchObject({
      verdict: 'verified',
      green: true,
      verified: true,
      agent: expect.stringMatching(/^codex \d/),
      attempts: [{ outcome: 'proved', patch: { files: 1, added: 1, deleted: 1 }, report: { state: 'valid' } }],
    });
    expect(evidence.json('report.json')).toEqual(REPORT);
    expect(evidence.files).toContain('access.jsonl');
    await lab.testOutside(join(run.evidenceDirectory, 'change.patch'));

    // Three counts of the same calls: the model's, the broker's, codex's own.
    const { inputTokens, cachedInputTokens, outputTokens } = lab.model.ledger();
    const tokens = { inputTokens, cachedInputTokens, outputTokens };
    const counted = { requests: turns.length, ...tokens };
    expect(evidence.usage()).toMatchObject({
      total: counted,
      attempts: [{ attempt: 1, broker: counted, agent: tokens }],
    });

    // The endpoint got the real key and nothing but model calls.
    expect(lab.model.requests.map(({ headers }) => headers.authorization)).toEqual(
      turns.map(() => `Bearer ${API_KEY}`),
    );
    expect(lab.model.calls()).toHaveLength(lab.model.requests.length);
    // The room did not, and had no way around the broker.
    const [, seen, searched, reached] = lab.model.calls();
    expect(outputOf(seen)).toMatch(/CLEANROOM_MODEL_KEY=cleanroom-[0-9a-f]{48}\b/);
    expect(outputOf(seen)).toContain('env_key = ');
    expect(outputOf(searched)).toContain('real key: 1');
    expect(outputOf(searched)).toMatch(/config\.toml.*configuration: 0/);
    expect(outputOf(reached)).toMatch(/direct: [1-9]/);
    const everything = [
      run.stdout,
      run.stderr,
      ...evidence.files.map((name) => readFileSync(join(run.evidenceDirectory, name), 'latin1')),
      ...lab.model.requests.map(({ body }) => JSON.stringify(body)),
    ].join('\n');
    for (const form of [API_KEY, Buffer.from(API_KEY).toString('base64'), encodeURIComponent(API_KEY)])
      expect(everything.includes(form)).toBe(false);
    // Nor does it learn where on the host it runs.
    expect(outputOf(seen).includes('codex-e2e-')).toBe(false);
    expect(run.leftovers).toEqual([]);
  });

  it('is told why it failed and goes on with the same conversation', async () => {
    lab = await codexLab([
      WRONG_FIX,
      { do: 'message', text: '{"summary":"EARLIER-MESSAGE","changes":[],"blocked":null}' },
      MEND_WRONG_FIX,
      FINAL,
    ]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY] });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { attempts } = run.evidence.verdict();
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'proved']);
    expect(attempts[0]?.summary).toContain('both ends belong to a range');
    expect(attempts[1]?.agent.session).toBe(attempts[0]?.agent.session);
    expect(attempts[0]?.agent.session).toMatch(/^[0-9a-f-]{36}$/);
    // The first request of the second attempt: the task, what was said and done, then the failure.
    const calls = lab.model.calls();
    expect(calls).toHaveLength(4);
    const second = calls[2]?.text ?? '';
    const positions = [
      'Repair the length of a range.',
      'EARLIER-MESSAGE',
      'This is attempt 2 of 3',
      'not ok 1 - both ends belong to a range',
    ].map((text) => second.lastIndexOf(text));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions[0]).toBeGreaterThan(-1);
    expect(calls[1]?.text).not.toContain('not ok 1');
    // The patch is of the whole change, the report the last one; each attempt has its own figures.
    expect(run.evidence.read('change.patch')).toMatch(/- {2}return last - first;\n\+ {2}return last - first \+ 1;/);
    expect(run.evidence.read('attempts/1/change.patch')).toContain('first + 2');
    expect(run.evidence.json('report.json')).toEqual(REPORT);
    const half = { inputTokens: 2000, cachedInputTokens: 800, outputTokens: 100 };
    expect(run.evidence.usage()).toMatchObject({
      total: { requests: 4, ...lab.model.ledger() },
      attempts: [
        { broker: { requests: 2, ...half }, agent: half },
        { broker: { requests: 2, ...half }, agent: half },
      ],
    });
    await lab.testOutside(join(run.evidenceDirectory, 'change.patch'));
  });

  it('gives up after the last attempt and leaves what there was', async () => {
    lab = await codexLab([WRONG_FIX, FINAL]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '2', '--json'] });
    expect(run.code).toBe(1);
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    // One document, and it is the verdict file with the place of the evidence.
    expect(JSON.parse(run.stdout)).toEqual({ ...run.evidence.verdict(), evidence: run.evidenceDirectory });
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'attempts-exhausted',
      green: false,
      verified: false,
      passingCommand: null,
      patch: 'change.patch',
      attempts: [{ outcome: 'failed' }, { outcome: 'failed' }],
    });
    expect(run.evidence.files).toEqual([
      'access.jsonl',
      'attempts/1/change.patch',
      'attempts/1/report.json',
      'attempts/2/change.patch',
      'attempts/2/report.json',
      'change.patch',
      // Where the kernel can be asked.
      ...(run.evidence.files.includes('exec.jsonl') ? ['exec.jsonl'] : []),
      'findings.json',
      'findings.sarif',
      'journal.jsonl',
      'logs/attempt-1.log',
      'logs/attempt-2.log',
      'logs/baseline.log',
      'logs/proof-1.log',
      'logs/proof-2.log',
      'manifest.json',
      'plan.json',
      'predicate.json',
      'probes.jsonl',
      'report.html',
      'report.json',
      // Both attempts failed alike: what a person needs to go on.
      'snapshot.json',
      'snapshot.md',
      'statement.json',
      'subjects.sha256',
      'tests/baseline.json',
      'tests/proof-1.json',
      'tests/proof-2.json',
      'transcript.jsonl',
      'usage.json',
      'verdict.json',
    ]);
    expect(run.evidence.read('logs/proof-2.log')).toContain('not ok 1 - both ends belong to a range');
    expect(run.evidence.read('logs/attempt-2.log')).toContain('"type":"turn.completed"');
    await expect(lab.testOutside(join(run.evidenceDirectory, 'change.patch'))).rejects.toThrow(/--test/);
  });

  const EDIT_TEST = shell("sed -i 's/5));$/4));/' test/ranges.test.js");

  it('is refused a change of the test, told so, and can still do the work', async () => {
    lab = await codexLab([EDIT_TEST, FINAL, shell('git checkout test/ranges.test.js || git restore test'), FIX, FINAL]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { verdict, attempts } = run.evidence.verdict();
    expect(verdict).toBe('verified');
    expect(attempts[0]).toMatchObject({
      outcome: 'refused',
      refusals: [{ path: 'test/ranges.test.js' }],
      proofs: [],
    });
    expect(lab.model.calls()[2]?.text).toMatch(
      /Your change was not accepted[\s\S]*"test\/ranges\.test\.js": is protected/,
    );
    expect(run.evidence.read('change.patch')).not.toContain('test/ranges.test.js');
    await lab.testOutside(join(run.evidenceDirectory, 'change.patch'));
  });

  it('ends with policy-violation when it insists on changing the test', async () => {
    lab = await codexLab([EDIT_TEST, FINAL]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '2'] });
    expect(run.code).toBe(1);
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { verdict, attempts, reason } = run.evidence.verdict();
    expect(verdict).toBe('policy-violation');
    expect(reason).toContain('test/ranges.test.js');
    expect(attempts.map(({ outcome, proofs }) => [outcome, proofs])).toEqual([
      ['refused', []],
      ['refused', []],
    ]);
  });

  it('does the work of the demo', async () => {
    const patch = await demoPatch(node);
    const report = { summary: 's', cause: 'c', changes: [{ path: 'src/parse.js', why: 'w' }], blocked: null };
    lab = await codexLab([
      shell(`git apply <<'PATCH'\n${patch}PATCH\n`),
      { do: 'message', text: JSON.stringify(report) },
    ]);
    const run = await lab.dist(['demo', '--agent', 'codex', '--json'], { node });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(JSON.parse(run.stdout)).toMatchObject({ verdict: 'verified', agent: expect.stringMatching(/^codex \d/) });
    expect(run.evidence.read('change.patch')).toBe(patch);
    expect(run.evidence.json('report.json')).toEqual(report);
    expect(lab.model.calls()[0]?.text).toContain(readFileSync(join(ROOT, 'examples/demo/task.md'), 'utf8').trim());
    expect(run.leftovers).toEqual([]);
  });
});

/** The repair of the demo's bug, as the demo without a model makes it. */
async function demoPatch(node: string): Promise<string> {
  const run = await runDist(['demo', '--json'], { node });
  const { evidence } = JSON.parse(run.stdout) as { evidence: string };
  try {
    return openEvidence(evidence).read('change.patch');
  } finally {
    await removeTree(evidence);
  }
}
