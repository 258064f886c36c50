import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const script = join(root, 'scripts/generate-readme-tables.mjs');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'readme-'));
  for (const name of ['README.md', 'action.yml']) copyFileSync(join(root, name), join(directory, name));
});
afterEach(() => rmSync(directory, { recursive: true }));

function run(...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [script, ...args], { cwd: directory, encoding: 'utf8' });
}

it('the README is what action.yml says', () => {
  expect(run('--check')).toMatchObject({ status: 0, stderr: '' });
});

it('a README that is not is found and mended', () => {
  const path = join(directory, 'README.md');
  const good = readFileSync(path, 'utf8');
  writeFileSync(path, good.replace('| `max-attempts` |', '| `max-tries` |'));
  const checked = run('--check');
  expect(checked.status).toBe(1);
  expect(checked.stderr).toContain('npm run generate');
  expect(readFileSync(path, 'utf8')).toContain('max-tries');
  expect(run().status).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(good);
});

it('a bar in a description is no border', () => {
  writeFileSync(join(directory, 'action.yml'), "inputs: {a: {description: 'x | y. Default: `1`.'}}\noutputs: {}\n");
  expect(run().status).toBe(0);
  expect(readFileSync(join(directory, 'README.md'), 'utf8')).toContain('| `a` | x \\| y. | `1` |');
});

it('a README without the marks is an error', () => {
  writeFileSync(join(directory, 'README.md'), '# Nothing\n');
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('has no block <!-- inputs:begin -->') });
});
