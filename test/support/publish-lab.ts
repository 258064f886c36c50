import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { commentMarker } from '../../src/publish/comment.js';
import { GitHub } from '../../src/publish/github.js';
import type { RetryPolicy } from '../../src/publish/retry.js';
import { GitHubOpenApi } from './github-openapi.js';
import { GitHubServer, type GitHubServerOptions } from './github-server.js';

/** What the comments of these tests begin with. */
export const MARKER = commentMarker('ci');

const BEGIN = Date.UTC(2026, 0, 2);
const RETRY: RetryPolicy = {
  maxAttempts: 6,
  totalMs: 180_000,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  // A busy machine must not be taken for a lost request.
  requestTimeoutMs: 30_000,
};

/**
 * A GitHub of its own for each test of a file, and clients of it whose waiting moves a clock and costs no time. Every
 * request of a test has to be valid.
 */
export class PublishLab {
  #api: GitHubOpenApi | undefined;
  #server: GitHubServer | undefined;
  #now = BEGIN;
  #waits: number[] = [];

  constructor() {
    beforeAll(() => {
      this.#api = new GitHubOpenApi();
    });
    beforeEach(() => this.start());
    afterEach(async () => {
      await this.server.close();
      expect(this.server.violations).toEqual([]);
    });
  }

  get server(): GitHubServer {
    if (!this.#server) throw new Error('no test has begun');
    return this.#server;
  }

  /** What clients waited since the beginning, in milliseconds. */
  get waits(): readonly number[] {
    return this.#waits;
  }

  /** Epoch milliseconds of its clock. */
  get now(): number {
    return this.#now;
  }

  /** Lets so many milliseconds pass. */
  pass(ms: number): void {
    this.#now += ms;
  }

  /** Milliseconds of all waiting. */
  get waited(): number {
    return this.#now - BEGIN;
  }

  /** Bodies of our comments. */
  get ours(): readonly string[] {
    return this.server.comments.filter(({ body }) => body.startsWith(MARKER)).map(({ body }) => body);
  }

  /** Begins anew. What ran before has to be closed. */
  async start(options: GitHubServerOptions = {}): Promise<void> {
    if (!this.#api) throw new Error('no test has begun');
    this.#now = BEGIN;
    this.#waits = [];
    this.#server = await GitHubServer.start(this.#api, { now: () => this.#now, ...options });
  }

  github(overrides: { retry?: Partial<RetryPolicy>; token?: string; repository?: string } = {}): GitHub {
    const { server } = this;
    const now = (): number => this.#now;
    return new GitHub({
      token: overrides.token ?? server.token,
      apiUrl: server.url,
      repository: overrides.repository ?? server.repository,
      clock: { now, monotonic: now },
      sleep: async (ms) => {
        this.#waits.push(ms);
        this.#now += ms;
      },
      random: () => 0,
      retry: { ...RETRY, ...overrides.retry },
    });
  }
}
