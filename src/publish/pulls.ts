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

  /**
   * Open pull requests from a branch whose head is exactly this commit, in the order of their numbers.
   * @param headRepository `owner/name` of the branch
   * @throws CleanroomError `github.*`
   */
  async openFrom(headRepository: string, branch: string, headSha: string): Promise<readonly PullRequestInfo[]> {
    const owner = headRepository.split('/')[0] ?? '';
    const { data } = await this.#client.read(
      {
        route: 'GET /repos/{owner}/{repo}/pulls',
        parameters: { state: 'open', head: `${owner}:${branch}`, per_page: 100 },
        permission: 'pull-requests: read',
        doing: 'look for the pull request of the run',
      },
      this.#client.budget(),
      Array.isArray,
    );
    return (Array.isArray(data) ? data : [])
      .map(toPullRequest)
      .filter((info) => info !== undefined)
      .filter((info) => info.open && info.headSha === headSha && info.headRef === branch)
      .filter((info) => info.headRepository?.toLowerCase() === headRepository.toLowerCase())
      .sort((one, other) => one.number - other.number);
  }
}
