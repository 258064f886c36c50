import type { ChannelState } from './types.js';

export interface Writers {
  /** @param onTrouble called before the check run's requests wait for a GitHub that fails; throws nothing */
  readonly check: (onTrouble: () => Promise<void>) => Promise<ChannelState>;
  /** @param checkUrl of the check run, where there is one by now */
  readonly comment: (checkUrl: string | undefined) => Promise<ChannelState>;
}

/**
 * Writes check run and comment, one after the other as GitHub asks for, and the check run first: the comment leads to
 * it. Where GitHub fails at the check run, which may go on for minutes, reviewers get the comment in the meantime, and
 * it gets the link later. A limit is another matter: it counts for both.
 */
export async function writeCheckAndComment({ check: writeCheck, comment: writeComment }: Writers): Promise<{
  readonly check: ChannelState;
  readonly comment: ChannelState;
}> {
  let early: ChannelState | undefined;
  const check = await writeCheck(async () => {
    early ??= await writeComment(undefined);
  });
  const checkUrl = check.state === 'written' ? check.url : undefined;
  // Without a link to add, only a failure is worth another request, and none where GitHub was away for both all along.
  const away = (state: ChannelState): boolean => state.state === 'failed' && state.code === 'github.unavailable';
  if (early && checkUrl === undefined && (early.state !== 'failed' || (away(early) && away(check))))
    return { check, comment: early };
  const late = await writeComment(checkUrl);
  if (early?.state !== 'written') return { check, comment: late };
  // It is there, and says all but where the check run is.
  if (late.state !== 'written') return { check, comment: early };
  return { check, comment: { ...late, action: early.action === 'created' ? 'created' : 'updated' } };
}
