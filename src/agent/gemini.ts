import { CleanroomError } from '../support/errors.js';
import type { Agent, AgentOptions } from './types.js';

/** Placeholder until the Gemini CLI is there. */
export function createGeminiAgent(_options: AgentOptions): Agent {
  throw new CleanroomError('agent.unavailable', 'the Gemini CLI is not available yet');
}
