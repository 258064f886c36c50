import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalBackend } from '../../src/room/local/backend.js';
import { detectHost, type LocalHost } from '../../src/room/local/host.js';
import { toolPrefix } from '../../src/room/local/system.js';
import { CopyWorkspace } from '../../src/workspace/copy.js';
import { inspectCheckout, Store } from '../../src/workspace/git.js';
import type { Top, Workspace } from '../../src/workspace/types.js';
import { OverlayWorkspace } from '../../src/workspace/workspace.js';
import { TEST_LIMITS } from './local-room.js';

const PATH = process.env['PATH'] ?? '';

export function git(directory: string, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=test',
    '-c',
    'user.email=test@localhost',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'safe.directory=*',
  ];
  return execFileSync('git', [...identity, ...args], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }).trimEnd();
}

/** A repository of these files with one commit. Values: content, or `[mode, content]` with mode `x` or `link`. */
export async function repository(files: Readonly<Record<string, string | Buffer>>, parent = tmpdir()): Promise<string> {
  const directory = await mkdtemp(join(parent, 'repo-'));
  await chmod(directory, 0o755);
  git(directory, 'init', '-q');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content, { mode: path.startsWith('bin/') ? 0o755 : 0o644 });
  }
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '-m', 'base');
  return directory;
}

export interface Lab {
  readonly host: LocalHost;
  readonly backend: LocalBackend;
  readonly workspace: Workspace;
  /** Runs a shell script in a room over a top and returns its output. */
  run(top: Top, script: string): Promise<{ code: number | null; output: string }>;
  dispose(): Promise<void>;
}

export interface LabOptions {
  readonly trusted?: string;
  readonly work?: string;
  readonly trustedFiles?: readonly string[];
  readonly keepIgnored?: boolean;
  readonly trustedConfig?: readonly string[];
  readonly copy?: boolean;
  readonly checkoutUsable?: boolean;
}

/** Workspace and rooms over a repository, as a run makes them. */
export async function lab(repo: string, options: LabOptions = {}): Promise<Lab> {
  const parent = await mkdtemp(join(tmpdir(), 'lab-'));
  await chmod(parent, 0o755);
  const checkout = await inspectCheckout(repo, PATH);
  const owner = await stat(repo);
  const host = await detectHost({
    uid: process.getuid?.() ?? -1,
    gid: process.getgid?.() ?? -1,
    arch: process.arch,
    path: PATH,
    checkout: repo,
    checkoutOwner: owner,
    scratchParents: [parent],
  });
  const prefix = await toolPrefix(process.execPath, process.env['HOME'] ?? '/');
  const backend = new LocalBackend({ host, hostPath: PATH, tools: prefix ? [prefix] : [] });
  const store = await Store.create(join(host.scratch, 'store.git'), PATH, checkout.objectFormat, [checkout.objects]);
  const work = options.work ?? checkout.head ?? '';
  const common = {
    directory: join(host.scratch, 'workspace'),
    checkout,
    store,
    workCommit: work,
    trustedCommit: options.trusted ?? work,
    trustedFiles: options.trustedFiles ?? [],
    watched: () => false,
    checkoutUsable: options.checkoutUsable ?? host.checkoutUsable,
    keepIgnored: options.keepIgnored ?? false,
    trustedConfig: options.trustedConfig ?? [],
    owner: host.identity.kind === 'self' ? undefined : host.identity,
    checkoutOwner: owner,
    path: PATH,
  };
  await mkdir(common.directory);
  await chmod(common.directory, 0o755);
  const workspace = options.copy
    ? await CopyWorkspace.create({ ...common, overlay: false })
    : await OverlayWorkspace.create({ ...common, overlay: true, reader: backend });
  let rooms = 0;
  return {
    host,
    backend,
    workspace,
    async run(top, script) {
      rooms += 1;
      const room = await backend.open({
        id: `room-${rooms}`,
        stage: 'agent',
        workspace: top.view,
        readOnly: [],
        limits: TEST_LIMITS,
      });
      let output = '';
      try {
        const exit = await room.run(
          {
            argv: ['bash', '-c', script],
            cwd: '',
            env: {},
            timeoutMs: 60_000,
            outputBytes: 1 << 24,
            onOutput(_stream, chunk) {
              output += chunk.toString('utf8');
            },
          },
          new AbortController().signal,
        );
        return { code: exit.code, output };
      } finally {
        await room.close();
      }
    },
    async dispose() {
      await workspace.close();
      await rm(parent, { recursive: true, force: true });
    },
  };
}
