import { Access } from './access.js';
import { Checks } from './checks.js';
import { Comments } from './comments.js';
import { DeliveredPulls } from './delivered-pulls.js';
import { GitData } from './git-data.js';
import { GitHubClient, type GitHubOptions } from './github-client.js';
import { Pulls } from './pulls.js';
import { Reviews } from './reviews.js';

export type { GitHubOptions } from './github-client.js';
export type { PullRequestInfo } from './github-shapes.js';

/** One repository of GitHub, by kinds of things. The token never leaves its client but in requests. */
export class GitHub {
  readonly client: GitHubClient;
  readonly access: Access;
  readonly checks: Checks;
  readonly comments: Comments;
  readonly deliveredPulls: DeliveredPulls;
  readonly git: GitData;
  readonly pulls: Pulls;
  readonly reviews: Reviews;
  readonly #options: GitHubOptions;

  constructor(options: GitHubOptions) {
    this.#options = options;
    this.client = new GitHubClient(options);
    this.access = new Access(this.client);
    this.checks = new Checks(this.client);
    this.comments = new Comments(this.client);
    this.deliveredPulls = new DeliveredPulls(this.client);
    this.git = new GitData(this.client);
    this.pulls = new Pulls(this.client);
    this.reviews = new Reviews(this.client);
  }

  /** The same repository, for work that ends after so many milliseconds and a last look, however many calls it makes. */
  within(ms: number): GitHub {
    return new GitHub({ ...this.#options, endsAt: this.#options.clock.monotonic() + ms });
  }
}
