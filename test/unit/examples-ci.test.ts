import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { parseCommandLine } from '../../src/inputs/command-line.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../examples/ci');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

function yaml(path: string): Record<string, Record<string, unknown>> {
  const document = parseDocument(text(path), { uniqueKeys: true, strict: true });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS() as Record<string, Record<string, unknown>>;
}

/** Keys of the vendors' own schemas, as far as the examples need them: a slip of the pen is none of them. */
const KEYS = {
  buildkite: ['label', 'key', 'if', 'commands', 'artifact_paths', 'timeout_in_minutes', 'agents', 'env', 'soft_fail'],
  gitlab: ['stage', 'tags', 'rules', 'timeout', 'script', 'artifacts', 'needs', 'variables', 'image', 'after_script'],
  circleci: ['docker', 'machine', 'environment', 'steps', 'resource_class'],
};

it('the examples of other CI systems are documents of theirs', () => {
  const steps = yaml('buildkite/pipeline.yml')['steps'] as unknown as Record<string, unknown>[];
  for (const step of steps) expect(KEYS.buildkite).toEqual(expect.arrayContaining(Object.keys(step)));
  const gitlab = yaml('gitlab/.gitlab-ci.yml');
  for (const job of Object.values(gitlab)) {
    expect(KEYS.gitlab).toEqual(expect.arrayContaining(Object.keys(job)));
    for (const need of (job['needs'] as string[] | undefined) ?? []) expect(gitlab).toHaveProperty([need]);
  }
  const circle = yaml('circleci/config.yml');
  expect(circle['version']).toBe(2.1);
  for (const job of Object.values(circle['jobs'] ?? {}) as Record<string, unknown>[])
    expect(KEYS.circleci).toEqual(expect.arrayContaining(Object.keys(job)));
  const workflow = circle['workflows']?.['cleanroom'] as { jobs: Record<string, unknown>[] };
  for (const entry of workflow.jobs) expect(circle['jobs']).toHaveProperty(Object.keys(entry));
});

it('every command of theirs is one of ours', () => {
  for (const path of [
    'buildkite/pipeline.yml',
    'gitlab/.gitlab-ci.yml',
    'jenkins/Jenkinsfile',
    'circleci/config.yml',
    'shell/run.sh',
  ]) {
    const found = [
      ...text(path)
        .replaceAll('\\\n', ' ')
        .matchAll(/^[ -]*cleanroom-action (run [^|\n]*)/gm),
    ];
    expect(found.length, path).toBe(1);
    const argv = (found[0]?.[1] ?? '').trim().split(/\s+/);
    const line = parseCommandLine(argv.map((word) => word.replaceAll('"', '').replace(/\$\w+/g, 'x')));
    expect(line.command === 'run' ? line.problems : line, path).toEqual([]);
  }
});
