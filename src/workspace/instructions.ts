import { sha256 } from '../support/canonical-json.js';
import { CleanroomError } from '../support/errors.js';
import type { TreeFile } from './agent-files.js';
import { readBlobs } from './blobs.js';
import type { Store } from './git.js';
import { type Import, importsOf, withoutImports } from './imports.js';
import { displayPath } from './paths.js';
import { type Commits, resolvePaths } from './resolve-paths.js';
import type { BytePath, InstructionFile } from './types.js';

/** The instruction files of a base as agents are to see them. */
export interface Instructions {
  readonly files: readonly InstructionFile[];
  /** Those that agents must not see as the base has them: their content, or null where they must not see them at all. */
  readonly replaced: ReadonlyMap<BytePath, Buffer | null>;
  /** Instruction files that import what no commit has, and what somebody else could make. */
  readonly unsettled: readonly Unsettled[];
  /** For a person. */
  readonly notices: readonly string[];
}

export interface Unsettled {
  readonly path: BytePath;
  readonly text: string;
  /** Imports of the text, each with the paths that have to be missing. */
  readonly imports: readonly (Import & { readonly missing: readonly string[] })[];
}

const MAX_FILES = 1000;
const MAX_BYTES = 16 * 1024 * 1024;
/** As deep as the agents themselves go. */
const MAX_DEPTH = 5;
const MAX_IMPORTS = 500;
const MAX_IMPORTED_BYTES = 1024 * 1024;

/**
 * Reads instruction files, which the trusted commit decides, and what they lead to. A link, or an import (`@docs/style.md`),
 * may lead to a file that the work commit has otherwise: its author would speak to the agent with the voice of the trusted
 * commit. A link then shows the trusted commit's text; an import becomes a plain name.
 * @param files instruction files of the base
 * @throws CleanroomError `workspace.instructions`
 */
export async function readInstructions(
  store: Store,
  commits: Commits,
  files: readonly TreeFile[],
): Promise<Instructions> {
  if (files.length === 0) return { files: [], replaced: new Map(), unsettled: [], notices: [] };
  if (files.length > MAX_FILES) throw tooMuch(`${files.length} files`, `${MAX_FILES} files`);
  const { differ } = commits;
  const links = files.filter(({ mode }) => mode === '120000');
  const targets = await resolvePaths(
    store,
    commits,
    links.map(({ path }) => utf8(path)),
    differ,
  );
  const replaced = new Map<BytePath, Buffer | null>();
  const notices: string[] = [];
  const ids = new Map<BytePath, string>();
  for (const file of files) {
    const target =
      file.mode === '120000' ? targets.get(utf8(file.path)) : { base: file.id, trusted: file.id, bytes: 0 };
    if (target?.trusted !== undefined) ids.set(file.path, target.trusted);
    else if (file.mode === '120000') replaced.set(file.path, null);
    if (target?.base !== target?.trusted)
      notices.push(
        `${displayPath(file.path)} is a link to a file that the trusted commit has otherwise, and the agent reads that one`,
      );
  }
  const blobs = await readBounded(store, [...ids.values()]);
  const contents = new Map([...ids].map(([path, id]) => [path, blobs.get(id) ?? Buffer.alloc(0)]));
  for (const { path } of links) {
    const target = targets.get(utf8(path));
    const content = contents.get(path);
    if (content && target?.base !== target?.trusted) replaced.set(path, content);
  }
  const unsettled: Unsettled[] = [];
  if (differ) {
    const followed = await followImports(store, commits, contents);
    for (const { path, text, imports } of followed) {
      const unsafe = imports.filter((one) => one.unsafe);
      const clean = withoutImports(text, unsafe);
      if (unsafe.length > 0) {
        contents.set(path, Buffer.from(clean));
        replaced.set(path, Buffer.from(clean));
        const names = [...new Set(unsafe.map((one) => one.path))].slice(0, 5).join(', ');
        notices.push(
          `${displayPath(path)} imports what the work commit decides, which the agent is not given: ${names}`,
        );
      }
      // Places in the text as it is now.
      const open = importsOf(clean, utf8(path)).flatMap((one) => {
        const missing = imports.find((other) => other.path === one.path && !other.unsafe)?.missing ?? [];
        return missing.length > 0 ? [{ ...one, missing }] : [];
      });
      if (open.length > 0) unsettled.push({ path, text: clean, imports: open });
    }
  }
  return {
    files: [...contents].map(([path, content]) => ({
      path: displayPath(path),
      sha256: sha256(content),
      bytes: content.length,
    })),
    replaced,
    unsettled,
    notices,
  };
}

interface Followed {
  readonly path: BytePath;
  readonly text: string;
  readonly imports: readonly (Import & {
    /** It leads, over however many others, to a file that the commits do not have in common. */
    readonly unsafe: boolean;
    /** Where it leads that neither commit has anything. */
    readonly missing: readonly string[];
  })[];
}

/** Follows the imports of instruction files from file to file. */
async function followImports(
  store: Store,
  commits: Commits,
  contents: ReadonlyMap<BytePath, Buffer>,
): Promise<Followed[]> {
  const texts = [...contents].map(([path, content]) => {
    const text = content.toString('utf8');
    return { path, text, imports: importsOf(text, utf8(path)) };
  });
  const steps = new Map<string, Step>();
  let level = new Set(texts.flatMap(({ imports }) => imports.map(({ path }) => path)));
  for (let depth = 1; level.size > 0; depth++) {
    if (depth > MAX_DEPTH || steps.size + level.size > MAX_IMPORTS) {
      for (const path of level) steps.set(path, 'unsafe');
      break;
    }
    const next = await follow(store, commits, [...level]);
    for (const [path, step] of next) steps.set(path, step);
    level = new Set([...next.values()].flatMap(leads).filter((path) => !steps.has(path)));
  }
  return texts.map(({ path, text, imports }) => ({
    path,
    text,
    imports: imports.map((one) => {
      const reached = reachable(one.path, steps);
      const unsafe = reached.some((other) => steps.get(other) === 'unsafe' || !steps.has(other));
      return { ...one, unsafe, missing: reached.filter((other) => steps.get(other) === 'missing') };
    }),
  }));
}

/** What there is at a path: what it imports itself, nothing in both commits, or what is not to be trusted. */
type Step = readonly string[] | 'missing' | 'unsafe';

const leads = (step: Step | undefined): readonly string[] =>
  step === undefined || typeof step === 'string' ? [] : step;

function reachable(path: string, steps: ReadonlyMap<string, Step>): string[] {
  const found = new Set([path]);
  for (const one of found) for (const next of leads(steps.get(one))) found.add(next);
  return [...found];
}

async function follow(store: Store, commits: Commits, paths: readonly string[]): Promise<Map<string, Step>> {
  const found = await resolvePaths(store, commits, paths, true);
  const ids = [...found.values()].flatMap(({ base, trusted, bytes }) =>
    base !== undefined && base === trusted && bytes <= MAX_IMPORTED_BYTES ? [base] : [],
  );
  const blobs = await readBlobs(store, ids);
  return new Map(
    [...found].map(([path, { base, trusted, bytes }]): [string, Step] => {
      if (base === undefined && trusted === undefined) return [path, 'missing'];
      if (base === undefined || base !== trusted || bytes > MAX_IMPORTED_BYTES) return [path, 'unsafe'];
      return [path, importsOf(blobs.get(base)?.toString('utf8') ?? '', path).map((one) => one.path)];
    }),
  );
}

async function readBounded(store: Store, ids: readonly string[]): Promise<Map<string, Buffer>> {
  return readBlobs(store, ids, MAX_BYTES).catch((error: unknown) => {
    if (error instanceof CleanroomError && error.code === 'process.output')
      throw tooMuch(`more than ${MAX_BYTES} bytes`, `${MAX_BYTES} bytes`);
    throw error;
  });
}

const tooMuch = (given: string, most: string): CleanroomError =>
  new CleanroomError(
    'workspace.instructions',
    `the trusted commit’s instruction files hold ${given}, at most ${most}`,
    {
      hint: 'no agent reads as much: take some of AGENTS.md, CLAUDE.md and GEMINI.md out of the repository',
    },
  );

const utf8 = (path: BytePath): string => Buffer.from(path, 'latin1').toString('utf8');
