import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shimProgram } from '../../../src/commands/shim.js';
import type { CommandRequest } from '../../../src/commands/types.js';
import { decodeRequest, readBody } from '../../../src/commands/wire.js';

/** The real shim against a server that reads as the broker does. Everything that a pipe can carry has to pass. */
const BYTES = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7 + (index >> 8)) % 256));
const ANSWER = { exitCode: 37, stdout: BYTES, stderr: Buffer.from('\0\r\n\r\nwarning\xff\n', 'latin1') };

let directory: string;
let server: Server;
let port: number;
let seen: CommandRequest[];
let proxied: number;
let cut: boolean;

beforeEach(async () => {
  directory = await mkdtemp('/tmp/cleanroom-shim-');
  seen = [];
  proxied = 0;
  cut = false;
  server = createServer(async (request, reply) => {
    if (!(request.url ?? '').startsWith('/cleanroom/command/tool')) proxied += 1;
    seen.push(decodeRequest(await readBody(request)));
    const { exitCode, stdout, stderr } = ANSWER;
    reply.writeHead(200, {
      'content-length': stdout.length + stderr.length,
      'x-cleanroom-exit': exitCode,
      'x-cleanroom-stdout': stdout.length,
      'x-cleanroom-stderr': stderr.length,
      connection: 'close',
    });
    if (cut) {
      reply.write(stdout.subarray(0, 1000));
      setImmediate(() => request.socket.destroy());
      return;
    }
    reply.write(stdout);
    reply.end(stderr);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  await rm(directory, { recursive: true, force: true });
});

interface ShimRun {
  readonly args?: readonly string[];
  readonly stdin?: Buffer | 'open';
  readonly mode?: 'asked' | 'always' | 'never';
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** Instead of the interpreter that the shim names. */
  readonly shell?: readonly string[];
}

async function run(options: ShimRun): Promise<{ code: number | null; stdout: Buffer; stderr: Buffer }> {
  const program = join(directory, 'tool');
  await writeFile(program, shimProgram({ name: 'tool', stdin: options.mode ?? 'asked' }, options.port ?? port));
  await chmod(program, 0o755);
  const cwd = join(directory, 'cwd');
  await mkdir(cwd, { recursive: true });
  const temporary = join(directory, 'tmp');
  await mkdir(temporary, { recursive: true });
  const [started = program, ...rest] = [...(options.shell ?? []), program, ...(options.args ?? [])];
  const child = spawn(started, rest, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: temporary, ...options.env },
    stdio: 'pipe',
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => {});
  if (options.stdin !== 'open') child.stdin.end(options.stdin ?? '');
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect(await readdir(temporary)).toEqual([]);
  return { code, stdout: Buffer.concat(out), stderr: Buffer.concat(err) };
}

async function files(given: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(given)) {
    const path = join(directory, 'cwd', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const WAYS = ['bash', 'perl', 'python3', 'node', 'curl', 'nc'] as const;

describe('the shim of a brokered command', () => {
  for (const way of WAYS) {
    it.skipIf(!has(way))(
      `carries every byte both ways by ${way}${has(way) ? '' : ' (skipped: it is not installed)'}`,
      async () => {
        await files({ 'a b.yaml': 'content\n', empty: '' });
        const args = [
          'apply',
          '-f',
          'a b.yaml',
          '--empty=empty',
          '',
          'two\nlines ',
          "it's",
          '$(x)',
          '--',
          '漢字',
          '-n%s\\n',
        ];
        const proxy = {
          http_proxy: 'http://127.0.0.1:9',
          ALL_PROXY: 'http://127.0.0.1:9',
          HTTP_PROXY: 'http://127.0.0.1:9',
        };
        const result = await run({
          args,
          stdin: Buffer.from('in ü\n\n'),
          mode: 'always',
          env: { CLEANROOM_SHIM_WAYS: way, ...proxy },
        });
        expect(result.code).toBe(37);
        expect(result.stdout.equals(ANSWER.stdout)).toBe(true);
        expect(result.stderr.equals(ANSWER.stderr)).toBe(true);
        expect(proxied).toBe(0);
        expect(seen).toHaveLength(1);
        expect(seen[0]).toMatchObject({ cwd: join(directory, 'cwd'), args, stdin: 'in ü\n\n' });
        const path = (name: string) => join(directory, 'cwd', name);
        expect([...(seen[0]?.files ?? [])].map(([name, content]) => [name, String(content)])).toEqual([
          [path('a b.yaml'), 'content\n'],
          [path('empty'), ''],
        ]);
      },
    );
  }

  it('finds files in the values of options, and sends none from places that are not for work', async () => {
    await files({ 'x.yaml': 'x', 'y.yaml': 'y', 'deep/z.yaml': 'z', 'dir/inside': '' });
    await symlink('/etc/hostname', join(directory, 'cwd', 'link'));
    await run({
      args: [
        '-fx.yaml',
        '--file=y.yaml,deep/z.yaml',
        '-f',
        `${directory}/cwd/deep/z.yaml`,
        'dir',
        '/etc/passwd',
        'none',
        '-f=x.yaml',
      ],
    });
    const names = [...(seen[0]?.files.keys() ?? [])].map((path) => path.replace(`${directory}/cwd/`, ''));
    expect(names.sort()).toEqual(['deep/z.yaml', 'x.yaml', 'y.yaml']);
  });

  it.each([['-'], ['-f-'], ['--filename=-'], ['/dev/stdin']])('reads its standard input for %s', async (argument) => {
    await run({ args: ['apply', argument], stdin: Buffer.from('text') });
    expect(seen[0]?.stdin).toBe('text');
  });

  it('does not wait for a standard input that nobody asked for', async () => {
    expect((await run({ args: ['get', 'pods'], stdin: 'open' })).code).toBe(37);
    expect((await run({ args: ['apply', '-'], stdin: 'open', mode: 'never' })).code).toBe(37);
    expect(seen.map(({ stdin }) => stdin)).toEqual([undefined, undefined]);
  });

  it('says what is missing in a room without any of the programs that it can use', async () => {
    const result = await run({ env: { CLEANROOM_SHIM_WAYS: 'no-such-program' } });
    expect(result.code).toBe(125);
    expect(String(result.stderr)).toMatch(/^cleanroom: tool: this room has none of bash, .* nc, /);
  });

  it('tries the next program where one gets no connection, and says so in the end', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const free = (closed.address() as AddressInfo).port;
    await new Promise<void>((resolve) => closed.close(() => resolve()));
    const result = await run({ port: free });
    expect(result.code).toBe(125);
    expect(String(result.stderr)).toBe('cleanroom: tool: the broker did not answer\n');
  });

  it('fails when the answer is cut short, and shows nothing of it', async () => {
    cut = true;
    const result = await run({});
    expect(result).toMatchObject({ code: 125, stdout: Buffer.alloc(0) });
    expect(String(result.stderr)).toContain('cut short');
    expect(seen).toHaveLength(1);
  });

  const busybox = has('busybox');
  it.skipIf(!busybox)(
    `works with the smallest of tools${busybox ? '' : ' (skipped: busybox is not installed)'}`,
    async () => {
      await files({ 'x.yaml': 'x' });
      const tools = join(directory, 'tools');
      await mkdir(tools);
      const program = String(spawnSync('sh', ['-c', 'command -v busybox']).stdout).trim();
      for (const name of ['sh', 'cat', 'wc', 'mktemp', 'rm', 'head', 'tail', 'nc'])
        await symlink(program, join(tools, name));
      const result = await run({
        args: ['apply', '-f', 'x.yaml', 'ü'],
        env: { PATH: tools },
        shell: [join(tools, 'sh')],
      });
      expect(result.code).toBe(37);
      expect(result.stdout.equals(ANSWER.stdout)).toBe(true);
      expect(result.stderr.equals(ANSWER.stderr)).toBe(true);
      expect(seen[0]?.args).toEqual(['apply', '-f', 'x.yaml', 'ü']);
    },
  );
});
