import type { Plan } from '../schemas/plan.js';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** What a plan that nobody vouches for may ask of this machine. */
const CEILINGS = {
  memoryBytes: 16 * GIB,
  processes: 8192,
  fileBytes: 16 * GIB,
  openFiles: 65_536,
  tmpBytes: 8 * GIB,
  diskBytes: 32 * GIB,
  diskFiles: 2_000_000,
  outputBytes: GIB,
  logBytes: 64 * MIB,
  feedbackBytes: MIB,
  patchBytes: 256 * MIB,
  patchFiles: 100_000,
} as const satisfies Partial<Plan['limits']>;

export interface Allowed {
  /** A digest from outside says that the plan is the one that was followed. */
  readonly anchored: boolean;
  /** Rooms may reach the hosts of the plan. */
  readonly network: boolean;
  readonly confirmRuns: number;
  /** The files of the hidden verifier are there. */
  readonly hidden: boolean;
  /** Milliseconds for all of it, whatever the plan says. */
  readonly totalMs: number;
}

/**
 * Why a plan of evidence is not carried out: what it would reach, show or start that whoever verifies has not said yes to.
 * Rooms keep the rest in.
 */
export function refusedOf(plan: Plan, { anchored, network }: Pick<Allowed, 'anchored' | 'network'>): readonly string[] {
  const { prepare, policy, room, limits } = plan;
  const hosts = [...(prepare?.kind === 'command' ? policy.prepare : []), ...(plan.verifier ? policy.proof : [])];
  return [
    ...(network || hosts.length === 0
      ? []
      : [`rooms would reach ${[...new Set(hosts)].slice(0, 20).join(', ')}: say yes with --allow-network`]),
    ...(anchored
      ? []
      : [
          ...(prepare?.kind === 'workspace'
            ? ['rooms would show ignored files of the checkout (prepare: workspace)']
            : []),
          ...(room.tools.length > 0 ? [`rooms would show ${room.tools.slice(0, 20).join(', ')} of this machine`] : []),
          ...(room.backend === 'docker' || room.image !== null
            ? [`rooms would be made of the image ${room.image}`]
            : []),
          ...(network && policy.private.length > 0
            ? [`rooms would reach private addresses: ${policy.private.slice(0, 20).join(', ')}`]
            : []),
          ...endless(plan),
          ...(limits.acceptUnenforced.length > 0 ? ['limits would not be enforced (accept-unenforced)'] : []),
        ].map((reason) => `${reason}: name the plan with --plan-sha256, or the manifest with --manifest-sha256`)),
  ];
}

const MAX_GLOBS = 2000;

/** Globs become regular expressions of this process, where nothing bounds the time that they take. */
function endless({ protect, proof, verifier }: Plan): readonly string[] {
  const globs = [...protect, ...proof.refused, ...(verifier?.files ?? [])];
  const slow = globs.find((glob) => !isQuick(glob));
  return [
    ...(globs.length > MAX_GLOBS ? [`it has ${globs.length} globs, more than ${MAX_GLOBS}`] : []),
    ...(slow === undefined ? [] : [`the glob ${JSON.stringify(slow.slice(0, 100))} may take for ever`]),
  ];
}

/** Few wildcards, none of which repeats a group: each more is one more power of the length of a path. */
function isQuick(glob: string): boolean {
  const stars = (text: string): number => text.match(/\*+/g)?.length ?? 0;
  const segments = glob.split('/');
  const across = segments.filter((segment) => segment.includes('**')).length;
  return (
    glob.length <= 1000 &&
    across <= 2 &&
    segments.every((segment) => stars(segment) <= 3) &&
    (glob.match(/\{/g)?.length ?? 0) <= 3 &&
    !/\(|[\])}]\+/.test(glob)
  );
}

/** The plan as it is carried out again: one change and its proof, nothing of agents, and bounded. */
export function planAgain(plan: Plan, { confirmRuns, hidden, network, totalMs }: Allowed): Plan {
  const ceilings = Object.entries(CEILINGS) as [keyof typeof CEILINGS, number][];
  const bounded = ceilings.map(([name, most]) => [name, Math.min(plan.limits[name], most)] as const);
  return {
    ...plan,
    candidates: null,
    tasks: null,
    agent: { ...plan.agent, mcp: [] },
    commands: { ...plan.commands, brokered: [] },
    policy: network ? plan.policy : { ...plan.policy, prepare: [], proof: [], private: [] },
    proof: { ...plan.proof, confirmRuns, hidden: hidden ? plan.proof.hidden : null },
    limits: { ...plan.limits, ...Object.fromEntries(bounded), totalMs },
    room: { ...plan.room, audit: 'off' },
  };
}
