import { GitCommitter } from './commit-by-git.js';
import { apiCommitter, type Committer } from './committer.js';
import type { Delivery } from './delivery.js';
import { refusal } from './refusal.js';

/** Does some work with who makes commits, as `deliver-sign` says. */
export async function withCommitter<T>(
  { github, settings, gitHost }: Delivery,
  work: (committer: Committer) => Promise<T>,
): Promise<T> {
  if (settings.sign === 'github') return work(apiCommitter(github.git));
  if (gitHost === undefined) {
    throw refusal(
      'there is no git here that could sign the commit',
      'publish from a job of the repository, or set deliver-sign to github',
    );
  }
  const committer = await GitCommitter.open(gitHost, github);
  try {
    return await work(committer);
  } finally {
    await committer.close();
  }
}
