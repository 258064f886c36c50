import type { ResolvedVariant, Settings } from '../inputs/resolve.js';
import type { CompiledPolicy } from '../policy/compile.js';
import type { CommandRules } from '../rules/types.js';
import type { Plan } from '../schemas/plan.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { usualCheckName } from '../support/check-name.js';
import { ALWAYS_REFUSED, DEFAULT_PROTECTED } from './protected.js';
import { planTasks } from './tasks.js';
import { type Manifests, planVerifier } from './verifier.js';

/** Everything that a plan is compiled from; nothing else decides. */
export interface PlanSource {
  /** Version of this package. */
  readonly tool: string;
  readonly context: Plan['context'];
  readonly source: Plan['source'];
  readonly settings: Settings;
  /** Those that `manifestDirectories` names, as far as the trusted commit has them. */
  readonly manifests: Manifests;
  readonly policy: CompiledPolicy;
  /** Of `rules` and `rules-files`; absent: none. */
  readonly rules?: CommandRules;
  /** The task, wherever it came from. */
  readonly prompt: string;
  readonly schema: { readonly value: Readonly<Record<string, unknown>> | boolean; readonly source: string };
  /** What is known of the hidden verifier's files; absent: there are none. */
  readonly hidden?: { readonly sha256: string; readonly files: number; readonly bytes: number };
  /** Version of the agent; null for a command. */
  readonly agentVersion: string | null;
  /** Versions of the other agents that compete; absent: what their rooms have. */
  readonly versions?: Readonly<Partial<Record<Plan['agent']['name'], string>>>;
  /** Used when the settings name no comment key. */
  readonly defaultCommentKey: string;
}

/** Bytes of the largest report; the validator's own bound. */
const MAX_REPORT_BYTES = 256 * 1024;

/** Compiles the one document that a run follows. Pure: the same source always gives the same plan. It holds no secret. */
export function buildPlan(from: PlanSource): Plan {
  const { settings } = from;
  const { prepare } = settings;
  const agents = agentsOf(from);
  const [lead] = agents;
  const cwd = settings['working-directory'] === '.' ? '' : settings['working-directory'];
  const verifier = planVerifier(settings, from.manifests);
  const { tasks, files: taskFiles } = planTasks(settings, from.manifests);
  const files = [...(verifier?.files ?? []), ...taskFiles];
  return {
    schema: 'cleanroom/plan/v1',
    tool: from.tool,
    context: from.context,
    source: from.source,
    prompt: { text: from.prompt, sha256: sha256(from.prompt) },
    agent: {
      ...lead,
      modelBaseUrl: settings['model-base-url'] ?? null,
      providerTools: [...settings['provider-tools']],
      trustedConfig: [...settings['trust-agent-config']],
      mcp: mcpOf(from),
    },
    candidates: agents.length === 1 ? null : { select: settings.select, agents },
    tasks,
    verifier: verifier && { ...verifier, files: [...verifier.files, ...taskFiles] },
    baseline: settings.baseline,
    prepare:
      prepare === null
        ? null
        : prepare === 'workspace'
          ? { kind: 'workspace' }
          : {
              kind: 'command',
              argv: [...prepare.argv],
              display: prepare.display,
              cwd,
              timeoutMs: settings['prepare-timeout'],
            },
    policy: from.policy,
    commands: commandsOf(from),
    // The verifier's own files come last: `protect` cannot take them out, only `verify-files` can.
    protect: [...DEFAULT_PROTECTED, ...(settings.verifier?.protect ?? []), ...settings.protect, ...files],
    proof: {
      verifierEdits: settings['verify-edits'],
      refused: [...ALWAYS_REFUSED, ...settings.protect],
      confirmRuns: settings['confirm-runs'],
      floor: settings['execution-floor'],
      instrument: settings['verify-instrument'],
      hidden: hiddenOf(from, cwd),
    },
    report: {
      schema: from.schema.value,
      sha256: sha256(canonicalJson(from.schema.value)),
      source: from.schema.source,
      maxBytes: MAX_REPORT_BYTES,
      required: settings.report === 'required',
    },
    limits: {
      maxAttempts: settings['max-attempts'],
      parallel: settings.parallel,
      modelIdleMs: settings['model-idle-timeout'],
      totalMs: settings.timeout,
      attemptMs: settings['attempt-timeout'],
      memoryBytes: settings.memory,
      processes: settings.processes,
      fileBytes: settings['file-size'],
      openFiles: settings['open-files'],
      tmpBytes: settings['tmp-size'],
      cpus: settings.cpus,
      diskBytes: settings['disk-size'],
      diskFiles: settings['disk-files'],
      acceptUnenforced: [...settings['accept-unenforced']],
      outputBytes: settings['max-output'],
      logBytes: settings['log-size'],
      feedbackBytes: settings['feedback-size'],
      patchBytes: settings['max-patch-size'],
      patchFiles: settings['max-patch-files'],
    },
    stuck: {
      after: settings['stuck-after'],
      restarts: settings['restart-attempts'],
      diffLines: settings['restart-diff-lines'],
    },
    budget: {
      maxRequests: settings['max-requests'],
      maxTokens: settings['max-tokens'],
      maxCostUsd: settings['max-cost-usd'],
      prices: settings.prices.map((price) => ({ ...price })),
    },
    room: {
      backend: settings.room,
      image: settings.image,
      runtime: settings['docker-runtime'],
      workspace: settings.workspace,
      audit: settings.audit,
      tools: [...settings.tools],
      writable: settings['writable-roots'].length === 0 ? null : [...settings['writable-roots']],
      env: { ...settings.env },
    },
    publish: publishOf(from),
  };
}

type PlannedAgent = NonNullable<Plan['candidates']>['agents'][number];

/** One for each candidate; the first is the run's own. */
function agentsOf(from: PlanSource): [PlannedAgent, ...PlannedAgent[]] {
  const { settings } = from;
  const { agent, model, effort, provider } = settings;
  const variants = settings['candidate-agents'];
  const planned = (one: ResolvedVariant): PlannedAgent => {
    // What was said of the run's agent says nothing of another one.
    const same = one.agent === agent;
    const command = one.agent === 'command' ? (settings['agent-command']?.argv ?? []) : [];
    return {
      name: one.agent,
      version: same ? from.agentVersion : (from.versions?.[one.agent] ?? null),
      program: same ? (settings['agent-program'] ?? null) : null,
      argv: [...command, ...(same ? settings['agent-args'] : [])],
      model: one.model ?? null,
      effort: one.effort ?? null,
      provider: one.provider === 'none' ? null : one.provider,
    };
  };
  const own = planned({ agent, model, effort, provider });
  const at = (index: number): PlannedAgent => {
    const variant = variants[index % Math.max(1, variants.length)];
    return variant ? planned(variant) : own;
  };
  return [at(0), ...Array.from({ length: settings.candidates - 1 }, (_, index) => at(index + 1))];
}

function hiddenOf({ settings, hidden }: PlanSource, cwd: string): Plan['proof']['hidden'] {
  const command = settings['hidden-verify'];
  const directory = settings['hidden-files'];
  if (command === null || directory === null || hidden === undefined) return null;
  return {
    argv: [...command.argv],
    display: command.display,
    cwd,
    timeoutMs: settings['verify-timeout'],
    directory,
    ...hidden,
    feedback: settings['hidden-feedback'],
  };
}

/** Copies, because a plan's lists are its own. */
function commandsOf({ rules, settings }: PlanSource): Plan['commands'] {
  return {
    rules: (rules?.rules ?? []).map((rule) => ({
      ...rule,
      pattern: rule.pattern.map((words) => [...words]),
      with: [...rule.with],
      without: [...rule.without],
    })),
    hostExecutables: Object.fromEntries(
      Object.entries(rules?.hostExecutables ?? {}).map(([name, paths]) => [name, [...paths]]),
    ),
    brokered: settings['brokered-commands'].map((command) => ({
      ...command,
      argv: [...command.argv],
      env: { ...command.env },
      allow: [...command.allow],
    })),
  };
}

function mcpOf({ settings }: PlanSource): Plan['agent']['mcp'] {
  return settings['mcp-servers'].map((server) => ({
    ...server,
    argv: server.argv === null ? null : [...server.argv],
    env: { ...server.env },
    headers: { ...server.headers },
    tools: server.tools === null ? null : [...server.tools],
    allow: [...server.allow],
  }));
}

function publishOf({ settings, defaultCommentKey }: PlanSource): Plan['publish'] {
  const commentKey = settings['comment-key'] ?? defaultCommentKey;
  return {
    where: settings.publish,
    comment: settings.comment,
    commentKey,
    summary: settings.summary,
    check: settings.check,
    checkName: settings['check-name'] ?? usualCheckName(commentKey),
    deliver: {
      kind: settings.deliver,
      branch: settings['deliver-branch'],
      draft: settings['deliver-draft'],
      sign: settings['deliver-sign'],
      maxFiles: settings['deliver-max-files'],
      maxBytes: settings['deliver-max-size'],
    },
  };
}

/** The digest that names a plan: of its canonical JSON, so that the order of keys does not count. */
export function planDigest(plan: Plan): string {
  return sha256(canonicalJson(plan));
}
