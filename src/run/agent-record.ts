import type { AgentLine } from '../inputs/agent-line.js';
import type { Plan } from '../schemas/plan.js';
import type { HeldRoom, KeptRecord } from '../session/kept-rooms.js';
import type { AgentHome } from './agent-home.js';
import type { ChosenAgent } from './agent-request.js';
import type { AgentTree } from './agent-tree.js';

/** What is written down of a kept room before its agent starts. */
export function recordOf(of: {
  readonly held: HeldRoom;
  readonly line: AgentLine;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The checkout's root. */
  readonly repository: string;
  readonly chosen: ChosenAgent;
  readonly plan: Plan;
  readonly tree: AgentTree;
  /** With everything in it that is to be copied. */
  readonly home: AgentHome;
}): KeptRecord {
  const { held, line, repository, chosen, plan, tree, home } = of;
  const now = new Date(of.now).toISOString();
  return {
    schema: 'cleanroom/kept-room/v1',
    id: held.id,
    created: held.record?.created ?? now,
    lastUsed: now,
    repository,
    workCommit: plan.source.workCommit,
    trustedCommit: plan.source.trustedCommit,
    agent: chosen.name,
    allow: line.allowAll ? null : [...plan.policy.agent],
    workspace: tree.kind,
    credentials: home.targets,
    copies: home.marks,
  };
}
