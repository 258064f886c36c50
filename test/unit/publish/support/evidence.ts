import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishableEvidence } from '../../../../src/publish/read-evidence.js';
import type { PublishSettings, PublishTarget } from '../../../../src/publish/types.js';
import type { Plan } from '../../../../src/schemas/plan.js';
import { reportSchema } from '../../../../src/schemas/report.js';
import type { UsageFile } from '../../../../src/schemas/usage.js';
import type { VerdictFile } from '../../../../src/schemas/verdict.js';
import { canonicalJson, sha256 } from '../../../../src/support/canonical-json.js';

const COMMIT = 'a'.repeat(40);
const DIGEST = 'b'.repeat(64);
const TOKENS = {
  requests: 3,
  inputTokens: 12_345,
  cachedInputTokens: 1000,
  outputTokens: 678,
  costUsd: null,
  estimated: false,
};

/** Comments and check runs where they can be, and nothing delivered. */
export const SETTINGS: PublishSettings = {
  where: 'here',
  comment: 'auto',
  commentKey: 'ci',
  summary: true,
  check: 'auto',
  checkName: 'cleanroom ci',
  deliver: { kind: 'artifact', branch: null, draft: true, sign: 'github', maxFiles: 100, maxBytes: 4_194_304 },
};

/** The target of a pull request that was pushed to since. */
export function movedTo(headSha: string): PublishTarget {
  const target = onPull(5);
  return { ...target, pullRequest: target.pullRequest && { ...target.pullRequest, headSha } };
}

/** The target of a pull request, or of a push to `main` where there is none. */
export function onPull(number: number | undefined): PublishTarget {
  const pullRequest =
    number === undefined
      ? null
      : {
          number,
          headSha: COMMIT,
          headRef: 'topic',
          headRepository: 'octo-org/hello.world',
          baseRef: 'main',
          baseSha: COMMIT,
          fork: false,
        };
  return { pullRequest, commit: COMMIT, branch: number === undefined ? 'main' : null };
}

export const PATCH = [
  'diff --git a/src/sum.js b/src/sum.js',
  'index 1111111..2222222 100644',
  '--- a/src/sum.js',
  '+++ b/src/sum.js',
  '@@ -1,3 +1,4 @@',
  ' export function sum(a, b) {',
  '-  return a - b;',
  '+  // why',
  '+  return a + b;',
  ' }',
  '',
].join('\n');

export type Attempt = VerdictFile['attempts'][number];
type Proof = Attempt['proofs'][number];

/** One run of the plan's verifier. */
export function aProof(overrides: Partial<Proof> = {}): Proof {
  const { passed = true, room = 'proof-1-1' } = overrides;
  const end = { end: 'exited', exitCode: passed ? 0 : 1, durationMs: 800, log: `logs/${room}.log` } as const;
  return {
    room,
    what: 'patch',
    run: 1,
    command: 'verify',
    commands: [{ name: 'verify', passed, signal: null, limits: [], ...end }],
    tests: null,
    floor: [],
    signal: null,
    limits: [],
    passed,
    ...end,
    ...overrides,
  };
}

export function anAttempt(overrides: Partial<Attempt> = {}): Attempt {
  return {
    attempt: 1,
    agent: { end: 'exited', exitCode: 0, durationMs: 4200, session: null, limits: [] },
    patch: { files: 1, added: 2, deleted: 1, bytes: PATCH.length, sha256: sha256(PATCH) },
    refusals: [],
    report: { state: 'valid', errors: [], corrected: false },
    proofs: [aProof()],
    usage: TOKENS,
    outcome: 'proved',
    summary: 'npm test passed',
    fresh: false,
    ...overrides,
  };
}

export function aVerdict(overrides: Partial<VerdictFile> = {}): VerdictFile {
  return {
    schema: 'cleanroom/verdict/v1',
    verdict: 'verified',
    green: true,
    verified: true,
    reason: 'npm test passed in a pristine room on attempt 1',
    hint: null,
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 65_000,
    overheadMs: 300,
    planSha256: null,
    agent: 'codex 1.2.3',
    room: {
      backend: 'local',
      identity: 'user namespace',
      version: 'bubblewrap 0.9',
      limits: {},
      audit: 'off',
      weaknesses: [],
    },
    passingCommand: 'npm test',
    baseline: aProof({ room: 'baseline', what: 'base', passed: false }),
    attempts: [anAttempt()],
    workers: [],
    patch: 'change.patch',
    report: 'report.json',
    denied: [],
    instructions: [],
    hiddenConfig: [],
    notices: [],
    ...overrides,
  };
}

export function aPlan(overrides: Partial<Plan> = {}): Plan {
  return {
    schema: 'cleanroom/plan/v1',
    tool: '0.1.0',
    context: {
      event: 'pull_request',
      repository: 'o/r',
      serverUrl: null,
      apiUrl: null,
      runUrl: null,
      actor: 'someone',
      pullRequest: null,
    },
    source: { workCommit: COMMIT, trustedCommit: COMMIT, trustedRef: 'main', config: null, profile: null },
    prompt: { text: 'fix it', sha256: DIGEST },
    agent: {
      name: 'command',
      version: null,
      program: null,
      argv: ['x'],
      model: null,
      effort: null,
      provider: null,
      modelBaseUrl: null,
      providerTools: [],
      trustedConfig: [],
      mcp: [],
    },
    candidates: null,
    tasks: null,
    verifier: {
      display: 'npm test',
      mode: 'sequence',
      files: [],
      build: null,
      commands: [{ name: 'verify', argv: ['npm', 'test'], display: 'npm test', cwd: '', env: {}, timeoutMs: 1000 }],
    },
    baseline: 'require-red',
    prepare: null,
    policy: {
      file: null,
      generation: null,
      prepare: [],
      agent: [],
      proof: [],
      private: [],
      origins: [],
      notes: [],
      sha256: DIGEST,
    },
    commands: { rules: [], hostExecutables: {}, brokered: [] },
    protect: [],
    proof: { verifierEdits: 'deny', refused: [], confirmRuns: 1, floor: 'enforce', instrument: 'auto', hidden: null },
    report: { schema: { ...reportSchema }, sha256: DIGEST, source: 'default', maxBytes: 65_536, required: true },
    limits: {
      parallel: null,
      maxAttempts: 3,
      modelIdleMs: 300_000,
      totalMs: 1,
      attemptMs: 1,
      memoryBytes: 1,
      processes: 1,
      fileBytes: 1,
      openFiles: 1,
      tmpBytes: 1,
      cpus: null,
      diskBytes: 1,
      diskFiles: 1,
      acceptUnenforced: [],
      outputBytes: 1,
      logBytes: 1,
      feedbackBytes: 1,
      patchBytes: 1,
      patchFiles: 1,
    },
    budget: { maxRequests: null, maxTokens: null, maxCostUsd: null, prices: [] },
    room: {
      backend: 'local',
      image: null,
      runtime: 'runc',
      workspace: 'auto',
      audit: 'auto',
      tools: [],
      writable: null,
      env: {},
    },
    publish: SETTINGS,
    ...overrides,
  };
}

export const REPORT = {
  summary: 'The sum was a difference.',
  changes: [{ path: 'src/sum.js', why: 'a plus, not a minus' }],
  blocked: null,
};

export const USAGE: UsageFile = {
  schema: 'cleanroom/usage/v1',
  total: TOKENS,
  attempts: [
    { worker: null, attempt: 1, broker: TOKENS, agent: null, agreement: 'unknown', difference: null, reason: null },
  ],
};

export function someEvidence(overrides: Partial<PublishableEvidence> = {}): PublishableEvidence {
  return {
    directory: '/evidence',
    files: new Map(),
    manifestSha256: '',
    verdict: aVerdict(),
    plan: aPlan(),
    usage: USAGE,
    patch: { text: PATCH, bytes: PATCH.length, sha256: sha256(PATCH) },
    report: { value: REPORT, text: JSON.stringify(REPORT) },
    reportSchema: { ...reportSchema },
    journal: [],
    commands: [],
    mcp: [],
    warnings: [],
    ...overrides,
  };
}

export interface FolderContent {
  readonly verdict?: VerdictFile;
  readonly plan?: Plan;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly manifest?: boolean;
}

/** An evidence folder as a run leaves it. */
export async function writeEvidence(directory: string, content: FolderContent = {}): Promise<void> {
  await mkdir(directory, { recursive: true });
  const plan = content.plan ?? aPlan();
  const verdict = content.verdict ?? aVerdict({ planSha256: sha256(canonicalJson(plan)) });
  const files: Record<string, string | Buffer> = {
    'plan.json': JSON.stringify(plan, null, 2),
    'verdict.json': JSON.stringify(verdict),
    'usage.json': JSON.stringify(USAGE),
    'change.patch': PATCH,
    'report.json': JSON.stringify(REPORT),
    ...content.files,
  };
  if (content.manifest) {
    const entries = Object.entries(files).map(([path, data]) => ({ path, bytes: data.length, sha256: sha256(data) }));
    files['manifest.json'] = JSON.stringify({ schema: 'cleanroom/manifest/v1', files: entries });
  }
  for (const [name, data] of Object.entries(files)) await writeFile(join(directory, name), data);
}
