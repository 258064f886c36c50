import type { GitHub } from '../github.js';
import type { PublishableEvidence } from '../read-evidence.js';
import type { DeliveryState, PublishSettings, PublishTarget } from '../types.js';

export interface DeliveryRequest {
  readonly evidence: PublishableEvidence;
  /** Undefined without a token. */
  readonly github: GitHub | undefined;
  readonly target: PublishTarget;
  readonly settings: PublishSettings;
}

/** Delivers a verified change as the settings say; see {@link DeliveryState}. Throws nothing. */
export async function deliver({ settings }: DeliveryRequest): Promise<DeliveryState> {
  const { kind } = settings.deliver;
  return { state: 'skipped', kind, reason: 'the change stays in the evidence' };
}
