import type { SnapshotFile } from '../schemas/snapshot.js';
import type { AttemptRequest, AttemptResult } from './attempt.js';
import { capsAfter, remainingFor } from './remaining.js';
import { type LastFailure, snapshotWords, takeSnapshot } from './snapshot.js';
import type { RunState, WorkerEnd } from './state.js';
import { type ProgressCheck, ProgressWatch, type Stuck } from './stuck.js';
import type { AgentPlace } from './turn.js';

/** How the next attempt begins. */
export interface Next {
  readonly place: AgentPlace;
  readonly request: Pick<AttemptRequest, 'session' | 'fresh' | 'guard' | 'prompt'>;
}

/** What needs one minimal change. A conversation that was too long has not gone wrong: it goes on as it would have. */
const GUARDED: ReadonlySet<Stuck['kind']> = new Set<Stuck['kind']>(['no-progress', 'circles']);
/** After these a worker is at its end, well or not. */
const OVER: ReadonlySet<AttemptResult['record']['outcome']> = new Set<AttemptResult['record']['outcome']>([
  'proved',
  'reported',
  'blocked',
  'report-invalid',
  'cut',
]);

const REFUSED: Stuck = { kind: 'no-progress', message: 'A fresh conversation made a change that is not accepted.' };

/** Where a worker's attempts lead: on in their conversation, or to a fresh one. */
export class Course {
  readonly #state: RunState;
  readonly #watch: ProgressWatch;
  readonly #most: { readonly restarts: number; readonly diffLines: number };
  #restarts = 0;
  /** The attempt under way is one that may change little. */
  #guarded = false;
  #failure: LastFailure | undefined;
  /** The failure that the agent was told of last. */
  #told: AttemptResult['failure'];
  #taken: { readonly snapshot: SnapshotFile; readonly failure: LastFailure | undefined } | undefined;

  constructor(state: RunState) {
    const { stuck } = state.parts.plan;
    this.#state = state;
    this.#watch = new ProgressWatch(stuck?.after ?? 0);
    this.#most = { restarts: stuck?.restarts ?? 0, diffLines: stuck?.diffLines ?? 0 };
    const { baseFailure, baseline } = state;
    if (baseFailure && baseline)
      this.#failure = { run: baseFailure, mark: state.parts.feedback.mark(baseFailure), proof: baseline };
  }

  /** Compares an attempt with the earlier ones, and writes a snapshot where it is stuck. */
  take(last: AttemptResult): Stuck | undefined {
    const { record, failure, session, uncorrected } = last;
    if (!this.#state.parts.plan.verifier || OVER.has(record.outcome)) return undefined;
    const mark = failure && this.#state.parts.feedback.mark(failure);
    // Of confirmations that ran at the same time the last may have passed.
    const proof = record.proofs.findLast(({ passed }) => !passed);
    if (failure && mark && proof) this.#failure = { run: failure, mark, proof };
    // Only a conversation that would go on can be too long for what is left.
    const caps = session === undefined ? [] : capsAfter(this.#state, record);
    const trouble = (last.trouble ?? (uncorrected?.fresh ? uncorrected : undefined))?.kind;
    const check = this.#watch.take({ record, failure: mark, steps: last.steps, trouble }, caps);
    const stuck = this.#guarded && record.outcome === 'refused' ? REFUSED : check.stuck;
    this.#guarded = false;
    this.#journal(last, { ...check, stuck });
    if (!stuck) return undefined;
    const failed = this.#failure;
    const snapshot = takeSnapshot(this.#state, { last, stuck, streak: check.streak, failure: failed });
    this.#state.parts.progress.note(`stuck: ${stuck.message}`);
    this.#taken = { snapshot, failure: failed };
    return stuck;
  }

  /** The end of a worker that is stuck and may not begin anew; undefined: it may, or its attempts are at their end. */
  endedBy(stuck: Stuck | undefined, { record }: AttemptResult, more: boolean): WorkerEnd | undefined {
    if (!stuck || !GUARDED.has(stuck.kind) || this.#restarts < this.#most.restarts) return undefined;
    // Where nobody has tried to get it unstuck, all that happened is that its attempts are used up.
    if (!more && this.#restarts === 0) return undefined;
    const anew =
      this.#restarts === 0
        ? 'restart-attempts is 0'
        : this.#restarts === 1
          ? 'a fresh conversation came no further'
          : `${this.#restarts} fresh conversations came no further`;
    return {
      verdict: 'no-progress',
      reason: `${stuck.message} ${capital(anew)}: ${record.summary}`,
      hint: handOver(this.#state) ?? 'sharpen the prompt, or finish the change by hand',
    };
  }

  /** On, in the same conversation where there is one. */
  onward(place: AgentPlace, last: AttemptResult): Next {
    const { prompts, feedback } = this.#state.parts;
    const { failure, refusals, session, trouble, record } = last;
    const before = this.#told;
    this.#told = failure ?? before;
    const attempt = record.attempt + 1;
    const prompt = (fresh: boolean): string => {
      const left = remainingFor(this.#state, attempt);
      const told =
        refusals.length > 0
          ? prompts.refusal(refusals, left)
          : failure
            ? prompts.feedback(feedback.distil(failure, before), left)
            : prompts.retry(trouble?.message ?? record.summary, left);
      // Without a conversation to go on with, the agent has to be told the task again.
      return fresh ? `${prompts.first(left)}\n${told}` : told;
    };
    return { place, request: { session, prompt } };
  }

  /** A fresh conversation over the same tree, that knows of the earlier one what its snapshot says. */
  async anew(place: AgentPlace, stuck: Stuck, last: AttemptResult): Promise<Next> {
    const { directories, prompts } = this.#state.parts;
    const taken = this.#taken;
    if (!taken) throw new TypeError('a stuck worker has no snapshot');
    const guarded = GUARDED.has(stuck.kind);
    if (guarded) this.#restarts++;
    this.#guarded = guarded;
    this.#told = undefined;
    const attempt = last.record.attempt + 1;
    // With its HOME the old conversation is gone, wherever in there the agent keeps it.
    const home = await directories.writable(this.#state.name(`home-${attempt}`));
    await directories.remove(place.home);
    const { diffLines } = this.#most;
    const prompt = (): string => {
      const left = remainingFor(this.#state, attempt);
      const words = snapshotWords(this.#state, taken.snapshot, taken, guarded ? diffLines : null);
      return `${prompts.first(left)}\n${prompts.snapshot(words, left)}`;
    };
    return {
      place: { ...place, home },
      request: {
        session: undefined,
        fresh: true,
        prompt,
        ...(guarded ? { guard: { from: last.patch, lines: diffLines } } : {}),
      },
    };
  }

  #journal({ record, steps }: AttemptResult, { progress, failure, streak, stuck }: ProgressCheck): void {
    const { attempt } = record;
    this.#state.journal('progress.checked', {
      attempt,
      progress,
      failure,
      steps,
      streak,
      stuck: stuck?.message ?? null,
    });
  }
}

/** What a person may do with a worker that was stuck at its end; undefined: it was not. */
export function handOver(state: RunState): string | undefined {
  const { stuck } = state;
  if (!stuck || stuck.attempt !== state.attempts.at(-1)?.attempt) return undefined;
  // The reason of the verdict ends with that failure.
  const next = stuck.failure === null ? stuck.next : stuck.next.replace(` It says: ${stuck.failure}`, '');
  return `${next.replace(/[.\s]+$/, '')}; ${stuck.snapshot.replace(/json$/, 'md')} in the evidence has where it stood`;
}

/** A sentence that may begin a text. */
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
