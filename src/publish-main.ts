import * as core from '@actions/core';
import { readPublishInputs } from './inputs/publish-inputs.js';
import { annotateLog } from './publish/log-annotations.js';
import { exitCodeOf } from './run/exit-code.js';
import { gitHostOf } from './run/git-host.js';
import { readPayload, remoteOf } from './run/github-run.js';
import { publishEvidence } from './run/publish-job.js';
import { targetOfEvent } from './run/publish-target.js';
import { failStep, failUnwritten } from './run/step-end.js';
import { InputError } from './support/errors.js';

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
  failUnwritten(core, published, inputs.layer.values);
}

main().catch((error: unknown) => failStep(core, error));
