// Eight candidates at once: the host process, what each further room costs the host beside its payload, and how long after the first
// verified change the last of the others is gone.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { bar, ROOT, repository, row } from './support.mjs';

const RUNS = 5;
const MOST = 8;
/** Programs that stand around a room on the host. */
const HELPERS = ['perl', 'bwrap', 'cleanroom-audit'];

export async function benchCandidates(scratch) {
  const repo = repository(join(scratch, 'candidates'), [['a.txt', 'a\n']]);
  console.log(`${cpus().length} processors`);
  const alone = [];
  const together = [];
  for (let run = 0; run < RUNS; run++) {
    // A run with one agent is another path: two candidates of which one works at a time.
    alone.push(await candidates(repo, join(scratch, 'evidence'), 2, ['--parallel', '1']));
    together.push(await candidates(repo, join(scratch, 'evidence'), MOST, []));
  }
  row(
    'host process, peak',
    together.map(({ hostMb }) => hostMb),
    'MB',
  );
  const perRoom = together.map(({ totalMb }, run) => (totalMb - alone[run].totalMb) / (MOST - 1));
  row('each further room on the host', perRoom, 'MB');
  row(
    'from the verdict to the end of the last other room',
    together.map(({ cancelMs }) => cancelMs),
  );
  bar(
    `peak memory of the host process with ${MOST} candidates, MB`,
    Math.max(...together.map((one) => one.hostMb)),
    200,
  );
  bar('host memory of one further room, MB (median)', [...perRoom].sort((a, b) => a - b)[Math.floor(RUNS / 2)], 5);
  bar('cancellation of the others, ms (worst)', Math.max(...together.map(({ cancelMs }) => cancelMs)), 300);
}

/** One run in which the last candidate that may begin wins, while the others print and wait. */
async function candidates(repo, evidence, count, flags) {
  rmSync(evidence, { recursive: true, force: true });
  const winner = flags.length > 0 ? 1 : count;
  const script = `i=0; while [ $i -lt 2000 ]; do echo "line $i of candidate $CLEANROOM_CANDIDATE"; i=$((i+1)); done
    if [ "$CLEANROOM_CANDIDATE" = ${winner} ]; then sleep 3; touch done; else exec sleep 300; fi`;
  const args = [
    ...['run', '--repo', repo, '--prompt', 'x', '--agent', 'command', '--evidence', evidence],
    ...['--agent-command', JSON.stringify(['sh', '-c', script]), '--verify', '["test","-e","done"]'],
    ...['--candidates', String(count), ...flags],
  ];
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let hostMb = 0;
  let helpersMb = 0;
  const sample = setInterval(() => {
    hostMb = Math.max(hostMb, Number(/VmHWM:\s+(\d+)/.exec(text(child.pid, 'status'))?.[1] ?? 0) / 1024);
    helpersMb = Math.max(helpersMb, helpersOf(child.pid));
  }, 100);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(sample);
  if (code !== 0) throw new Error(`the run ended with ${code}`);
  return { hostMb, totalMb: hostMb + helpersMb, cancelMs: cancellation(evidence, `c${winner}`) };
}

/** Milliseconds by the journal. */
function cancellation(evidence, winner) {
  const journal = readFileSync(join(evidence, 'journal.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
  const won = journal.find(({ event, worker }) => event === 'attempt.finished' && worker === winner);
  const others = journal.filter(({ event, room }) => event === 'room.closed' && !room.startsWith(`${winner}-`));
  return Math.max(0, ...others.map(({ time }) => Date.parse(time) - Date.parse(won.time)));
}

/** Memory of the programs around all rooms, shared pages by their share, in MB. */
function helpersOf(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    const found = /^\d+ \((.*)\) \S (\d+)/s.exec(text(name, 'stat'));
    if (found) parents.set(Number(name), { command: found[1], parent: Number(found[2]) });
  }
  const below = (pid) => pid === root || (parents.has(pid) && pid > 1 && below(parents.get(pid).parent));
  let sum = 0;
  for (const [pid, { command }] of parents)
    if (HELPERS.includes(command) && below(pid))
      sum += Number(/^Pss:\s+(\d+)/m.exec(text(pid, 'smaps_rollup'))?.[1] ?? 0);
  return sum / 1024;
}

function text(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It has ended.
    return '';
  }
}
