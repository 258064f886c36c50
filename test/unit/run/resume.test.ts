import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEvidence, type Evidence } from '../../../src/evidence/recorder.js';
import type { KeptProof, KeptTurn } from '../../../src/loop/memory.js';
import type { ProofResult } from '../../../src/loop/proof.js';
import type { ProofRecord } from '../../../src/loop/types.js';
import { NO_USAGE } from '../../../src/loop/usage.js';
import { readEarlier } from '../../../src/run/resume-folder.js';
import { ResumeMemory } from '../../../src/run/resume-memory.js';
import { ownFolder } from '../../../src/run/resume-owner.js';
import { storedRequest } from '../../../src/run/resume-request.js';
import { openSeal, type Seal } from '../../../src/run/resume-seal.js';
import type { Plan } from '../../../src/schemas/plan.js';
import { bootIdentity, ownIdentity, type ProcessIdentity, startOf } from '../../../src/support/process-identity.js';
import { createRedactor } from '../../../src/support/redact.js';
import { VERSION } from '../../../src/support/version.js';
import { anAttempt, aPlan, aVerdict } from '../publish/support/evidence.js';

const PLAN = 'a'.repeat(64);
const SECRET = 'hunter2-hunter2';
const plan: Plan = { ...aPlan(), limits: { ...aPlan().limits, patchBytes: 1000 } };
const redactor = createRedactor([SECRET]);

let parent: string;
let directory: string;
let seal: Seal | undefined;
beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'resume-unit-'));
  directory = join(parent, 'run');
  seal = await openSeal(join(parent, 'state/resume.key'), process.getuid?.() ?? 0);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** A first life that was killed, with what it kept. */
function firstLife(keep: (memory: ResumeMemory, evidence: Evidence) => void = () => {}, own = plan): void {
  const clock = { now: () => Date.parse('2026-01-01T00:00:00Z'), monotonic: () => 0 };
  const evidence = createEvidence({ directory, clock, redactor });
  evidence.journal('run.started', { tool: VERSION, node: 'v20', platform: 'linux x64' });
  evidence.journal('run.planned', { planSha256: PLAN });
  keep(new ResumeMemory({ evidence, redactor, plan: own, planSha256: PLAN, seal, earlier: undefined }), evidence);
}

async function secondLife(as: Seal | null | undefined = seal, own = plan): Promise<ResumeMemory> {
  const by = as ?? undefined;
  const earlier = await readEarlier(directory, by);
  if (!earlier) throw new Error('there is nothing');
  const evidence = createEvidence({
    directory,
    clock: { now: () => 0, monotonic: () => 0 },
    redactor,
    continued: await earlier.repair(),
  });
  return new ResumeMemory({ evidence, redactor, plan: own, planSha256: PLAN, seal: by, earlier });
}

/** Which proof. */
const of = (name: string, what: ProofRecord['what'] = 'patch', subject = 'c'.repeat(64)): KeptProof => ({
  name,
  what,
  subject,
});

const turn = (over: Partial<KeptTurn> = {}): KeptTurn => ({
  result: {
    exit: { end: 'exited', code: 0, signal: null, durationMs: 12.5, outputBytes: 3, limits: ['memory'] },
    resumed: false,
    session: 'one',
    usage: { ...NO_USAGE, requests: 2, inputTokens: 30 },
    agentUsage: null,
    errors: [{ type: 'error', message: 'oops', kind: null, fatal: false }],
    answer: 'done',
    steps: null,
    repetition: undefined,
    stop: undefined,
    failing: undefined,
    violation: undefined,
    declined: undefined,
    handedIn: { state: 'read', bytes: Buffer.from('{"summary":"ü"}') },
  },
  patch: { diff: Buffer.from('diff --git a/x b/x\n'), ignored: 2, refusals: [] },
  denials: [{ host: 'a:443', reason: 'not allowed', allow: ['a:443'] }],
  ...over,
});

function failed(what: ProofRecord['what'] = 'patch', passed = false): ProofResult {
  const [proof] = anAttempt().proofs;
  if (!proof) throw new Error('no proof');
  const exit = { exitCode: 1, signal: null, end: 'exited' as const };
  return {
    record: { ...proof, ...exit, what, passed },
    failure: { display: 'npm test', ...exit, head: 'red', tail: '', elidedBytes: 0, floor: [] },
    tests: new Map(),
  };
}

describe('what a run keeps', () => {
  it('comes back as it was', async () => {
    firstLife((memory) => {
      memory.keepTurn('attempt-1', turn());
      memory.keepFailedProof(of('proof-1'), failed());
      memory.keepUsage('attempt-2', { ...NO_USAGE, requests: 3, costUsd: null });
    });
    const memory = await secondLife();
    expect(memory.turn('attempt-1')).toEqual(turn());
    expect(memory.failedProof(of('proof-1', 'patch'))).toEqual(failed());
    expect(memory.spent('attempt-2')).toMatchObject({ requests: 3, costUsd: null });
    expect(memory.used.requests).toBe(3);
    expect(memory.counts).toEqual({ turns: 1, proofs: 1 });
    expect(memory.turn('attempt-2') ?? memory.failedProof(of('proof-2', 'patch'))).toBeUndefined();
    expect(memory.failedProof(of('proof-1', 'hidden'))).toBeUndefined();
    expect(memory.failedProof(of('proof-1', 'patch', 'd'.repeat(64)))).toBeUndefined();
  });

  it('holds no secret, and a patch with one in it is not put back', async () => {
    const diff = Buffer.from(`diff\n+${SECRET}\n`);
    firstLife((memory) => memory.keepTurn('attempt-1', turn({ patch: { diff, ignored: 0, refusals: [] } })));
    expect(readFileSync(join(directory, 'resume/attempt-1.patch'), 'utf8')).not.toContain(SECRET);
    expect((await secondLife()).turn('attempt-1')?.patch).toEqual({
      diff: Buffer.alloc(0),
      ignored: 0,
      refusals: [{ path: 'the patch', reason: 'holds a secret of this run' }],
    });
  });

  it('has no diff where that is not the one that was written, or too large', async () => {
    firstLife((memory) => memory.keepTurn('attempt-1', turn()));
    writeFileSync(join(directory, 'resume/attempt-1.patch'), 'another');
    expect((await secondLife()).turn('attempt-1')?.patch.diff).toBeUndefined();
    const small = { ...plan, limits: { ...plan.limits, patchBytes: 3 } };
    writeFileSync(join(directory, 'resume/attempt-1.patch'), turn().patch.diff ?? '');
    expect((await secondLife(seal, small)).turn('attempt-1')?.patch.diff).toBeUndefined();
  });

  it('tells each line of an earlier life once', async () => {
    const data = { attempt: 1, outcome: 'failed', worker: null } as const;
    firstLife((_memory, evidence) => evidence.journal('attempt.finished', data));
    const memory = await secondLife();
    expect(memory.told('attempt.finished', { ...data, outcome: 'proved' })).toBe(false);
    expect(memory.told('attempt.finished', data)).toBe(true);
    expect(memory.told('attempt.finished', data)).toBe(false);
  });
});

describe('what is not sealed by this user on this machine', () => {
  const strangers = (): Promise<Seal | undefined> =>
    openSeal(join(parent, 'other/resume.key'), process.getuid?.() ?? 0);

  it('speaks against a change, and for none', async () => {
    const against: ProofRecord['what'][] = ['patch', 'patch-without-new-tests', 'hidden'];
    const speaksFor: ProofRecord['what'][] = ['base', 'base-with-verifier-change', 'hidden-base'];
    firstLife((memory) => {
      for (const what of [...against, ...speaksFor]) memory.keepFailedProof(of(what), failed(what));
    });
    for (const what of speaksFor) expect((await secondLife()).failedProof(of(what, what)), what).toBeDefined();
    for (const by of [await strangers(), null]) {
      const memory = await secondLife(by);
      for (const what of against) expect(memory.failedProof(of(what, what)), what).toBeDefined();
      for (const what of speaksFor) expect(memory.failedProof(of(what, what)), what).toBeUndefined();
    }
  });

  it('is no agent’s word where that is all there is', async () => {
    const own: Plan = { ...plan, verifier: null };
    firstLife((memory) => memory.keepTurn('attempt-1', turn()), own);
    expect((await secondLife(seal, own)).turn('attempt-1')).toBeDefined();
    expect((await secondLife(await strangers(), own)).turn('attempt-1')).toBeUndefined();
  });

  it('is everything that was changed after it was written', async () => {
    firstLife((memory) => memory.keepFailedProof(of('baseline'), failed('base')));
    const path = join(directory, 'resume/baseline.proof.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"red"', '"reD"'));
    expect((await secondLife()).failedProof(of('baseline', 'base'))).toBeUndefined();
  });

  it('is what a key seals that others can read', async () => {
    chmodSync(join(parent, 'state/resume.key'), 0o644);
    expect(await openSeal(join(parent, 'state/resume.key'), process.getuid?.() ?? 0)).toBeUndefined();
  });
});

it('a proof that passed is never taken from a folder, whoever sealed it', async () => {
  firstLife((memory) => memory.keepFailedProof(of('proof-1'), failed('patch', true)));
  expect((await secondLife()).failedProof(of('proof-1', 'patch'))).toBeUndefined();
});

describe('a folder that a run cannot go on in', () => {
  const edit = (name: string, change: (text: string) => string): void => {
    const path = join(directory, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  const record = 'resume/attempt-1.json';

  it.each<[string, () => void, string, RegExp]>([
    [
      'another version',
      () => edit('journal.jsonl', (text) => text.replace(VERSION, '9.9.9')),
      'resume.version',
      /tool is "9.9.9"/,
    ],
    [
      'another schema',
      () => edit('journal.jsonl', (text) => text.replace('journal/v1', 'journal/v2')),
      'evidence.journal',
      /schema is "cleanroom\/journal\/v2"/,
    ],
    [
      'another first line',
      () => edit('journal.jsonl', (text) => text.split('\n').slice(1).join('\n').replace('"seq":2', '"seq":1')),
      'resume.folder',
      /event is "run.planned"/,
    ],
    [
      'two plans',
      () =>
        appendFileSync(
          join(directory, 'journal.jsonl'),
          `${JSON.stringify({ schema: 'cleanroom/journal/v1', seq: 3, time: 't', event: 'run.planned', planSha256: 'b'.repeat(64) })}\n`,
        ),
      'resume.folder',
      /planSha256 is not the same/,
    ],
    ['no journal', () => rmSync(join(directory, 'journal.jsonl')), 'resume.folder', /no journal/],
    ['a record that is no JSON', () => edit(record, () => '{'), 'resume.folder', /is no JSON/],
    [
      'a record with a field of the wrong kind',
      () => edit(record, (text) => text.replace('12.5', '"long"')),
      'resume.record',
      /"\/exit\/durationMs" must be number/,
    ],
    [
      'a record with a negative count',
      () => edit(record, (text) => text.replace('"requests": 2', '"requests": -2')),
      'resume.record',
      /"\/usage\/requests" must be >= 0/,
    ],
    [
      'a record of another room',
      () => edit(record, (text) => text.replace('"attempt-1"', '"attempt-2"')),
      'resume.record',
      /it is of "attempt-2"/,
    ],
    [
      'a record of another plan',
      () => edit(record, (text) => text.replace(PLAN, 'b'.repeat(64))),
      'resume.record',
      /plan is not that/,
    ],
    [
      'a proof whose form is none',
      () => edit('resume/proof-1.proof.json', (text) => text.replace('"what": "patch"', '"what": "all"')),
      'resume.record',
      /what/,
    ],
  ])('has %s', async (_name, damage, code, message) => {
    firstLife((memory) => {
      memory.keepTurn('attempt-1', turn());
      memory.keepFailedProof(of('proof-1'), failed());
    });
    damage();
    await expect(readEarlier(directory, seal)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each(['verified', 'attempts-exhausted', 'nothing-to-prove'] as const)('has ended: %s', async (verdict) => {
    firstLife((_memory, evidence) => {
      evidence.writeJson('verdict.json', aVerdict({ verdict }));
      void evidence.finish();
    });
    await expect.poll(() => existsSync(join(directory, 'manifest.json'))).toBe(true);
    await expect(readEarlier(directory, seal)).rejects.toMatchObject({ code: 'resume.ended' });
  });

  it('is not what its manifest says', async () => {
    firstLife((_memory, evidence) => {
      evidence.writeJson('verdict.json', aVerdict({ verdict: 'cancelled' }));
      evidence.writeJson('plan.json', {});
      void evidence.finish({ resumable: true });
    });
    await expect.poll(() => existsSync(join(directory, 'manifest.json'))).toBe(true);
    await expect(readEarlier(directory, seal)).resolves.toBeDefined();
    writeFileSync(join(directory, 'plan.json'), '{"x":1}');
    await expect(readEarlier(directory, seal)).rejects.toMatchObject({ code: 'evidence.digest' });
  });

  it('is none', async () => {
    await expect(readEarlier(directory, seal)).resolves.toBeUndefined();
  });
});

describe('the owner of a folder', () => {
  const claims = (): string[] => readdirSync(directory).filter((name) => name.startsWith('.owner'));
  const ownName = async (change: Partial<ProcessIdentity & { boot: string }> = {}): Promise<string> => {
    const { pid, started, namespace, boot } = { ...(await ownIdentity()), boot: await bootIdentity(), ...change };
    return join(directory, `.owner.${pid}.${started}.${namespace}.${boot}`);
  };

  it('keeps others out until it gives it up', async () => {
    firstLife();
    const release = await ownFolder(directory);
    await expect(ownFolder(directory)).rejects.toMatchObject({ code: 'resume.running' });
    expect(statSync(await ownName()).mode & 0o777).toBe(0o600);
    await release();
    expect(claims()).toEqual([]);
  });

  it('is one process that lives, and nobody when it is gone', async () => {
    firstLife();
    const child = spawn('sleep', ['60']);
    try {
      const pid = child.pid ?? 0;
      const name = await ownName({ pid, started: await startOf(pid) });
      writeFileSync(name, '');
      await expect(ownFolder(directory)).rejects.toMatchObject({
        code: 'resume.running',
        message: expect.stringContaining(`process ${pid} `),
      });
      // Whoever was refused has left nothing, and has not taken the folder from who has it.
      expect(claims()).toEqual([basename(name)]);
    } finally {
      child.kill();
    }
    await new Promise((done) => child.once('exit', done));
    await (await ownFolder(directory))();
    expect(claims()).toEqual([]);
  });

  it('is nobody where the number was given out again, or the machine was started again', async () => {
    firstLife();
    writeFileSync(await ownName({ started: '1' }), '');
    writeFileSync(await ownName({ boot: '0-0' }), '');
    mkdirSync(await ownName({ boot: 'a-a' }));
    await (await ownFolder(directory))();
    expect(claims()).toEqual([]);
  });
});

it('a list of tasks that nobody sealed is made again', async () => {
  const tasks = { ...aPlan(), tasks: { source: 'planner' as const, list: [] } };
  firstLife((memory) => {
    memory.keepTurn('planner-attempt-1', turn());
    memory.keepTurn('a-attempt-1', turn());
  }, tasks);
  const stranger = await secondLife(null, tasks);
  expect([stranger.turn('planner-attempt-1'), stranger.turn('a-attempt-1')]).toEqual([undefined, expect.anything()]);
  expect((await secondLife(seal, tasks)).turn('planner-attempt-1')).toBeDefined();
});

describe('what was typed', () => {
  const key = (): string => join(parent, 'state/resume.key');
  const uid = process.getuid?.() ?? 0;
  const path = (): string => join(directory, 'resume/request.json');

  it('is taken over from this user on this machine, where it was typed', async () => {
    expect(await storedRequest(directory, key(), uid)).toBeUndefined();
    firstLife((memory) => memory.keepRequest(['run', '--prompt', 'x'], parent));
    expect(await storedRequest(directory, key(), uid)).toEqual({ argv: ['run', '--prompt', 'x'], directory: parent });
  });

  it.each<[string, (text: string) => string]>([
    ['changed', (text) => text.replace('"x"', '"y"')],
    ['not sealed', (text) => text.replace(/"seal": "\w+"/, '"seal": null')],
    ['of another kind', (text) => text.replace('"request"', '"turn"')],
    ['no JSON', () => '{'],
    ['endless', () => '['.repeat(1 << 20)],
  ])('is not taken over where it is %s', async (_name, change) => {
    firstLife((memory) => memory.keepRequest(['run', '--prompt', 'x'], parent));
    writeFileSync(path(), change(readFileSync(path(), 'utf8')));
    await expect(storedRequest(directory, key(), uid)).rejects.toMatchObject({ code: 'resume.request' });
  });

  it('is not taken over where that place is gone', async () => {
    firstLife((memory) => memory.keepRequest(['run'], join(parent, 'moved')));
    await expect(storedRequest(directory, key(), uid)).rejects.toMatchObject({
      code: 'resume.request',
      message: expect.stringMatching(/was begun in .*moved, which is no directory any more/),
    });
  });
});

it('counts the time of all lives, and not that between them', async () => {
  const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
  const lines = [
    { event: 'run.started', time: at(0), tool: VERSION, node: 'v', platform: 'p' },
    { event: 'notice', time: at(10), text: 'x' },
    { event: 'run.resumed', time: at(1000), life: 2, kept: 2, droppedBytes: 0, turns: 0, proofs: 0, spentMs: 10_000 },
    { event: 'notice', time: at(1007), text: 'x' },
  ].map((line, index) => ({ schema: 'cleanroom/journal/v1', seq: index + 1, ...line }));
  firstLife();
  writeFileSync(join(directory, 'journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const earlier = await readEarlier(directory, seal);
  expect(earlier).toMatchObject({ spentMs: 17_000, life: 3, startedAt: at(0), planSha256: undefined });
});
