import { compareRuns } from './floor.js';
import { goProgram, goStandIn } from './instrument/go-program.js';
import { nodeProgram } from './instrument/node-program.js';
import { pytestProgram, pythonProgram } from './instrument/python-program.js';
import { CommandReader } from './results/reader.js';
import type { Equipment, VerifierResults } from './types.js';

export interface ResultsOptions {
  readonly directories: {
    readable(name: string, files: Readonly<Record<string, string>>, mode?: 0o444 | 0o555): Promise<string>;
  };
  /** Paths in rooms. */
  readonly paths: {
    readonly workspace: string;
    readonly out: string;
    readonly instrument: string;
    /** Comes first in PATH where it is shown. */
    readonly bin: string;
  };
  /** Whether rooms have a `go`: only where there is one, another may stand in for it. */
  readonly go: boolean;
  /** Whether processes are made to say what they executed and how they ended. */
  readonly instrument: 'auto' | 'off';
  readonly floor: 'enforce' | 'report' | 'off';
  /** Whether a path of the workspace is a test's by its name. */
  readonly isTest: (path: string) => boolean;
  /** Told of findings where they do not decide. */
  readonly onReported: (message: string) => void;
}

const TRACE = 'trace.jsonl';
const NODE = 'node.cjs';
const GO = 'go-test';

/** Counts what verifiers execute, and compares with the base. */
export function createVerifierResults(options: ResultsOptions): VerifierResults {
  const { paths, directories, isTest } = options;
  const instrumented = options.instrument === 'auto';
  let made: Promise<Equipment> | undefined;
  const make = async (): Promise<Equipment> => {
    const results = { CLEANROOM_RESULTS_DIR: paths.out };
    if (!instrumented) return { env: results, readOnly: [] };
    const trace = `${paths.out}/${TRACE}`;
    const files = await directories.readable('instrument', {
      [NODE]: nodeProgram(trace, paths.workspace),
      'sitecustomize.py': pythonProgram(trace, paths.workspace),
      'cleanroom_pytest.py': pytestProgram(trace),
    });
    const bin = options.go ? paths.bin : `${paths.instrument}-bin`;
    const programs = await directories.readable(
      'instrument-programs',
      { [GO]: goProgram(paths.out), ...(options.go ? { go: goStandIn(bin, GO) } : {}) },
      0o555,
    );
    return {
      env: {
        ...results,
        NODE_OPTIONS: `--require=${paths.instrument}/${NODE}`,
        PYTHONPATH: paths.instrument,
        GOFLAGS: `-exec=${bin}/${GO}`,
      },
      readOnly: [
        { source: files, target: paths.instrument },
        { source: programs, target: bin },
      ],
    };
  };
  return {
    equip: () => (made ??= make()),
    reader: () =>
      new CommandReader({
        workspace: paths.workspace,
        trace: instrumented ? TRACE : undefined,
        isTest,
      }),
    floor(base, now, changed) {
      if (options.floor === 'off') return [];
      const findings = compareRuns(base, now, changed);
      if (options.floor === 'enforce') return findings;
      for (const { message } of findings) options.onReported(message);
      return [];
    },
  };
}
