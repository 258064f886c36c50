import type { Settings } from '../inputs/resolve.js';
import type { CompiledPolicy } from '../policy/compile.js';
import type { CommandRules } from '../rules/types.js';
import type { Plan } from '../schemas/plan.js';
import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { scriptCommands } from './package-scripts.js';
import { DEFAULT_PROTECTED } from './protected.js';
import { namedFiles, verifierFileGlobs } from './verifier-files.js';

/** Everything that a plan is compiled from; nothing else decides. */
export interface PlanSource {
  /** Version of this package. */
  readonly tool: string;
  readonly context: Plan['context'];
  readonly source: Plan['source'];
  readonly settings: Settings;
  /** The trusted commit's `package.json` beside the verifier; null where there is none or nothing asks for it. */
  readonly manifest: string | null;
  readonly policy: CompiledPolicy;
  /** Of `rules` and `rules-files`; absent: none. */
  readonly rules?: CommandRules;
  /** The task, wherever it came from. */
  readonly prompt: string;
  readonly schema: { readonly value: Readonly<Record<string, unknown>> | boolean; readonly source: string };
  /** Version of the agent; null for a command. */
  readonly agentVersion: string | null;
  /** Used when the settings name no comment key. */
  readonly defaultCommentKey: string;
}

/** Bytes of the largest report; the validator's own bound. */
const MAX_REPORT_BYTES = 256 * 1024;

/** Compiles the one document that a run follows. Pure: the same source always gives the same plan. It holds no secret. */
export function buildPlan(from: PlanSource): Plan {
  const { settings } = from;
  const { verify, prepare } = settings;
  const cwd = settings['working-directory'] === '.' ? '' : settings['working-directory'];
  const files =
    verify === null ? [] : verifierFileGlobs(filesOf(verify.argv, cwd, from.manifest), settings['verify-files']);
  const command = settings['agent-command'];
  return {
    schema: 'cleanroom/plan/v1',
    tool: from.tool,
    context: from.context,
    source: from.source,
    prompt: { text: from.prompt, sha256: sha256(from.prompt) },
    agent: {
      name: settings.agent,
      version: from.agentVersion,
      program: settings['agent-program'] ?? null,
      argv: [...(settings.agent === 'command' ? (command?.argv ?? []) : []), ...settings['agent-args']],
      model: settings.model ?? null,
      effort: settings.effort ?? null,
      provider: settings.provider === 'none' ? null : settings.provider,
      modelBaseUrl: settings['model-base-url'] ?? null,
      providerTools: [...settings['provider-tools']],
      trustedConfig: [...settings['trust-agent-config']],
      mcp: mcpOf(from),
    },
    verifier:
      verify === null
        ? null
        : {
            display: verify.display,
            mode: 'sequence',
            files,
            build: null,
            commands: [
              {
                name: 'verify',
                argv: [...verify.argv],
                display: verify.display,
                cwd,
                env: {},
                timeoutMs: settings['verify-timeout'],
              },
            ],
          },
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
    protect: [...DEFAULT_PROTECTED, ...settings.protect, ...files],
    report: {
      schema: from.schema.value,
      sha256: sha256(canonicalJson(from.schema.value)),
      source: from.schema.source,
      maxBytes: MAX_REPORT_BYTES,
      required: settings.report === 'required',
    },
    limits: {
      maxAttempts: settings['max-attempts'],
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
      patchBytes: settings['max-patch-size'],
      patchFiles: settings['max-patch-files'],
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
    publish: {
      comment: settings.comment,
      commentKey: settings['comment-key'] ?? from.defaultCommentKey,
      summary: settings.summary,
    },
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

/** The files that a verifier starts, by itself or through a script of `package.json`. */
function filesOf(argv: readonly string[], cwd: string, manifest: string | null): string[] {
  const scripts = manifest === null ? [] : scriptCommands(argv, manifest);
  return [...new Set([argv, ...scripts.map((script) => ['sh', '-c', script])].flatMap((one) => namedFiles(one, cwd)))];
}

/** The digest that names a plan: of its canonical JSON, so that the order of keys does not count. */
export function planDigest(plan: Plan): string {
  return sha256(canonicalJson(plan));
}
