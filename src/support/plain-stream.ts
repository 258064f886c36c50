import { StringDecoder } from 'node:string_decoder';
import { stripInvisible } from './plain-text.js';

/** Characters of a line that are waited for until it ends. */
const MOST_OF_A_LINE = 16 * 1024;

/**
 * Output of a program that nobody vouches for, for a person's terminal: line by line, so that no escape sequence passes
 * because it came in two pieces. A carriage return ends a line as well, for programs that count up in one.
 */
export class PlainStream {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** @param show takes text without control characters other than tabs and line ends */
  constructor(private readonly show: (text: string) => void) {}

  push(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk), false);
  }

  /** Shows what has no line end yet. */
  end(): void {
    this.#take(this.#decoder.end(), true);
  }

  #take(text: string, all: boolean): void {
    const given = this.#rest + text;
    const lines = Math.max(given.lastIndexOf('\n'), given.lastIndexOf('\r')) + 1;
    const end = all || given.length - lines > MOST_OF_A_LINE ? given.length : lines;
    this.#rest = given.slice(end);
    const plain = stripInvisible(given.slice(0, end));
    if (plain !== '') this.show(plain);
  }
}

/** Both streams of a program as one text; `end` when it has ended. */
export function plainOutput(show: (text: string) => void): {
  readonly onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
  readonly end: () => void;
} {
  const streams = { stdout: new PlainStream(show), stderr: new PlainStream(show) };
  return {
    onOutput: (stream, chunk) => streams[stream].push(chunk),
    end: () => {
      for (const stream of Object.values(streams)) stream.end();
    },
  };
}
