import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CodexLab,
  codexLab,
  FINAL,
  FIX,
  type LabRun,
  missingForCodex,
  processesWith,
  VERIFY,
} from '../support/codex-lab.js';
import { NODES, runDist } from '../support/dist.js';
import { evidenceProblems } from '../support/evidence.js';
import type { Turn } from '../support/scripted-model.js';

/* Runs that somebody ends in the middle: by a signal to the command, with the real codex at work in its room. */

let missing: string | undefined;
let lab: CodexLab;
beforeAll(async () => {
  missing = await missingForCodex();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterEach(() => lab?.dispose());

/** Leaves a process that outlives its shell, its session and its terminal. Its command line is how it is found. */
function daemon(marker: string): Turn {
  return {
    do: 'command',
    command: `setsid -f bash -c 'exec -a ${marker} sleep 3600' </dev/null >/dev/null 2>&1; echo half > half.txt`,
  };
}

interface Interrupted {
  readonly marker: string;
  /** Processes with the marker at the moment of the signal. */
  readonly before: readonly string[];
  readonly pid: number;
  readonly run: LabRun;
}

/** Sends a signal while the model is thinking about its second answer. */
async function interrupt(node: string, signal: NodeJS.Signals): Promise<Interrupted> {
  const marker = `daemon-${randomBytes(8).toString('hex')}`;
  let child: ChildProcess | undefined;
  let before: string[] = [];
  lab = await codexLab(async (_request, call): Promise<Turn> => {
    if (call === 1) return daemon(marker);
    before = await processesWith(marker);
    child?.kill(signal);
    return { do: 'silent' };
  });
  const run = await lab.run({
    node,
    flags: ['--verify', VERIFY],
    onStart: (started) => {
      child = started;
    },
  });
  return { marker, before, pid: child?.pid ?? 0, run };
}

/** Control groups of a killed run, where there are any, are removed by a later one when they are old enough. */
async function expectGroupsRemoved(prefix: string, node: string): Promise<void> {
  const groups = async (): Promise<string[]> => {
    const parents = ['/sys/fs/cgroup', '/sys/fs/cgroup/memory', '/sys/fs/cgroup/pids'];
    const names = await Promise.all(parents.map((parent) => readdir(parent).catch(() => [])));
    return names.flatMap((list, index) =>
      list.filter((name) => name.startsWith(prefix)).map((name) => `${parents[index]}/${name}`),
    );
  };
  for (const group of await groups()) await utimes(group, 0, 0);
  await runDist(['doctor'], { node });
  expect(await groups()).toEqual([]);
}

describe.each(NODES)('under $name', ({ path: node }) => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in an attempt cancels the run and leaves nothing behind',
    async (signal) => {
      const { marker, before, run } = await interrupt(node, signal);
      expect(before.join()).toContain(marker);
      expect(await processesWith(marker)).toEqual([]);
      expect(run, run.stdout + run.stderr).toMatchObject({ code: 130, leftovers: [] });
      expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
      expect(run.evidence.verdict()).toMatchObject({ verdict: 'cancelled', green: false, verified: false });
      const events = run.evidence.journal().map(({ event }) => event);
      expect(events.slice(-3)).toEqual(['command.finished', 'room.closed', 'run.finished']);
      expect(run.evidence.read('logs/attempt-1.log')).toContain('half.txt');
      expect(run.stdout).toMatch(/^cancelled: /m);
    },
  );

  it('a signal in a proof cancels the run although the patch is good', async () => {
    lab = await codexLab([FIX, FINAL]);
    let proving = false;
    const run = await lab.run({
      node,
      // Green after a minute: long enough to be cut, short enough to end a test that fails.
      flags: ['--verify', `${VERIFY} && sleep 60`],
      onOutput: (text, child) => {
        if (proving || !text.includes('== proof 1:')) return;
        proving = true;
        child.kill('SIGTERM');
      },
    });
    expect(proving).toBe(true);
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 130, leftovers: [] });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(run.evidence.verdict()).toMatchObject({ verdict: 'cancelled', green: false, verified: false });
  });

  it('SIGKILL in an attempt ends its room, and the evidence can be read', async () => {
    const { marker, before, pid, run } = await interrupt(node, 'SIGKILL');
    expect(before.join()).toContain(marker);
    await expectRemains(run, marker, 'attempt.started');
    expect(run.evidence.json('plan.json')).toMatchObject({ agent: { name: 'codex' } });
    // Without a verdict there is nothing that could be taken for green.
    const shown = await runDist(['show', run.evidenceDirectory], { node });
    expect(shown.code).not.toBe(0);
    expect(shown.stdout).not.toContain('verified');
    await expectGroupsRemoved(`cleanroom-${pid}-`, node);
  });

  it('SIGKILL in a proof ends its room, though nothing in it would ever notice', async () => {
    const marker = `verifier-${randomBytes(8).toString('hex')}`;
    lab = await codexLab([FIX, FINAL]);
    let child: ChildProcess | undefined;
    const running = lab.run({
      node,
      flags: ['--verify', `${VERIFY} && exec bash -c 'exec -a ${marker} sleep 300'`],
      onStart: (started) => {
        child = started;
      },
    });
    // The verifier itself, not the command lines that mention it.
    const isThere = async (): Promise<void> =>
      expect((await processesWith(marker)).some((line) => line.startsWith(marker))).toBe(true);
    await vi.waitFor(isThere, { timeout: 240_000 }).finally(() => child?.kill('SIGKILL'));
    await expectRemains(await running, marker, 'patch.collected');
    await expectGroupsRemoved(`cleanroom-${child?.pid}-`, node);
  });
});

/** After a SIGKILL: no process of the room, and a journal that can be read up to some event. */
async function expectRemains(run: LabRun, marker: string, event: string): Promise<void> {
  expect(run.signal).toBe('SIGKILL');
  // Nobody is left who could wait for the kernel's end of the room.
  await vi.waitFor(async () => expect(await processesWith(marker)).toEqual([]), { timeout: 60_000 });
  const journal = run.evidence.journal();
  expect(journal.map((line) => line.event)).toContain(event);
  expect(journal.map((line) => line['seq'])).toEqual(journal.map((_line, index) => index + 1));
  expect(run.evidence.files).not.toContain('manifest.json');
  expect(run.evidence.files).not.toContain('verdict.json');
}
