import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventContext, pullRequestContext, readContext } from '../inputs/context.js';
import { apiUrlOf } from '../publish/api-url.js';
import { GitHub } from '../publish/github.js';
import { type PublishResult, publish } from '../publish/publish.js';
import type { Plan } from '../schemas/plan.js';
import { systemClock } from '../support/clock.js';
import type { InputProblem } from '../support/errors.js';
import { gitHostOf } from './git-host.js';
import { ownTarget } from './own-target.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** GitHub's own bound for a webhook payload. */
const MAX_PAYLOAD_BYTES = 25 * 1024 * 1024;

/** The event's payload as JSON; undefined without one. Anything in it is hostile. */
export async function readPayload(env: Environment): Promise<unknown> {
  const path = env['GITHUB_EVENT_PATH'];
  if (!path) return undefined;
  const file = await open(path, constants.O_RDONLY).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    if (size > MAX_PAYLOAD_BYTES) return undefined;
    return JSON.parse(await file.readFile('utf8')) as unknown;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

/** The API of the repository that a workflow runs in; undefined without a token or a repository. */
export function connect(
  context: Pick<Plan['context'], 'apiUrl' | 'serverUrl' | 'repository'>,
  token: string | undefined,
): GitHub | undefined {
  if (token === undefined || context.repository === null) return undefined;
  return new GitHub({
    token,
    apiUrl: context.apiUrl ?? apiUrlOf(context.serverUrl),
    repository: context.repository,
    clock: systemClock,
    sleep: (milliseconds: number) => sleep(milliseconds),
    random: Math.random,
  });
}

/** What the event says, completed by a question to GitHub where it only names a pull request. */
export async function readEvent(env: Environment, token: string | undefined): Promise<EventContext> {
  const event = readContext(env, await readPayload(env));
  if (!event.lookup) return event;
  const github = connect(event.context, token);
  if (!github) {
    const problem: InputProblem = {
      where: 'input github-token',
      given: undefined,
      expected: `a token that may read pull request ${event.lookup.pullRequest}`,
    };
    return { ...event, problems: [...event.problems, problem] };
  }
  const found = pullRequestContext(await github.pulls.get(event.lookup.pullRequest));
  return {
    ...event,
    context: { ...event.context, pullRequest: found.pullRequest },
    ...(found.workCommit === undefined ? {} : { workCommit: found.workCommit }),
    ...(found.trusted === undefined ? {} : { trusted: found.trusted }),
    problems: [...event.problems, ...found.problems],
  };
}

/** Where commits that a checkout lacks come from. */
export function remoteOf(
  env: Environment,
  token: string | undefined,
): { url: string; token: string | undefined } | undefined {
  const server = env['GITHUB_SERVER_URL'];
  const repository = env['GITHUB_REPOSITORY'];
  if (!server || !repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return undefined;
  return { url: `${server}/${repository}.git`, token };
}

/** The branch that an event is about; null for a tag. */
function branchOf(env: Environment): string | null {
  return /^refs\/heads\/(.+)$/.exec(env['GITHUB_REF'] ?? '')?.[1] ?? null;
}

/** Publishes an evidence folder as the runner's files, comment, check run and delivery. */
export function publishRun(options: {
  readonly env: Environment;
  readonly evidence: string;
  readonly context: Plan['context'];
  readonly settings: Plan['publish'];
  readonly token: string | undefined;
  /** What was worked on. */
  readonly commit: string;
}): Promise<PublishResult> {
  const { env, context } = options;
  return publish({
    evidenceDir: options.evidence,
    github: connect(context, options.token),
    target: ownTarget(context, options.commit, context.pullRequest === null ? branchOf(env) : null),
    settings: options.settings,
    links: context.runUrl === null ? {} : { runUrl: context.runUrl },
    gitHost: gitHostOf(env, remoteOf(env, options.token)),
    outputFile: env['GITHUB_OUTPUT'] || undefined,
    summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
  });
}
