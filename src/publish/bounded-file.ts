import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError, errnoOf } from '../support/errors.js';

export interface BoundedFile {
  readonly bytes: Buffer;
  /** True when the file goes on after `bytes`. */
  readonly truncated: boolean;
}

/**
 * Reads the first bytes of a regular file directly in a directory; never follows a link, never blocks on a pipe.
 * @param name a plain file name
 * @param maxBytes no more than this is read or held
 * @returns undefined when there is no such file
 * @throws CleanroomError `evidence.unsafe-file` for anything but a regular file, `evidence.unreadable`
 */
export async function readBounded(directory: string, name: string, maxBytes: number): Promise<BoundedFile | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(join(directory, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    const errno = errnoOf(cause);
    if (errno === 'ENOENT') return undefined;
    if (errno === 'ELOOP' || errno === 'ENXIO') throw unsafeFile(name, cause);
    throw new CleanroomError(
      'evidence.unreadable',
      `cannot read ${name} of the evidence: ${errno ?? 'unknown error'}`,
      {
        hint: 'check that the evidence folder was copied whole and is readable by this user',
        cause,
      },
    );
  }
  try {
    if (!(await handle.stat()).isFile()) throw unsafeFile(name);
    const buffer = Buffer.allocUnsafe(64 * 1024);
    const chunks: Buffer[] = [];
    let total = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, maxBytes + 1 - total), null);
      if (bytesRead === 0) return { bytes: Buffer.concat(chunks), truncated: false };
      total += bytesRead;
      if (total > maxBytes) {
        chunks.push(Buffer.from(buffer.subarray(0, bytesRead - 1)));
        return { bytes: Buffer.concat(chunks), truncated: true };
      }
      chunks.push(Buffer.from(buffer.subarray(0, bytesRead)));
    }
  } finally {
    await handle.close();
  }
}

function unsafeFile(name: string, cause?: unknown): CleanroomError {
  return new CleanroomError('evidence.unsafe-file', `${name} of the evidence is not a regular file`, {
    hint: 'evidence holds plain files only; do not publish this folder',
    cause,
  });
}
