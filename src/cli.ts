import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseCommandLine } from './inputs/command-line.js';
import { withCandidateKeys } from './inputs/provider-keys.js';
import { missingSecrets, readEnvironmentSecrets } from './inputs/secrets.js';
import { usage } from './inputs/usage.js';
import { EXIT, exitCodeOf, exitCodeOfError } from './run/exit-code.js';
import { describeHost } from './run/host.js';
import { planRun, type RunOptions, type RunOutcome, run } from './run/run.js';
import { showEvidence, showFindings, showOutcome } from './run/show.js';
import { canonicalJson } from './support/canonical-json.js';
import { systemClock } from './support/clock.js';
import { CleanroomError, describeProblem, InputError, messageOf } from './support/errors.js';
import { stripInvisible } from './support/plain-text.js';
import type { Progress } from './support/progress.js';
import { createPlainProgress } from './support/progress-lines.js';
import { createTerminalProgress } from './support/progress-terminal.js';
import { removeTree } from './support/remove-tree.js';
import { VERSION } from './support/version.js';

type Parsed = ReturnType<typeof parseCommandLine>;
type RunLine = Extract<Parsed, { command: 'run' | 'plan' | 'demo' }>;
type AgentLine = Extract<Parsed, { command: 'agent' }>;
type RequestLine = RunLine | AgentLine | Extract<Parsed, { command: 'policy' }>;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
// Names and values of a repository may be part of it.
const tell = (text: string): void => void process.stderr.write(`${stripInvisible(text)}\n`);

async function main(): Promise<number> {
  // A tighter umask would keep rooms of another user out of the directories that are made for them.
  process.umask(0o022);
  const line = parseCommandLine(process.argv.slice(2));
  switch (line.command) {
    case 'help':
      say(usage());
      return EXIT.green;
    case 'version':
      say(line.json ? JSON.stringify({ version: VERSION }) : VERSION);
      return EXIT.green;
    case 'invalid':
      throw new InputError(line.problems);
    case 'show':
      say(await showEvidence(line.evidence, line.json));
      return EXIT.green;
    case 'doctor': {
      const { examine } = await import('./run/doctor.js');
      const findings = await examine(describeHost(process.env, process.cwd(), undefined));
      say(line.json ? JSON.stringify(findings, null, 2) : showFindings(findings));
      return findings.some((finding) => finding.state === 'missing') ? EXIT.infrastructure : EXIT.green;
    }
    case 'plan': {
      const { plan, planSha256 } = await planRun(await optionsFor(line));
      say(line.json ? canonicalJson(plan) : `${JSON.stringify(plan, null, 2)}\n\nsha256 ${planSha256}`);
      return EXIT.green;
    }
    case 'init': {
      const { describeSetup, initialise } = await import('./run/init.js');
      const host = describeHost(process.env, resolve(line.repo), undefined);
      const setup = await initialise({ host, write: line.write });
      say(line.json ? JSON.stringify(setup, null, 2) : describeSetup(setup));
      return EXIT.green;
    }
    case 'policy': {
      const { describePolicy, explainEndpoint, validatePolicy } = await import('./run/policy-command.js');
      const { action, argument } = line;
      const asked = action === 'show' ? argument : undefined;
      const file = action === 'validate' ? argument : undefined;
      const validated = await validatePolicy({ ...(await optionsFor(line)), file });
      if (asked === undefined) say(line.json ? canonicalJson(validated) : describePolicy(validated));
      else {
        const answer = explainEndpoint(validated.policy, asked);
        say(line.json ? canonicalJson(answer.json) : answer.text);
      }
      return EXIT.green;
    }
    case 'agent':
      return agent(line);
    case 'rooms': {
      const [{ placesOf }, { describeRooms, removeRooms }] = await Promise.all([
        import('./run/agent-places.js'),
        import('./run/rooms-command.js'),
      ]);
      const { kept } = placesOf(process.env, describeHost(process.env, process.cwd(), undefined));
      if (line.action === 'list') {
        const rooms = await kept.list();
        say(line.json ? JSON.stringify(rooms, null, 2) : describeRooms(rooms));
      } else {
        const removed = await removeRooms(kept, line.ids);
        say(line.json ? JSON.stringify({ removed }) : `removed: ${removed.join(', ') || 'nothing'}`);
      }
      return EXIT.green;
    }
    case 'run':
      return resumable(line);
    case 'demo':
      return demo(line);
  }
}

/** What the arguments, the environment and the event together ask for. */
async function optionsFor(line: RequestLine, repository = line.repo): Promise<Pick<RunOptions, 'request' | 'host'>> {
  const { env } = process;
  const token = env['GITHUB_TOKEN'] || undefined;
  // GitHub's client is only loaded where there is an event: it would double the start-up time of every run.
  const inWorkflow = Boolean(env['GITHUB_EVENT_NAME']) && line.command !== 'demo' && line.command !== 'agent';
  const github = inWorkflow ? await import('./run/github-run.js') : undefined;
  const event = await github?.readEvent(env, token);
  return {
    host: describeHost(env, resolve(repository), github?.remoteOf(env, token)),
    request: {
      layer: line.layer,
      problems: [...line.problems, ...(event?.problems ?? [])],
      context: event?.context ?? {
        event: 'local',
        repository: null,
        serverUrl: null,
        apiUrl: null,
        runUrl: null,
        actor: null,
        pullRequest: null,
      },
      workCommit: event?.workCommit,
      trusted: event?.trusted,
      defaultCommentKey: 'default',
      secretsFor(settings) {
        const own = readEnvironmentSecrets(env, settings.provider);
        const { secrets, problems: others } = withCandidateKeys(settings, own.secrets, env);
        const problems = [...own.problems, ...others];
        const all = { ...secrets, ...(token === undefined ? {} : { githubToken: token }) };
        return {
          secrets: all,
          problems:
            problems.length > 0 || line.command === 'agent' ? problems : missingSecrets(settings, all, 'command-line'),
        };
      },
    },
  };
}

/** A run that leaves what it takes to go on, or one that goes on. */
async function resumable(typed: RunLine): Promise<number> {
  const { env } = process;
  const { home, uid } = describeHost(env, '.', undefined);
  const keyFile = join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'cleanroom-action', 'resume.key');
  const request = { argv: process.argv.slice(2), directory: process.cwd() };
  const line = await completed(typed, keyFile, uid);
  return finish(line, await carryOut(line, await optionsFor(line), { keyFile, request, orBegin: false }));
}

/** Where nothing but the folder of an interrupted run is named: with the flags that it was begun with. */
async function completed(line: RunLine, keyFile: string, uid: number): Promise<RunLine> {
  const { resume } = line.layer.values;
  const given = [...Object.keys(line.layer.values), ...line.layer.invalid];
  if (resume === undefined || given.length > 1 || line.problems.length > 0) return line;
  const { storedRequest } = await import('./run/resume-request.js');
  // What was typed then has paths of where it was typed.
  const directory = resolve(resume);
  const stored = await storedRequest(directory, keyFile, uid);
  if (stored === undefined) return line;
  process.chdir(stored.directory);
  const before = parseCommandLine(stored.argv);
  if (before.command !== 'run') return line;
  const { evidence: _, ...values } = before.layer.values;
  return { ...before, json: line.json, layer: { ...before.layer, values: { ...values, resume: directory } } };
}

/** A person's agent in a room. A signal ends it, a second one at once; its exit code is the agent's. */
async function agent(line: AgentLine): Promise<number> {
  const { env, stdin, stdout, stderr } = process;
  const [{ placesOf, readPersonalAgents, terminalVariables }, { runAgentCommand }] = await Promise.all([
    import('./run/agent-places.js'),
    import('./run/agent-command.js'),
  ]);
  const options = await optionsFor(line);
  const { kept, patches, config } = placesOf(env, options.host);
  const abort = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (abort.signal.aborted) process.exit(EXIT.cancelled);
    abort.abort(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  // Whoever read what it prints is gone.
  for (const stream of [stdout, stderr]) stream.on('error', () => abort.abort('SIGPIPE'));
  try {
    const code = await runAgentCommand({
      ...options,
      line: { ...line, ...(line.patch === undefined ? {} : { patch: resolve(line.patch) }) },
      personal: await readPersonalAgents(config),
      kept,
      patches,
      person: {
        stdin,
        stdout,
        stderr,
        terminal: stdin.isTTY && stdout.isTTY ? { input: stdin, output: stdout } : undefined,
        environment: terminalVariables(env),
      },
      process,
      clock: systemClock,
      signal: abort.signal,
    });
    // Whoever types at it may never end it.
    stdin.destroy();
    return code;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** Runs with the progress that suits the terminal and with the first signal as a request to end, the second as an order. */
async function carryOut(
  line: RunLine,
  options: Pick<RunOptions, 'request' | 'host'>,
  resume?: RunOptions['resume'],
): Promise<RunOutcome> {
  const progress = progressFor(line.json);
  const abort = new AbortController();
  const onSignal = (): void => {
    if (abort.signal.aborted) process.exit(EXIT.cancelled);
    abort.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  try {
    return await run({ ...options, progress, clock: systemClock, signal: abort.signal, resume });
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

function progressFor(json: boolean): Progress {
  const stream = json ? process.stderr : process.stdout;
  const write = (text: string): void => void stream.write(text);
  return stream.isTTY
    ? createTerminalProgress({ write, columns: () => stream.columns })
    : createPlainProgress({ write });
}

async function finish(line: RunLine, outcome: RunOutcome): Promise<number> {
  const { env } = process;
  if (env['GITHUB_EVENT_NAME'] && line.command === 'run') {
    const { publishRun } = await import('./run/github-run.js');
    const { context, publish, source } = outcome.plan;
    const published = await publishRun({
      env,
      evidence: outcome.evidence,
      context,
      settings: publish,
      token: env['GITHUB_TOKEN'] || undefined,
      commit: source.workCommit,
    });
    for (const warning of published.warnings) tell(`warning: ${warning}`);
  }
  say(line.json ? JSON.stringify({ ...outcome.verdict, evidence: outcome.evidence }) : await showOutcome(outcome));
  return exitCodeOf(outcome.verdict.verdict);
}

async function demo(line: RunLine): Promise<number> {
  const host = describeHost(process.env, process.cwd(), undefined);
  const { prepareDemo } = await import('./run/demo.js');
  const { repository, layer, scripted } = await prepareDemo({
    directory: join(dirname(dirname(realpathSync(process.argv[1] ?? '.'))), 'examples', 'demo'),
    temporary: host.temporary[0] ?? '/tmp',
    path: host.path,
    nodePath: process.execPath,
    layer: line.layer,
  });
  try {
    const note = scripted
      ? 'This demo works without a model: a script plays the agent (examples/demo/agent.mjs). Rooms, verifier and proof are real.\nWith a key in OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY, `demo --agent codex`, `claude` or `gemini` lets a real one work.'
      : `${layer.values.agent ?? 'An agent'} does the work in this demo.`;
    if (!line.json) say(`${note}\n`);
    const options = await optionsFor({ ...line, layer }, repository);
    return await finish(line, await carryOut(line, options));
  } finally {
    await removeTree(repository);
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof InputError) for (const problem of error.problems) tell(`error: ${describeProblem(problem)}`);
    else tell(`error: ${messageOf(error)}`);
    if (error instanceof CleanroomError && error.hint) tell(`hint: ${error.hint}`);
    process.exitCode = exitCodeOfError(error);
  },
);
