import { describe, expect, it } from 'vitest';
import { repositoryAddress } from '../../../../src/inputs/ci/address.js';
import { detectCi, readCi } from '../../../../src/inputs/ci/detect.js';
import { CI_SYSTEMS, type CiSystem } from '../../../../src/inputs/ci/types.js';
import { githubOf } from '../../../../src/run/ci-context.js';

const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const TOKEN = 'glcbt-64_secretsecret';

/** Variables as each system's documentation gives them for a pull request from the same repository. */
const PULL: Readonly<Record<CiSystem, Readonly<Record<string, string>>>> = {
  buildkite: {
    BUILDKITE: 'true',
    BUILDKITE_REPO: 'git@github.com:acme/widget.git',
    BUILDKITE_COMMIT: HEAD,
    BUILDKITE_BRANCH: 'topic',
    BUILDKITE_PULL_REQUEST: '17',
    BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main',
    BUILDKITE_PULL_REQUEST_REPO: 'git://github.com/acme/widget.git',
    BUILDKITE_BUILD_URL: 'https://buildkite.com/acme/widget/builds/9',
    BUILDKITE_BUILD_CREATOR: 'octocat',
  },
  gitlab: {
    GITLAB_CI: 'true',
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_COMMIT_SHA: HEAD,
    CI_COMMIT_REF_NAME: 'topic',
    CI_PROJECT_PATH: 'acme/tools/widget',
    CI_PROJECT_URL: 'https://gitlab.com/acme/tools/widget',
    CI_REPOSITORY_URL: `https://gitlab-ci-token:${TOKEN}@gitlab.com/acme/tools/widget.git`,
    CI_JOB_TOKEN: TOKEN,
    CI_JOB_URL: 'https://gitlab.com/acme/tools/widget/-/jobs/9',
    CI_MERGE_REQUEST_IID: '17',
    CI_MERGE_REQUEST_PROJECT_PATH: 'acme/tools/widget',
    CI_MERGE_REQUEST_PROJECT_URL: 'https://gitlab.com/acme/tools/widget',
    CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: 'acme/tools/widget',
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'topic',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: 'c'.repeat(40),
    GITLAB_USER_LOGIN: 'tanuki',
  },
  jenkins: {
    JENKINS_URL: 'https://ci.example.com/',
    BUILD_NUMBER: '9',
    BUILD_URL: 'https://ci.example.com/job/widget/job/PR-17/9/',
    BRANCH_NAME: 'PR-17',
    CHANGE_ID: '17',
    CHANGE_URL: 'https://github.com/acme/widget/pull/17',
    CHANGE_TARGET: 'main',
    CHANGE_BRANCH: 'topic',
    CHANGE_AUTHOR: 'octocat',
    GIT_COMMIT: HEAD,
    GIT_URL: 'https://github.com/acme/widget.git',
  },
  circleci: {
    CIRCLECI: 'true',
    CIRCLE_SHA1: HEAD,
    CIRCLE_BRANCH: 'topic',
    CIRCLE_REPOSITORY_URL: 'git@github.com:acme/widget.git',
    CIRCLE_PROJECT_USERNAME: 'acme',
    CIRCLE_PROJECT_REPONAME: 'widget',
    CIRCLE_PULL_REQUEST: 'https://github.com/acme/widget/pull/17',
    CIRCLE_PULL_REQUESTS: 'https://github.com/acme/widget/pull/17',
    CIRCLE_BUILD_URL: 'https://circleci.com/gh/acme/widget/9',
    CIRCLE_USERNAME: 'octocat',
    CLEANROOM_BASE_BRANCH: 'main',
  },
};

/** The same from somebody else's fork. */
const FORK: Readonly<Record<CiSystem, Readonly<Record<string, string>>>> = {
  buildkite: {
    BUILDKITE_BRANCH: 'mallory:topic',
    BUILDKITE_PULL_REQUEST_REPO: 'git://github.com/mallory/widget.git',
  },
  gitlab: { CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: 'mallory/widget' },
  jenkins: { CHANGE_FORK: 'mallory' },
  circleci: {
    CIRCLE_BRANCH: 'pull/17',
    CIRCLE_PR_NUMBER: '17',
    CIRCLE_PR_USERNAME: 'mallory',
    CIRCLE_PR_REPONAME: 'widget',
  },
};

/** The variables that make a pull request of a build. */
const OF_PULL = /PULL_REQUEST|MERGE_REQUEST|CHANGE_|CIRCLE_PR_|CLEANROOM_BASE|CI_PIPELINE_SOURCE/;

describe.each(CI_SYSTEMS)('%s', (system) => {
  const pull = PULL[system];

  it('is found by its variables', () => {
    expect(detectCi(pull)).toEqual({ system, problems: [] });
  });

  it('tells a pull request', () => {
    const found = readCi(system, pull);
    expect(found.problems).toEqual([]);
    const path = system === 'gitlab' ? 'acme/tools/widget' : 'acme/widget';
    expect(found).toMatchObject({ workCommit: HEAD, ref: undefined, repository: { path } });
    expect(found.pullRequest).toMatchObject({ number: 17, headRef: 'topic', headRepository: path, fork: false });
    expect(found.pullRequest?.baseRef).toBe('main');
    expect(found.runUrl).toMatch(/^https:/);
    expect(JSON.stringify({ ...found, login: undefined })).not.toContain(TOKEN);
  });

  it('tells a pull request from a fork', () => {
    const found = readCi(system, { ...pull, ...FORK[system] });
    expect(found.problems).toEqual([]);
    expect(found.pullRequest).toMatchObject({ number: 17, headRepository: 'mallory/widget', fork: true });
    expect(found.pullRequest?.baseRef).toBe('main');
  });

  it('trusts the commit itself where it is no pull request', () => {
    const push = Object.fromEntries(Object.entries(pull).filter(([name]) => !OF_PULL.test(name)));
    const named = system === 'jenkins' ? { ...push, BRANCH_NAME: 'main' } : push;
    const found = readCi(system, named);
    expect(found.problems).toEqual([]);
    expect(found.pullRequest).toBeUndefined();
    expect(found.workCommit).toBe(HEAD);
    expect(found.ref).toBe(system === 'jenkins' ? 'main' : 'topic');
  });

  it('takes no value as it comes', () => {
    const hostile = ['\n::add-mask::x', '../..', 'a $(id)', '--upload-pack=x', 'main\u202e', 'x'.repeat(5000)];
    for (const name of Object.keys(pull)) {
      for (const value of hostile) {
        const found = readCi(system, { ...pull, [name]: value });
        const kept = JSON.stringify({ ...found, problems: [], login: undefined });
        expect(kept, `${name}=${value}`).not.toContain(JSON.stringify(value.trim()).slice(1, -1));
        const { number, baseRef } = found.pullRequest ?? { number: 17, baseRef: undefined };
        expect(Number.isSafeInteger(number) && number > 0).toBe(true);
        expect([undefined, 'main']).toContain(baseRef);
      }
    }
  });

  it('never calls a pull request that it cannot read a push', () => {
    const numbers = { buildkite: 'BUILDKITE_PULL_REQUEST', gitlab: 'CI_MERGE_REQUEST_IID', jenkins: 'CHANGE_ID' };
    for (const value of system === 'circleci' ? [] : ['0', '-7', 'seventeen', '17; id', '9'.repeat(30)]) {
      const found = readCi(system, { ...pull, [numbers[system as keyof typeof numbers]]: value });
      expect(found.problems, value).not.toEqual([]);
      expect(found.pullRequest).toBeUndefined();
    }
  });
});

describe('what is particular', () => {
  it('takes head and base of a pipeline for merged results from its own variables', () => {
    const found = readCi('gitlab', {
      ...PULL.gitlab,
      CI_COMMIT_SHA: 'd'.repeat(40),
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: HEAD,
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: BASE,
    });
    expect(found).toMatchObject({ workCommit: HEAD, pullRequest: { baseSha: BASE } });
  });

  it('reads the base from the project that a merge request goes to, also in the pipeline of a fork', () => {
    const found = readCi('gitlab', {
      ...PULL.gitlab,
      ...FORK.gitlab,
      CI_PROJECT_PATH: 'mallory/widget',
      CI_PROJECT_URL: 'https://gitlab.com/mallory/widget',
    });
    expect(found.repository?.url).toBe('https://gitlab.com/acme/tools/widget.git');
  });

  it.each([
    ['buildkite', { BUILDKITE_PULL_REQUEST: 'false', BUILDKITE_BRANCH: 'mallory:main' }],
    ['buildkite', { BUILDKITE_PULL_REQUEST: '', BUILDKITE_BRANCH: 'refs/pull/17/head' }],
    ['gitlab', { CI_MERGE_REQUEST_IID: '' }],
    ['gitlab', { CI_MERGE_REQUEST_IID: '', CI_PIPELINE_SOURCE: 'external_pull_request_event' }],
    ['jenkins', { CHANGE_ID: '' }],
    ['gitlab', { CI_MERGE_REQUEST_IID: '', CI_PIPELINE_SOURCE: 'parent_pipeline', CI_EXTERNAL_PULL_REQUEST_IID: '17' }],
    ['jenkins', { CHANGE_ID: '', BRANCH_NAME: 'main', ghprbPullId: '17' }],
    ['jenkins', { CHANGE_ID: '', BRANCH_NAME: 'main', gitlabMergeRequestIid: '17' }],
    ['jenkins', { CHANGE_ID: '', BRANCH_NAME: 'main', bitbucketPullRequestId: '17' }],
    [
      'circleci',
      { CIRCLE_PULL_REQUESTS: 'https://github.com/acme/widget/pull/18,https://github.com/acme/widget/pull/17' },
    ],
    ['circleci', { CIRCLE_PULL_REQUEST: 'https://github.com/mallory/widget/pull/17' }],
    ['circleci', { CIRCLE_BRANCH: 'pull/18' }],
    ['buildkite', { CLEANROOM_BASE_BRANCH: 'mine' }],
  ] as const)('refuses %s with %j', (system, change) => {
    const found = readCi(system, { ...PULL[system], ...change } as Record<string, string>);
    expect(found.problems).not.toEqual([]);
  });

  it('takes what nobody names for a fork', () => {
    const { BUILDKITE_PULL_REQUEST_REPO: _, ...rest } = PULL.buildkite;
    expect(readCi('buildkite', rest).pullRequest).toMatchObject({ headRepository: 'unknown', fork: true });
    const elsewhere = { ...PULL.buildkite, BUILDKITE_PULL_REQUEST_REPO: 'https://example.com/acme/widget.git' };
    expect(readCi('buildkite', elsewhere).pullRequest?.fork).toBe(true);
  });

  it('lets the pull request be named where CircleCI does not', () => {
    const { CIRCLE_PULL_REQUEST: _, CIRCLE_PULL_REQUESTS: __, ...rest } = PULL.circleci;
    expect(readCi('circleci', { ...rest, CLEANROOM_PULL_REQUEST: '17' }).pullRequest?.number).toBe(17);
    expect(readCi('circleci', { ...rest, CLEANROOM_PULL_REQUEST: '' }).pullRequest).toBeUndefined();
    expect(readCi('circleci', { ...rest, CLEANROOM_PULL_REQUEST: '1 7' }).problems).not.toEqual([]);
  });

  it('asks which of two systems it is', () => {
    const both = { ...PULL.gitlab, ...PULL.jenkins };
    expect(detectCi(both).system).toBeUndefined();
    expect(detectCi(both).problems[0]?.expected).toContain('gitlab and jenkins');
    expect(detectCi({ ...both, CLEANROOM_CI: 'jenkins' })).toEqual({ system: 'jenkins', problems: [] });
    expect(detectCi({ ...both, CLEANROOM_CI: 'none' })).toEqual({ system: undefined, problems: [] });
    expect(detectCi({ CLEANROOM_CI: 'travis' }).problems).toHaveLength(1);
    expect(detectCi({})).toEqual({ system: undefined, problems: [] });
  });
});

describe('addresses', () => {
  it.each([
    ['https://github.com/acme/widget.git', 'github.com', 'acme/widget', 'https://github.com/acme/widget.git'],
    ['https://x:p4ss@GitHub.com/acme/widget', 'github.com', 'acme/widget', 'https://github.com/acme/widget.git'],
    ['https://ghp_secret@host:8443/a/b/', 'host', 'a/b', 'https://host:8443/a/b.git'],
    ['git@github.com:acme/widget.git', 'github.com', 'acme/widget', 'git@github.com:acme/widget.git'],
    ['ssh://git:p4ss@host:2222/g/s/p.git', 'host', 'g/s/p', 'ssh://git@host:2222/g/s/p.git'],
    ['git://github.com/acme/widget.git', 'github.com', 'acme/widget', 'git://github.com/acme/widget.git'],
    ['http://127.0.0.1:80/a/b', '127.0.0.1', 'a/b', 'http://127.0.0.1/a/b.git'],
  ])('%s', (raw, host, path, url) => {
    expect(repositoryAddress(raw)).toEqual({ host, path, url });
  });

  it.each([
    ...['', 'acme/widget', '/srv/git/widget.git', 'file:///srv/widget', 'ext::sh -c id% %', 'https://github.com/acme'],
    ...['https://github.com/../widget', 'https://github.com/acme/wid get', '-oProxyCommand=id:acme/widget'],
    ...[
      'git@-oProxyCommand=id:acme/widget',
      'ssh://-oProxyCommand=id/acme/widget',
      'https://github.com/acme/--upload-pack',
    ],
    ...['https://github.com/acme/widget?x=1', 'https://github.com/acme/widget#x', 'git@github.com:acme/../widget'],
    ...[
      'ftp://github.com/acme/widget',
      'https://github.com/acme/\u202ewidget',
      `https://github.com/a/${'x'.repeat(300)}`,
    ],
  ])('not %s', (raw) => {
    expect(repositoryAddress(raw)).toBeUndefined();
  });

  it('gives a token to the API of the repository’s own host alone', () => {
    const at = (url: string, env = {}): unknown => githubOf(repositoryAddress(url) ?? null, env)?.apiUrl;
    expect(at('git@github.com:acme/widget.git')).toBe('https://api.github.com');
    expect(at('https://gitlab.com/acme/widget')).toBeUndefined();
    expect(at('https://github.com.evil.example/acme/widget')).toBeUndefined();
    const own = { GITHUB_SERVER_URL: 'https://git.example.com', GITHUB_API_URL: 'https://git.example.com/api/v3' };
    expect(at('git@git.example.com:acme/widget.git', own)).toBe('https://git.example.com/api/v3');
    expect(at('git@gitlab.com:acme/widget.git', own)).toBeUndefined();
    expect(at('git@git.example.com:acme/widget.git', { GITHUB_API_URL: own.GITHUB_API_URL })).toBeUndefined();
  });

  it('says of a bad address neither user nor password', () => {
    const env = { ...PULL.buildkite, BUILDKITE_REPO: `https://user:${TOKEN}@host/only` };
    const { problems } = readCi('buildkite', env);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toMatch(/user|secret/);
  });
});
