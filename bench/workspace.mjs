// What an attempt costs beside the agent: start of a room over a fresh top, 8 changed files, the patch, and the end of both.
import { chmod, mkdir, mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bar, git, ROOT, repository, row, timed } from './support.mjs';

const RUNS = 20;
const SIZES = [1000, 100_000];
const LIMITS = { memoryBytes: 1 << 30, processes: 64, fileBytes: 1 << 26, openFiles: 256, tmpBytes: 1 << 26 };

export async function benchWorkspace(scratch) {
  const { LocalBackend } = await import(`${ROOT}/build/room/local/backend.js`);
  const { detectHost } = await import(`${ROOT}/build/room/local/host.js`);
  const { inspectCheckout, Store } = await import(`${ROOT}/build/workspace/git.js`);
  const { OverlayWorkspace } = await import(`${ROOT}/build/workspace/workspace.js`);
  const medians = [];
  for (const size of SIZES) {
    const files = Array.from({ length: size }, (_, index) => [
      `d${index % 97}/e${index % 31}/file-${index}.txt`,
      `line one of ${index}\nline two\n`,
    ]);
    const repo = repository(join(scratch, `repo-${size}`), files);
    // As a clone or a workflow's checkout has it.
    git(repo, 'repack', '-a', '-d', '-q');
    const parent = await mkdtemp(join(scratch, 'lab-'));
    await chmod(parent, 0o755);
    await chmod(scratch, 0o755);
    const owner = await stat(repo);
    const path = process.env.PATH;
    const host = await detectHost({
      uid: process.getuid(),
      gid: process.getgid(),
      arch: process.arch,
      path,
      checkout: repo,
      checkoutOwner: owner,
      scratchParents: [parent],
    });
    const backend = new LocalBackend({ host, hostPath: path, tools: [], nodePath: process.execPath });
    const checkout = await inspectCheckout(repo, path);
    const store = await Store.create(join(host.scratch, 'store.git'), path, checkout.objectFormat, [checkout.objects]);
    const directory = join(host.scratch, 'workspace');
    await mkdir(directory, { mode: 0o711 });
    let workspace;
    const base = await timed(async () => {
      workspace = await OverlayWorkspace.create({
        directory,
        checkout,
        store,
        workCommit: checkout.head,
        trustedCommit: checkout.head,
        trustedFiles: [],
        watched: () => false,
        overlay: true,
        checkoutUsable: host.checkoutUsable,
        keepIgnored: false,
        owner: host.identity.kind === 'self' ? undefined : host.identity,
        checkoutOwner: owner,
        path,
        reader: backend,
      });
    });
    console.log(`${String(size).padStart(7)} files: base from the ${workspace.base.source} in ${base.toFixed(0)} ms`);
    const changes = Array.from({ length: 8 }, (_, index) => {
      const at = index * 111;
      return `d${at % 97}/e${at % 31}/file-${at}.txt`;
    });
    const whole = [];
    const started = [];
    const collected = [];
    const destroyed = [];
    for (let run = 0; run <= RUNS; run++) {
      let top;
      let room;
      const start = await timed(async () => {
        top = await workspace.openTop(`t${run}`);
        room = await backend.open({ id: `r${run}`, stage: 'agent', workspace: top.view, readOnly: [], limits: LIMITS });
        const exit = await room.run(
          {
            argv: ['/bin/sh', '-c', 'for f in "$@"; do echo change >> "$f"; done', 'sh', ...changes],
            cwd: '',
            env: {},
            timeoutMs: 60_000,
            outputBytes: 1 << 20,
            onOutput() {},
          },
          new AbortController().signal,
        );
        if (exit.code !== 0) throw new Error(`the room ended with ${JSON.stringify(exit)}`);
      });
      const collect = await timed(async () => {
        const patch = await workspace.collect(top, { bytes: 1 << 22, files: 100 });
        if (patch.files.length !== 8) throw new Error(`${patch.files.length} files in the patch`);
      });
      const destroy = await timed(async () => {
        await room.close();
        await top.close();
      });
      if (run > 0) {
        whole.push(start + collect + destroy);
        started.push(start);
        collected.push(collect);
        destroyed.push(destroy);
      }
    }
    row(`${size} files: start, run, end`, started);
    row(`${size} files: collect 8 changed files`, collected);
    row(`${size} files: destroy`, destroyed);
    medians.push(row(`${size} files: an attempt in all`, whole));
    await workspace.close();
    const worktree = await timed(() => git(repo, 'worktree', 'add', '-q', '--detach', join(parent, 'worktree')));
    console.log(`floor for comparison: git worktree add alone ${worktree.toFixed(0)} ms`);
  }
  bar('an attempt in 100,000 files, ms in the median', medians[1], 100);
  bar('the same as a multiple of 1,000 files', medians[1] / medians[0], 1.5);
}
