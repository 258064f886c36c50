// A whole run, from process start to exit: base, baseline proof, one attempt, patch, proof, evidence, verdict.
// Agent and verifier are as good as free (`cp` and `cmp`), so the wall time is our own.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bar, git, ROOT, repository, row, timed } from './support.mjs';

const RUNS = 20;

export async function benchOverhead(scratch) {
  const directory = repository(join(scratch, 'demo'), []).toString();
  cpSync(join(ROOT, 'examples/demo/repo'), directory, { recursive: true });
  mkdirSync(join(directory, 'check'), { recursive: true });
  const fixed = `${readFileSync(join(directory, 'src/parse.js'), 'utf8')}\n// fixed\n`;
  writeFileSync(join(directory, 'check/expected.js'), fixed);
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '-m', 'demo');
  const args = [
    'run',
    '--prompt',
    'fix',
    '--agent',
    'command',
    '--agent-command',
    '["cp","check/expected.js","src/parse.js"]',
    '--verify',
    '["cmp","-s","check/expected.js","src/parse.js"]',
  ];
  const ours = [];
  const floor = [];
  const start = [];
  for (let run = 0; run <= RUNS; run++) {
    const evidence = join(scratch, `evidence-${run}`);
    const full = await timed(() => {
      const done = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args, '--evidence', evidence], {
        cwd: directory,
        encoding: 'utf8',
      });
      if (done.status !== 0) throw new Error(`the run is not green:\n${done.stdout}\n${done.stderr}`);
    });
    rmSync(evidence, { recursive: true });
    const shell = await timed(() => {
      const work = join(scratch, 'floor');
      const done = spawnSync('bash', ['--norc', '-c', FLOOR, 'floor', directory, work], { encoding: 'utf8' });
      if (done.status !== 0) throw new Error(`the floor failed: ${done.stderr}`);
      rmSync(work, { recursive: true });
    });
    const node = await timed(() => spawnSync(process.execPath, ['-e', '0']));
    // The first round warms the caches.
    if (run > 0) {
      ours.push(full);
      floor.push(shell);
      start.push(node);
    }
  }
  const median = row('a run with agent `cp` and verifier `cmp`, in all', ours);
  const shell = row('floor: the same rooms and diff by a shell script', floor);
  row('of it: starting Node and nothing else', start);
  console.log(`ratio to the floor ${(median / shell).toFixed(2)}`);
  bar('everything except agent and verifier, ms in the median of 20', median, 400);
}

/** Three rooms over an overlay of the same base, and git's diff: no checks, no evidence, no limits, no redaction. */
const FLOOR = `
set -eu
repo=$1 work=$2
mkdir -p "$work"
room() { # name, extra lower or nothing, command…
  local name=$1 lower=$2; shift 2
  mkdir -p "$work/$name/u" "$work/$name/w" "$work/$name/m"
  unshare -Urm --propagation private bash --norc -c '
    cd "$1"; mount -t overlay overlay -o "lowerdir=$2,upperdir=u,workdir=w,userxattr" m; shift 2
    exec bwrap --unshare-all --die-with-parent --clearenv --setenv PATH /usr/bin:/bin --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc --dev /dev --tmpfs /tmp --bind m /workspace --chdir /workspace -- "$@"
  ' room "$work/$name" "$lower" "$@"
}
room baseline "$repo" cmp -s check/expected.js src/parse.js && exit 9
room attempt "$repo" cp check/expected.js src/parse.js
git -C "$repo" diff --no-index --binary "$repo/src" "$work/attempt/u/src" > "$work/change.patch" || true
room proof "$work/attempt/u:$repo" cmp -s check/expected.js src/parse.js
`;
