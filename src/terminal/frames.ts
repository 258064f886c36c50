import { Transform } from 'node:stream';

/** Rows and columns of a terminal, at least one each. */
export interface WindowSize {
  readonly rows: number;
  readonly columns: number;
}

/** Bytes of one frame of what was typed. */
const MOST = 64 * 1024;

/** What the program in the room writes on its standard error when its command was stopped (Ctrl-Z). */
export const STOPPED = 0x1a;

/** What the program in the room reads: what is typed, and the sizes of the window, in their order. */
export class FrameStream extends Transform {
  /** Says that the window has another size. */
  resize(size: WindowSize): void {
    if (this.writableEnded || this.destroyed) return;
    this.push(sizeFrame(size));
  }

  /** Lets a stopped program go on. */
  goOn(): void {
    if (this.writableEnded || this.destroyed) return;
    this.push(frame('c', Buffer.alloc(0)));
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (let at = 0; at < chunk.length; at += MOST) this.push(dataFrame(chunk.subarray(at, at + MOST)));
    done();
  }
}

export function dataFrame(bytes: Buffer): Buffer {
  return frame('d', bytes);
}

export function sizeFrame(size: WindowSize): Buffer {
  const content = Buffer.alloc(4);
  content.writeUInt16BE(bounded(size.rows), 0);
  content.writeUInt16BE(bounded(size.columns), 2);
  return frame('w', content);
}

/** What a window size can be; 0 would mean that there is none. */
export function bounded(cells: number): number {
  return Number.isFinite(cells) ? Math.min(Math.max(Math.trunc(cells), 1), 65_535) : 80;
}

function frame(kind: 'd' | 'w' | 'c', content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 0, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}
