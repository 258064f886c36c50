import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Plan } from '../../src/schemas/plan.js';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { runHost } from '../../src/support/process.js';
import { ActionSite, PULL, REPAIR, script, TOKEN } from '../support/action-site.js';
import { ROOT } from '../support/dist.js';
import { GitServer } from '../support/git-server.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { git } from '../support/workspace.js';

/*
 * The examples of other CI systems, as they stand: their commands run in a checkout as the system makes it, with the
 * environment that its documentation gives. Repository, rooms and verifier are real; the systems' own programs are not here.
 */

const CONFIG = `version: 1\nprompt: Mend it.\nagent: command\nagent-command: ${script(REPAIR)}\nverify: sh check.sh\n`;
/** What the pull request would rather have: an agent that does nothing, and no verifier to speak of. */
const THEIRS = `version: 1\nprompt: Nothing.\nagent: command\nagent-command: ${script('true')}\nverify: 'true'\n`;
const SECRET = 'job-token-0123456789';

let api: GitHubOpenApi;
let lab: Lab | undefined;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

interface Job {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A repository with a pull request on a forge of its own, and a machine that builds it. */
class Lab {
  private constructor(
    readonly site: ActionSite,
    readonly forge: GitServer,
    /** What the system checked out. */
    readonly checkout: string,
    readonly base: string,
    readonly head: string,
    readonly bin: string,
  ) {}

  static async make(): Promise<Lab> {
    const site = await ActionSite.make(api, {}, { '.github/cleanroom.yml': CONFIG });
    await mkdir(join(site.repo, '.github'), { recursive: true });
    await writeFile(join(site.repo, '.github/cleanroom.yml'), THEIRS);
    git(site.repo, 'commit', '-q', '-am', 'theirs');
    const head = git(site.repo, 'rev-parse', 'HEAD');
    // The base went on since, as it does: nobody who builds the head has its newest commit.
    git(site.repo, 'checkout', '-q', 'main');
    await writeFile(join(site.repo, 'later.txt'), 'later\n');
    git(site.repo, 'add', '-A');
    git(site.repo, 'commit', '-q', '-m', 'later');
    const base = git(site.repo, 'rev-parse', 'HEAD');
    const pull = site.server.pulls.get(PULL);
    if (pull) site.server.pulls.set(PULL, { ...pull, headSha: head, baseSha: base });
    const root = join(site.temp, 'forge');
    const bare = join(root, `${site.server.repository}.git`);
    git(site.temp, 'clone', '-q', '--bare', site.repo, bare);
    git(bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const forge = await GitServer.start({ root });
    const checkout = join(site.temp, 'checkout');
    // The server is in this process: what waits for it must not block it.
    git(site.temp, 'clone', '-q', '--depth=1', '--branch', 'topic', `file://${bare}`, checkout);
    git(checkout, 'checkout', '-q', '--detach', head);
    const bin = join(site.temp, 'bin');
    await mkdir(bin);
    await program(join(bin, 'cleanroom-action'), `exec '${process.execPath}' '${join(ROOT, 'dist/cli.js')}' "$@"\n`);
    return new Lab(site, forge, checkout, base, head, bin);
  }

  get address(): string {
    return `${this.forge.url}/${this.site.server.repository}.git`;
  }

  /** Runs an example's commands as a system's own shell does. */
  async run(commands: string, env: Readonly<Record<string, string>>): Promise<Job> {
    const home = join(this.site.temp, 'home');
    await mkdir(home, { recursive: true });
    const result = await runHost({
      argv: ['bash', '-e', '-c', commands],
      cwd: this.checkout,
      env: {
        PATH: `${this.bin}:${process.env['PATH'] ?? ''}`,
        HOME: home,
        TMPDIR: this.site.temp,
        CI: 'true',
        GITHUB_SERVER_URL: this.forge.url,
        GITHUB_API_URL: this.site.server.url,
        ...env,
      },
    });
    const job = { ...result, stdout: result.stdout.toString('utf8') };
    expect(job.stdout + job.stderr).not.toMatch(new RegExp(`${TOKEN}|${SECRET}`));
    return job;
  }

  async plan(out = join(this.checkout, 'cleanroom-out')): Promise<Plan> {
    return JSON.parse(await readFile(join(out, 'evidence/plan.json'), 'utf8')) as Plan;
  }

  async verdict(out = join(this.checkout, 'cleanroom-out')): Promise<VerdictFile> {
    return JSON.parse(await readFile(join(out, 'evidence/verdict.json'), 'utf8')) as VerdictFile;
  }

  async close(): Promise<void> {
    await this.forge.close();
    await this.site.close();
  }
}

async function program(path: string, text: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${text}`);
  await chmod(path, 0o755);
}

async function example(path: string): Promise<string> {
  return readFile(join(ROOT, 'examples/ci', path), 'utf8');
}

const scriptOf = {
  buildkite: async (): Promise<string> => {
    const { steps } = parse(await example('buildkite/pipeline.yml')) as { steps: { commands: string[] }[] };
    return steps.flatMap(({ commands }) => commands).join('\n');
  },
  gitlab: async (job: string): Promise<string> => {
    const jobs = parse(await example('gitlab/.gitlab-ci.yml')) as Record<string, { script: string[] }>;
    return jobs[job]?.script.join('\n') ?? '';
  },
  jenkins: async (): Promise<string> => {
    const found = /sh '''\n(.*?)'''/s.exec(await example('jenkins/Jenkinsfile'));
    return found?.[1] ?? '';
  },
  circleci: async (): Promise<string> => {
    const { jobs } = parse(await example('circleci/config.yml')) as {
      jobs: { cleanroom: { steps: (string | { run?: { command: string } })[] } };
    };
    const steps = jobs.cleanroom.steps.flatMap((step) =>
      typeof step === 'string' || !step.run ? [] : [step.run.command],
    );
    return steps.join('\n');
  },
};

function buildkite(at: Lab): Record<string, string> {
  return {
    BUILDKITE: 'true',
    BUILDKITE_REPO: at.address,
    BUILDKITE_COMMIT: at.head,
    BUILDKITE_BRANCH: 'topic',
    BUILDKITE_PULL_REQUEST: String(PULL),
    BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
    BUILDKITE_PULL_REQUEST_REPO: at.address,
    BUILDKITE_BUILD_URL: 'https://buildkite.com/acme/widget/builds/9',
    BUILDKITE_AGENT_ACCESS_TOKEN: SECRET,
  };
}

/** The run took all that decides from the base as it is now, and its proof passed. */
async function expectProved(at: Lab, job: Job, out?: string): Promise<Plan> {
  expect(job.code, job.stdout + job.stderr).toBe(0);
  const plan = await at.plan(out);
  expect(plan.source).toMatchObject({ workCommit: at.head, trustedCommit: at.base });
  expect(await at.verdict(out)).toMatchObject({ verdict: 'verified', green: true });
  return plan;
}

describe('Buildkite', () => {
  it('comments, and annotates the build', async () => {
    lab = await Lab.make();
    const seen = join(lab.site.temp, 'seen');
    await program(
      join(lab.bin, 'buildkite-agent'),
      `printf '%s\\n' "$@" > '${seen}.argv'; cat > '${seen}.stdin'; printf '%s' "$BUILDKITE_AGENT_ACCESS_TOKEN\${GITHUB_TOKEN-}" > '${seen}.env'\n`,
    );
    const env = { ...buildkite(lab), GITHUB_TOKEN: TOKEN };
    const job = await lab.run(await scriptOf.buildkite(), env);
    const plan = await expectProved(lab, job);
    expect(plan.context).toMatchObject({
      event: 'buildkite:pull_request',
      actor: null,
      pullRequest: { number: PULL, fork: false },
    });
    expect(lab.site.server.comments.filter(({ issue }) => issue === PULL)).toHaveLength(1);
    expect((await readFile(`${seen}.argv`, 'utf8')).split('\n')).toEqual([
      'annotate',
      '--style',
      'success',
      '--context',
      'cleanroom-default',
      '',
    ]);
    expect(await readFile(`${seen}.stdin`, 'utf8')).toContain('pristine room');
    expect(await readFile(`${seen}.env`, 'utf8')).toBe(SECRET);
    // Groups of ours, and none but ours: the change is shown too.
    expect(job.stdout).toMatch(/^--- attempt 1/m);
    expect(job.stdout).toMatch(/^ --- a\/answer.txt/m);
    expect(job.stdout).not.toMatch(/^(?:--- [ab]\/|\+\+\+)/m);
    expect(await readFile(join(lab.checkout, 'cleanroom-out/junit.xml'), 'utf8')).toContain('failures="0"');
  });

  it('runs no program of the checkout', async () => {
    lab = await Lab.make();
    const ran = join(lab.site.temp, 'ran');
    const bin = join(lab.checkout, 'node_modules/.bin');
    await mkdir(bin, { recursive: true });
    await program(join(bin, 'buildkite-agent'), `touch '${ran}'\n`);
    // As npm and npx have it.
    const words = `export PATH="$PWD/node_modules/.bin:node_modules/.bin:$PATH"\n${await scriptOf.buildkite()}`;
    const job = await lab.run(words, buildkite(lab));
    await expectProved(lab, job);
    expect(job.stderr).toContain('No annotation: buildkite-agent is not on PATH outside the checkout');
    await expect(readFile(ran)).rejects.toThrow();
  });

  it('serves a fork, and starts nothing where the base cannot be read', async () => {
    lab = await Lab.make();
    const fork = { BUILDKITE_BRANCH: 'mallory:topic', BUILDKITE_PULL_REQUEST_REPO: 'git://example.com/mallory/hello' };
    const words = await scriptOf.buildkite();
    const gone = await lab.run(words, { ...buildkite(lab), ...fork, BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'gone' });
    expect(gone.code).toBe(3);
    expect(gone.stderr).toContain('the branch gone of');
    const unnamed = await lab.run(words, { ...buildkite(lab), ...fork, BUILDKITE_PULL_REQUEST_BASE_BRANCH: '' });
    expect(unnamed.code).toBe(2);
    expect(unnamed.stderr).toContain('CLEANROOM_BASE_BRANCH');
    const denied = await lab.run(`${words} --forks deny`, { ...buildkite(lab), ...fork });
    expect(denied.code).toBe(2);
    expect(denied.stderr).toContain('forks is deny');
    const job = await lab.run(words, { ...buildkite(lab), ...fork });
    const plan = await expectProved(lab, job);
    expect(plan.context.pullRequest).toMatchObject({ fork: true, headRepository: 'mallory/hello', baseSha: lab.base });
  });

  it('writes nothing through a link of the checkout', async () => {
    lab = await Lab.make();
    const elsewhere = join(lab.site.temp, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(lab.checkout, 'cleanroom-out'));
    // Without the line of the example that clears the place.
    const words = (await scriptOf.buildkite()).replace('rm -rf cleanroom-out\n', '');
    const job = await lab.run(words, buildkite(lab));
    expect(job.code).toBe(2);
    expect(job.stderr).toContain('leads through cleanroom-out');
    await rm(join(lab.checkout, 'cleanroom-out'));
    await mkdir(join(lab.checkout, 'cleanroom-out'));
    await symlink(join(elsewhere, 'profile'), join(lab.checkout, 'cleanroom-out/comment.md'));
    expect((await lab.run(words, buildkite(lab))).code).toBe(2);
    await expect(readFile(join(elsewhere, 'profile'))).rejects.toThrow();
    // With it, nothing that was committed there is uploaded.
    await writeFile(join(lab.checkout, 'cleanroom-out/theirs'), '');
    await expectProved(lab, await lab.run(await scriptOf.buildkite(), buildkite(lab)));
    expect((await readdir(join(lab.checkout, 'cleanroom-out'))).sort()).toEqual([
      'comment.md',
      'evidence',
      'junit.xml',
    ]);
  });
});

describe('GitLab', () => {
  it('leaves a note, a code quality report and folded sections', async () => {
    lab = await Lab.make();
    const path = lab.site.server.repository;
    const project = `${lab.forge.url}/${path}`;
    const env = {
      GITLAB_CI: 'true',
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_COMMIT_SHA: lab.head,
      CI_COMMIT_REF_NAME: 'topic',
      CI_PROJECT_PATH: path,
      CI_PROJECT_URL: project,
      CI_JOB_TOKEN: SECRET,
      CI_JOB_URL: 'https://gitlab.example.com/acme/widget/-/jobs/9',
      CI_MERGE_REQUEST_IID: String(PULL),
      CI_MERGE_REQUEST_PROJECT_ID: '7',
      CI_MERGE_REQUEST_PROJECT_PATH: path,
      CI_MERGE_REQUEST_PROJECT_URL: project,
      CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: path,
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'topic',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      GITLAB_USER_LOGIN: 'tanuki',
      // A token for GitHub that is there for something else.
      GITHUB_TOKEN: TOKEN,
      GITHUB_API_URL: '',
    };
    const job = await lab.run(await scriptOf.gitlab('cleanroom'), env);
    const plan = await expectProved(lab, job);
    expect(plan.context).toMatchObject({ event: 'gitlab:merge_request', actor: 'tanuki', apiUrl: null });
    expect(lab.site.server.comments.filter(({ issue }) => issue === PULL)).toEqual([]);
    const starts = [...job.stdout.matchAll(/\x1b\[0Ksection_start:\d+:(cleanroom_\d+)\r\x1b\[0K/g)].map(
      ([, name]) => name,
    );
    const ends = [...job.stdout.matchAll(/\x1b\[0Ksection_end:\d+:(cleanroom_\d+)\r\x1b\[0K/g)].map(([, name]) => name);
    expect(starts.length).toBeGreaterThan(2);
    expect(ends).toEqual(starts);
    const quality = JSON.parse(await readFile(join(lab.checkout, 'cleanroom-out/gl-code-quality-report.json'), 'utf8'));
    expect(quality).toBeInstanceOf(Array);

    const comment = await readFile(join(lab.checkout, 'cleanroom-out/comment.md'), 'utf8');
    const requests: { url: string; token: unknown; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        requests.push({ url: `${request.method} ${request.url}`, token: request.headers['private-token'], body });
        response.writeHead(201).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const v4 = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`;
    const note = await lab.run(await scriptOf.gitlab('cleanroom-note'), {
      ...env,
      GITLAB_TOKEN: 'glpat-x',
      CI_API_V4_URL: v4,
    });
    expect(note.code, note.stderr).toBe(0);
    // What a merge request left in the directory of a shell executor is not posted.
    await rm(join(lab.checkout, 'cleanroom-out/comment.md'));
    await symlink(join(lab.site.temp, 'home'), join(lab.checkout, 'cleanroom-out/comment.md'));
    const linked = await lab.run(await scriptOf.gitlab('cleanroom-note'), {
      ...env,
      GITLAB_TOKEN: 'x',
      CI_API_V4_URL: v4,
    });
    expect(linked.code).toBe(1);
    await rm(join(lab.checkout, 'cleanroom-out/comment.md'));
    server.close();
    expect(requests).toMatchObject([{ url: `POST /api/v4/projects/7/merge_requests/${PULL}/notes`, token: 'glpat-x' }]);
    const body = new URLSearchParams(requests[0]?.body).get('body') ?? '';
    expect(body).toBe(comment);
    expect(body).toContain('pristine room');
  });
});

describe('Jenkins', () => {
  it('comments, also on the second build in a workspace', async () => {
    lab = await Lab.make();
    const env = {
      JENKINS_URL: 'https://ci.example.com/',
      BUILD_NUMBER: '9',
      BUILD_URL: 'https://ci.example.com/job/widget/job/PR-17/9/',
      BRANCH_NAME: `PR-${PULL}`,
      CHANGE_ID: String(PULL),
      CHANGE_URL: `${lab.forge.url}/${lab.site.server.repository}/pull/${PULL}`,
      CHANGE_TARGET: 'main',
      CHANGE_BRANCH: 'topic',
      CHANGE_FORK: 'mallory',
      CHANGE_AUTHOR: 'mallory',
      GIT_COMMIT: lab.head,
      GIT_URL: lab.address,
      GITHUB_TOKEN: TOKEN,
    };
    const first = await lab.run(await scriptOf.jenkins(), env);
    const plan = await expectProved(lab, first);
    expect(plan.context.pullRequest).toMatchObject({ number: PULL, fork: true, headRef: 'topic', baseRef: 'main' });
    expect(first.stdout).toMatch(/^== attempt 1/m);
    await expectProved(lab, await lab.run(await scriptOf.jenkins(), env));
    expect(lab.site.server.comments.filter(({ issue }) => issue === PULL)).toHaveLength(1);
    const text = await example('jenkins/Jenkinsfile');
    for (const [open, close] of ['{}', '()', '[]']) {
      expect(text.split(open ?? '').length, `${open}${close}`).toBe(text.split(close ?? '').length);
    }
  });
});

describe('CircleCI', () => {
  it('asks GitHub what the pull request goes to, and takes no guess without it', async () => {
    lab = await Lab.make();
    const pull = `${lab.forge.url}/${lab.site.server.repository}/pull/${PULL}`;
    const [owner = '', name = ''] = lab.site.server.repository.split('/');
    const env = {
      CIRCLECI: 'true',
      CIRCLE_SHA1: lab.head,
      CIRCLE_BRANCH: 'topic',
      CIRCLE_REPOSITORY_URL: lab.address,
      CIRCLE_PROJECT_USERNAME: owner,
      CIRCLE_PROJECT_REPONAME: name,
      CIRCLE_PULL_REQUEST: pull,
      CIRCLE_PULL_REQUESTS: pull,
      CIRCLE_BUILD_URL: 'https://circleci.com/gh/acme/widget/9',
      CIRCLE_USERNAME: 'octocat',
    };
    const out = join(lab.site.temp, 'cleanroom');
    const words = (await scriptOf.circleci()).replaceAll('/tmp/cleanroom', out);
    const guess = await lab.run(words, env);
    expect(guess.code).toBe(2);
    expect(guess.stderr).toContain(`the branch that pull request ${PULL} goes to`);
    const job = await lab.run(words, { ...env, GITHUB_TOKEN: TOKEN });
    const plan = await expectProved(lab, job, out);
    expect(plan.context).toMatchObject({ event: 'circleci:pull_request', actor: 'octocat' });
    expect(lab.site.server.comments.filter(({ issue }) => issue === PULL)).toHaveLength(1);
    expect(await readFile(join(out, 'tests/junit.xml'), 'utf8')).toContain('<testsuites>');
  });
});

describe('a plain shell', () => {
  it('keeps evidence that the configuration places in the checkout from being led out of it', async () => {
    lab = await Lab.make();
    const elsewhere = join(lab.site.temp, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(lab.checkout, 'out'));
    const config = `${CONFIG}evidence: out/evidence\n`;
    await writeFile(join(lab.checkout, '.github/cleanroom.yml'), config);
    git(lab.checkout, 'add', '-A');
    git(lab.checkout, 'commit', '-q', '-m', 'out');
    const job = await lab.run('cleanroom-action run --trusted-ref HEAD', {});
    expect(job.code, job.stderr).toBe(2);
    expect(job.stderr).toContain('leads through out');
    expect(await readdir(elsewhere)).toEqual([]);
  });

  it('takes what decides from the base that it is given, and prints the comment', async () => {
    lab = await Lab.make();
    git(lab.checkout, 'fetch', '-q', 'origin', 'main:refs/remotes/origin/main');
    const out = join(lab.site.temp, 'out');
    const job = await lab.run(`'${join(ROOT, 'examples/ci/shell/run.sh')}'`, { OUT: out });
    const plan = await expectProved(lab, job, out);
    expect(plan.context).toMatchObject({ event: 'local', pullRequest: null });
    expect(job.stdout).toContain(await readFile(join(out, 'comment.md'), 'utf8'));
    const red = await lab.run(`'${join(ROOT, 'examples/ci/shell/run.sh')}'`, { OUT: out, BASE: 'origin/nothing' });
    expect(red.code).toBe(2);
  });
});
