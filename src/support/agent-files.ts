/** Files that agents follow as instructions, wherever they lie in a repository. */
export const INSTRUCTION_NAMES: readonly string[] = [
  'AGENTS.md',
  'AGENTS.override.md',
  'CLAUDE.md',
  'CLAUDE.local.md',
  'GEMINI.md',
  // opencode reads it where there is neither AGENTS.md nor CLAUDE.md.
  'CONTEXT.md',
];

/**
 * Folders of which agents tell their model by themselves: skills, and manifests of plugins, after whose `name`, any text,
 * codex 0.169 calls the skills below them.
 */
export const INSTRUCTION_FOLDERS: readonly string[] = ['.agents', '.claude-plugin', '.codex-plugin', '.cursor-plugin'];

/** Configuration of agents in a repository that can run code when one starts there: by its name, the files that have it. */
export const AGENT_CONFIG_FILES: Readonly<Record<string, readonly string[]>> = {
  '.claude': ['.claude'],
  '.codex': ['.codex'],
  '.gemini': ['.gemini'],
  '.mcp.json': ['.mcp.json'],
  '.opencode': ['.opencode'],
  'opencode.json': ['opencode.json', 'opencode.jsonc'],
};
