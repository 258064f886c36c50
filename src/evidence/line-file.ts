/** Of what a full file keeps back, the part that one further room may have. */
const SHARE = 1 / 8;
/** Lines that such a room gets at least, as long as there are any. */
const LEAST_LINES = 16;
/**
 * Rooms of brokered commands, which are all one room here: an agent can have hundreds of them made, and would leave
 * nothing to those that come later, such as the proof's.
 */
const OF_COMMANDS = /^command-\d+$/;
const COMMANDS = 'brokered commands';

interface RoomUse {
  lines: number;
  bytes: number;
  dropped: number;
  /** What it may have once the file is full; undefined: it was not asked for yet. */
  share: { readonly lines: number; readonly bytes: number } | undefined;
}

/**
 * One file of lines about rooms, that takes so many and no more. What comes first gets most of it. Half as many lines
 * again, and the last quarter of the bytes, are kept for rooms that come when it is full: a room that floods the file
 * leaves none of the later ones without a record.
 */
export class LineFile {
  descriptor: number | undefined;
  readonly #most: { readonly lines: number; readonly bytes: number };
  readonly #kept: { lines: number; bytes: number };
  readonly #rooms = new Map<string, RoomUse>();
  #lines = 0;
  #bytes = 0;

  /**
   * @param maxLines that the first rooms may have; there are 1.5 times as many at most
   * @param maxBytes in all, but for the last line
   */
  constructor(
    readonly name: string,
    maxLines: number,
    maxBytes: number,
  ) {
    this.#most = { lines: maxLines, bytes: maxBytes * 0.75 };
    this.#kept = { lines: maxLines / 2, bytes: maxBytes / 4 };
  }

  /** Goes on with a file that has lines already. */
  goOn({ lines, bytes }: { readonly lines: number; readonly bytes: number }): void {
    this.#lines = lines;
    this.#bytes = bytes;
    this.#kept.lines -= Math.max(0, lines - this.#most.lines);
    this.#kept.bytes -= Math.max(0, bytes - this.#most.bytes);
  }

  /** Whether a room's next line is taken; one that is not is counted. */
  admits(room: string): boolean {
    const use = this.#useOf(room);
    if (this.#lines < this.#most.lines && this.#bytes < this.#most.bytes) return true;
    use.share ??= this.#shareOf(use);
    if (use.lines < use.share.lines && use.bytes < use.share.bytes) return true;
    use.dropped++;
    return false;
  }

  /** A line that was admitted has been written. */
  added(room: string, bytes: number): void {
    const use = this.#useOf(room);
    use.lines++;
    use.bytes += bytes;
    this.#lines++;
    this.#bytes += bytes;
  }

  /** Lines that are not in it, by room. */
  get dropped(): ReadonlyMap<string, number> {
    return new Map([...this.#rooms].flatMap(([room, { dropped }]) => (dropped > 0 ? [[room, dropped]] : [])));
  }

  #useOf(name: string): RoomUse {
    const room = OF_COMMANDS.test(name) ? COMMANDS : name;
    const known = this.#rooms.get(room);
    if (known) return known;
    const use: RoomUse = { lines: 0, bytes: 0, dropped: 0, share: undefined };
    this.#rooms.set(room, use);
    return use;
  }

  /** Who has had as much as this, or more, gets nothing of what is kept. */
  #shareOf({ lines, bytes }: RoomUse): { lines: number; bytes: number } {
    const kept = this.#kept;
    const share = {
      lines: Math.max(0, Math.min(kept.lines, Math.max(LEAST_LINES, Math.floor(kept.lines * SHARE)))),
      bytes: Math.max(0, kept.bytes * SHARE),
    };
    if (lines >= share.lines || bytes >= share.bytes) return share;
    kept.lines -= share.lines - lines;
    kept.bytes -= share.bytes - bytes;
    return share;
  }
}
