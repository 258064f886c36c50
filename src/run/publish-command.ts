import { detectCi, readCi } from '../inputs/ci/detect.js';
import type { PublishLine } from '../inputs/publish-line.js';
import { webAddress } from '../inputs/scalars.js';
import { apiUrlOf } from '../publish/api-url.js';
import type { PublishResult } from '../publish/publish.js';
import { InputError, type InputProblem } from '../support/errors.js';
import { githubOf } from './ci-context.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { gitHostOf } from './git-host.js';
import { connect, readPayload } from './github-run.js';
import { publishEvidence } from './publish-job.js';
import { describePullRequest, type FoundTarget, targetOfEvent } from './publish-target.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Publishes evidence to GitHub from any shell: what it is about comes from the flags, else from the CI system's own
 * variables, and in a workflow of GitHub from its event.
 * @throws InputError; CleanroomError `evidence.*`, `github.*`
 */
export async function runPublishCommand(
  line: PublishLine,
  env: Environment,
  token: string | undefined,
): Promise<{ readonly published: PublishResult; readonly code: number }> {
  if (line.problems.length > 0) throw new InputError(line.problems);
  const { inputs, repository, commit } = line;
  const inWorkflow = Boolean(env['GITHUB_EVENT_NAME']) && repository === undefined && commit === undefined;
  const named = { number: inputs.pullRequest, where: '--pull-request' };
  const found = inWorkflow
    ? await targetOfEvent({ env, payload: await readPayload(env), token, named })
    : await targetOfFlags(line, env, token);
  const { serverUrl } = found;
  const remote = serverUrl && found.repository ? { url: `${serverUrl}/${found.repository}.git`, token } : undefined;
  const published = await publishEvidence({
    inputs,
    found,
    token,
    gitHost: gitHostOf(env, remote),
    outputFile: env['GITHUB_OUTPUT'] || undefined,
    summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
  });
  const { comment, check } = inputs.layer.values;
  const missing =
    (comment === 'always' && published.comment.state !== 'written') ||
    (check === 'always' && published.check.state !== 'written') ||
    published.delivery.state === 'failed';
  const verdict = inputs.failOnVerdict ? exitCodeOf(published.verdict) : EXIT.green;
  return { published, code: missing ? EXIT.infrastructure : verdict };
}

async function targetOfFlags(line: PublishLine, env: Environment, token: string | undefined): Promise<FoundTarget> {
  const { system } = line.repository === undefined ? detectCi(env) : {};
  const ci = system === undefined ? undefined : readCi(system, env);
  const onGitHub = githubOf(ci?.repository ?? null, env);
  const problems: InputProblem[] = [...(ci?.problems ?? [])];
  const repository = line.repository ?? (onGitHub && ci?.repository?.path) ?? (env['GITHUB_REPOSITORY'] || undefined);
  const number = line.inputs.pullRequest ?? ci?.pullRequest?.number;
  const commit = line.commit ?? ci?.workCommit;
  const say = (where: string, expected: string): void => void problems.push({ where, given: undefined, expected });
  if (repository === undefined) say('--github-repository', 'owner/name of a repository on GitHub');
  if (number === undefined && commit === undefined) say('--pull-request or --commit', 'what the evidence is about');
  if (token === undefined) say('environment variable GITHUB_TOKEN', 'a token that may write to the repository');
  if (problems.length > 0) throw new InputError(problems);
  const serverUrl = onGitHub?.serverUrl ?? address(env['GITHUB_SERVER_URL']) ?? 'https://github.com';
  const place = {
    repository: repository ?? null,
    serverUrl,
    apiUrl: onGitHub?.apiUrl ?? address(env['GITHUB_API_URL']) ?? apiUrlOf(serverUrl),
  };
  const github = connect(place, token);
  const pullRequest =
    number !== undefined && github ? await describePullRequest(number, github, '--pull-request') : null;
  return {
    ...place,
    runUrl: ci?.runUrl ?? null,
    workflow: undefined,
    commit,
    forgeable: false,
    target: {
      pullRequest,
      commit: pullRequest?.headSha ?? commit ?? null,
      branch: pullRequest === null ? (ci?.ref ?? null) : null,
    },
  };
}

function address(text: string | undefined): string | undefined {
  const parsed = webAddress().fromTexts([text?.trim() ?? '']);
  return parsed.ok ? parsed.value : undefined;
}

/** What was published, for a person. */
export function describePublished({ verdict, outputs, comment, check, delivery }: PublishResult): string {
  const word = (name: string, state: PublishResult['comment']): string =>
    `${name}: ${state.state === 'written' ? state.url : state.state === 'skipped' ? `none, ${state.reason}` : state.message}`;
  const delivered =
    delivery.state === 'delivered' ? delivery.url : delivery.state === 'failed' ? delivery.message : delivery.reason;
  return [
    `${verdict}: ${outputs.summary}`,
    word('comment', comment),
    word('check run', check),
    `delivery (${delivery.kind}): ${delivery.state}, ${delivered}`,
  ].join('\n');
}
