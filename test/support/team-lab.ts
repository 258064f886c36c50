import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../src/support/remove-tree.js';
import { markedProcesses } from './agent-lab.js';
import { type DistOptions, type DistRun, runDist } from './dist.js';
import { type EvidenceFolder, openEvidence } from './evidence.js';
import { repository } from './workspace.js';

export interface TeamRun extends DistRun {
  readonly evidence: EvidenceFolder;
  readonly evidenceDirectory: string;
  /** What is left below TMPDIR. */
  readonly leftovers: readonly string[];
  /** Processes of the run, on the host and in rooms, that outlived it. */
  readonly survivors: readonly string[];
  /** Rooms that were opened and never closed, by the journal. */
  readonly open: readonly string[];
}

export interface TeamLab {
  readonly directory: string;
  readonly repo: string;
  /** `run` with a shell script as its agent. */
  run(script: string, flags: readonly string[], options?: DistOptions): Promise<TeamRun>;
  dispose(): Promise<void>;
}

/** A repository and a private TMPDIR for runs with several agents, which are shell scripts. */
export async function teamLab(files: Readonly<Record<string, string>>): Promise<TeamLab> {
  const directory = await mkdtemp(join(tmpdir(), 'team-'));
  await chmod(directory, 0o755);
  const repo = await repository(files, directory);
  let runs = 0;
  return {
    directory,
    repo,
    async run(script, flags, options = {}) {
      runs += 1;
      const number = runs;
      const temporary = join(directory, `tmp-${number}`);
      await mkdir(temporary);
      const evidenceDirectory = join(directory, `evidence-${number}`);
      const marker = `team-${randomBytes(8).toString('hex')}`;
      const command = JSON.stringify(['/bin/bash', '-c', `set -e\n${script}`]);
      const result = await runDist(
        [
          ...['run', '--repo', repo, '--prompt', 'Do it.', '--agent', 'command', '--agent-command', command],
          ...['--env', `LAB=${marker}`, '--evidence', evidenceDirectory, ...flags],
        ],
        { ...options, env: { TMPDIR: temporary, ...options.env } },
      );
      const evidence = openEvidence(evidenceDirectory);
      const open = new Set<string>();
      for (const line of evidence.journal()) {
        if (line.event === 'room.opened') open.add(String(line['room']));
        if (line.event === 'room.closed') open.delete(String(line['room']));
      }
      return {
        ...result,
        evidence,
        evidenceDirectory,
        leftovers: await readdir(temporary),
        survivors: (await markedProcesses(marker, temporary)).map(({ cmdline }) => cmdline),
        open: [...open],
      };
    },
    dispose: () => removeTree(directory),
  };
}
