// From the moment at which an agent is to work to its first model call: in a run of ours, and by hand. By hand means: the
// same program with the same arguments, environment, HOME and tree in a room of the same backend, whose line leads to the
// model directly. Both in turns within one run, so that whatever else the machine does happens to both.
// `BENCH_AGENTS=codex,claude` and `BENCH_ROUNDS=5` make it shorter.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { bar, ROOT, repository, row } from './support.mjs';

const AGENTS = process.env.BENCH_AGENTS?.split(',') ?? ['codex', 'claude', 'gemini', 'opencode'];
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 12);
const KEY = 'sk-bench-0123456789';
const MOST_MS = 60;
const REPORT = JSON.stringify({ summary: 'nothing', changes: [], blocked: null });

export async function benchAgents(scratch) {
  await chmod(scratch, 0o755);
  const { startScriptedModel } = await scriptedModel(scratch);
  let onCall = () => {};
  const model = await startScriptedModel(() => {
    onCall();
    return { do: 'message', text: REPORT };
  });
  const repo = repository(join(scratch, 'repo'), [['src/a.js', 'export const a = 1;\n']]);
  try {
    for (const agent of AGENTS) {
      const times = { ours: [], hand: [], later: [] };
      for (let round = -1; round < ROUNDS; round++) {
        const seen = await oneRun({
          agent,
          repo,
          model,
          evidence: join(scratch, `evidence-${agent}-${round}`),
          handFirst: round % 2 === 0,
          nextCall: () => new Promise((resolve) => (onCall = () => resolve(performance.now()))),
        });
        // The first round finds nothing in memory.
        if (round < 0) continue;
        times.ours.push(seen.prepared);
        times.later.push(seen.whole);
        times.hand.push(seen.hand);
      }
      row(`${agent}, by hand in the same room`, times.hand);
      row(`${agent}, first attempt (its room stands already)`, times.ours);
      row(`${agent}, with its room made before it starts`, times.later);
      const added = lowerQuartile(times.ours) - lowerQuartile(times.hand);
      bar(`${agent}: added before the first model call, ms`, added, MOST_MS);
    }
  } finally {
    await model.close();
  }
}

/** Whatever else a machine does only ever adds to a time, so the shorter ones tell most; the shortest is an accident. */
function lowerQuartile(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)];
}

/** One run of the product, in the middle of which the same command is run by hand as well. */
async function oneRun({ agent, repo, model, evidence, handFirst, nextCall }) {
  const { run } = await import(`${ROOT}/build/run/run.js`);
  const { describeHost } = await import(`${ROOT}/build/run/host.js`);
  const { parseCommandLine } = await import(`${ROOT}/build/inputs/command-line.js`);
  const { systemClock } = await import(`${ROOT}/build/support/clock.js`);
  const { AgentTurn } = await import(`${ROOT}/build/loop/turn.js`);
  const { LocalBackend } = await import(`${ROOT}/build/room/local/backend.js`);
  const { HostDirectories } = await import(`${ROOT}/build/room/directories.js`);
  const line = parseCommandLine([
    ...['run', '--repo', repo, '--agent', agent, '--prompt', 'Do nothing.', '--evidence', evidence],
    ...['--model-base-url', model.url, '--verify', 'test -e never', '--max-attempts', '1', '--room', 'local'],
  ]);
  const seen = { prepare: 0, taken: 0, first: 0, hand: 0, outside: 0 };
  const undo = [];
  const patch = (prototype, name, wrap) => {
    const original = prototype[name];
    prototype[name] = wrap(original);
    undo.push(() => (prototype[name] = original));
  };
  let homeFiles = {};
  let directories;
  patch(
    HostDirectories.prototype,
    'put',
    (put) =>
      function (directory, files) {
        homeFiles = files;
        directories = this;
        return put.call(this, directory, files);
      },
  );
  patch(
    AgentTurn.prototype,
    'prepare',
    (prepare) =>
      async function () {
        const begun = performance.now();
        await prepare.call(this);
        seen.prepare = performance.now() - begun;
      },
  );
  patch(
    AgentTurn.prototype,
    'take',
    (take) =>
      function () {
        seen.taken = performance.now();
        return take.call(this);
      },
  );
  patch(
    LocalBackend.prototype,
    'open',
    (open) =>
      async function (spec) {
        const room = await open.call(this, spec);
        if (spec.stage !== 'agent' || spec.id === 'by-hand') return room;
        const backend = this;
        const original = room.run;
        room.run = async function (command, signal) {
          // The look around before the agent is a command in its room, too.
          if (seen.taken === 0) return original.call(this, command, signal);
          const byHand = async () => {
            const begun = performance.now();
            seen.hand = await runByHand({ backend, spec, command, directories, homeFiles, model, nextCall });
            return performance.now() - begun;
          };
          if (handFirst) seen.outside = await byHand();
          const called = nextCall();
          const ended = original.call(this, command, signal);
          seen.first = await Promise.race([called, ended.then(() => Number.NaN)]);
          const exit = await ended;
          if (!handFirst) await byHand();
          return exit;
        };
        return room;
      },
  );
  try {
    const env = { ...process.env, CLEANROOM_API_KEY: KEY };
    const quiet = { phase() {}, output() {}, note() {}, warn() {}, close() {} };
    await run({
      host: describeHost({ ...env, XDG_CACHE_HOME: join(tmpdir(), 'cleanroom-test-cache') }, repo, undefined),
      request: {
        layer: line.layer,
        problems: [],
        context: {
          ...{ event: 'local', repository: null, serverUrl: null, apiUrl: null, runUrl: null },
          ...{ actor: null, pullRequest: null },
        },
        workCommit: undefined,
        trusted: undefined,
        defaultCommentKey: 'bench',
        secretsFor: () => ({ secrets: { apiKey: KEY }, problems: [] }),
      },
      progress: quiet,
      clock: systemClock,
      signal: new AbortController().signal,
    });
  } finally {
    for (const one of undo) one();
    rmSync(evidence, { recursive: true, force: true });
  }
  const prepared = seen.first - seen.taken - seen.outside;
  if (!Number.isFinite(prepared) || !Number.isFinite(seen.hand))
    throw new Error(`${agent} made no model call: ${JSON.stringify(seen)}`);
  return { prepared, whole: prepared + seen.prepare, hand: seen.hand };
}

/** Milliseconds from the start of the same command in a fresh room that stands to its first model call. */
async function runByHand({ backend, spec, command, directories, homeFiles, model, nextCall }) {
  const home = await directories.writable('by-hand-home');
  const out = await directories.writable('by-hand-out');
  const top = await directories.writable('by-hand-top');
  await directories.put(home, homeFiles);
  const room = await backend.open({
    ...spec,
    id: 'by-hand',
    homeDirectory: home,
    outDirectory: out,
    workspace: await freshTop(spec.workspace, top, directories),
  });
  const { pidFiles: _pidFiles, onOutput: _onOutput, ...rest } = command;
  try {
    const begun = performance.now();
    const called = nextCall();
    const ended = room.run(
      {
        ...rest,
        onOutput() {},
        listener: {
          port: command.listener.port,
          accept: (server) =>
            server.on('connection', (socket) => {
              const line = connect(model.port, '127.0.0.1');
              for (const end of [socket, line]) end.on('error', () => end.destroy());
              socket.pipe(line).pipe(socket);
            }),
        },
      },
      new AbortController().signal,
    );
    const first = await Promise.race([called, ended.then(() => Number.NaN)]);
    await ended;
    return first - begun;
  } finally {
    await room.close();
    for (const directory of [home, out, top]) await directories.remove(directory);
  }
}

async function freshTop(view, top, directories) {
  if (view.kind !== 'overlay') throw new Error('this host has no overlays');
  const owner = directories.owner;
  for (const name of ['upper', 'work']) {
    await mkdir(join(top, name));
    if (owner) await chown(join(top, name), owner.uid, owner.gid);
  }
  return { ...view, upper: join(top, 'upper'), work: join(top, 'work') };
}

/** The model of the tests, as plain JavaScript. */
async function scriptedModel(scratch) {
  const from = join(ROOT, 'test/support');
  const to = join(scratch, 'model');
  mkdirSync(join(to, 'wire'), { recursive: true });
  writeFileSync(join(to, 'package.json'), '{"type":"module"}\n');
  const files = [
    'scripted-model.ts',
    'model-dump.ts',
    ...readdirSync(join(from, 'wire')).map((name) => `wire/${name}`),
  ];
  for (const file of files) {
    const { outputText } = ts.transpileModule(readFileSync(join(from, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(to, file.replace(/\.ts$/, '.js')), outputText);
  }
  return import(join(to, 'scripted-model.js'));
}
