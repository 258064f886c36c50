import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownerLabel, removeAbandoned } from '../../src/room/docker/owner.js';
import { type Lease, leaseText, parseLease, RUN_LEASE_SECONDS } from '../../src/support/lease.js';
import { bootTime } from '../../src/support/process-identity.js';
import { FIND_MAKER, inTerminal, readMaker } from '../../src/terminal/command.js';
import { FrameStream } from '../../src/terminal/frames.js';
import { inspectCheckout, Store } from '../../src/workspace/git.js';
import { OverlayWorkspace } from '../../src/workspace/workspace.js';
import {
  type DockerDaemon,
  PROXY_PASSWORD,
  startDocker,
  unableToRunDocker,
  unableToRunGvisor,
} from './docker-daemon.js';
import { dockerKilled } from './docker-killed.js';
import { dockerLab } from './docker-room.js';
import { dockerServing } from './docker-serving.js';
import { MCP_MODULES } from './mcp-lab.js';
import { roomConformance, run, withRoom } from './room-conformance.js';
import { roomLimits } from './room-limits.js';
import { repository } from './workspace.js';

/** Every suite about rooms, over containers of one runtime of a daemon of its own. */
export async function dockerSuites(runtime: 'runc' | 'runsc'): Promise<void> {
  const unable = (await unableToRunDocker()) ?? (runtime === 'runsc' ? await unableToRunGvisor() : undefined);
  if (unable !== undefined) {
    it(`rooms of docker with ${runtime}`, (ctx) => ctx.skip(unable));
    return;
  }
  let daemon: DockerDaemon | undefined;
  beforeAll(async () => {
    daemon = await startDocker();
  });
  afterAll(() => daemon?.dispose());
  const lab = async () => {
    if (!daemon) throw new Error('the daemon did not start');
    return dockerLab(daemon, runtime);
  };
  roomConformance(`docker with ${runtime}`, lab, true);
  roomLimits(`docker with ${runtime}`, lab, true);
  if (runtime !== 'runc') return;
  dockersOwn(lab);
  dockerServing(async () => {
    if (!daemon) throw new Error('the daemon did not start');
    return dockerLab(daemon, runtime, [MCP_MODULES]);
  });
  describe('rooms of docker', () => {
    dockerKilled(() => {
      if (!daemon) throw new Error('the daemon did not start');
      return daemon;
    });
  });
}

/** What is docker's doing, whatever the runtime. */
function dockersOwn(open: () => ReturnType<typeof dockerLab>): void {
  describe('rooms of docker', () => {
    let lab: Awaited<ReturnType<typeof dockerLab>>;
    beforeAll(async () => {
      lab = await open();
    });
    afterAll(() => lab?.dispose());

    it('have nothing of the environment and the configuration of the docker command line, also in their first process', async () => {
      const seen = await withRoom(lab, {}, (room) => run(room, "cat /proc/[0-9]*/environ | tr '\\0' '\\n'"));
      expect(seen.stdout).toContain('HOME=/home/agent');
      expect(seen.stdout).not.toMatch(new RegExp(`${PROXY_PASSWORD}|proxy|unix://|of-the-image`, 'i'));
    });

    it('show an agent’s top without what is hidden, write to its roots, and leave a patch of them', async () => {
      const { host, backend } = lab;
      const repo = await repository({ 'src/a': 'a\n', 'src/.opencode/x': 'x\n', '.mcp.json': '{}\n', 'docs/b': 'b\n' });
      const path = process.env['PATH'] ?? '';
      const checkout = await inspectCheckout(repo, path);
      const store = await Store.create(join(host.scratch, 'store.git'), path, checkout.objectFormat, [
        checkout.objects,
      ]);
      const head = checkout.head ?? '';
      const workspace = await OverlayWorkspace.create({
        directory: await lab.directory(),
        checkout,
        store,
        workCommit: head,
        trustedCommit: head,
        trustedFiles: [],
        watched: () => false,
        checkoutUsable: false,
        keepIgnored: false,
        trustedConfig: [],
        owner: host.identity,
        checkoutOwner: { uid: 0, gid: 0 },
        path,
        overlay: true,
        reader: backend,
      });
      try {
        const top = await workspace.openAgentTop('agent', ['src', 'new/root']);
        const writable = ['src', 'new/root', '.git'];
        for (const turn of [1, 2]) {
          await top.renew();
          const script = `ls -A . src; git status --porcelain; rm -r src/deep; mkdir src/deep src/.codex; echo ${turn} >> src/a; echo ${turn} > new/root/f; echo x > docs/b; git add -A && git commit -qm own && echo committed`;
          const { stdout } = await withRoom(lab, { workspace: top.view, writable }, (room) => run(room, script));
          expect(stdout).not.toMatch(/opencode|mcp|codex|^ D/m);
          expect(stdout).toMatch(/committed\n$/);
        }
        const patch = await workspace.collect(top, { bytes: 1 << 20, files: 100 });
        expect(patch.files.map(({ status, path: file }) => `${status} ${file}`)).toEqual([
          'added new/root/f',
          'modified src/a',
        ]);
        expect(patch.contents.get('src/a')?.toString()).toBe('a\n1\n2\n');
        const proof = await workspace.openPatched('proof', patch, patch.files);
        const seen = await withRoom(lab, { workspace: proof.view }, (room) =>
          run(room, 'cat src/a src/.opencode/x .mcp.json docs/b'),
        );
        expect(seen.stdout).toBe('a\n1\n2\nx\n{}\nb\n');
      } finally {
        await workspace.close();
        await rm(repo, { recursive: true, force: true });
      }
    });

    it('have a terminal of their own where one is made in them', async () => {
      const frames = new FrameStream();
      const shown: string[] = [];
      const done = await withRoom(lab, {}, async (room) => {
        const maker = readMaker((await run(room, FIND_MAKER)).stdout);
        const script = 'tty; stty size; read -r line; echo "<$line>"; kill -INT $$';
        return run(room, inTerminal(maker, { rows: 33, columns: 99 }, ['/bin/bash', '-c', script]), {
          stdin: frames,
          onOutput: (_stream, chunk) => {
            const before = shown.join('');
            shown.push(chunk.toString('latin1'));
            // What is typed is echoed at once: not before both commands have printed.
            if (!before.includes('33 99') && shown.join('').includes('33 99')) frames.write('typed\r');
          },
        });
      });
      expect(done).toMatchObject({ end: 'signalled', signal: 'SIGINT' });
      expect(shown.join('')).toMatch(/^\/dev\/pts\/\d+\r\n33 99\r\n[\s\S]*<typed>\r\n/);
    });

    it('are removed when their owner is gone, and only then', async () => {
      const { cli } = lab.host;
      const label = await ownerLabel();
      const [key = '', text = ''] = label.split('=');
      const own = parseLease(text);
      if (!own) throw new Error(`no lease: ${label}`);
      expect(own.pid).toBe(process.pid);
      // Of a run that began just before this machine did, in seconds.
      const booted = Math.floor(((await bootTime()) ?? 0) / 1000) - 60 + RUN_LEASE_SECONDS;
      const of = (change: Partial<Lease>): string => `${key}=${leaseText({ ...own, ...change })}`;
      const elsewhere = { pid: 4194305, namespace: String(Number(own.namespace) + 1) };
      const owners = {
        alive: label,
        gone: of({ pid: 4194305 }),
        'pid-given-out-again': of({ started: String(Number(own.started) - 1) }),
        // Who is there holds on for as long as it takes.
        'alive-for-long': of({ expires: 1 }),
        // A runner in a container that shares the daemon, or one of another machine: its pids are not ours.
        'of-another-namespace': of(elsewhere),
        'of-another-machine': of({ pid: 4194305, boot: '00000000-0000-0000-0000-000000000000' }),
        'of-before-the-last-start': of({ pid: 4194305, boot: '00000000-0000-0000-0000-000000000000', expires: booted }),
        'of-another-namespace-long-ago': of({ ...elsewhere, expires: 1 }),
        'no-lease': `${key}=4194305.1.1`,
        foreign: 'somebody.else=4194305.1.1',
      };
      for (const [name, owner] of Object.entries(owners)) await cli.run(['volume', 'create', '--label', owner, name]);
      try {
        await removeAbandoned(cli);
        const left = (await cli.run(['volume', 'ls', '--quiet'])).split('\n').filter((name) => name in owners);
        expect(left.sort()).toEqual([
          'alive',
          'alive-for-long',
          'foreign',
          'no-lease',
          'of-another-machine',
          // The first namespace sees all others: there it is known that nobody is in that one.
          ...(own.namespace === '4026531836' ? [] : ['of-another-namespace']),
        ]);
      } finally {
        await cli.run(['volume', 'rm', '--force', ...Object.keys(owners)]);
      }
    });
  });
}
