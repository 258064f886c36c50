import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AgentStream } from '../../../src/agent/types.js';
import { createEvidence, type Evidence } from '../../../src/evidence/recorder.js';
import { RunState } from '../../../src/loop/state.js';
import { AgentTurn, takeTurn } from '../../../src/loop/turn.js';
import type { LoopParts } from '../../../src/loop/types.js';
import type { RoomCommand } from '../../../src/room/types.js';
import { systemClock } from '../../../src/support/clock.js';
import { createRedactor } from '../../../src/support/redact.js';

const root = mkdtempSync(join(tmpdir(), 'turn-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a turn left behind, by what it made and removed through its contracts. */
interface Ledger {
  readonly rooms: Set<string>;
  readonly directories: Set<string>;
  readonly evidence: Evidence;
  /** Whether the command was told to end. */
  ended: boolean;
}

let made = 0;
function lab(
  stream: Partial<AgentStream> = {},
  allow: readonly string[] = [],
): { readonly state: RunState; readonly ledger: Ledger } {
  made += 1;
  const evidence = createEvidence({
    directory: join(root, String(made)),
    clock: systemClock,
    redactor: createRedactor([]),
  });
  const ledger: Ledger = { rooms: new Set(), directories: new Set(), evidence, ended: false };
  const parts = {
    plan: {
      limits: { attemptMs: 60_000, outputBytes: 1000 },
      policy: { agent: allow },
      report: { schema: null },
      room: { env: {}, writable: null, audit: 'off' },
    },
    agent: {
      name: 'a',
      provider: undefined,
      tools: [],
      homeFiles: () => ({}),
      command: () => ({ argv: ['a'], env: {}, stdin: '' }),
      stream: () => ({ push: () => [], end: () => [], answer: () => undefined, ...stream }),
    },
    rooms: {
      open: async ({ id }: { id: string }) => {
        ledger.rooms.add(id);
        return {
          id,
          run: async ({ onOutput }: RoomCommand, signal: AbortSignal) => {
            // As from a socket: nobody there could take an error.
            onOutput('stdout', Buffer.from('x\n'));
            onOutput('stdout', Buffer.from('y\n'));
            ledger.ended = signal.aborted;
            return { end: 'exited', code: 0, signal: null, durationMs: 1, outputBytes: 4, limits: [] };
          },
          close: async () => void ledger.rooms.delete(id),
        };
      },
    },
    broker: {
      grant: () => ({
        close: async () => {
          throw new Error('the line cannot be closed');
        },
      }),
    },
    credentialled: [],
    probes: { look: async () => [], require: () => {} },
    directories: {
      readable: async (name: string) => {
        ledger.directories.add(name);
        return name;
      },
      remove: async (name: string) => void ledger.directories.delete(name),
      empty: async () => {},
      put: async () => {},
    },
    progress: { output: () => {}, note: () => {} },
    audit: undefined,
    evidence,
    clock: systemClock,
    digest: () => 'd',
    nonce: () => 'n',
    signal: new AbortController().signal,
    deadline: systemClock.monotonic() + 60_000,
  };
  return { state: new RunState(parts as unknown as LoopParts), ledger };
}

const top = {
  view: { kind: 'directory', path: '/' },
  hidden: [],
  renew: async () => [],
  close: async () => {},
} as const;
const place = { top, home: 'home', out: 'out' };
const request = {
  attempt: 1,
  prompt: 'p',
  session: undefined,
  correction: false,
  suffix: '',
  timeoutMs: 1000,
} as const;

describe('a turn', () => {
  it('leaves neither room nor directory when its evidence fails before it begins', async () => {
    const { state, ledger } = lab();
    const turn = new AgentTurn(state, place, request);
    await turn.prepare();
    expect([...ledger.rooms, ...ledger.directories]).toEqual(['attempt-1', 'attempt-1-in']);
    const { journal } = ledger.evidence;
    ledger.evidence.journal = (event, data) => {
      if (event === 'attempt.started') throw new Error('no space left');
      journal.call(ledger.evidence, event, data);
    };
    await expect(turn.take()).rejects.toThrow('no space left');
    await turn.discard();
    expect([...ledger.rooms, ...ledger.directories]).toEqual([]);

    await expect(takeTurn(state, place, request)).rejects.toThrow('no space left');
    expect([...ledger.rooms, ...ledger.directories]).toEqual([]);
  });

  it('leaves no room when its line to the broker cannot be closed', async () => {
    const { state, ledger } = lab({}, ['example.com']);
    await expect(takeTurn(state, place, request)).rejects.toThrow('the line cannot be closed');
    expect([...ledger.rooms, ...ledger.directories]).toEqual([]);
  });

  it('ends with the error of what reads its output, which nobody else could take', async () => {
    let pushed = 0;
    const { state, ledger } = lab({
      push: () => {
        pushed += 1;
        throw new TypeError('not an object');
      },
    });
    await expect(takeTurn(state, place, request)).rejects.toThrow('not an object');
    expect(pushed).toBe(1);
    expect(ledger.ended).toBe(true);
    expect([...ledger.rooms, ...ledger.directories]).toEqual([]);
  });
});
