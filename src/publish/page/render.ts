import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, opendir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync } from 'node:zlib';
import { CleanroomError, errnoOf, messageOf } from '../../support/errors.js';
import { OF_RESULT } from '../../support/result-files.js';
import { VERSION } from '../../support/version.js';
import { readBounded } from '../bounded-file.js';
import { BLOCK_TYPE, DATA_MARK, type PageFile, type PageIndex } from './format.js';
import { rank, Selection } from './select.js';

export interface RenderOptions {
  /** Evidence of a run, finished or not. It may come from anywhere. */
  readonly evidence: string;
  /** The page without data: `page.html` of the distribution. */
  readonly template: string;
  /** Written with mode 0600; must not exist. */
  readonly target: string;
}

const MAX_TEMPLATE_BYTES = 1024 * 1024;
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_FILES = 5000;
const MAX_DEPTH = 6;
/** What the recorder can have named. Anything else is not shown, not even by its name. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Bytes of a file that become one block. */
const BLOCK_BYTES = 1024 * 1024;
/** A smaller block is not worth a thread. */
const SYNC_BYTES = 64 * 1024;
/** Fast: a page is made at the end of every run, and text shrinks to a seventh all the same. */
const LEVEL = { level: 3 } as const;
const deflate = promisify(deflateRaw);

/**
 * Writes the page of a run: the template with the evidence's files in it. Memory does not grow with the evidence.
 * @throws CleanroomError `page.template` when the template is missing or no template; `evidence.missing` without a
 * `verdict.json`; errors of the file system for the target
 */
export async function renderPage(options: RenderOptions): Promise<void> {
  const [before, after] = await readTemplate(options.template);
  const source = await listEvidence(options.evidence);
  if (!source.paths.includes('verdict.json')) {
    throw new CleanroomError('evidence.missing', `there is no verdict.json in ${options.evidence}`, {
      kind: 'usage',
      hint: 'name the folder that a run wrote its evidence to',
    });
  }
  const target = await open(options.target, 'wx', 0o600);
  try {
    await target.appendFile(before);
    const page = new PageWriter(options.evidence, target, await readDigests(options.evidence));
    for (const path of rank(source.paths)) await page.add(path);
    await page.finish(source.warnings);
    await target.appendFile(after);
  } finally {
    await target.close();
  }
}

async function readTemplate(path: string): Promise<readonly [string, string]> {
  const refuse = (why: string, cause?: unknown): CleanroomError =>
    new CleanroomError('page.template', `the report page cannot be made: ${path} ${why}`, {
      hint: 'use the dist folder as it was released, or build it with npm run build',
      cause,
    });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw refuse(`cannot be read (${messageOf(cause)})`, cause);
  }
  const [before, after, ...more] = text.split(DATA_MARK);
  if (before === undefined || after === undefined || more.length > 0 || text.length > MAX_TEMPLATE_BYTES)
    throw refuse('is no template of a page');
  return [before, after];
}

interface Listing {
  readonly paths: readonly string[];
  readonly warnings: readonly string[];
}

/** Regular files whose names the recorder can have given, no more than so many, following no link. */
async function listEvidence(directory: string): Promise<Listing> {
  const paths: string[] = [];
  let foreign = 0;
  let full = false;
  const visit = async (prefix: string, depth: number): Promise<void> => {
    for await (const entry of await opendir(join(directory, prefix))) {
      if (full) return;
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (path === OF_RESULT.page || path === 'manifest.json' || path === 'resume' || entry.name.startsWith('.'))
        continue;
      if (!NAME.test(entry.name)) foreign += 1;
      else if (entry.isDirectory()) {
        if (depth < MAX_DEPTH) await visit(path, depth + 1);
      } else if (!entry.isFile()) foreign += 1;
      else if (paths.length >= MAX_FILES) full = true;
      else paths.push(path);
    }
  };
  await visit('', 1);
  const warnings = [
    ...(foreign > 0 ? [`${foreign} entries of the evidence were not read: no run writes such names or kinds.`] : []),
    ...(full ? [`Only ${MAX_FILES} files of the evidence were read.`] : []),
  ];
  return { paths, warnings };
}

/** Digests by path as the manifest gives them; undefined: there is none yet, or none that can be read. */
async function readDigests(directory: string): Promise<ReadonlyMap<string, string> | undefined> {
  const file = await readBounded(directory, 'manifest.json', MAX_MANIFEST_BYTES);
  if (!file || file.truncated) return undefined;
  try {
    const { files } = JSON.parse(file.bytes.toString('utf8')) as { files?: unknown };
    if (!Array.isArray(files)) return undefined;
    return new Map(
      (files as readonly unknown[]).flatMap((entry): [string, string][] => {
        const { path, sha256 } = (entry ?? {}) as { path?: unknown; sha256?: unknown };
        return typeof path === 'string' && typeof sha256 === 'string' ? [[path, sha256]] : [];
      }),
    );
  } catch {
    return undefined;
  }
}

class PageWriter {
  readonly #directory: string;
  readonly #target: FileHandle;
  readonly #digests: ReadonlyMap<string, string> | undefined;
  readonly #selection = new Selection();
  readonly #files: PageFile[] = [];
  readonly #warnings: string[] = [];
  /** Small blocks wait here for one write. */
  #pending = '';

  constructor(directory: string, target: FileHandle, digests: ReadonlyMap<string, string> | undefined) {
    this.#directory = directory;
    this.#target = target;
    this.#digests = digests;
  }

  async add(path: string): Promise<void> {
    let file: FileHandle;
    try {
      file = await open(join(this.#directory, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    } catch (error) {
      this.#warnings.push(`${path} could not be read: ${errnoOf(error) ?? 'unknown error'}.`);
      return;
    }
    try {
      const status = await file.stat();
      if (status.isFile()) await this.#copy(path, file, status.size);
    } finally {
      await file.close();
    }
  }

  async finish(warnings: readonly string[]): Promise<void> {
    const index: PageIndex = {
      format: 'cleanroom/page/v1',
      tool: VERSION,
      files: this.#files,
      warnings: [...warnings, ...this.#warnings],
    };
    await this.#block('index', Buffer.from(JSON.stringify(index)));
    await this.#flush();
  }

  /** One pass: every byte goes into the digest, and those that are shown into blocks. */
  async #copy(path: string, file: FileHandle, size: number): Promise<void> {
    const share = this.#selection.share(path, size);
    const number = String(this.#files.length);
    const hash = createHash('sha256');
    const tailFrom = size - share.tail;
    let at = 0;
    // The next block is read and hashed while the one before it is packed.
    let packing: Promise<void> = Promise.resolve();
    while (at < size) {
      const chunk = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, size - at));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
      if (bytesRead === 0) break;
      const bytes = chunk.subarray(0, bytesRead);
      hash.update(bytes);
      const shown = [
        bytes.subarray(0, Math.max(0, share.head - at)),
        bytes.subarray(Math.max(0, tailFrom - at, share.head - at)),
      ].filter((part) => part.length > 0);
      at += bytesRead;
      await packing;
      packing = shown.length === 0 ? Promise.resolve() : this.#block(number, Buffer.concat(shown));
      // It is awaited below, unless reading fails first.
      packing.catch(() => {});
    }
    await packing;
    // A notice may still be added to the journal when the manifest is made.
    const sha256 = at === size && (path !== 'journal.jsonl' || this.#digests) ? hash.digest('hex') : null;
    const head = Math.min(share.head, at);
    this.#files.push({
      path,
      bytes: size,
      sha256,
      head,
      tail: at < size ? 0 : share.tail,
      manifest: this.#of(path, sha256),
    });
  }

  #of(path: string, sha256: string | null): PageFile['manifest'] {
    if (!this.#digests) return 'none';
    const expected = this.#digests.get(path);
    if (expected === undefined) return 'unlisted';
    return expected === sha256 ? 'agrees' : 'differs';
  }

  async #block(number: string, bytes: Buffer): Promise<void> {
    const packed = bytes.length <= SYNC_BYTES ? deflateRawSync(bytes, LEVEL) : await deflate(bytes, LEVEL);
    this.#pending += `<script type="${BLOCK_TYPE}" data-file="${number}">${packed.toString('base64')}</script>\n`;
    if (this.#pending.length > BLOCK_BYTES) await this.#flush();
  }

  async #flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    await this.#target.appendFile(text);
  }
}
