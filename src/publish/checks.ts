import { CleanroomError } from '../support/errors.js';
import type { Budget } from './budget.js';
import { createOnce } from './create-once.js';
import type { GitHubCall, GitHubClient } from './github-client.js';
import { type CheckRun, toCheckRun } from './github-shapes.js';
import type { ChannelAction } from './types.js';

/** GitHub takes no more annotations in one request. */
export const ANNOTATIONS_PER_REQUEST = 50;
const PER_PAGE = 100;
/** Pages of runs of one name on one commit, and of annotations of one run, that are looked through. */
const MAX_PAGES = 20;
const PERMISSION = 'checks: write';
const SUPERSEDED = 'Superseded';

/** As GitHub has them; what only GitHub itself may set is left out. */
export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled' | 'timed_out' | 'action_required';

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title: string;
}

/** A check run that has ended, as it is to be. */
export interface CheckContent {
  readonly headSha: string;
  readonly name: string;
  /**
   * Tells it from all others of this name on this commit. Whoever uses the same one must have the same annotations:
   * GitHub appends, and takes none away.
   */
  readonly externalId: string;
  readonly conclusion: Conclusion;
  /** At most 65,535 characters each but the title. */
  readonly output: { readonly title: string; readonly summary: string; readonly text?: string };
  readonly annotations: readonly Annotation[];
  readonly detailsUrl?: string | undefined;
  /** ISO 8601, to the second. */
  readonly startedAt: string;
  readonly completedAt: string;
}

export interface CheckResult {
  readonly id: number;
  readonly url: string;
  readonly action: ChannelAction;
}

/** Check runs of one repository. Only an app's token may write them, which that of a workflow is. */
export class Checks {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /**
   * Makes the one check run of this commit, name and external id say this: updates it, or creates it. After a lost
   * response it looks before it writes again, since GitHub appends the annotations of every request, and has no way to
   * remove a check run or an annotation. Of twins that came to be all the same, the newest is the one that GitHub shows,
   * and so the one that is made whole; the older ones then say that they are superseded.
   * @param onTrouble see {@link Budget}
   * @throws CleanroomError `github.*`
   */
  async upsert(check: CheckContent, onTrouble?: () => Promise<void>): Promise<CheckResult> {
    const budget = this.#client.budget(onTrouble);
    const notOurs = new Set<number>();
    const first = check.annotations.slice(0, ANNOTATIONS_PER_REQUEST);
    const create: GitHubCall = {
      route: 'POST /repos/{owner}/{repo}/check-runs',
      parameters: {
        ...bodyOf(check, first),
        head_sha: check.headSha,
      },
      permission: PERMISSION,
      doing: 'create the check run',
    };
    const find = async (): Promise<readonly [CheckRun, ...CheckRun[]] | undefined> => {
      const [newest, ...older] = await this.#find(check, notOurs, budget);
      return newest && [newest, ...older];
    };
    let anyCreated = false;
    for (;;) {
      const made = await createOnce<readonly [CheckRun, ...CheckRun[]]>({
        client: this.#client,
        budget,
        create,
        accepts: (data) => {
          const run = toCheckRun(data);
          return run && [run];
        },
        find,
      });
      const { created, unanswered } = made;
      anyCreated ||= created;
      // A request without an answer may have come through after the one with an answer.
      const [run, ...older] = created && unanswered > 0 ? ((await find()) ?? made.value) : made.value;
      try {
        const known = created && unanswered === 0 ? first.length : undefined;
        const action = await this.#bring(run, check, known, budget);
        const twins = unanswered > 0 ? await this.#lookAgain(find, older) : older;
        // One that came to be while this one was made whole is what GitHub shows now.
        if (twins.some(({ id }) => id > run.id)) continue;
        await this.#supersede(twins, run, budget);
        return { id: run.id, url: run.url, action: anyCreated ? 'created' : action };
      } catch (error) {
        // Any app may choose any external id: one that is not ours to change is none of ours.
        const refused =
          error instanceof CleanroomError && ['github.forbidden', 'github.not-found'].includes(error.code);
        if (!refused || created || notOurs.has(run.id)) throw error;
        notOurs.add(run.id);
      }
    }
  }

  /** All that are there by now. The one that counts is whole: a failure to look for twins takes nothing from that. */
  async #lookAgain(
    find: () => Promise<readonly CheckRun[] | undefined>,
    older: readonly CheckRun[],
  ): Promise<readonly CheckRun[]> {
    try {
      return (await find()) ?? older;
    } catch (error) {
      if (!(error instanceof CleanroomError)) throw error;
      return older;
    }
  }

  /** Lets older twins of a run decide nothing and say why. What cannot be changed is left: the next call looks again. */
  async #supersede(twins: readonly CheckRun[], { id: newest }: CheckRun, budget: Budget): Promise<void> {
    const output = {
      title: SUPERSEDED,
      summary: `Superseded by check run ${newest} of this commit, which says the same: GitHub took a request twice whose answer got lost.`,
    };
    for (const { id, title, conclusion } of twins) {
      if (id >= newest || (title === SUPERSEDED && conclusion === 'neutral')) continue;
      const call: GitHubCall = {
        route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
        parameters: { check_run_id: id, status: 'completed', conclusion: 'neutral', output },
        permission: PERMISSION,
        doing: 'take back a second check run',
      };
      try {
        await this.#client.read(call, budget, (data) => toCheckRun(data)?.id === id);
      } catch (error) {
        if (!(error instanceof CleanroomError)) throw error;
      }
    }
  }

  /** Newest first. */
  async #find(check: CheckContent, notOurs: ReadonlySet<number>, budget: Budget): Promise<readonly CheckRun[]> {
    const found: CheckRun[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const { data, headers } = await this.#client.read(
        {
          route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
          parameters: { ref: check.headSha, check_name: check.name, filter: 'all', per_page: PER_PAGE, page },
          permission: PERMISSION,
          doing: 'list the check runs of the commit',
        },
        budget,
        (answer) => runsOf(answer) !== undefined,
      );
      const runs = (runsOf(data) ?? []).flatMap((entry) => toCheckRun(entry) ?? []);
      found.push(...runs.filter(({ id, externalId }) => externalId === check.externalId && !notOurs.has(id)));
      if (!/rel="next"/.test(headers['link'] ?? '')) break;
    }
    return found.sort((a, b) => b.id - a.id);
  }

  /**
   * Completes text and annotations of a run.
   * @param known annotations that it surely has, and no more; undefined: to be counted
   */
  async #bring(
    run: CheckRun,
    check: CheckContent,
    known: number | undefined,
    budget: Budget,
  ): Promise<'updated' | 'unchanged'> {
    const { annotations } = check;
    const count = () => this.#count(run.id, budget);
    let written = annotations.length === 0 ? 0 : (known ?? (await count()));
    let same = saysTheSame(run, check);
    const action = same && written >= annotations.length ? 'unchanged' : 'updated';
    for (let attempt = 1; !same || written < annotations.length; ) {
      const batch = annotations.slice(written, written + ANNOTATIONS_PER_REQUEST);
      const update: GitHubCall = {
        route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
        parameters: { check_run_id: run.id, ...bodyOf(check, batch) },
        permission: PERMISSION,
        doing: 'update the check run',
      };
      const outcome = await this.#client.once(update, budget, (data) => toCheckRun(data)?.id === run.id);
      if (outcome.kind === 'done') {
        same = true;
        written += batch.length;
        attempt = 1;
        continue;
      }
      await this.#client.pause(update, budget, attempt, outcome.why, outcome.waitMs);
      attempt += 1;
      const now = batch.length === 0 ? written : await count();
      // The text goes with the annotations. Where there were none, saying it once more does no harm.
      if (now > written) same = true;
      written = now;
    }
    return action;
  }

  async #count(id: number, budget: Budget): Promise<number> {
    for (let page = 1, count = 0; ; page += 1) {
      const { data, headers } = await this.#client.read(
        {
          route: 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
          parameters: { check_run_id: id, per_page: PER_PAGE, page },
          permission: PERMISSION,
          doing: 'count the annotations of the check run',
        },
        budget,
        Array.isArray,
      );
      count += Array.isArray(data) ? data.length : 0;
      if (page >= MAX_PAGES || !/rel="next"/.test(headers['link'] ?? '')) return count;
    }
  }
}

function bodyOf(check: CheckContent, annotations: readonly Annotation[]) {
  const { name, externalId, conclusion, output, detailsUrl, startedAt, completedAt } = check;
  return {
    name,
    external_id: externalId,
    status: 'completed',
    conclusion,
    started_at: startedAt,
    completed_at: completedAt,
    ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
    output: { ...output, ...(annotations.length > 0 ? { annotations } : {}) },
  };
}

function runsOf(data: unknown): readonly unknown[] | undefined {
  const runs = typeof data === 'object' && data !== null && 'check_runs' in data ? data.check_runs : undefined;
  return Array.isArray(runs) ? runs : undefined;
}

function saysTheSame(run: CheckRun, { conclusion, output, detailsUrl }: CheckContent): boolean {
  return (
    run.status === 'completed' &&
    run.conclusion === conclusion &&
    sameText(run.title, output.title) &&
    sameText(run.summary, output.summary) &&
    sameText(run.text, output.text ?? '') &&
    (detailsUrl === undefined || run.detailsUrl === detailsUrl)
  );
}

/** GitHub may store line ends and trailing white space in its own way. */
function sameText(a: string, b: string): boolean {
  return a.replace(/\r\n/g, '\n').trim() === b.replace(/\r\n/g, '\n').trim();
}
