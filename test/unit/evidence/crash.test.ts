import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJournal } from '../../../src/evidence/read.js';

const SECRET = 'correct-horse/battery+staple';
const SOURCES = fileURLToPath(new URL('../../../src', import.meta.url));
const WRITER = fileURLToPath(new URL('../../fixtures/evidence/writer.mjs', import.meta.url));

let parent = '';
const build = (): string => join(parent, 'build');

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'evidence-crash-'));
  writeFileSync(join(parent, 'package.json'), '{"type":"module"}');
  for (const folder of ['evidence', 'support']) {
    for (const path of files(join(SOURCES, folder)).filter((name) => name.endsWith('.ts'))) {
      const target = join(build(), path.slice(SOURCES.length).replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
      writeFileSync(target, ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions: options }).outputText);
    }
  }
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function files(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Starts the writer and kills it once it has taken so many steps. */
function writeUntilKilled(directory: string, steps: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, build(), directory, SECRET], { stdio: ['ignore', 'pipe', 'pipe'] });
    let seen = 0;
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen >= steps) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (_code, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(errors))));
  });
}

const spellings = [
  SECRET,
  encodeURIComponent(SECRET),
  Buffer.from(SECRET).toString('base64'),
  // A part of it, as a cut at the wrong place would leave.
  'correct-horse',
  'battery+staple',
];

it.each(Array.from({ length: 20 }, (_, index) => [index + 1]))(
  'evidence is readable after SIGKILL at a random point (%i)',
  async (round) => {
    const directory = join(parent, `run-${round}`);
    await writeUntilKilled(directory, 1 + Math.floor(Math.random() * 40 * round));

    const { records } = readJournal(join(directory, 'journal.jsonl'));
    expect(records.length).toBeGreaterThan(0);
    expect(records.map((record) => record.seq)).toEqual(records.map((_, index) => index + 1));

    const found = files(directory);
    for (const path of found) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const text = readFileSync(path, 'utf8');
      for (const spelling of spellings) expect(text.includes(spelling), `${path} holds ${spelling}`).toBe(false);
      if (path.endsWith('usage.json')) expect(JSON.parse(text)).toHaveProperty('i');
      if (path.endsWith('patch.diff')) expect(text.replaceAll('+[redacted]\n', '')).toBe('');
    }

    const segments = found
      .filter((path) => path.includes('agent.log'))
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
      .map((path) => readFileSync(path, 'utf8'));
    expect(segments.length).toBeGreaterThan(0);
    expect(segments.length).toBeLessThanOrEqual(4);
    for (const text of segments) {
      // Only the ends of a segment may be cut.
      for (const line of text.split('\n').slice(1, -1)) {
        expect(line).toMatch(/^line \d+ of \d+: token=\[redacted\] and more$/);
      }
    }
  },
);
