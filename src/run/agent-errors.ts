import type { ProviderName } from '../broker/types.js';
import { CleanroomError, InputError } from '../support/errors.js';
import type { ChosenAgent } from './agent-request.js';

/** Of a kept room's directory that rooms cannot be built in, what to do; of anything else, itself. */
export function unreachable(error: unknown, directory: string): unknown {
  if (!(error instanceof CleanroomError) || error.code !== 'room.scratch') return error;
  return new CleanroomError('rooms.directory', `rooms cannot be kept in ${directory}`, {
    hint: 'set XDG_STATE_HOME to a directory whose parents the user of the rooms may enter',
    cause: error,
  });
}

/** Neither the broker nor the agent has anything to show to the provider. */
export function noKey(chosen: ChosenAgent, provider: ProviderName): InputError {
  const own = { openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY', gemini: 'GEMINI_API_KEY' }[provider];
  return new InputError([
    {
      where: `environment variable CLEANROOM_API_KEY or ${own}`,
      given: undefined,
      expected: `a key for ${provider}, which stays outside the room`,
      hint: `or map a login of yours with agents.${chosen.name}.credentials`,
    },
  ]);
}
