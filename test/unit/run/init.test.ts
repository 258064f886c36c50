import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configText } from '../../../src/run/init.js';
import { detectStacks, type Stack } from '../../../src/run/init-stacks.js';

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
