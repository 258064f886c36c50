// The host process beside an agent that prints 1 GB: its peak memory, and the size of the log that is kept.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bar, ROOT, repository } from './support.mjs';

const GIGABYTE = 1 << 30;

export async function benchMemory(scratch) {
  const repo = repository(join(scratch, 'flood'), [['a.txt', 'a\n']]);
  const evidence = join(scratch, 'flood-evidence');
  const agent = [
    'sh',
    '-c',
    `yes 'a line of output that an agent prints over and over' | head -c ${GIGABYTE}; echo fixed > b.txt`,
  ];
  const args = [
    'run',
    '--prompt',
    'x',
    '--agent',
    'command',
    '--agent-command',
    JSON.stringify(agent),
    '--verify',
    '["grep","-q","fixed","b.txt"]',
    '--evidence',
    evidence,
  ];
  const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], {
    cwd: repo,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  const sample = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, 20);
  const start = performance.now();
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(sample);
  if (code !== 0) throw new Error(`the run ended with ${code}`);
  const log = statSync(join(evidence, 'logs/attempt-1.log')).size;
  console.log(
    `1 GB printed in ${((performance.now() - start) / 1000).toFixed(1)} s, log ${log} bytes: ${/\[[^\]]*elided[^\]]*\]/.exec(readFileSync(join(evidence, 'logs/attempt-1.log'), 'latin1'))?.[0] ?? 'NO NOTICE'}`,
  );
  rmSync(evidence, { recursive: true });
  bar('peak memory of the host process, MB', peak / 1024, 120);
}
