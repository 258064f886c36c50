import { posix } from 'node:path';

const GLOB_CHARACTERS = /[\\*?[\]{}()!+@|]/g;

/** Programs that run the file given to them: that file is part of the verifier. */
const INTERPRETERS =
  /^(sh|bash|dash|zsh|ksh|ash|source|\.|node|nodejs|deno|bun|tsx|ts-node|python[0-9.]*|pypy3?|ruby|perl|php|Rscript|lua|pwsh|expect|bats|osascript)$/;

/** Programs that run the command after them. */
const WRAPPERS =
  /^(env|exec|time|timeout|nice|nohup|command|xvfb-run|stdbuf|setsid|sudo|run|npx|c8|nyc|cross-env|coverage|if|then|else|elif|while|until|do|!|-e|-c|-euo|pipefail)$/;

/** Options of interpreters whose value is a file that runs before the one that follows. */
const PRELOADS = /^(-r|--require|--import|--loader|--experimental-loader)$/;

/** Programs whose argument may be a script of commands. */
const SHELLS = /^(sh|bash|dash|zsh|ksh|ash)$/;

const MAX_NESTING = 4;

/**
 * The files of the repository that a verifier's command starts: programs with a path, and scripts given to an
 * interpreter, seen from the directory it runs in. A file that is only an argument (`grep -q done notes.txt`) is what
 * the work is about, not what judges it. Whether they exist is for the trusted commit to say; a glob for a file that is
 * nowhere matches nothing.
 */
export function namedFiles(argv: readonly string[], cwd: string): string[] {
  const found = new Set<string>();
  for (const word of simpleCommands(argv).flatMap(startedFiles)) {
    const path = posix.normalize(posix.join(cwd, word));
    if (path !== '.' && !path.startsWith('..')) found.add(path.replace(GLOB_CHARACTERS, '\\$&'));
  }
  return [...found].sort();
}

/** The commands, word by word, of an argument vector that may hold a script for a shell. No shell's grammar: a guess. */
export function simpleCommands(argv: readonly string[], depth = 0): string[][] {
  const commands: string[][] = [[...argv]];
  // Not only first: `timeout 60 sh -c '…'`.
  const shell = argv.findIndex((word) => SHELLS.test(posix.basename(word)));
  if (shell < 0 || depth > MAX_NESTING) return commands;
  for (const script of argv.slice(shell + 1).filter((argument) => /[\s'";&|]/.test(argument))) {
    for (const words of splitScript(script)) commands.push(...simpleCommands(words, depth + 1));
  }
  return commands;
}

/** Words of each command between unquoted operators. What stands in quotes is one word, without them. */
function splitScript(script: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (const character of script) {
    if (quote !== '') {
      if (character === quote) quote = '';
      else word = (word ?? '') + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (/[;&|()\n{}]/.test(character)) endCommand();
    else if (/\s/.test(character)) endWord();
    else word = (word ?? '') + character;
  }
  endCommand();
  return commands;
}

/** Paths that one simple command executes. */
function startedFiles(words: readonly string[]): string[] {
  const found: string[] = [];
  let expected = true;
  let preload = false;
  for (const word of words) {
    if (!expected) break;
    if (preload) {
      if (isRelativePath(word)) found.push(word);
      preload = false;
      continue;
    }
    preload = PRELOADS.test(word);
    const assignment = /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
    const option = word.startsWith('-') || /^\d+[smhd]?$/.test(word);
    if (assignment || option || WRAPPERS.test(word)) continue;
    if (isRelativePath(word)) found.push(word);
    expected = INTERPRETERS.test(posix.basename(word));
  }
  return found;
}

function isRelativePath(word: string): boolean {
  if (word.startsWith('/') || word.includes('://') || /[\0\s$`*?"'()<>=]/.test(word)) return false;
  return word.includes('/') || /\.[A-Za-z0-9]{1,5}$/.test(word);
}

/** Applies `!path` entries to the files that were found in the command, and adds the others. */
export function verifierFileGlobs(named: readonly string[], configured: readonly string[]): string[] {
  const removed = new Set(configured.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)));
  const added = configured.filter((glob) => !glob.startsWith('!'));
  return [...new Set([...named.filter((glob) => !removed.has(glob)), ...added])];
}
