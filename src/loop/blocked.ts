import type { Blocked } from '../report/blocked.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { type ChangeToProve, proveChange } from './proof-steps.js';
import type { ReportResult } from './report.js';
import { Ending, type RunState } from './state.js';
import type { LoopResult, ProofRecord } from './types.js';

export type BlockedRecord = NonNullable<VerdictFile['blocked']>;

/** What a run has seen that an agent's words can be held against. */
export interface Seen {
  readonly denied: readonly LoopResult['denied'][number][];
  readonly baseline: ProofRecord | null;
  /** Of this attempt and the earlier ones, in order. */
  readonly proofs: readonly ProofRecord[];
  /** The verifier passes with the change that the agent left. */
  readonly passes: boolean;
}

/** Settings behind the ends of a command that is no exit of its own. */
const ENDS: Readonly<Partial<Record<ProofRecord['end'], string>>> = {
  timeout: 'was ended by verify-timeout',
  'memory-limit': 'needed more than memory',
  'disk-limit': 'filled more of the disk than its limit',
  'output-limit': 'printed more than max-output',
  signalled: 'was killed',
};

/**
 * Holds an agent's reason for giving up against what the run itself has seen. Nobody can check whether a task contradicts
 * itself: such a claim stays unconfirmed, unless the verifier passes with the agent's own change.
 */
export function checkBlocked(blocked: Blocked, seen: Seen): BlockedRecord {
  const { kind, reason, evidence } = blocked;
  const record = (check: BlockedRecord['check'], note: string): BlockedRecord => ({
    kind,
    reason,
    evidence,
    check,
    note,
  });
  const host = kind === 'access' || kind === 'other' ? namedHost(blocked, seen.denied) : undefined;
  const broken = kind === 'infrastructure' || kind === 'other' ? brokenBy(seen.baseline) : undefined;
  if (host) {
    const allow = host.allow.length > 0 ? `allow it with ${host.allow.join(' and ')}` : host.reason;
    return record('confirmed', `${host.host} was refused; ${allow}.`);
  }
  if (broken !== undefined) return record('confirmed', `The verifier ${broken}, on the base already.`);
  if (seen.passes) return record('contradicted', 'The verifier passes with the agent’s change in a pristine room.');
  if (kind === 'access') {
    const hosts = seen.denied.slice(0, 5).map((one) => one.host);
    return record(
      'unconfirmed',
      hosts.length === 0
        ? 'No host was refused in this run.'
        : `It names none of the hosts that were refused: ${hosts.join(', ')}.`,
    );
  }
  if (kind === 'infrastructure') {
    // With the agent's change that may be the change's doing.
    const last = seen.proofs.findLast((proof) => brokenBy(proof) !== undefined);
    return record(
      'unconfirmed',
      last === undefined
        ? 'Every run of the verifier ended by itself.'
        : `The verifier ${brokenBy(last)}, but with the agent’s change alone.`,
    );
  }
  return record('unconfirmed', 'The run cannot check this.');
}

/**
 * Proves what a blocked agent has changed all the same: a verifier that passes contradicts it. It never makes the run
 * green, since the agent itself does not stand behind its change.
 */
export async function proveBlocked(
  state: RunState,
  { report, ...change }: Omit<ChangeToProve, 'report'> & { readonly report: ReportResult },
): Promise<ProofRecord[]> {
  if (
    !state.parts.plan.verifier ||
    change.patch.files.length === 0 ||
    change.check.refusals.length > 0 ||
    state.timeIsOver
  )
    return [];
  try {
    const bytes = report.state === 'valid' ? report.bytes : undefined;
    return (await proveChange(state, { ...change, report: bytes })).proofs;
  } catch (error) {
    // What the agent said holds however long the verifier would have taken.
    if (error instanceof Ending && error.verdict === 'time-exhausted') return [];
    throw error;
  }
}

/** A refused host that the agent speaks of. */
function namedHost({ reason, evidence }: Blocked, denied: Seen['denied']): Seen['denied'][number] | undefined {
  const said = `${reason}\n${evidence}`.toLowerCase();
  return denied.find(({ host }) => {
    const name = host.toLowerCase().replace(/:\d+$/, '');
    return name.length > 3 && said.includes(name);
  });
}

/** What kept the verifier from a result of its own; undefined: it came to one. */
function brokenBy(proof: ProofRecord | null): string | undefined {
  if (proof === null || proof.passed) return undefined;
  if (proof.exitCode === 127 || proof.exitCode === 126)
    return `ended with exit code ${proof.exitCode}: a program is missing there, or may not run`;
  // Other signals are what a wrong program gets: the fault that is to be mended, perhaps.
  if (proof.end === 'signalled' && proof.signal !== 'SIGKILL') return undefined;
  return ENDS[proof.end];
}
