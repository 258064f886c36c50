import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, messageOf } from '../support/errors.js';
import { BLOCKED_NAME, type Blocked, blockedAnswer } from './blocked.js';
import { MAX_REPORT_BYTES } from './parse.js';

/** The name under which an agent leaves its report in a room's out directory. */
export const REPORT_NAME = 'report.json';

export type ReportFile =
  | { readonly state: 'read'; readonly bytes: Buffer }
  | { readonly state: 'missing' }
  /** Something is there that is not read. The reason is one sentence and names no content. */
  | { readonly state: 'refused'; readonly reason: string };

/**
 * Reads the report that a room left in `directory`, which the host made and the room could fill: anything may stand
 * there under any name. To be called when nothing in the room lives any more. Never blocks, follows no link.
 */
export function readReportFile(
  directory: string,
  maxBytes: number = MAX_REPORT_BYTES,
  name: string = REPORT_NAME,
): ReportFile {
  const refused = (reason: string): ReportFile => ({ state: 'refused', reason: `${name} ${reason}` });
  let fd: number;
  try {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    fd = openSync(join(directory, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT') return { state: 'missing' };
    if (code === 'ELOOP') return refused('is a symbolic link');
    if (code === 'ENXIO') return refused('is a socket or device');
    return refused(`cannot be opened (${code ?? messageOf(error)})`);
  }
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) return refused('is no regular file');
    // A second name may belong to a file that the room was not meant to show.
    if (status.nlink !== 1) return refused('has more than one name (hard link)');
    if (status.size > maxBytes) return refused(`has ${status.size} bytes, more than the ${maxBytes} allowed`);
    // One byte more than allowed: the file may grow between the two calls.
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(fd, buffer, length, buffer.length - length, length);
      if (read === 0) break;
      length += read;
    }
    if (length > maxBytes) return refused(`has more than the ${maxBytes} bytes allowed`);
    return { state: 'read', bytes: Buffer.from(buffer.subarray(0, length)) };
  } catch (error) {
    return refused(`cannot be read (${errnoOf(error) ?? messageOf(error)})`);
  } finally {
    closeSync(fd);
  }
}

/** What an agent left to say that it is blocked, read as its report is. */
export function readBlockedFile(directory: string): Blocked | undefined {
  const file = readReportFile(directory, MAX_REPORT_BYTES, BLOCKED_NAME);
  return file.state === 'read' ? blockedAnswer(file.bytes, { file: true }) : undefined;
}
