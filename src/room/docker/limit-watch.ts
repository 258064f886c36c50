import { type FileHandle, open, readFile, statfs } from 'node:fs/promises';
import type { LimitName } from '../types.js';

const ROOT = '/sys/fs/cgroup';
/** Docker needs longer than that from a container's end to the removal of its counters. */
const INTERVAL_MS = 5;
const LOOKS_PER_SCRATCH = 20;
const MAX_BYTES = 4096;

export interface Counter {
  readonly limit: LimitName;
  readonly file: string;
  /** The word before the number of times that the limit was reached. */
  readonly key: string;
}

/**
 * Reads the kernel's counters of a container while it runs: they are gone with it, and docker tells of memory alone, and
 * not on every host. Everybody may read them.
 */
export class CounterWatch {
  private readonly hit = new Set<LimitName>();
  private looks = 0;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly open: readonly { readonly counter: Counter; readonly handle: FileHandle }[],
    private readonly scratch: readonly string[],
  ) {}

  /**
   * @param pid the container's first process as the host sees it
   * @param scratch its directories of limited size, where the host's kernel shows them to us
   */
  static async of(pid: number, scratch: readonly string[]): Promise<CounterWatch> {
    const counters = countersOf(await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''));
    const opened = await Promise.all(
      counters.map(async (counter) => {
        const handle = await open(counter.file, 'r').catch(() => undefined);
        return handle ? [{ counter, handle }] : [];
      }),
    );
    const watch = new CounterWatch(
      opened.flat(),
      scratch.map((path) => `/proc/${pid}/root${path}`),
    );
    watch.next();
    return watch;
  }

  /** The limits that were reached so far. */
  get reached(): readonly LimitName[] {
    return [...this.hit];
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.reading;
    await Promise.all(this.open.map(({ handle }) => handle.close()));
  }

  private next(): void {
    this.timer = setInterval(() => {
      this.reading = this.reading.then(() => this.look());
    }, INTERVAL_MS);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    for (const { counter, handle } of this.open) {
      if (this.hit.has(counter.limit)) continue;
      const { buffer, bytesRead } = await handle
        .read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0)
        // The group is gone.
        .catch(() => ({ buffer: Buffer.alloc(0), bytesRead: 0 }));
      const lines = buffer.subarray(0, bytesRead).toString('latin1').split('\n');
      if (lines.some((line) => line.startsWith(`${counter.key} `) && line !== `${counter.key} 0`))
        this.hit.add(counter.limit);
    }
    this.looks += 1;
    if (this.looks % LOOKS_PER_SCRATCH !== 0) return;
    for (const path of this.hit.has('tmp-size') ? [] : this.scratch) {
      const state = await statfs(path).catch(() => undefined);
      if (state && state.blocks > 0 && (state.bavail === 0 || state.ffree === 0)) this.hit.add('tmp-size');
    }
  }
}

/** Where the kernel counts, from a process's /proc/PID/cgroup. */
export function countersOf(text: string): Counter[] {
  const lines = text.split('\n').map((line) => /^\d+:([^:]*):(\/.*)$/.exec(line));
  const v1 = (controller: string): string | undefined => {
    const path = lines.find((match) => match?.[1]?.split(',').includes(controller))?.[2];
    return path === undefined ? undefined : `${ROOT}/${controller}${path}`;
  };
  const unified = lines.find((match) => match?.[1] === '')?.[2];
  const v2 = unified === undefined ? undefined : `${ROOT}${unified}`;
  const pids = v1('pids') ?? v2;
  const memory = v1('memory');
  const cpu = v1('cpu') ?? v2;
  return [
    ...(pids === undefined ? [] : [{ limit: 'processes', file: `${pids}/pids.events`, key: 'max' } as const]),
    ...(cpu === undefined ? [] : [{ limit: 'cpus', file: `${cpu}/cpu.stat`, key: 'nr_throttled' } as const]),
    ...(memory !== undefined
      ? [{ limit: 'memory', file: `${memory}/memory.oom_control`, key: 'oom_kill' } as const]
      : v2 !== undefined
        ? [{ limit: 'memory', file: `${v2}/memory.events`, key: 'oom_kill' } as const]
        : []),
  ];
}
