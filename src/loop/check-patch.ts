import picomatch from 'picomatch';
import { AGENT_CONFIG_FILES } from '../support/agent-files.js';
import type { Patch, PatchFile, Refusal } from '../workspace/types.js';
import { foldable, foldedVariant, plainVariant } from './path-variants.js';

/** What the rules make of a patch. */
export interface PatchCheck {
  readonly refusals: readonly Refusal[];
  /** New test files: welcome, but the proof must pass without them too. */
  readonly newTests: readonly PatchFile[];
  /** Changes to what decides, where they are not refused. */
  readonly verifierEdits: readonly VerifierEdit[];
}

export interface VerifierEdit {
  readonly file: PatchFile;
  /** The glob that protects it. */
  readonly glob: string;
}

export interface PatchRules {
  /** Globs; a leading `!` takes paths out again, the last match decides. */
  readonly protect: readonly string[];
  /** Those of them that nobody may touch, whatever `edits` says; the last match decides. */
  readonly refused?: readonly string[];
  /** What becomes of a change to a protected path: refused (the default), or told apart. */
  readonly edits?: 'deny' | 'report' | 'allow';
  /** Globs of pure test files: a new one is allowed when nothing else protects it. */
  readonly tests: readonly string[];
  /** Globs of the verifier's own files, which `protect` cannot take out. */
  readonly verifier?: readonly string[];
  /** Where protected links of the base lead: what is there is protected as the link is. */
  readonly linked?: readonly { readonly link: string; readonly target: string }[];
  /** Directories, in UTF-8, that alone the patch may touch; null: all. */
  readonly writable: readonly string[] | null;
  /** A path as globs and readers see it. */
  readonly text: (path: string) => string;
}

/** Checks a patch, by what it changes, against the protected paths. Pure. */
export function checkPatch(patch: Patch, rules: PatchRules): PatchCheck {
  const tests = picomatch([...rules.tests], { dot: true });
  const testPatterns = new Set(rules.tests);
  const globs = compileGlobs(rules.protect);
  const others = globs.filter(({ pattern }) => !testPatterns.has(pattern));
  const refused = compileGlobs(rules.refused ?? []);
  const verifier = new Set(rules.verifier ?? []);
  const outside = outsideOf(rules.writable);
  const refusals: Refusal[] = [...patch.refusals];
  const newTests: PatchFile[] = [];
  const edits: VerifierEdit[] = [];
  const rest: PatchFile[] = [];
  for (const file of patch.files) {
    const path = rules.text(file.path);
    if (outside(file.path)) {
      const roots = (rules.writable ?? []).slice(0, 5).join(', ');
      refusals.push({ path, reason: `lies outside writable-roots (${roots}): the patch may not touch it` });
      continue;
    }
    const own = protectedBy(globs, path);
    const link = own === undefined ? linkTo(file.path, path, rules.linked ?? [], globs) : undefined;
    const glob = own ?? (link === undefined ? undefined : protectedBy(globs, link));
    if (glob === undefined) {
      rest.push(file);
      continue;
    }
    const always = protectedBy(refused, link ?? path);
    const pure = file.status === 'added' && file.newMode !== '120000' && tests(path);
    if (pure && always === undefined && protectedBy(others, path) === undefined) newTests.push(file);
    else if (rules.edits === 'report' || rules.edits === 'allow') {
      if (always === undefined) edits.push({ file, glob });
      else refusals.push({ path, reason: protectedWords(file, { path, glob: always, link }, verifier) });
    } else refusals.push({ path, reason: protectedWords(file, { path, glob: always ?? glob, link }, verifier) });
  }
  return { refusals, newTests, verifierEdits: withConflicts(edits, [...rest, ...newTests], newTests) };
}

/** The protected link that leads to a path, unless a pattern speaks of the path itself. */
function linkTo(
  file: string,
  path: string,
  linked: NonNullable<PatchRules['linked']>,
  globs: readonly Glob[],
): string | undefined {
  const found = linked.find(({ target }) => file === target || file.startsWith(`${target}/`));
  return found === undefined || lastMatch(globs, path) !== undefined ? undefined : found.link;
}

function protectedWords(
  { status }: PatchFile,
  { path, glob, link }: { readonly path: string; readonly glob: string; readonly link: string | undefined },
  verifier: ReadonlySet<string>,
): string {
  const what = status === 'added' ? 'add' : status === 'deleted' ? 'delete' : 'change';
  const own = verifier.has(glob) && link === undefined;
  // A name with characters of globs in it is taken out by the glob.
  const name = own || /[^\w./@~+ -]/.test(path) ? glob : path;
  const by = link === undefined ? glob : `${glob}, through the link ${link}`;
  return `is protected: the patch may not ${what} it (by ${by}; ${own ? 'verify-files' : 'protect'}: "!${name}" takes it out)`;
}

/**
 * A path is a file or a directory, not both. What stands above or below an edit of the verifier goes with it: without the
 * edit it would take the place of the verifier's own file.
 */
function withConflicts(
  edits: readonly VerifierEdit[],
  others: readonly PatchFile[],
  newTests: PatchFile[],
): readonly VerifierEdit[] {
  if (edits.length === 0) return edits;
  const all = [...edits];
  let left = others;
  for (let before = -1; before !== all.length; ) {
    before = all.length;
    const paths = new Map(all.map(({ file, glob }) => [file.path, glob]));
    const above = new Map(all.flatMap(({ file, glob }) => ancestors(file.path).map((path) => [path, glob] as const)));
    left = left.filter((file) => {
      const below = ancestors(file.path).find((path) => paths.has(path));
      const glob = above.get(file.path) ?? (below === undefined ? undefined : paths.get(below));
      if (glob === undefined) return true;
      all.push({ file, glob });
      const at = newTests.indexOf(file);
      if (at >= 0) newTests.splice(at, 1);
      return false;
    });
  }
  return all;
}

function ancestors(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

const AGENT_CONFIG: ReadonlySet<string> = new Set(Object.values(AGENT_CONFIG_FILES).flat());

/** The glob that protects a path, in the letters that it has or in others; undefined: none does. */
function protectedBy(globs: readonly Glob[], path: string): string | undefined {
  const exact = lastMatch(globs, path);
  if (exact?.protects) return exact.pattern;
  // Agent configuration is that in any case of letters: whoever checks it out where names have none starts what is in it.
  const parts = path.split('/').map((part) => (AGENT_CONFIG.has(part.toLowerCase()) ? part.toLowerCase() : part));
  const config = lastMatch(globs, parts.join('/'));
  if (config?.protects) return config.pattern;
  if (exact !== undefined) return undefined;
  const plain = plainVariant(path);
  const read = plain === path ? undefined : lastMatch(globs, plain);
  if (read !== undefined) return read.protects ? read.pattern : undefined;
  const folded = foldedVariant(path);
  const found = globs.findLast((glob) => glob.folded(folded));
  return found?.protects ? found.pattern : undefined;
}

/** Tells the paths that lie in none of these directories, byte for byte. */
function outsideOf(roots: readonly string[] | null): (path: string) => boolean {
  const inside = roots?.map((root) => `${Buffer.from(root, 'utf8').toString('latin1')}/`);
  return (path) => inside !== undefined && !inside.some((root) => path.startsWith(root));
}

/** Whether the last pattern that speaks of a path protects it. The globs are compiled when the first path is asked about. */
export function protectsPath(patterns: readonly string[]): (path: string) => boolean {
  let globs: readonly Glob[] | undefined;
  return (path) => {
    globs ??= compileGlobs(patterns);
    return lastMatch(globs, path)?.protects ?? false;
  };
}

interface Glob {
  readonly pattern: string;
  readonly protects: boolean;
  readonly matches: (path: string) => boolean;
  /** Whether it matches a path whose letters have no case. */
  readonly folded: (path: string) => boolean;
}

function compileGlobs(patterns: readonly string[]): Glob[] {
  return patterns.map((pattern) => {
    const negated = pattern.startsWith('!');
    const glob = negated ? pattern.slice(1) : pattern;
    const matches = picomatch(glob, { dot: true });
    let folded: ((path: string) => boolean) | undefined;
    return {
      pattern,
      protects: !negated,
      matches: (path) => matches(path),
      folded(path) {
        folded ??= foldable(glob) ? picomatch(glob, { dot: true, nocase: true }) : () => false;
        return folded(path);
      },
    };
  });
}

function lastMatch(globs: readonly Glob[], path: string): Glob | undefined {
  return globs.findLast((glob) => glob.matches(path));
}
