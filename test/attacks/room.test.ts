import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomLimits } from '../../src/room/types.js';
import { localIdentities, localLab } from '../support/local-room.js';
import { marked, type RoomLab, run, uniqueSleep, withRoom } from '../support/room-conformance.js';

const SECRET = `secret-${uniqueSleep()}`;

/** What the filter or the missing capabilities answer to each call of probe.c, on every identity and kernel. */
const DENIED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    (
      'unshare-user unshare-mount unshare-net unshare-time clone-user clone-pid setns keyctl add_key request_key raw-icmp ' +
      'mount bind remount umount pivot_root fsopen open_tree mount_setattr open_tree_attr chroot mknod-block mknod-kmem ' +
      'setuid-0 setresuid-other setgid-0 setgroups io_uring bpf userfaultfd perf handle module kexec reboot syslog acct ' +
      'swapon sethostname settime tiocsti tioclinux tiocsti-high'
    )
      .split(' ')
      .map((name) => [name, 'EPERM']),
  ),
  ...Object.fromEntries(['vsock', 'packet', 'alg', 'xdp', 'uevent', 'tipc-pair'].map((name) => [name, 'EAFNOSUPPORT'])),
  'clone3-user': 'ENOSYS',
  ...(process.arch === 'x64' ? { x32: 'SIGSYS', i386: 'SIGSYS' } : {}),
  abstract: 'ECONNREFUSED',
  'path-socket': 'ENOENT',
  'control-unix': 'ok',
  'control-route': 'ok',
  'control-thread': 'ok',
};

let site: string;
let probe: string | undefined;
let victim: ChildProcess;
const abstractName = `cleanroom-${SECRET}`;
const pathSocket = (): string => join(site, 'docker.sock');
const servers = [createServer((socket) => socket.end(SECRET)), createServer((socket) => socket.end(SECRET))];

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'host-'));
  await chmod(site, 0o755);
  for (const name of ['.ssh/id_ed25519', '_runner_file_commands/set_env', '_temp/token', 'inherited']) {
    await mkdir(dirname(join(site, name)), { recursive: true });
    await writeFile(join(site, name), `${SECRET}\n`, { mode: 0o666 });
  }
  victim = spawn('sleep', [`9${Date.now()}`], { env: { TOKEN: SECRET }, stdio: 'ignore', argv0: SECRET });
  await Promise.all([
    new Promise<void>((resolve) => servers[0]?.listen(pathSocket(), resolve)),
    new Promise<void>((resolve) => servers[1]?.listen(`\0${abstractName}`, resolve)),
  ]);
  try {
    execFileSync('cc', ['-o', join(site, 'probe'), join(dirname(fileURLToPath(import.meta.url)), 'probe.c')]);
    probe = join(site, 'probe');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
});

afterAll(async () => {
  victim?.kill('SIGKILL');
  for (const server of servers) server.close();
  await rm(site, { recursive: true, force: true });
});

for (const { kind, unable } of await localIdentities()) {
  if (unable !== undefined) {
    it(`attacks from local rooms as ${kind}`, (ctx) => ctx.skip(unable));
    continue;
  }
  describe(`from a room of ${kind}`, () => {
    let lab: RoomLab;
    let counted: boolean;
    beforeAll(async () => {
      const local = await localLab({ identity: kind });
      lab = local;
      counted = local.host.cgroups.support !== 'rlimit';
    });
    afterAll(() => lab?.dispose());
    const limited = (limits: Partial<RoomLimits>) => ({ limits: { ...lab.limits, ...limits } });
    const inside = (script: string, options: Parameters<typeof run>[2] = {}, spec = {}) =>
      withRoom(lab, spec, (room) => run(room, script, options));

    it('the kernel refuses every dangerous call', async (ctx) => {
      if (probe === undefined) return ctx.skip('no C compiler (cc)');
      const readOnly = [{ source: probe, target: '/run/cleanroom/in/probe' }];
      const { stdout } = await inside(
        `exec /run/cleanroom/in/probe '${abstractName}' '${pathSocket()}'`,
        {},
        { readOnly },
      );
      const said = Object.fromEntries(
        stdout
          .trim()
          .split('\n')
          .map((line) => line.split(' ')),
      );
      // 0 and others are no users at all in a user namespace that does not map them.
      for (const name of ['setuid-0', 'setresuid-other', 'setgid-0']) if (said[name] === 'EINVAL') said[name] = 'EPERM';
      // There is no such call where the kernel was built without it.
      if (said['ioperm'] === 'ENOSYS') said['ioperm'] = 'EPERM';
      expect(said).toEqual({ ...DENIED, ...(process.arch === 'x64' ? { ioperm: 'EPERM' } : {}) });
    });

    it('no capability, group or other user is left', async () => {
      const { stdout } = await inside('cat /proc/self/status; id -G; sudo -n id; su -c id; mount -t tmpfs none /tmp');
      const status = Object.fromEntries(stdout.split('\n').map((line) => line.split(/:\s*/)));
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(status[set]).toBe('0'.repeat(16));
      expect(status).toMatchObject({ NoNewPrivs: '1', Seccomp: '2' });
      expect(status['Uid'].split('\t')).not.toContain('0');
      expect(stdout).not.toContain('uid=0');
    });

    it('processes of the host are not there to be read or killed', async () => {
      const me = process.pid;
      const { stdout, stderr } = await inside(
        `
        cat > /tmp/pattern
        cat /proc/[0-9]*/{environ,cmdline,maps} 2>/dev/null | tr '\\0' '\\n' | grep -acf /tmp/pattern
        ls -d /proc/[0-9]* | wc -l
        for pid in ${me} ${victim.pid} ${process.ppid}; do
          kill -9 $pid; ls /proc/$pid/root/ /proc/$pid/cwd/; cat /proc/$pid/mem; done
        (setsid sleep 1 & ) ; kill -9 -1`,
        { stdin: SECRET },
      );
      const [seen, processes] = stdout.split('\n');
      expect(seen).toBe('0');
      expect(Number(processes)).toBeLessThan(12);
      expect(stderr.match(/No such process/g)?.length).toBe(3);
      expect(victim.exitCode ?? victim.signalCode).toBeNull();
    });

    it('secrets of the command are in no command line, inside or outside', async () => {
      let outside: string[] | undefined;
      const looked = { done: (): void => {} };
      const waiting = new Promise<void>((resolve) => {
        looked.done = resolve;
      });
      const listener = {
        port: 7777,
        accept: (server: import('node:net').Server) =>
          void server.on('connection', async (socket) => {
            outside = await marked(SECRET);
            looked.done();
            socket.end('go');
          }),
      };
      const done = await inside(
        `cat < /dev/tcp/127.0.0.1/7777; cat /proc/[0-9]*/cmdline | grep -acf <(printenv TOKEN); :`,
        {
          env: { TOKEN: SECRET },
          listener,
        },
      );
      await waiting;
      expect(outside?.filter((line) => !line.startsWith(`${victim.pid}:`))).toEqual([]);
      expect(done.stdout).toBe('go0\n');
    });

    it('no descriptor beyond the standard three is inherited', async () => {
      const { stdout } = await inside('ls /proc/$$/fd');
      expect(
        stdout
          .trim()
          .split('\n')
          .filter((fd) => fd !== '255' && Number(fd) > 3),
      ).toEqual([]);
      expect((await inside('true <&3')).code).not.toBe(0);
      expect((await inside('cat <&7; cat <&77')).stdout).toBe('');
    });

    it('files of the host are not there: home, keys, runner files, tools, sockets', async () => {
      const { stdout } = await inside(`
        ls -d ${site} ${tmpdir()}/* /root /root/.ssh /home/*/.ssh /var/run/docker.sock /run/docker.sock /run/* /var/lib \\
          /etc/shadow /etc/sudoers /etc/ssh /boot /sys /sys/fs/cgroup /dev/kvm /dev/vsock /dev/mem /dev/sda /dev/vda /.dockerenv 2>/dev/null
        ls -A /home /etc /dev; :`);
      const found = stdout.split('\n');
      expect(found.filter((path) => path.startsWith('/') && path !== '/run/cleanroom' && !path.endsWith(':'))).toEqual(
        [],
      );
      for (const name of ['shadow', 'sudoers', 'ssh', 'kvm', 'fuse', 'vsock', 'mem']) expect(found).not.toContain(name);
    });

    it('nothing but workspace, HOME, scratch and out can be written', async () => {
      const outDirectory = await lab.directory();
      const { stdout } = await inside(
        `find / \\( -path /proc -o -path /workspace -o -path /home/agent -o -path /tmp -o -path /dev/shm -o -path /run/cleanroom/out \\) -prune \\
           -o ! -type l -writable -print 2>/dev/null
         find /proc/irq /proc/bus /proc/acpi /proc/fs /proc/sys/{vm,net,dev,abi,debug} -type f -writable 2>/dev/null
         for file in /proc/sys/kernel/core_pattern /proc/sys/vm/overcommit_memory /proc/sys/kernel/hostname /proc/sys/net/ipv4/ip_forward \\
             /proc/sysrq-trigger /proc/sys/user/max_user_namespaces /proc/self/oom_score_adj; do
           (echo -1 > $file) 2>/dev/null && echo "wrote $file"; done
         mkdir -p ${site}/_runner_file_commands; echo x >> ${site}/_runner_file_commands/set_env
         mount -o remount,rw / ; mount -o remount,rw,bind /usr; :`,
        {},
        { outDirectory },
      );
      const allowed = /^\/dev\/(null|zero|full|random|urandom|tty|ptmx|pts|pts\/ptmx|pts\/\d+)$/;
      expect(stdout.split('\n').filter((path) => path !== '' && !allowed.test(path))).toEqual([]);
      expect(await readFile(join(site, '_runner_file_commands/set_env'), 'utf8')).toBe(`${SECRET}\n`);
    });

    it('kernel settings that it can write are its own', async () => {
      const list = 'find /proc/sys -type f -writable 2>/dev/null; :';
      const files = (await inside(list)).stdout.split('\n').filter((path) => path !== '');
      const values = () => Promise.all(files.map((path) => readFile(path, 'utf8').catch(() => '')));
      // The last pid changes by itself.
      const before = await values();
      await inside(`${list.replace(';', '| grep -v last_pid | while read -r file; do echo 1 > $file; done;')}`);
      const after = await values();
      expect(files.filter((path, index) => !path.endsWith('last_pid') && after[index] !== before[index])).toEqual([]);
    });

    it('links lead nowhere outside', async () => {
      const workspace = await lab.workspace({ file: 'x' });
      const { stdout } = await inside(
        `ln -s ${site}/inherited a; ln -s /proc/1/root b; ln -s /etc/passwd c; ln /etc/passwd d 2>/dev/null; ln /usr/bin/env e 2>/dev/null
         cat a b/${site}/inherited 2>/dev/null; echo x 2>/dev/null >> c; ls; cp /usr/bin/id ./s; chmod 6755 s; ./s -u`,
        {},
        { workspace },
      );
      expect(stdout).not.toContain(SECRET);
      expect(stdout.split('\n').slice(0, 4)).toEqual(['a', 'b', 'c', 'file']);
    });

    it('no network is reached: addresses, names, metadata, ports of the host, datagrams', async () => {
      const heard: string[] = [];
      const tcp = createServer((socket) => {
        heard.push('tcp');
        socket.end(SECRET);
      });
      const udp = createSocket({ type: 'udp6', ipv6Only: false }).on('message', () => heard.push('udp'));
      await new Promise<void>((resolve) => tcp.listen(0, '::', resolve));
      await new Promise<void>((resolve) => udp.bind(0, '::', resolve));
      const port = (tcp.address() as { port: number }).port;
      const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
      const targets = ['127.0.0.1', '::1', ...own].flatMap((host) => [
        `tcp/${host}/${port}`,
        `udp/${host}/${udp.address().port}`,
      ]);
      targets.push(
        'tcp/169.254.169.254/80',
        'tcp/192.0.2.1/443',
        'udp/192.0.2.1/53',
        'tcp/2001:db8::1/443',
        'udp/127.0.0.53/53',
      );
      const { stdout } = await inside(`
        for target in ${targets.join(' ')}; do
          (exec 3<>/dev/$target && echo hello >&3 && case $target in tcp*) echo "reached $target"; cat <&3 ;; esac) 2>/dev/null; done
        getent ahosts example.com; ls /sys/class/net 2>/dev/null; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; wc -l < /proc/net/route`);
      tcp.close();
      udp.close();
      expect(stdout).toBe('lo\n1\n');
      expect(heard).toEqual([]);
    });

    it('a memory bomb ends the room only', async () => {
      const bomb = `exec perl -e '$x = "x" x (900 << 20); print length $x'`;
      const done = await inside(bomb, {}, limited({ memoryBytes: 128 << 20 }));
      expect(done.stdout).toBe('');
      if (counted) expect(done.end).toBe('memory-limit');
      else expect(done.end === 'exited' ? done.code : 1).not.toBe(0);
    });

    it('memory in many processes and in scratch files counts too', async (ctx) => {
      if (!counted) return ctx.skip('no control groups for this user');
      const many = `for i in {1..8}; do perl -e '$x = "x" x (40 << 20); sleep 20' & done; wait -n; exit 1`;
      expect((await inside(many, {}, limited({ memoryBytes: 128 << 20 }))).end).toBe('memory-limit');
      const files = 'head -c 400M /dev/zero > /dev/shm/x; exit 1';
      const spec = limited({ memoryBytes: 128 << 20, tmpBytes: 1 << 30, fileBytes: 1 << 30 });
      expect((await inside(files, {}, spec)).end).toBe('memory-limit');
    });

    it('a fork bomb stays within the number of processes', async () => {
      const sleep = uniqueSleep();
      const bomb = `bomb() { sleep ${sleep} & bomb & bomb & wait; }; bomb 2>/dev/null`;
      const running = inside(bomb, { timeoutMs: 3000 }, limited({ processes: 60 }));
      let most = 0;
      let over = false;
      void running.finally(() => {
        over = true;
      });
      while (!over) {
        most = Math.max(most, (await marked(sleep)).length);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await running;
      expect(most).toBeLessThanOrEqual(65);
      expect(await marked(sleep)).toEqual([]);
    });

    it('files stay within their size: big, sparse, many', async () => {
      const spec = { ...limited({ fileBytes: 1 << 20, tmpBytes: 4 << 20 }), workspace: await lab.workspace({}) };
      const { stdout } = await inside(
        `(head -c 5M /dev/zero > big); (truncate -s 1T sparse); (fallocate -l 1G whole)
         for i in {1..9}; do head -c 1M /dev/zero > /tmp/$i; done
         stat -c %s big sparse whole 2>/dev/null | sort -n | tail -1; du -sk /tmp | cut -f1
         rm -f /tmp/*; cd /tmp; perl -e 'for (1..20000) { open(F, ">", $_) or do { print $_; exit } } print "all"'`,
        {},
        spec,
      );
      const [largest, scratch, files] = stdout.split('\n');
      expect(Number(largest)).toBeLessThanOrEqual(1 << 20);
      expect(Number(scratch)).toBeLessThanOrEqual(4 << 10);
      expect(Number(files)).toBeLessThan(4200);
    });

    it('cgroups of the host cannot be seen or left', async (ctx) => {
      if (!counted) return ctx.skip('no control groups for this user');
      const { stdout } = await inside(
        'ls /sys 2>/dev/null; find / -name cgroup.procs 2>/dev/null; mkdir /sys/fs/cgroup/made-by-a-room 2>/dev/null; cat /proc/self/cgroup',
      );
      expect(stdout).not.toMatch(/cgroup\.procs|^fs$/m);
      // Those of other rooms of this machine come and go.
      expect(await readdir('/sys/fs/cgroup')).not.toContain('made-by-a-room');
    });

    it('a flood of 1 GB does not fill the host', async () => {
      const outDirectory = await lab.directory();
      let most = 0;
      const before = process.memoryUsage.rss();
      const done = await withRoom(lab, { outDirectory }, (room) =>
        room.run(
          {
            argv: ['head', '-c', String(1 << 30), '/dev/zero'],
            cwd: '',
            env: {},
            timeoutMs: 120_000,
            outputBytes: 2 ** 31,
            onOutput: () => {
              most = Math.max(most, process.memoryUsage.rss());
            },
          },
          new AbortController().signal,
        ),
      );
      expect(done).toMatchObject({ end: 'exited', code: 0, outputBytes: 1 << 30 });
      expect((most - before) / 2 ** 20).toBeLessThan(100);
      expect((await stat(outDirectory)).isDirectory()).toBe(true);
    });
  });
}
