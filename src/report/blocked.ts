import { isObject } from '../support/json-object.js';
import { shorten } from '../support/plain-text.js';
import { parseReport } from './parse.js';

/** What keeps an agent from its task, as it says itself. */
export type BlockedKind = 'contradiction' | 'access' | 'infrastructure' | 'other';

/** Why an agent says that the task cannot or should not be done. */
export interface Blocked {
  /** `other` when it named none. */
  readonly kind: BlockedKind;
  readonly reason: string;
  /** Empty when it gave none. */
  readonly evidence: string;
}

/** Where an agent may say so whatever its report has to look like: in the directory that reports are left in. */
export const BLOCKED_NAME = 'blocked.json';

const MAX_REASON = 2000;
const MAX_EVIDENCE = 8000;
const KINDS: ReadonlySet<string> = new Set<BlockedKind>(['contradiction', 'access', 'infrastructure', 'other']);

/**
 * Reads `{"blocked": {"kind": …, "reason": …, "evidence": …}}` from a valid report. A schema of the user's own need not
 * know it; anything but an object with a reason means that the agent is not blocked.
 */
export function blockedReason(report: unknown): Blocked | undefined {
  const blocked = member(report, 'blocked');
  const reason = member(blocked, 'reason');
  const evidence = member(blocked, 'evidence');
  const kind = member(blocked, 'kind');
  if (typeof reason !== 'string' || reason.trim() === '') return undefined;
  return {
    kind: isKind(kind) ? kind : 'other',
    reason: shorten(reason.trim(), MAX_REASON),
    evidence: typeof evidence === 'string' ? shorten(evidence.trim(), MAX_EVIDENCE) : '',
  };
}

/**
 * Reads JSON text that says that its agent is blocked and nothing else: a good answer whatever schema was asked for.
 * @param file it is the file for that alone, in which the members may also stand by themselves
 */
export function blockedAnswer(bytes: Uint8Array, { file = false } = {}): Blocked | undefined {
  const parsed = parseReport(bytes);
  if (parsed.state !== 'parsed' || typeof parsed.value !== 'object' || parsed.value === null) return undefined;
  if (file) return blockedReason(parsed.value) ?? blockedReason({ blocked: parsed.value });
  return Object.keys(parsed.value).length === 1 ? blockedReason(parsed.value) : undefined;
}

function isKind(kind: unknown): kind is BlockedKind {
  return typeof kind === 'string' && KINDS.has(kind);
}

function member(value: unknown, key: string): unknown {
  if (!isObject(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
