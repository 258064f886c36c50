/**
 * Before the name of a model that opencode is to ask by chat completions, though OpenAI's own of that name is not: many
 * gateways have nothing else.
 */
export const BY_CHAT_COMPLETIONS = 'chat-completions:';

/** The model as its server calls it, of which prices tell. */
export function servedName(model: string): string {
  return model.startsWith(BY_CHAT_COMPLETIONS) ? model.slice(BY_CHAT_COMPLETIONS.length) : model;
}
