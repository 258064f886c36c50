import { ROOM_PATHS } from './room-paths.js';
import type { AgentOptions } from './types.js';

const MEMORY = '.claude/CLAUDE.md';
const RULES = '.claude/rules/cleanroom';
/** More files than these are not put into every conversation, only pointed to where they apply. */
const MAX_IMPORTED = 16;
/** Beyond this number the agent has to find them by itself. */
const MAX_RULES = 500;
/** Names that globs and imports take literally. */
const PLAIN = /^[\w./-]+$/;

/**
 * Memory of the user that imports the instruction files of the repository: the one place from which Claude Code reads
 * instructions while the project's settings are left alone. Files of subdirectories get a rule that appears as soon as
 * a file below that directory is read, for the nearest instructions win.
 */
export function memoryFiles(options: AgentOptions): Readonly<Record<string, string>> {
  const files = instructionsOf(options);
  if (files.length === 0) return {};
  const root = options.paths.workspace ?? ROOM_PATHS.workspace;
  const nested = new Map<string, string[]>();
  for (const path of files) {
    const directory = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    nested.set(directory, [...(nested.get(directory) ?? []), path]);
  }
  const top = nested.get('') ?? [];
  nested.delete('');
  const below = [...nested].slice(0, MAX_RULES);
  const imported = files.length <= MAX_IMPORTED ? files : top;
  const unplain = files.filter((path) => !PLAIN.test(path));
  const memory = [
    '# Instructions of the repository',
    '',
    `The repository in ${root} has instruction files. Each one is for the files in its own directory and below; where`,
    'two of them disagree, the one that is nearest to the file at hand wins, and what the task says wins over both.',
    '',
    ...imported.filter((path) => PLAIN.test(path)).map((path) => `@${root}/${path}`),
    ...unplain.slice(0, MAX_IMPORTED).map((path) => `Read this one yourself: ${JSON.stringify(`${root}/${path}`)}`),
    '',
  ].join('\n');
  const rules = below
    .filter(([directory]) => PLAIN.test(directory))
    .map(([directory, paths], index) => [`${RULES}/${index + 1}.md`, rule(root, directory, paths)] as const);
  return { [MEMORY]: memory, ...Object.fromEntries(rules) };
}

/** With the project's settings it reads CLAUDE.md by itself, but no local notes. */
function instructionsOf({ instructions, trustedConfig }: AgentOptions): string[] {
  const native = trustedConfig.includes('.claude') || trustedConfig.includes('.mcp.json');
  const names = native ? /(^|\/)(AGENTS|CLAUDE\.local)\.md$/ : /(^|\/)(AGENTS|CLAUDE|CLAUDE\.local)\.md$/;
  return instructions.filter((path) => names.test(path));
}

function rule(root: string, directory: string, paths: readonly string[]): string {
  const named = paths.map((path) => `${root}/${path}`).join(' and ');
  return [
    '---',
    'paths:',
    `  - ${JSON.stringify(`${directory}/**`)}`,
    '---',
    '',
    `For files below ${directory}/ the instructions in ${named} count, before those of directories above.`,
    'Read what you do not know of it yet.',
    '',
  ].join('\n');
}
