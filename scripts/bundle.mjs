// Bundles the compiler's output into dist/: one ES module per entry point, so that the action needs no installation.
// The bytes depend on the sources and the lock file alone: not on the directory, the time or the machine.
//
//   node scripts/bundle.mjs [--from build] [--out dist]
//
// A module that an entry point imports lazily (`await import(...)`) becomes a file of its own beside it, named
// NUMBER.ENTRY.js; what the command line does not need at its start should be imported so.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileValidators } from './compile-validators.mjs';
import { buildPage } from './page.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** File name in `out`, and in `from` where it is another; `executable` files start with a line that names their interpreter. */
const ENTRIES = [
  { file: 'main.js', executable: false },
  { file: 'post.js', executable: false },
  { file: 'publish.js', from: 'publish-main.js', executable: false },
  { file: 'cli.js', executable: true },
];

/** Names the schemas that evidence is validated by; compiled ahead of time into a module beside it. */
const SCHEMAS = 'publish/validated-schemas.js';

/** What the report page begins with. It runs in a browser and is built from the sources, not from `from`. */
const PAGE = 'src/page/main.ts';

/**
 * Bundles every entry point of `from` and makes `out` hold the result and nothing else.
 * @param {{ from: string, out: string }} options
 * @returns {Promise<string[]>} the names of the files written, sorted
 */
export async function bundle({ from, out }) {
  if (existsSync(join(from, SCHEMAS))) await compileValidators(from);
  const ncc = createRequire(import.meta.url)('@vercel/ncc');
  const files = new Map();
  const packages = new Map();
  for (const entry of ENTRIES) {
    const result = await ncc(join(from, entry.from ?? entry.file), {
      cache: false,
      esm: true,
      filename: entry.file,
      minify: false,
      quiet: true,
      sourceMap: false,
    });
    const code =
      entry.executable && !result.code.startsWith('#!') ? `#!/usr/bin/env node\n${result.code}` : result.code;
    put(files, entry.file, code);
    for (const [name, asset] of Object.entries(result.assets)) put(files, name, asset.source);
    for (const directory of packageDirectories(result.stats.compilation)) packages.set(directory, true);
  }
  if (existsSync(join(root, PAGE))) {
    const page = await buildPage(root);
    put(files, 'page.html', page.html);
    for (const directory of page.packages) packages.set(packageDirectory(join(directory, 'package.json')), true);
  }
  put(files, 'package.json', '{"type":"module"}\n');
  put(files, 'licenses.txt', licenses([...packages.keys()]));

  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(out)) if (!files.has(name)) rmSync(join(out, name), { recursive: true });
  for (const [name, content] of files) {
    const target = join(out, name);
    writeFileSync(target, content);
    chmodSync(target, ENTRIES.some((entry) => entry.executable && entry.file === name) ? 0o755 : 0o644);
  }
  return [...files.keys()].sort();
}

/** Two entry points may emit one file only if it is the same file. */
function put(files, name, source) {
  // ncc writes a package.json per build; ours replaces it.
  if (name === 'package.json' && files.has(name)) files.delete(name);
  // Git checks text out with LF, so a CRLF of a dependency would make a rebuild differ from every clone. Inside a
  // template literal the language reads CRLF as LF, so the program stays the same.
  const content = Buffer.from(Buffer.from(source).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  if (content.includes(root)) throw new Error(`${name} holds the path of this directory: its bytes would depend on it`);
  const present = files.get(name);
  if (present !== undefined && !present.equals(content)) throw new Error(`two entry points emit different ${name}`);
  files.set(name, content);
}

/** The package directories of every module in a bundle, also of those that webpack has merged into one. */
function packageDirectories(compilation) {
  const found = new Set();
  const visit = (module) => {
    for (const inner of module.modules ?? []) visit(inner);
    if (module.rootModule) visit(module.rootModule);
    if (typeof module.resource !== 'string' || !module.resource.includes('/node_modules/')) return;
    found.add(packageDirectory(module.resource));
  };
  for (const module of compilation.modules) visit(module);
  return found;
}

/** The nearest directory above a file whose package.json names a package and its version. */
function packageDirectory(file) {
  for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
    const manifest = join(directory, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'));
    if (name && version) return directory;
  }
  throw new Error(`no package holds ${file}`);
}

/** The licence of every bundled package once, in the order of their names. */
function licenses(directories) {
  const texts = new Map();
  for (const directory of directories) {
    const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    const file = readdirSync(directory)
      .sort()
      .find((entry) => /^(licen[sc]e|copying)/i.test(entry));
    if (file === undefined && !license) throw new Error(`${name}@${version} names no licence`);
    const text = file === undefined ? '' : `\n${readFileSync(join(directory, file), 'utf8').trim()}\n`;
    texts.set(`${name}@${version}`, `${name}@${version}\n${license ?? 'see below'}\n${text}`);
  }
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return [...texts.keys()]
    .sort()
    .map((key) => texts.get(key))
    .join(rule);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { from: { type: 'string', default: 'build' }, out: { type: 'string', default: 'dist' } },
  });
  const names = await bundle({ from: resolve(root, values.from), out: resolve(root, values.out) });
  console.log(`${values.out}: ${names.join(', ')}`);
}
