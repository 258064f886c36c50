import type { Clock } from '../support/clock.js';

/** The time that one piece of work on GitHub may take: its requests, and the waiting between them. */
export class Budget {
  readonly #clock: Clock;
  readonly #onTrouble: (() => Promise<void>) | undefined;
  #endsAt: number;

  /**
   * @param endsAt of the monotonic clock
   * @param onTrouble called before a wait for a GitHub that fails or does not answer, for what should not have to wait as
   * well; not before one that a limit asks for, which counts for everything
   */
  constructor(clock: Clock, endsAt: number, onTrouble?: () => Promise<void>) {
    this.#clock = clock;
    this.#endsAt = endsAt;
    this.#onTrouble = onTrouble;
  }

  /** Milliseconds; 0 when it is spent. */
  get left(): number {
    return Math.max(0, this.#endsAt - this.#clock.monotonic());
  }

  /** Lets other work go first. The time that it takes is not this one's: a GitHub that stalls would eat up the shares of both. */
  async trouble(): Promise<void> {
    if (this.#onTrouble === undefined) return;
    const began = this.#clock.monotonic();
    await this.#onTrouble();
    this.#endsAt += this.#clock.monotonic() - began;
  }
}
