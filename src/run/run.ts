import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentSetup } from '../agent/setup.js';
import type { Auditor } from '../audit/types.js';
import { createBroker } from '../broker/broker.js';
import type { Evidence } from '../evidence/recorder.js';
import { LoopFailure, runLoop } from '../loop/loop.js';
import type { AgentCommands, LoopResult, Reports } from '../loop/types.js';
import type { McpBroker } from '../mcp/service.js';
import { policyNotes } from '../policy/compile.js';
import { blockedAnswer, blockedReason } from '../report/blocked.js';
import { readBlockedFile, readReportFile } from '../report/read.js';
import { HostDirectories } from '../room/directories.js';
import type { Found, Rooms } from '../room/registry.js';
import { renderCodexRules } from '../rules/render-codex.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { sha256 } from '../support/canonical-json.js';
import type { Clock } from '../support/clock.js';
import { closeAll } from '../support/close-all.js';
import { runHost } from '../support/process.js';
import type { Progress } from '../support/progress.js';
import { redactedProgress } from '../support/progress-redacted.js';
import { roomKey, token } from '../support/random.js';
import { createRedactor } from '../support/redact.js';
import { removeTree } from '../support/remove-tree.js';
import type { CheckoutFacts } from '../workspace/git.js';
import { recordOwner, removeAbandoned } from './abandoned.js';
import { agentRooms } from './agent-rooms.js';
import { startAudit, startEarly } from './audit.js';
import { candidatesOf, createAgents, teamWords } from './candidates.js';
import { closeEvidence } from './closing.js';
import { allSecrets, prepareCommands } from './commands.js';
import type { CommitSource } from './commits.js';
import { followRooms } from './follow.js';
import { hiddenCopy, keptHidden, ROOMS_DATA } from './hidden-run.js';
import { judging } from './judging.js';
import { acceptUnenforced } from './limits.js';
import { agentMcpServers, prepareMcp, servicesOf } from './mcp.js';
import { likelyMistakes } from './mistakes.js';
import { modelProviders } from './model-provider.js';
import { createProbes } from './probes.js';
import { promptsFor } from './prompts.js';
import { type ResolvedRun, type RunRequest, resolveRun } from './resolve.js';
import { resultsOf } from './results.js';
import { findEarlier, type OpenRecord, openRecord, type ResumeSettings } from './resume.js';
import type { ResumeMemory } from './resume-memory.js';
import { isResumable } from './resume-record.js';
import { detectLocal, roomsOf } from './rooms.js';
import { type HostEnvironment, openStore } from './store.js';
import { tasksOf } from './tasks.js';
import { type RunFacts, writeVerdict } from './verdict.js';
import { openWorkspace } from './workspace.js';

export { type HostEnvironment, openStore } from './store.js';

export interface RunOptions {
  readonly request: RunRequest;
  readonly host: HostEnvironment;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Undefined: runs that are killed leave nothing that anybody but this process believes. */
  readonly resume?: ResumeSettings | undefined;
  /** Called as soon as the evidence folder and the run's scratch directories are known, so that a later step can clean up. */
  readonly onDirectories?: (directories: { readonly evidence: string; readonly scratch: readonly string[] }) => void;
}

export interface RunOutcome {
  readonly verdict: VerdictFile;
  readonly evidence: string;
  readonly plan: Plan;
}

/** A plan without a run: what `plan` prints. */
export async function planRun(options: Pick<RunOptions, 'request' | 'host'>): Promise<ResolvedRun> {
  const { directory, source } = await openStore(options.host);
  try {
    return await resolveRun(options.request, source, options.host);
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
  const begun = new Date(clock.now()).toISOString();
  const started = clock.monotonic();
  const resuming = await findEarlier(options.request.layer.values.resume, options.resume, host.uid);
  const { startedAt = begun, spentMs = 0 } = resuming.earlier ?? {};
  const { directory, source, checkout } = await openStore(host);
  const scratch = [directory];
  const early = startEarly(host, directory, clock);
  let opened: Found<Rooms> | undefined;
  let record: OpenRecord | undefined;
  try {
    const detecting = settle(detectLocal(host, checkout.root, directory));
    const resolving = await settle(resolveRun(options.request, source, host));
    const detected = await detecting;
    if ('value' in detected) scratch.push(detected.value.scratch);
    await recordOwner(directory, scratch.slice(1));
    // Nothing waits for it: what an earlier run left behind is in nobody's way.
    const swept = removeAbandoned(host.temporary, host.uid).catch(() => {});
    if ('error' in resolving) throw resolving.error;
    const resolved = resolving.value;
    const { plan, planSha256 } = resolved;
    // What the life before left goes before this one begins.
    if (resuming.earlier) await swept;
    opened = await settle(roomsOf(plan, host, checkout.root, detected, { store: directory }));
    if ('value' in opened && !scratch.includes(opened.value.scratch)) {
      scratch.push(opened.value.scratch);
      await recordOwner(directory, scratch.slice(1));
    }
    const redactor = createRedactor(await allSecrets(resolved));
    const progress = redactedProgress(options.progress, redactor);
    if (resuming.note) progress.warn(resuming.note);
    record = await openRecord({
      resolved,
      resuming,
      settings: options.resume,
      redactor,
      clock,
      host,
      temporary: host.temporary[0] ?? '/tmp',
      checkout: checkout.root,
    });
    const { evidence, memory } = record;
    const evidenceDirectory = evidence.directory;
    options.onDirectories?.({ evidence: evidenceDirectory, scratch });
    const notices = [...(resuming.note ? [resuming.note] : []), ...record.notices];
    const facts: RunFacts = { agent: null, room: null, audit: 'off', instructions: [], notices };
    let result: LoopResult | undefined;
    let failure: unknown;
    try {
      if ('error' in opened) throw opened.error;
      result = await inside({
        options: { ...options, progress },
        resolved,
        evidence,
        checkout,
        source,
        rooms: await keptHidden(opened.value, resolved, evidenceDirectory, checkout.root),
        early,
        deadline: started + plan.limits.totalMs - spentMs,
        memory,
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
      durationMs: clock.monotonic() - started + spentMs,
      result,
      failure,
      cancelled: signal.aborted,
    });
    await closeEvidence({ evidence, plan, planSha256, verdict, progress, source });
    await evidence.finish({ resumable: isResumable(verdict.verdict) });
    await swept;
    progress.close();
    // Shown by whoever called: the same words as in the evidence. Redaction changes texts, never the shape.
    return { verdict: redactor.json(verdict) as unknown as VerdictFile, evidence: evidenceDirectory, plan };
  } finally {
    await record?.release();
    await resuming.release();
    if (opened && 'value' in opened) opened.value.close();
    await (await early)?.close();
    await Promise.all(scratch.map((path) => removeTree(path).catch(() => {})));
  }
}

/** The failure of one of several things at once must wait for the others: bad input is reported before a bad host. */
async function settle<T>(promise: Promise<T>): Promise<Found<T>> {
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
  readonly rooms: Rooms;
  readonly early: Promise<Auditor> | undefined;
  readonly deadline: number;
  readonly memory: ResumeMemory;
  readonly facts: RunFacts;
}

/** Everything between the plan and the verdict. */
async function inside(from: Inside): Promise<LoopResult> {
  const { options, resolved, evidence, rooms, facts } = from;
  const { plan, validator } = resolved;
  const { host, progress, clock, signal } = options;
  const started = clock.monotonic();
  const { backend, owner } = rooms;
  progress.phase(`prepare the base of ${plan.source.workCommit.slice(0, 12)}`);
  const description = await backend.describe();
  facts.notices.push(...acceptUnenforced(plan.limits, description));
  const auditing = settle(
    startAudit({
      wanted: plan.room.audit,
      detected: rooms,
      arch: host.arch,
      path: host.path,
      description,
      clock,
      early: from.early,
    }),
  );
  const opening = openWorkspace({ plan, checkout: from.checkout, source: from.source, rooms, path: host.path });
  const instructions = opening.then(({ base }) => base.instructions.map(({ path }) => path));
  // Its failure is that of `opening`, and the agent may fail before it asks.
  instructions.catch(() => {});
  const setup: AgentSetup = {
    cacheDirectory: host.toolCache,
    npm: 'npm',
    env: host.npmEnvironment,
    run: runHost,
    platform: { os: host.platform, arch: host.arch },
    node: host.nodePath,
    rooms: agentRooms(rooms, plan.limits, signal),
    onNotice: (notice) => {
      facts.notices.push(notice);
      progress.note(notice);
    },
    schema: plan.report.schema,
    mcp: agentMcpServers(plan),
    instructions,
    codexRules: renderCodexRules(plan.commands),
    signal,
  };
  const [agents, workspace] = await Promise.all([createAgents(plan, setup), opening]).catch(async (error: unknown) => {
    const audited = await auditing;
    if ('value' in audited) await audited.value.auditor?.close();
    throw error;
  });
  const audited = await auditing;
  if ('error' in audited) throw audited.error;
  const audit = audited.value;
  const [agent] = agents;
  facts.agent = teamWords(agents);
  facts.room = description;
  facts.audit = audit.words;
  facts.instructions = workspace.base.instructions;
  facts.notices.push(...workspace.base.notices, ...(audit.notice ? [audit.notice] : []));
  if (plan.room.backend === 'auto' && backend.name !== 'local')
    progress.note(`rooms of ${backend.name}: ${rooms.reason}`);
  const meant = await likelyMistakes({ plan, asked: host.repository, root: from.checkout.root, rooms });
  facts.notices.push(...meant);
  const notes = [...meant, ...policyNotes(plan.policy), ...workspace.base.notices, ...description.weaknesses];
  for (const notice of notes) progress.note(notice);
  const { base } = workspace;
  evidence.journal('base.ready', {
    workspace: base.workspace,
    source: base.source,
    files: base.files,
    tree: base.tree,
    overlaid: [...base.overlaid],
    masked: [...base.masked],
    instructions: base.instructions.map((file) => ({ ...file })),
    durationMs: Math.round(clock.monotonic() - started),
  });
  const root = join(rooms.scratch, ROOMS_DATA);
  await mkdir(root, { mode: 0o711 });
  const broker = createBroker({
    providers: modelProviders(plan, resolved.secrets),
    clock,
    onAccess: (record) => evidence.access(record),
    caps: {
      requests: plan.budget.maxRequests,
      tokens: plan.budget.maxTokens,
      costUsd: plan.budget.maxCostUsd,
    },
    spent: from.memory.used,
    prices: plan.budget.prices,
    providerTools: plan.agent.providerTools,
    allowPrivate: plan.policy.private,
    limits: { modelIdleMs: plan.limits.modelIdleMs },
    credentials: resolved.secrets.credentials ?? [],
  });
  const directories = new HostDirectories(root, owner);
  const follow = followRooms({ audit: audit.auditor, evidence, plan, progress });
  let commands: AgentCommands | undefined;
  let mcp: McpBroker | undefined;
  try {
    commands = await prepareCommands({
      plan,
      // What codex keeps of its own accord is worth saying where no other agent works.
      agent: agents.find(({ name }) => name !== 'codex') ?? agent,
      rooms: backend,
      broker,
      directories,
      clock,
      signal,
      audit: audit.auditor !== undefined,
      programs: rooms.path.split(':'),
      shows: (path) => rooms.shows(path),
      token,
      follow,
      onCommand: (record) => evidence.command(record),
    });
    mcp = await prepareMcp({
      plan,
      secrets: resolved.secrets,
      rooms: backend,
      broker,
      directories,
      clock,
      signal,
      token,
      follow,
      evidence,
      progress,
    });
    const reports: Reports = {
      read: (directory) => readReportFile(directory, plan.report.maxBytes),
      check: async (bytes) => (await validator()).check(bytes),
      blockedReason,
      blockedAnswer,
      readBlocked: (directory) => readBlockedFile(directory),
    };
    return await runLoop({
      plan,
      agent,
      rooms: backend,
      workspace,
      broker,
      audit: audit.auditor,
      probes: createProbes({
        description,
        limits: plan.limits,
        writable: plan.room.writable,
        secrets: await allSecrets(resolved),
      }),
      evidence,
      reports,
      prompts: promptsFor(plan, agent),
      ...judging(plan, workspace),
      results: resultsOf(plan, directories, progress, {
        backend: backend.name,
        path: host.path,
        checkout: from.checkout.root,
      }),
      hiddenFiles: resolved.hidden && hiddenCopy(resolved.hidden, directories),
      directories,
      candidates: candidatesOf(plan, agents, (one) => promptsFor(plan, one)),
      tasks: await tasksOf({ plan, agent, setup, reports, promptsFor }),
      commands,
      services: servicesOf(commands, mcp),
      servicesReady: async () => mcp?.begin(),
      progress,
      clock,
      credentialled: (resolved.secrets.credentials ?? []).map(({ endpoint, pathPrefix }) => ({ endpoint, pathPrefix })),
      nonce: roomKey,
      digest: sha256,
      signal,
      deadline: from.deadline,
      memory: from.memory,
    });
  } finally {
    await closeAll([
      () => broker.close(),
      () => commands?.close(),
      () => mcp?.close(),
      () => audit.auditor?.close(),
      () => workspace.close(),
    ]);
  }
}
