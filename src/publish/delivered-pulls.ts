import { CleanroomError } from '../support/errors.js';
import type { Budget } from './budget.js';
import { createOnce } from './create-once.js';
import type { GitHubClient } from './github-client.js';

const PER_PAGE = 100;
const PERMISSION = 'pull-requests: write';

/** A pull request that delivers a change. */
export interface DeliveredPull {
  readonly number: number;
  readonly url: string;
  readonly open: boolean;
  readonly draft: boolean;
  readonly title: string;
  readonly body: string;
  readonly baseRef: string;
}

export interface NewPull {
  /** Who owns the repository, as GitHub spells it. */
  readonly owner: string;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  /** Starts with `marker`. */
  readonly body: string;
  readonly draft: boolean;
  /** Of every pull request of ours. */
  readonly marker: string;
  /** In the body of those that deliver this very change. */
  readonly digest: string;
}

export interface PulledIn {
  readonly pull: DeliveredPull;
  readonly action: 'created' | 'updated' | 'unchanged';
}

/** Pull requests of our own branches in one repository. */
export class DeliveredPulls {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * The one open pull request from a branch: brought up to date where its text is ours, or made. GitHub itself allows no
   * second one.
   * @throws CleanroomError `github.*`
   */
  async bring(wanted: NewPull): Promise<PulledIn> {
    const budget = this.#client.budget();
    const { head, base, title, body, draft } = wanted;
    const made = await createOnce<DeliveredPull>({
      client: this.#client,
      budget,
      create: {
        route: 'POST /repos/{owner}/{repo}/pulls',
        parameters: { head, base, title, body, draft, maintainer_can_modify: false },
        permission: PERMISSION,
        doing: 'make the pull request',
      },
      accepts: toPull,
      find: async () => (await this.#from(wanted, budget)).find((pull) => pull.open),
    });
    const pull = made.value;
    if (made.created) return { pull, action: 'created' };
    const same = pull.title === title && pull.body.replace(/\r\n/g, '\n').trimEnd() === body.trimEnd();
    if (same || !pull.body.startsWith(wanted.marker)) return { pull, action: 'unchanged' };
    const { data } = await this.#client.read(
      {
        route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
        parameters: { pull_number: pull.number, title, body },
        permission: PERMISSION,
        doing: 'update the pull request',
      },
      budget,
      (data) => toPull(data)?.number === pull.number,
    );
    const updated = toPull(data);
    if (!updated) throw new CleanroomError('github.response', 'GitHub described the pull request in an unknown form');
    return { pull: updated, action: 'updated' };
  }

  /**
   * One that delivered this very change and was closed or merged, while none is open: somebody has decided about it.
   * @throws CleanroomError `github.*`
   */
  async closed(wanted: NewPull): Promise<DeliveredPull | undefined> {
    const all = await this.#from(wanted, this.#client.budget());
    if (all.some((pull) => pull.open)) return undefined;
    return all.find(({ body }) => body.startsWith(wanted.marker) && body.includes(wanted.digest));
  }

  /**
   * An open one from the branch, whatever it goes into, that is no draft: what is put on the branch could be merged at once.
   * @throws CleanroomError `github.*`
   */
  async ready(wanted: NewPull): Promise<DeliveredPull | undefined> {
    return (await this.#ofBranch(wanted, this.#client.budget())).find(({ open, draft }) => open && !draft);
  }

  async #from(wanted: NewPull, budget: Budget): Promise<readonly DeliveredPull[]> {
    return (await this.#ofBranch(wanted, budget)).filter(({ baseRef }) => baseRef === wanted.base);
  }

  async #ofBranch({ owner, head }: NewPull, budget: Budget): Promise<readonly DeliveredPull[]> {
    const { data } = await this.#client.read(
      {
        route: 'GET /repos/{owner}/{repo}/pulls',
        parameters: { state: 'all', head: `${owner}:${head}`, per_page: PER_PAGE },
        permission: PERMISSION,
        doing: 'look for the pull request',
      },
      budget,
      Array.isArray,
    );
    return (Array.isArray(data) ? data : []).flatMap((entry) => toPull(entry) ?? []);
  }
}

function toPull(value: unknown): DeliveredPull | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { number, html_url: url, state, draft, title, body, base } = value as Readonly<Record<string, unknown>>;
  const baseRef: unknown = typeof base === 'object' && base !== null && 'ref' in base ? base.ref : undefined;
  if (typeof number !== 'number' || typeof url !== 'string' || typeof title !== 'string') return undefined;
  if (typeof state !== 'string' || typeof baseRef !== 'string') return undefined;
  const words = typeof body === 'string' ? body : '';
  return { number, url, open: state === 'open', draft: draft === true, title, body: words, baseRef };
}
