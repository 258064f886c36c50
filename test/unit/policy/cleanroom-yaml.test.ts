import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../../src/config/yaml-tree.js';
import { readCleanroomYaml } from '../../../src/policy/cleanroom-yaml.js';
import { parseSize } from '../../../src/policy/sizes.js';
import { describeProblem } from '../../../src/support/errors.js';

// UPDATE_GOLDEN=1 writes what is expected. Read it: it is what a person sees first.
const TESTDATA = fileURLToPath(new URL('./testdata/', import.meta.url));

function golden(path: string, text: string): void {
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

function cases(folder: 'ok' | 'err'): string[] {
  const names = readdirSync(TESTDATA + folder).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => basename(name, '.yaml')).sort();
}

function read(text: string): ReturnType<typeof readCleanroomYaml> {
  const tree = readTree(text);
  if (tree.ok) return readCleanroomYaml(tree.root, 'cleanroom.yaml');
  const problems = tree.faults.map(({ at, message }) => ({
    where: `cleanroom.yaml:${at}`,
    given: 'unreadable',
    expected: message,
  }));
  return { ok: false, problems };
}

function inWords(result: ReturnType<typeof read>): string {
  if (!result.ok) return result.problems.map(describeProblem).join('\n');
  const { generation, because, prepare, agent, settings } = result.policy;
  const lines = [
    `generation ${generation}${because === undefined ? '' : ` because of ${because}`}`,
    ...prepare.map(({ text, from }) => `prepare may reach ${text} by ${from}`),
    ...agent.map(({ text, from }) => `agent may reach ${text} by ${from}`),
    ...settings.map(
      ({ name, value, given, where }) =>
        `${name} is ${JSON.stringify(value)}, given as ${JSON.stringify(given)} by ${where}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

describe('a policy file that is honoured', () => {
  it.each(cases('ok'))('%s', (name) => {
    const result = read(readFileSync(`${TESTDATA}ok/${name}.yaml`, 'utf8'));
    golden(`${TESTDATA}ok/${name}.txt`, inWords(result));
    expect(result.ok).toBe(true);
  });
});

describe('a policy file that is refused', () => {
  it.each(cases('err'))('%s', (name) => {
    const result = read(readFileSync(`${TESTDATA}err/${name}.yaml`, 'utf8'));
    expect(result.ok).toBe(false);
    const lines = result.ok ? [] : result.problems.map(describeProblem);
    golden(`${TESTDATA}err/${name}.txt`, `${lines.join('\n')}\n`);
    expect(lines.join('\n')).not.toContain('hush');
  });
});

describe('a size', () => {
  it.each([
    [1024, 1024],
    ['4gb', 4e9],
    ['4 GB', 4e9],
    ['4g', 2 ** 32],
    ['4GiB', 2 ** 32],
    ['1.5k', 1536],
    ['10kb', 10_000],
    ['7', 7],
    ['2t', 2 ** 41],
  ])('%j is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each([0, -1, 1.5, '', 'gb', '4gigs', '-1g', '1e3', '99999999999999999', true, null])('%j is none', (value) => {
    expect(parseSize(value)).toBeUndefined();
  });
});

it('takes no time worth mentioning over a hostile file, and shows a bounded number of problems', () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
  const result = read(`version: 1\n${keys}\n`);
  expect(result.ok ? 0 : result.problems.length).toBe(50);
});
