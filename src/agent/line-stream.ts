import { LineReader } from './json-lines.js';
import type { AgentEvent, AgentStream } from './types.js';

/** A stream that is read line by line; each agent says what its lines mean. */
export abstract class LineStream implements AgentStream {
  readonly #stdout = new LineReader();
  readonly #stderr = new LineReader();

  push(stream: 'stdout' | 'stderr', chunk: Buffer): readonly AgentEvent[] {
    if (stream === 'stdout') return this.#stdout.push(chunk).flatMap((line) => this.line(line));
    return this.#stderr.push(chunk).flatMap((line) => this.complaint(line));
  }

  end(): readonly AgentEvent[] {
    const events = [
      ...this.#stdout.end().flatMap((line) => this.line(line)),
      ...this.#stderr.end().flatMap((line) => this.complaint(line)),
      ...this.rest(),
    ];
    const dropped = this.#stdout.dropped + this.#stderr.dropped;
    if (dropped > 0) events.push({ type: 'message', text: `${dropped} lines over 1 MiB were left out` });
    return events;
  }

  abstract answer(): string | undefined;

  /** What a line of standard output tells. */
  protected abstract line(line: string): readonly AgentEvent[];

  /** What a line of standard error tells. */
  protected abstract complaint(line: string): readonly AgentEvent[];

  /** What is told when no more lines come. */
  protected rest(): readonly AgentEvent[] {
    return [];
  }
}
