import { constants, open } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { CleanroomError, errnoOf } from '../../support/errors.js';
import { runHost } from '../../support/process.js';

const RETRY_MS = 2;

/** Makes a FIFO that only its owner and root may open. @throws CleanroomError `room.stdin` */
export async function makeFifo(path: string, searchPath: string): Promise<void> {
  const made = await runHost({ argv: ['mkfifo', '-m', '600', '--', path], env: { PATH: searchPath, LC_ALL: 'C' } });
  if (made.code !== 0) throw new CleanroomError('room.stdin', `no FIFO could be made: ${made.stderr.trim()}`);
}

/**
 * Opens a FIFO to write to it as soon as somebody reads it; undefined once nobody will. Opening it earlier would block a
 * thread of ours for good, and what is written before there is a reader could be lost.
 * @param abandoned whether the reader will never come
 * @throws CleanroomError `room.stdin`
 */
export async function writeToFifo(path: string, abandoned: () => boolean): Promise<Writable | undefined> {
  while (!abandoned()) {
    const descriptor = await openToWrite(path);
    // Not a FileHandle, which closes its descriptor a second time when it is collected.
    if (descriptor !== undefined) return new Socket({ fd: descriptor, readable: false, writable: true });
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  return undefined;
}

async function openToWrite(path: string): Promise<number | undefined> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  return promisify(open)(path, flags).catch((error: unknown) => {
    if (errnoOf(error) === 'ENXIO') return undefined;
    throw new CleanroomError('room.stdin', `a room's FIFO cannot be opened (${errnoOf(error)})`, { cause: error });
  });
}
