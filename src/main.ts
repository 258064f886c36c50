import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import { exec } from '@actions/exec';
import { readActionInputs } from './inputs/action-inputs.js';
import { commentKeyOf } from './inputs/comment-key.js';
import { withCandidateKeys } from './inputs/provider-keys.js';
import { missingSecrets, secretValues } from './inputs/secrets.js';
import { annotateLog } from './publish/log-annotations.js';
import { hasSudo, missingPrograms } from './run/doctor.js';
import { exitCodeOf, NO_COMMAND } from './run/exit-code.js';
import { createGate, explainMissing } from './run/gate.js';
import { connect, publishRun, readEvent, remoteOf } from './run/github-run.js';
import { describeHost } from './run/host.js';
import { run } from './run/run.js';
import { failStep, failUnwritten } from './run/step-end.js';
import { systemClock } from './support/clock.js';
import { CleanroomError, InputError } from './support/errors.js';
import { leaseText, ownLease, RUN_LEASE_SECONDS } from './support/lease.js';
import { createGitHubProgress } from './support/progress-lines.js';

/** A hosted runner has sudo and apt-get but no bubblewrap: the action installs what rooms need, and says so. */
async function installRoomPrograms(path: string): Promise<void> {
  const packages = await missingPrograms(path);
  if (packages.length === 0) return;
  const root = process.getuid?.() === 0;
  if (!root && !(await hasSudo(path))) return;
  core.info(`installing ${packages.join(' ')}`);
  const prefix = root ? [] : ['sudo', '-n'];
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages];
  const quiet = { ignoreReturnCode: true, env: { PATH: path, DEBIAN_FRONTEND: 'noninteractive' } };
  const call = (words: readonly string[]): Promise<number> => exec(words[0] ?? '', words.slice(1), quiet);
  // A runner image's package lists may be older than the mirror: refresh only when the first try fails.
  if ((await call([...prefix, ...install])) === 0) return;
  await call([...prefix, 'apt-get', 'update', '-q']);
  await call([...prefix, ...install]);
}

async function main(): Promise<void> {
  // A tighter umask would keep rooms of another user out of the directories that are made for them.
  process.umask(0o022);
  const { env } = process;
  core.saveState('owner', leaseText(await ownLease(RUN_LEASE_SECONDS)));
  const inputs = readActionInputs(env);
  for (const { value } of secretValues(inputs.secrets)) core.setSecret(value);
  const token = inputs.secrets.githubToken;
  const event = await readEvent(env, token).catch((error: unknown) => {
    if (inputs.problems.length === 0) throw error;
    throw new InputError([...inputs.problems, ...(error instanceof InputError ? error.problems : [])]);
  });
  const host = describeHost(env, resolve(env['GITHUB_WORKSPACE'] ?? '.'), remoteOf(env, token));
  // Bad inputs start nothing: they are reported below, together with those of the configuration file.
  if (inputs.problems.length === 0) await installRoomPrograms(host.path);
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort());
  const { verdict, evidence, plan } = await run({
    request: {
      layer: inputs.layer,
      problems: [...inputs.problems, ...event.problems],
      context: event.context,
      workCommit: event.workCommit,
      trusted: event.trusted,
      defaultCommentKey: commentKeyOf(event.workflow),
      secretsFor(settings) {
        const { secrets, problems } = withCandidateKeys(settings, inputs.secrets, env);
        // One that is there and no good is reported as that.
        const missing = missingSecrets(settings, inputs.secrets, 'action').filter(
          ({ where }) => !inputs.problems.some((problem) => problem.where === where),
        );
        return { secrets, problems: [...problems, ...explainMissing(missing, event)] };
      },
      gate: createGate(event, connect(event.context, token)),
    },
    host,
    progress: createGitHubProgress({ write: (text) => void process.stdout.write(text), token: randomUUID() }),
    clock: systemClock,
    signal: abort.signal,
    // Whoever can store an artifact may have written the folder: nothing in it is taken for our own.
    resume: { keyFile: undefined, orBegin: true },
    onDirectories: ({ scratch }) => core.saveState('scratch', JSON.stringify(scratch)),
  });
  const published = await publishRun({
    env,
    evidence,
    context: event.context,
    settings: plan.publish,
    token,
    commit: plan.source.workCommit,
  });
  for (const warning of published.warnings) core.warning(warning);
  if (published.comment.state === 'written') core.info(`comment: ${published.comment.url}`);
  if (published.check.state === 'written') core.info(`check run: ${published.check.url}`);
  annotateLog(published.annotations, core);
  core.info(`evidence: ${evidence}`);
  const text = `${verdict.verdict}: ${verdict.reason}${verdict.hint ? ` (${verdict.hint})` : ''}`;
  if (exitCodeOf(verdict.verdict) !== 0) core.setFailed(text);
  else core.notice(text);
  // Where another job publishes, it is that job's to fail.
  if (plan.publish.where === 'here') failUnwritten(core, published, plan.publish);
}

main().catch((error: unknown) => {
  // Every conversation is full of comments that ask for nothing: the step ends well, and has no outputs.
  if (error instanceof CleanroomError && error.code === NO_COMMAND) return core.notice(error.message);
  failStep(core, error);
});
