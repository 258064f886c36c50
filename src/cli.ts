import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { detectCi } from './inputs/ci/detect.js';
import { parseCommandLine } from './inputs/command-line.js';
import { LOCAL_CONTEXT } from './inputs/context.js';
import { withCandidateKeys } from './inputs/provider-keys.js';
import { missingSecrets, readEnvironmentSecrets } from './inputs/secrets.js';
import { usage } from './inputs/usage.js';
import type { CiRun } from './run/ci-context.js';
import { publishFromCi, writeFiles } from './run/ci-end.js';
import { EXIT, exitCodeOf, exitCodeOfError, NO_COMMAND } from './run/exit-code.js';
import { describeHost } from './run/host.js';
import { planRun, type RunOptions, type RunOutcome, run } from './run/run.js';
import { requireFolder, showEvidence, showFindings, showOutcome } from './run/show.js';
import { canonicalJson } from './support/canonical-json.js';
import { systemClock } from './support/clock.js';
import { CleanroomError, describeProblem, InputError, messageOf } from './support/errors.js';
import { refuseLinks } from './support/own-path.js';
import type { Progress } from './support/progress.js';
import { createBuildkiteProgress, createGitLabProgress, withoutGroups } from './support/progress-ci.js';
import { createPlainProgress } from './support/progress-lines.js';
import { createTerminalProgress } from './support/progress-terminal.js';
import { removeTree } from './support/remove-tree.js';
import { VERSION } from './support/version.js';
import { neutralLines } from './support/workflow-text.js';

type Parsed = ReturnType<typeof parseCommandLine>;
type RunLine = Extract<Parsed, { command: 'run' | 'plan' | 'demo' }>;
type AgentLine = Extract<Parsed, { command: 'agent' }>;
type VerifyLine = Extract<Parsed, { command: 'verify' }>;
type RequestLine = RunLine | AgentLine | Extract<Parsed, { command: 'policy' }>;

const MAX_TOLD = 8000;
/** The others start no agent, or one that has a login of its own. */
const NEEDS_KEY: ReadonlySet<Parsed['command']> = new Set(['run', 'demo']);
/** A job of Buildkite takes lines of a patch, which begin with `---` and `+++`, for groups of its log. */
const lines = detectCi(process.env).system === 'buildkite' ? withoutGroups : (text: string): string => text;
const say = (text: string): void => void process.stdout.write(`${lines(text)}\n`);
// Names and values of a repository may be part of it, and what a program said.
const tell = (text: string): void => void process.stderr.write(`${lines(neutralLines(text, MAX_TOLD).join('\n'))}\n`);

async function main(): Promise<number> {
  // A tighter umask would keep rooms of another user out of the directories that are made for them.
  process.umask(0o022);
  const line = parseCommandLine(process.argv.slice(2));
  switch (line.command) {
    case 'help':
      say(usage(line.about));
      return EXIT.green;
    case 'version':
      say(line.json ? JSON.stringify({ version: VERSION }) : VERSION);
      return EXIT.green;
    case 'invalid':
      throw new InputError(line.problems);
    case 'show':
      return showRun(line);
    case 'verify':
      return verify(line);
    case 'publish': {
      const { describePublished, runPublishCommand } = await import('./run/publish-command.js');
      const { published, code } = await runPublishCommand(line, process.env, tokenOf(process.env));
      for (const warning of published.warnings) tell(`warning: ${warning}`);
      say(line.json ? JSON.stringify(published, null, 2) : describePublished(published));
      return code;
    }
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

/** A recorded run in words, and as a page where that is asked for. */
async function showRun(line: Extract<Parsed, { command: 'show' }>): Promise<number> {
  await requireFolder(line.evidence);
  if (line.page === undefined) {
    say(await showEvidence(line.evidence, line.json));
    return EXIT.green;
  }
  const { openInBrowser, pageOf } = await import('./run/page.js');
  const { temporary: places, path } = describeHost(process.env, process.cwd(), undefined);
  const [temporary = '/tmp'] = places;
  const page = await pageOf({ evidence: line.evidence, target: line.page.file, temporary });
  say(line.json ? JSON.stringify({ page }) : page);
  if (line.page.open && process.stdout.isTTY && !(await openInBrowser(page, { ...process.env, PATH: path })))
    tell('hint: no program here opens a browser; open the file in one');
  return EXIT.green;
}

/** What the arguments, the environment and the event together ask for. */
async function optionsFor(line: RequestLine, repository = line.repo): Promise<Pick<RunOptions, 'request' | 'host'>> {
  const { env } = process;
  const token = tokenOf(env);
  // GitHub's client is only loaded where there is an event: it would double the start-up time of every run.
  const inWorkflow = Boolean(env['GITHUB_EVENT_NAME']) && line.command !== 'demo' && line.command !== 'agent';
  const github = inWorkflow ? await import('./run/github-run.js') : undefined;
  const event = await github?.readEvent(env, token);
  const inCi = !inWorkflow && line.command !== 'demo' && line.command !== 'agent';
  const ci = inCi ? await readCiJob(line, resolve(repository), token) : undefined;
  const gate = inWorkflow ? await import('./run/gate.js') : undefined;
  return {
    host: describeHost(env, resolve(repository), ci ? ci.remote : github?.remoteOf(env, token)),
    request: {
      layer: line.layer,
      problems: [...line.problems, ...(event?.problems ?? ci?.problems ?? [])],
      context: event?.context ?? ci?.context ?? LOCAL_CONTEXT,
      workCommit: event?.workCommit ?? ci?.workCommit,
      trusted: event?.trusted ?? ci?.trusted,
      defaultCommentKey: 'default',
      gate: event ? gate?.createGate(event, github?.connect(event.context, token)) : ci?.gate,
      secretsFor(settings) {
        const own = readEnvironmentSecrets(env, settings.provider);
        const { secrets, problems: others } = withCandidateKeys(settings, own.secrets, env);
        const problems = [...own.problems, ...others];
        const all = { ...secrets, ...(token === undefined ? {} : { githubToken: token }) };
        return {
          secrets: all,
          problems:
            problems.length > 0 || !NEEDS_KEY.has(line.command)
              ? problems
              : missingSecrets(settings, all, 'command-line'),
        };
      },
    },
  };
}

function tokenOf(env: NodeJS.ProcessEnv): string | undefined {
  return env['CLEANROOM_GITHUB_TOKEN'] || env['GITHUB_TOKEN'] || undefined;
}

/** What a job of another CI system than GitHub's is about; undefined outside of one. */
async function readCiJob(line: RequestLine, repository: string, token: string | undefined): Promise<CiRun | undefined> {
  const { env } = process;
  const { system, problems } = detectCi(env);
  if (problems.length > 0) throw new InputError([...line.problems, ...problems]);
  if (system === undefined) return undefined;
  const { readCiRun } = await import('./run/ci-context.js');
  const host = describeHost(env, repository, undefined);
  return readCiRun({ system, env, host, token, trustedRef: line.layer.values['trusted-ref'] });
}

/** A run that leaves what it takes to go on, or one that goes on. */
async function resumable(typed: RunLine): Promise<number> {
  const { env } = process;
  const { home, uid } = describeHost(env, '.', undefined);
  const keyFile = join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'cleanroom-action', 'resume.key');
  const request = { argv: process.argv.slice(2), directory: process.cwd() };
  const line = await completed(typed, keyFile, uid);
  // Before anything is written: what is checked out may be a pull request's.
  for (const path of [line.layer.values.evidence, ...Object.values(line.files)])
    if (path !== undefined) await refuseLinks(path, resolve(line.repo));
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
  const files = { ...before.files, ...line.files };
  return { ...before, json: line.json, files, layer: { ...before.layer, values: { ...values, resume: directory } } };
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

/** Checks what a run left. Nothing is fetched, and no secret is read. */
async function verify(line: VerifyLine): Promise<number> {
  const [{ exitCodeOfVerification, verifyEvidence }, { showVerification }] = await Promise.all([
    import('./run/verify.js'),
    import('./run/verify-words.js'),
  ]);
  const progress = createPlainProgress({ write: (text) => void process.stderr.write(text) });
  const found = await untilSignal((signal) => {
    const host = describeHost(process.env, resolve(line.repo), undefined);
    return verifyEvidence({ line, host, progress, clock: systemClock, signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
  });
  progress.close();
  if (found === undefined) return EXIT.cancelled;
  say(line.json ? JSON.stringify(found, null, 2) : showVerification(found));
  return exitCodeOfVerification(found);
}

/** Runs with the progress that suits the terminal and with the first signal as a request to end, the second as an order. */
async function carryOut(
  line: RunLine,
  options: Pick<RunOptions, 'request' | 'host'>,
  resume?: RunOptions['resume'],
): Promise<RunOutcome> {
  const progress = progressFor(line.json);
  return untilSignal((signal) => run({ ...options, progress, clock: systemClock, signal, resume }));
}

/** The first signal asks for an end, the second one orders it. */
async function untilSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const onSignal = (): void => {
    if (abort.signal.aborted) process.exit(EXIT.cancelled);
    abort.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  try {
    return await work(abort.signal);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  }
}

function progressFor(json: boolean): Progress {
  const stream = json ? process.stderr : process.stdout;
  const write = (text: string): void => void stream.write(text);
  const { system } = detectCi(process.env);
  // These give their jobs a terminal that nobody sits at.
  if (system === 'buildkite') return createBuildkiteProgress({ write });
  if (system === 'gitlab') return createGitLabProgress({ write });
  // A dumb terminal shows the bytes that would clear a line; one that does not know its width says 0.
  return stream.isTTY && process.env['TERM'] !== 'dumb'
    ? createTerminalProgress({ write, columns: () => stream.columns || 80 })
    : createPlainProgress({ write });
}

async function finish(line: RunLine, outcome: RunOutcome): Promise<number> {
  const { env } = process;
  // First: it stands whatever becomes of what follows.
  say(
    line.json
      ? JSON.stringify({ ...outcome.verdict, evidence: outcome.evidence })
      : await showOutcome(outcome, line.command === 'run'),
  );
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
  } else if (line.command === 'run') {
    const { system } = detectCi(env);
    const from = { env, token: tokenOf(env), checkout: resolve(line.repo) };
    if (system !== undefined) for (const text of await publishFromCi(outcome, { system, ...from })) tell(text);
  }
  if (line.command === 'run') await writeFiles(line.files, outcome, resolve(line.repo));
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
    else if (error instanceof CleanroomError && error.code === NO_COMMAND) tell(error.message);
    else tell(`error: ${messageOf(error)}`);
    if (error instanceof CleanroomError && error.hint) tell(`hint: ${error.hint}`);
    process.exitCode = exitCodeOfError(error);
  },
);
