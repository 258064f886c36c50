import type { GitHub } from './github.js';
import type { PublishableEvidence } from './read-evidence.js';
import type { Links } from './sections.js';
import type { ChannelState, DeliveryState, PublishSettings, PublishTarget } from './types.js';

export interface CheckRequest {
  readonly evidence: PublishableEvidence;
  /** Undefined without a token. */
  readonly github: GitHub | undefined;
  readonly target: PublishTarget;
  readonly settings: PublishSettings;
  readonly delivery: DeliveryState;
  readonly links: Links;
}

/** Writes the one check run of a result; see {@link ChannelState}. Throws nothing. */
export async function writeCheck({ settings }: CheckRequest): Promise<ChannelState> {
  return { state: 'skipped', reason: `check runs are not written yet (${settings.check})` };
}
