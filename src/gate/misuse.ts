import type { SettingName } from '../inputs/settings.js';
import type { InputProblem } from '../support/errors.js';
import { isPrivileged } from './events.js';

/** What is known of commits and settings when a run is about to start for somebody else's repository. */
export interface ForkFacts {
  readonly event: string;
  /** Commits that the fork wrote: its head, and what is worked on. */
  readonly heads: ReadonlySet<string>;
  /** Commits of the repository itself: that of the event and the base. */
  readonly own: ReadonlySet<string>;
  /** The commit at GITHUB_WORKSPACE; undefined: there is none. */
  readonly checkout: CommitFacts | undefined;
  readonly trusted: CommitFacts;
  /** True where the run works on what the fork wrote; false where only its checkout may be in the way. */
  readonly works: boolean;
  /** True where results would be written to GitHub by this job. */
  readonly writes: boolean;
  readonly prepareWorkspace: boolean;
}

export interface CommitFacts {
  readonly commit: string;
  readonly parents: readonly string[];
  /** True when it is known to be a commit that the fork's head has among its ancestors, and the base has not. */
  readonly onlyInFork: boolean;
}

const GUIDE = 'see docs/guides/gate.md';

/** Whether a commit holds what a fork wrote and the repository itself has not taken: its head, a merge of that, or what lies below. */
export function isOfFork(
  { commit, parents, onlyInFork }: CommitFacts,
  { heads, own }: Pick<ForkFacts, 'heads' | 'own'>,
): boolean {
  return !own.has(commit) && (heads.has(commit) || parents.some((parent) => heads.has(parent)) || onlyInFork);
}

/**
 * Ways to use an event that has the repository's secrets so that a fork gets at them. Empty when there are none.
 * @param where how the source of a setting names it
 */
export function forkMisuse(facts: ForkFacts, where: (name: SettingName) => string): readonly InputProblem[] {
  const { event, checkout, trusted, works, own } = facts;
  if (!isPrivileged(event)) return [];
  const problems: InputProblem[] = [];
  const ofFork = (commit: CommitFacts): boolean => isOfFork(commit, facts);

  if (checkout && ofFork(checkout)) {
    problems.push({
      where: 'the checkout in GITHUB_WORKSPACE',
      given: checkout.commit,
      expected: `the base branch: ${event} has this repository’s secrets, and other steps would run what the fork wrote beside them`,
      hint: `leave ref out of actions/checkout; the commit of the pull request is fetched by this action itself and stays in rooms; ${GUIDE}`,
    });
  }
  if (!works) return problems;
  if (ofFork(trusted)) {
    problems.push({
      where: where('trusted-ref'),
      given: trusted.commit,
      expected: `a commit of this repository: with ${event} the fork would choose verifier, policy and agent of a run that has secrets`,
      hint: `leave trusted-ref out: it is the base then; ${GUIDE}`,
    });
  }
  if (facts.writes) {
    problems.push({
      where: where('publish'),
      given: 'here',
      expected: `later, because ${event} gives this job a token that may write, beside an agent that works on what a fork wrote`,
      hint: `set publish: later, take write permissions from this job, and publish in a second one: examples/workflows/fork-pull-request.yml`,
    });
  }
  if (facts.prepareWorkspace && (checkout === undefined || !own.has(checkout.commit))) {
    problems.push({
      where: where('prepare'),
      given: 'workspace',
      expected: `a command, or a checkout of the base: with ${event} what earlier steps installed from a fork ran outside of a room`,
      hint: `set prepare to the command that installs; it runs in a room; ${GUIDE}`,
    });
  }
  return problems;
}
