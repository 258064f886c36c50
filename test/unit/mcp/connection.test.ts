import { expect, it } from 'vitest';
import { McpConnection } from '../../../src/mcp/connection.js';
import type { McpTransport } from '../../../src/mcp/transport.js';
import { McpFailure } from '../../../src/mcp/types.js';

/** A way to a server that takes its time to end, as a room does. */
class Slow implements McpTransport {
  onNotification: McpTransport['onNotification'];
  readonly closed: Promise<void>;
  /** Lets `close` end. */
  end: () => void = () => {};
  /** As when a program ends. */
  lose: () => void = () => {};
  readonly #ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });
  readonly #answer: () => Promise<unknown>;

  constructor(answer: () => Promise<unknown>) {
    this.#answer = answer;
    this.closed = new Promise((resolve) => {
      this.lose = resolve;
    });
  }

  request = (): Promise<unknown> => this.#answer();
  notify(): void {}
  agreed(): void {}
  async close(): Promise<void> {
    this.lose();
    await this.#ended;
  }
}

const HELLO = { protocolVersion: '2025-11-25', serverInfo: {} };
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

it('a beginning that fails late leaves the next one alone, and the end waits for both', async () => {
  const first = new Slow(() => Promise.reject(new McpFailure('no')));
  let answer: (value: unknown) => void = () => {};
  const second = new Slow(() => new Promise((resolve) => (answer = resolve)));
  const made = [first, second];
  const connection = new McpConnection(
    async () => made.shift() ?? expect.fail('begun a third time'),
    new AbortController().signal,
    () => {},
  );
  const failing = connection.client().catch((error: unknown) => error);
  // It is known to be lost while it still ends.
  await soon();
  const next = connection.client();
  await soon();
  first.end();
  expect(await failing).toBeInstanceOf(McpFailure);
  expect(connection.client()).toBe(next);

  let closed = false;
  const closing = connection.close().then(() => {
    closed = true;
  });
  answer(HELLO);
  await soon();
  expect(closed).toBe(false);
  second.end();
  await closing;
});
