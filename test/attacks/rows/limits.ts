import type { LimitName } from '../../../src/room/types.js';
import type { Attack, Ground, Place, RunOptions } from '../suite/types.js';

const MIB = 1 << 20;

/** Runs a program that prints how much it got; true when that is more than it may have. */
const takes =
  (script: string, atMost: number, options: RunOptions = {}) =>
  async (place: Place): Promise<boolean> => {
    // A watch may take a moment; a room that is let be prints what it holds after it.
    const env = { HOLD: place.guarded ? '60' : '0' };
    const { stdout } = await place.run(script, { ...options, env });
    return Math.max(0, ...(stdout.match(/\d+/g) ?? []).map(Number)) > atMost;
  };

const row = (
  id: string,
  tries: string,
  guard: string,
  attempt: (place: Place, ground: Ground) => Promise<boolean>,
  unable?: Attack['unable'],
): Attack => ({
  id,
  area: 'exhaustion',
  tries,
  guard,
  off: ['limits'],
  attempt,
  ...(unable ? { unable } : {}),
});

const unlessEnforced =
  (name: LimitName) =>
  async ({ lab }: Ground): Promise<string | undefined> =>
    (await lab.backend.describe()).unenforced.includes(name)
      ? `nothing here limits ${name}, and a run that sets it is refused`
      : undefined;

export const LIMITS: readonly Attack[] = [
  row(
    'fork-bomb',
    'start 300 processes where 60 are allowed',
    'limit of processes',
    takes('$A forks 300', 60, { limits: { processes: 60 } }),
  ),
  row(
    'memory',
    'take 300 MiB of memory where 128 are allowed',
    'limit of memory',
    takes('$A eat 300', 128, { limits: { memoryBytes: 128 * MIB } }),
  ),
  row(
    'memory-of-many',
    'take 300 MiB in six processes',
    'limit of memory over all processes',
    takes(
      `for i in 1 2 3 4 5 6; do $A eat 50 60 > $TMPDIR/eaten$i & pids[$i]=$!; done
       at_it() { for i in 1 2 3 4 5 6; do [ ! -s $TMPDIR/eaten$i ] && kill -0 \${pids[$i]} 2>/dev/null && return 0; done; return 1; }
       while at_it; do sleep 0.05; done; jobs -rp | wc -l; kill $(jobs -p)`,
      2,
      { limits: { memoryBytes: 128 * MIB } },
    ),
    ({ counted }) => (counted ? undefined : 'no control groups for this user: memory is limited for each process'),
  ),
  row(
    'large-file',
    'write one file of 40 MiB where 8 are allowed',
    'limit of a file',
    takes('$A fill big 40 1', 8, { limits: { fileBytes: 8 * MIB } }),
  ),
  row(
    'sparse-file',
    'make a file of 1 TB that takes no space',
    'limit of a file',
    takes('$A sparse big 1000000000000', 8 * MIB, { limits: { fileBytes: 8 * MIB } }),
  ),
  row(
    'disk',
    'write 60 MiB into the workspace where 16 are allowed, and keep them',
    "limit of the room's disk",
    takes('$A fill part 2 30 > $TMPDIR/n; sleep $HOLD; cat $TMPDIR/n', 16, { limits: { diskBytes: 16 * MIB } }),
    unlessEnforced('disk-size'),
  ),
  row(
    'disk-files',
    'make 3000 files in the workspace where 500 are allowed, and keep them',
    "limit of the room's files",
    takes('mkdir many; $A files many 3000 > $TMPDIR/n; sleep $HOLD; cat $TMPDIR/n', 520, {
      limits: { diskFiles: 500 },
    }),
    unlessEnforced('disk-files'),
  ),
  row(
    'scratch',
    'write 24 MiB into /tmp where 8 are allowed',
    'sized scratch file system',
    takes('$A fill $TMPDIR/part 2 12', 8, { limits: { tmpBytes: 8 * MIB } }),
  ),
  row(
    'shared-memory',
    'write 24 MiB into /dev/shm where 8 are allowed',
    'sized scratch file system',
    takes('$A fill /dev/shm/part 2 12', 8, { limits: { tmpBytes: 8 * MIB } }),
  ),
  row(
    'scratch-inodes',
    'make 9000 empty files in a /tmp of 8 MiB',
    'limit of inodes',
    takes('mkdir $TMPDIR/many; $A files $TMPDIR/many 9000', 6000, { limits: { tmpBytes: 8 * MIB } }),
  ),
  row(
    'open-files',
    'open 4000 files where 256 are allowed',
    'limit of open files',
    takes('$A descriptors 4000', 256, { limits: { openFiles: 256 } }),
  ),
  row(
    'cpu',
    'keep every CPU busy where a tenth of one is allowed',
    'limit of CPU time',
    takes('$A spin 4 800', 18, { limits: { cpus: 0.1 } }),
    unlessEnforced('cpus'),
  ),
  {
    id: 'output',
    area: 'exhaustion',
    tries: 'print 64 MiB where 1 is allowed',
    guard: 'limit of output',
    off: ['limits'],
    async attempt(place) {
      return (await place.run('$A flood 64', { outputBytes: MIB })).bytes > MIB;
    },
  },
];
