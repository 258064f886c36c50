import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { GitHub } from '../../src/publish/github.js';
import { DeliveryLab, type LabOptions } from './delivery-lab.js';
import { GitHubOpenApi } from './github-openapi.js';
import { GitHubServer } from './github-server.js';

/**
 * A GitHub of its own for each test of a file, with one delivery in front of it, and clients whose waiting moves a clock and
 * costs no time. Every request of a test has to be valid.
 */
export class DeliverySite {
  #api: GitHubOpenApi | undefined;
  #server: GitHubServer | undefined;
  #lab: DeliveryLab | undefined;
  #now = 0;
  #waits: number[] = [];

  /** @param before what every test of the file begins with; else each makes its own */
  constructor(before?: LabOptions) {
    beforeAll(() => {
      this.#api = new GitHubOpenApi();
    });
    beforeEach(async () => {
      if (!this.#api) throw new Error('no test has begun');
      this.#now = Date.UTC(2026, 0, 2);
      this.#waits = [];
      this.#server = await GitHubServer.start(this.#api, { now: () => this.#now });
      if (before) await this.make(before);
    });
    afterEach(async () => {
      await this.server.close();
      await this.#lab?.close();
      this.#lab = undefined;
      expect(this.server.violations).toEqual([]);
    });
  }

  get server(): GitHubServer {
    if (!this.#server) throw new Error('no test has begun');
    return this.#server;
  }

  get lab(): DeliveryLab {
    if (!this.#lab) throw new Error('nothing was made');
    return this.#lab;
  }

  /** What clients waited since the beginning, in milliseconds. */
  get waits(): readonly number[] {
    return this.#waits;
  }

  /** Requests that could change something, by method and what follows the repository. */
  get writes(): readonly string[] {
    return this.server.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.replace(/^\/(?:repos\/[^/]+\/[^/]+\/)?/, '')}`);
  }

  /** Another delivery takes the place of an earlier one. */
  async make(options: LabOptions): Promise<void> {
    await this.#lab?.close();
    this.#lab = undefined;
    this.#lab = await DeliveryLab.make(this.server, options);
  }

  /** @param asleep called whenever it has waited */
  github(asleep: () => void = () => {}): GitHub {
    const { server } = this;
    const now = (): number => this.#now;
    return new GitHub({
      token: server.token,
      apiUrl: server.url,
      repository: server.repository,
      clock: { now, monotonic: now },
      sleep: async (ms) => {
        this.#waits.push(ms);
        this.#now += ms;
        asleep();
      },
      random: () => 0,
    });
  }
}
