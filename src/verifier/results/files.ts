import { type BigIntStats, constants } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';
import { basename } from 'node:path/posix';
import type { Top } from '../../workspace/types.js';

/** Entries that are looked at in one place. */
const MAX_ENTRIES = 100_000;
const MAX_DEPTH = 16;
const MAX_FILES = 2000;
const MAX_FILE_BYTES = 32 * 1024 * 1024;
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

export type FoundKind = 'xml' | 'json';

/** Where tools leave their results in a workspace. Elsewhere a file with such an ending is nobody's results. */
const XML_NAMES = /^(?:junit.*|TEST-.*|.*-junit|test-?(?:results?|report)s?.*|results?|report)\.xml$/i;
const XML_PLACES = /(?:^|\/)(?:surefire-reports|failsafe-reports|test-results|test-reports|junit|reports)(?:\/|$)/i;
const JSON_NAMES = /^(?:(?:jest|vitest|test)[-_.]?(?:results?|report|output)s?|results?|report)\.json$/i;

function kindOf(path: string): FoundKind | undefined {
  const name = basename(path);
  if (name.endsWith('.xml') && (XML_NAMES.test(name) || XML_PLACES.test(path))) return 'xml';
  return JSON_NAMES.test(name) ? 'json' : undefined;
}

/** What tells one writing of a file from every other. Times are compared for being the same: a clock may be set back. */
export type Earlier = ReadonlySet<string>;

const NOTHING: Earlier = new Set();

/** What has the name of results in a workspace before a run writes any: it was there, or came of a build. */
export async function earlierResults(top: Top): Promise<Earlier> {
  const tree = treeOf(top);
  const found = new Set<string>();
  // Every one of them: what is left out here, by whoever made too many, would count as results.
  for await (const path of walk(tree)) {
    if (kindOf(path) === undefined) continue;
    const stats = await lstat(`${tree}/${path}`, { bigint: true }).catch(() => undefined);
    if (stats) found.add(writingOf(stats));
  }
  return found;
}

/** No room can set the time of its inode. */
function writingOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}

/** The top layer of an overlay holds what was written and nothing else; a copied tree holds everything. */
function treeOf({ view }: Top): string {
  return view.kind === 'overlay' ? view.upper : view.path;
}

/** Everything in a directory that a dead room could fill whose name may be that of results, without following a link. */
export async function* resultFiles(
  place: { readonly top: Top; readonly out: string },
  earlier: Earlier,
): AsyncGenerator<{ readonly kind: FoundKind; readonly text: string }> {
  const budget = { files: MAX_FILES, bytes: MAX_TOTAL_BYTES };
  yield* filesIn(place.out, anyResults, NOTHING, budget);
  yield* filesIn(treeOf(place.top), kindOf, earlier, budget);
}

const anyResults = (path: string): FoundKind | undefined =>
  path.endsWith('.xml') ? 'xml' : path.endsWith('.json') ? 'json' : undefined;

interface Budget {
  files: number;
  bytes: number;
}

async function* filesIn(
  root: string,
  kind: (path: string) => FoundKind | undefined,
  earlier: Earlier,
  budget: Budget,
): AsyncGenerator<{ readonly kind: FoundKind; readonly text: string }> {
  for await (const path of walk(root)) {
    const found = kind(path);
    if (found === undefined) continue;
    const stats = await lstat(`${root}/${path}`, { bigint: true }).catch(() => undefined);
    if (stats === undefined || earlier.has(writingOf(stats))) continue;
    if (budget.files-- <= 0 || budget.bytes <= 0) return;
    const bytes = await readPlainFile(`${root}/${path}`, Math.min(MAX_FILE_BYTES, budget.bytes));
    if (bytes === undefined) continue;
    budget.bytes -= bytes.length;
    yield { kind: found, text: bytes.toString('utf8') };
  }
}

/** Relative paths of what is no directory, in no order, a bounded number of them. Links are not entered. */
async function* walk(root: string): AsyncGenerator<string> {
  let left = MAX_ENTRIES;
  const pending: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const directory = await opendir(next.path === '' ? root : `${root}/${next.path}`).catch(() => undefined);
    if (directory === undefined) continue;
    try {
      for await (const entry of directory) {
        if (left-- <= 0) return;
        const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
        if (entry.isDirectory()) {
          if (next.depth < MAX_DEPTH && entry.name !== 'node_modules' && entry.name !== '.git')
            pending.push({ path, depth: next.depth + 1 });
        } else if (entry.isFile()) yield path;
      }
    } catch {
      // A directory that its owner made unreadable holds no results of ours.
    }
  }
}

/** The content of a regular file of bounded size; undefined when it is anything else. Its room is dead. */
export async function readPlainFile(path: string, maxBytes: number): Promise<Buffer | undefined> {
  try {
    // Never opened before it is known for what it is: opening a FIFO would wait, a device would act.
    if (!(await lstat(path)).isFile()) return undefined;
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.size > maxBytes) return undefined;
      const buffer = Buffer.alloc(stats.size);
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Whether the run itself wrote a file of the workspace. */
export async function wasWritten(top: Top, path: string): Promise<boolean> {
  if (path.startsWith('/') || path.split('/').includes('..') || path.includes('\0')) return false;
  const stats = await lstat(`${treeOf(top)}/${path}`).catch(() => undefined);
  return stats?.isFile() === true && (top.changedAt?.(stats.ctimeMs) ?? true);
}
