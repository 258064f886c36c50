import type { JournalRecord } from '../schemas/journal.js';

/** What of a plan decides which order is possible. */
export interface OrderOptions {
  /** A verifier runs on the base before an agent starts. */
  readonly verifier: boolean;
  /** The change of several workers is proved as one attempt that no agent made. */
  readonly tasks: boolean;
}

const MAX_PROBLEMS = 20;
/** Milliseconds that a clock goes back by before it is worth a word: it is set right by less all the time. */
const WORTH_SAYING_MS = 1000;

/**
 * What is wrong with the order of a journal's lines, `line 7: …` each, at most 20; empty: a run can have gone so. Pure.
 * Times have no part in it: the clock of a machine that was paused or restored is set meanwhile, by whatever it takes.
 * Lines are taken as they are: that each has its form and its number is for whoever reads them.
 */
export function journalProblems(records: readonly JournalRecord[], options: OrderOptions): readonly string[] {
  const order = new Order(options);
  for (const record of records) order.take(record);
  order.end();
  return order.problems.slice(0, MAX_PROBLEMS);
}

/** Where the clock of the run went back, and by how many milliseconds. Another life may have another machine. Pure. */
export function clockSetBack(
  records: readonly JournalRecord[],
): readonly { readonly seq: number; readonly ms: number }[] {
  const steps: { readonly seq: number; readonly ms: number }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { event, seq, time } of records) {
    const now = Date.parse(time);
    if (Number.isNaN(now)) continue;
    if (event !== 'run.resumed' && last - now > WORTH_SAYING_MS) steps.push({ seq, ms: last - now });
    last = now;
  }
  return steps;
}

interface Attempt {
  checked: boolean;
  collected: boolean;
  finished: boolean;
}

type Of<E extends JournalRecord['event']> = Extract<JournalRecord, { readonly event: E }>;

class Order {
  readonly problems: string[] = [];
  readonly #options: OrderOptions;
  #seq = 0;
  #life = 1;
  #started = false;
  #planned = false;
  /** Of this life. */
  #based = false;
  #baseline = false;
  #finished: Of<'run.finished'> | undefined;
  /** Rooms that stand. */
  readonly #open = new Map<string, Of<'room.opened'>['stage']>();
  /** Rooms of proofs that are gone, in which a command ended. */
  readonly #proved = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #attempts = new Map<string, Attempt>();

  constructor(options: OrderOptions) {
    this.#options = options;
  }

  take(record: JournalRecord): void {
    this.#seq = record.seq;
    if (Number.isNaN(Date.parse(record.time))) this.#say('its time is none');
    if (this.#finished && record.event !== 'notice' && record.event !== 'run.resumed')
      this.#say(`${record.event} comes after run.finished`);
    if (!this.#started && record.event !== 'run.started') {
      this.#say(`${record.event} comes before run.started`);
      this.#started = true;
    }
    this.#event(record);
  }

  end(): void {
    if (!this.#finished) this.problems.push('the last line: the run has not come to run.finished');
    if (!this.#planned) this.problems.push('the last line: the run was never planned');
  }

  #say(text: string): void {
    this.problems.push(`line ${this.#seq}: ${text}`);
  }

  #event(record: JournalRecord): void {
    switch (record.event) {
      case 'run.started':
        if (this.#started) this.#say('the run starts again');
        this.#started = true;
        return;
      case 'run.resumed':
        this.#resumed(record);
        return;
      case 'run.planned':
        if (this.#planned) this.#say('the run is planned again');
        this.#planned = true;
        return;
      case 'base.ready':
        if (!this.#planned) this.#say('a base before a plan');
        if (this.#based) this.#say('the base is made again');
        this.#based = true;
        return;
      case 'room.opened':
        if (!this.#based) this.#say(`room ${record.room} opens before there is a base`);
        if (this.#open.has(record.room)) this.#say(`room ${record.room} opens twice`);
        if (record.stage === 'proof') this.#proofOpens(record.room);
        this.#open.set(record.room, record.stage);
        this.#proved.delete(record.room);
        this.#ended.delete(record.room);
        return;
      case 'command.finished':
        if (!this.#open.has(record.room)) this.#say(`a command ends in room ${record.room}, which does not stand`);
        this.#ended.add(record.room);
        return;
      case 'room.closed':
        this.#closed(record.room);
        return;
      case 'prepare.frozen':
        if (!this.#ended.has('prepare') || this.#open.has('prepare')) this.#say('prepare is frozen before it ended');
        return;
      case 'attempt.started':
        if (this.#options.verifier && !this.#baseline) this.#say('an agent starts before the verifier ran on the base');
        this.#attempt(record.worker, record.attempt, true);
        return;
      case 'report.checked':
        this.#of(record, 'report').checked = true;
        return;
      case 'patch.collected':
        this.#collected(record);
        return;
      case 'patch.refused':
        if (!this.#of(record, 'refusal').collected) this.#say('a patch is refused before it is collected');
        return;
      case 'attempt.finished':
        this.#attemptFinished(record);
        return;
      case 'proof.finished':
        this.#proof(record);
        return;
      case 'run.finished':
        if (record.verdict !== 'infra-error')
          for (const room of this.#open.keys()) this.#say(`room ${room} still stands when the run ends`);
        if (!this.#planned) this.#say('the run ends before it was planned');
        this.#finished = record;
        return;
      default:
        return;
    }
  }

  /** What stood is gone, and the base is made anew; attempts that had ended stay. */
  #resumed(record: Of<'run.resumed'>): void {
    if (record.life !== this.#life + 1) this.#say(`life ${record.life} follows life ${this.#life}`);
    if (record.kept > record.seq - 1) this.#say('more lines are kept than there were');
    this.#life = record.life;
    this.#based = false;
    this.#finished = undefined;
    this.#open.clear();
    this.#ended.clear();
    this.#proved.clear();
  }

  #closed(room: string): void {
    const stage = this.#open.get(room);
    if (stage === undefined) this.#say(`room ${room} closes, which does not stand`);
    this.#open.delete(room);
    if (stage === 'proof' && this.#ended.has(room)) this.#proved.add(room);
  }

  #attempt(worker: string | null, attempt: number, begins: boolean): Attempt {
    const key = `${worker ?? ''} ${attempt}`;
    const known = this.#attempts.get(key);
    // No agent made the attempt that joins tasks; one of an earlier life may not be told of again.
    const silent = (this.#options.tasks && worker === null) || this.#life > 1;
    if (!known && !begins && !silent) this.#say(`attempt ${attempt} of ${worker ?? 'the run'} was never started`);
    if (!known && attempt > 1 && !silent && !this.#attempts.has(`${worker ?? ''} ${attempt - 1}`))
      this.#say(`attempt ${attempt} of ${worker ?? 'the run'} starts without the one before it`);
    const made = known ?? { checked: false, collected: false, finished: false };
    this.#attempts.set(key, made);
    return made;
  }

  #of({ worker, attempt }: { readonly worker: string | null; readonly attempt: number }, what: string): Attempt {
    const found = this.#attempt(worker, attempt, false);
    if (found.finished && this.#life === 1) this.#say(`a ${what} of attempt ${attempt}, which had ended`);
    return found;
  }

  #collected(record: Of<'patch.collected'>): void {
    const found = this.#of(record, 'patch');
    const joint = this.#options.tasks && record.worker === null;
    if (!found.checked && !joint) this.#say(`the patch of attempt ${record.attempt} comes before its report`);
    const room = `${record.worker === null ? '' : `${record.worker}-`}attempt-${record.attempt}`;
    if (!joint && this.#life === 1 && !this.#ended.has(room))
      this.#say(`the patch of attempt ${record.attempt} comes before the end of its agent`);
    if (found.collected && this.#life === 1) this.#say(`the patch of attempt ${record.attempt} is collected twice`);
    found.collected = true;
  }

  #attemptFinished(record: Of<'attempt.finished'>): void {
    const found = this.#of(record, 'second end');
    if (!found.collected) this.#say(`attempt ${record.attempt} ends before its patch was collected`);
    found.finished = true;
  }

  /** A change is proved when it is there. What tasks are called may look like the name of a proof. */
  #proofOpens(room: string): void {
    const [, worker = '', attempt] = /^(?:(.+)-)?proof-(\d+)(?![\d])/.exec(room) ?? [];
    if (attempt === undefined || this.#options.tasks || this.#life > 1) return;
    if (!this.#attempts.get(`${worker} ${attempt}`)?.collected) this.#say(`room ${room} opens before there is a patch`);
  }

  #proof(record: Of<'proof.finished'>): void {
    const { room, attempt, worker } = record;
    if (!this.#ranIn(room)) this.#say(`a proof ends in ${room}, where no verifier has run and gone`);
    if (attempt === 0) {
      this.#baseline = true;
      return;
    }
    // With what the others changed, the verifier of each task runs once more, also of one that had nothing to do.
    if (this.#options.tasks && worker !== null && room.startsWith(`${worker}-joint`)) return;
    if (!this.#of(record, 'proof').collected) this.#say(`attempt ${attempt} is proved before its patch is collected`);
  }

  /** Whether there was such a room, or one for each command of the verifier, called `ROOM.COMMAND`. */
  #ranIn(room: string): boolean {
    if (this.#proved.has(room)) return true;
    for (const name of this.#proved) if (name.startsWith(`${room}.`)) return true;
    return false;
  }
}
