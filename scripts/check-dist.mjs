// Says whether dist/ is what the sources build to, byte for byte. Reviewers read src; users run dist.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const fresh = mkdtempSync(join(tmpdir(), 'check-dist-'));

try {
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  await bundle({ from: join(root, 'build'), out: fresh });
  const differing = differences(dist, fresh);
  if (differing.length > 0) {
    console.error(`dist is not what src builds to:\n${differing.join('\n')}\nrun: npm run build, and commit dist`);
    process.exitCode = 1;
  } else {
    console.log('dist is what src builds to');
  }
} finally {
  rmSync(fresh, { recursive: true });
}

/** One line for every file of two directories that is missing on a side or differs in its bytes or executable bit. */
function differences(committed, rebuilt) {
  const list = (directory) => (existsSync(directory) ? readdirSync(directory) : []);
  const executable = (file) => (statSync(file).mode & 0o100) !== 0;
  return [...new Set([...list(committed), ...list(rebuilt)])].sort().flatMap((name) => {
    const [old, now] = [join(committed, name), join(rebuilt, name)];
    if (!existsSync(old)) return [`  missing: ${name}`];
    if (!existsSync(now)) return [`  not built from src: ${name}`];
    if (!readFileSync(old).equals(readFileSync(now))) return [`  differs: ${name}`];
    return executable(old) === executable(now) ? [] : [`  executable bit differs: ${name}`];
  });
}
