import { CleanroomError } from '../support/errors.js';
import type { GitHubClient } from './github-client.js';
import { type PullRequestInfo, toPullRequest } from './github-shapes.js';

/** Pull requests of one repository. */
export class Pulls {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** Head and base of a pull request, as they are now. @throws CleanroomError `github.*` */
  async get(number: number): Promise<PullRequestInfo> {
    const { data } = await this.#client.read(
      {
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
        parameters: { pull_number: number },
        permission: 'pull-requests: read',
        doing: `read pull request ${number}`,
      },
      this.#client.budget(),
      (data) => toPullRequest(data) !== undefined,
    );
    const info = toPullRequest(data);
    if (!info) throw new CleanroomError('github.response', 'GitHub described the pull request in an unknown form');
    return info;
  }
}
