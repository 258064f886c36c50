/** What an agent asks a person when it is started for the first time, answered: the room is new, the person is not. */
export interface FirstStart {
  /** Files below HOME that are only written where they are missing: the agent goes on with them. */
  readonly files: Readonly<Record<string, string>>;
  /** Arguments before those of the person. */
  readonly args: readonly string[];
}

const NOTHING: FirstStart = { files: {}, args: [] };

/**
 * The workspace is trusted, as far as that goes: what of the repository's own configuration could run code is hidden.
 * Gemini is told by an argument, which takes effect when it has passed over settings and `.env` of the workspace.
 */
export function firstStartOf(agent: string, workspace: string): FirstStart {
  switch (agent) {
    case 'claude':
      return {
        files: {
          '.claude.json': `${JSON.stringify({
            hasCompletedOnboarding: true,
            bypassPermissionsModeAccepted: true,
            projects: { [workspace]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
          })}\n`,
        },
        args: [],
      };
    case 'gemini':
      return { files: {}, args: ['--skip-trust'] };
    default:
      return NOTHING;
  }
}
