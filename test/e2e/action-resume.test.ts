import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { ActionSite, script, WITH } from '../support/action-site.js';
import { ROOT } from '../support/dist.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { journalOf } from '../support/resume-lab.js';
import { runMain } from '../support/runner.js';

let api: GitHubOpenApi;
let site: ActionSite;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(() => site?.close());

it('goes on when the job is run again, through a copy of what was uploaded', async () => {
  site = await ActionSite.make(api);
  const [first, again] = [join(site.temp, 'first'), join(site.temp, 'again')];
  const given = {
    ...WITH,
    'agent-command': script('echo "ran $CLEANROOM_ATTEMPT"; [ "$CLEANROOM_ATTEMPT" = 1 ] || echo mended > answer.txt'),
  };
  const job = (env: Record<string, string> = {}) =>
    site.job(process.execPath, 'pull_request', site.payload('pull_request', 'opened'), { env });
  const kill = (line: number) => ({
    KILL_AT: String(line),
    NODE_OPTIONS: `--import=${join(ROOT, 'test/support/kill-at.mjs')}`,
  });
  // An empty directory: a run begins there, and its runner dies.
  const killed = await runMain(job(kill(20)), { ...given, resume: first });
  expect(killed.signal, killed.stdout + killed.stderr).toBe('SIGKILL');
  expect(journalOf(first)).toHaveLength(20);
  cpSync(first, again, { recursive: true });
  rmSync(first, { recursive: true });

  const run = await runMain(job(), { ...given, resume: again });
  expect(run.code, run.stdout + run.stderr).toBe(0);
  expect(run.outputs).toMatchObject({ verdict: 'verified', evidence: again });
  const verdict = JSON.parse(readFileSync(join(again, 'verdict.json'), 'utf8')) as VerdictFile;
  expect(verdict.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'proved']);
  expect(verdict.notices.join()).toContain('went on (life 2)');
  expect(run.summary).toContain('went on');
  expect(site.server.comments.map(({ body }) => body).join()).toContain('went on');
  // Its first attempt was over by then, and has one log; nothing in the folder was taken for the action’s own.
  expect(readFileSync(join(again, 'logs/attempt-1.log'), 'utf8')).toBe('ran 1\n');
  expect(existsSync(join(again, 'logs/attempt-1.life-2.log'))).toBe(false);
  expect(journalOf(again).filter((line) => line.event === 'proof.finished' && line.attempt === 0)).toHaveLength(2);

  const third = await runMain(job(), { ...given, resume: again });
  expect(third.outputs['evidence']).not.toBe(again);
  expect(third.stdout).toMatch(/has ended: verified, so a new one begins/);
  expect(third.code, third.stdout + third.stderr).toBe(0);
});

it('fails where the folder is of a run on another commit', async () => {
  site = await ActionSite.make(api);
  const folder = join(site.temp, 'folder');
  const event = (): unknown => site.payload('pull_request', 'opened');
  const env = { KILL_AT: '5', NODE_OPTIONS: `--import=${join(ROOT, 'test/support/kill-at.mjs')}` };
  await runMain(site.job(process.execPath, 'pull_request', event(), { env }), { ...WITH, resume: folder });
  const other = await runMain(site.job(process.execPath, 'push', site.payload('push')), { ...WITH, resume: folder });
  expect(other.code).toBe(1);
  expect(other.stdout).toMatch(/another plan than this one: context\.event was pull_request and is push/);
});
