import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readActionInputs } from '../../src/inputs/action-inputs.js';
import type { Plan } from '../../src/schemas/plan.js';
import { ActionSite, API_KEY, expectClean, PULL, script, treeDigest, WITH } from '../support/action-site.js';
import { ACTION_NODE, ROOT } from '../support/dist.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import type { Fault } from '../support/github-server.js';
import { actionFile, runMain, type StepRun } from '../support/runner.js';
import { workflowsInMarkdown } from '../support/workflows.js';
import { git } from '../support/workspace.js';

let api: GitHubOpenApi;
let site: ActionSite;
beforeAll(() => {
  api = new GitHubOpenApi();
});
afterEach(() => site?.close());

const planOf = async (run: StepRun): Promise<Plan> =>
  JSON.parse(await readFile(join(run.outputs['evidence'] ?? '', 'plan.json'), 'utf8')) as Plan;
const marked = (): string[] =>
  site.server.comments.map(({ body }) => body).filter((body) => body.includes('<!-- cleanroom-action:'));

describe.each(ACTION_NODE)('$name: events', ({ path: node }) => {
  const comment = (): Record<string, unknown> => site.payload('issue_comment', 'created');
  const onIssue = (): object => comment()['issue'] as object;
  const cases: readonly {
    event: string;
    about: 'pull request' | 'fork' | 'branch';
    payload: () => unknown;
    given?: Readonly<Record<string, string>>;
  }[] = [
    { event: 'pull_request', about: 'pull request', payload: () => site.payload('pull_request', 'opened') },
    { event: 'pull_request', about: 'fork', payload: () => site.forkPayload() },
    { event: 'pull_request_target', about: 'pull request', payload: () => site.payload('pull_request', 'synchronize') },
    // No token that writes may be in this job: another one publishes.
    { event: 'pull_request_target', about: 'fork', payload: () => site.forkPayload(), given: { publish: 'later' } },
    { event: 'pull_request_review', about: 'pull request', payload: () => site.payload('pull_request_review') },
    {
      event: 'issue_comment',
      about: 'pull request',
      payload: () => ({ ...comment(), issue: { ...onIssue(), number: PULL, pull_request: { url: 'https://x' } } }),
    },
    { event: 'issue_comment', about: 'branch', payload: comment },
    { event: 'push', about: 'branch', payload: () => site.payload('push') },
    { event: 'workflow_dispatch', about: 'branch', payload: () => site.payload('workflow_dispatch') },
    // GitHub sends little more with it, and there is no example.
    { event: 'schedule', about: 'branch', payload: () => ({ schedule: '0 4 * * *' }) },
  ];

  it.each(cases)('$event about a $about', async ({ event, about, payload, given = {} }) => {
    site = await ActionSite.make(api);
    const pull = about !== 'branch';
    // What `actions/checkout` leaves without a ref.
    git(site.repo, 'checkout', '-q', '--detach', event === 'pull_request' ? site.merge : site.base);
    const before = await treeDigest(site.repo);
    const comments = pull && given['publish'] !== 'later';
    const run = await runMain(site.job(node, event, payload()), { ...WITH, 'api-key': API_KEY, ...given });
    expect(run.code, run.stdout + run.stderr).toBe(0);
    await expectClean(site, run);
    expect(await treeDigest(site.repo)).toBe(before);

    const evidence = run.outputs['evidence'] ?? '';
    expect(Object.keys(run.outputs).sort()).toEqual(Object.keys((await actionFile()).outputs).sort());
    expect(run.outputs).toMatchObject({
      verdict: 'verified',
      green: 'true',
      verified: 'true',
      attempts: '1',
      evidence: expect.stringMatching(/^\//),
      patch: join(evidence, 'change.patch'),
      report: '',
      'passing-command': 'sh check.sh',
      'plan-sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
      summary: expect.stringMatching(/\S/),
      'comment-url': comments ? expect.stringMatching(/#issuecomment-\d+$/) : '',
    });
    // The patch is one that a person can apply to the commit that was worked on.
    const { context, source } = await planOf(run);
    git(site.repo, 'checkout', '-q', '--detach', source.workCommit);
    git(site.repo, 'apply', '--binary', run.outputs['patch'] ?? '');
    expect(await readFile(join(site.repo, 'answer.txt'), 'utf8')).toBe('mended\n');

    expect(context.event).toBe(event);
    expect(source.workCommit).toBe(pull ? site.head : site.base);
    expect(source.trustedCommit).toBe(site.base);
    expect(context.pullRequest?.number).toBe(pull ? PULL : undefined);
    expect(context.pullRequest?.fork).toBe(pull ? about === 'fork' : undefined);
    expect(site.server.comments.map(({ issue }) => issue)).toEqual(comments ? [PULL] : []);
    expect(marked()).toHaveLength(comments ? 1 : 0);
    for (const text of [run.summary, ...marked()]) expect(text).toContain('Verified');
    expect(run.commands.filter(({ name }) => name === 'notice')).toHaveLength(1);
    expect(run.commands.filter(({ name }) => ['error', 'warning'].includes(name))).toEqual([]);
  });
});

describe.each(ACTION_NODE)('$name: the comment', ({ path: node }) => {
  /** The cheapest run with a verdict: no verifier, a report. */
  const report = (summary: string): Record<string, string> => ({
    prompt: 'Report.',
    agent: 'command',
    'agent-command': script(
      `printf '%s' '${JSON.stringify({ summary, changes: [], blocked: null })}' > $CLEANROOM_REPORT_FILE`,
    ),
  });
  const run = (summary: string, more: Record<string, string> = {}): Promise<StepRun> =>
    runMain(site.job(node, 'pull_request', site.payload('pull_request', 'opened')), { ...report(summary), ...more });

  it('is created once, updated in place, and apart for another key', async () => {
    site = await ActionSite.make(api);
    site.server.seed(PULL, '<!-- cleanroom-action:Repair-it -->\nnot ours', { id: 7, login: 'mallory', type: 'User' });
    const first = await run('the first summary');
    expect(first.outputs).toMatchObject({ verdict: 'reported', green: 'true', verified: 'false', patch: '' });
    expect(JSON.parse(first.outputs['report'] ?? '')).toMatchObject({ summary: 'the first summary' });
    const second = await run('the second summary');
    expect(second.outputs['comment-url']).toBe(first.outputs['comment-url']);
    expect(marked()).toHaveLength(2);
    expect(marked()[0]).toContain('not ours');
    expect(marked()[1]).toMatch(/^<!-- cleanroom-action:Repair-it -->[\s\S]*the second summary/);
    expect(marked()[1]).not.toContain('the first summary');
    const other = await run('for another key', { 'comment-key': 'other' });
    expect(other.outputs['comment-url']).not.toBe(first.outputs['comment-url']);
    expect(marked()).toHaveLength(3);
    const never = await run('not said', { comment: 'never', summary: 'false' });
    expect(never.outputs['comment-url']).toBe('');
    expect(never.summary).toBe('');
    for (const one of [first, second, other, never]) await expectClean(site, one);
  });

  const faults: readonly (readonly [string, Fault, Fault])[] = [
    [
      'a response that is lost, then an error of the server',
      { kind: 'lost', on: 'POST' },
      { kind: '500', on: 'PATCH' },
    ],
    ['a limit, then a secondary one', { kind: 'limit', seconds: 1 }, { kind: 'secondary', on: 'PATCH', seconds: 1 }],
    ['an error after the effect, twice', { kind: '500-after', on: 'POST' }, { kind: '500-after', on: 'PATCH' }],
  ];
  it.each(faults)('is one after %s', async (_, create, update) => {
    site = await ActionSite.make(api);
    site.server.fault(create);
    const first = await run('the first summary');
    site.server.fault(update);
    const second = await run('the second summary');
    for (const one of [first, second]) {
      expect(one.code).toBe(0);
      await expectClean(site, one);
    }
    expect(site.server.requests.filter(({ status }) => status === 'cut' || Number(status) >= 400)).not.toEqual([]);
    expect(marked()).toHaveLength(1);
    expect(marked()[0]).toContain('the second summary');
    expect(second.outputs['comment-url']).toBe(first.outputs['comment-url']);
  });

  it.each(['forbidden', 'locked', 'missing'] as const)(
    '%s: a warning, or an error where it was required',
    async (kind) => {
      site = await ActionSite.make(api);
      // Who may start a run is asked before.
      site.server.fault({ kind, times: 100, on: '/issues/' });
      const wanted = await run('said in the summary', { comment: 'auto' });
      expect(wanted.code).toBe(0);
      expect(wanted.outputs).toMatchObject({ verdict: 'reported', 'comment-url': '' });
      expect(wanted.summary).toContain('said in the summary');
      expect(wanted.commands.filter(({ name }) => name === 'warning').map(({ data }) => data)).toEqual([
        expect.stringMatching(/^No comment: .*(permission|locked)/),
      ]);
      const required = await run('said in the summary', { comment: 'always' });
      expect(required.code).toBe(1);
      expect(required.outputs['verdict']).toBe('reported');
      expect(required.commands.filter(({ name }) => name === 'error')).toHaveLength(1);
      for (const one of [wanted, required]) await expectClean(site, one);
      expect(marked()).toEqual([]);
    },
  );
});

describe.each(ACTION_NODE)('$name: the check run', ({ path: node }) => {
  it('says of the commit that was worked on what failed and where, and leads from the comment', async () => {
    site = await ActionSite.make(api);
    const fails = `echo 'answer.txt:1:1: error: not mended [E1]'; exit 1`;
    const given = { ...WITH, verify: fails, 'max-attempts': '1', 'check-name': 'Repaired' };
    const run = await runMain(site.job(node, 'pull_request', site.payload('pull_request', 'opened')), given);
    await expectClean(site, run);
    expect(run.outputs, run.stdout + run.stderr).toMatchObject({
      green: 'false',
      sarif: expect.stringMatching(/sarif$/),
    });
    const [check, ...others] = [...site.server.checkRuns.values()];
    expect(others).toEqual([]);
    expect(check).toMatchObject({
      name: 'Repaired',
      head_sha: site.head,
      status: 'completed',
      conclusion: 'failure',
      html_url: run.outputs['check-url'],
    });
    const at = { path: 'answer.txt', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'not mended' };
    expect(site.server.state.annotations.get(Number(check?.['id']))).toEqual([expect.objectContaining(at)]);
    expect(marked()).toEqual([expect.stringContaining(String(run.outputs['check-url']))]);
  });
});

describe('workflows that are shown', () => {
  it('give the action inputs that it accepts', async () => {
    const shown = workflowsInMarkdown('README.md', await readFile(join(ROOT, 'README.md'), 'utf8')).map(
      ({ text }) => text,
    );
    expect(shown.length).toBeGreaterThan(0);
    const { inputs } = await actionFile();
    let steps = 0;
    for (const text of [...shown, await readFile(join(ROOT, '.github/workflows/example.yml'), 'utf8')]) {
      const { jobs } = parse(text) as {
        jobs: Record<string, { steps: { uses?: string; with?: Record<string, string> }[] }>;
      };
      for (const step of Object.values(jobs).flatMap((job) => job.steps)) {
        if (!/^(\.\/$|org\/cleanroom-action@)/.test(step.uses ?? '')) continue;
        steps += 1;
        const given = Object.entries(step.with ?? {});
        expect(Object.keys(inputs)).toEqual(expect.arrayContaining(given.map(([name]) => name)));
        const env = given.map(([name, value]) => [
          `INPUT_${name.toUpperCase()}`,
          String(value)
            .replace(/\$\{\{ *runner\.temp *\}\}/, '/tmp')
            .replace(/\$\{\{ *secrets\.\w+ *\}\}/, API_KEY),
        ]);
        expect(env.map(([, value]) => value).join()).not.toContain('${{');
        expect(readActionInputs(Object.fromEntries(env)).problems).toEqual([]);
      }
    }
    expect(steps).toBeGreaterThanOrEqual(3);
  });
});
