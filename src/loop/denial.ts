import type { BrokerDenial } from '../broker/types.js';

/** What a person may do about a host that a failed command was refused. */
export function denialHint({ host, allow, reason }: Pick<BrokerDenial, 'host' | 'allow' | 'reason'>): string {
  return `it was refused ${host}: ${allow.length > 0 ? `if you trust it, allow it with ${allow.join(', ')}` : reason}`;
}
