import { readCi } from '../inputs/ci/detect.js';
import type { CiSystem } from '../inputs/ci/types.js';
import type { RunOutcome } from './run.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Outcome = Pick<RunOutcome, 'evidence' | 'plan'>;

/**
 * Publishes from a job of another CI system than GitHub's. The verdict stands whatever comes of it.
 * @param checkout the repository's checkout: no program that is in it is run
 * @returns what is worth saying
 * @throws CleanroomError `evidence.*`
 */
export async function publishFromCi(
  { evidence, plan }: Outcome,
  from: {
    readonly system: CiSystem;
    readonly env: Environment;
    readonly token: string | undefined;
    readonly checkout: string;
  },
): Promise<readonly string[]> {
  const { publishCi } = await import('./ci-publish.js');
  const { context, publish: settings, source } = plan;
  const branch = readCi(from.system, from.env).ref ?? null;
  const published = await publishCi({ ...from, evidence, context, settings, commit: source.workCommit, branch });
  const said = published.warnings.map((warning) => `warning: ${warning}`);
  return published.comment.state === 'written' ? [...said, `comment: ${published.comment.url}`] : said;
}

/**
 * Writes the files that flags ask for, by the flags' names.
 * @throws CleanroomError `evidence.*`, `path.link`; errors of the file system
 */
export async function writeFiles(
  files: Readonly<Record<string, string | undefined>>,
  { evidence, plan }: Outcome,
  checkout: string,
): Promise<void> {
  if (Object.keys(files).length === 0) return;
  const { writeResultFiles } = await import('./ci-publish.js');
  const paths = { comment: files['comment-file'], codeQuality: files['code-quality-file'], junit: files['junit-file'] };
  const { context, publish: settings } = plan;
  await writeResultFiles(paths, { evidence, context, commentKey: settings.commentKey, checkout });
}
