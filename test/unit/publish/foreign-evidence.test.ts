import { execFileSync } from 'node:child_process';
import {
  appendFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verdictContradicts } from '../../../src/evidence/contradictions.js';
import { admit, type Foreign } from '../../../src/publish/admission.js';
import { type PublishableEvidence, readEvidence } from '../../../src/publish/read-evidence.js';
import { MAX_JSON_DEPTH, parseStrict } from '../../../src/publish/strict-json.js';
import { sha256 } from '../../../src/support/canonical-json.js';
import {
  anAttempt,
  aPlan,
  aProof,
  aVerdict,
  onPull,
  PATCH,
  REPORT,
  someEvidence,
  writeEvidence,
} from './support/evidence.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'foreign-evidence-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const at = (name: string): string => join(directory, name);
const line = (seq: number): string =>
  `${JSON.stringify({ schema: 'cleanroom/journal/v1', seq, time: '2026-01-01T00:00:00.000Z', event: 'notice', text: 'x' })}\n`;
const FILES = { 'journal.jsonl': line(1) + line(2), 'report.html': '<!doctype html>' };

async function refusal(manifestSha256?: string): Promise<string> {
  return readEvidence(directory, { manifestSha256 }).then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  );
}

/** Lists what is there now: what somebody does who can write the whole folder. */
async function relist(): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && entry.name !== 'manifest.json')
      .map(async (entry) => {
        const data = await readFile(join(entry.parentPath, entry.name));
        const path = join(entry.parentPath, entry.name).slice(directory.length + 1);
        return { path, bytes: data.length, sha256: sha256(data) };
      }),
  );
  await writeFile(at('manifest.json'), JSON.stringify({ schema: 'cleanroom/manifest/v1', files }));
}

describe('evidence of another job', () => {
  beforeEach(() => writeEvidence(directory, { manifest: true, files: FILES }));

  it('is read where it is whole, and bound to the digest that the run said', async () => {
    const evidence = await readEvidence(directory, { manifestSha256: sha256(await readFile(at('manifest.json'))) });
    expect(evidence.verdict.verdict).toBe('verified');
    expect(evidence.journal).toHaveLength(2);
    expect(evidence.warnings).toEqual([]);
    expect(await refusal('0'.repeat(64))).toBe('evidence.digest');
  });

  it('is refused without a manifest or a plan', async () => {
    await rm(at('plan.json'));
    await relist();
    expect(await refusal()).toBe('evidence.invalid');
    await rm(at('manifest.json'));
    expect(await refusal()).toBe('evidence.missing');
  });

  it('is refused where a file was changed that nobody reads here, but that an output names', async () => {
    await appendFile(at('report.html'), '<script>');
    expect(await refusal()).toBe('evidence.digest');
  });

  it('says how much of it is not here, and what is here that the run did not write', async () => {
    await rm(at('report.html'));
    await writeFile(at('notes.txt'), 'mine');
    expect((await readEvidence(directory, { manifestSha256: undefined })).warnings).toEqual([
      expect.stringContaining('1 more files'),
      expect.stringContaining('1 files in the folder'),
    ]);
  });

  it.each([
    ['a link', (path: string) => symlink('/etc/passwd', path)],
    ['a link to nothing', (path: string) => symlink('nowhere', path)],
    ['a second name of a file', (path: string) => link(at('verdict.json'), path)],
    ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
  ])('is refused where it holds %s, wherever', async (_, make) => {
    for (const path of ['extra', 'logs/extra']) {
      await mkdir(dirname(at(path)), { recursive: true });
      await make(at(path));
      expect(await refusal()).toBe('evidence.unsafe-file');
      await rm(at(path));
    }
  });

  it('is refused where it is too large or too deep, before it is read', async () => {
    await mkdir(at('a/b/c/d/e/f/g/h/i'), { recursive: true });
    expect(await refusal()).toBe('evidence.too-large');
    await rm(at('a'), { recursive: true });
    await writeFile(at('hole'), '');
    await truncate(at('hole'), 3 * 1024 ** 3);
    expect(await refusal()).toBe('evidence.too-large');
  });

  it.each(['../verdict.json', '/etc/passwd', 'a//b', 'a/../b', '.hidden', 'manifest.json', 'a\nb', 'a\\b', ''])(
    'is refused where its manifest lists %j',
    async (path) => {
      const manifest = JSON.parse(await readFile(at('manifest.json'), 'utf8')) as { files: object[] };
      manifest.files.push({ path, bytes: 0, sha256: sha256('') });
      await writeFile(at('manifest.json'), JSON.stringify(manifest));
      expect(await refusal()).toBe('evidence.invalid');
    },
  );

  it('is refused where its manifest lists a file twice', async () => {
    const manifest = JSON.parse(await readFile(at('manifest.json'), 'utf8')) as { files: object[] };
    await writeFile(
      at('manifest.json'),
      JSON.stringify({ ...manifest, files: [...manifest.files, manifest.files[0]] }),
    );
    expect(await refusal()).toBe('evidence.invalid');
  });

  it.each([
    ['out of order', line(2) + line(1)],
    ['with one missing', line(1) + line(3)],
    ['with one that is none', `${line(1)}{"event":"evil"}\n${line(3)}`],
  ])('is refused with lines of the journal %s', async (_, text) => {
    await writeFile(at('journal.jsonl'), text);
    await relist();
    expect(await refusal()).toBe('evidence.invalid');
  });

  it.each(['verdict.json', 'plan.json', 'report.json', 'usage.json', 'manifest.json'])(
    'is refused where %s is nested without end',
    async (name) => {
      await writeFile(at(name), '['.repeat(2_000_000));
      if (name !== 'manifest.json') await relist();
      expect(await refusal()).toBe('evidence.malformed');
    },
  );

  it('is refused where a document can be read in two ways', async () => {
    const verdict = await readFile(at('verdict.json'), 'utf8');
    await writeFile(at('verdict.json'), verdict.replace('{', '{"green":false,'));
    await relist();
    expect(await refusal()).toBe('evidence.malformed');
  });
});

describe('strict JSON', () => {
  it('reads what any parser reads', () => {
    for (const value of [REPORT, aPlan(), aVerdict(), [], {}, 'a"b\\', 1.5, null, { a: { a: [{ a: 1 }, { a: 2 }] } }]) {
      expect(parseStrict(JSON.stringify(value))).toEqual({ ok: true, value });
      expect(parseStrict(JSON.stringify(value, null, 2))).toEqual({ ok: true, value });
    }
  });

  it.each([
    ['{"a":1,"a":1}', 'twice'],
    ['{"a":1,"b":[{}],"a":1}', 'twice'],
    ['{"a":1,"\\u0061":2}', 'twice'],
    ['{"__proto__":1}', 'no run writes'],
    ['{"\\u005f_proto__":1}', 'no run writes'],
    ['{"a":1', 'not JSON'],
    ['{"a', 'not JSON'],
    ['{"a\\', 'not JSON'],
    ['', 'not JSON'],
    ['{"a":1}}', 'not JSON'],
    [`${'['.repeat(MAX_JSON_DEPTH + 1)}${']'.repeat(MAX_JSON_DEPTH + 1)}`, 'deep'],
  ])('refuses %s', (text, why) => {
    expect(parseStrict(text)).toEqual({ ok: false, why: expect.stringContaining(why) });
  });

  it('takes brackets and commas in strings for text, and equal strings that are no names', () => {
    const text = JSON.stringify({ a: '[[[{,"', b: ['x', 'x'], c: 'x', '}': { a: 1 } });
    expect(parseStrict(text)).toMatchObject({ ok: true });
    expect(parseStrict('{"a":1,"a":2}', { unique: false })).toEqual({ ok: true, value: { a: 2 } });
  });
});

describe('a verdict that its own attempts do not bear out', () => {
  const plan = aPlan();
  const patch = sha256(PATCH);
  const proof = aProof();
  const base = aProof({ room: 'baseline', what: 'base', passed: false });
  const last = (change: Partial<ReturnType<typeof anAttempt>>) => aVerdict({ attempts: [anAttempt(change)] });
  const red = { verdict: 'attempts-exhausted', green: false, verified: false } as const;
  const nothing = { ...red, verdict: 'nothing-to-prove', attempts: [], patch: null } as const;
  const failed = anAttempt({ outcome: 'failed', proofs: [aProof({ passed: false })] });

  it.each([
    ['green', aVerdict(), {}],
    ['red', aVerdict({ ...red, attempts: [failed] }), {}],
    ['with nothing to prove', aVerdict({ ...nothing, attempts: [], baseline: aProof({ what: 'base' }) }), {}],
    ['red although an attempt was proved', aVerdict({ ...red, verdict: 'infra-error' }), {}],
    ['green on any base', aVerdict({ baseline: null }), { baseline: 'any' }],
    ['green after an attempt that failed', aVerdict({ attempts: [failed, anAttempt({ attempt: 2 })] }), {}],
  ] as const)('is none that is %s', (_, verdict, change) => {
    expect(verdictContradicts({ plan: { ...plan, ...change }, verdict, patchSha256: patch })).toEqual([]);
  });

  const command = proof.commands[0] ?? expect.fail('no command');
  const { proof: proving } = plan;
  it.each<[string, ReturnType<typeof aVerdict>, (string | null)?, Partial<typeof plan>?]>([
    ['green beside a red word', aVerdict({ verdict: 'no-progress' })],
    ['verified beside a red word', aVerdict({ ...red, attempts: [failed], verified: true })],
    ['red beside a green word', aVerdict({ green: false })],
    ['no attempt', aVerdict({ attempts: [] })],
    ['a last attempt that failed', last({ outcome: 'failed' })],
    ['a patch that was refused', last({ refusals: [{ path: 'x', reason: 'y' }] as never })],
    ['no proof', last({ proofs: [] })],
    ['a proof that failed', last({ proofs: [aProof({ passed: false })] })],
    ['one confirmation that failed', last({ proofs: [proof, aProof({ passed: false })] })],
    ['a hidden verifier that failed', last({ proofs: [proof, aProof({ what: 'hidden', passed: false })] })],
    ['a proof of something else', last({ proofs: [aProof({ what: 'base' })] })],
    ['a proof in which nothing ran', last({ proofs: [aProof({ commands: [] })] })],
    ['a proof in which something failed', last({ proofs: [aProof({ commands: [{ ...command, passed: false }] })] })],
    ['a command that passed with 1', last({ proofs: [aProof({ commands: [{ ...command, exitCode: 1 }] })] })],
    ['a command that was killed', last({ proofs: [aProof({ commands: [{ ...command, end: 'timeout' }] })] })],
    ['a proof without the verifier', last({ proofs: [aProof({ commands: [{ ...command, name: 'other' }] })] })],
    [
      'a worker whose proof failed',
      aVerdict({ workers: [{ attempts: [{ proofs: [aProof({ commands: [] })] }] }] as never }),
    ],
    ['no report', last({ report: { state: 'missing', errors: [], corrected: false } })],
    ['no command', aVerdict({ passingCommand: null })],
    ['another command', aVerdict({ passingCommand: 'true' })],
    ['another patch', aVerdict(), sha256('another')],
    ['no patch', aVerdict(), null],
    ['a patch that is not named', aVerdict({ patch: null })],
    ['attempts in no order', aVerdict({ attempts: [anAttempt(), anAttempt()] })],
    [
      'an earlier attempt that nothing proved',
      aVerdict({ attempts: [anAttempt({ proofs: [] }), anAttempt({ attempt: 2 })] }),
    ],
    ['a base that was green', aVerdict({ baseline: aProof({ what: 'base' }) })],
    ['a base that nobody tried', aVerdict({ baseline: null })],
    ['a base that passed with 1', aVerdict({ baselineRuns: [base, { ...base, passed: true }] })],
    ['a change of the verifier in no attempt', aVerdict({ verdict: 'verified-with-verifier-change' })],
    ['a report alone where there is a verifier', aVerdict({ verdict: 'reported', verified: false })],
    ['a verifier that its plan does not have', aVerdict(), patch, { verifier: null }],
    ['too few runs', aVerdict(), patch, { proof: { ...proving, confirmRuns: 2 } }],
    ['no run of the hidden verifier', aVerdict(), patch, { proof: { ...proving, hidden: {} as never } }],
    ['nothing to prove on a red base', aVerdict({ ...nothing, attempts: [] })],
    ['nothing to prove after work', aVerdict({ ...nothing, attempts: [failed], baseline: aProof({ what: 'base' }) })],
    ['blocked by nothing', aVerdict({ ...red, verdict: 'blocked', attempts: [] })],
    ['exhausted by an attempt that was proved', aVerdict(red)],
  ])('is one with %s', (_, verdict, digest = patch, change = {}) => {
    expect(verdictContradicts({ plan: { ...plan, ...change }, verdict, patchSha256: digest })).not.toEqual([]);
  });
});

describe('what evidence says that it is about', () => {
  const commit = 'a'.repeat(40);
  const other = 'c'.repeat(40);
  const foreign: Foreign = { manifestSha256: 'd'.repeat(64), repository: 'o/r', commit, forgeable: false };
  const ofPull = (number: number, workCommit = commit): PublishableEvidence => {
    const { pullRequest } = onPull(number);
    const plan = aPlan();
    return someEvidence({
      plan: {
        ...plan,
        context: { ...plan.context, pullRequest: pullRequest && { ...pullRequest, headSha: workCommit } },
        source: { ...plan.source, workCommit },
      },
    });
  };
  const none = { hold: undefined, check: undefined, delivery: undefined, notices: [] };

  it('is taken where it is what this job is about', () => {
    expect(admit(ofPull(7), onPull(7), foreign)).toEqual(none);
    expect(admit(someEvidence(), onPull(undefined), foreign)).toEqual(none);
    // A run by hand, on the head of the pull request.
    expect(admit(someEvidence(), onPull(7), foreign)).toEqual(none);
    expect(admit(ofPull(7), onPull(7), { ...foreign, repository: 'O/R' })).toEqual(none);
  });

  it.each([
    ['another repository', ofPull(7), onPull(7), { repository: 'o/other' }],
    ['no repository', ofPull(7), onPull(7), { repository: null }],
    ['another pull request', ofPull(8), onPull(7), {}],
    ['a pull request, where there is none', ofPull(7), onPull(undefined), {}],
    ['another commit than the event names', ofPull(7, other), onPull(7), {}],
    ['another commit than the head', someEvidence({ plan: ofPull(7, other).plan }), onPull(7), {}],
    ['nothing', someEvidence({ plan: undefined }), onPull(7), {}],
  ])('is refused where it is of %s', (_, evidence, target, change) => {
    expect(() => admit(evidence, target, { ...foreign, ...change })).toThrow(
      expect.objectContaining({ code: 'evidence.other' }),
    );
  });

  it('is shown, but not judged by, where the head has moved since', () => {
    const admission = admit(ofPull(7, other), onPull(7), { ...foreign, commit: undefined });
    expect(admission).toMatchObject({ hold: undefined, check: expect.any(String), delivery: expect.any(Object) });
  });

  it('is not delivered where nobody says which manifest the run wrote', () => {
    const admission = admit(ofPull(7), onPull(7), { ...foreign, manifestSha256: undefined });
    expect(admission).toMatchObject({ ...none, delivery: { hint: expect.stringContaining('manifest-sha256') } });
  });

  it('is shown with a warning, and neither judged by nor delivered, where the pull request wrote the job', () => {
    const admission = admit(ofPull(7), onPull(7), { ...foreign, forgeable: true });
    expect(admission.check).toBeDefined();
    expect(admission.delivery).toBeDefined();
    expect(admission.notices).toEqual([expect.stringContaining('its author may have written all of it')]);
  });
});

/** As in the tests of random faults: the same numbers for the same seed. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe('a folder that somebody damaged', () => {
  const SEED = 20261121;
  const ROUNDS = 60;

  it(`is refused or means the same, in ${ROUNDS} ways (seed ${SEED})`, async () => {
    const numbers = random(SEED);
    const below = (limit: number): number => Math.floor(numbers.next().value * limit);
    const outcomes = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      await rm(directory, { recursive: true, force: true });
      await writeEvidence(directory, { manifest: true, files: FILES });
      const names = (await readdir(directory)).sort();
      const one = at(names[below(names.length)] ?? '');
      const two = at(names[below(names.length)] ?? '');
      const bytes = await readFile(one);
      const bound = sha256(await readFile(at('manifest.json')));
      const kind = below(8);
      if (kind === 0) {
        const place = below(Math.max(1, bytes.length));
        bytes[place] = (bytes[place] ?? 0) ^ (1 << below(8));
        await writeFile(one, bytes);
      } else if (kind === 1) await truncate(one, below(bytes.length + 1));
      else if (kind === 2) await appendFile(one, '\n');
      else if (kind === 3) await rm(one);
      else if (kind === 4) {
        await rename(one, at('swap'));
        await rename(two, one).catch(() => {});
        await rename(at('swap'), two);
      } else if (kind === 5) await symlink(two, at(`extra-${round}`));
      else if (kind === 6) await writeFile(at(`extra-${round}`), bytes);
      else {
        // Somebody who can write everything but what the run's job said.
        await writeFile(one, bytes.toString('latin1').replace('true', 'false'), 'latin1');
        await relist();
      }
      const outcome = await readEvidence(directory, { manifestSha256: bound }).then(
        ({ verdict, patch, report, plan }) => {
          expect({ verdict, report: report?.value, patch: patch?.text }).toEqual({
            verdict: aVerdict({ planSha256: verdict.planSha256 }),
            report: REPORT,
            patch: PATCH,
          });
          expect(plan).toEqual(aPlan());
          return 'the same';
        },
        (error: { code?: string }) => error.code ?? String(error),
      );
      expect(outcome).toMatch(/^(the same|evidence\.(missing|digest|unsafe-file|malformed|invalid|too-large))$/);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // Both kinds occur, so the loop tells them apart.
    expect(outcomes.get('the same')).toBeGreaterThan(2);
    expect(outcomes.get('evidence.digest')).toBeGreaterThan(10);
  });
});
