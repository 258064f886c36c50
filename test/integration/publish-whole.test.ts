import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publish } from '../../src/publish/publish.js';
import { DEFAULT_RETRY_POLICY } from '../../src/publish/retry.js';
import { PublishLab } from '../support/publish-lab.js';
import { aVerdict, onPull, SETTINGS, writeEvidence } from '../unit/publish/support/evidence.js';

const lab = new PublishLab();

describe('pullRequest', () => {
  const pull = { number: 5, headSha: 'a'.repeat(40), headRef: 'fix', baseSha: 'b'.repeat(40), baseRef: 'main' };

  it('tells a fork from a branch and from a fork that is gone', async () => {
    lab.server.pulls.set(5, { ...pull, headRepository: lab.server.repository });
    expect(await lab.github().pulls.get(5)).toEqual({
      ...pull,
      headRepository: lab.server.repository,
      baseRepository: lab.server.repository,
      fork: false,
      open: true,
    });
    lab.server.pulls.set(6, { ...pull, number: 6, headRepository: 'mallory/hello.world', state: 'closed' });
    expect(await lab.github().pulls.get(6)).toMatchObject({
      headRepository: 'mallory/hello.world',
      fork: true,
      open: false,
    });
    lab.server.pulls.set(7, { ...pull, number: 7, headRepository: null });
    expect(await lab.github().pulls.get(7)).toMatchObject({ headRepository: null, fork: true });
    await expect(lab.github().pulls.get(8)).rejects.toMatchObject({ code: 'github.not-found' });
    expect(() => lab.github({ repository: 'no-slash' })).toThrow(/owner\/name/);
  });

  it('reads again after a broken response', async () => {
    lab.server.pulls.set(5, { ...pull, headRepository: lab.server.repository });
    lab.server.fault({ kind: 'truncated', times: 2 });
    expect(await lab.github().pulls.get(5)).toMatchObject({ headSha: pull.headSha });
  });
});

describe('publish', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'publish-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  const file = (name: string): string => join(directory, name);

  it('writes comment, summary and outputs from the folder alone', async () => {
    await writeEvidence(directory, { manifest: true });
    const files = { outputFile: file('out'), summaryFile: file('sum') };
    const result = await publish({
      evidenceDir: directory,
      github: lab.github(),
      target: onPull(5),
      settings: SETTINGS,
      ...files,
    });
    expect(result).toMatchObject({
      verdict: 'verified',
      green: true,
      comment: { state: 'written', action: 'created' },
      warnings: [],
    });
    expect(lab.ours).toHaveLength(1);
    expect(await readFile(file('sum'), 'utf8')).toContain('### ✅ Verified');
    expect(await readFile(file('out'), 'utf8')).toContain(lab.server.comments[0]!.id.toString());
  });

  it('loses no verdict when GitHub or a file fails', async () => {
    await writeEvidence(directory);
    lab.server.fault({ kind: 'forbidden', on: '/issues/{issue_number}/comments', times: 1 });
    const result = await publish({
      evidenceDir: directory,
      github: lab.github(),
      target: onPull(5),
      settings: SETTINGS,
      outputFile: file('no/out'),
    });
    expect(result).toMatchObject({
      verdict: 'verified',
      green: true,
      comment: { state: 'failed', code: 'github.forbidden' },
    });
    expect(result.warnings).toEqual([
      expect.stringMatching(/^No comment: cannot list the comments: .*pull-requests: write/),
      expect.stringMatching(/^cannot write the outputs/),
    ]);
  });

  it.each([
    ['never', 5, true, 'verified', 'comments are turned off', 0],
    ['auto', undefined, true, 'verified', 'the run belongs to no pull request', 0],
    ['auto', 5, false, 'verified', 'there is no GitHub token', 0],
    ['auto', 5, true, 'cancelled', 'the run was cancelled', 0],
    ['always', undefined, true, 'verified', 'the run belongs to no pull request', 1],
  ] as const)(
    '%s with pull request %s, token %s and %s: %s',
    async (comment, pullRequest, token, verdict, reason, warnings) => {
      const green = verdict === 'verified';
      await writeEvidence(directory, { verdict: aVerdict({ verdict, green, verified: green }) });
      await rm(file('plan.json'));
      const result = await publish({
        evidenceDir: directory,
        github: token ? lab.github() : undefined,
        target: onPull(pullRequest),
        settings: { ...SETTINGS, comment, summary: false, check: 'never' },
      });
      expect(result.comment).toEqual({ state: 'skipped', reason });
      expect(result.warnings).toHaveLength(warnings);
      expect(lab.server.requests).toEqual([]);
    },
  );

  it('comments on a cancelled run when asked to', async () => {
    await writeEvidence(directory, { verdict: aVerdict({ verdict: 'cancelled', green: false, verified: false }) });
    await rm(file('plan.json'));
    const settings = { ...SETTINGS, comment: 'always', summary: false } as const;
    const result = await publish({ evidenceDir: directory, github: lab.github(), target: onPull(5), settings });
    expect(result.comment).toMatchObject({ state: 'written' });
  });

  describe('while GitHub fails', () => {
    const POST_CHECK = 'POST /repos/{owner}/{repo}/check-runs';
    const run = () => publish({ evidenceDir: directory, github: lab.github(), target: onPull(5), settings: SETTINGS });
    /** Writes that came through, in their order; those to a list by its name alone. */
    const written = (): string[] =>
      lab.server.requests
        .filter(({ method, status }) => method !== 'GET' && typeof status === 'number' && status < 300)
        .map(({ method, path }) => `${method} ${path.split('/')[4]}`);
    beforeEach(() => writeEvidence(directory));

    it('makes nobody wait for the comment at the check run, and links them all the same', async () => {
      lab.server.fault({ kind: '500', route: POST_CHECK, times: 5 });
      const result = await run();
      expect(result).toMatchObject({
        comment: { state: 'written', action: 'created' },
        check: { state: 'written', action: 'created' },
        warnings: [],
      });
      expect(written()).toEqual(['POST issues', 'POST check-runs', 'PATCH issues']);
      // Before any time was lost: only the waits of the check run's own requests are left.
      expect(Date.parse(lab.server.comments[0]!.createdAt)).toBe(Date.UTC(2026, 0, 2));
      expect(lab.waited).toBe(31_000);
      expect(lab.ours).toEqual([expect.stringMatching(/\/runs\/\d+/)]);
    });

    it('writes the comment without a check run where there never is one', async () => {
      lab.server.fault({ kind: '500', route: POST_CHECK, times: 50 });
      expect(await run()).toMatchObject({
        comment: { state: 'written', action: 'created' },
        check: { state: 'failed', code: 'github.unavailable' },
      });
      expect(written()).toEqual(['POST issues']);
    });

    it('tries the comment again where it failed beside the check run', async () => {
      lab.server.fault({ kind: '500', route: POST_CHECK });
      lab.server.fault({ kind: '500', on: '/issues/{issue_number}/comments', times: 6 });
      expect(await run()).toMatchObject({ comment: { state: 'written', action: 'created' } });
      expect(written()).toEqual(['POST check-runs', 'POST issues']);
    });

    /** While GitHub is away for so many seconds, with so many for each request; the shares are those of a real run. */
    const through = (until: number, seconds: number) => {
      lab.server.fault({ kind: 'drop', until: lab.now + until * 1000, onHit: () => lab.pass(seconds * 1000) });
      return publish({
        evidenceDir: directory,
        github: lab.github({ retry: DEFAULT_RETRY_POLICY }),
        target: onPull(5),
        settings: SETTINGS,
        summaryFile: file('summary.md'),
      });
    };

    it.each([
      ['answers nothing for three minutes', 190, 30],
      ['refuses each connection for two minutes', 120, 0],
    ])('waits with a share of the time for each where GitHub %s', async (_, until, seconds) => {
      expect(await through(until, seconds)).toMatchObject({
        comment: { state: 'written', action: 'created' },
        check: { state: 'written', action: 'created' },
        warnings: [],
      });
      expect(lab.server.comments).toHaveLength(1);
      expect(lab.ours).toEqual([expect.stringMatching(/\/runs\/\d+/)]);
      expect(lab.server.checkRuns.size).toBe(1);
      expect(await readFile(file('summary.md'), 'utf8')).not.toContain('Not written to GitHub');
    });

    it.each([30, 0])(
      'ends in the time of both where GitHub is gone, %d s each, and says what is missing and how to have it',
      async (seconds) => {
        const result = await through(36_000, seconds);
        const unavailable = { state: 'failed', code: 'github.unavailable' };
        expect(result).toMatchObject({ comment: unavailable, check: unavailable });
        // With four minutes of a delivery before, and the summary behind: the publishing jobs of the examples have ten.
        expect(lab.waited).toBeLessThanOrEqual(340_000);
        const again = `GITHUB_API_URL=${lab.server.url} cleanroom-action publish ${directory} --github-repository ${lab.server.repository} --pull-request 5 --comment-key ci`;
        expect(result.warnings.map((words) => words.slice(0, 14))).toEqual([
          'No comment: ca',
          'No check run: ',
          'To publish aga',
        ]);
        expect(result.warnings.at(-1)).toContain(`\`${again}\``);
        const summary = await readFile(file('summary.md'), 'utf8');
        expect(summary).toMatch(
          /\*\*Not written to GitHub\*\*\n\n- No comment.*\n- No check run.*\n- To publish again .*<code>GITHUB.*cleanroom-action publish/,
        );
      },
    );

    it('ends what makes many calls in the time of all of them', async () => {
      const bounded = lab.github({ retry: DEFAULT_RETRY_POLICY }).within(60_000);
      lab.server.fault({ kind: '500', times: 100 });
      const ask = () => expect(bounded.pulls.get(5)).rejects.toMatchObject({ code: 'github.unavailable' });
      lab.pass(29_000);
      await ask();
      // Where the next wait would go past the end, it ends at once.
      expect(lab.waited).toBe(44_000);
      // A last look at what came of it, and no more than that, however often it is taken.
      for (let look = 0; look < 20; look += 1) await ask();
      expect(lab.waited).toBeLessThanOrEqual(90_000);
    });

    it('asks nothing more while a limit lasts, and writes once as ever', async () => {
      lab.server.fault({ kind: 'secondary', route: POST_CHECK });
      expect(await run()).toMatchObject({ comment: { state: 'written' }, check: { state: 'written' } });
      expect(written()).toEqual(['POST check-runs', 'POST issues']);
      expect(lab.waits).toEqual([7000]);
    });
  });
});
