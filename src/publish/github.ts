import { Comments } from './comments.js';
import { GitHubClient, type GitHubOptions } from './github-client.js';
import { Pulls } from './pulls.js';

export type { GitHubOptions } from './github-client.js';
export type { PullRequestInfo } from './github-shapes.js';

/** One repository of GitHub, by kinds of things. The token never leaves its client but in requests. */
export class GitHub {
  readonly client: GitHubClient;
  readonly comments: Comments;
  readonly pulls: Pulls;

  constructor(options: GitHubOptions) {
    this.client = new GitHubClient(options);
    this.comments = new Comments(this.client);
    this.pulls = new Pulls(this.client);
  }
}
