const MAX_LENGTH = 1024 * 1024;

/** Puts a message together that comes in pieces, of which there may be no end. */
export class GeminiMessage {
  #pieces: string[] = [];
  #length = 0;

  add(piece: string): void {
    if (this.#length <= MAX_LENGTH) this.#pieces.push(piece.slice(0, MAX_LENGTH));
    this.#length += piece.length;
  }

  /** What was said since the last time; `whole`: nothing of it was left out. */
  take(): { readonly text: string; readonly whole: boolean } {
    const text = this.#pieces.join('').slice(0, MAX_LENGTH);
    const whole = this.#length <= MAX_LENGTH;
    this.#pieces = [];
    this.#length = 0;
    return { text, whole };
  }
}
