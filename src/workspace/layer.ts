import { chmod, chown, lchown, link, lstat, mkdir, symlink, writeFile } from 'node:fs/promises';
import { CleanroomError, errnoOf } from '../support/errors.js';
import { runHost } from '../support/process.js';
import { displayPath, hostPath, joinPath, parentOf } from './paths.js';
import type { BytePath, Owner } from './types.js';

/** Writes files, links and whiteouts into a directory that becomes a layer of an overlay. */
export class LayerWriter {
  private readonly made = new Set<BytePath>(['']);
  private whiteout: Promise<Buffer> | undefined;

  private constructor(
    readonly directory: string,
    /** Where the one device node lives that every whiteout is a hard link of: same file system, outside the layer. */
    private readonly nodePath: string,
    private readonly owner: Owner | undefined,
    private readonly path: string,
  ) {}

  static async create(directory: string, owner: Owner | undefined, path: string): Promise<LayerWriter> {
    await mkdir(directory, { recursive: true });
    if (owner) await chown(directory, owner.uid, owner.gid);
    return new LayerWriter(directory, `${directory}.whiteout`, owner, path);
  }

  async file(path: BytePath, mode: string, content: Buffer): Promise<void> {
    await this.directoryFor(path);
    const target = hostPath(this.directory, path);
    if (mode === '120000') {
      await symlink(content, target);
      if (this.owner) await lchown(target, this.owner.uid, this.owner.gid);
      return;
    }
    await writeFile(target, content, { flag: 'wx' });
    await chmod(target, mode === '100755' ? 0o755 : 0o644);
    if (this.owner) await chown(target, this.owner.uid, this.owner.gid);
  }

  /** An empty directory, or the one that is there. */
  async directoryAt(path: BytePath): Promise<void> {
    await this.directoryFor(joinPath(path, 'x'));
  }

  /** Hides a path of the layers below, unless this layer has something there. */
  async hide(path: BytePath): Promise<void> {
    try {
      await lstat(hostPath(this.directory, path));
      return;
    } catch (error) {
      // A parent that is no directory hides everything below it already.
      if (errnoOf(error) === 'ENOTDIR') return;
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
    this.whiteout ??= this.makeWhiteout();
    await this.directoryFor(path);
    await link(await this.whiteout, hostPath(this.directory, path));
  }

  private async directoryFor(path: BytePath): Promise<void> {
    const parent = parentOf(path);
    if (this.made.has(parent)) return;
    await this.directoryFor(parent);
    const target = hostPath(this.directory, parent);
    await mkdir(target).catch(async (error: unknown) => {
      if (errnoOf(error) !== 'EEXIST') throw error;
      // Through a link that a tree holds, the lines below would write to the host.
      if (!(await lstat(target)).isDirectory())
        throw new CleanroomError('workspace.layer', `${displayPath(parent)} is both a folder and something else`);
    });
    // A layer's directory decides the mode that rooms see, whatever our umask.
    await chmod(target, 0o755);
    if (this.owner) await chown(target, this.owner.uid, this.owner.gid);
    this.made.add(parent);
  }

  private async makeWhiteout(): Promise<Buffer> {
    const result = await runHost({
      argv: ['mknod', '-m', '000', '--', this.nodePath, 'c', '0', '0'],
      env: { PATH: this.path },
    });
    if (result.code !== 0) {
      throw new CleanroomError('workspace.whiteout', `cannot make an overlay whiteout: ${result.stderr.trim()}`, {
        hint: 'set workspace: copy, or use a kernel from 5.8',
      });
    }
    return Buffer.from(this.nodePath);
  }
}
