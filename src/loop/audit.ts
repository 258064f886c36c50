import type { AuditEvent, RoomAudit } from '../audit/types.js';
import type { Stage } from '../room/types.js';
import { CleanroomError } from '../support/errors.js';
import type { RunState } from './state.js';

interface Audited {
  readonly room: string;
  readonly stage: Stage;
  readonly attempt: number;
  /** Beside the evidence. */
  onAudit?(event: AuditEvent): void;
}

/**
 * Lets the kernel tell what a command's processes do; undefined where it cannot be asked.
 * @throws CleanroomError `audit.unavailable` where the plan requires it
 */
export async function auditCommand(state: RunState, command: Audited): Promise<RoomAudit | undefined> {
  const { audit, evidence, plan, progress } = state.parts;
  const { room, stage, attempt } = command;
  const followed = await audit?.follow(
    { room, stage, attempt },
    {
      onEvent(event) {
        evidence.exec(event);
        command.onAudit?.(event);
      },
      onLost: () => progress.warn(`what ${room} ran is not all in exec.jsonl`),
    },
  );
  if (!followed && plan.room.audit === 'require') {
    throw new CleanroomError(
      'audit.unavailable',
      `audit: require, but the kernel cannot be asked what runs in ${room}`,
      {
        hint: 'see the notices, or set audit: auto',
      },
    );
  }
  if (audit && !followed) {
    const text = `audit: ${room} could not be followed: ${audit.ability.reason || 'there were too many rooms'}`;
    evidence.journal('notice', { text });
    progress.warn(text);
  }
  return followed;
}

/**
 * Ends the audit of a command whose processes are all dead, and records how much was seen.
 * @param cancelled it may have been ended before it began, by the end of the run or by another worker's success
 * @throws CleanroomError `audit.incomplete` where the plan requires the whole of it
 */
export async function endAudit(
  state: RunState,
  room: string,
  audit: RoomAudit | undefined,
  cancelled: boolean,
): Promise<void> {
  if (!audit) return;
  const { evidence, plan, progress } = state.parts;
  const summary = await audit.finish();
  evidence.journal('audit.finished', { room, ...summary });
  if (cancelled && summary.execs === 0) return;
  // Every command is a program at least: a room without one did not say whom to follow.
  const trouble =
    summary.execs === 0
      ? `nothing of what ${room} ran was seen`
      : summary.dropped > 0
        ? `${summary.dropped} events of ${room} were not recorded`
        : undefined;
  if (trouble === undefined) return;
  if (plan.room.audit === 'require') {
    throw new CleanroomError('audit.incomplete', `audit: require, but ${trouble}`, {
      hint: 'let it start fewer processes and connections, or set audit: auto',
    });
  }
  evidence.journal('notice', { text: `audit: ${trouble}` });
  progress.warn(`audit: ${trouble}`);
}
