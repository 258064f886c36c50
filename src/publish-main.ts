import * as core from '@actions/core';
import { readPublishInputs } from './inputs/publish-inputs.js';
import { annotateLog } from './publish/log-annotations.js';
import { exitCodeOf } from './run/exit-code.js';
import { gitHostOf } from './run/git-host.js';
import { readPayload, remoteOf } from './run/github-run.js';
import { publishEvidence } from './run/publish-job.js';
import { targetOfEvent } from './run/publish-target.js';
import { CleanroomError, describeProblem, InputError, messageOf } from './support/errors.js';

/** The action `publish`: the part of a run that holds the token that writes, in a job that had no agent. */
async function main(): Promise<void> {
  const { env } = process;
  const { inputs, token, problems } = readPublishInputs(env);
  if (token !== undefined) core.setSecret(token);
  if (problems.length > 0) throw new InputError(problems);
  const found = await targetOfEvent({
    env,
    payload: await readPayload(env),
    token,
    named: { number: inputs.pullRequest, where: 'input pull-request' },
  });
  const published = await publishEvidence({
    inputs,
    found,
    token,
    gitHost: gitHostOf(env, remoteOf(env, token)),
    outputFile: env['GITHUB_OUTPUT'] || undefined,
    summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
  });
  for (const warning of published.warnings) core.warning(warning);
  const { comment, check, delivery, outputs, verdict } = published;
  if (comment.state === 'written') core.info(`comment: ${comment.url}`);
  if (check.state === 'written') core.info(`check run: ${check.url}`);
  annotateLog(published.annotations, core);
  if (delivery.state === 'delivered') core.info(`delivered: ${delivery.url}`);
  const text = `${verdict}: ${outputs.summary}`;
  if (inputs.failOnVerdict && exitCodeOf(verdict) !== 0) core.setFailed(text);
  else core.notice(text);
  if (inputs.layer.values.comment === 'always' && comment.state !== 'written')
    core.setFailed('the comment could not be written');
  if (inputs.layer.values.check === 'always' && check.state !== 'written')
    core.setFailed('the check run could not be written');
  if (delivery.state === 'failed') core.setFailed('the change could not be delivered');
}

main().catch((error: unknown) => {
  if (error instanceof InputError) for (const problem of error.problems) core.error(describeProblem(problem));
  const hint = error instanceof CleanroomError && error.hint ? ` (${error.hint})` : '';
  core.setFailed(error instanceof InputError ? `${error.problems.length} bad inputs` : `${messageOf(error)}${hint}`);
});
