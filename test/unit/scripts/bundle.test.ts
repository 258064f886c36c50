import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let work: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterEach(() => rmSync(work, { recursive: true }));

/** A package that looks like this one to the scripts: an entry point with a package, lazily in the command line. */
function project(name: string): string {
  const directory = join(work, name);
  mkdirSync(join(directory, 'src'), { recursive: true });
  mkdirSync(join(directory, 'node_modules/@vercel'), { recursive: true });
  for (const copied of ['scripts', 'node_modules/picomatch', 'node_modules/typescript', 'node_modules/@vercel/ncc']) {
    cpSync(join(root, copied), join(directory, copied), { recursive: true });
  }
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(directory, 'tsconfig.build.json'),
    '{"compilerOptions":{"module":"nodenext","target":"es2022","rootDir":"src","outDir":"build","types":[],"noCheck":true}}',
  );
  writeFileSync(join(directory, 'src/main.ts'), "import pm from 'picomatch';\nconsole.log(pm('*.js')('a.js'));\n");
  writeFileSync(join(directory, 'src/post.ts'), 'console.log(`two\r\nlines`);\n');
  writeFileSync(join(directory, 'src/publish-main.ts'), 'console.log(1);\n');
  writeFileSync(
    join(directory, 'src/cli.ts'),
    "const pm = await import('picomatch');\nconsole.log(typeof pm.default);\n",
  );
  return directory;
}

function build(directory: string): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { cwd: directory });
  execFileSync(process.execPath, ['scripts/bundle.mjs'], { cwd: directory });
}

function contents(directory: string): Record<string, string> {
  const dist = join(directory, 'dist');
  return Object.fromEntries(readdirSync(dist).map((name) => [name, readFileSync(join(dist, name), 'latin1')]));
}

function checkDist(directory: string): { status: number | null; output: string; errors: string } {
  const result = spawnSync(process.execPath, ['scripts/check-dist.mjs'], { cwd: directory, encoding: 'utf8' });
  return { status: result.status, output: result.stdout, errors: result.stderr };
}

it('bundles to the same bytes from any directory, runnable without node_modules, and checks itself', () => {
  const [here, there] = [project('a'), project('deeply/nested/b')];
  mkdirSync(join(here, 'dist'));
  writeFileSync(join(here, 'dist/stale.js'), '');
  build(here);
  build(there);
  const files = contents(here);
  expect(contents(there)).toEqual(files);
  const chunks = Object.keys(files).filter((name) => name.endsWith('.cli.js'));
  expect(chunks).toHaveLength(1);
  expect(Object.keys(files).sort()).toEqual(
    [...chunks, 'cli.js', 'licenses.txt', 'main.js', 'package.json', 'post.js', 'publish.js'].sort(),
  );
  expect(files['licenses.txt']).toMatch(/^picomatch@\d.*\nMIT\n[\s\S]*Permission is hereby granted/);
  expect(files['licenses.txt']?.match(/picomatch@/g)).toHaveLength(1);
  expect(Object.values(files).join('')).not.toContain('\r\n');
  expect(files['cli.js']).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(join(here, 'dist/cli.js')).mode & 0o777).toBe(0o755);
  expect(statSync(join(here, 'dist/main.js')).mode & 0o777).toBe(0o644);

  const installed = join(work, 'installed');
  cpSync(join(here, 'dist'), installed, { recursive: true });
  const run = (...argv: [string, ...string[]]) => execFileSync(argv[0], argv.slice(1), { encoding: 'utf8' });
  expect(run(process.execPath, join(installed, 'main.js'))).toBe('true\n');
  expect(run(process.execPath, join(installed, 'post.js'))).toBe('two\nlines\n');
  expect(run(join(installed, 'cli.js'))).toBe('function\n');

  expect(checkDist(here)).toMatchObject({ status: 0, output: 'dist is what src builds to\n' });
  writeFileSync(join(here, 'dist/main.js'), `${files['main.js']}// edited\n`);
  rmSync(join(here, 'dist/post.js'));
  writeFileSync(join(here, 'dist/extra.js'), '');
  const failed = checkDist(here);
  expect(failed.status).toBe(1);
  expect(failed.errors).toContain('  not built from src: extra.js\n  differs: main.js\n  missing: post.js\n');
  expect(existsSync(join(here, 'dist/extra.js'))).toBe(true);
});
