import type { Readable } from 'node:stream';
import type { RoomCommand } from './types.js';

/** Reads a command's output no faster than whoever gets it takes it: what waits between them would be ours to hold. */
export class OutputPace {
  private free = false;
  private readonly held = new Set<Readable>();

  constructor(private readonly command: Pick<RoomCommand, 'outputTaken'>) {}

  /** To be told after each chunk that was handed on. @param from where it was read */
  handed(stream: 'stdout' | 'stderr', from: Readable): void {
    const taken = this.free ? undefined : this.command.outputTaken?.(stream);
    if (!taken) return;
    from.pause();
    this.held.add(from);
    const go = (): void => {
      if (this.held.delete(from)) from.resume();
    };
    taken.then(go, go);
  }

  /** Waits for nobody from here on: the command is to end. */
  release(): void {
    this.free = true;
    for (const stream of this.held) stream.resume();
    this.held.clear();
  }
}
