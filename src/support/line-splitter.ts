import { Buffer } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';

export interface LineSplitterOptions {
  onLine(line: string): void;
  /** Called with the number of lines of a chunk that were not decoded. */
  onSkipped?(count: number): void;
  /** Bytes of a line that are given on; the rest of it is dropped. Default 4096. */
  readonly maxLineBytes?: number;
  /** Lines given on per chunk; further ones are only counted. Default 200. */
  readonly maxLinesPerChunk?: number;
}

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Gives on a last line without an end. */
  end(): void;
}

const LF = 10;
const CR = 13;

/**
 * Cuts output into lines at LF, CR LF and bare CR. Memory is bounded by one line; a flood costs a scan of its bytes.
 */
export function createLineSplitter(options: LineSplitterOptions): LineSplitter {
  const maxLineBytes = options.maxLineBytes ?? 4096;
  const maxLines = options.maxLinesPerChunk ?? 200;
  let line: Buffer = Buffer.alloc(0);
  let afterCr = false;

  const append = (part: Buffer): void => {
    const room = maxLineBytes - line.length;
    if (part.length > 0 && room > 0)
      line = line.length === 0 ? Buffer.from(part.subarray(0, room)) : Buffer.concat([line, part.subarray(0, room)]);
  };
  const give = (): void => {
    const complete = line;
    line = Buffer.alloc(0);
    // A decoder drops half a character at the cut instead of showing a replacement for it.
    options.onLine(new StringDecoder('utf8').write(complete));
  };

  return {
    push(chunk) {
      const data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let at = afterCr && data[0] === LF ? 1 : 0;
      if (data.length > 0) afterCr = data[data.length - 1] === CR;
      let given = 0;
      let skipped = 0;
      let nextLf = data.indexOf(LF, at);
      let nextCr = data.indexOf(CR, at);
      while (nextLf >= 0 || nextCr >= 0) {
        const end = nextCr >= 0 && (nextLf < 0 || nextCr < nextLf) ? nextCr : nextLf;
        if (given < maxLines) {
          append(data.subarray(at, end));
          give();
          given++;
        } else {
          // Enough for anyone to read: from here on lines are only counted.
          const last = Math.max(data.lastIndexOf(LF), data.lastIndexOf(CR));
          skipped += countLines(data, at, last);
          at = last + 1;
          break;
        }
        at = end === nextCr && nextLf === end + 1 ? end + 2 : end + 1;
        if (nextLf >= 0 && nextLf < at) nextLf = data.indexOf(LF, at);
        if (nextCr >= 0 && nextCr < at) nextCr = data.indexOf(CR, at);
      }
      append(data.subarray(at));
      if (skipped > 0) options.onSkipped?.(skipped);
    },
    end() {
      if (line.length > 0) give();
    },
  };
}

/** Line ends from `from` to `to` inclusive; CR LF is one. */
function countLines(data: Buffer, from: number, to: number): number {
  let count = 0;
  for (let i = from; i <= to; i++) {
    if (data[i] === LF || (data[i] === CR && data[i + 1] !== LF)) count++;
  }
  return count;
}
