import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/room/local/builder.js';
import type { RoomCommand, RoomSpec } from '../../src/room/types.js';
import { localIdentities, localLab } from '../support/local-room.js';
import { marked, run, uniqueSleep, withRoom } from '../support/room-conformance.js';
import { roomLimits } from '../support/room-limits.js';

const MIB = 2 ** 20;

for (const { kind, unable } of await localIdentities()) {
  if (unable === undefined) {
    roomLimits(`the local backend as ${kind}`, () => localLab({ identity: kind }));
    localLimits(kind);
  } else describe(`the local backend as ${kind}`, () => void it.skip(`cannot be tried here: ${unable}`));
}

/** What only the local backend promises. */
function localLimits(kind: Identity['kind']): void {
  describe(`limits that the local backend holds as ${kind}`, () => {
    let lab: Awaited<ReturnType<typeof localLab>>;
    beforeAll(async () => {
      lab = await localLab({ identity: kind });
    });
    afterAll(() => lab?.dispose());
    const once = (script: string, spec: Partial<RoomSpec> = {}, command: Partial<RoomCommand> = {}) =>
      withRoom(lab, { limits: { ...lab.limits, diskBytes: 8 * MIB }, ...spec }, (room) =>
        run(room, script, { timeoutMs: 120_000, ...command }),
      );
    const fill = 'for i in {1..20}; do head -c 1M /dev/zero >&3; sleep 0.02; done; sleep 60; echo whole';
    const over = { end: 'disk-limit', limits: ['disk-size'], stdout: '' };

    it('counts a file without a name as long as it is open, unless it is in memory', async () => {
      expect(await once(`exec 3>x; rm x; ${fill}`)).toMatchObject(over);
      const own = `perl -e 'open F, ">x"; unlink "x"; $t = fork; if (!$t) { for (1..20) { syswrite F, "x" x ${MIB} } sleep 60 } wait'`;
      expect(await once(own)).toMatchObject(over);
      const memory = `cd /tmp; exec 3>x; rm x; ${fill.replace('sleep 60', 'sleep 0.5')}`;
      expect(await once(memory)).toMatchObject({ end: 'exited', limits: [], stdout: 'whole\n' });
    });

    it('counts a file without a name that is only mapped, where root may ask', async (ctx) => {
      if (process.getuid?.() !== 0) return ctx.skip('only root is told what is mapped');
      // Its mmap module would keep a descriptor.
      const python = `import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
f = os.open('x', os.O_RDWR | os.O_CREAT)
os.ftruncate(f, 16 << 20)
place = libc.mmap(None, 16 << 20, 3, 1, f, 0)
os.unlink('x')
os.close(f)
ctypes.memset(place, 1, 16 << 20)
time.sleep(60)
print('whole')`;
      const done = await withRoom(lab, { limits: { ...lab.limits, diskBytes: 8 * MIB } }, (room) =>
        run(room, ['python3', '-c', python], { timeoutMs: 120_000 }),
      );
      if (done.code === 127) return ctx.skip('there is no python3');
      expect(done).toMatchObject(over);
    });

    it('ends a room whose tree is deeper than anybody can look', async () => {
      const deep = `perl -e 'for (1..1200) { mkdir "d"; chdir "d" or die } sleep 60; print "whole"'`;
      expect(await once(deep)).toMatchObject({ end: 'disk-limit', limits: ['disk-files'], stdout: '' });
    });

    it('counts in a copied workspace what is written in the first moment, and not what was there', async () => {
      const path = await lab.directory();
      const workspace = { kind: 'directory', path } as const;
      const unlimited = { workspace, limits: lab.limits };
      expect(await once('head -c 16M /dev/zero > before', unlimited)).toMatchObject({ code: 0 });
      expect(await once('sleep 0.5; echo whole', { workspace })).toMatchObject({ stdout: 'whole\n', limits: [] });
      expect(await once('head -c 16M /dev/zero > x; sleep 60; echo whole', { workspace })).toMatchObject(over);
    });

    it('says which limit it was, whatever the umask', async () => {
      const before = process.umask(0o077);
      const strict = await localLab({ identity: kind }).finally(() => process.umask(before));
      try {
        process.umask(0o077);
        const limits = { ...strict.limits, diskBytes: 8 * MIB };
        const done = await withRoom(strict, { limits }, (room) => run(room, `exec 3>x; ${fill}`));
        expect(done).toMatchObject(over);
      } finally {
        process.umask(before);
        await strict.dispose();
      }
    });

    it('leaves no control group of a room that could not be started', async (ctx) => {
      const { support } = lab.host.cgroups;
      if (support === 'rlimit') return ctx.skip('no control groups for this user');
      const parent = support === 'cgroup v1' ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup';
      const id = `unstarted-${uniqueSleep()}`;
      const attempts: [string, Partial<RoomSpec>, RoomCommand['argv']][] = [
        ['room.spawn', {}, ['true', 'x'.repeat(200_000)]],
        ['', { limits: { ...lab.limits, processes: 2 ** 40 } }, ['true']],
      ];
      for (const [code, spec, argv] of attempts) {
        const wrong = withRoom(lab, { id, ...spec }, (room) => run(room, argv));
        await expect(wrong).rejects.toMatchObject(code === '' ? {} : { code });
        expect((await readdir(parent)).filter((name) => name.includes(id))).toEqual([]);
      }
    });

    it('may have any name that a file may have', async () => {
      const script = (room: Parameters<typeof run>[0]) => run(room, 'exit 3');
      for (const id of ['a=b', 'a b', 'ü\n%', 'x'.repeat(200)])
        expect(await withRoom(lab, { id }, script), id).toMatchObject({ end: 'exited', code: 3 });
    });

    it('is over although nobody reads the file that takes its number', async (ctx) => {
      if (kind !== 'dropped') return ctx.skip('its own processes are those that can be ended');
      const fifo = join(await lab.directory(), 'fifo');
      execFileSync('mkfifo', [fifo]);
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 200);
      const done = await withRoom(lab, {}, (room) =>
        run(room, ['true'], { pidFiles: [fifo], signal: controller.signal }),
      );
      expect(done.end).toBe('cancelled');
      expect(await marked(fifo)).toEqual([]);
    });
  });
}
