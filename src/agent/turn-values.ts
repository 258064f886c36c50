import { CleanroomError } from '../support/errors.js';
import type { AgentEndpoint, AgentTurn } from './types.js';

/** The model of a turn. @throws CleanroomError `agent.endpoint-missing` */
export function endpointOf(agent: string, turn: AgentTurn): AgentEndpoint {
  if (turn.endpoint === undefined)
    throw new CleanroomError('agent.endpoint-missing', `${agent} needs a model endpoint`, {
      hint: 'give a model provider and its key',
    });
  return turn.endpoint;
}

/** A session as an argument: nothing but what the agent itself makes is let through. @throws CleanroomError `agent.session-invalid` */
export function sessionArgument(agent: string, pattern: RegExp, session: string): string {
  if (!pattern.test(session))
    throw new CleanroomError('agent.session-invalid', `${JSON.stringify(session)} is no ${agent} session`);
  return session;
}
