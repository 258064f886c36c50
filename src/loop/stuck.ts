import type { FailureMark } from '../verifier/fingerprint.js';
import type { TroubleKind } from './trouble.js';
import type { AttemptRecord } from './types.js';

/** What of an attempt is compared with the earlier ones. */
export interface AttemptMark {
  readonly record: Pick<AttemptRecord, 'attempt' | 'outcome' | 'patch' | 'refusals'>;
  /** What failed in its proof; undefined: there was none. */
  readonly failure: FailureMark | undefined;
  /** By which equal steps of the agent are known; null: it told of none. */
  readonly steps: string | null;
  /** What went wrong with the agent itself. */
  readonly trouble: TroubleKind | undefined;
}

/** `circles`: the agent repeated a step. `context`: its conversation became too long. `budget`: another such attempt does not fit. */
export type StuckKind = 'no-progress' | 'circles' | 'context' | 'budget';

export interface Stuck {
  readonly kind: StuckKind;
  /** One sentence for a person. */
  readonly message: string;
}

export interface ProgressCheck {
  /** It came to something that no earlier attempt had come to, and to nothing worse. */
  readonly progress: boolean;
  /** Fingerprint of what failed; null: nothing that could be compared. */
  readonly failure: string | null;
  /** Attempts in a row without progress, with the first of them; 1 after progress. */
  readonly streak: number;
  readonly stuck: Stuck | undefined;
}

/** What is left of a cap, and what the last attempt took of it. */
export interface CapUse {
  /** The setting. */
  readonly setting: string;
  readonly left: number;
  readonly taken: number;
}

/** Tells when a worker does not get on. One for each worker; attempts in order. */
export class ProgressWatch {
  readonly #after: number;
  readonly #seen = new Set<string>();
  readonly #patches = new Set<string>();
  #fewest: number | undefined;
  #lastPatch: string | null = null;
  #lastSteps: string | null = null;
  #lastFirst: string | undefined;
  #streak = 0;

  /** @param after attempts in a row without progress that are too many; 0: nobody looks */
  constructor(after: number) {
    this.#after = after;
  }

  /** Takes an attempt that was not proved. @param caps of the model's use that are set */
  take(mark: AttemptMark, caps: readonly CapUse[] = []): ProgressCheck {
    const { record, failure, trouble } = mark;
    const key = keyOf(mark);
    // An agent that broke down before it did anything tells nothing of the task.
    if (key === undefined && trouble !== 'loop')
      return { progress: false, failure: null, streak: Math.max(1, this.#streak), stuck: this.#ended(mark, caps) };
    const why = this.#standstill(mark, key);
    this.#streak = why === undefined ? 1 : this.#streak + 1;
    if (key !== undefined) this.#seen.add(key);
    const failed = failure?.failed ?? undefined;
    if (failed !== undefined) this.#fewest = Math.min(this.#fewest ?? failed, failed);
    if (failure) this.#lastFirst = failure.first;
    this.#lastPatch = record.patch.sha256;
    if (record.patch.sha256 !== null) this.#patches.add(record.patch.sha256);
    this.#lastSteps = mark.steps;
    const streak = this.#streak;
    return {
      progress: why === undefined,
      failure: failure?.fingerprint ?? null,
      streak,
      stuck:
        this.#ended(mark, caps) ??
        // One attempt alone has stood still as well where that is all that anybody waits for.
        (this.#after > 0 && streak >= this.#after
          ? { kind: 'no-progress', message: `No progress in ${attempts(streak)}: ${why ?? 'it failed'}.` }
          : undefined),
    };
  }

  /** What ended a conversation whether or not it got on. */
  #ended({ trouble }: AttemptMark, caps: readonly CapUse[]): Stuck | undefined {
    if (this.#after === 0) return undefined;
    if (trouble === 'loop') return { kind: 'circles', message: 'The agent went in circles, and was ended for it.' };
    if (trouble === 'context')
      return { kind: 'context', message: 'The conversation became longer than the model can take.' };
    const tight = caps.find(({ left, taken }) => taken > 0 && left < taken);
    return (
      tight && {
        kind: 'budget',
        message: `What is left of ${tight.setting} (${tight.left}) is less than the last attempt took (${tight.taken}).`,
      }
    );
  }

  /** Why an attempt is no progress; undefined: it is. */
  #standstill({ record, failure, steps, trouble }: AttemptMark, key: string | undefined): string | undefined {
    if (this.#streak === 0) return undefined;
    // It was at work when its time was over: what is half done fails as before.
    if (trouble === 'timeout' && record.patch.sha256 !== null && !this.#patches.has(record.patch.sha256))
      return undefined;
    if (record.patch.sha256 !== null && record.patch.sha256 === this.#lastPatch) return 'the patch stayed the same';
    if (key === NOTHING && this.#seen.has(key)) return 'nothing was changed';
    if (key !== undefined && this.#seen.has(key)) return 'the same failure came again';
    if (steps !== null && steps === this.#lastSteps) return 'the agent took the same steps again';
    if (!failure) return undefined;
    const { failed, first } = failure;
    const fewer = failed === null || this.#fewest === undefined || failed < this.#fewest;
    return !fewer && first === this.#lastFirst ? 'the same test fails first, and no fewer of them' : undefined;
  }
}

const NOTHING = 'nothing';

/** What an attempt came to, as a key; undefined: nothing that says anything of the task. */
function keyOf({ record, failure }: AttemptMark): string | undefined {
  if (failure) return `failure ${failure.fingerprint}`;
  if (record.outcome === 'refused')
    return `refused ${JSON.stringify(record.refusals.map(({ path, reason }) => [path, reason]))}`;
  return record.outcome === 'failed' ? NOTHING : undefined;
}

function attempts(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts in a row`;
}
