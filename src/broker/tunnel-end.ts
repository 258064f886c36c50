import type { OnReadOpts, Socket } from 'node:net';
import type { Lease, ReadBuffers } from './read-buffers.js';

/**
 * The upstream's end of a tunnel. What it sends is read into a leased buffer and written to the room from there; the
 * next read waits until the room has taken all of it, so that one buffer is all that a tunnel holds.
 */
export class TunnelEnd {
  /** For the connection that is to become this end. */
  readonly onread: OnReadOpts;
  readonly #lease: Lease;
  #socket: Socket | undefined;
  #room: Socket | undefined;
  #count: (bytes: number) => void = () => {};

  constructor(buffers: ReadBuffers) {
    this.#lease = buffers.lease();
    this.onread = { buffer: () => this.#lease.current, callback: (size, bytes) => this.#read(size, bytes) };
  }

  /** The connection, once it stands. It is paused until `carry`. */
  get socket(): Socket {
    if (this.#socket === undefined) throw new Error('the tunnel has no connection yet');
    return this.#socket;
  }

  connected(socket: Socket): this {
    this.#socket = socket;
    return this;
  }

  /** Begins to carry what comes to the room. */
  carry(room: Socket, count: (bytes: number) => void): void {
    this.#room = room;
    this.#count = count;
    this.socket.resume();
  }

  /** Gives the buffer back. The connections at both ends must be closed. */
  close(): void {
    this.#lease.end();
  }

  /** @returns whether to read on */
  #read(size: number, bytes: Uint8Array): boolean {
    const room = this.#room;
    if (room === undefined) throw new Error('a tunnel was read before it was granted');
    this.#count(size);
    room.write(bytes.subarray(0, size), this.#written);
    if (room.writableLength > 0) return false;
    this.#lease.adapt(size);
    return true;
  }

  readonly #written = (): void => {
    // The buffer is the room's until all of it was taken.
    if (this.#room?.writableLength === 0 && this.#socket?.destroyed === false) this.#socket.resume();
  };
}
