import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { HostDirectories } from '../room/directories.js';
import { ROOM_PATHS } from '../room/types.js';
import { CopySearch } from '../session/copy-search.js';
import { type ContentMark, marksOf, removeCredentials } from '../session/credential-removal.js';
import type { CopiedCredentials } from '../session/credentials.js';
import type { KeptRecord } from '../session/kept-rooms.js';
import type { ChosenAgent } from './agent-request.js';

const CODEX_CONFIG = '.codex/config.toml';

/** HOME of an agent's room, with what a person has copied into it. */
export class AgentHome {
  /** For the person. */
  readonly notes: readonly string[];
  private readonly files: Record<string, string | Buffer> = {};

  private constructor(
    readonly directory: string,
    private readonly directories: HostDirectories,
    private readonly credentials: CopiedCredentials,
    private readonly kept: boolean,
    refused: ChosenAgent['refused'],
  ) {
    const sources = refused.map(({ source }) => source).join(', ');
    const warning = `the repository's configuration asks for copies of ${sources}: not copied; --trust-credentials allows it`;
    this.notes = [...credentials.notes, ...(refused.length === 0 ? [] : [warning])];
  }

  /**
   * @param credentials what is to be copied
   * @param data of a kept room: its HOME stays there
   */
  static async open(from: {
    readonly chosen: ChosenAgent;
    readonly credentials: CopiedCredentials;
    readonly directories: HostDirectories;
    readonly data: string | undefined;
    readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  }): Promise<AgentHome> {
    const { chosen, credentials, data, owner } = from;
    const directories = data === undefined ? from.directories : new HostDirectories(data, owner);
    const directory = await directories.writable('home');
    return new AgentHome(directory, directories, credentials, data !== undefined, chosen.refused);
  }

  /** Takes credentials out that a use of a kept room left when it was killed. */
  static clean(data: string, { credentials, copies }: Pick<KeptRecord, 'credentials' | 'copies'>): Promise<void> {
    return removeCredentials(join(data, 'home'), credentials, copies, [data]);
  }

  /** How many files are copied. */
  get copied(): number {
    return Object.keys(this.credentials.files).length;
  }

  /** Whether a text is part of what is copied. */
  holds(text: string): boolean {
    return Object.values(this.credentials.files).some((content) => content.includes(text));
  }

  /** Tells which files of a change hold a copy, or a secret of one. */
  get search(): CopySearch {
    return new CopySearch(this.credentials.secrets, this.marks);
  }

  /** Where they go, below HOME. */
  get targets(): readonly string[] {
    return this.credentials.targets;
  }

  /** What tells copies of the copied files from others. */
  get marks(): readonly ContentMark[] {
    const written = Object.keys(this.credentials.files).flatMap((path) => this.files[path] ?? []);
    return marksOf([...Object.values(this.credentials.files), ...written.map((content) => Buffer.from(content))]);
  }

  /**
   * Puts together what the agent needs, and the copies, which win. Nothing is written yet.
   * @param own of the agent's adapter
   * @param once written only where it is missing
   * @throws InputError for a configuration of codex that is no TOML
   */
  async prepare(own: Readonly<Record<string, string>>, once: Readonly<Record<string, string>>): Promise<void> {
    const copied = this.credentials.files;
    for (const [path, content] of Object.entries(once)) {
      if (!(await lstat(join(this.directory, path)).catch(() => undefined))) this.files[path] = content;
    }
    Object.assign(this.files, own, copied);
    const config = copied[CODEX_CONFIG]?.toString('utf8') ?? own[CODEX_CONFIG];
    if (config !== undefined) {
      const { codexConfigFor } = await import('../session/codex-settings.js');
      const line = copied[CODEX_CONFIG] ? own[CODEX_CONFIG] : undefined;
      this.files[CODEX_CONFIG] = codexConfigFor(config, line, ROOM_PATHS.workspace);
    }
  }

  /** Writes what was prepared. */
  async fill(): Promise<void> {
    // A directory of a mapping holds what the mapping has, and nothing that a room put there before.
    if (this.kept) await removeCredentials(this.directory, this.targets, [], []);
    await this.directories.put(this.directory, this.files);
  }

  /** Takes the copies out of a kept room, whose processes are dead. @param trees what else of the host it could write */
  async close(trees: readonly string[]): Promise<void> {
    if (this.kept) await removeCredentials(this.directory, this.targets, this.marks, trees);
  }
}
