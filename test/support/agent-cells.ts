import { readFile, readlink } from 'node:fs/promises';
import { expect, type TestContext } from 'vitest';
import {
  type AgentLab,
  API_KEY,
  agentLab,
  type LabRun,
  type LabRunOptions,
  markedProcesses,
  VERIFY,
} from './agent-lab.js';
import { evidenceProblems } from './evidence.js';
import type { Turn } from './scripted-model.js';

/* What every cell of the matrix of real agents has in common. */

/** A lab that is gone when its test is over, whatever came of it. */
export async function openLab(context: TestContext, ...args: Parameters<typeof agentLab>): Promise<AgentLab> {
  const lab = await agentLab(...args);
  context.onTestFinished(() => lab.dispose());
  return lab;
}

export const shell = (command: string): Turn => ({ do: 'command', command });
export const say = (text: string): Turn => ({ do: 'message', text });
export const failing = (status: number, headers: Readonly<Record<string, string>> = {}): Turn => ({
  do: 'fail',
  status,
  headers,
});

/** Verified by the test of the lab's repository; what the kernel saw is part of the evidence wherever it tells. */
export function runCell(lab: AgentLab, flags: readonly string[], options: LabRunOptions = {}): Promise<LabRun> {
  const audit = process.getuid?.() === 0 ? ['--audit', 'require'] : [];
  return lab.run({ ...options, flags: ['--verify', VERIFY, ...audit, ...flags] });
}

/** What holds of every run, however it ends: whole evidence, nothing left, the key nowhere, no way past the broker. */
export async function expectOrderly(lab: AgentLab, run: LabRun, code: number): Promise<void> {
  const shown = run.stdout + run.stderr;
  expect(run, shown).toMatchObject({ code, leftovers: [], survivors: [] });
  expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
  expect(shown.includes(API_KEY)).toBe(false);
  for (const file of run.evidence.files)
    expect([file, run.evidence.read(file).includes(API_KEY)]).toEqual([file, false]);
  expect(foreignConnections(run)).toEqual([]);
  // Whatever an agent asked of its endpoint went to the endpoint, and was nothing but model calls.
  expect(lab.model.calls()).toHaveLength(lab.model.requests.length);
}

/** Expects one message that says what happened and what to do. */
export function expectMessage(run: LabRun, verdict: string, reason: RegExp, hint: RegExp): void {
  const said = run.evidence.verdict();
  expect(said, run.stdout + run.stderr).toMatchObject({ verdict, green: false, verified: false });
  expect(said.reason).toMatch(reason);
  expect(said.reason).not.toMatch(/\n/);
  expect(said.hint ?? '').toMatch(hint);
  expect(run.stdout.split('\n').filter((line) => line.startsWith(`${verdict}: `))).toHaveLength(1);
}

interface ExecLine {
  readonly kind: string;
  readonly stage: string;
  readonly family?: string;
  readonly address?: string;
  readonly port?: number | null;
}

/** The C library asks the cache of the system's users, which no room has, before it reads /etc/passwd. */
const NOWHERE: readonly string[] = ['unix /var/run/nscd/socket null'];

/** Every connection that a program in a room of the agent asked for, but those to the broker; what the kernel saw. */
export function foreignConnections(run: LabRun): string[] {
  if (!run.evidence.files.includes('exec.jsonl')) return [];
  return run.evidence
    .read('exec.jsonl')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ExecLine)
    .filter(({ kind, stage }) => kind === 'connect' && stage === 'agent')
    .map(({ family, address, port }) => `${family} ${address} ${port}`)
    .filter((where) => !NOWHERE.includes(where) && where !== 'inet 127.0.0.1 7777');
}

/** The four counts that have to be one: the model's, the broker's, in all and by attempt, and the agent's own. */
export function expectCounts(lab: AgentLab, run: LabRun): void {
  const { inputTokens, cachedInputTokens, outputTokens } = lab.model.ledger();
  const ledger = { inputTokens, cachedInputTokens, outputTokens };
  const { total, attempts } = run.evidence.usage();
  expect(total).toMatchObject({ requests: lab.model.calls().length, ...ledger, estimated: false });
  const sum = (of: 'broker' | 'agent') =>
    attempts.reduce(
      (all, attempt) => ({
        inputTokens: all.inputTokens + (attempt[of]?.inputTokens ?? 0),
        cachedInputTokens: all.cachedInputTokens + (attempt[of]?.cachedInputTokens ?? 0),
        outputTokens: all.outputTokens + (attempt[of]?.outputTokens ?? 0),
      }),
      { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 },
    );
  expect(sum('broker')).toEqual(ledger);
  expect(sum('agent')).toEqual(ledger);
  expect(attempts.map(({ agreement, reason }) => [agreement, reason])).toEqual(attempts.map(() => ['equal', null]));
}

/** Lets that many tests of a file through at once: an agent that starts takes a processor for seconds. */
export function turnstile(size: number): (context: TestContext) => Promise<void> {
  let free = size;
  const waiting: (() => void)[] = [];
  return async (context) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    context.onTestFinished(() => {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    });
  };
}

/**
 * What has left, or tried to leave, the network of a lab's room by another way than TCP: datagrams, such as questions to
 * a name server, and packets without a route. For processes that run now; undefined where we may not look at them.
 */
export async function datagramsOf(lab: AgentLab): Promise<Readonly<Record<string, number>> | undefined> {
  for (const { pid } of await markedProcesses(lab.marker)) {
    const read = (name: string): Promise<string> => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '');
    const [four, six] = [await read('snmp'), await read('snmp6')];
    // What runs on the host has the host's own counters.
    if (four === '' || (await sameNetwork(pid))) continue;
    const counters = { ...countersOf(four), ...Object.fromEntries(pairs(six)) };
    return Object.fromEntries(WAYS_OUT.map((name) => [name, counters[name] ?? Number.NaN]));
  }
  return undefined;
}

const WAYS_OUT = ['UdpOutDatagrams', 'IpOutNoRoutes', 'Udp6OutDatagrams', 'Ip6OutNoRoutes'] as const;
export const NO_DATAGRAMS = Object.fromEntries(WAYS_OUT.map((name) => [name, 0]));

async function sameNetwork(pid: number): Promise<boolean> {
  const network = (who: string): Promise<string> => readlink(`/proc/${who}/ns/net`).catch(() => '');
  return (await network(String(pid))) === (await network('self'));
}

/** `Udp: InDatagrams OutDatagrams …` over `Udp: 0 0 …`. */
function countersOf(text: string): Record<string, number> {
  const lines = text.split('\n');
  return Object.fromEntries(
    lines.flatMap((line, at) => {
      const [name, ...values] = line.split(' ');
      const [before, ...names] = (lines[at - 1] ?? '').split(' ');
      if (at % 2 === 0 || name !== before) return [];
      return names.map((counter, index) => [`${name?.replace(':', '')}${counter}`, Number(values[index])]);
    }),
  );
}

function pairs(text: string): [string, number][] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([name, value]): [string, number][] => (name ? [[name, Number(value)]] : []));
}
