import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readActionInputs } from '../../../src/inputs/action-inputs.js';
import { resolveSettings } from '../../../src/inputs/resolve.js';
import { buildPlan, type PlanSource, planDigest } from '../../../src/plan/plan.js';
import { ALWAYS_REFUSED, DEFAULT_PROTECTED } from '../../../src/plan/protected.js';
import { compilePolicy } from '../../../src/policy/compile.js';
import { type Plan, planSchema } from '../../../src/schemas/plan.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const isPlan = ajv.compile(planSchema);

function source(inputs: Record<string, string>, more: Partial<PlanSource> = {}): PlanSource {
  const env = Object.fromEntries(Object.entries(inputs).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]));
  const { layer, problems } = readActionInputs(env);
  const resolved = resolveSettings([layer]);
  expect([...problems, ...resolved.problems]).toEqual([]);
  const { settings } = resolved;
  return {
    tool: '1.2.3',
    context: {
      event: 'push',
      repository: 'octo/project',
      serverUrl: 'https://github.example',
      apiUrl: 'https://github.example/api/v3',
      runUrl: null,
      actor: 'octocat',
      pullRequest: null,
    },
    source: {
      workCommit: 'a'.repeat(40),
      trustedCommit: 'b'.repeat(40),
      trustedRef: 'main',
      config: null,
      profile: null,
    },
    settings,
    manifests: {},
    policy: compilePolicy({
      prepare: settings['allow-prepare'],
      agent: settings['allow-agent'],
      proof: settings['allow-proof'],
      private: settings['allow-private'],
    }),
    prompt: settings.prompt ?? '',
    schema: { value: { type: 'object', required: ['summary'] }, source: 'inline' },
    agentVersion: settings.agent === 'command' ? null : '1.0.0',
    defaultCommentKey: 'repair',
    ...more,
  };
}

const FULL = {
  prompt: 'Repair it.',
  agent: 'codex',
  'agent-args': '--search "two words"',
  model: 'm-1',
  effort: 'high',
  verify: 'sh ci/verify.sh && true',
  'verify-files': 'ci/**\n!ci/unused.sh',
  prepare: 'npm ci',
  'allow-prepare': 'Files.example:443',
  'allow-agent': '["docs.example:443"]',
  protect: 'docs/**\n!docs/free.md',
  'max-attempts': '5',
  timeout: '1h30m',
  memory: '512m',
  env: 'B=2\nA=1',
  'provider-tools': 'web_search\nfetch-urls\nweb_search',
  'max-requests': '40',
  'max-tokens': '2000000',
  'max-cost-usd': '2.50',
  prices: 'm-1=1.25/0.125/10\n* = 2 / 0.2 / 8',
  comment: 'never',
  summary: 'false',
};

describe('a plan', () => {
  it.each([
    ['everything', FULL],
    ['a prompt alone', { prompt: 'Look.' }],
    ['a command', { prompt: 'x', agent: 'command', 'agent-command': 'my-agent --fast', verify: '["make","test"]' }],
    ['a prepared workspace', { prompt: 'x', verify: 'make test', prepare: 'workspace' }],
  ])('of %s is one by its schema', (_, inputs) => {
    const plan = buildPlan(source(inputs));
    isPlan(plan);
    expect(isPlan.errors ?? []).toEqual([]);
  });

  it('says what the inputs say', () => {
    const plan = buildPlan(source(FULL));
    expect(plan.agent).toMatchObject({
      name: 'codex',
      argv: ['--search', 'two words'],
      provider: 'openai',
      model: 'm-1',
      providerTools: ['fetch-urls', 'web_search'],
    });
    expect(plan.verifier?.commands[0].argv).toEqual(['/bin/sh', '-e', '-c', 'sh ci/verify.sh && true']);
    expect(plan.verifier?.display).toBe('sh ci/verify.sh && true');
    expect(plan.policy).toMatchObject({ prepare: ['files.example:443'], agent: ['docs.example:443'], proof: [] });
    expect(plan.limits).toMatchObject({ maxAttempts: 5, totalMs: 5_400_000, memoryBytes: 512 * 1024 * 1024 });
    expect(plan.budget).toEqual({
      maxRequests: 40,
      maxTokens: 2_000_000,
      maxCostUsd: 2.5,
      prices: [
        { model: '*', input: 2, cachedInput: 0.2, output: 8 },
        { model: 'm-1', input: 1.25, cachedInput: 0.125, output: 10 },
      ],
    });
    expect(plan.room.env).toEqual({ A: '1', B: '2' });
    expect(plan.publish).toMatchObject({ comment: 'never', commentKey: 'repair', summary: false });
  });

  it('has an agent for each candidate, and begins again where there are more of them', () => {
    const inputs = {
      ...FULL,
      candidates: '3',
      'candidate-agents': 'codex\nclaude model=m-1',
      select: 'all',
      parallel: '2',
    };
    const plan = buildPlan(source(inputs, { versions: { claude: '9.9.9' } }));
    const { name, version, argv, model, effort, provider } = plan.agent;
    expect(plan.candidates?.agents[0]).toEqual({ name, version, program: null, argv, model, effort, provider });
    expect(plan.candidates?.select).toBe('all');
    expect(plan.limits.parallel).toBe(2);
    expect(plan.candidates?.agents.slice(1)).toEqual([
      ...[
        {
          name: 'claude',
          version: '9.9.9',
          program: null,
          argv: [],
          model: 'm-1',
          effort: null,
          provider: 'anthropic',
        },
      ],
      plan.candidates?.agents[0],
    ]);
    expect(buildPlan(source(FULL)).candidates).toBeNull();
  });

  it('protects the files of the verifier and what was named, beside the defaults', () => {
    const plan = buildPlan(source(FULL));
    expect(plan.verifier?.files).toEqual(expect.arrayContaining(['ci/verify.sh', 'ci/**']));
    expect(plan.verifier?.files.some((glob) => glob.startsWith('!'))).toBe(false);
    expect(plan.protect).toEqual(
      expect.arrayContaining([...DEFAULT_PROTECTED, 'ci/verify.sh', 'ci/**', 'docs/**', '!docs/free.md']),
    );
    expect(plan.protect.indexOf('!docs/free.md')).toBeGreaterThan(plan.protect.indexOf('docs/**'));
  });

  it('protects the scripts behind npm test, seen from where it runs', () => {
    const manifest = JSON.stringify({ scripts: { test: 'node run-tests.cjs' } });
    const plan = buildPlan(
      source({ prompt: 'x', verify: 'npm test', 'working-directory': 'sub' }, { manifests: { sub: manifest } }),
    );
    expect(plan.verifier?.files).toEqual(['sub/run-tests.cjs']);
    expect(plan.protect).toContain('sub/run-tests.cjs');
  });

  it('holds all commands of the verifier, and protects the files of each', () => {
    const manifests = {
      '': JSON.stringify({ scripts: { build: 'node scripts/build.mjs' } }),
      web: JSON.stringify({ scripts: { test: 'node run-tests.cjs' } }),
    };
    const plan = buildPlan(
      source(
        {
          prompt: 'x',
          verify: 'sh check.sh',
          verifiers: JSON.stringify({
            web: { preset: 'npm', 'working-directory': 'web', args: ['sh -c ./only-an-argument.sh'] },
            py: { preset: 'pytest', env: { A: 'b' }, 'env-from': [] },
          }),
          'verify-mode': 'parallel',
          build: 'npm run build',
          protect: '!web/run-tests.cjs\n!scripts/build.mjs\n!check.sh',
        },
        { manifests },
      ),
    );
    isPlan(plan);
    expect(isPlan.errors ?? []).toEqual([]);
    expect(plan.verifier).toMatchObject({
      display:
        "build first (in the root): npm run build; verify (in the root): sh check.sh; web (in web): npm test -- 'sh -c ./only-an-argument.sh'; py (in the root): python3 -m pytest",
      mode: 'parallel',
      build: { display: 'npm run build', cwd: '' },
      commands: [
        { name: 'verify', cwd: '' },
        { name: 'web', cwd: 'web' },
        { name: 'py', cwd: '', env: { A: 'b' }, envFrom: [] },
      ],
    });
    expect(plan.verifier?.files).toEqual(
      expect.arrayContaining(['check.sh', 'web/run-tests.cjs', 'scripts/build.mjs']),
    );
    expect(plan.verifier?.files.join()).not.toContain('only-an-argument');
    // What `protect` takes out of the usual, it cannot take out of the verifier.
    for (const file of ['check.sh', 'web/run-tests.cjs', 'scripts/build.mjs'])
      expect(plan.protect.lastIndexOf(file)).toBeGreaterThan(plan.protect.indexOf(`!${file}`));
    expect(plan.protect).toContain('**/.venv/**');
  });

  it('needs a report where nothing else is checked', () => {
    expect(buildPlan(source({ prompt: 'x' })).report.required).toBe(true);
    expect(buildPlan(source({ prompt: 'x', verify: 'true' })).report.required).toBe(false);
    expect(buildPlan(source({ prompt: 'x', verify: 'true', report: 'required' })).report.required).toBe(true);
  });

  it('holds no secret', () => {
    const secrets = { 'api-key': 'sk-not-in-a-plan', 'github-token': 'ghs-not-in-a-plan' };
    expect(JSON.stringify(buildPlan(source({ ...FULL, ...secrets })))).not.toContain('not-in-a-plan');
  });
});

/** The same value with the keys of every object in another order. */
function shuffled<T>(value: T, random: () => number): T {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, member]) => [random(), key, shuffled(member, random)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, key, member]) => [key, member])) as T;
}

/** mulberry32: the same numbers on every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('what a change has to pass beside the verifier', () => {
  const hidden = { sha256: 'c'.repeat(64), files: 3, bytes: 12 };
  const settings = { prompt: 'x', verify: 'npm test', 'hidden-verify': 'sh run.sh', 'hidden-files': '/opt/held-out' };

  it('is nothing, unless it is asked for', () => {
    const { proof } = buildPlan(source({ prompt: 'x', verify: 'npm test', protect: 'docs/**' }));
    expect(proof).toMatchObject({ verifierEdits: 'deny', confirmRuns: 1, hidden: null });
    expect(proof.refused).toEqual([...ALWAYS_REFUSED, 'docs/**']);
  });

  it('names the hidden command and the digest of its files', () => {
    const plan = buildPlan(
      source({ ...settings, 'hidden-feedback': 'names', 'confirm-runs': '3', 'verify-edits': 'allow' }, { hidden }),
    );
    expect(isPlan(plan), JSON.stringify(isPlan.errors)).toBe(true);
    expect(plan.proof).toMatchObject({
      verifierEdits: 'allow',
      confirmRuns: 3,
      hidden: { ...hidden, argv: ['/bin/sh', '-e', '-c', 'sh run.sh'], directory: '/opt/held-out', feedback: 'names' },
    });
    const other = buildPlan(source(settings, { hidden: { ...hidden, sha256: 'd'.repeat(64) } }));
    expect(planDigest(other)).not.toBe(planDigest(buildPlan(source(settings, { hidden }))));
  });
});

describe('the digest of a plan', () => {
  it('does not depend on the order of keys', () => {
    const from = source(FULL);
    const digest = planDigest(buildPlan(from));
    const random = generator(1);
    const orders = new Set<string>();
    for (let round = 0; round < 200; round += 1) {
      const other = shuffled(from, random);
      orders.add(JSON.stringify(other));
      expect(planDigest(buildPlan(other))).toBe(digest);
      expect(planDigest(shuffled(buildPlan(from), random))).toBe(digest);
    }
    expect(orders.size).toBeGreaterThan(100);
  });

  it('changes with everything that decides', () => {
    const plan = buildPlan(source(FULL));
    const digest = planDigest(plan);
    const changes: readonly ((copy: Plan) => void)[] = [
      (copy) => (copy.prompt.text += ' '),
      (copy) => (copy.source.trustedCommit = 'c'.repeat(40)),
      (copy) => copy.verifier?.commands[0].argv.push('x'),
      (copy) => copy.protect.reverse(),
      (copy) => (copy.limits.maxAttempts += 1),
      (copy) => (copy.policy.agent = []),
      (copy) => (copy.room.env['A'] = '2'),
      (copy) => (copy.report.required = !copy.report.required),
    ];
    for (const change of changes) {
      const copy = structuredClone(plan);
      change(copy);
      expect(planDigest(copy)).not.toBe(digest);
    }
  });
});
