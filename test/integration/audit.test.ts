import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuditor } from '../../src/audit/auditor.js';
import type { AuditEvent, Auditor, AuditSummary, ExecEvent } from '../../src/audit/types.js';
import { systemClock } from '../../src/support/clock.js';
import { removeTree } from '../../src/support/remove-tree.js';

const scratch = mkdtempSync(join(tmpdir(), 'cleanroom-audit-test-'));
/** What the clock says, whoever sets that of this machine meanwhile. */
const BEGUN = Date.UTC(2030, 0, 1);
const options = {
  uid: process.getuid?.() ?? 1,
  arch: process.arch,
  path: process.env['PATH'] ?? '',
  sudo: false,
  clock: { ...systemClock, now: () => BEGUN },
};
let made = 0;
/** Under a path that holds what separates words and lines. */
const newAuditor = (): Promise<Auditor> => {
  made += 1;
  return createAuditor({ ...options, directory: join(scratch, `a ${made}\n`) });
};
const probe = await newAuditor();
const able = probe.ability.available;
await probe.close();
if (!able) process.stderr.write(`skipped: the kernel cannot be asked here: ${probe.ability.reason}\n`);

afterAll(() => removeTree(scratch));

interface Followed {
  readonly events: readonly AuditEvent[];
  readonly execs: readonly ExecEvent[];
  readonly summary: AuditSummary;
  readonly code: number | null;
  readonly pid: number;
  readonly lost: number;
}

/** As a builder of rooms does: the first process says its number, gets through, and becomes the command. */
async function follow(auditor: Auditor, argv: readonly string[], room = 'attempt-1'): Promise<Followed> {
  const events: AuditEvent[] = [];
  let lost = 0;
  const audit = await auditor.follow(
    { room, stage: 'agent', attempt: 1 },
    {
      onEvent: (event) => void events.push(event),
      onLost: () => {
        lost += 1;
      },
    },
  );
  if (!audit) throw new Error('not followed');
  const script = 'echo $$ >> "$1"; echo $$ >> "$2"; shift 2; exec "$@"';
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...audit.pidFiles, ...argv], { stdio: 'ignore' });
  const code = await new Promise<number | null>((resolve) => child.on('close', (status) => resolve(status)));
  const summary = await audit.finish();
  const execs = events.filter((event) => event.kind === 'exec');
  return { events, execs, summary, code, pid: child.pid ?? 0, lost };
}

describe.skipIf(!able)('the kernel audit', () => {
  let auditor: Auditor;
  beforeAll(async () => {
    auditor = await newAuditor();
  });
  afterAll(() => auditor.close());

  it('tells every program with its arguments, its parent and its end', async () => {
    const { events, execs, summary, pid } = await follow(auditor, [
      '/bin/sh',
      '-c',
      '/bin/echo "a b" c; (exit 3); /bin/false; :',
    ]);
    expect(execs.map(({ exe, argv }) => [exe, ...argv])).toEqual([
      ['/bin/sh', '/bin/sh', '-c', '/bin/echo "a b" c; (exit 3); /bin/false; :'],
      ['/bin/echo', '/bin/echo', 'a b', 'c'],
      ['/bin/false', '/bin/false'],
    ]);
    expect(execs[0]).toMatchObject({ room: 'attempt-1', stage: 'agent', attempt: 1, pid, uid: 0, argvCut: 0 });
    expect(execs[1]?.parentPid).toBe(pid);
    const exits = events.filter((event) => event.kind === 'exit');
    expect(exits.map(({ code }) => code)).toEqual([0, 3, 1, 0]);
    expect(exits[0]?.pid).toBe(execs[1]?.pid);
    expect(summary).toEqual({ execs: 3, exits: 4, connects: 0, dropped: 0 });
    const after = Date.parse(execs[0]?.time ?? '') - BEGUN;
    expect(after).toBeGreaterThanOrEqual(0);
    expect(after).toBeLessThan(3_600_000);
  });

  it('tells the signal that ended a process', async () => {
    const { events } = await follow(auditor, [
      '/bin/sh',
      '-c',
      '/bin/sh -c "kill -9 \\$\\$"; /bin/sh -c "kill -15 \\$\\$"; :',
    ]);
    const exits = events.filter((event) => event.kind === 'exit');
    expect(exits.map(({ code, signal }) => [code, signal])).toEqual([
      [null, 'SIGKILL'],
      [null, 'SIGTERM'],
      [0, null],
    ]);
  });

  it('shows hostile arguments as they are: none can forge a line, a field or an argument', async () => {
    const hostile = [
      'new\nline',
      `"quoted' \\ back`,
      '',
      'x-1 [000] ..... 12.3: sched_process_exec: filename=/bin/forged pid=1 old_pid=1',
      '{"kind":"exec","exe":"/bin/forged"}\n{"kind":"exec"}',
      '\u001b[2J\u202e',
      'ü€',
    ];
    const { execs } = await follow(auditor, ['/bin/true', ...hostile]);
    expect(execs).toHaveLength(1);
    expect(execs[0]?.argv).toEqual(['/bin/true', ...hostile]);
  });

  it('says how much of a long argument list is not shown', async () => {
    const { execs } = await follow(auditor, ['/bin/true', 'x'.repeat(400), 'y'.repeat(60_000), 'z']);
    expect(execs[0]?.argv.slice(0, 2)).toEqual(['/bin/true', 'x'.repeat(400)]);
    expect(execs[0]?.argvCut).toBe('/bin/true'.length + 1 + 401 + 60_001 + 2 - 16_384);
    const short = await follow(auditor, ['/bin/true', 'x'.repeat(600)]);
    expect(short.execs[0]).toMatchObject({ argv: ['/bin/true', 'x'.repeat(600)], argvCut: 0 });
  });

  it('follows what tries to get away: daemons, new sessions, programs that cannot be read, other users', async () => {
    const hidden = join(scratch, 'hidden');
    copyFileSync('/bin/true', hidden);
    chmodSync(hidden, 0o111);
    chmodSync(scratch, 0o755);
    const there = join(scratch, 'there');
    const script = `(setsid sh -c '(/bin/true daemon; : > ${there}) &' &); until [ -e ${there} ]; do sleep 0.01; done; setpriv --reuid 4711 --clear-groups ${hidden} unreadable; :`;
    const { execs } = await follow(auditor, ['/bin/sh', '-c', script]);
    expect(execs.map(({ argv }) => argv.at(-1))).toEqual(expect.arrayContaining(['daemon', 'unreadable']));
    expect(execs.find(({ exe }) => exe === hidden)?.uid).toBe(4711);
  });

  it('tells a script by its own path', async () => {
    const script = join(scratch, 'script.sh');
    writeFileSync(script, '#!/bin/sh -e\nexit 4\n', { mode: 0o755 });
    const { execs } = await follow(auditor, [script, 'one']);
    expect(execs).toHaveLength(1);
    expect(execs[0]).toMatchObject({ exe: script, argv: ['/bin/sh', '-e', script, 'one'] });
  });

  it('tells connections that were asked for, also those that fail', async () => {
    const script = `use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6);
      socket(my $s, AF_INET, SOCK_STREAM, 0); connect($s, pack_sockaddr_in(9, inet_aton("127.0.0.1")));
      socket(my $u, AF_UNIX, SOCK_STREAM, 0); connect($u, pack_sockaddr_un("/nowhere/socket"));
      socket(my $a, AF_UNIX, SOCK_STREAM, 0); connect($a, pack_sockaddr_un("\\0abstract"));
      socket(my $v, AF_INET6, SOCK_DGRAM, 0); connect($v, pack_sockaddr_in6(53, inet_pton(AF_INET6, "2001:db8::1")));`;
    const { events } = await follow(auditor, ['unshare', '--net', 'perl', '-e', script]);
    const connects = events.filter((event) => event.kind === 'connect');
    expect(connects.map(({ family, address, port }) => [family, address, port])).toEqual([
      ['inet', '127.0.0.1', 9],
      ['unix', '/nowhere/socket', null],
      ['unix', '@abstract', null],
      ['inet6', '2001:db8::1', 53],
    ]);
  });

  it('shows nothing of the rest of the host, and keeps rooms apart', async () => {
    const stop = new AbortController();
    const other = spawn('/bin/sh', ['-c', 'while :; do /bin/true of-the-host; done'], {
      signal: stop.signal,
      stdio: 'ignore',
    });
    other.on('error', () => {});
    const [one, two] = await Promise.all([
      follow(auditor, ['/bin/sh', '-c', 'for i in 1 2 3 4 5 6 7 8; do /bin/true one; done; :'], 'one'),
      follow(auditor, ['/bin/sh', '-c', 'for i in 1 2 3 4 5 6 7 8; do /bin/true two; done; :'], 'two'),
    ]);
    stop.abort();
    const last = (of: Followed): unknown =>
      new Set(of.execs.slice(1).map(({ argv, room }) => `${argv.at(-1)} in ${room}`));
    expect(last(one)).toEqual(new Set(['one in one']));
    expect(last(two)).toEqual(new Set(['two in two']));
    expect([one.execs.length, two.execs.length]).toEqual([9, 9]);
  });

  it('a flood of connections hides no program, and what was left out is counted', async () => {
    const flood = `use Socket; my $to = pack_sockaddr_in(9, inet_aton("127.0.0.1"));
      socket(my $s, AF_INET, SOCK_DGRAM, 0); connect($s, $to) for 1 .. 25_000; exec "/bin/true", "after";`;
    const { execs, summary, lost } = await follow(auditor, ['perl', '-e', flood]);
    expect(execs.at(-1)?.argv).toEqual(['/bin/true', 'after']);
    expect(summary.connects + summary.dropped).toBe(25_000);
    expect(summary.dropped).toBeGreaterThanOrEqual(5000);
    expect(lost).toBe(1);
  });

  it('sees a thousand programs, each with its end', async () => {
    const many = 'i=0; while [ $i -lt 1000 ]; do /bin/true $i; i=$((i + 1)); done; :';
    const { execs, summary } = await follow(auditor, ['/bin/sh', '-c', many]);
    expect(execs.slice(1).map(({ argv }) => Number(argv[1]))).toEqual(
      Array.from({ length: 1000 }, (_, index) => index),
    );
    expect(summary).toMatchObject({ execs: 1001, exits: 1001, dropped: 0 });
  });
});

describe.skipIf(!able)('without its helper', () => {
  it('a room still starts, and the record says that it is not whole', async () => {
    const auditor = await newAuditor();
    const events: AuditEvent[] = [];
    let lost = 0;
    const audit = await auditor.follow(
      { room: 'r', stage: 'proof', attempt: 2 },
      {
        onEvent: (event) => void events.push(event),
        onLost: () => {
          lost += 1;
        },
      },
    );
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1').trim().split(' ');
    const helper = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('cleanroom-audit'));
    process.kill(Number(helper), 'SIGKILL');
    const child = spawn('/bin/sh', ['-c', 'echo $$ >> "$1"; echo $$ >> "$2"', 'sh', ...(audit?.pidFiles ?? [])]);
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect((await audit?.finish())?.dropped).toBeGreaterThan(0);
    expect(lost).toBe(1);
    expect(auditor.ability.available).toBe(false);
    expect(await auditor.follow({ room: 's', stage: 'proof', attempt: 2 }, { onEvent() {} })).toBeUndefined();
    await auditor.close();
  });
});

describe('where the kernel cannot be asked', () => {
  it('says why and follows nothing', async () => {
    const directory = join(scratch, 'none');
    const cases = [
      [{ uid: 1000 }, 'only root'],
      [{ arch: 'riscv64' }, 'riscv64'],
      [{ btf: '/nonexistent/vmlinux' }, '/nonexistent/vmlinux'],
      [{ btf: '/bin/true' }, 'type information'],
      [{ path: '/nonexistent' }, 'perl'],
    ] as const;
    for (const [change, why] of cases) {
      const auditor = await createAuditor({ ...options, uid: 0, directory, ...change });
      expect(auditor.ability).toMatchObject({ available: false, reason: expect.stringContaining(why) as string });
      expect(await auditor.follow({ room: 'r', stage: 'agent', attempt: 1 }, { onEvent() {} })).toBeUndefined();
      await auditor.close();
      await removeTree(directory);
    }
  });
});
