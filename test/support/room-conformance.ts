import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Room,
  RoomBackend,
  RoomCommand,
  RoomExit,
  RoomLimits,
  RoomSpec,
  WorkspaceView,
} from '../../src/room/types.js';

/** A backend with what its rooms need around them. */
export interface RoomLab {
  readonly backend: RoomBackend;
  readonly limits: RoomLimits;
  /** How many processes a test for survivors starts; 1000 where starting one costs what it usually does. */
  readonly manyProcesses?: number;
  /** A fresh tree with these files; content that starts with `#!` is executable. */
  workspace(files?: Readonly<Record<string, string>>): Promise<WorkspaceView>;
  /** A fresh host directory that rooms may write. */
  directory(): Promise<string>;
  dispose(): Promise<void>;
}

export type Outcome = RoomExit & { readonly stdout: string; readonly stderr: string };

let rooms = 0;

/** Opens a room, hands it to `use` and closes it. */
export async function withRoom<T>(lab: RoomLab, spec: Partial<RoomSpec>, use: (room: Room) => Promise<T>): Promise<T> {
  rooms += 1;
  const room = await lab.backend.open({
    id: `room-${rooms}`,
    stage: 'agent',
    workspace: spec.workspace ?? (await lab.workspace()),
    readOnly: [],
    limits: lab.limits,
    ...spec,
  });
  try {
    return await use(room);
  } finally {
    await room.close();
  }
}

export async function run(
  room: Room,
  argv: RoomCommand['argv'] | string,
  options: Partial<RoomCommand> & { signal?: AbortSignal } = {},
): Promise<Outcome> {
  const { signal, onOutput, ...command } = options;
  const parts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let settled = false;
  const exit = await room.run(
    {
      argv: typeof argv === 'string' ? ['/bin/bash', '-c', argv] : argv,
      cwd: '',
      env: {},
      timeoutMs: 60_000,
      outputBytes: 8 << 20,
      ...command,
      onOutput(stream, chunk) {
        if (settled) throw new Error('output after the end');
        parts[stream].push(chunk);
        onOutput?.(stream, chunk);
      },
    },
    signal ?? new AbortController().signal,
  );
  settled = true;
  return { ...exit, stdout: Buffer.concat(parts.stdout).toString(), stderr: Buffer.concat(parts.stderr).toString() };
}

/** Processes of this host whose command line holds a mark. */
export async function marked(mark: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '');
    if (line.includes(mark)) found.push(`${name}: ${line.replaceAll('\0', ' ').slice(0, 200)}`);
  }
  return found;
}

/** Says what directories hold, in a way that needs nothing but the shell. */
const list = (...directories: string[]): string =>
  `for d in ${directories.join(' ')}; do (cd "$d" && shopt -s dotglob nullglob && echo "$d:" *); done`;

/** A number for `sleep` that no other process of the host has. */
export const uniqueSleep = (): string => `9${randomBytes(5).readUIntBE(0, 5)}`;

const ODD = [
  '',
  ' ',
  '-',
  '--',
  '-rf',
  '$(id)',
  '`id`',
  'a\nb',
  "'",
  '"',
  '\\',
  '\\n',
  '*',
  '~',
  ';|&<>',
  'ü€😀',
  '\t\r\x01\x7f',
];

/** Prints what a port of the loopback says. In gVisor a read of a socket that should wait may fail instead. */
export const hear = (port: number): string =>
  `{ exec 3<>/dev/tcp/127.0.0.1/${port}; until cat <&3 2>/dev/null; do :; done; }`;

/** Starts daemons in every way that outlives a shell, says `ready` and then does `last`. */
const daemons = (sleep: string, last: string): string => `
  sleep ${sleep} & disown
  setsid sleep ${sleep} >/dev/null 2>&1 </dev/null &
  nohup setsid sh -c 'sleep ${sleep} & sleep ${sleep}' >/dev/null 2>&1 </dev/null &
  ( ( trap "" TERM HUP INT; exec setsid sleep ${sleep} ) >/dev/null 2>&1 & )
  until [ "$(grep -lz '^${sleep}$' /proc/[0-9]*/cmdline 2>/dev/null | wc -l)" -ge 5 ]; do :; done
  echo ready
  ${last}`;

/**
 * What every backend has to do. `open` makes a lab; the suite disposes of it.
 * @param costly a room takes a large part of a second: what only repeats with other values is tried with fewer
 */
export function roomConformance(name: string, open: () => Promise<RoomLab>, costly = false): void {
  const some = <T>(all: readonly T[], few: readonly T[]): readonly T[] => (costly ? few : all);
  describe(`a room of ${name}`, () => {
    let lab: RoomLab;
    beforeAll(async () => {
      lab = await open();
    });
    afterAll(() => lab?.dispose());
    const once = (argv: RoomCommand['argv'] | string, options: Parameters<typeof run>[2] = {}, spec = {}) =>
      withRoom(lab, spec, (room) => run(room, argv, options));

    it.each(some([0, 1, 2, 7, 125, 126, 127, 255], [0, 125, 255]))('exits with %d', async (code) => {
      expect(await once(`exit ${code}`)).toMatchObject({ end: 'exited', code, signal: null });
    });

    it.each(some(['KILL', 'TERM', 'SEGV', 'ABRT'], ['KILL', 'SEGV']))('ends by SIG%s', async (signal) => {
      expect(await once(`kill -${signal} $$`)).toMatchObject({ end: 'signalled', code: null, signal: `SIG${signal}` });
    });

    it('ends a command that runs too long, at whatever moment', async () => {
      for (const timeoutMs of some([1, 5, 10, 15, 20, 30, 300], [1, 20, 300])) {
        const sleep = uniqueSleep();
        expect(await once(['sleep', sleep], { timeoutMs })).toMatchObject({ end: 'timeout', code: null, signal: null });
        expect(await marked(sleep)).toEqual([]);
      }
    });

    it('ends a command that prints too much, and hands on no byte more', async () => {
      const limit = 100_000;
      const flood = await once('yes; sleep 999', { outputBytes: limit });
      expect(flood).toMatchObject({ end: 'output-limit', code: null, outputBytes: limit });
      expect(flood.stdout.length).toBe(limit);
      const both = await once('head -c 600 /dev/zero; head -c 400 /dev/zero >&2', { outputBytes: 1000 });
      expect(both).toMatchObject({ end: 'exited', code: 0, outputBytes: 1000 });
      expect([both.stdout.length, both.stderr.length]).toEqual([600, 400]);
    });

    it('is cancelled before it starts, while it starts and while it runs', async () => {
      expect(await once('exit 0', { signal: AbortSignal.abort() })).toMatchObject({ end: 'cancelled', code: null });
      const listener = { port: 5555, accept() {} };
      for (const delay of some([0, 4, 8, 12, 16, 24], [0, 150, 300, 400])) {
        const sleep = uniqueSleep();
        const controller = new AbortController();
        const running = once(['sleep', sleep], { signal: controller.signal, listener });
        setTimeout(() => controller.abort(), delay);
        expect(await running).toMatchObject({ end: 'cancelled', code: null });
        expect(await marked(sleep)).toEqual([]);
      }
      const controller = new AbortController();
      const running = await once('trap "" TERM INT HUP; echo ready; while :; do sleep 1; done', {
        signal: controller.signal,
        onOutput: () => controller.abort(),
      });
      expect(running).toMatchObject({ end: 'cancelled', code: null, signal: null });
    });

    it('gives its input to the command, and an end of input when there is none', async () => {
      const stdin = `${ODD.join('|')}${'x'.repeat(1 << 20)}`;
      const sum = createHash('sha256').update(stdin).digest('hex');
      expect((await once(['sha256sum'], { stdin })).stdout).toBe(`${sum}  -\n`);
      expect(await once(['cat'])).toMatchObject({ code: 0, stdout: '' });
      expect(await once('exit 3', { stdin })).toMatchObject({ end: 'exited', code: 3 });
    });

    describe('with a stream as its input', () => {
      it('reads all of it, byte for byte, and its end', async () => {
        const parts = Array.from({ length: 200 }, () => randomBytes(20_000));
        const sum = createHash('sha256').update(Buffer.concat(parts)).digest('hex');
        expect((await once(['sha256sum'], { stdin: Readable.from(parts) })).stdout).toBe(`${sum}  -\n`);
        expect(await once(['cat'], { stdin: Readable.from([]) })).toMatchObject({ code: 0, stdout: '' });
        const destroyed = new PassThrough();
        destroyed.destroy();
        expect(await once(['cat'], { stdin: destroyed })).toMatchObject({ code: 0, stdout: '' });
      });

      it('holds a conversation with the command', async () => {
        const stdin = new PassThrough();
        stdin.write('one\n');
        let heard = '';
        const done = await once('while read -r line; do echo "<$line>"; done; echo end', {
          stdin,
          onOutput: (_stream, chunk) => {
            heard += chunk;
            if (heard === '<one>\n') stdin.write('two\n');
            if (heard === '<one>\n<two>\n') stdin.end('three');
          },
        });
        expect(done).toMatchObject({ end: 'exited', code: 0, stdout: '<one>\n<two>\nend\n' });
      });

      it('is not read faster than the command reads', async () => {
        let given = 0;
        const endless = Readable.from(
          (async function* () {
            for (; given < 1000; given++) yield Buffer.alloc(1 << 16);
          })(),
        );
        // When the command has ended, what it did not read is still there.
        const done = await once('head -c 1000 | wc -c; exit 5', { stdin: endless });
        expect(done).toMatchObject({ end: 'exited', code: 5, stdout: '1000\n' });
        expect(given).toBeLessThan(500);
        expect(endless.destroyed).toBe(false);
      });

      it('leaves a stream that outlasts the command to its owner, for the next', async () => {
        const stdin = new PassThrough();
        await withRoom(lab, {}, async (room) => {
          expect(await run(room, 'exit 4', { stdin })).toMatchObject({ end: 'exited', code: 4 });
          stdin.end('later\n');
          expect(await run(room, ['cat'], { stdin })).toMatchObject({ end: 'exited', code: 0, stdout: 'later\n' });
          expect(await run(room, ['cat'], { stdin })).toMatchObject({ end: 'exited', code: 0, stdout: '' });
        });
      });

      it('ends with one that fails, before or after the start', async () => {
        const sleep = uniqueSleep();
        const failing = new PassThrough();
        const broken = once(`echo ready; cat; exec sleep ${sleep}`, {
          stdin: failing,
          onOutput: () => void failing.destroy(new Error('connection lost')),
        });
        await expect(broken).rejects.toMatchObject({ code: 'room.stdin' });
        await expect(broken).rejects.toThrow('connection lost');
        expect(await marked(sleep)).toEqual([]);
        const dead = new PassThrough();
        dead.on('error', () => {});
        dead.destroy(new Error('never there'));
        await expect(once(['cat'], { stdin: dead })).rejects.toMatchObject({ code: 'room.stdin' });
      });

      it('ends by its time and by its signal while the stream goes on', async () => {
        const timeoutMs = costly ? 3000 : 500;
        expect(await once(['cat'], { stdin: new PassThrough(), timeoutMs })).toMatchObject({ end: 'timeout' });
        const controller = new AbortController();
        const stdin = new PassThrough();
        stdin.write('x');
        const { signal } = controller;
        const done = await once(['cat'], { stdin, signal, onOutput: () => controller.abort() });
        expect(done).toMatchObject({ end: 'cancelled', stdout: 'x' });
      });

      it('is read only once a parked command was let go', async () => {
        const stdin = new PassThrough();
        stdin.end('kept');
        await withRoom(lab, {}, async (room) => {
          const said: string[] = [];
          const command: RoomCommand = {
            argv: ['cat'],
            cwd: '',
            env: {},
            stdin,
            timeoutMs: 60_000,
            outputBytes: 1 << 16,
            listener: { port: 6666, accept() {} },
            onOutput: (_stream, chunk) => void said.push(String(chunk)),
          };
          await (await room.park(command)).discard();
          const parked = await room.park(command);
          expect(stdin.readableLength).toBe(4);
          expect(await parked.start(new AbortController().signal)).toMatchObject({ end: 'exited', code: 0 });
          expect(said.join('')).toBe('kept');
        });
      });
    });

    it('has the environment that was given, and nothing else', async () => {
      const env = Object.fromEntries(ODD.map((value, index) => [`V${index}`, value]));
      const { stdout } = await once(['env', '-0'], { env: { ...env, TMPDIR: '/elsewhere', HOME: '/x', 'a.b-c': '1' } });
      const seen = Object.fromEntries(
        stdout
          .split('\0')
          .filter((line) => line !== '')
          .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      const { PATH, ...rest } = seen;
      expect(PATH).toMatch(/(^|:)\/usr\/bin(:|$)/);
      const own = { HOME: '/home/agent', TMPDIR: '/tmp', USER: 'agent', LANG: 'C.UTF-8', PWD: '/workspace' };
      expect(rest).toEqual({ ...env, 'a.b-c': '1', ...own });
      expect((await once(['env'], { env: { LD_LIBRARY_PATH: '/nowhere', PATH: '/usr/bin' } })).stdout).toMatch(
        /^LD_LIBRARY_PATH=\/nowhere$/m,
      );
      await expect(once(['true'], { env: { 'A=B': 'c' } })).rejects.toMatchObject({ code: 'input.invalid' });
      await expect(once(['true'], { env: { A: 'x\0y' } })).rejects.toMatchObject({ code: 'room.argument' });
    });

    it('passes any argument on as it is, also to a program with an odd name', async () => {
      const { stdout } = await once(['/usr/bin/printf', '%s\\0', ...ODD]);
      expect(stdout).toBe(ODD.map((value) => `${value}\0`).join(''));
      const names = some(['-x', '--args', 'a b', 'c=d', "e'\n$(f)"], ['-x', 'c=d', "e'\n$(f)"]);
      const workspace = await lab.workspace(
        Object.fromEntries(names.map((key) => [`bin/${key}`, '#!/bin/sh\necho "$0"\n'])),
      );
      await withRoom(lab, { workspace }, async (room) => {
        for (const key of names) {
          const said = await run(room, [key], { env: { PATH: '/workspace/bin:/usr/bin' } });
          expect(said).toMatchObject({ code: 0, stdout: `/workspace/bin/${key}\n` });
        }
      });
    });

    it('counts a missing program as a shell does', async () => {
      const workspace = await lab.workspace({ 'plain.txt': 'text\n' });
      expect(await once(['no-such-program-anywhere'])).toMatchObject({ end: 'exited', code: 127 });
      expect(await once(['/workspace/plain.txt'], {}, { workspace })).toMatchObject({ end: 'exited', code: 126 });
    });

    it('starts in the directory asked for', async () => {
      const workspace = await lab.workspace({ 'a b/c/file': 'x' });
      expect((await once(['pwd'], { cwd: 'a b/c' }, { workspace })).stdout).toBe('/workspace/a b/c\n');
      await expect(once(['pwd'], { cwd: 'missing' }, { workspace })).rejects.toMatchObject({ code: 'room.start' });
    });

    it('keeps HOME only in a directory of the host', async () => {
      const note = `cd ~; shopt -s dotglob nullglob; for f in *; do echo "$f"; done; echo "$$" > ~/.note; [ -O ~ ] || [ -k ~ ]`;
      const homeDirectory = await lab.directory();
      await withRoom(lab, {}, async (room) => {
        expect(await run(room, note)).toMatchObject({ code: 0, stdout: '' });
        expect((await run(room, note)).stdout).toBe('');
      });
      expect(await once(note, {}, { homeDirectory })).toMatchObject({ code: 0, stdout: '' });
      expect(await once(note, {}, { homeDirectory })).toMatchObject({ code: 0, stdout: '.note\n' });
      expect(await readdir(homeDirectory)).toEqual(['.note']);
    });

    it('writes to its out directory, and only reads what is read-only', async () => {
      const [outDirectory, source] = [await lab.directory(), await lab.directory()];
      await writeFile(join(source, 'file'), 'content', { mode: 0o644 });
      const target = '/run/cleanroom/in/x y,z:1';
      const script = `cat "${target}/file" > /run/cleanroom/out/copy
        for way in 'echo x > file' 'touch new' 'rm -f file' 'chmod 777 file' 'mv file other' 'ln file link'; do
          ( cd "${target}" && eval "$way" ) 2>/dev/null && echo "did $way"; done; :`;
      const done = await once(script, {}, { outDirectory, readOnly: [{ source, target }] });
      expect(done).toMatchObject({ code: 0, stdout: '' });
      expect(await readFile(join(outDirectory, 'copy'), 'utf8')).toBe('content');
      expect(await readdir(source)).toEqual(['file']);
      for (const place of some(['/tmp/a/b/c', '/opt/a/b', '/somewhere/else'], ['/tmp/a/b/c'])) {
        const read = await once(`cat ${place}/file`, {}, { readOnly: [{ source, target: place }] });
        expect(read).toMatchObject({ code: 0, stdout: 'content' });
      }
    });

    it.each(['/workspace/x', '/workspace', '/home/agent/x', '/run/cleanroom/out/x', 'relative', '/tmp/../workspace/x'])(
      'shows nothing at %s, where a command could have put a link',
      async (target) => {
        const readOnly = [{ source: '/usr', target }];
        await expect(once(['true'], {}, { readOnly })).rejects.toMatchObject({ code: 'room.target' });
      },
    );

    it('runs several commands over one top, also from another room', async () => {
      const workspace = await lab.workspace({ a: 'a\n', 'd/b': 'b\n' });
      await withRoom(lab, { workspace }, async (room) => {
        expect(await run(room, 'echo more >> a; rm -r d; mkdir d; echo t > /tmp/t')).toMatchObject({ code: 0 });
        expect((await run(room, `cat a; ${list('/tmp', 'd')}`)).stdout).toBe('a\nmore\n/tmp:\nd:\n');
      });
      expect((await once(`cat a; ${list('d')}`, {}, { workspace })).stdout).toBe('a\nmore\nd:\n');
    });

    it('writes to some directories of its workspace alone', async () => {
      const workspace = await lab.workspace({
        'src/a': 'a\n',
        'src/deep/b': 'b\n',
        'docs/c': 'c\n',
        'x, y/d': 'd\n',
        e: 'e\n',
      });
      const ways = `
        cd /workspace; mkdir /tmp/l
        can() { eval "$1" 2>/dev/null && echo "did $1"; :; }
        can 'echo more >> src/a'; can 'echo new > src/deep/new'; can 'rm src/deep/b'; can 'echo d >> "x, y/d"'
        can 'echo x > ~/f'; can 'echo x > /run/cleanroom/out/f'
        can 'echo x >> docs/c'; can 'echo x > new'; can 'rm -f e'; can 'chmod 777 docs'; can 'mkdir docs/d'; can 'mv docs old'
        can 'mv src/a docs/a'; can 'mv e src/e'; can 'ln e src/hard'; can 'ln src/a docs/hard'; can 'mv src other'; can 'rmdir src/../docs'
        can 'echo x > src/../e'; ln -s ../e src/link; can 'echo x > src/link'; can 'echo x > /proc/self/cwd/e'; can 'echo x > /proc/1/root/workspace/e'
        can 'rm -rf docs'; can 'umount src'; can 'mount -o remount,rw /workspace'; can 'unshare -rm mount --bind /tmp/l docs'; can 'touch -d @1 e'`;
      const outDirectory = await lab.directory();
      const done = await once(ways, {}, { workspace, outDirectory, writable: ['src', 'x, y'] });
      expect(done.stdout.split('\n').filter((line) => line !== '')).toEqual([
        'did echo more >> src/a',
        'did echo new > src/deep/new',
        'did rm src/deep/b',
        'did echo d >> "x, y/d"',
        'did echo x > ~/f',
        'did echo x > /run/cleanroom/out/f',
      ]);
      const seen = await once(
        `cat src/a docs/c "x, y/d" e; ${list('.', 'src', 'src/deep', 'docs')}`,
        {},
        { workspace },
      );
      expect(seen.stdout).toBe('a\nmore\nc\nd\nd\ne\n.: docs e src x, y\nsrc: a deep e link\nsrc/deep: new\ndocs: c\n');
      await withRoom(lab, { workspace, writable: [] }, async (room) => {
        const { stdout } = await run(
          room,
          'echo x > src/a || echo refused; for i in /tmp ~; do echo x > $i/f && echo kept; done',
        );
        expect(stdout).toBe('refused\nkept\nkept\n');
      });
    });

    it.each([
      'link',
      'link/in',
      'src/out',
      'file',
      'missing',
      'src/missing',
      '',
      '.',
      '..',
      'src/../src',
      '/src',
      'src/',
      'a\0b',
    ])('refuses %j as a directory to write to', async (root) => {
      const workspace = await lab.workspace({ 'src/a': 'a\n', 'docs/in/c': 'c\n', file: 'f\n' });
      await once('ln -s docs link; ln -s /etc src/out', {}, { workspace });
      await expect(once(['true'], {}, { workspace, writable: [root] })).rejects.toMatchObject({
        code: 'room.writable',
      });
    });

    it.each([
      ['when the command ends', 'exit 0', {}, 'exited'],
      ['when the time is over', 'sleep 999', { timeoutMs: 3000 }, 'timeout'],
      ['when it prints too much', 'yes', { outputBytes: 1 << 16 }, 'output-limit'],
    ] as const)('leaves no daemon alive %s', async (_when, last, options, end) => {
      const sleep = uniqueSleep();
      let done = await once(daemons(sleep, last), options);
      // On a busy machine they may not all be there before the time is over: then it was no test of this.
      for (const timeoutMs of [15_000, 60_000])
        if (done.end === 'timeout' && !done.stdout.includes('ready'))
          done = await once(daemons(sleep, last), { ...options, timeoutMs });
      expect(done.stdout).toContain('ready');
      expect(done.end).toBe(end);
      expect(await marked(sleep)).toEqual([]);
    });

    it('leaves none of many processes alive', async () => {
      const sleep = uniqueSleep();
      const many = lab.manyProcesses ?? 1000;
      const limits = { ...lab.limits, processes: many + 200 };
      const script = `for i in {1..${many}}; do sleep ${sleep} & done; jobs -r | wc -l`;
      expect(await once(script, {}, { limits })).toMatchObject({ end: 'exited', code: 0, stdout: `${many}\n` });
      expect(await marked(sleep)).toEqual([]);
    });

    it('carries parallel connections and large bodies to the host, until it ends', async () => {
      const http = createServer((request, response) => {
        const hash = createHash('sha256');
        request.on('data', (chunk: Buffer) => hash.update(chunk));
        request.on('end', () =>
          response.end(`${request.url} ${hash.digest('hex')} ${'y'.repeat(request.url === '/0' ? 16 << 20 : 1000)}`),
        );
      });
      const servers: Server[] = [];
      const listener = {
        port: 7777,
        accept(server: Server) {
          servers.push(server);
          server.on('connection', (socket) => http.emit('connection', socket));
        },
      };
      const script = `
        const http = require('node:http'); const { createHash } = require('node:crypto');
        const ask = (i) => new Promise((resolve, reject) => {
          const body = Buffer.alloc(i === 0 ? 32 << 20 : 1000, i);
          const request = http.request({ port: 7777, host: '127.0.0.1', path: '/' + i, method: 'POST', agent: false }, (response) => {
            let text = ''; response.setEncoding('utf8').on('data', (part) => text += part);
            response.on('end', () => resolve(text === '/' + i + ' ' + createHash('sha256').update(body).digest('hex') + ' ' + 'y'.repeat(i ? 1000 : 16 << 20)));
          });
          request.on('error', reject); request.end(body);
        });
        Promise.all(Array.from({ length: 64 }, (_, i) => ask(i))).then((all) => console.log(all.filter(Boolean).length));`;
      await withRoom(lab, {}, async (room) => {
        for (const turn of [1, 2]) {
          const done = await run(room, ['node', '-e', script], { listener });
          expect(done).toMatchObject({ end: 'exited', code: 0, stdout: '64\n' });
          expect(servers.map((server) => server.listening)).toEqual(Array(turn).fill(false));
        }
        const none = await run(room, 'exec 3<>/dev/tcp/127.0.0.1/7777');
        expect(none.stderr).toMatch(/Connection refused/);
      });
      http.close();
    });

    it('never runs the command before its line to the host stands', async () => {
      const heard: string[] = [];
      const listener = {
        port: 4444,
        accept: (server: Server) =>
          void server.on('connection', (socket) => socket.on('data', (data) => heard.push(String(data)))),
      };
      const times = costly ? 2 : 5;
      for (let i = 0; i < times; i++) await once(`echo hello > /dev/tcp/127.0.0.1/4444`, { listener });
      expect(heard).toEqual(Array(times).fill('hello\n'));
    });

    it('keeps rooms side by side apart', async () => {
      const sleep = uniqueSleep();
      const line = (word: string) => ({
        port: 5555,
        accept: (server: Server) => void server.on('connection', (socket) => socket.end(word)),
      });
      const controller = new AbortController();
      let ready = (): void => {};
      const first = new Promise<void>((resolve) => {
        ready = resolve;
      });
      const one = once(`echo one > /tmp/x; echo one > ~/x; echo one > x; sleep ${sleep} & ${hear(5555)}; wait`, {
        listener: line('one'),
        signal: controller.signal,
        onOutput: () => ready(),
      });
      await first;
      const two = await once(
        `${list('.', '~', '/tmp', '/dev/shm')}; ${hear(5555)}; grep -lz '^${sleep}$' /proc/[0-9]*/cmdline; :`,
        { listener: line('two') },
      );
      expect(two.stdout).toBe('.:\n/home/agent:\n/tmp:\n/dev/shm:\ntwo');
      controller.abort();
      expect(await one).toMatchObject({ end: 'cancelled', stdout: 'one' });
    });
  });
}
