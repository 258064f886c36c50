import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { correctionPrompt, feedbackPrompt, firstPrompt, refusalPrompt, reportRequestFor } from '../agent/prompt.js';
import { createAgent } from '../agent/registry.js';
import type { Agent } from '../agent/types.js';
import { createBroker } from '../broker/broker.js';
import type { ProviderName } from '../broker/types.js';
import { createEvidence, type Evidence } from '../evidence/recorder.js';
import { checkPatch, protectsPath } from '../loop/check-patch.js';
import { LoopFailure, runLoop } from '../loop/loop.js';
import type { LoopResult, Prompts } from '../loop/types.js';
import { DEFAULT_PROTECTED, INSTRUCTION_PATTERNS, TEST_PATTERNS } from '../plan/protected.js';
import { blockedReason } from '../report/blocked.js';
import { readReportFile } from '../report/read.js';
import { HostDirectories } from '../room/directories.js';
import { LocalBackend } from '../room/local/backend.js';
import { detectHost, type LocalHost } from '../room/local/host.js';
import { toolPrefix } from '../room/local/system.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { sha256 } from '../support/canonical-json.js';
import type { Clock } from '../support/clock.js';
import { CleanroomError } from '../support/errors.js';
import { runHost } from '../support/process.js';
import type { Progress } from '../support/progress.js';
import { redactedProgress } from '../support/progress-redacted.js';
import { createRedactor } from '../support/redact.js';
import { removeTree } from '../support/remove-tree.js';
import { VERSION } from '../support/version.js';
import { distil, failureLine } from '../verifier/feedback.js';
import { CopyWorkspace } from '../workspace/copy.js';
import { type CheckoutFacts, inspectCheckout, Store } from '../workspace/git.js';
import { globPath } from '../workspace/paths.js';
import type { Workspace } from '../workspace/types.js';
import { OverlayWorkspace } from '../workspace/workspace.js';
import { recordOwner, removeAbandoned } from './abandoned.js';
import type { CommitSource } from './commits.js';
import { type ResolvedRun, type RunRequest, resolveRun } from './resolve.js';
import { type RunFacts, writeVerdict } from './verdict.js';

/** What a composition root found out about the host; nothing below it reads the environment. */
export interface HostEnvironment {
  /** The user's checkout, or a directory in it. */
  readonly repository: string;
  readonly path: string;
  readonly home: string;
  readonly uid: number;
  readonly gid: number;
  readonly arch: string;
  readonly platform: string;
  readonly nodePath: string;
  readonly nodeVersion: string;
  /** Directory for what must not outlive the run, best first. */
  readonly temporary: readonly string[];
  /** Where installed agents stay between runs. */
  readonly toolCache: string;
  /** Tool directories of the host beside the system's, such as a runner's tool cache. */
  readonly tools: readonly string[];
  /** Environment of npm: the person's own configuration. */
  readonly npmEnvironment: Readonly<Record<string, string>>;
  /** Proxy and certificate variables, for fetching commits. */
  readonly network: Readonly<Record<string, string>>;
  readonly remote: CommitSource['remote'];
}

export interface RunOptions {
  readonly request: RunRequest;
  readonly host: HostEnvironment;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called as soon as the evidence folder and the run's scratch directories are known, so that a later step can clean up. */
  readonly onDirectories?: (directories: { readonly evidence: string; readonly scratch: readonly string[] }) => void;
}

export interface RunOutcome {
  readonly verdict: VerdictFile;
  readonly evidence: string;
  readonly plan: Plan;
}

const PROVIDER_URLS: Readonly<Record<ProviderName, string>> = {
  openai: 'https://api.openai.com',
  anthropic: 'https://api.anthropic.com',
  gemini: 'https://generativelanguage.googleapis.com',
};

/** A plan without a run: what `plan` prints. */
export async function planRun(options: Pick<RunOptions, 'request' | 'host'>): Promise<ResolvedRun> {
  const { directory, source } = await openStore(options.host);
  try {
    return await resolveRun(options.request, source);
  } finally {
    await removeTree(directory);
  }
}

/**
 * One run, from inputs to evidence.
 * @throws InputError before anything was started; CleanroomError when not even the evidence folder could be made
 */
export async function run(options: RunOptions): Promise<RunOutcome> {
  const { host, clock, signal } = options;
  const startedAt = new Date(clock.now()).toISOString();
  const started = clock.monotonic();
  const { directory, source, checkout } = await openStore(host);
  const scratch = [directory];
  try {
    const detecting = settle(detect(host, checkout));
    const resolving = await settle(resolveRun(options.request, source));
    const detected = await detecting;
    if ('value' in detected) scratch.push(detected.value.scratch);
    await recordOwner(directory, scratch.slice(1));
    // Nothing waits for it: what an earlier run left behind is in nobody's way.
    const swept = removeAbandoned(host.temporary, host.uid).catch(() => {});
    if ('error' in resolving) throw resolving.error;
    const resolved = resolving.value;
    const { plan, planSha256, settings } = resolved;
    const evidenceDirectory =
      settings.evidence ?? (await mkdtemp(join(host.temporary[0] ?? '/tmp', 'cleanroom-evidence-')));
    const secrets = [resolved.secrets.apiKey, resolved.secrets.githubToken].filter((secret) => secret !== undefined);
    const redactor = createRedactor(secrets);
    const progress = redactedProgress(options.progress, redactor);
    const evidence = createEvidence({ directory: evidenceDirectory, clock, redactor, logBytes: plan.limits.logBytes });
    options.onDirectories?.({ evidence: evidenceDirectory, scratch });
    evidence.journal('run.started', {
      tool: VERSION,
      node: host.nodeVersion,
      platform: `${host.platform} ${host.arch}`,
    });
    evidence.writeJson('plan.json', plan);
    evidence.journal('run.planned', { planSha256 });
    const facts: RunFacts = { agent: null, room: null, notices: [] };
    let result: LoopResult | undefined;
    let failure: unknown;
    try {
      if ('error' in detected) throw detected.error;
      result = await inside({
        options: { ...options, progress },
        resolved,
        evidence,
        checkout,
        source,
        detected: detected.value,
        deadline: started + plan.limits.totalMs,
        facts,
      });
    } catch (error) {
      failure = error instanceof LoopFailure ? error.cause : error;
      result = error instanceof LoopFailure ? error.result : undefined;
    }
    const verdict = writeVerdict({
      evidence,
      facts,
      planSha256,
      startedAt,
      durationMs: clock.monotonic() - started,
      result,
      failure,
      cancelled: signal.aborted,
    });
    await evidence.finish();
    await swept;
    progress.close();
    // Shown by whoever called: the same words as in the evidence. Redaction changes texts, never the shape.
    return { verdict: redactor.json(verdict) as unknown as VerdictFile, evidence: evidenceDirectory, plan };
  } finally {
    await Promise.all(scratch.map((path) => removeTree(path).catch(() => {})));
  }
}

async function openStore(
  host: HostEnvironment,
): Promise<{ directory: string; source: CommitSource; checkout: CheckoutFacts }> {
  const checkout = await inspectCheckout(host.repository, host.path);
  const directory = await mkdtemp(join(host.temporary[0] ?? '/tmp', 'cleanroom-store-'));
  const store = await Store.create(join(directory, 'store.git'), host.path, checkout.objectFormat, [checkout.objects]);
  return {
    directory,
    checkout,
    source: { checkout, store, path: host.path, network: host.network, remote: host.remote },
  };
}

async function detect(host: HostEnvironment, checkout: CheckoutFacts): Promise<LocalHost> {
  const owner = await stat(checkout.root);
  return detectHost({
    uid: host.uid,
    gid: host.gid,
    arch: host.arch,
    path: host.path,
    checkout: checkout.root,
    checkoutOwner: { uid: owner.uid, gid: owner.gid },
    scratchParents: host.temporary,
  });
}

/** The failure of one of several things at once must wait for the others: bad input is reported before a bad host. */
async function settle<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

interface Inside {
  readonly options: RunOptions;
  readonly resolved: ResolvedRun;
  readonly evidence: Evidence;
  readonly checkout: CheckoutFacts;
  readonly source: CommitSource;
  readonly detected: LocalHost;
  readonly deadline: number;
  readonly facts: RunFacts;
}

/** Everything between the plan and the verdict. */
async function inside(from: Inside): Promise<LoopResult> {
  const { options, resolved, evidence, detected, facts } = from;
  const { plan, validator } = resolved;
  const { host, progress, clock, signal } = options;
  const started = clock.monotonic();
  const prefix = await toolPrefix(host.nodePath, host.home);
  const tools = [...new Set([...host.tools, ...(prefix ? [prefix] : []), ...plan.room.tools])];
  const backend = new LocalBackend({ host: detected, hostPath: host.path, tools, nodePath: host.nodePath });
  progress.phase(`prepare the base of ${plan.source.workCommit.slice(0, 12)}`);
  const [agent, workspace, description] = await Promise.all([
    createAgent(plan.agent, {
      cacheDirectory: host.toolCache,
      npm: 'npm',
      env: host.npmEnvironment,
      run: runHost,
      platform: { os: host.platform, arch: host.arch },
      schema: plan.report.schema,
      signal,
    }),
    openWorkspace(from, backend),
    backend.describe(),
  ]);
  facts.agent =
    agent.provider === undefined && agent.name === 'command' ? 'command' : `${agent.name} ${agent.version}`.trim();
  facts.room = description;
  facts.notices.push(...workspace.base.notices);
  for (const notice of [...workspace.base.notices, ...description.weaknesses]) progress.note(notice);
  const { base } = workspace;
  evidence.journal('base.ready', {
    workspace: base.workspace,
    source: base.source,
    files: base.files,
    tree: base.tree,
    overlaid: [...base.overlaid],
    masked: [...base.masked],
    durationMs: Math.round(clock.monotonic() - started),
  });
  const owner = detected.identity.kind === 'self' ? undefined : detected.identity;
  const root = join(detected.scratch, 'rooms-data');
  await mkdir(root, { mode: 0o711 });
  const provider = plan.agent.provider;
  const broker = createBroker({
    providers:
      provider === null
        ? []
        : [
            {
              name: provider,
              baseUrl: (plan.agent.modelBaseUrl ?? PROVIDER_URLS[provider]).replace(/\/v1(beta)?\/?$/, ''),
              apiKey: resolved.secrets.apiKey ?? 'no-key-was-given',
            },
          ],
    clock,
    onAccess: (record) => evidence.access(record),
    allowPrivate: plan.policy.private,
  });
  try {
    return await runLoop({
      plan,
      agent,
      rooms: backend,
      workspace,
      broker,
      evidence,
      reports: {
        read: (directory) => readReportFile(directory, plan.report.maxBytes),
        check: async (bytes) => (await validator()).check(bytes),
        blockedReason,
      },
      prompts: promptsFor(plan, agent),
      feedback: { distil, failureLine },
      checkPatch: (patch) => checkPatch(patch, { protect: plan.protect, tests: TEST_PATTERNS, text: globPath }),
      directories: new HostDirectories(root, owner),
      progress,
      clock,
      nonce: () => `cleanroom-${randomBytes(24).toString('hex')}`,
      digest: sha256,
      signal,
      deadline: from.deadline,
    });
  } finally {
    await broker.close();
    await workspace.close();
  }
}

async function openWorkspace(from: Inside, backend: LocalBackend): Promise<Workspace> {
  const { resolved, checkout, source, detected, options } = from;
  const { plan } = resolved;
  const wanted = plan.room.workspace;
  if (wanted === 'overlay' && !detected.overlay) {
    throw new CleanroomError(
      'workspace.no-overlay',
      'workspace: overlay was asked for, but overlayfs does not work here',
      {
        hint: 'use workspace: auto or copy, or set TMPDIR to a directory on ext4, xfs or btrfs',
      },
    );
  }
  const overlay = wanted !== 'copy' && detected.overlay;
  const owner = await stat(checkout.root);
  const directory = join(detected.scratch, 'workspace');
  await mkdir(directory, { mode: 0o711 });
  const common = {
    directory,
    checkout,
    store: source.store,
    workCommit: plan.source.workCommit,
    trustedCommit: plan.source.trustedCommit,
    trustedFiles: [...INSTRUCTION_PATTERNS, ...(plan.verifier?.files ?? [])],
    watched: protectsPath(plan.protect),
    checkoutUsable: detected.checkoutUsable,
    keepIgnored: plan.prepare?.kind === 'workspace',
    owner: detected.identity.kind === 'self' ? undefined : detected.identity,
    checkoutOwner: { uid: owner.uid, gid: owner.gid },
    path: options.host.path,
  };
  if (!overlay) return CopyWorkspace.create({ ...common, overlay: false });
  return OverlayWorkspace.create({ ...common, overlay: true, reader: backend });
}

function promptsFor(plan: Plan, agent: Agent): Prompts {
  const kind = plan.report.source === 'default' ? 'default' : 'custom';
  const report = reportRequestFor(agent, plan.report.schema, kind);
  const verifier = plan.verifier?.display ?? null;
  const { maxAttempts } = plan.limits;
  const usual = new Set(DEFAULT_PROTECTED);
  const own = plan.protect.filter((glob) => !usual.has(glob));
  return {
    first: () => firstPrompt({ task: plan.prompt.text, verifier, protect: own, report, maxAttempts }),
    feedback: (feedback, attempt) =>
      feedbackPrompt({ feedback, attempt, maxAttempts, verifier: verifier ?? '', report }),
    refusal: refusalPrompt,
    correction: (errors) => correctionPrompt(errors, report),
    retry: (what, attempt) =>
      `# Not there yet\n\n${what}\nThis is attempt ${attempt} of ${maxAttempts}. Go on with the task.\n`,
  };
}
