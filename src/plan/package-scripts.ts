import { posix } from 'node:path';
import { simpleCommands } from './verifier-files.js';

const MANAGERS = /^(npm|pnpm|yarn|bun)$/;
/** What the managers take for `test` and for `run`. */
const TEST = /^(test|t|tst)$/;
const RUN = /^(run|run-script|rum|urn)$/;
const MAX_DEPTH = 8;
const MAX_BYTES = 1024 * 1024;

/** Whether a verifier's command asks a package manager to run a script of `package.json`. */
export function asksForScripts(argv: readonly string[]): boolean {
  return simpleCommands(argv).some((words) => scriptName(words) !== undefined);
}

/**
 * The commands of `package.json` behind a verifier such as `npm test`, with those that they ask for in their turn. A
 * manifest that nobody can read has none: the verifier then fails by itself.
 */
export function scriptCommands(argv: readonly string[], manifest: string): string[] {
  const scripts = scriptsOf(manifest);
  const found = new Set<string>();
  const follow = (command: readonly string[], depth: number): void => {
    for (const words of simpleCommands(command)) {
      const name = scriptName(words);
      if (name === undefined || depth > MAX_DEPTH) continue;
      for (const wanted of [`pre${name}`, name, `post${name}`]) {
        const script = scripts.get(wanted);
        if (script === undefined || found.has(script)) continue;
        found.add(script);
        follow(['sh', '-c', script], depth + 1);
      }
    }
  };
  follow(argv, 0);
  return [...found];
}

function scriptsOf(manifest: string): ReadonlyMap<string, string> {
  if (manifest.length > MAX_BYTES) return new Map();
  try {
    const parsed: unknown = JSON.parse(manifest);
    const scripts = parsed !== null && typeof parsed === 'object' && 'scripts' in parsed ? parsed.scripts : undefined;
    if (scripts === null || typeof scripts !== 'object') return new Map();
    return new Map(Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}

/** The script that one simple command asks for; undefined when it asks for none. */
function scriptName(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => MANAGERS.test(posix.basename(word)));
  if (at < 0) return undefined;
  const [first, second] = words.slice(at + 1).filter((word) => !word.startsWith('-'));
  if (first === undefined) return undefined;
  if (TEST.test(first)) return 'test';
  return RUN.test(first) ? second : first;
}
