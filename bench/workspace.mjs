// What an attempt costs beside the agent: start of a room over a fresh top, 8 changed files, the patch, and the end of both.
// The two sizes take turns, so that a machine whose speed drifts is slow for both.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bar, git, ROOT, row, timed } from './support.mjs';

const RUNS = 20;
const SIZES = [1000, 100_000];
const LIMITS = {
  memoryBytes: 1 << 30,
  processes: 64,
  fileBytes: 1 << 26,
  openFiles: 256,
  tmpBytes: 1 << 26,
  cpus: null,
  diskBytes: 2 ** 33,
  diskFiles: 1e6,
};
const CHANGES = Array.from({ length: 8 }, (_, index) => index * 111).map(
  (at) => `d${at % 97}/e${at % 31}/file-${at}.txt`,
);

export async function benchWorkspace(scratch) {
  await chmod(scratch, 0o755);
  for (const size of SIZES) {
    // In a process of its own: a large heap here would make every start of a process slower, which no run has.
    execFileSync(
      process.execPath,
      [join(ROOT, 'bench/make-repository.mjs'), join(scratch, `repo-${size}`), String(size)],
      {
        stdio: 'ignore',
      },
    );
  }
  const labs = [];
  for (const size of SIZES) labs.push(await openLab(scratch, size));
  for (let run = 0; run <= RUNS; run++) {
    for (const lab of labs) await attempt(lab, run);
  }
  const medians = labs.map(({ size, started, collected, destroyed, whole }) => {
    row(`${size} files: start, run, end`, started);
    row(`${size} files: collect 8 changed files`, collected);
    row(`${size} files: destroy`, destroyed);
    return row(`${size} files: an attempt in all`, whole);
  });
  for (const { size, repo, parent, workspace } of labs) {
    await workspace.close();
    const worktree = await timed(() => git(repo, 'worktree', 'add', '-q', '--detach', join(parent, 'worktree')));
    console.log(`for comparison, ${size} files: git worktree add alone takes ${worktree.toFixed(0)} ms`);
  }
  bar('an attempt in 100,000 files, ms in the median', medians[1], 100);
  bar('the same as a multiple of 1,000 files', medians[1] / medians[0], 1.5);
}

/** Workspace and rooms over a repository, as a run makes them. */
async function openLab(scratch, size) {
  const { LocalBackend } = await import(`${ROOT}/build/room/local/backend.js`);
  const { detectHost } = await import(`${ROOT}/build/room/local/host.js`);
  const { inspectCheckout, Store } = await import(`${ROOT}/build/workspace/git.js`);
  const { OverlayWorkspace } = await import(`${ROOT}/build/workspace/workspace.js`);
  const repo = join(scratch, `repo-${size}`);
  const parent = await mkdtemp(join(scratch, 'lab-'));
  await chmod(parent, 0o755);
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
  const backend = new LocalBackend({ host, hostPath: path, tools: [] });
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
  return { size, repo, parent, backend, workspace, started: [], collected: [], destroyed: [], whole: [] };
}

async function attempt({ backend, workspace, started, collected, destroyed, whole }, run) {
  let top;
  let room;
  const start = await timed(async () => {
    top = await workspace.openTop(`t${run}`);
    room = await backend.open({ id: `r${run}`, stage: 'agent', workspace: top.view, readOnly: [], limits: LIMITS });
    const exit = await room.run(
      {
        argv: ['/bin/sh', '-c', 'for f in "$@"; do echo change >> "$f"; done', 'sh', ...CHANGES],
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
  // The first round warms the caches.
  if (run === 0) return;
  started.push(start);
  collected.push(collect);
  destroyed.push(destroy);
  whole.push(start + collect + destroy);
}
