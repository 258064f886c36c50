import { createRequire } from 'node:module';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { pullRequestContext, readContext } from '../../../src/inputs/context.js';
import { planSchema } from '../../../src/schemas/plan.js';

type Fields = Record<string, unknown>;
const webhooks = createRequire(import.meta.url)('@octokit/webhooks-examples') as { name: string; examples: Fields[] }[];

const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const SHA = 'c'.repeat(40);

function environment(event: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: event,
    GITHUB_REPOSITORY: 'octo/project',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_API_URL: 'https://github.example/api/v3',
    GITHUB_RUN_ID: '42',
    GITHUB_ACTOR: 'dependabot[bot]',
    GITHUB_WORKFLOW: 'Repair',
    GITHUB_SHA: SHA,
    GITHUB_REF: 'refs/heads/main',
    ...more,
  };
}

function examples(name: string): Fields[] {
  const found = webhooks.find((webhook) => webhook.name === name)?.examples ?? [];
  expect(found.length).toBeGreaterThan(0);
  return found;
}

function pullRequest(): Fields & { number: unknown; head: Fields; base: Fields } {
  return {
    number: 7,
    head: { sha: HEAD, ref: 'topic', repo: { full_name: 'mallory/project' } },
    base: { sha: BASE, ref: 'main', repo: { full_name: 'octo/project' } },
  };
}

const contextSchema = (planSchema['properties'] as Fields)['context'] as object;
const isContext = new Ajv2020().compile(contextSchema);

describe('payloads of GitHub', () => {
  const events = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
  it.each([...events, 'pull_request_target'])('%s: head is worked on, base is trusted', (event) => {
    for (const payload of examples(event === 'pull_request_target' ? 'pull_request' : event)) {
      const { head, base } = payload['pull_request'] as { head: Fields; base: Fields };
      const read = readContext(environment(event), payload);
      expect(read.problems).toEqual([]);
      expect(read.workCommit).toBe(head['sha']);
      expect(read.trusted).toEqual({ ref: base['ref'], commit: base['sha'] });
      expect(read.context.pullRequest?.fork).toBe(false);
      expect(isContext(read.context)).toBe(true);
    }
  });

  it('push: what was pushed is worked on and trusted, and nothing is left of what was deleted', () => {
    let deletions = 0;
    for (const payload of examples('push')) {
      const read = readContext(environment('push', { GITHUB_REF: String(payload['ref']) }), payload);
      if (payload['deleted'] === true) {
        deletions += 1;
        expect(read.workCommit).toBeUndefined();
        expect(read.trusted).toBeUndefined();
        expect(read.problems).toEqual([expect.objectContaining({ hint: expect.stringContaining('deleted branch') })]);
      } else {
        const commit = String(payload['ref']).startsWith('refs/tags/') ? SHA : payload['after'];
        expect(read).toMatchObject({ problems: [], workCommit: commit, trusted: { ref: payload['ref'], commit } });
      }
      expect(isContext(read.context)).toBe(true);
    }
    expect(deletions).toBeGreaterThan(0);
  });

  it('merge_group: judged by what it goes to', () => {
    for (const payload of examples('merge_group')) {
      const group = payload['merge_group'] as Fields;
      expect(readContext(environment('merge_group'), payload)).toMatchObject({
        problems: [],
        workCommit: group['head_sha'],
        trusted: { ref: group['base_ref'], commit: group['base_sha'] },
      });
    }
  });

  it('issue_comment: the commit of the default branch, unless the issue is a pull request', () => {
    for (const payload of examples('issue_comment')) {
      const plain = readContext(environment('issue_comment'), payload);
      expect(plain).toMatchObject({ problems: [], workCommit: SHA, trusted: { commit: SHA } });
      expect(plain.lookup).toBeUndefined();

      const issue = { ...(payload['issue'] as Fields), pull_request: { url: 'https://example.com' } };
      const onPull = readContext(environment('issue_comment'), { ...payload, issue });
      expect(onPull.lookup).toEqual({ pullRequest: issue['number' as keyof typeof issue] });
      expect(onPull.workCommit).toBeUndefined();
      expect(onPull.trusted).toBeUndefined();
    }
  });

  it.each(['workflow_dispatch', 'schedule', 'repository_dispatch', 'workflow_run'])('%s: GITHUB_SHA', (event) => {
    const payloads = event === 'schedule' ? [{ schedule: '0 0 * * *' }, undefined] : examples(event);
    for (const payload of payloads) {
      const read = readContext(environment(event), payload);
      expect(read).toMatchObject({
        problems: [],
        workCommit: SHA,
        trusted: { ref: 'refs/heads/main', commit: SHA },
        context: { event, pullRequest: null },
      });
    }
  });

  it('of every other event never crash, and never trust a pull request', () => {
    for (const { name, examples: payloads } of webhooks) {
      for (const payload of payloads) {
        const read = readContext(environment(name, { GITHUB_REF: 'refs/pull/7/merge' }), payload);
        if (read.trusted !== undefined) expect(read.trusted.commit).not.toBe(read.workCommit);
      }
    }
  });
});

describe('the surroundings', () => {
  it('are told', () => {
    expect(readContext(environment('schedule'), undefined)).toMatchObject({
      workflow: 'Repair',
      context: {
        event: 'schedule',
        repository: 'octo/project',
        serverUrl: 'https://github.example',
        apiUrl: 'https://github.example/api/v3',
        runUrl: 'https://github.example/octo/project/actions/runs/42',
        actor: 'dependabot[bot]',
        pullRequest: null,
      },
    });
  });

  it('are unknown on a laptop', () => {
    const read = readContext({ HOME: '/home/me', GITHUB_SHA: SHA }, undefined);
    expect(Object.keys(read).sort()).toEqual(['context', 'problems', 'workflow']);
    const { event, ...rest } = read.context;
    expect(event).toBe('local');
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
    expect(isContext(read.context)).toBe(true);
  });

  it.each([
    ['GITHUB_EVENT_NAME', 'Push Me'],
    ['GITHUB_EVENT_NAME', ''],
    ['GITHUB_REPOSITORY', 'octo/project/more'],
    ['GITHUB_REPOSITORY', 'octo/..'],
    ['GITHUB_SERVER_URL', 'file:///etc'],
    ['GITHUB_API_URL', 'https://user:word@github.example'],
    ['GITHUB_SHA', 'main'],
    ['GITHUB_SHA', '0'.repeat(40)],
    ['GITHUB_SHA', 'A'.repeat(40)],
    ['GITHUB_REF', 'refs/heads/a b'],
  ])('are checked: %s %j', (name, value) => {
    const { problems } = readContext(environment('schedule', { [name]: value }), undefined);
    expect(problems.map(({ where }) => where)).toEqual([`environment variable ${name}`]);
    expect(JSON.stringify(problems)).not.toContain('user:word');
  });

  it('have a workflow whose name is one line', () => {
    const read = readContext(environment('schedule', { GITHUB_WORKFLOW: `a\n::b\u202e${'c'.repeat(999)}` }), undefined);
    expect(read.workflow).toMatch(/^a ::b c+$/);
    expect(read.workflow?.length).toBe(200);
  });
});

describe('a fork', () => {
  it('is one when the names differ', () => {
    const read = readContext(environment('pull_request_target'), { pull_request: pullRequest() });
    expect(read.context.pullRequest).toEqual({
      number: 7,
      headSha: HEAD,
      headRef: 'topic',
      headRepository: 'mallory/project',
      baseRef: 'main',
      baseSha: BASE,
      fork: true,
    });
  });

  it('is none when they differ by case', () => {
    const pull = pullRequest();
    pull.head['repo'] = { full_name: 'OCTO/Project' };
    expect(readContext(environment('pull_request'), { pull_request: pull }).context.pullRequest?.fork).toBe(false);
  });

  it('may be gone', () => {
    const pull = pullRequest();
    pull.head['repo'] = null;
    const read = readContext(environment('pull_request'), { pull_request: pull });
    expect(read.problems).toEqual([]);
    expect(read.context.pullRequest).toMatchObject({ fork: true, headRepository: 'unknown' });
    expect(read.workCommit).toBe(HEAD);
  });
});

describe('a hostile payload', () => {
  const WRONG = [undefined, null, true, -1, 0, 1.5, 1e300, '', 'x y', '-x', '../..', 'a\nb', '\u202e', [], ['a'], {}];
  const FIELDS: Record<string, readonly unknown[]> = {
    number: [...WRONG, '7', Number.NaN],
    'head.sha': [...WRONG, 'main', 'A'.repeat(40), '0'.repeat(40), 'a'.repeat(41), `${'a'.repeat(40)}\n`],
    'head.ref': [...WRONG, '--upload-pack=x', 'a..b', 'a'.repeat(256)],
    'head.repo': WRONG.filter((value) => value !== null),
    'head.repo.full_name': [...WRONG, 'a', 'a/b/c', 'a/..', 'a/b?c', '-a/b'],
    'base.sha': [...WRONG, 'main', '0'.repeat(40)],
    'base.ref': [...WRONG, 'a b', '$(id)~'],
    'base.repo': WRONG,
    'base.repo.full_name': [...WRONG, 'a'],
  };
  const cases = Object.entries(FIELDS).flatMap(([path, values]) => values.map((value) => [path, value] as const));

  it.each(cases)('%s: %j is one problem and no commit', (path, value) => {
    const pull = pullRequest();
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Fields>((fields, key) => fields[key] as Fields, pull);
    parent[last] = value;
    const read = readContext(environment('pull_request'), { pull_request: pull });
    const repo = path.endsWith('.repo') ? `${path}.full_name` : path;
    expect(read.problems.map(({ where }) => where)).toEqual([`event payload: pull_request.${repo}`]);
    expect(read).not.toHaveProperty('workCommit');
    expect(read).not.toHaveProperty('trusted');
    expect(read.context.pullRequest).toBeNull();
  });

  it.each(['pull_request', 'pull_request_target', 'push', 'merge_group', 'issue_comment', 'workflow_dispatch'])(
    '%s: anything at all is no exception',
    (event) => {
      const shapes = [...WRONG, 'text', { pull_request: 1 }, { issue: { pull_request: 1, number: {} } }, { after: {} }];
      for (const payload of shapes) {
        const read = readContext(environment(event), payload);
        expect(isContext(read.context)).toBe(true);
        if (['pull_request', 'pull_request_target', 'merge_group', 'issue_comment'].includes(event))
          expect(read.problems.length).toBeGreaterThan(0);
      }
    },
  );

  it('cannot name inherited fields', () => {
    const payload = Object.create({ pull_request: pullRequest() }) as unknown;
    expect(readContext(environment('pull_request'), payload).problems.length).toBeGreaterThan(0);
  });

  it('is shown bounded', () => {
    const pull = { ...pullRequest(), number: 'x'.repeat(1e6) };
    const { problems } = readContext(environment('pull_request'), { pull_request: pull });
    expect(JSON.stringify(problems).length).toBeLessThan(500);
  });

  it('of an issue comment does not pass a pull request off as an issue', () => {
    const read = readContext(environment('issue_comment'), { issue: { number: 3, pull_request: 'odd' } });
    expect(read.lookup).toEqual({ pullRequest: 3 });
    expect(read.trusted).toBeUndefined();
  });
});

describe('a pull request as GitHub describes it', () => {
  const info = {
    number: 7,
    headSha: HEAD,
    headRef: 'topic',
    headRepository: 'mallory/project',
    baseSha: BASE,
    baseRef: 'main',
    baseRepository: 'octo/project',
    fork: true,
    open: true,
  };

  it('gives what the payload would', () => {
    const { context, workCommit, trusted } = readContext(environment('pull_request'), { pull_request: pullRequest() });
    const { pullRequest: pull } = context;
    expect(pullRequestContext(info)).toEqual({ pullRequest: pull, workCommit, trusted, problems: [] });
  });

  it('may have lost its head', () => {
    const read = pullRequestContext({ ...info, headRepository: null });
    expect(read.pullRequest).toMatchObject({ headRepository: 'unknown', fork: true });
  });

  it('is checked too', () => {
    const read = pullRequestContext({ ...info, headSha: 'HEAD', baseRef: '--x' });
    expect(read.pullRequest).toBeNull();
    expect(read.problems.map(({ where }) => where)).toEqual([
      'answer of GitHub: pull_request.head.sha',
      'answer of GitHub: pull_request.base.ref',
    ]);
    expect(read).not.toHaveProperty('workCommit');
  });
});
