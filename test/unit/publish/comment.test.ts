import { describe, expect, it } from 'vitest';
import { commentMarker, MAX_COMMENT_CHARS, renderComment } from '../../../src/publish/comment.js';
import type { PublishableEvidence } from '../../../src/publish/read-evidence.js';
import { MAX_SUMMARY_BYTES, renderSummary } from '../../../src/publish/summary.js';
import type { DeliveryState, PublishTarget } from '../../../src/publish/types.js';
import { VERDICT_WORDS, type Verdict } from '../../../src/publish/verdict-words.js';
import type { CommandLogRecord } from '../../../src/schemas/command.js';
import type { JournalRecord } from '../../../src/schemas/journal.js';
import { anAttempt, aPlan, aVerdict, onPull, PATCH, someEvidence, USAGE } from './support/evidence.js';
import { fullAttempt, fullBlocked, fullVerdict, fullWorker } from './support/full.js';
import { HOSTILE } from './support/hostile.js';
import { parseMarkdown, walk } from './support/markdown.js';
import { liveParts, renderHtml } from './support/rendered.js';

const render = (overrides: Partial<PublishableEvidence> = {}): string =>
  renderComment(someEvidence(overrides), { key: 'ci' });

describe('renderComment', () => {
  it('puts a verified run in ten seconds of reading', () => {
    const comment = renderComment(someEvidence(), {
      key: 'ci',
      artifactUrl: 'https://github.example/o/r/actions/runs/1/artifacts/2',
      runUrl: 'https://github.example/o/r/actions/runs/1',
    });
    expect(comment.split('\n').slice(0, 4)).toEqual([
      '<!-- cleanroom-action:ci -->',
      '### ✅ Verified: the verifier passes in a pristine room.',
      '',
      'npm test passed in a pristine room on attempt 1',
    ]);
    expect(comment).toContain('- Passing command: <code>npm test</code>\n');
    expect(comment).toContain('- Took 1 min 05 s, 1 attempt, agent codex 1.2.3\n');
    expect(comment).toContain('[evidence](https://github.example/o/r/actions/runs/1/artifacts/2)');
    expect(comment).toContain('**Change**: 1 file, +2 −1\n\n- <code>src/sum.js</code> +2 −1\n');
    expect(comment).toContain('| 1 | ✅ proved | 5.0 s | 12.3k in, 678 out | npm test passed |');
    expect(comment).toContain('3 model requests: 12.3k tokens in (1.0k cached), 678 out.');
    expect(comment).toContain('### Report\n\n**Summary**: The sum was a difference.\n');
    expect(comment).toContain('| Path | Why |\n| --- | --- |\n| src/sum&#46;js'.replace('&#46;', '.'));
    expect(comment).not.toContain('Blocked');
    expect(comment).toContain(
      `<details><summary>Patch: 1 file, +2 −1</summary>\n\n\`\`\`diff\n${PATCH}\`\`\`\n\n</details>\n`,
    );
  });

  it('counts confirmations as runs, and not the proofs of tasks beside it', () => {
    const [proof] = anAttempt().proofs;
    const proofs = proof ? [proof, { ...proof, room: 'one-joint' }] : [];
    const line = '- Passing command: <code>npm test</code>';
    expect(render({ verdict: aVerdict({ attempts: [anAttempt({ proofs })] }) })).toContain(`${line}\n`);
    const confirmations = { wanted: 3, runs: 3, passed: 3, flaky: [] };
    const three = render({ verdict: aVerdict({ attempts: [anAttempt({ proofs, confirmations })] }) });
    expect(three).toContain(`${line} (3 of 3 runs)\n`);
  });

  it('shows costs where they are known, and says where counts are estimates', () => {
    const { total } = USAGE;
    const attempt = anAttempt({ usage: { ...total, costUsd: 0.004 } });
    const verdict = { ...aVerdict(), attempts: [attempt] };
    const usage = { ...USAGE, total: { ...total, costUsd: 1.5, estimated: true } };
    const comment = renderComment(someEvidence({ verdict, usage }), { key: 'ci' });
    expect(comment).toContain('| Attempt | Outcome | Time | Tokens | Cost | What happened |');
    expect(comment).toContain('| 12.3k in, 678 out | less than 0.01 USD |');
    expect(comment).toContain('- Took 1 min 05 s, 1 attempt, agent codex 1.2.3, 1.50 USD\n');
    expect(comment).toContain('678 out, 1.50 USD. Where the provider gave no counts, tokens are estimated.');
  });

  it.each(Object.keys(VERDICT_WORDS) as Verdict[])('says %s in words of its own', (verdict) => {
    const green = ['verified', 'verified-with-verifier-change', 'reported'].includes(verdict);
    const verified = verdict.startsWith('verified');
    const comment = render({ verdict: aVerdict({ verdict, green, verified }) });
    expect(comment.split('\n')[1]).toBe(`### ${VERDICT_WORDS[verdict].icon} ${VERDICT_WORDS[verdict].sentence}`);
    expect(comment.includes('**Last change, not verified**')).toBe(!verified);
  });

  it('hands over what a worker was stuck in, unless it got unstuck', () => {
    const stuck = {
      kind: 'no-progress',
      message: 'No progress in 3 attempts in a row: the same failure came again.',
      attempt: 3,
      snapshot: 'snapshot.json',
      failure: '<!-- x --> @someone AssertionError: 3 !== 4',
      command: 'npm test',
      log: 'logs/proof-3.log',
      files: 1,
      next: 'Mend the first failure alone, beginning at src/a.js:7.',
    } as const;
    const red = render({ verdict: { ...aVerdict({ verdict: 'no-progress', green: false, verified: false }), stuck } });
    expect(red).toContain('**Where it was stuck**\n\n- After attempt 3: No progress in 3 attempts in a row');
    expect(red).toContain('- Last failing command: <code>npm test</code>, output in <code>logs/proof-3.log</code>');
    expect(red).toContain('- The smallest next change: Mend the first failure alone');
    expect(red).toContain('<code>snapshot.md</code> in the evidence');
    expect(red).not.toMatch(/<!-- x|@someone/);
    // Each thing once: the headline has the reason and the hint.
    const reason = `${stuck.message} A fresh conversation came no further: ${stuck.failure}`;
    const known = aVerdict({ verdict: 'no-progress', green: false, verified: false, reason, hint: stuck.next });
    const short = render({ verdict: { ...known, stuck } });
    for (const words of ['the same failure came again', 'Mend the first failure alone', '3 &#33;&#61;&#61; 4'])
      expect(short.split(words), words).toHaveLength(2);
    expect(short).toContain('- After attempt 3\n- Last failing command');
    expect(render({ verdict: { ...aVerdict(), stuck } })).not.toContain('stuck');
  });

  it('shows what an agent is blocked by, and what the run has seen of it', () => {
    const blocked = {
      kind: 'access',
      reason: 'The data is **elsewhere**.',
      evidence: '',
      check: 'confirmed',
      note: 'files.example:443 was refused.',
    } as const;
    const comment = render({
      verdict: { ...aVerdict({ verdict: 'blocked', green: false, verified: false }), blocked },
    });
    expect(comment).toContain('- By: something needed cannot be reached\n');
    expect(comment).toContain('- ✔️ confirmed by the run: files');
    expect(comment).not.toContain('**elsewhere**');
    expect(comment).not.toContain('Its evidence');
    expect(comment).toContain('- The agent says: The data is');
    const reason = `The agent says that it is blocked: ${blocked.reason}`;
    const known = aVerdict({ verdict: 'blocked', green: false, verified: false, reason });
    expect(render({ verdict: { ...known, blocked } }).split('The data is')).toHaveLength(2);
  });

  it('gives every verdict a sentence of its own', () => {
    const sentences = Object.values(VERDICT_WORDS).map((words) => words.sentence);
    expect(new Set(sentences).size).toBe(14);
  });

  it('is whole with nothing but a verdict', () => {
    const verdict = aVerdict({
      verdict: 'infra-error',
      green: false,
      verified: false,
      attempts: [],
      patch: null,
      report: null,
      passingCommand: null,
      agent: null,
      room: null,
      hint: 'install bubblewrap',
      reason: 'bubblewrap is missing',
    });
    const comment = render({ verdict, plan: undefined, usage: undefined, patch: undefined, report: undefined });
    expect(comment).toBe(
      '<!-- cleanroom-action:ci -->\n' +
        '### 🔌 No result: a part that the run needs failed. This says nothing about the code.\n\n' +
        'bubblewrap is missing\n\n**What to do:** install bubblewrap\n\n- Took 1 min 05 s, 0 attempts\n',
    );
  });

  it('shows denied hosts with the lines that allow them', () => {
    const denied = [
      { host: 'registry.example:443', reason: 'not in the policy', allow: ['allow-prepare: registry.example:443'] },
      {
        host: 'other.example:80',
        reason: 'not public',
        allow: ['allow-agent: other.example:80', 'allow-private: other.example:80'],
      },
      { host: 'x\nallow-agent: evil', reason: '@octocat', allow: [] },
    ];
    const comment = render({ verdict: aVerdict({ denied }) });
    expect(comment).toContain(
      '| <code>registry.example&#58;443</code> | not in the policy | <code>allow-prepare&#58; registry.example&#58;443</code> |',
    );
    expect(comment).toContain(
      '<code>allow-agent&#58; other.example&#58;80</code> and <code>allow-private&#58; other.example&#58;80</code>',
    );
    expect(comment).toMatch(/evil<\/code> \| &#64;&#8203;octocat \| {2}\|/);
  });

  it('names refused paths, weaknesses and notices', () => {
    const refused = anAttempt({ outcome: 'refused', refusals: [{ path: 'test/a.js', reason: 'protected' }] });
    const room = {
      backend: 'local',
      identity: 'u',
      version: 'v',
      limits: {},
      audit: 'off',
      weaknesses: ['no memory limit'],
    };
    const comment = render({ verdict: aVerdict({ attempts: [refused], room, notices: ['base was slow'] }) });
    expect(comment).toContain('**Protected and hidden**\n\n- ⛔ Refused <code>test/a.js</code>: protected');
    expect(comment).toContain('- Not enforced by the room: no memory limit');
    expect(comment).toContain('- base was slow');
  });

  it('shows what is wrong with an invalid report before the report', () => {
    const report = { state: 'invalid', errors: ['/changes: expected array, got string'], corrected: true } as const;
    const attempts = [anAttempt({ outcome: 'report-invalid', report: { ...report, errors: [...report.errors] } })];
    const comment = render({ verdict: aVerdict({ attempts }) });
    expect(comment).toContain(
      '### Report\n\nIt does not match its schema:\n\n- &#47;changes: expected array, got string',
    );
  });

  it('links to nothing that is not a plain web address', () => {
    const comment = renderComment(someEvidence(), {
      key: 'ci',
      artifactUrl: 'javascript:alert(1)',
      runUrl: 'https://a/)[x',
    });
    expect(comment).not.toContain('See the');
  });
});

describe('what became of the change', () => {
  const link = 'https://github.example/octo-org/hello.world/pull/9';
  const show = (delivery: DeliveryState | undefined, verdict = aVerdict()): readonly string[] => [
    renderComment(someEvidence({ verdict }), { key: 'ci', delivery }),
    renderSummary(someEvidence({ verdict }), { delivery }),
  ];

  it.each([
    [
      { state: 'delivered', kind: 'pull-request', url: link, words: 'Opened as a draft.' },
      `\n\n**Delivered**: Opened as a draft. [Look at it](${link})\n\n- Passing command`,
    ],
    [
      { state: 'refused', kind: 'commit', reason: 'the head has moved', hint: 'run again' },
      '\n\n**Not delivered** as a commit: the head has moved. **What to do:** run again\n\n- Passing command',
    ],
    [
      { state: 'failed', kind: 'suggestions', code: 'github.forbidden', message: 'cannot review', hint: undefined },
      '\n\n**Not delivered** as suggestions: cannot review.\n\n- Passing command',
    ],
    [
      { state: 'skipped', kind: 'artifact', reason: 'it stays' },
      '\n\n**To take it over**: <code>git apply change.patch</code>, with the file from the evidence\n\n',
    ],
  ] as const satisfies readonly (readonly [DeliveryState, string])[])(
    'is said before the facts: %j',
    (delivery, line) => {
      for (const text of show(delivery)) expect(text).toContain(line);
    },
  );

  it('is not spoken of where there is nothing to take over', () => {
    const red = aVerdict({ verdict: 'no-progress', green: false, verified: false });
    for (const text of [...show(undefined, red), ...show({ state: 'skipped', kind: 'none', reason: 'as asked' })])
      expect(text).not.toMatch(/elivered|take it over/);
  });

  it('links to page, run and check, and says when the head is another', () => {
    const files = new Map([['report.html', 'a'.repeat(64)]]);
    const comment = renderComment(someEvidence({ files }), {
      key: 'ci',
      artifactUrl: `${link}/artifact`,
      runUrl: `${link}/run`,
      checkUrl: `${link}/check`,
      target: movedTo('c'.repeat(40)),
    });
    expect(comment).toContain(
      `- See the [evidence](${link}/artifact) (open <code>report.html</code> in it first), the [run](${link}/run) and the [check](${link}/check)\n`,
    );
    expect(comment.split('\n')[5]).toBe(
      '**Made for another commit**: the run worked on <code>aaaaaaaaaaaa</code>, and the head of this pull request is <code>cccccccccccc</code>. It says nothing about what came between.',
    );
    expect(liveParts(comment, [`${link}/artifact`, `${link}/run`, `${link}/check`])).toEqual([]);
    expect(render()).not.toContain('Made for another');
  });
});

it('says plainly that there is nothing to prove', () => {
  const comment = render({
    verdict: aVerdict({
      verdict: 'nothing-to-prove',
      green: false,
      verified: false,
      reason: 'The verifier passes on the base already, so no agent was started.',
      hint: 'set baseline: any to let the agent work on a green base',
      attempts: [],
      patch: null,
      report: null,
      passingCommand: null,
      agent: null,
    }),
    patch: undefined,
    report: undefined,
    usage: undefined,
  });
  expect(comment.split('\n').slice(1, 8)).toEqual([
    '### ⚪ Nothing to prove: the verifier passes on the base already, so no agent was started.',
    '',
    'No model was asked, nothing was changed and there is nothing to review here.',
    '',
    'If a failure was expected: set baseline&#58; any to let the agent work on a green base'.replace('&#58;', ':'),
    '',
    '- Verifier: <code>npm test</code>',
  ]);
});

it('shows what was protected and hidden in the open', () => {
  const base = { event: 'base.ready', overlaid: ['ci/check.sh'], masked: ['.git', '.env', 'secrets.json'] };
  const refused = anAttempt({ outcome: 'refused', refusals: [{ path: 'ci/check.sh', reason: 'protected' }] });
  const evidence = someEvidence({
    journal: [base as unknown as JournalRecord],
    verdict: aVerdict({ attempts: [refused], hiddenConfig: ['.claude'] }),
  });
  for (const text of [renderComment(evidence, { key: 'ci' }), renderSummary(evidence)]) {
    const [, section] = /\*\*Protected and hidden\*\*\n\n((?:- .*\n)+)/.exec(text) ?? [];
    expect(section?.replace(/<\/?code>/g, '`').split('\n')).toEqual([
      '- ⛔ Refused `ci/check.sh`: protected',
      '- Taken from the trusted commit (main), not from the change under test: `ci/check.sh`',
      '- Hidden from rooms: `.env`, `secrets.json`',
      '- Configuration of agents, hidden from the agent: `.claude`',
      '',
    ]);
    expect(text.indexOf('Protected and hidden')).toBeLessThan(text.indexOf('<details>'));
  }
  expect(render()).not.toContain('Protected and hidden');
  // What is true of every run is said of none.
  const usual = { ...base, overlaid: [], masked: ['.git'] } as unknown as JournalRecord;
  expect(render({ journal: [usual] })).not.toContain('Protected and hidden');
});

it('says the lines that would allow a host once', () => {
  const line = 'allow-agent: registry.example:443';
  const reason = `registry.example:443 is not in the allow-list of the agent stage; to permit it, add this line: ${line}`;
  const comment = render({ verdict: aVerdict({ denied: [{ host: 'registry.example:443', reason, allow: [line] }] }) });
  expect(comment.split('allow-agent')).toHaveLength(2);
  expect(comment).toContain('| registry.example:443 is not in the allow-list of the agent stage | <code>allow-agent');
});

it('names the ref of the trusted commit, unless that is the commit', () => {
  const plan = aPlan();
  const { trustedCommit } = plan.source;
  expect(render()).toContain(`<code>${trustedCommit}</code> (main) |`);
  const same = { ...plan, source: { ...plan.source, trustedRef: trustedCommit } };
  expect(render({ plan: same })).toContain(`| Trusted commit | <code>${trustedCommit}</code> |`);
});

it('shows what was out of reach earlier where a run is not green', () => {
  const denied = [{ host: 'registry.example:443', reason: 'not in the policy', allow: ['allow-agent: x'] }];
  const order = (text: string) => text.indexOf('Asked for and denied') < text.indexOf('| Attempt |');
  expect(order(render({ verdict: aVerdict({ denied }) }))).toBe(false);
  expect(order(render({ verdict: aVerdict({ denied, verdict: 'no-progress', green: false, verified: false }) }))).toBe(
    true,
  );
});

describe('commentMarker', () => {
  it('keeps plain keys and never lets another end the HTML comment or meet a different key', () => {
    expect(commentMarker('ci-2.lint_x')).toBe('<!-- cleanroom-action:ci-2.lint_x -->');
    const keys = ['a --> b', 'a--b', '-a', 'a-', '', 'ä', 'a b', 'x'.repeat(65), 'x'.repeat(66), '<!--'];
    const markers = keys.map(commentMarker);
    for (const marker of markers) expect(marker).toMatch(/^<!-- cleanroom-action:[A-Za-z0-9.]+ -->$/);
    expect(new Set(markers).size).toBe(keys.length);
  });
});

describe('size', () => {
  const hunk = (lines: number): string => `@@ -0,0 +1,${lines} @@\n${'+0123456789 @octocat ```\n'.repeat(lines)}`;
  const bigPatch = `diff --git a/x b/x\n--- /dev/null\n+++ b/x\n${hunk(45_000)}`;

  it('cuts a patch of a megabyte with a notice, and stays below the limit', async () => {
    expect(bigPatch.length).toBeGreaterThan(1_000_000);
    const comment = render({ patch: { text: bigPatch, bytes: bigPatch.length, sha256: 'c'.repeat(64) } });
    expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
    expect(comment.length).toBeGreaterThan(MAX_COMMENT_CHARS - 1000);
    expect(comment).toMatch(/Cut here: [\d,]+ more characters of [\d,]+ bytes\. The whole patch is change\.patch/);
    expect(comment).toContain('1 file, +45000 −0');
    const tree = await parseMarkdown(comment);
    expect(tree.children?.filter((node) => node.type === 'code')).toHaveLength(1);
  });

  it('shows the ends of 10,000 attempts', () => {
    const attempts = Array.from({ length: 10_000 }, (_, index) =>
      anAttempt({ attempt: index + 1, outcome: 'failed', summary: `failure ${index + 1} ${'@x '.repeat(100)}` }),
    );
    const comment = render({ verdict: aVerdict({ attempts }) });
    expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
    expect(comment).toContain('| 1 | ❌ verifier failed |');
    expect(comment).toMatch(/\| … \| \d+ more(?: rows)? \|/);
  });

  // Of long ones few fit, of short ones all bounds are used up.
  it.each([200, 8])('keeps its limits when everything is large and hostile: %d', (length) => {
    const list = Array.from({ length: 2000 }, (_, index) => `${'$@#|'.repeat(length)}${index}`);
    const report = {
      summary: list.join('\n'),
      changes: list.map((path) => ({ path, why: path })),
      blocked: null,
      more: list,
    };
    const text = list.join('');
    const verdict = aVerdict({
      ...fullVerdict(text, list),
      workers: Array.from({ length: 16 }, () => fullWorker(text, 20)),
      attempts: Array.from({ length: 20 }, () => fullAttempt(text, list)),
      instructions: list.map((path) => ({ path, sha256: path, bytes: 1 })),
      hiddenConfig: list,
    });
    const evidence = someEvidence({
      verdict,
      verifierPatch: { text: bigPatch, bytes: bigPatch.length, sha256: 'd'.repeat(64) },
      report: { value: report, text: '{}' },
      patch: {
        text: list.map((path) => `diff --git a/${path} b/${path}\n`).join(''),
        bytes: 1,
        sha256: 'c'.repeat(64),
      },
      warnings: list.slice(0, 40),
    });
    const blocked = { ...evidence, verdict: { ...verdict, verdict: 'blocked', blocked: fullBlocked(text) } as const };
    const changed = { ...evidence, verdict: { ...verdict, verdict: 'verified-with-verifier-change' } as const };
    for (const one of [evidence, blocked, changed]) {
      expect(renderComment(one, { key: 'ci' }).length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
      expect(Buffer.byteLength(renderSummary(one))).toBeLessThanOrEqual(MAX_SUMMARY_BYTES);
    }
  });
});

describe('what the agent saw of the repository', () => {
  it('is a row each, and none where there is nothing to say', () => {
    const usual = renderSummary(someEvidence({}));
    expect(usual).not.toMatch(/Instructions|hidden from the agent|could write/);
    const plan = aPlan();
    const shown = renderSummary(
      someEvidence({
        plan: { ...plan, room: { ...plan.room, writable: ['deploy', 'charts'] } },
        verdict: aVerdict({
          instructions: Array.from({ length: 12 }, (_, index) => ({
            path: `d${index}/AGENTS.md`,
            sha256: `${index % 10}`.repeat(64),
            bytes: 1,
          })),
          hiddenConfig: ['.claude', 'pkg/.mcp.json'],
        }),
      }),
    );
    const plain = shown.replace(/<\/?code>/g, '`');
    expect(plain).toContain('\n- Configuration of agents, hidden from the agent: `.claude`, `pkg/.mcp.json`\n');
    expect(plain).toContain('| The agent could write | `deploy`, `charts` |');
    expect(plain).toContain('| Instructions | `d0/AGENTS.md` `000000000000`, `d1/AGENTS.md` `111111111111`');
    expect(plain).toMatch(/`d9\/AGENTS\.md` `9{12}` and 2 more \|/);
  });
});

/** What may become of a change, with hostile words. */
function deliveries(text: string): readonly (DeliveryState | undefined)[] {
  return [
    { state: 'delivered', kind: 'commit', url: text, words: text, branch: text, commit: text },
    { state: 'refused', kind: 'pull-request', reason: text, hint: text },
    { state: 'failed', kind: 'suggestions', code: text, message: text, hint: text },
    { state: 'skipped', kind: 'commit', reason: text },
    undefined,
  ];
}

function movedTo(headSha: string): PublishTarget {
  const target = onPull(5);
  return { ...target, pullRequest: target.pullRequest && { ...target.pullRequest, headSha } };
}

describe('hostile evidence', () => {
  /** Every string of a value replaced, object keys of the report too. */
  const poison = (value: unknown, text: string): unknown => {
    if (typeof value === 'string') return text;
    if (Array.isArray(value)) return value.map((item) => poison(item, text));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poison(item, text)]));
  };
  const cases = HOSTILE.map((text, index) => [`${index}: ${JSON.stringify(text.slice(0, 40))}`, text, index] as const);

  it.each(cases)('%s is inert in every field', async (_, text, index) => {
    const full = aVerdict({
      hint: 'h',
      denied: [{ host: 'h', reason: 'r', allow: ['a'] }],
      notices: ['n'],
      instructions: [{ path: 'p', sha256: 's', bytes: 1 }],
      hiddenConfig: ['h'],
      attempts: [
        anAttempt({
          refusals: [{ path: 'p', reason: 'r' }],
          report: { state: 'invalid', errors: ['e'], corrected: false },
        }),
      ],
      room: { backend: 'b', identity: 'i', version: 'v', limits: {}, audit: 'off', weaknesses: ['w'] },
    });
    const poisoned = poison(full, text) as typeof full;
    const verdict = {
      ...poisoned,
      verdict: 'attempts-exhausted' as const,
      attempts: poisoned.attempts.map((attempt) => ({
        ...attempt,
        outcome: 'failed' as const,
        report: { ...attempt.report, state: 'invalid' as const },
      })),
    };
    const report = {
      [text]: text,
      list: [text, [text]],
      rows: [{ [text]: text, b: { c: text } }],
      deep: { [text]: { a: { b: { c: { d: text } } } } },
    };
    const schema = {
      title: text,
      properties: { list: { title: text, description: text }, rows: { description: text } },
    };
    const base = { event: 'base.ready', overlaid: [text], masked: [text] };
    const evidence = someEvidence({
      verdict,
      plan: poison(aPlan(), text) as ReturnType<typeof aPlan>,
      report: { value: report, text: JSON.stringify(report) },
      reportSchema: schema,
      patch: { text: `diff --git a/${text} b/${text}\n+++ b/${text}\n${text}`, bytes: 1, sha256: 'c'.repeat(64) },
      journal: [base as unknown as JournalRecord],
    });
    const links = { artifactUrl: text, runUrl: text, checkUrl: text };
    const all = deliveries(text);
    for (const delivery of [all[index % all.length]]) {
      const options = { ...links, delivery, target: movedTo(text) };
      for (const markdown of [renderComment(evidence, { key: text, ...options }), renderSummary(evidence, options)]) {
        expect(liveParts(markdown)).toEqual([]);
        expect(markdown.match(/^### /gm)).toHaveLength(2);
        // By another parser.
        const nodes = [...walk(await parseMarkdown(markdown))];
        expect(nodes.filter((node) => /^(?:link|image|definition|footnote)/i.test(node.type))).toEqual([]);
        expect(nodes.filter((node) => node.type === 'heading').map((node) => node.depth)).toEqual([3, 3]);
      }
    }
  });
});

describe('hostile evidence of a run that did not get on', () => {
  const cases = HOSTILE.map((text, index) => [`${index}: ${JSON.stringify(text.slice(0, 40))}`, text] as const);

  it.each(cases)(
    '%s is inert in what it was stuck in or blocked by, in tests, workers and the verifier’s change',
    (_, text) => {
      const diff = `diff --git a/${text} b/${text}\n+++ b/${text}\n${text}`;
      for (const more of [{}, { verdict: 'blocked', blocked: fullBlocked(text) }] as const) {
        const evidence = someEvidence({
          verdict: aVerdict({ ...fullVerdict(text), ...more }),
          verifierPatch: { text: diff, bytes: diff.length, sha256: 'd'.repeat(64) },
        });
        for (const markdown of [renderComment(evidence, { key: 'ci' }), renderSummary(evidence)]) {
          expect(liveParts(markdown)).toEqual([]);
          const headings = renderHtml(markdown).match(/<h\d>/g);
          expect(headings).toEqual(['<h3>', '<h3>', '<h3>']);
          // Every line of the table of workers is one, with all of its cells.
          const rows = markdown.split('\n').filter((line) => line.includes('no-progress |'));
          expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([8, 8]);
        }
      }
    },
  );
});

describe('calls of MCP servers', () => {
  const call = { server: 'tracker', tool: 'search', verdict: 'allowed' };
  it('are counted for each server', () => {
    const calls = [call, call, { ...call, verdict: 'refused' }, { ...call, server: 'memory', verdict: 'failed' }];
    expect(render({ mcp: calls as never })).toContain(
      '\n| MCP | memory: 0 calls, 1 failed; tracker: 2 calls, 1 refused |\n',
    );
    expect(render()).not.toContain('| MCP |');
  });
});

describe('commands', () => {
  const applied = (brokered: readonly string[], ...levels: readonly string[]): JournalRecord =>
    ({ event: 'rules.applied', room: 'a', brokered, rules: levels.map((level) => ({ level })) }) as never;
  const asked = (verdict: CommandLogRecord['verdict']): CommandLogRecord => ({ verdict }) as CommandLogRecord;

  it.each([
    [
      '3 brokered, 1 failed, 2 refused; rules: 2 enforced, 1 watched, 1 advice, 1 that allow',
      // What held in the last room counts.
      [applied([], 'advice'), applied(['kubectl'], 'enforced', 'watched', 'enforced', 'advice', 'grant')],
      [asked('allowed'), asked('refused'), asked('allowed'), asked('failed'), asked('refused'), asked('allowed')],
    ],
    ['none brokered', [applied(['kubectl'])], []],
    ['1 refused', [], [asked('refused')]],
    ['rules: 1 advice', [applied([], 'advice')], []],
  ] as const)('are told in one line: %s', (words, journal, commands) => {
    const evidence = someEvidence({ journal, commands });
    for (const markdown of [renderComment(evidence, { key: 'ci' }), renderSummary(evidence)])
      expect(markdown).toContain(`\n| Commands | ${words} |\n`);
  });

  it('are not spoken of where there are neither rules nor brokered commands', () => {
    expect(render()).not.toContain('| Commands |');
  });
});
