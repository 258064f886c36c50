import { LayerBuilder } from '../inputs/layer.js';
import { resolveSettings, type Settings } from '../inputs/resolve.js';
import type { SettingName } from '../inputs/settings.js';
import type { VerifyLine } from '../inputs/verify-line.js';
import { planTasks } from '../plan/tasks.js';
import { type Manifests, manifestDirectories, planVerifier } from '../plan/verifier.js';
import type { Plan } from '../schemas/plan.js';
import { canonicalJson } from '../support/canonical-json.js';
import { messageOf } from '../support/errors.js';
import { type CommitSource, readCommitted, resolveCommit } from './commits.js';
import { resolveLayers } from './resolve.js';
import { judged, type VerifyFinding } from './verify-finding.js';

type Anchors = Pick<VerifyLine, 'planSha256' | 'manifestSha256' | 'ref' | 'trustedRef'>;

/** What evidence is compared with that is not part of it. */
export interface PlanChecks {
  readonly findings: readonly VerifyFinding[];
  /** The repository has both commits of the plan. */
  readonly commits: boolean;
}

/** Digests that somebody knows from elsewhere: an attestation, the outputs of a job. */
export function checkDigests(
  asked: Anchors,
  found: { readonly plan: string | undefined; readonly manifest: string | undefined },
): readonly VerifyFinding[] {
  return (['plan', 'manifest'] as const).flatMap((what): VerifyFinding[] => {
    const wanted = asked[`${what}Sha256`];
    if (wanted === undefined) return [];
    const is = found[what] ?? 'not there';
    return [
      judged(
        `${what}-sha256`,
        `the ${what} has the digest that was given`,
        is === wanted ? [] : [`the ${what} is ${is}, not ${wanted}`],
      ),
    ];
  });
}

/**
 * Compares a plan with a repository that its reader trusts.
 * @param anchored a digest from outside says that it is the plan that was followed
 */
export async function checkPlan(
  plan: Plan,
  asked: Anchors,
  source: CommitSource,
  anchored: boolean,
): Promise<PlanChecks> {
  const findings: VerifyFinding[] = [];
  const { workCommit, trustedCommit } = plan.source;
  const missing: string[] = [];
  for (const [what, commit] of [
    ['work', workCommit],
    ['trusted', trustedCommit],
  ] as const)
    if (!(await known(source, commit))) missing.push(`the ${what} commit ${commit} is not in the repository`);
  const found = `the repository has the work commit ${workCommit.slice(0, 12)} and the trusted commit ${trustedCommit.slice(0, 12)}`;
  findings.push(
    missing.length === 0
      ? judged('commits', found, [])
      : {
          ...{ check: 'commits', state: 'not-checked', detail: missing.join('; ') },
          hint: 'fetch them, or name another repository with --repo',
        },
  );
  const commits = missing.length === 0;
  if (commits) {
    if (asked.trustedRef !== undefined) findings.push(await isHeld(source, trustedCommit, asked.trustedRef));
    if (asked.ref !== undefined) findings.push(await isCommit(source, workCommit, asked.ref));
    findings.push(await checkConfig(plan, source, anchored));
  }
  return { findings, commits };
}

async function known(source: CommitSource, commit: string): Promise<boolean> {
  return (await source.store.commit(commit)) === commit;
}

async function isHeld(source: CommitSource, commit: string, ref: string): Promise<VerifyFinding> {
  try {
    const head = await resolveCommit(source, ref, '--trusted-ref');
    const { code } = await source.store.run(['merge-base', '--is-ancestor', commit, head], { allow: [0, 1, 128] });
    return judged(
      'trusted-ref',
      `the trusted commit is ${commit === head ? 'that of' : 'in the history of'} ${ref}`,
      code === 0
        ? []
        : [`the trusted commit ${commit} is not in the history of ${ref}, as far as the repository has it`],
    );
  } catch (error) {
    return { check: 'trusted-ref', state: 'not-checked', detail: messageOf(error) };
  }
}

async function isCommit(source: CommitSource, commit: string, ref: string): Promise<VerifyFinding> {
  try {
    const head = await resolveCommit(source, ref, '--ref');
    return judged(
      'ref',
      `the change is made to ${ref}`,
      commit === head ? [] : [`the change is made to ${commit}, and ${ref} is ${head}`],
    );
  } catch (error) {
    return { check: 'ref', state: 'not-checked', detail: messageOf(error) };
  }
}

/** Settings of the file that decide what a proof is worth, and what they come to in a plan. */
const DECIDING: readonly (readonly [names: readonly SettingName[], what: string, pick: (plan: Compared) => unknown])[] =
  [
    [
      [
        'verify',
        'verify-preset',
        'verifiers',
        'verify-args',
        'verify-values',
        'verify-mode',
        'verify-files',
        'build',
        'build-timeout',
        'verify-timeout',
      ],
      'the verifier',
      ({ verifier }) => verifier,
    ],
    [['baseline'], 'baseline', ({ baseline }) => baseline],
    [['verify-edits'], 'verify-edits', ({ proof }) => proof.verifierEdits],
    [['confirm-runs'], 'confirm-runs', ({ proof }) => proof.confirmRuns],
    [['execution-floor'], 'execution-floor', ({ proof }) => proof.floor],
  ];

type Compared = Pick<Plan, 'verifier' | 'baseline'> & {
  readonly proof: Pick<Plan['proof'], 'verifierEdits' | 'confirmRuns' | 'floor'>;
};

/** What the trusted commit's own configuration says of the proof, if it says anything. */
async function checkConfig(plan: Plan, source: CommitSource, anchored: boolean): Promise<VerifyFinding> {
  const check = 'config';
  try {
    const own = await configured(plan, source);
    if (!own)
      return {
        check,
        state: 'skipped',
        detail: 'the trusted commit has no configuration: what decided is what the plan says',
      };
    const said = DECIDING.filter(([names]) => names.some((name) => own.said.has(name)));
    if (said.length === 0)
      return {
        check,
        state: 'skipped',
        detail: 'the configuration of the trusted commit says nothing of the proof: what decided is what the plan says',
      };
    const problems = said
      .filter(([, , pick]) => canonicalJson(pick(plan)) !== canonicalJson(pick(own.plan)))
      .map(
        ([, what]) =>
          `${what} of the plan is not as ${plan.source.config ?? 'the configuration'} of the trusted commit has it`,
      );
    const words = said.map(([, what]) => what).join(', ');
    if (problems.length === 0) return judged(check, `of the configuration of the trusted commit: ${words}`, []);
    if (anchored)
      return {
        check,
        state: 'skipped',
        detail: `inputs or flags said otherwise than the configuration: ${problems.join('; ')}`,
      };
    return {
      ...judged(check, '', problems),
      hint: 'if the inputs of the run said otherwise, name its plan with --plan-sha256',
    };
  } catch (error) {
    return {
      check,
      state: 'not-checked',
      detail: `the configuration of the trusted commit cannot be read: ${messageOf(error)}`,
    };
  }
}

async function configured(
  plan: Plan,
  source: CommitSource,
): Promise<{ readonly said: ReadonlySet<SettingName>; readonly plan: Compared } | undefined> {
  const builder = new LayerBuilder((name) => name);
  const { config, profile, workCommit, trustedCommit } = plan.source;
  builder.addTexts('ref', [workCommit]);
  builder.addTexts('trusted-ref', [trustedCommit]);
  if (config !== null) builder.addTexts('config', [config]);
  if (profile !== null) builder.addTexts('profile', [profile]);
  const { layer, problems } = builder.build();
  const found = await resolveLayers(
    {
      layer,
      problems,
      context: plan.context,
      workCommit: undefined,
      trusted: undefined,
      defaultCommentKey: 'default',
      secretsFor: () => ({ secrets: {}, problems: [] }),
    },
    source,
  );
  if (found.source.config === null) return undefined;
  const layers = found.layers.filter((one) => one !== layer);
  const said = new Set(layers.flatMap(({ values }) => Object.keys(values) as SettingName[]));
  const { settings } = resolveSettings(layers);
  const manifests = await manifestsOf(settings, source, trustedCommit);
  const verifier = planVerifier(settings, manifests);
  const { files } = planTasks(settings, manifests);
  return {
    said,
    plan: {
      verifier: verifier && { ...verifier, files: [...verifier.files, ...files] },
      baseline: settings.baseline,
      proof: {
        verifierEdits: settings['verify-edits'],
        confirmRuns: settings['confirm-runs'],
        floor: settings['execution-floor'],
      },
    },
  };
}

const MAX_MANIFEST = 1024 * 1024;

async function manifestsOf(settings: Settings, source: CommitSource, commit: string): Promise<Manifests> {
  const found: Record<string, string> = {};
  for (const directory of manifestDirectories(settings)) {
    const path = directory === '' ? 'package.json' : `${directory}/package.json`;
    const bytes = await readCommitted(source.store, commit, path, MAX_MANIFEST);
    if (bytes) found[directory] = bytes.toString('utf8');
  }
  return found;
}
