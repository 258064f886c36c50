import { CleanroomError } from '../support/errors.js';
import type { Agent, AgentOptions } from './types.js';

/** Placeholder until Claude Code is there. */
export function createClaudeAgent(_options: AgentOptions): Agent {
  throw new CleanroomError('agent.unavailable', 'Claude Code is not available yet');
}
