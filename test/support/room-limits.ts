import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LimitName, RoomDescription, RoomLimits, RoomSpec } from '../../src/room/types.js';
import { hear, marked, type Outcome, type RoomLab, run, uniqueSleep, withRoom } from './room-conformance.js';

const MIB = 2 ** 20;

/**
 * What every backend has to do with limits, and with commands that wait. It asks the description, never the name.
 * @param costly a room, or a process in it, takes long: what only repeats is repeated less
 */
export function roomLimits(name: string, open: () => Promise<RoomLab>, costly = false): void {
  describe(`limits of a room of ${name}`, () => {
    let lab: RoomLab;
    let description: RoomDescription;
    beforeAll(async () => {
      lab = await open();
      description = await lab.backend.describe();
    });
    afterAll(() => lab?.dispose());
    const once = (script: string, limits: Partial<RoomLimits>, spec: Partial<RoomSpec> = {}): Promise<Outcome> =>
      withRoom(lab, { ...spec, limits: { ...lab.limits, ...limits } }, (room) =>
        run(room, script, { timeoutMs: 120_000 }),
      );
    const counted = (limit: LimitName): boolean => (description.limits[limit] ?? '').startsWith('cgroup');

    it('names what enforces each', () => {
      expect(description.unenforced).toEqual(counted('cpus') ? [] : ['cpus']);
      for (const limit of ['memory', 'processes', 'disk-size', 'disk-files', 'tmp-size', 'file-size', 'timeout'])
        expect(description.limits[limit], limit).not.toMatch(/^(nothing|)$/);
    });

    const fill = 'for i in {1..40}; do head -c 1M /dev/zero > $i; sync $i; sleep 0.02; done; sleep 60; echo whole';
    it.each(['/workspace', '/home/agent', '/run/cleanroom/out'])('ends a room that fills %s', async (place) => {
      const [homeDirectory, outDirectory] = [await lab.directory(), await lab.directory()];
      const done = await once(`cd ${place}; ${fill}`, { diskBytes: 8 * MIB }, { homeDirectory, outDirectory });
      expect(done).toMatchObject({ end: 'disk-limit', code: null, limits: ['disk-size'], stdout: '' });
    });

    it('ends a room that makes too many files, also in a directory that it has shut', async () => {
      const many = 'mkdir d; cd d; chmod 300 .; for i in {1..20000}; do : > $i; done; sleep 60; echo whole';
      expect(await once(many, { diskFiles: costly ? 100 : 500 })).toMatchObject({
        end: 'disk-limit',
        limits: ['disk-files'],
        stdout: '',
      });
    });

    it('ends a room that hides what it keeps below a path too long to look into', async () => {
      const deep = `name=$(printf 'x%.0s' {1..200}); for i in {1..25}; do mkdir $name; cd $name; done
        for i in {1..20}; do head -c 1M /dev/zero > $i; sleep 0.02; done; sleep 60; echo whole`;
      expect(await once(deep, { diskBytes: 8 * MIB })).toMatchObject({ end: 'disk-limit', stdout: '' });
    });

    it('counts a file once, and nothing behind a link', async () => {
      const [links, swaps] = costly ? [5, 8] : [50, 20];
      const script = `head -c 4M /dev/zero > a; for i in {1..${links}}; do ln a $i; done; ln -s / root; ln -s /usr usr
        mkdir swap; for i in {1..${swaps}}; do mv swap away; ln -s /usr swap; sleep 0.02; rm swap; mv away swap; done; echo whole`;
      const done = await once(script, { diskBytes: 8 * MIB, diskFiles: 300 });
      expect(done).toMatchObject({ end: 'exited', code: 0, limits: [], stdout: 'whole\n' });
    });

    it('leaves what is below every limit alone', async () => {
      const done = await once('head -c 4M /dev/zero > a; head -c 1M /dev/zero > /tmp/b; sleep 0.5; echo whole', {
        diskBytes: 8 * MIB,
        tmpBytes: 8 * MIB,
      });
      expect(done).toMatchObject({ end: 'exited', code: 0, limits: [], stdout: 'whole\n' });
    });

    it('says that /tmp was full', async (ctx) => {
      const { limits } = await lab.backend.describe();
      if (limits['tmp-size'] !== 'tmpfs') return ctx.skip(`what is full in ${limits['tmp-size']} is not told`);
      const done = await once('head -c 8M /dev/zero > /tmp/x; echo $?; sleep 2', { tmpBytes: 4 * MIB });
      expect(done).toMatchObject({ end: 'exited', stdout: '1\n', limits: ['tmp-size'] });
    });

    it('says that a file was too large', async () => {
      const done = await once('exec head -c 8M /dev/zero > x', { fileBytes: MIB });
      expect(done).toMatchObject({ end: 'signalled', signal: 'SIGXFSZ', limits: ['file-size'] });
    });

    it('says which limit of time and output ended it', async () => {
      const time = await withRoom(lab, {}, (room) => run(room, ['sleep', '99'], { timeoutMs: 200 }));
      expect(time).toMatchObject({ end: 'timeout', limits: ['timeout'] });
      const output = await withRoom(lab, {}, (room) => run(room, 'yes', { outputBytes: 1000 }));
      expect(output).toMatchObject({ end: 'output-limit', limits: ['max-output'] });
    });

    it('says that memory or processes ran out, where they are counted', async (ctx) => {
      if (!counted('memory') || !counted('processes')) return ctx.skip('no control groups for this user');
      const memory = await once(`perl -e '$x = "x" x (400 << 20)'; exit 1`, { memoryBytes: 64 * MIB });
      expect(memory).toMatchObject({ end: 'memory-limit', limits: ['memory'] });
      const forks = await once(
        `perl -e 'for (1..200) { $p = fork; last if !defined $p; if (!$p) { sleep 9; exit } } exit 3'`,
        {
          processes: 40,
        },
      );
      expect(forks.limits).toEqual(['processes']);
    });

    it('leaves a room its part of the processors', async (ctx) => {
      if (!counted('cpus')) return ctx.skip('processors cannot be limited here');
      const spin = `for i in 1 2; do timeout 1.5 sh -c 'while :; do :; done' & done; wait; times | tail -1 | tr ms '  '`;
      const done = await once(spin, { cpus: 0.2 });
      const [minutes, seconds] = done.stdout.trim().split(/\s+/).map(Number);
      expect((minutes ?? 0) * 60 + (seconds ?? 9)).toBeLessThan(0.6);
      expect(done.limits).toEqual(['cpus']);
    });

    it('holds a parked command back until it is let go', async () => {
      const outDirectory = await lab.directory();
      await withRoom(lab, { outDirectory }, async (room) => {
        const seen: string[] = [];
        const heard: string[] = [];
        const parked = await room.park({
          argv: ['/bin/bash', '-c', `echo here > /run/cleanroom/out/mark; cat; ${hear(4321)}`],
          cwd: '',
          env: {},
          stdin: 'input\n',
          timeoutMs: 60_000,
          outputBytes: MIB,
          onOutput: (_stream, chunk) => void seen.push(String(chunk)),
          listener: { port: 4321, accept: (server) => void server.on('connection', (socket) => socket.end('line\n')) },
        });
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect([existsSync(join(outDirectory, 'mark')), seen, heard]).toEqual([false, [], []]);
        const done = await parked.start(new AbortController().signal);
        expect(done).toMatchObject({ end: 'exited', code: 0 });
        expect(seen.join('')).toBe('input\nline\n');
        expect(existsSync(join(outDirectory, 'mark'))).toBe(true);
      });
    });

    it('does not discard a command that was let go', async () => {
      const seen: string[] = [];
      await withRoom(lab, {}, async (room) => {
        const parked = await room.park({
          argv: ['/bin/bash', '-c', 'sleep 0.5; echo whole'],
          cwd: '',
          env: {},
          timeoutMs: 60_000,
          outputBytes: MIB,
          onOutput: (_stream, chunk) => void seen.push(String(chunk)),
        });
        const running = parked.start(new AbortController().signal);
        await parked.discard();
        expect(await running).toMatchObject({ end: 'exited', code: 0 });
      });
      expect(seen.join('')).toBe('whole\n');
    });

    it('leaves nothing of a parked command that is not wanted any more', async () => {
      const sleep = uniqueSleep();
      const command = {
        argv: ['sleep', sleep] as const,
        cwd: '',
        env: {},
        timeoutMs: 200,
        outputBytes: 1,
        onOutput() {},
      };
      await withRoom(lab, {}, async (room) => {
        const parked = await room.park({ ...command, argv: ['sleep', sleep] });
        await parked.discard();
        expect(await marked(sleep)).toEqual([]);
        const late = await room.park({ ...command, argv: ['sleep', sleep] });
        await new Promise((resolve) => setTimeout(resolve, 400));
        // Its time counts from the start, so it is still there to be cancelled.
        expect(await late.start(AbortSignal.abort())).toMatchObject({ end: 'cancelled' });
        const timed = await room.park({ ...command, argv: ['sleep', sleep] });
        expect(await timed.start(new AbortController().signal)).toMatchObject({ end: 'timeout' });
        expect(await marked(sleep)).toEqual([]);
      });
    });
  });
}
