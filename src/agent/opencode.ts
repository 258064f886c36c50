import { CleanroomError } from '../support/errors.js';
import type { Agent, AgentOptions } from './types.js';

/** Placeholder until opencode is there. */
export function createOpencodeAgent(_options: AgentOptions): Agent {
  throw new CleanroomError('agent.unavailable', 'opencode is not available yet');
}
