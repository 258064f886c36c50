import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalRecord } from '../../src/schemas/journal.js';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { type DistOptions, type DistRun, ROOT, runDist } from './dist.js';
import { git } from './workspace.js';

/** Asks its model once, which is what an attempt costs, and then does what its attempt is told to. */
const AGENT = `
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
const attempt = process.env.CLEANROOM_ATTEMPT;
const task = process.env.CLEANROOM_TASK ?? 'the whole';
const answer = await fetch(process.env.OPENAI_BASE_URL + '/responses', {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer ' + process.env.OPENAI_API_KEY },
  body: JSON.stringify({ model: 'scripted', input: task + ', attempt ' + attempt }),
});
if (!answer.ok) process.exit(9);
await answer.text();
// It builds on what the other part has made.
if (task === 'second') writeFileSync('second', (attempt === '1' ? 'not ' : '') + readFileSync('answer', 'utf8'));
else if (attempt === '1') {
  writeFileSync('answer', '41\\n');
  mkdirSync('made/deep', { recursive: true });
  writeFileSync('made/deep/tool', '#!/bin/sh\\n');
  chmodSync('made/deep/tool', 0o755);
  symlinkSync('../answer', 'made/link');
  rmSync('old', { recursive: true });
} else writeFileSync('answer', '42\\n');
`;

const VERIFIER =
  '#!/bin/sh\ntest "$(cat answer)" = 42 && test -x made/deep/tool && test -L made/link && ! test -e old\n';

export interface ResumeLab {
  readonly directory: string;
  readonly repository: string;
  /** Calls of the model so far, by attempt. */
  readonly calls: ReadonlyMap<number, number>;
  /** The same, by `task, attempt N`. */
  readonly asked: ReadonlyMap<string, number>;
  /** The flags of a run, without its evidence. */
  readonly flags: readonly string[];
  /** Runs the bundle, killed where \`killAt\` says so. */
  run(
    args: readonly string[],
    options?: DistOptions & { readonly killAt?: string },
  ): Promise<DistRun & { readonly pid: number }>;
  /** What is left of runs on this machine: directories, processes, mounts, control groups. */
  leftovers(pids: readonly number[]): string[];
  dispose(): Promise<void>;
}

/** A repository whose task takes an agent two attempts, and a model that counts what it is asked. */
export async function resumeLab(): Promise<ResumeLab> {
  const directory = mkdtempSync(join(tmpdir(), 'resume-'));
  chmodSync(directory, 0o755);
  const [repository, tools, temporary, home] = ['repo', 'tools', 'tmp', 'home'].map((name) => {
    const path = join(directory, name);
    mkdirSync(path);
    chmodSync(path, 0o755);
    return path;
  }) as [string, string, string, string];
  writeFileSync(join(tools, 'agent.mjs'), AGENT);
  mkdirSync(join(repository, 'old'));
  for (const [path, content] of [
    ['answer', '0\n'],
    ['old/file', 'x\n'],
    ['verify.sh', VERIFIER],
    ['.gitignore', 'ignored\n'],
  ] as const)
    writeFileSync(join(repository, path), content);
  git(repository, 'init', '-q');
  git(repository, 'add', '-A');
  git(repository, 'commit', '-q', '-m', 'base');
  const calls = new Map<number, number>();
  const asked = new Map<string, number>();
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { input } = JSON.parse(Buffer.concat(chunks).toString()) as { input: string };
      const attempt = Number(/attempt (\d+)/.exec(input)?.[1] ?? 0);
      asked.set(input, (asked.get(input) ?? 0) + 1);
      calls.set(attempt, (calls.get(attempt) ?? 0) + 1);
      reply.setHeader('content-type', 'application/json');
      reply.end(JSON.stringify({ id: 'r', model: 'scripted', usage: { input_tokens: 100, output_tokens: 10 } }));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const flags = [
    ...['--agent', 'command', '--agent-command', JSON.stringify(['node', join(tools, 'agent.mjs')])],
    ...['--provider', 'openai', '--model-base-url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`],
    ...['--tools', tools, '--prompt', 'make it 42', '--verify', 'sh verify.sh', '--max-attempts', '3'],
    ...['--room', 'local', '--audit', 'off', '--repo', repository],
  ];
  return {
    directory,
    repository,
    calls,
    asked,
    flags,
    async run(args, { killAt, ...options } = {}) {
      let pid = 0;
      const preload = join(ROOT, 'test/support/kill-at.mjs');
      const result = await runDist(args, {
        ...options,
        env: {
          HOME: home,
          TMPDIR: temporary,
          OPENAI_API_KEY: 'sk-resume-lab-key-0123456789',
          ...(killAt === undefined ? {} : { KILL_AT: killAt, NODE_OPTIONS: `--import=${preload}` }),
          ...options.env,
        },
        onStart: (child: ChildProcess) => {
          pid = child.pid ?? 0;
          options.onStart?.(child);
        },
      });
      return { ...result, pid };
    },
    leftovers: (pids) => [...inTemporary(temporary), ...processes(directory), ...groups(pids)],
    dispose: async () => {
      await new Promise((done) => server.close(done));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function inTemporary(temporary: string): string[] {
  return readdirSync(temporary).filter((name) => /^cleanroom-(store-)?[A-Za-z0-9]{6}$/.test(name));
}

/** Processes that were started for a room of the lab, or see a mount of it. */
function processes(directory: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    const read = (name: string): string => {
      try {
        return readFileSync(`/proc/${pid}/${name}`, 'utf8');
      } catch {
        return '';
      }
    };
    const command = read('cmdline').replaceAll('\0', ' ');
    const mounted = read('mountinfo').includes(`${directory}/tmp/cleanroom-`);
    return command.includes(`${directory}/tmp/`) || mounted ? [`process ${pid}: ${command}`] : [];
  });
}

function groups(pids: readonly number[]): string[] {
  const parents = ['/sys/fs/cgroup', '/sys/fs/cgroup/memory', '/sys/fs/cgroup/pids', '/sys/fs/cgroup/cpu'];
  return parents.flatMap((parent) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((name) => pids.some((pid) => name.startsWith(`cleanroom-${pid}.`)))
          .map((name) => `${parent}/${name}`)
      : [],
  );
}

export function journalOf(evidence: string): JournalRecord[] {
  const path = join(evidence, 'journal.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalRecord);
}

export function verdictOf(evidence: string): VerdictFile {
  return JSON.parse(readFileSync(join(evidence, 'verdict.json'), 'utf8')) as VerdictFile;
}

/** What has to be the same however often a run was killed. */
export function essence({ verdict, reason, attempts, patch, passingCommand }: VerdictFile) {
  return {
    verdict,
    reason,
    passingCommand,
    patch,
    attempts: attempts.map((one) => ({
      attempt: one.attempt,
      outcome: one.outcome,
      summary: one.summary,
      patch: one.patch,
      proofs: one.proofs.map(({ what, passed, run }) => ({ what, passed, run })),
      report: one.report,
    })),
  };
}
