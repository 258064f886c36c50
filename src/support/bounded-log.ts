import { Buffer } from 'node:buffer';
import { closeSync, constants, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CleanroomError, messageOf } from './errors.js';
import type { Redactor } from './redact.js';

export interface BoundedLogOptions {
  /** An existing directory. */
  readonly directory: string;
  /** A plain file name. `NAME.tail.1`, `NAME.tail.2`, … exist beside it until the log is finished. */
  readonly name: string;
  /** Bytes that the finished file keeps of the output, half from its head and half from its tail. At least 2. */
  readonly maxBytes: number;
  readonly redactor: Redactor;
  /** Is given all redacted output, in order, up to the end of `finish`. Must not throw, and keeps no reference to the data. */
  readonly onText?: (data: Uint8Array) => void;
}

export interface LogExcerpt {
  readonly head: string;
  readonly tail: string;
  /** Bytes of redacted output between the two. */
  readonly elidedBytes: number;
}

export interface BoundedLogResult {
  /** Bytes of output after redaction, kept or not. */
  readonly bytes: number;
  /** Of these, the bytes that were left out between head and tail. */
  readonly elidedBytes: number;
}

/**
 * The output of one command on disk: all of it up to a bound, then its head, a line that counts what was left out,
 * and its tail.
 *
 * A process killed at any moment leaves readable, redacted files: the head under the log's own name and the newest
 * output in one or two segments, which are joined by `finish`. It loses at most what came in the last 200 ms, no more
 * than 64 KiB, and what the redactor holds back (an unfinished line).
 */
export interface BoundedLog {
  /** Takes output in; keeps no reference to the chunk. Never throws: a failed write is reported by `finish`. */
  write(chunk: Uint8Array): void;
  /** The first bytes of the redacted output, at most 64 KiB of them. Complete after `finish`. */
  headText(bytes: number): string;
  /** The last bytes of the redacted output, at most 64 KiB of them. Complete after `finish`. */
  tailText(bytes: number): string;
  /** Head and tail that do not overlap, at most 64 KiB together; all output is in `head` when it fits. Complete after `finish`. */
  excerpt(bytes?: number): LogExcerpt;
  /**
   * Writes what is left and joins head and tail. Idempotent.
   * @throws CleanroomError `evidence.write` when any write failed
   */
  finish(): Promise<BoundedLogResult>;
}

const BUFFER_BYTES = 64 * 1024;
const EXCERPT_BYTES = 64 * 1024;
const FLUSH_MS = 200;
const EXCLUSIVE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

export function createBoundedLog(options: BoundedLogOptions): BoundedLog {
  const path = join(options.directory, options.name);
  const headLimit = Math.floor(options.maxBytes / 2);
  const tailLimit = options.maxBytes - headLimit;
  const redaction = options.redactor.stream();
  const head = openSync(path, EXCLUSIVE, 0o600);
  const tail = new TailSegments(path, tailLimit);

  const pending = Buffer.allocUnsafe(BUFFER_BYTES);
  let pendingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let headBytes = 0;
  let total = 0;
  let firstBytes: Buffer = Buffer.alloc(0);
  let lastBytes: Buffer = Buffer.alloc(0);
  let failure: unknown;
  let finished: Promise<BoundedLogResult> | undefined;

  /** Redacted output, in order, to disk and to the excerpts. */
  const store = (data: Buffer): void => {
    if (data.length === 0) return;
    total += data.length;
    options.onText?.(data);
    if (firstBytes.length < EXCERPT_BYTES) {
      firstBytes = Buffer.concat([firstBytes, data.subarray(0, EXCERPT_BYTES - firstBytes.length)]);
    }
    lastBytes =
      data.length >= EXCERPT_BYTES
        ? Buffer.from(data.subarray(data.length - EXCERPT_BYTES))
        : Buffer.concat([lastBytes.subarray(Math.max(0, lastBytes.length + data.length - EXCERPT_BYTES)), data]);
    if (failure !== undefined) return;
    try {
      const toHead = Math.min(data.length, headLimit - headBytes);
      if (toHead > 0) writeAll(head, data.subarray(0, toHead));
      headBytes += toHead;
      if (toHead < data.length) tail.write(data.subarray(toHead));
    } catch (error) {
      failure = error;
    }
  };

  const flush = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    if (pendingBytes === 0) return;
    const data = pending.subarray(0, pendingBytes);
    pendingBytes = 0;
    store(redaction.push(data));
  };

  const assemble = (): BoundedLogResult => {
    flush();
    store(redaction.end());
    let elidedBytes = 0;
    try {
      if (failure !== undefined) throw failure;
      elidedBytes = tail.appendTo(head, headBytes > 0);
    } catch (cause) {
      throw new CleanroomError('evidence.write', `cannot write ${path}: ${messageOf(cause)}`, {
        cause,
        hint: 'free some disk space where the evidence is written',
      });
    } finally {
      closeSync(head);
      tail.close();
    }
    tail.remove();
    return { bytes: total, elidedBytes };
  };

  return {
    write(chunk) {
      if (finished !== undefined) return;
      const data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let at = 0; at < data.length; ) {
        const copied = data.copy(pending, pendingBytes, at);
        at += copied;
        pendingBytes += copied;
        if (pendingBytes === BUFFER_BYTES) flush();
      }
      // A run that has ended must not wait for a log.
      if (pendingBytes > 0) timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    headText(bytes) {
      flush();
      return firstBytes.subarray(0, bytes).toString('utf8');
    },
    tailText(bytes) {
      flush();
      return lastBytes.subarray(Math.max(0, lastBytes.length - bytes)).toString('utf8');
    },
    excerpt(bytes = EXCERPT_BYTES) {
      flush();
      const limit = Math.min(bytes, EXCERPT_BYTES);
      if (total <= limit) return { head: firstBytes.toString('utf8'), tail: '', elidedBytes: 0 };
      const half = Math.floor(limit / 2);
      return {
        head: firstBytes.subarray(0, half).toString('utf8'),
        tail: lastBytes.subarray(Math.max(0, lastBytes.length - half)).toString('utf8'),
        elidedBytes: total - 2 * half,
      };
    },
    finish() {
      finished ??= new Promise((resolve) => resolve(assemble()));
      return finished;
    },
  };
}

/** The newest output, in numbered files of which the last two exist: together they hold at least `limit` bytes. */
class TailSegments {
  readonly #path: string;
  readonly #limit: number;
  #number = 0;
  #fd: number | undefined;
  #bytes = 0;
  #total = 0;

  constructor(path: string, limit: number) {
    this.#path = path;
    this.#limit = limit;
  }

  write(data: Buffer): void {
    for (let at = 0; at < data.length; ) {
      if (this.#fd === undefined || this.#bytes >= this.#limit) this.#rotate();
      const part = data.subarray(at, at + this.#limit - this.#bytes);
      if (this.#fd !== undefined) writeAll(this.#fd, part);
      this.#bytes += part.length;
      this.#total += part.length;
      at += part.length;
    }
  }

  /** Copies the last `limit` bytes behind the head. Returns how many bytes were left out before them. */
  appendTo(target: number, afterHead: boolean): number {
    if (this.#total === 0) return 0;
    const skipped = Math.max(0, this.#total - this.#limit);
    const older = Math.min(this.#limit, this.#total) - this.#bytes;
    if (skipped > 0) writeAll(target, Buffer.from(`${afterHead ? '\n' : ''}[... ${skipped} bytes elided ...]\n`));
    if (older > 0) copyTail(this.#segment(this.#number - 1), this.#limit - older, target);
    copyTail(this.#segment(this.#number), 0, target);
    return skipped;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  remove(): void {
    for (const number of [this.#number - 1, this.#number]) {
      if (number > 0) rmSync(this.#segment(number), { force: true });
    }
  }

  #segment(number: number): string {
    return `${this.#path}.tail.${number}`;
  }

  #rotate(): void {
    this.close();
    this.#number++;
    this.#fd = openSync(this.#segment(this.#number), EXCLUSIVE, 0o600);
    this.#bytes = 0;
    if (this.#number > 2) rmSync(this.#segment(this.#number - 2), { force: true });
  }
}

function writeAll(fd: number, data: Buffer): void {
  for (let at = 0; at < data.length; ) at += writeSync(fd, data, at);
}

function copyTail(path: string, offset: number, target: number): void {
  const source = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    for (let at = offset; ; ) {
      const read = readSync(source, buffer, 0, buffer.length, at);
      if (read === 0) return;
      writeAll(target, buffer.subarray(0, read));
      at += read;
    }
  } finally {
    closeSync(source);
  }
}
