import { constants } from 'node:fs';
import { chmod, chown, lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CleanroomError, errnoOf } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';

/** Host directories that rooms see, made for the rooms' user. Implements the loop's `RoomDirectories`. */
export class HostDirectories {
  constructor(
    private readonly root: string,
    /** The user that rooms run as; undefined: ourselves. */
    private readonly owner: { readonly uid: number; readonly gid: number } | undefined,
  ) {}

  async writable(name: string): Promise<string> {
    const directory = join(this.root, name);
    await mkdir(directory, { recursive: true });
    await chmod(directory, 0o755);
    await this.own(directory);
    return directory;
  }

  async readable(
    name: string,
    files: Readonly<Record<string, string | Buffer>>,
    mode: 0o444 | 0o555 = 0o444,
  ): Promise<string> {
    const directory = await this.writable(name);
    for (const [path, content] of Object.entries(files)) await this.write(join(directory, path), content, mode);
    return directory;
  }

  async empty(directory: string): Promise<void> {
    for (const name of await readdir(directory, { encoding: 'buffer' })) {
      await removeTree(Buffer.concat([Buffer.from(`${directory}/`), name]));
    }
  }

  async put(directory: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      if (path.startsWith('/') || path.split('/').includes('..')) {
        throw new CleanroomError('room.home-path', `${path} is no path below a room's HOME`);
      }
      await this.parents(directory, dirname(path));
      const target = join(directory, path);
      // What a dead room left under the name, even a link or a directory, goes first.
      await removeTree(target);
      await this.write(target, content, 0o600);
    }
  }

  remove(directory: string): Promise<void> {
    return removeTree(directory);
  }

  /** Makes every directory on the way, replacing whatever else a dead room put there: never through a link. */
  private async parents(directory: string, path: string): Promise<void> {
    let at = directory;
    for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
      at = join(at, name);
      const entry = await lstat(at).catch((error: unknown) => {
        if (errnoOf(error) === 'ENOENT') return undefined;
        throw error;
      });
      if (entry?.isDirectory()) continue;
      if (entry) await rm(at, { force: true });
      await mkdir(at);
      await chmod(at, 0o700);
      await this.own(at);
    }
  }

  private async write(target: string, content: string | Buffer, mode: number): Promise<void> {
    const file = await open(
      target,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      await file.writeFile(content);
      await file.chmod(mode);
      if (this.owner) await file.chown(this.owner.uid, this.owner.gid);
    } finally {
      await file.close();
    }
  }

  private async own(path: string): Promise<void> {
    if (this.owner) await chown(path, this.owner.uid, this.owner.gid);
  }
}
