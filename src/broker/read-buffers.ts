/** Bytes that a tunnel reads at once as long as little comes. */
const SMALL = 64 * 1024;
/** Bytes that a busy tunnel reads at once: the larger the reads, the fewer the turns between the processes of a transfer. */
const LARGE = 2 * 1024 * 1024;
/** Large buffers of all tunnels of a broker together: they bound its memory. */
const MAX_LARGE = 8;

/** The buffers into which a broker's tunnels read what upstreams send: every byte is read where it is written from. */
export class ReadBuffers {
  readonly #free: Buffer[] = [];
  #made = 0;

  /** One tunnel's buffer. */
  lease(): Lease {
    return new Lease(this);
  }

  /** A large buffer, if there is one to be had. */
  take(): Buffer | undefined {
    const free = this.#free.pop();
    if (free !== undefined || this.#made >= MAX_LARGE) return free;
    this.#made++;
    return Buffer.allocUnsafeSlow(LARGE);
  }

  give(buffer: Buffer): void {
    this.#free.push(buffer);
  }
}

/** Grows while reads fill it, and shrinks again. The same bytes are never lent twice at a time. */
export class Lease {
  readonly #pool: ReadBuffers;
  readonly #small = Buffer.allocUnsafeSlow(SMALL);
  #large: Buffer | undefined;
  #done = false;

  constructor(pool: ReadBuffers) {
    this.#pool = pool;
  }

  /** The buffer for the next read. */
  get current(): Buffer {
    return this.#large ?? this.#small;
  }

  /** Tells how many bytes the last read had. Call it when nothing of the buffer is in use any more. */
  adapt(bytes: number): void {
    if (this.#done) return;
    if (this.#large === undefined) {
      if (bytes >= SMALL) this.#large = this.#pool.take();
    } else if (bytes < SMALL) this.#return();
  }

  /** Ends the lease; nothing may be read or written any more. */
  end(): void {
    this.#done = true;
    this.#return();
  }

  #return(): void {
    if (this.#large !== undefined) this.#pool.give(this.#large);
    this.#large = undefined;
  }
}
