import type { Clock } from '../support/clock.js';
import type { AccessRecord, BrokerDenial } from './types.js';

const MAX_HOST = 300;
const MAX_PATH = 512;

/** Text of a room made fit for a log: printable ASCII only, shortened. */
export function printable(text: string, max: number): string {
  const clean = text.slice(0, max).replace(/[^\x20-\x7e]/g, '?');
  return text.length > max ? `${clean}...` : clean;
}

export interface AccessSubject {
  readonly kind: AccessRecord['kind'];
  readonly method: string;
  readonly host: string;
  readonly port: number | null;
  /** Without a query. */
  readonly path: string;
}

/** One request on its way into the access log. It is written once, however many of its parts see the end. */
export class AccessEntry {
  /** The status that the room was answered with; null as long as there was none. */
  status: number | null = null;
  bytesOut = 0;
  bytesIn = 0;
  #finished = false;
  readonly #started: number;
  readonly #time: string;

  constructor(
    readonly subject: AccessSubject,
    private readonly owner: Pick<AccessRecord, 'room' | 'stage' | 'attempt'>,
    private readonly clock: Clock,
    private readonly write: (record: AccessRecord, entry: AccessEntry) => void,
  ) {
    this.#started = clock.monotonic();
    this.#time = new Date(clock.now()).toISOString();
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** Writes the record; only the first call counts. */
  finish(verdict: AccessRecord['verdict'], rule: string): void {
    if (this.#finished) return;
    this.#finished = true;
    const record: AccessRecord = {
      time: this.#time,
      stage: this.owner.stage,
      room: this.owner.room,
      attempt: this.owner.attempt,
      kind: this.subject.kind,
      method: printable(this.subject.method, 32),
      host: printable(this.subject.host, MAX_HOST),
      port: this.subject.port,
      path: printable(this.subject.path, MAX_PATH),
      verdict,
      rule,
      status: this.status,
      bytesOut: this.bytesOut,
      bytesIn: this.bytesIn,
      durationMs: Math.max(0, Math.round(this.clock.monotonic() - this.#started)),
    };
    this.write(record, this);
  }
}

/** Refusals for the person: the first reason per target, bounded. */
export class DenialList {
  readonly #denials = new Map<string, BrokerDenial>();

  constructor(private readonly max: number) {}

  add(target: string, reason: string, allow: readonly string[] = []): void {
    const host = printable(target, MAX_HOST);
    if (this.#denials.has(host) || this.#denials.size >= this.max) return;
    this.#denials.set(host, { host, reason, allow });
  }

  list(): readonly BrokerDenial[] {
    return [...this.#denials.values()];
  }
}
