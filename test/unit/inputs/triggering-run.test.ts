import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readContext } from '../../../src/inputs/context.js';
import { readTriggeringRun } from '../../../src/inputs/triggering-run.js';

type Fields = Record<string, unknown>;
const WEBHOOKS = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  readonly name: string;
  readonly examples: readonly Fields[];
}[];
const examples = WEBHOOKS.find(({ name }) => name === 'workflow_run')?.examples ?? [];
const HEAD = 'a'.repeat(40);

/** GitHub's example, of a run of a pull request. */
function payload(change: Fields = {}, fork?: Fields | null): Fields {
  const [example] = structuredClone(examples);
  const repository = example?.['repository'] as Fields;
  const head = fork === undefined ? repository : fork && { ...repository, id: 7, full_name: 'mallory/x', ...fork };
  const run = { ...(example?.['workflow_run'] as Fields), event: 'pull_request', head_sha: HEAD, head_branch: 'topic' };
  return { ...example, workflow_run: { ...run, head_repository: head, ...change } };
}

describe('the run that started a workflow_run', () => {
  it.each(examples.map((example, index) => ({ index, example })))('is read from example $index', ({ example }) => {
    const { run, problems } = readTriggeringRun(example);
    expect(problems).toEqual([]);
    expect(run).toMatchObject({ headSha: (example['workflow_run'] as Fields)['head_sha'], forgeable: false });
  });

  it.each([
    ['the repository itself', payload(), { fork: false, forgeable: false }],
    ['a fork', payload({}, {}), { fork: true, forgeable: true }],
    [
      'a fork of the name that the repository had',
      payload({}, { full_name: (payload()['repository'] as Fields)['full_name'] }),
      { fork: true, forgeable: true },
    ],
    ['a fork that is gone', payload({}, null), { fork: true, forgeable: true, headRepository: null }],
    ['a fork’s review', payload({ event: 'pull_request_review' }, {}), { forgeable: true }],
    [
      'a fork, by the base’s own workflow',
      payload({ event: 'pull_request_target' }, {}),
      { fork: true, forgeable: false },
    ],
    ['a tag', payload({ event: 'push', head_branch: null }), { headBranch: null, forgeable: false }],
  ])('of %s is told apart', (_, of, expected) => {
    const { run, problems } = readTriggeringRun(of);
    expect(problems).toEqual([]);
    expect(run).toMatchObject(expected);
  });

  it.each([
    ['head_sha', payload({ head_sha: 'main' })],
    ['head_sha', payload({ head_sha: '0'.repeat(40) })],
    ['head_branch', payload({ head_branch: 'a b' })],
    ['head_branch', payload({ head_branch: '-x' })],
    ['head_repository.full_name', payload({}, { full_name: '../x' })],
    ['event', payload({ event: '::error::' })],
    ['id', payload({ id: '4' })],
  ])('is refused with a bad %s', (name, of) => {
    const { run, problems } = readTriggeringRun(of);
    expect(run).toBeUndefined();
    expect(problems.map(({ where }) => where)).toEqual([`event payload: workflow_run.${name}`]);
  });

  it('says nothing of itself about what a run works on: that is the default branch', () => {
    const env = {
      ...{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'workflow_run', GITHUB_REPOSITORY: 'o/r' },
      ...{ GITHUB_SHA: 'b'.repeat(40), GITHUB_REF: 'refs/heads/main' },
    };
    const { workCommit, trusted, context, problems } = readContext(env, payload({}, {}));
    expect(problems).toEqual([]);
    expect({ workCommit, trusted: trusted?.commit, pull: context.pullRequest }).toEqual({
      workCommit: 'b'.repeat(40),
      trusted: 'b'.repeat(40),
      pull: null,
    });
  });
});
