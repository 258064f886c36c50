import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CiSystem } from '../inputs/ci/types.js';
import { codeQuality, junitXml } from '../publish/ci-files.js';
import { renderCiComment } from '../publish/ci-markdown.js';
import { type PublishResult, publish } from '../publish/publish.js';
import { type PublishableEvidence, readEvidence } from '../publish/read-evidence.js';
import type { Links } from '../publish/sections.js';
import { findProgram } from '../room/local/host.js';
import type { Plan } from '../schemas/plan.js';
import { messageOf } from '../support/errors.js';
import { makeDirectories } from '../support/make-directories.js';
import { refuseLinks } from '../support/own-path.js';
import { runHost } from '../support/process.js';
import { outsideCheckout } from './checkout.js';
import { gitHostOf } from './git-host.js';
import { ownTarget } from './own-target.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Files that a CI system takes a result from; absolute paths. */
export interface ResultFiles {
  /** The comment, as Markdown. */
  readonly comment: string | undefined;
  /** Findings as GitLab's code quality has them. */
  readonly codeQuality: string | undefined;
  /** Verdict and findings as JUnit's XML. */
  readonly junit: string | undefined;
}

const ANNOTATE_MS = 60_000;
/** What `buildkite-agent` reads: its job, its token, how to reach its service. */
const AGENT_VARIABLES = /^(PATH|HOME|BUILDKITE(_.*)?|https?_proxy|no_proxy|all_proxy|ssl_cert_(file|dir))$/i;

/**
 * Publishes a run of a job of another CI system: to GitHub where the repository is there, as an annotation on Buildkite.
 * What fails is a warning in the result.
 * @throws CleanroomError `evidence.*`
 */
export async function publishCi(options: {
  readonly system: CiSystem | undefined;
  readonly env: Environment;
  readonly evidence: string;
  readonly context: Plan['context'];
  readonly settings: Plan['publish'];
  readonly token: string | undefined;
  readonly commit: string;
  readonly branch: string | null;
  /** No program that is in it is run. */
  readonly checkout: string;
}): Promise<PublishResult> {
  const { context, settings, env } = options;
  // A token for GitHub is for repositories on GitHub: elsewhere one of the same name is somebody else's.
  const github =
    context.apiUrl === null ? undefined : (await import('./github-run.js')).connect(context, options.token);
  const result = await publish({
    evidenceDir: options.evidence,
    github,
    target: ownTarget(context, options.commit, options.branch),
    settings,
    links: linksOf(context),
    gitHost: gitHostOf(env, remoteOf(context, options.token)),
  });
  const extra: string[] = [];
  if (options.system === 'buildkite' && settings.summary) {
    const failed = await annotate(options, settings.commentKey, linksOf(context));
    if (failed !== undefined) extra.push(failed);
  }
  return { ...result, warnings: [...result.warnings, ...extra] };
}

/**
 * Writes the files that were asked for, whichever system asks, also for a run that is not green.
 * @throws CleanroomError `evidence.*`, `path.link`; errors of the file system
 */
export async function writeResultFiles(
  files: ResultFiles,
  from: {
    readonly evidence: string;
    readonly context: Plan['context'];
    readonly commentKey: string;
    readonly checkout: string;
  },
): Promise<void> {
  if (Object.values(files).every((path) => path === undefined)) return;
  const evidence = await readEvidence(from.evidence);
  const make: readonly [string | undefined, () => string][] = [
    [files.comment, () => renderCiComment(evidence, from.commentKey, linksOf(from.context))],
    [files.codeQuality, () => codeQuality(evidence.findings)],
    [files.junit, () => junitXml(evidence)],
  ];
  for (const [path, text] of make) {
    if (path === undefined) continue;
    await refuseLinks(path, from.checkout);
    makeDirectories(dirname(path));
    // What was there, a link or a pipe perhaps, is replaced and not written to.
    await rm(path, { force: true });
    await writeFile(path, text(), { flag: 'wx' });
  }
}

function linksOf({ runUrl }: Plan['context']): Links {
  return runUrl === null ? {} : { runUrl };
}

/**
 * Shows the result on the build's page; a job that runs the same again replaces it.
 * @returns what went wrong
 * @see https://buildkite.com/docs/agent/cli/reference/annotate
 */
async function annotate(
  from: { readonly evidence: string; readonly env: Environment; readonly checkout: string },
  key: string,
  links: Links,
): Promise<string | undefined> {
  try {
    const evidence = await readEvidence(from.evidence);
    const chosen = Object.entries(from.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && AGENT_VARIABLES.test(entry[0]),
    );
    const all = Object.fromEntries(chosen);
    // Others tell where the checkout is, and stay: only programs are looked for.
    const { PATH = '' } = outsideCheckout({ PATH: all['PATH'] ?? '' }, from.checkout);
    const program = await findProgram('buildkite-agent', PATH);
    if (program === undefined) return 'No annotation: buildkite-agent is not on PATH outside the checkout';
    const style = styleOf(evidence.verdict);
    const result = await runHost({
      argv: [program, 'annotate', '--style', style, '--context', `cleanroom-${key}`],
      // Nothing of the checkout is where it starts: it reads a configuration of its own.
      cwd: '/',
      env: { ...all, PATH },
      stdin: renderCiComment(evidence, key, links),
      timeoutMs: ANNOTATE_MS,
      maxBytes: 1024 * 1024,
    });
    if (result.code === 0) return undefined;
    return `No annotation: buildkite-agent ended with ${result.code}: ${result.stderr.trim().slice(-300)}`;
  } catch (error) {
    return `No annotation: ${messageOf(error)}`;
  }
}

function styleOf({ verdict, green }: PublishableEvidence['verdict']): string {
  if (verdict === 'verified-with-verifier-change') return 'warning';
  if (verdict === 'nothing-to-prove' || verdict === 'cancelled' || verdict === 'reported') return 'info';
  return green ? 'success' : 'error';
}

/** Where commits of a repository on GitHub go to; undefined elsewhere. */
function remoteOf(
  { apiUrl, serverUrl, repository }: Plan['context'],
  token: string | undefined,
): { readonly url: string; readonly token: string | undefined } | undefined {
  if (apiUrl === null || serverUrl === null || repository === null) return undefined;
  return { url: `${serverUrl}/${repository}.git`, token };
}
