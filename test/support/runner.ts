import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type DistOptions, type DistRun, ROOT, runDist } from './dist.js';

/*
 * The part of GitHub's runner that an action sees: inputs and files before it, commands and files after it. Parsing
 * follows the runner's own (ActionCommand, ActionCommandManager and FileCommandManager of actions/runner), and where
 * its comparison depends on a culture, the reading here is the one that finds more commands.
 */

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const COMMANDS = [
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group'],
  ...['notice', 'remove-matcher', 'save-state', 'set-env', 'set-output', 'stop-commands', 'warning'],
];

/** What a log makes the runner do, in order. Commands that it skips because they are stopped are not among them. */
export function commandsIn(log: string): RunnerCommand[] {
  const acted: RunnerCommand[] = [];
  const known = new Set(COMMANDS);
  let resume: string | undefined;
  for (const raw of log.split(/\r\n|\r|\n/)) {
    // A culture-aware StartsWith passes over what has no width.
    const line = raw.replace(/[\p{Cf}\u0000-\u0008\u000e-\u001f\u007f]/gu, '');
    const command = doubleColon(line, known) ?? hashBracket(line, known);
    if (!command) continue;
    if (resume !== undefined) {
      if (command.name !== resume) continue;
      known.delete(resume);
      resume = undefined;
    } else {
      acted.push(command);
      if (command.name !== 'stop-commands') continue;
      resume = command.data.toLowerCase();
      known.add(resume);
    }
  }
  return acted;
}

/** `::name key=value,key=value::data` where a line begins, white space aside. */
function doubleColon(line: string, known: ReadonlySet<string>): RunnerCommand | undefined {
  const text = line.trimStart();
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  return command(text.slice(2, end), ',', text.slice(end + 2), known);
}

/** `##[name key=value;key=value]data` anywhere in a line. */
function hashBracket(line: string, known: ReadonlySet<string>): RunnerCommand | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  return command(line.slice(start + 3, end), ';', line.slice(end + 1), known);
}

function command(info: string, separator: string, data: string, known: ReadonlySet<string>): RunnerCommand | undefined {
  const space = info.indexOf(' ');
  const name = (space < 0 ? info : info.slice(0, space)).toLowerCase();
  if (!known.has(name)) return undefined;
  const pairs = space < 0 ? [] : info.slice(space + 1).split(separator);
  const properties = Object.fromEntries(
    pairs.filter((pair) => pair.includes('=')).map((pair) => pair.trim().split(/=(.*)/s, 2) as [string, string]),
  );
  return {
    name,
    properties,
    data: data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
  };
}

/** The entries of a file such as GITHUB_OUTPUT. @throws Error where the runner fails the step */
export function entriesOf(text: string): Record<string, string> {
  const entries: Record<string, string> = {};
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      entries[line.slice(0, equals)] = line.slice(equals + 1);
    } else if (heredoc > 0 && line.length > heredoc + 2) {
      const end = lines.indexOf(line.slice(heredoc + 2), at + 1);
      if (end < 0) throw new Error(`matching delimiter not found: ${line}`);
      entries[line.slice(0, heredoc)] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else throw new Error(`invalid format: ${line}`);
  }
  return entries;
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

/** The action itself, or another one of this repository: `publish/action.yml`. */
export async function actionFile(path = 'action.yml'): Promise<ActionFile> {
  return parse(await readFile(join(ROOT, path), 'utf8')) as ActionFile;
}

export interface Job {
  readonly node: string;
  /** The checkout: GITHUB_WORKSPACE. */
  readonly workspace: string;
  /** RUNNER_TEMP: of this job alone. */
  readonly temp: string;
  readonly event: string;
  readonly payload: unknown;
  readonly token: string;
  /** GITHUB_REPOSITORY, GITHUB_SHA, GITHUB_API_URL and what else differs from job to job. */
  readonly github: Readonly<Record<string, string>>;
  /** Of the process, beside the runner's own. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StepRun extends DistRun {
  readonly commands: readonly RunnerCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What the step would do to later steps of its job: GITHUB_ENV and GITHUB_PATH. */
  readonly leaks: string;
}

/** Runs the main step as the runner does. @param given what a workflow says under `with` */
export async function runMain(
  job: Job,
  given: Readonly<Record<string, string>>,
  options: Pick<DistOptions, 'onOutput' | 'onStart'> = {},
): Promise<StepRun> {
  return runAction(job, 'action.yml', given, options);
}

/** Runs the step of `uses: org/cleanroom-action/publish`. */
export async function runPublish(job: Job, given: Readonly<Record<string, string>>): Promise<StepRun> {
  return runAction(job, 'publish/action.yml', given, {});
}

async function runAction(
  job: Job,
  path: string,
  given: Readonly<Record<string, string>>,
  options: Pick<DistOptions, 'onOutput' | 'onStart'>,
): Promise<StepRun> {
  const action = await actionFile(path);
  const inputs: Record<string, string> = {};
  // The runner sets every input that the action declares: to its default, or to nothing.
  for (const [name, { default: preset }] of Object.entries(action.inputs))
    inputs[name] = (preset ?? '').replace(/\$\{\{ *github\.token *\}\}/, job.token);
  Object.assign(inputs, given);
  const variables = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
  // Resolved from the action's own folder, as the runner does.
  return runStep(job, join(dirname(path), action.runs.main), variables, options);
}

/** Runs the post step of a job whose main step left this state. */
export async function runPost(job: Job, state: Readonly<Record<string, string>>): Promise<StepRun> {
  const variables = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
  return runStep(job, (await actionFile()).runs.post ?? '', variables, {});
}

async function runStep(
  job: Job,
  bundle: string,
  variables: Readonly<Record<string, string>>,
  options: Pick<DistOptions, 'onOutput' | 'onStart'>,
): Promise<StepRun> {
  const files = await mkdtemp(join(job.temp, '_runner_file_commands-'));
  const file = (name: string): string => join(files, name);
  const names = ['output', 'state', 'step_summary', 'env', 'path'] as const;
  for (const name of names) await writeFile(file(name), '');
  await writeFile(file('event.json'), JSON.stringify(job.payload));
  const run = await runDist([], {
    entry: bundle.replace(/^dist\//, ''),
    node: job.node,
    cwd: job.workspace,
    ...options,
    env: {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKFLOW: 'Repair it',
      GITHUB_RUN_ID: '4242',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_ACTOR: 'Codertocat',
      GITHUB_EVENT_NAME: job.event,
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_WORKSPACE: job.workspace,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('step_summary'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      RUNNER_TEMP: job.temp,
      RUNNER_OS: 'Linux',
      ...job.github,
      ...variables,
      ...job.env,
    },
  });
  const read = (name: (typeof names)[number]): Promise<string> => readFile(file(name), 'utf8');
  return {
    ...run,
    commands: commandsIn(`${run.stdout}\n${run.stderr}`),
    outputs: entriesOf(await read('output')),
    state: entriesOf(await read('state')),
    summary: await read('step_summary'),
    leaks: (await read('env')) + (await read('path')),
  };
}
