import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/inputs/command-line.js';
import type { PublishLine } from '../../src/inputs/publish-line.js';
import { describePublished, runPublishCommand } from '../../src/run/publish-command.js';
import type { Plan } from '../../src/schemas/plan.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { GitHubServer } from '../support/github-server.js';
import { aPlan, onPull, writeEvidence } from '../unit/publish/support/evidence.js';

const COMMIT = 'a'.repeat(40);
const PULL = 7;
let api: GitHubOpenApi;
let server: GitHubServer;
let directory: string;
beforeAll(() => {
  api = new GitHubOpenApi();
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'publish-command-'));
  server = await GitHubServer.start(api);
  server.pulls.set(PULL, {
    ...{ number: PULL, headSha: COMMIT, headRef: 'topic', headRepository: server.repository },
    ...{ baseSha: COMMIT, baseRef: 'main' },
  });
  await evidenceOf(PULL);
});
afterEach(async () => {
  expect(server.violations).toEqual([]);
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

async function evidenceOf(number: number): Promise<void> {
  const plan: Plan = aPlan();
  const context = { ...plan.context, repository: server.repository, pullRequest: onPull(number).pullRequest };
  await writeEvidence(directory, { manifest: true, plan: { ...plan, context } });
}

const parsed = (...argv: string[]): PublishLine => {
  const line = parseCommandLine(['publish', ...argv]);
  if (line.command !== 'publish') throw new Error(JSON.stringify(line));
  return line;
};
const publish = (env: Record<string, string>, ...argv: string[]) =>
  runPublishCommand(parsed(directory, ...argv), { GITHUB_API_URL: server.url, ...env }, server.token);
const refusal = async (env: Record<string, string>, ...argv: string[]): Promise<string> =>
  publish(env, ...argv).then(
    () => 'accepted',
    (error: { code?: string; problems?: { where: string }[] }) =>
      error.problems?.map(({ where }) => where).join() ?? error.code ?? String(error),
  );

describe('cleanroom-action publish', () => {
  it('writes to the pull request that its flags name, once', async () => {
    const flags = ['--github-repository', server.repository, '--pull-request', `${PULL}`, '--commit', COMMIT];
    for (let time = 0; time < 2; time += 1) {
      const { published, code } = await publish({}, ...flags, '--comment-key', 'by-hand');
      expect(code).toBe(0);
      expect(published.comment.state).toBe('written');
      expect(describePublished(published)).toContain('comment: http');
    }
    expect(server.comments.map(({ issue }) => issue)).toEqual([PULL]);
    expect(server.comments[0]?.body).toContain('<!-- cleanroom-action:by-hand -->');
  });

  it('knows a pull request from the variables of another CI system', async () => {
    const env = {
      BUILDKITE: 'true',
      BUILDKITE_REPO: `git@github.com:${server.repository}.git`,
      BUILDKITE_COMMIT: COMMIT,
      BUILDKITE_BRANCH: 'topic',
      BUILDKITE_PULL_REQUEST: `${PULL}`,
      BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
      BUILDKITE_PULL_REQUEST_REPO: `https://github.com/${server.repository}.git`,
      GITHUB_SERVER_URL: 'https://github.com',
    };
    const { published } = await publish(env);
    expect(published.comment.state).toBe('written');
    expect(server.comments.map(({ issue }) => issue)).toEqual([PULL]);
    expect(await refusal({ ...env, BUILDKITE_COMMIT: 'b'.repeat(40) })).toBe('evidence.other');
  });

  it('refuses evidence of another pull request, commit, repository or manifest, and writes nothing', async () => {
    const to = (repository: string, number: number): string[] => [
      ...['--github-repository', repository, '--pull-request', `${number}`],
    ];
    server.pulls.set(8, { ...(server.pulls.get(PULL) ?? expect.fail()), number: 8 });
    expect(await refusal({}, ...to(server.repository, 8))).toBe('evidence.other');
    expect(await refusal({}, ...to(server.repository, PULL), '--commit', 'b'.repeat(40))).toBe('evidence.other');
    expect(await refusal({}, ...to(server.repository, PULL), '--manifest-sha256', 'b'.repeat(64))).toBe(
      'evidence.digest',
    );
    expect(await refusal({}, '--github-repository', 'octo-org/other', '--commit', COMMIT)).toBe('evidence.other');
    expect(await refusal({}, ...to(server.repository, 9))).toBe('github.not-found');
    server.pulls.set(PULL, { ...(server.pulls.get(PULL) ?? expect.fail()), state: 'closed' });
    expect(await refusal({}, ...to(server.repository, PULL))).toBe('--pull-request');
    expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('says all that it was not told, or told wrongly', async () => {
    expect(await refusal({})).toBe('--github-repository,--pull-request or --commit');
    const flags = [
      '--commit',
      'main',
      '--github-repository',
      'x',
      '--deliver',
      'everything',
      '--fail-on-verdict',
      'no?',
    ];
    expect(await refusal({}, ...flags)).toBe('--deliver,--fail-on-verdict,--github-repository,--commit');
    expect(parseCommandLine(['publish', directory, '--prompt', 'x'])).toMatchObject({
      problems: [{ where: '--prompt', expected: 'a flag of publish' }],
    });
  });
});
