import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { AgentName } from '../../src/agent/registry.js';
import { removeTree } from '../../src/support/remove-tree.js';
import { testCacheHome } from './agents.js';
import { type DistOptions, type DistRun, runDist } from './dist.js';
import { type EvidenceFolder, openEvidence } from './evidence.js';
import { type Script, type ScriptedModel, startScriptedModel, type Turn, type TurnUsage } from './scripted-model.js';
import { repository } from './workspace.js';

/** The key that only the broker may hold. No command of a script may spell it: it would find itself. */
export const API_KEY = 'sk-endtoend-5b1d7c90e2f84a63';

/** A library with a bug, and its test. */
export const BUGGY_FILES: Readonly<Record<string, string>> = {
  'package.json': '{"name":"ranges","version":"1.0.0","type":"module","scripts":{"test":"node --test"}}\n',
  'src/ranges.js':
    'export function length(first, last) {\n  return last - first;\n}\n\nexport function within(value, first, last) {\n  return value >= first && value <= last;\n}\n',
  'test/ranges.test.js': [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    "import { length, within } from '../src/ranges.js';",
    "test('both ends belong to a range', () => assert.equal(length(3, 7), 5));",
    "test('a range holds its ends', () => assert.ok(within(3, 3, 7) && within(7, 3, 7)));",
    '',
  ].join('\n'),
};

export const VERIFY = 'node --test test/ranges.test.js';
const command = (text: string): Turn => ({ do: 'command', command: text });
export const LOOK = command('cat src/ranges.js');
export const FIX = command("sed -i 's/return last - first;/return last - first + 1;/' src/ranges.js");
/** Changes what is returned, and still not to what the test wants. */
export const WRONG_FIX = command("sed -i 's/return last - first;/return last - first + 2;/' src/ranges.js");
export const MEND_WRONG_FIX = command("sed -i 's/first + 2;/first + 1;/' src/ranges.js");
export const REPORT = {
  summary: 'The last element was not counted.',
  changes: [{ path: 'src/ranges.js', why: 'Both ends belong to a range.' }],
  blocked: null,
};
export const FINAL: Turn = { do: 'message', text: JSON.stringify(REPORT) };

/** Command lines of this machine's processes, rooms included, that hold the marker. */
export async function processesWith(marker: string): Promise<string[]> {
  const found = await markedProcesses(marker);
  return found.filter(({ cmdline }) => cmdline.includes(marker)).map(({ cmdline }) => cmdline);
}

interface MarkedProcess {
  readonly pid: number;
  readonly cmdline: string;
}

/** Processes that hold a marker in their command line or, where we may read it, in the environment that they began with. */
export async function markedProcesses(...markers: readonly string[]): Promise<MarkedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, name: string): Promise<string> =>
    readFile(`/proc/${pid}/${name}`, 'utf8').then(
      (text) => text.replaceAll('\0', ' '),
      () => '',
    );
  const all = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      cmdline: await read(pid, 'cmdline'),
      environ: await read(pid, 'environ'),
    })),
  );
  return all.filter(({ cmdline, environ }) =>
    markers.some((marker) => cmdline.includes(marker) || environ.includes(marker)),
  );
}

export interface LabRun extends DistRun {
  readonly evidence: EvidenceFolder;
  readonly evidenceDirectory: string;
  /** What is left below TMPDIR when the command has ended. */
  readonly leftovers: readonly string[];
  /** Command lines of processes of the run, on the host and in rooms, that outlived it. */
  readonly survivors: readonly string[];
}

export interface LabRunOptions extends DistOptions {
  readonly flags?: readonly string[];
}

/** A repository, a scripted model and a private TMPDIR; everything is gone after `dispose`. */
export interface AgentLab {
  /** Stands in the environment of everything that `run` starts in rooms. */
  readonly marker: string;
  readonly repo: string;
  readonly model: ScriptedModel;
  readonly agent: AgentName;
  /** `run --agent NAME` over the repository, with the model behind the broker. */
  run(options: LabRunOptions): Promise<LabRun>;
  /** Any command line, in the same surroundings. */
  dist(args: readonly string[], options: DistOptions): Promise<LabRun>;
  /** Runs the repository's own test outside of any room, over a fresh clone with this patch. */
  testOutside(patch: string): Promise<void>;
  dispose(): Promise<void>;
}

export interface LabOptions {
  /** Instead of, or beside, `BUGGY_FILES`. */
  readonly files?: Readonly<Record<string, string>>;
  /** The key that the model takes; default `API_KEY`. */
  readonly key?: string;
  /** What a model call reports unless its turn says otherwise. */
  readonly usage?: TurnUsage;
}

export async function agentLab(agent: AgentName, script: Script, options: LabOptions = {}): Promise<AgentLab> {
  const directory = await mkdtemp(join(tmpdir(), `${agent}-e2e-`));
  // Rooms may belong to another user than root.
  await chmod(directory, 0o755);
  const temporary = join(directory, 'tmp');
  await mkdir(temporary);
  const repo = await repository({ ...BUGGY_FILES, ...options.files }, directory);
  // Not the directory's name: rooms may not learn where on the host they are.
  const marker = `lab-${randomBytes(8).toString('hex')}`;
  const dumps = process.env['TEST_MODEL_DUMP'];
  const model = await startScriptedModel(script, {
    key: options.key ?? API_KEY,
    ...(options.usage ? { usage: options.usage } : {}),
    ...(dumps ? { dump: join(dumps, basename(directory)) } : {}),
  });
  const evidenceDirectory = join(directory, 'evidence');
  const dist: AgentLab['dist'] = async (args, runOptions) => {
    const result = await runDist([...args, '--model-base-url', model.url, '--evidence', evidenceDirectory], {
      ...runOptions,
      env: {
        CLEANROOM_API_KEY: API_KEY,
        XDG_CACHE_HOME: testCacheHome(),
        TMPDIR: temporary,
        ...runOptions.env,
      },
    });
    return {
      ...result,
      evidenceDirectory,
      evidence: openEvidence(evidenceDirectory),
      leftovers: await readdir(temporary),
      // TMPDIR, and paths in command lines, tell what runs on the host.
      survivors: (await markedProcesses(marker, basename(directory))).map(({ cmdline }) => cmdline),
    };
  };
  return {
    agent,
    marker,
    repo,
    model,
    dist,
    run: ({ flags = [], ...runOptions }) =>
      dist(
        [
          ...['run', '--repo', repo, '--agent', agent, '--prompt', 'Repair the length of a range.'],
          ...['--env', `LAB=${marker}`, ...flags],
        ],
        runOptions,
      ),
    async testOutside(patch) {
      const clone = await mkdtemp(join(directory, 'clone-'));
      execFileSync('git', ['clone', '-q', repo, clone], { stdio: 'pipe' });
      execFileSync('git', ['apply', '--binary', patch], { cwd: clone, stdio: 'pipe' });
      // Vitest's own variables would change what the test runner prints and does.
      execFileSync(process.execPath, ['--test', 'test/ranges.test.js'], {
        cwd: clone,
        env: { PATH: process.env['PATH'] ?? '' },
        stdio: 'pipe',
      });
    },
    async dispose() {
      await model.close();
      await removeTree(directory);
    },
  };
}
