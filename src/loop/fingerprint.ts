import { createHash } from 'node:crypto';
import type { AgentEvent } from '../agent/types.js';

/** Steps of a turn that are looked at; a turn with more is compared by its last ones. */
const MAX_STEPS = 200;

/** An agent's step: a command that it ran or a tool that it called. */
export type Step = Extract<AgentEvent, { type: 'command' | 'tool' }>;

/** A step may be long, and nothing of it is needed but whether it is the same. */
export function stepDigest(step: Step): string {
  const parts =
    step.type === 'command'
      ? ['command', step.command, step.exitCode]
      : ['tool', step.server, step.name, step.input, step.failed];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

/**
 * What an agent did in a turn, as far as its stream tells, so that it can be compared with other turns. A file that was
 * changed by other means than a command or a tool has no content here, so that such a turn is like no other.
 */
export class StepsMark {
  #steps: string[] = [];
  #changed = false;

  take(event: AgentEvent): void {
    if (event.type === 'file-change') this.#changed = true;
    if (event.type !== 'command' && event.type !== 'tool') return;
    this.#steps.push(stepDigest(event));
    if (this.#steps.length > MAX_STEPS) this.#steps = this.#steps.slice(-MAX_STEPS / 2);
  }

  /** Equal for turns with equal steps in equal order; null: it told of none, or of changes without their content. */
  get fingerprint(): string | null {
    if (this.#changed || this.#steps.length === 0) return null;
    return createHash('sha256').update(this.#steps.join('\n')).digest('hex').slice(0, 16);
  }
}
