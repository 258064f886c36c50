import type { AuditEvent, RoomAudit } from '../audit/types.js';
import type { Stage } from '../room/types.js';
import { CleanroomError } from '../support/errors.js';
import type { LoopParts } from './types.js';

/** What an audit needs of a run, or of a person's session. */
export type AuditParts = Pick<LoopParts, 'audit' | 'plan'> & {
  readonly evidence: Pick<LoopParts['evidence'], 'exec' | 'journal'>;
  readonly progress: Pick<LoopParts['progress'], 'warn'>;
};

interface Audited {
  readonly room: string;
  readonly stage: Stage;
  readonly attempt: number;
  /** Whether the room holds credentials: what is cut could end in a part of one, which no search for it would find. */
  readonly holdsSecrets?: boolean;
  /** Beside the evidence. */
  onAudit?(event: AuditEvent): void;
}

/**
 * Lets the kernel tell what a command's processes do; undefined where it cannot be asked.
 * @throws CleanroomError `audit.unavailable` where the plan requires it
 */
export async function auditCommand(parts: AuditParts, command: Audited): Promise<RoomAudit | undefined> {
  const { audit, evidence, plan, progress } = parts;
  const { room, stage, attempt } = command;
  const followed = await audit?.follow(
    { room, stage, attempt },
    {
      onEvent(event) {
        evidence.exec(command.holdsSecrets === true ? withoutCut(event) : event);
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
  parts: AuditParts,
  room: string,
  audit: RoomAudit | undefined,
  cancelled: boolean,
): Promise<void> {
  if (!audit) return;
  const { evidence, plan, progress } = parts;
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

/** Bytes from which on the kernel's account of a path may be cut. */
const WHOLE_PATH_BYTES = 255;

/** An event without what is there in part. */
function withoutCut(event: AuditEvent): AuditEvent {
  if (event.kind !== 'exec') return event;
  const exe = Buffer.byteLength(event.exe) < WHOLE_PATH_BYTES ? event.exe : CUT;
  const last = event.argvCut > 0 ? event.argv.at(-1) : undefined;
  if (last === undefined) return { ...event, exe };
  const argvCut = event.argvCut + Buffer.byteLength(last);
  return { ...event, exe, argv: [...event.argv.slice(0, -1), CUT], argvCut };
}

const CUT = '[cut]';
