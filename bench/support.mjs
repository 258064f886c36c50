import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export function git(directory, ...args) {
  const who = [
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@localhost',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'gc.auto=0',
  ];
  return execFileSync('git', [...who, ...args], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** A git repository of these files with one commit. */
export function repository(directory, files) {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o755);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  git(directory, 'init', '-q');
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '--allow-empty', '-m', 'base');
  return directory;
}

export function stats(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted[sorted.length - 1] };
}

export function row(name, values, unit = 'ms') {
  const { min, median, max } = stats(values);
  const number = (value) => value.toFixed(1).padStart(9);
  console.log(
    `${name.padEnd(52)} min ${number(min)}  median ${number(median)}  max ${number(max)} ${unit}  (${values.length} runs)`,
  );
  return median;
}

/** A bar of the project, with whether this run held it. */
export function bar(text, value, limit) {
  console.log(`${value <= limit ? 'holds ' : 'BROKEN'} ${text}: ${value.toFixed(2)} (at most ${limit})`);
}

export async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
