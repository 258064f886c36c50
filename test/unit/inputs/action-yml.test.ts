import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readActionInputs } from '../../../src/inputs/action-inputs.js';
import type { Outputs } from '../../../src/publish/outputs.js';
import { type ActionInput, actionInputs, publishInputs } from '../../support/settings-documents.js';

const FILE = fileURLToPath(new URL('../../../action.yml', import.meta.url));
const PUBLISH_FILE = fileURLToPath(new URL('../../../publish/action.yml', import.meta.url));

// UPDATE_CONFIG_SCHEMA=1 npx vitest run test/unit/inputs/action-yml.test.ts && npm run generate
if (process.env['UPDATE_CONFIG_SCHEMA'] === '1') {
  const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const written = (declared: Record<string, ActionInput>): string =>
    Object.entries(declared)
      .map(([name, { description, required, default: preset }]) =>
        [
          `  ${name}:`,
          `    description: ${quoted(description)}`,
          `    required: ${required}`,
          ...(preset === undefined ? [] : [`    default: ${preset}`]),
          '',
        ].join('\n'),
      )
      .join('');
  const old = readFileSync(FILE, 'utf8');
  writeFileSync(
    FILE,
    old.replace(/^inputs:\n[\s\S]*?^outputs:/m, () => `inputs:\n${written(actionInputs())}\noutputs:`),
  );
  const outputs = /^outputs:\n[\s\S]*?(?=^runs:)/m;
  writeFileSync(
    PUBLISH_FILE,
    readFileSync(PUBLISH_FILE, 'utf8')
      .replace(/^inputs:\n[\s\S]*?^outputs:/m, () => `inputs:\n${written(publishInputs())}\noutputs:`)
      .replace(outputs, () => outputs.exec(old)?.[0] ?? ''),
  );
}

const text = readFileSync(FILE, 'utf8');
const action = parse(text) as {
  readonly inputs: Record<string, { readonly default?: string }>;
  readonly outputs: Record<string, { readonly description: string }>;
  readonly runs: unknown;
};

/** Every output, once; the type says when one is missing here. */
const OUTPUTS: Readonly<Record<keyof Outputs, true>> = {
  verdict: true,
  green: true,
  verified: true,
  attempts: true,
  evidence: true,
  patch: true,
  report: true,
  'passing-command': true,
  'plan-sha256': true,
  summary: true,
  'comment-url': true,
  'check-url': true,
  delivery: true,
  'delivery-url': true,
  'report-page': true,
  sarif: true,
  'predicate-type': true,
  'predicate-path': true,
  'subject-checksums': true,
  'manifest-sha256': true,
};

it('action.yml has the inputs of the table, in its order and words', () => {
  expect(action.inputs).toEqual(actionInputs());
  expect(Object.keys(action.inputs)).toEqual(Object.keys(actionInputs()));
});

it('action.yml has the outputs that are written', () => {
  expect(Object.keys(action.outputs)).toEqual(Object.keys(OUTPUTS));
  for (const { description } of Object.values(action.outputs)) expect(description).toMatch(/\.$/);
});

it('action.yml starts the bundles, the second one whatever happens', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/main.js', post: 'dist/post.js', 'post-if': 'always()' });
});

it('a workflow that gives nothing says nothing, so that the configuration file can', () => {
  const env = Object.entries(action.inputs).map(([name, input]) => [
    `INPUT_${name.toUpperCase()}`,
    input.default ?? '',
  ]);
  const { layer, problems } = readActionInputs({ ...Object.fromEntries(env), 'INPUT_GITHUB-TOKEN': 't' });
  expect(problems).toEqual([]);
  expect(layer.values).toEqual({});
});

describe('publish/action.yml', () => {
  const published = parse(readFileSync(PUBLISH_FILE, 'utf8')) as typeof action;

  it('has its own inputs and those of the action that say how to publish, by the same words', () => {
    expect(published.inputs).toEqual(publishInputs());
    expect(Object.keys(published.inputs)).toEqual(Object.keys(publishInputs()));
    for (const [name, input] of Object.entries(published.inputs))
      if (name !== 'github-token' && name in action.inputs && name !== 'evidence')
        expect(input).toEqual(action.inputs[name]);
  });

  it('has no setting that says who publishes, and none that starts an agent', () => {
    for (const name of ['publish', 'prompt', 'api-key', 'agent', 'verify'])
      expect(published.inputs).not.toHaveProperty(name);
  });

  it('has the same outputs, and starts its bundle from beside the action', () => {
    expect(published.outputs).toEqual(action.outputs);
    expect(published.runs).toEqual({ using: 'node24', main: '../dist/publish.js' });
  });
});
