import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { TEST_PATTERNS } from '../../src/plan/protected.js';
import { HostDirectories } from '../../src/room/directories.js';
import { ROOM_PATHS, type RoomExit } from '../../src/room/types.js';
import { removeTree } from '../../src/support/remove-tree.js';
import { createVerifierResults, type ResultsOptions } from '../../src/verifier/create-results.js';
import type { FloorFinding, TestRun } from '../../src/verifier/types.js';
import { localBackend, TEST_LIMITS } from './local-room.js';
import { installedBugs } from './npm-packages.js';

export type Files = Readonly<Record<string, string>>;

/** What one command in a room of the verifier came to, with the counts of this repository's own code. */
export interface Counted {
  readonly exit: RoomExit;
  readonly output: string;
  readonly tests: TestRun | undefined;
}

export interface FloorLab {
  /** Packages of tests, as rooms see them: tape, mocha, chai. */
  readonly modules: string;
  run(files: Files, command: string, env?: Readonly<Record<string, string>>): Promise<Counted>;
  floor(base: TestRun | undefined, now: TestRun | undefined, changed: readonly string[]): readonly FloorFinding[];
  dispose(): Promise<void>;
}

const MODULES = '/deps/node_modules';

/** Real rooms in which verifiers run as they do in a proof, without a run around them. */
export async function floorLab(options: Partial<ResultsOptions> = {}): Promise<FloorLab> {
  const { backend, host, dispose } = await localBackend();
  const place = mkdtempSync(join(tmpdir(), 'floor-'));
  chmodSync(place, 0o755);
  const directories = new HostDirectories(place, host.identity.kind === 'self' ? undefined : host.identity);
  const results = createVerifierResults({
    directories,
    paths: {
      workspace: ROOM_PATHS.workspace,
      out: ROOM_PATHS.out,
      instrument: '/run/cleanroom/count',
      bin: ROOM_PATHS.bin,
    },
    go: false,
    instrument: 'auto',
    floor: 'enforce',
    isTest: picomatch([...TEST_PATTERNS], { dot: true }),
    onReported() {},
    ...options,
  });
  let rooms = 0;
  return {
    modules: MODULES,
    floor: results.floor,
    async run(files, command, env = {}) {
      const number = ++rooms;
      const path = await directories.writable(`tree-${number}`);
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
      execFileSync('chmod', ['-R', 'a+rwX', path]);
      const out = await directories.writable(`out-${number}`);
      const equipment = await results.equip();
      const room = await backend.open({
        id: `room-${number}`,
        stage: 'proof',
        workspace: { kind: 'directory', path },
        readOnly: [...equipment.readOnly, { source: join(installedBugs(), 'node_modules'), target: MODULES }],
        outDirectory: out,
        limits: { ...TEST_LIMITS, processes: 1024 },
      });
      writeFileSync(join(place, 'stands'), String(number));
      const stands = statSync(join(place, 'stands')).ctimeMs;
      const changedAt = (ctimeMs: number): boolean => ctimeMs > stands;
      const top = { view: { kind: 'directory' as const, path }, changedAt, close: async () => {} };
      const reader = results.reader({ name: 'verify', argv: ['sh', '-c', command] });
      await reader.begin(top);
      let output = '';
      try {
        const exit = await room.run(
          {
            argv: ['sh', '-e', '-c', command],
            cwd: '',
            env: { CI: 'true', NODE_PATH: MODULES, ...equipment.env, ...env },
            timeoutMs: 120_000,
            outputBytes: 1 << 30,
            onOutput(stream, chunk) {
              if (output.length < 1 << 20) output += chunk.toString('utf8');
              reader.push(stream, chunk);
            },
          },
          new AbortController().signal,
        );
        return { exit, output, tests: await reader.finish({ top, out }) };
      } finally {
        await room.close();
      }
    },
    async dispose() {
      await removeTree(place);
      await dispose();
    },
  };
}
