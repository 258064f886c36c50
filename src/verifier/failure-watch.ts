import { StringDecoder } from 'node:string_decoder';
import { mayStart, STRENGTHS, type Start, type Strength, startOf } from './failure-patterns.js';
import { shapeOf } from './failures.js';
import { readableLine } from './output-lines.js';
import type { FailureWatch, LogPart } from './types.js';

/** UTF-16 units of a line that are looked at; a program that prints longer ones prints no failures in them. */
const MAX_LOOKED_AT = 2000;
/** UTF-16 units of text that are kept of failures of each strength: what floods one leaves the others alone. */
const KEPT: Readonly<Record<Strength, number>> = {
  report: 96 * 1024,
  error: 32 * 1024,
  listing: 16 * 1024,
  word: 8 * 1024,
};
const LINES_BEFORE = 8;
const LINES_AFTER: Readonly<Record<Strength, number>> = { report: 40, error: 24, listing: 2, word: 2 };
/** How many lines of one shape (equal but for numbers) begin something worth keeping. */
const SAME: Readonly<Record<Strength, number>> = { report: 40, error: 3, listing: 20, word: 2 };
const MAX_SHAPES = 4096;
/** Lines that are looked at closely: a flood of ever new failures must not keep the host busy. */
const MAX_LOOKS = 500_000;

interface Line {
  readonly at: number;
  readonly text: string;
}

/**
 * Watches the output of a command for failures, so that those are known that lie where the log's excerpt has a gap.
 * Keeps at most about 160 KiB of text; linear in its input.
 */
export function createFailureWatch(): FailureWatch {
  return new Watch();
}

class Watch implements FailureWatch {
  readonly #decoder = new StringDecoder('utf8');
  readonly #left: Record<Strength, number> = { ...KEPT };
  readonly #shapes = new Map<string, { readonly start: Start | undefined; count: number }>();
  #looks = MAX_LOOKS;
  readonly #kept: Line[] = [];
  readonly #before: Line[] = [];
  #heading: Line | undefined;
  #open: { strength: Strength; lines: number } | undefined;
  /** The line that is not complete yet: its first characters, and all of its bytes. */
  #part = '';
  #partBytes = 0;
  #at = 0;

  push(data: Uint8Array): void {
    const text = this.#decoder.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#take(text.slice(from, end));
      this.#line(1);
      from = end + 1;
    }
    this.#take(text.slice(from));
  }

  parts(excerpt: { readonly head: string; readonly elidedBytes: number }): readonly LogPart[] {
    if (this.#partBytes > 0) this.#line(0);
    const headBytes = Buffer.byteLength(excerpt.head);
    const tailFrom = headBytes + excerpt.elidedBytes;
    const parts: { at: number; end: number; lines: string[] }[] = [];
    for (const { at, text } of this.#kept) {
      const end = at + Buffer.byteLength(text) + 1;
      // Those that the gap cuts are not shown on either side of it.
      if (end <= headBytes || at > tailFrom) continue;
      const last = parts.at(-1);
      if (last && at <= last.end + 1) {
        last.lines.push(text);
        last.end = end;
      } else {
        parts.push({ at, end, lines: [text] });
      }
    }
    return parts.map(({ at, lines }) => ({ at, text: lines.join('\n') }));
  }

  #take(piece: string): void {
    if (piece === '') return;
    this.#partBytes += Buffer.byteLength(piece);
    if (this.#part.length < MAX_LOOKED_AT) this.#part += piece.slice(0, MAX_LOOKED_AT - this.#part.length);
  }

  #line(lineEnd: number): void {
    const line: Line = { at: this.#at, text: this.#part };
    this.#at += this.#partBytes + lineEnd;
    this.#part = '';
    this.#partBytes = 0;
    this.#see(line);
  }

  #see(line: Line): void {
    const start = this.#startOf(line.text);
    if (start) {
      // What is said inside of a failure does not end it.
      const stronger = this.#open && STRENGTHS.indexOf(this.#open.strength) > STRENGTHS.indexOf(start.strength);
      this.#open = {
        strength: stronger && this.#open ? this.#open.strength : start.strength,
        lines: Math.max(this.#open?.lines ?? 0, LINES_AFTER[start.strength]),
      };
      if (start.headed && this.#heading && !this.#before.includes(this.#heading)) this.#keep(this.#heading);
      if (start.strength !== 'word') for (const before of this.#before) this.#keep(before);
      this.#before.length = 0;
    }
    if (/^\S/.test(line.text)) this.#heading = line;
    if (this.#open) {
      this.#keep(line);
      this.#open.lines--;
      if (this.#open.lines <= 0 || this.#left[this.#open.strength] <= 0) this.#open = undefined;
      return;
    }
    this.#before.push(line);
    if (this.#before.length > LINES_BEFORE) this.#before.shift();
  }

  #keep(line: Line): void {
    if (!this.#open || line.at <= (this.#kept.at(-1)?.at ?? -1)) return;
    this.#left[this.#open.strength] -= line.text.length + 1;
    this.#kept.push(line);
  }

  /** What begins at a line, if it is worth keeping: few lines are looked at closely, and none of a known shape again. */
  #startOf(text: string): Start | undefined {
    if (this.#looks === 0 || !mayStart(text)) return undefined;
    const shape = shapeOf(text.slice(0, 300));
    const known = this.#shapes.get(shape);
    if (known && (known.start === undefined || ++known.count > SAME[known.start.strength])) return undefined;
    let start = known?.start;
    if (!known) {
      this.#looks--;
      start = startOf(readableLine(text));
      if (this.#shapes.size < MAX_SHAPES) this.#shapes.set(shape, { start, count: 1 });
    }
    return start && this.#left[start.strength] > 0 ? start : undefined;
  }
}
