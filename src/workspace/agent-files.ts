import { AGENT_CONFIG_FILES, INSTRUCTION_FOLDERS, INSTRUCTION_NAMES } from '../support/agent-files.js';
import type { Store } from './git.js';
import { parentOf } from './paths.js';
import { splitPaths } from './raw-diff.js';
import type { BytePath } from './types.js';

/** A file of a commit. */
export interface TreeFile {
  readonly path: BytePath;
  readonly mode: string;
  readonly id: string;
}

/** What a commit has of files that agents look at by themselves. */
export interface AgentFiles {
  /** Files with the name of an instruction file, links too. */
  readonly instructions: readonly TreeFile[];
  /** What lies in an instruction folder, and every folder on the way to it. */
  readonly told: ReadonlySet<BytePath>;
  /** Every file of agent configuration that is hidden from agents. */
  readonly config: readonly BytePath[];
  /** Every symbolic link: path → blob. */
  readonly links: ReadonlyMap<BytePath, string>;
}

/** Tells files of agents by their names. */
export class AgentNames {
  private readonly config: ReadonlySet<string>;
  private readonly instructions: ReadonlySet<string> = new Set(INSTRUCTION_NAMES);
  private readonly folders: ReadonlySet<string> = new Set(INSTRUCTION_FOLDERS);

  /** @param trusted names of `trust-agent-config`: configuration that is not hidden */
  constructor(trusted: readonly string[]) {
    const hidden = Object.entries(AGENT_CONFIG_FILES).filter(([name]) => !trusted.includes(name));
    this.config = new Set(hidden.flatMap(([, files]) => files));
  }

  /** The path of the topmost configuration that a path is or lies in; undefined: it has nothing to do with any. */
  configOf(path: BytePath): BytePath | undefined {
    const parts = path.split('/');
    const at = parts.findIndex((part) => this.isConfig(part));
    return at < 0 ? undefined : parts.slice(0, at + 1).join('/');
  }

  /** In any case of letters: where file names have none, they are all the same file. */
  isConfig(name: string): boolean {
    return this.config.has(name.toLowerCase());
  }

  isInstruction(path: BytePath): boolean {
    return this.instructions.has(path.slice(path.lastIndexOf('/') + 1));
  }

  /** Whether a path is an instruction folder, or lies in one. */
  isTold(path: BytePath): boolean {
    return path.split('/').some((part) => this.folders.has(part));
  }
}

/** Lists what a commit has for agents. */
export async function findAgentFiles(store: Store, commit: string, names: AgentNames): Promise<AgentFiles> {
  const listed = await store.run(['ls-tree', '-r', '-z', '--full-tree', commit], { maxBytes: 1 << 28 });
  const instructions: TreeFile[] = [];
  const config: BytePath[] = [];
  const told = new Set<BytePath>();
  const links = new Map<BytePath, string>();
  for (const record of splitPaths(listed.stdout)) {
    const path = record.slice(record.indexOf('\t') + 1);
    if (record.startsWith('120000 ')) links.set(path, record.slice(0, record.indexOf('\t')).split(' ')[2] ?? '');
    if (names.configOf(path) !== undefined) config.push(path);
    else {
      if (names.isTold(path)) for (let at = path; at !== '' && !told.has(at); at = parentOf(at)) told.add(at);
      if (!names.isInstruction(path)) continue;
      const [mode = '', , id = ''] = record.slice(0, record.indexOf('\t')).split(' ');
      instructions.push({ path, mode, id });
    }
  }
  return { instructions, told, config, links };
}
