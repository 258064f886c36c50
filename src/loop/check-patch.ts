import picomatch from 'picomatch';
import { AGENT_CONFIG_FILES } from '../support/agent-files.js';
import type { Patch, PatchFile, Refusal } from '../workspace/types.js';

/** What the rules make of a patch. */
export interface PatchCheck {
  readonly refusals: readonly Refusal[];
  /** New test files: welcome, but the proof must pass without them too. */
  readonly newTests: readonly PatchFile[];
}

export interface PatchRules {
  /** Globs; a leading `!` takes paths out again, the last match decides. */
  readonly protect: readonly string[];
  /** Globs of pure test files: a new one is allowed when nothing else protects it. */
  readonly tests: readonly string[];
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
  const isProtected = (path: string): boolean => matchesAsRead(globs, path);
  const isProtectedOtherwise = (path: string): boolean => matchesAsRead(others, path);
  const outside = outsideOf(rules.writable);
  const refusals: Refusal[] = [...patch.refusals];
  const newTests: PatchFile[] = [];
  for (const file of patch.files) {
    const path = rules.text(file.path);
    if (outside(file.path)) {
      const roots = (rules.writable ?? []).slice(0, 5).join(', ');
      refusals.push({ path, reason: `lies outside writable-roots (${roots}): the patch may not touch it` });
      continue;
    }
    if (!isProtected(path)) continue;
    const harmless = file.status === 'added' && file.newMode !== '120000' && tests(path) && !isProtectedOtherwise(path);
    if (harmless) newTests.push(file);
    else
      refusals.push({
        path,
        reason: `is protected: the patch may not ${file.status === 'added' ? 'add' : file.status === 'deleted' ? 'delete' : 'change'} it`,
      });
  }
  return { refusals, newTests };
}

const AGENT_CONFIG: ReadonlySet<string> = new Set(Object.values(AGENT_CONFIG_FILES).flat());

/** Agent configuration is that in any case of letters: whoever checks it out where names have none starts what is in it. */
function matchesAsRead(globs: readonly Glob[], path: string): boolean {
  const parts = path.split('/').map((part) => (AGENT_CONFIG.has(part.toLowerCase()) ? part.toLowerCase() : part));
  return lastMatch(globs, path) || lastMatch(globs, parts.join('/'));
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
    return lastMatch(globs, path);
  };
}

interface Glob {
  readonly pattern: string;
  readonly protects: boolean;
  readonly matches: (path: string) => boolean;
}

function compileGlobs(patterns: readonly string[]): Glob[] {
  return patterns.map((pattern) => {
    const negated = pattern.startsWith('!');
    const matches = picomatch(negated ? pattern.slice(1) : pattern, { dot: true });
    return { pattern, protects: !negated, matches: (path: string) => matches(path) };
  });
}

function lastMatch(globs: readonly Glob[], path: string): boolean {
  return globs.findLast((glob) => glob.matches(path))?.protects ?? false;
}
