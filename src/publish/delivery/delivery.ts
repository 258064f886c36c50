import type { GitHub } from '../github.js';
import type { PublishableEvidence } from '../read-evidence.js';
import type { Links } from '../sections.js';
import type { PublishSettings, PublishTarget } from '../types.js';
import type { VerifiedChange } from './change.js';
import type { GitHost } from './commit-by-git.js';

/** What every way of delivering starts from. */
export interface Delivery {
  readonly evidence: PublishableEvidence;
  readonly github: GitHub;
  readonly target: PublishTarget;
  readonly settings: PublishSettings['deliver'];
  readonly links: Links;
  readonly change: VerifiedChange;
  readonly gitHost: GitHost | undefined;
}
