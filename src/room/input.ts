import type { Readable, Writable } from 'node:stream';
import { CleanroomError, messageOf } from '../support/errors.js';

/**
 * What a command is given on its standard input. A stream is read from the command's start on and as fast as the command
 * reads. One that outlasts the command is left as it is, paused: it belongs to who gave it.
 */
export class CommandInput {
  /** Why the stream broke off before the command had ended. */
  error: CleanroomError | undefined;
  private over = false;
  private target: Writable | undefined;
  private broken: (() => void) | undefined;
  private disconnect = (): void => {};

  constructor(private readonly source: string | Readable | undefined) {
    if (typeof source === 'string') return;
    // For good: an error that nobody listens to would end the process.
    source?.on('error', (cause) => this.fail(cause));
  }

  /**
   * Begins to write; may be called once.
   * @param broken called when the stream fails: what came of it so far must not be taken for all of it
   */
  start(target: Writable, broken: () => void): void {
    const { source } = this;
    this.target = target;
    // A command may end, or close its input, before it has read everything.
    target.on('error', () => this.stop());
    target.on('close', () => this.stop());
    if (this.over || source === undefined || typeof source === 'string') {
      if (this.over) target.destroy();
      else target.end(source);
      return;
    }
    this.broken = broken;
    if (source.errored) this.fail(source.errored);
    if (this.error) {
      broken();
      return;
    }
    // Destroyed without an error it has ended.
    const end = (): void => void target.end();
    if (source.readableEnded || source.destroyed) {
      end();
      return;
    }
    source.once('close', end);
    source.pipe(target);
    this.disconnect = () => {
      source.off('close', end);
      source.unpipe(target);
      source.pause();
    };
  }

  /** Reads no more, and closes the command's end. */
  stop(): void {
    this.over = true;
    this.disconnect();
    this.disconnect = () => {};
    this.target?.destroy();
  }

  /** Says that the rest will never come. */
  fail(cause: unknown): void {
    if (this.over || this.error) return;
    this.error = new CleanroomError('room.stdin', `the input of a command broke off: ${messageOf(cause)}`, { cause });
    this.broken?.();
  }
}
