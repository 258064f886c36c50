import { randomBytes } from 'node:crypto';
import { chmod, constants, lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CleanroomError, errnoOf } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import type { ContentMark } from './credential-removal.js';
import { type Lock, takeLock } from './lock.js';

/** What is known of a kept room beside its directories. */
export interface KeptRecord {
  readonly schema: 'cleanroom/kept-room/v1';
  readonly id: string;
  /** ISO 8601. */
  readonly created: string;
  readonly lastUsed: string;
  /** The checkout's root. */
  readonly repository: string;
  readonly workCommit: string;
  readonly trustedCommit: string;
  /** The agent that it was last used with. */
  readonly agent: string;
  /** `host:port` entries that it could reach when it was last used; null: every public one. */
  readonly allow: readonly string[] | null;
  readonly workspace: 'overlay' | 'copy';
  /** Where credentials were copied to below its HOME and may still be: they are removed before anything else. */
  readonly credentials: readonly string[];
  /** What was copied there, of which the room may have made copies of its own. */
  readonly copies: readonly ContentMark[];
}

export interface ListedRoom extends KeptRecord {
  readonly inUse: boolean;
}

/** A kept room that nobody else has as long as it is held. */
export interface HeldRoom {
  readonly id: string;
  /** Undefined as long as it was never used. */
  readonly record: KeptRecord | undefined;
  /** Everything that rooms see of it is below. */
  readonly data: string;
  write(record: KeptRecord): Promise<void>;
  /** Removes what a use of it that was killed left beside its files. */
  sweep(): Promise<void>;
  /** Removes it for good. */
  remove(): Promise<void>;
  release(): Promise<void>;
}

const ID = /^cr-[0-9a-f]{12}$/;
/** Directories that rooms are built in. */
const SCRATCH = /^cleanroom-[A-Za-z0-9]{6}$/;
const MAX_RECORD_BYTES = 1024 * 1024;

/**
 * Rooms that outlive their command: directories, and no process. One directory each, which nobody else may enter.
 * Whoever uses one holds its lock, which the kernel gives back however its holder ends.
 */
export class KeptRooms {
  /**
   * @param root absolute, in a directory that is ours as well; made at the first use
   * @param path PATH of flock
   * @param passable rooms run as another user, who has to get through the directories above
   */
  constructor(
    private readonly root: string,
    private readonly path: string,
    private readonly passable: boolean,
  ) {}

  /** Makes a room and holds it. */
  async create(): Promise<HeldRoom> {
    await mkdir(this.root, { recursive: true });
    for (const path of [dirname(this.root), this.root]) await chmod(path, this.passable ? 0o711 : 0o700);
    const id = `cr-${randomBytes(6).toString('hex')}`;
    const directory = join(this.root, id);
    await mkdir(directory);
    await chmod(directory, this.passable ? 0o711 : 0o700);
    // Handed over to the rooms' user as soon as that is known.
    await mkdir(join(directory, 'data'), { mode: this.passable ? 0o711 : 0o700 });
    return this.hold(id);
  }

  /** Holds a room that is there. @throws CleanroomError `rooms.unknown`, `rooms.in-use`, `rooms.record` */
  async open(id: string): Promise<HeldRoom> {
    if (!ID.test(id) || !(await this.exists(id))) throw unknown(id);
    return this.hold(id);
  }

  /** Every room with a record that can be read, the one used last first; `ids` names the others too. */
  async list(): Promise<readonly ListedRoom[]> {
    const found: ListedRoom[] = [];
    for (const id of await this.ids()) {
      const record = await this.read(id).catch(() => undefined);
      if (record) found.push({ ...record, inUse: await this.inUse(id) });
    }
    return found.sort((a, b) => (a.lastUsed < b.lastUsed ? 1 : -1));
  }

  /** Names of all, also of such as have no record. */
  async ids(): Promise<readonly string[]> {
    const names = await readdir(this.root).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => ID.test(name)).sort();
  }

  /** Whether it has a record. */
  async has(id: string): Promise<boolean> {
    return (await this.read(id).catch(() => undefined)) !== undefined;
  }

  private async exists(id: string): Promise<boolean> {
    const entry = await lstat(join(this.root, id)).catch(() => undefined);
    return entry?.isDirectory() ?? false;
  }

  private async inUse(id: string): Promise<boolean> {
    const lock = await takeLock(join(this.root, id, 'lock'), this.path, false);
    await lock?.release();
    return lock === undefined;
  }

  /** Removes a room that nobody uses, whatever its record says. @throws CleanroomError `rooms.unknown`, `rooms.in-use` */
  async remove(id: string): Promise<void> {
    if (!ID.test(id) || !(await this.exists(id))) throw unknown(id);
    const held = await this.hold(id, false);
    try {
      await held.remove();
    } finally {
      await held.release();
    }
  }

  private async hold(id: string, read = true): Promise<HeldRoom> {
    const directory = join(this.root, id);
    const lock = await takeLock(join(directory, 'lock'), this.path);
    if (!lock) {
      throw new CleanroomError('rooms.in-use', `room ${id} is in use`, {
        kind: 'usage',
        hint: 'wait until its agent has ended',
      });
    }
    try {
      // Whoever had the lock may have removed it meanwhile.
      if (!(await this.exists(id))) throw unknown(id);
      const record = read ? await this.read(id) : undefined;
      return this.held(id, record, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  private held(id: string, record: KeptRecord | undefined, lock: Lock): HeldRoom {
    const directory = join(this.root, id);
    return {
      id,
      record,
      data: join(directory, 'data'),
      write: async (next) => {
        const path = join(directory, 'record.json');
        await writeFile(`${path}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
        await rename(`${path}.new`, path);
      },
      sweep: async () => {
        const data = join(directory, 'data');
        for (const name of await readdir(data)) if (SCRATCH.test(name)) await removeTree(join(data, name));
      },
      remove: async () => {
        // What is left of one that cannot be removed whole can still be seen and removed later.
        await removeTree(join(directory, 'data'));
        await rm(directory, { recursive: true, force: true });
      },
      release: () => lock.release(),
    };
  }

  /** @throws CleanroomError `rooms.record` */
  private async read(id: string): Promise<KeptRecord | undefined> {
    const path = join(this.root, id, 'record.json');
    let text: string;
    try {
      const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        if ((await file.stat()).size > MAX_RECORD_BYTES) throw damaged(id);
        text = await file.readFile('utf8');
      } finally {
        await file.close();
      }
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw error;
    }
    const value = parse(text);
    if (!isRecord(value) || value.id !== id) throw damaged(id);
    return value;
  }
}

function unknown(id: string): CleanroomError {
  return new CleanroomError('rooms.unknown', `there is no kept room ${JSON.stringify(id.slice(0, 80))}`, {
    kind: 'usage',
    hint: '`cleanroom-action rooms list` says which there are',
  });
}

function damaged(id: string): CleanroomError {
  return new CleanroomError('rooms.record', `the record of room ${id} is damaged`, {
    hint: `remove it: cleanroom-action rooms rm ${id}`,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is KeptRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  const texts = (list: unknown): boolean => Array.isArray(list) && list.every((item) => typeof item === 'string');
  return (
    record['schema'] === 'cleanroom/kept-room/v1' &&
    ['id', 'created', 'lastUsed', 'repository', 'workCommit', 'trustedCommit', 'agent'].every(
      (key) => typeof record[key] === 'string',
    ) &&
    (record['allow'] === null || texts(record['allow'])) &&
    (record['workspace'] === 'overlay' || record['workspace'] === 'copy') &&
    texts(record['credentials']) &&
    Array.isArray(record['copies']) &&
    record['copies'].every(isMark)
  );
}

function isMark(value: unknown): value is ContentMark {
  if (typeof value !== 'object' || value === null) return false;
  const { bytes, sha256 } = value as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(bytes) && typeof sha256 === 'string';
}
