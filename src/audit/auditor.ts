import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../support/clock.js';
import { messageOf } from '../support/errors.js';
import { readKernelLayout } from './btf.js';
import { decodeRing } from './decode.js';
import { AuditHelper, type AuditMachine } from './helper.js';
import { auditPrograms, STRUCTS } from './programs.js';
import { COUNTERS, MAX_ROOMS } from './record.js';
import type {
  AuditAbility,
  AuditEvent,
  AuditedRoom,
  AuditObserver,
  Auditor,
  AuditSummary,
  RoomAudit,
} from './types.js';

export interface AuditorOptions {
  /** Of this process. */
  readonly uid: number;
  /** `process.arch` */
  readonly arch: string;
  /** PATH of the host. */
  readonly path: string;
  /** Root is had by `sudo -n`, as the rooms are built. */
  readonly sudo: boolean;
  /** Where FIFOs are made: made with mode 0700 and removed by `close`. */
  readonly directory: string;
  readonly clock: Pick<Clock, 'now'>;
  /** The kernel's description of its types. Default /sys/kernel/btf/vmlinux. */
  readonly btf?: string;
}

const START_TIMEOUT_MS = 10_000;
const REPLY_TIMEOUT_MS = 10_000;

/** Follows the rooms of a run through the kernel, where this host lets us. Never throws: what it cannot do is its ability. */
export async function createAuditor(options: AuditorOptions): Promise<Auditor> {
  if (options.uid !== 0 && !options.sudo) return unavailable('only root may ask the kernel');
  if (options.arch !== 'x64' && options.arch !== 'arm64') return unavailable(`it is not made for ${options.arch}`);
  let auditor: KernelAuditor;
  try {
    // The kernel hands out a page at a time: a thousand turns of the event loop take twenty times as long.
    const btf = readFileSync(options.btf ?? '/sys/kernel/btf/vmlinux');
    await mkdir(options.directory, { mode: 0o700 });
    auditor = new KernelAuditor(options, options.arch, btf);
  } catch (error) {
    return unavailable(messageOf(error));
  }
  const ability = await auditor.start();
  if (ability.available) return auditor;
  await auditor.close();
  return unavailable(ability.reason);
}

/** An auditor for where there is none. */
export function unavailable(reason: string): Auditor {
  return {
    ability: { available: false, reason, connects: false },
    follow: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

interface Followed {
  readonly of: AuditedRoom;
  readonly observer: AuditObserver;
  readonly fifos: readonly [string, string];
  readonly counts: { exec: number; exit: number; connect: number };
  lost: boolean;
  /** Open ends of its FIFOs, so that nobody waits there for a helper that is gone. */
  readonly held: number[];
}

class KernelAuditor implements Auditor {
  ability: AuditAbility = { available: false, reason: '', connects: false };
  private readonly helper: AuditHelper;
  private readonly rooms = new Map<number, Followed>();
  private readonly trial: string[] = [];
  /** Nanoseconds between the kernel's monotonic clock and the wall's. */
  private readonly offset: bigint;
  private last = 0;
  private end: string | undefined;

  constructor(
    private readonly options: AuditorOptions,
    machine: AuditMachine,
    btf: Buffer,
  ) {
    const { path, sudo } = options;
    this.offset = BigInt(Math.round(options.clock.now() * 1e6)) - process.hrtime.bigint();
    this.helper = new AuditHelper({ machine, path, sudo }, auditPrograms(readKernelLayout(btf, STRUCTS)), {
      onRing: (bytes) => this.read(bytes),
      onEnd: (why) => this.ended(why),
    });
  }

  async start(): Promise<AuditAbility> {
    const lines = await this.helper.ready(START_TIMEOUT_MS);
    const trouble = (lines ?? []).filter((line) => line.startsWith('-')).map((line) => line.slice(1));
    const works = ['fork', 'exec', 'exit'].every((name) => lines?.includes(`+${name}`));
    const seen = this.trial.join(' ') === 'exec:sh:-c:exit 7:cleanroom-audit exit:7';
    const connects = lines?.includes('+connect') === true;
    const reason = !lines
      ? (this.end ?? 'it did not start')
      : !works
        ? trouble.join('; ')
        : !seen
          ? 'a trial was not seen as it happened: perhaps processes have other numbers here, as in a container'
          : connects
            ? ''
            : `connections are not seen: ${trouble.join('; ')}`;
    this.ability = { available: works && seen, reason: reason.slice(0, 500), connects };
    return this.ability;
  }

  async follow(of: AuditedRoom, observer: AuditObserver): Promise<RoomAudit | undefined> {
    if (this.end !== undefined || this.last + 1 >= MAX_ROOMS) return undefined;
    this.last += 1;
    const number = this.last;
    const fifo = (name: string): string => join(this.options.directory, `${number}-${name}`);
    const room: Followed = {
      of,
      observer,
      fifos: [fifo('number'), fifo('pass')],
      counts: { exec: 0, exit: 0, connect: 0 },
      lost: false,
      held: [],
    };
    if (!(await this.helper.follow(number, room.fifos, REPLY_TIMEOUT_MS))) return undefined;
    this.rooms.set(number, room);
    let finished: Promise<AuditSummary> | undefined;
    return {
      pidFiles: room.fifos,
      finish: () => {
        finished ??= this.finish(number, room);
        return finished;
      },
    };
  }

  async close(): Promise<void> {
    this.helper.close();
    await rm(this.options.directory, { recursive: true, force: true });
  }

  private async finish(number: number, room: Followed): Promise<AuditSummary> {
    const counters = await this.helper.sync(number, REPLY_TIMEOUT_MS);
    this.rooms.delete(number);
    for (const descriptor of room.held) closeSync(descriptor);
    await Promise.all(room.fifos.map((path) => rm(path, { force: true })));
    const { exec, exit, connect } = room.counts;
    // Where the helper is gone, how much was missed is not known, but it is not nothing.
    const dropped = counters ? Number(counters.readBigUInt64LE(COUNTERS.dropped)) : 1;
    if (dropped > 0) lose(room);
    return { execs: exec, exits: exit, connects: connect, dropped };
  }

  private read(bytes: Buffer): void {
    for (const { room: number, at, event } of decodeRing(bytes)) {
      if (number === 0) {
        if (event.kind === 'exec') this.trial.push(`exec:${event.argv.join(':')}`);
        else if (event.kind === 'exit') this.trial.push(`exit:${event.code}`);
        continue;
      }
      const room = this.rooms.get(number);
      if (!room) continue;
      room.counts[event.kind] += 1;
      const time = new Date(Number((at + this.offset) / 1_000_000n)).toISOString();
      const full: AuditEvent = { time, ...room.of, ...event };
      room.observer.onEvent(full);
    }
  }

  private ended(why: string): void {
    this.end = why;
    this.ability = { available: false, reason: why, connects: false };
    for (const room of this.rooms.values()) {
      lose(room);
      for (const path of room.fifos) {
        try {
          room.held.push(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
        } catch {
          // Already removed: nobody waits there.
        }
      }
    }
  }
}

function lose(room: Followed): void {
  if (room.lost) return;
  room.lost = true;
  room.observer.onLost?.();
}
