import { CleanroomError } from '../support/errors.js';
import type { Budget } from './budget.js';
import type { GitHubCall, GitHubClient } from './github-client.js';

/** Something to be created on GitHub that must not come to be there twice. */
export interface OneCreation<T> {
  readonly client: GitHubClient;
  /** Of the whole: looking, creating and waiting in between. */
  readonly budget: Budget;
  /** The request that creates it; it is never repeated without a look in between. */
  readonly create: GitHubCall;
  /** What the answer to `create` describes; undefined for an answer that broke off, which counts as lost. */
  readonly accepts: (data: unknown) => T | undefined;
  /**
   * Looks for it, by something in it that only this work has: a marker, an id of one's own, a branch. Called before every
   * creation, the first included. Where several are there, it must name the same one every time.
   */
  readonly find: () => Promise<T | undefined>;
}

export interface Created<T> {
  readonly value: T;
  /** False: it was there at the first look, and nothing was sent. */
  readonly created: boolean;
  /**
   * Creations without an answer, of which not all are accounted for: one may still take effect, or another job may have
   * created the same. Above 0 (and whenever jobs run side by side), look for twins once more if those can be removed.
   */
  readonly unanswered: number;
}

/**
 * Creates something once, over a line on which answers get lost: looks, creates, and after a creation of unknown outcome
 * waits and looks again before it repeats. Where GitHub refuses a second one itself (a branch, a pull request), a refusal
 * is followed by a last look, since an earlier request or another job may have been first.
 * @throws CleanroomError `github.*`
 */
export async function createOnce<T>({ client, budget, create, accepts, find }: OneCreation<T>): Promise<Created<T>> {
  for (let unanswered = 0; ; unanswered += 1) {
    const there = await find();
    if (there !== undefined) return { value: there, created: unanswered > 0, unanswered };
    const outcome = await client
      .once(create, budget, (data) => accepts(data) !== undefined)
      .catch(async (error) => {
        const other = error instanceof CleanroomError && error.code === 'github.rejected' ? await find() : undefined;
        if (other === undefined) throw error;
        return { kind: 'there', value: other } as const;
      });
    if (outcome.kind === 'there') return { value: outcome.value, created: unanswered > 0, unanswered };
    const value = outcome.kind === 'done' ? accepts(outcome.data) : undefined;
    if (value !== undefined) return { value, created: true, unanswered };
    const why = outcome.kind === 'lost' ? outcome.why : 'the response is incomplete';
    await client.pause(create, budget, unanswered + 1, why, outcome.kind === 'lost' ? outcome.waitMs : undefined);
  }
}
