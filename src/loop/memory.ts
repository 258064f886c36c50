import type { BrokerDenial, BrokerUsage } from '../broker/types.js';
import type { Patch } from '../workspace/types.js';
import type { ProofResult } from './proof-result.js';
import type { TurnResult } from './turn-result.js';

/** The result of a turn, and what its room was refused. */
export interface KeptTurn {
  readonly result: Omit<TurnResult, 'recalled' | 'patch'>;
  /** Without a diff: it could not be kept. */
  readonly patch: Pick<Patch, 'ignored' | 'refusals'> & { readonly diff: Buffer | undefined };
  readonly denials: readonly BrokerDenial[];
}

/** Which proof it was. */
export interface KeptProof {
  /** Of its room, with the worker. */
  readonly name: string;
  readonly what: ProofResult['record']['what'];
  /** Digest of what was proved: a failure says nothing of any other change. */
  readonly subject: string;
}

/**
 * What a run needs to go on after its process was killed. Effects are kept, not decisions: the loop takes all its steps
 * again, and where a step's effect is there already it is not had a second time.
 */
export interface RunMemory {
  /** The turn that ended in a room of this name in an earlier life; undefined: none did. */
  turn(room: string): KeptTurn | undefined;
  /** Written before the journal says that the turn's command ended. */
  keepTurn(room: string, turn: KeptTurn): void;
  /** A proof that failed in an earlier life. That one passed is nobody's word but a pristine room's of this very process. */
  failedProof(proof: KeptProof): ProofResult | undefined;
  keepFailedProof(proof: KeptProof, result: ProofResult): void;
  /** What rooms of this name used in earlier lives without coming to an end. */
  spent(room: string): BrokerUsage;
  keepUsage(room: string, usage: BrokerUsage): void;
  /** Whether an earlier life told exactly this; each of its lines counts once. */
  told(event: string, data: object): boolean;
}
