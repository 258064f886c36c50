import { describe, expect, it } from 'vitest';
import { commentMarker, renderComment } from '../../../src/publish/comment.js';
import { unbroken } from '../../../src/publish/format.js';
import type { PublishableEvidence } from '../../../src/publish/read-evidence.js';
import { renderSummary } from '../../../src/publish/summary.js';
import type { DeliveryState } from '../../../src/publish/types.js';
import { VERDICT_WORDS, type Verdict } from '../../../src/publish/verdict-words.js';
import type { JournalRecord } from '../../../src/schemas/journal.js';
import { anAttempt, aPlan, aProof, aVerdict, movedTo, PATCH, someEvidence, USAGE } from './support/evidence.js';
import { liveParts } from './support/rendered.js';

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
      '**To take it over**: <code>git apply change.patch</code>, with the file from the [evidence](https://github.example/o/r/actions/runs/1/artifacts/2)',
    ]);
    // Each thing once: the reason is the command and the attempt.
    expect(comment).not.toContain('passed in a pristine room on attempt');
    expect(comment).toContain('- Passing command: <code>npm test</code>\n');
    expect(comment).toContain('- Took 1 min 05 s, 1 attempt, agent codex 1.2.3\n');
    expect(comment).toContain('[evidence](https://github.example/o/r/actions/runs/1/artifacts/2)');
    expect(comment).toContain('- Change: <code>src/sum.js</code> +2 −1\n');
    const figures = ['5.0 s', '12.3k in, 678 out'].map(unbroken);
    const cells = ['1', unbroken('✅ proved'), 'npm test passed', ...figures];
    expect(comment).toContain(`| ${cells.join(' | ')} |`);
    expect(comment).toContain('3 model requests: 12.3k tokens in (1.0k cached), 678 out.');
    expect(comment).toContain('#### The agent’s report\n\n**Summary**: The sum was a difference.\n');
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
    expect(comment).toContain(
      '| Attempt | Outcome | What happened | Time | Tokens | Cost |\n|---:|---|---|---:|---:|---:|\n',
    );
    expect(comment).toContain(`${unbroken('12.3k in, 678 out')} | ${unbroken('less than 0.01 USD')} |`);
    expect(comment).toContain('- Took 1 min 05 s, 1 attempt, agent codex 1.2.3, 1.50 USD\n');
    expect(comment).toContain('678 out, 1.50 USD. Where the provider gave no counts, tokens are estimated.');
  });

  it.each(Object.keys(VERDICT_WORDS) as Verdict[])('says %s in words of its own', (verdict) => {
    const green = ['verified', 'verified-with-verifier-change', 'reported'].includes(verdict);
    const verified = verdict.startsWith('verified');
    const comment = render({ verdict: aVerdict({ verdict, green, verified }) });
    expect(comment.split('\n')[1]).toBe(`### ${VERDICT_WORDS[verdict].icon} ${VERDICT_WORDS[verdict].sentence}`);
    expect(comment.includes('- Last change, not verified: ')).toBe(!verified);
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
    expect(short).toContain('**Where it was stuck**\n\n- Last failing command');
    expect(render({ verdict: { ...aVerdict(), stuck } })).not.toContain('stuck');
  });

  it('says a failure once: in the reason, and not again in the table', () => {
    const summary = 'adds: Expected 4 to be 3';
    const failed = (attempt: number) =>
      anAttempt({ attempt, outcome: 'failed', summary, proofs: [aProof({ passed: false })] });
    const attempts = [failed(1), failed(2)];
    const reason = `After 2 attempts the verifier still fails: ${summary}`;
    const red = aVerdict({ verdict: 'attempts-exhausted', green: false, verified: false, reason, attempts });
    const comment = render({ verdict: red });
    expect(comment.split('Expected 4 to be 3')).toHaveLength(2);
    expect(comment).toMatch(/\| 1 \|[^|]+\| as said above \|.*\n\| 2 \|[^|]+\| the same \|/);
    expect(render({ verdict: { ...red, reason: 'It failed.' } })).toContain('| adds: Expected 4 to be 3 |');
  });

  it('lists what is wrong with a report, and does not call the first of it what to do', () => {
    const errors = ['/summary must be string', '/changes is missing'];
    const report = { state: 'invalid', errors, corrected: false } as const;
    const attempts = [anAttempt({ outcome: 'report-invalid', summary: 'The report is invalid.', report })];
    const red = aVerdict({
      verdict: 'report-invalid',
      green: false,
      verified: false,
      hint: '/summary must be string',
      attempts,
    });
    const comment = render({ verdict: red });
    expect(comment.split('summary must be string')).toHaveLength(2);
    expect(comment).not.toContain('What to do');
    expect(render({ verdict: { ...red, hint: 'wait an hour' } })).toContain('**What to do:** wait an hour');
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
    expect(comment).toContain('- Why: something needed cannot be reached\n');
    expect(comment).toContain('- ✔️ Confirmed by the run: files');
    expect(comment).not.toContain('**elsewhere**');
    expect(comment).not.toContain('Its evidence');
    expect(comment).toContain('- The agent says: The data is');
    const reason = `The agent says that it is blocked: ${blocked.reason}`;
    const known = aVerdict({ verdict: 'blocked', green: false, verified: false, reason });
    expect(render({ verdict: { ...known, blocked } }).split('The data is')).toHaveLength(2);
    const checked = { ...known, reason: `${reason} Confirmed: ${blocked.note}` };
    expect(render({ verdict: { ...checked, blocked } }).split('files.example:443 was refused')).toHaveLength(2);
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
        'bubblewrap is missing\n\n**What to do:** install bubblewrap\n\n- Took 1 min 05 s\n',
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
    expect(comment).toContain('**Protected and hidden**\n\n- ⛔ Refused: <code>test/a.js</code> protected');
    expect(comment).toContain('- Not enforced by the room: no memory limit');
    expect(comment).toContain('- base was slow');
  });

  it('shows what is wrong with an invalid report before the report', () => {
    const report = { state: 'invalid', errors: ['/changes: expected array, got string'], corrected: true } as const;
    const attempts = [anAttempt({ outcome: 'report-invalid', report: { ...report, errors: [...report.errors] } })];
    const comment = render({ verdict: aVerdict({ attempts }) });
    expect(comment).toContain(
      '#### The agent’s report\n\nIt does not match its schema:\n\n- &#47;changes: expected array, got string',
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
    expect(comment.split('\n')[3]).toBe(
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
    '- Passes already: <code>npm test</code>',
  ]);
});

it('shows what was protected and hidden in the open', () => {
  const base = { event: 'base.ready', overlaid: ['ci/check.sh'], masked: ['.git', '.env', 'secrets.json'] };
  const refused = anAttempt({ outcome: 'refused', refusals: [{ path: 'ci/check.sh', reason: 'is protected' }] });
  const evidence = someEvidence({
    journal: [base as unknown as JournalRecord],
    verdict: aVerdict({ attempts: [refused], hiddenConfig: ['.claude'] }),
  });
  for (const text of [renderComment(evidence, { key: 'ci' }), renderSummary(evidence)]) {
    const [, section] = /\*\*Protected and hidden\*\*\n\n((?:- .*\n)+)/.exec(text) ?? [];
    expect(section?.replace(/<\/?code>/g, '`').split('\n')).toEqual([
      '- ⛔ Refused: `ci/check.sh` is protected',
      '- Taken from the trusted commit (main), not from the change under test: `ci/check.sh`',
      '- Configuration of agents, hidden from the agent: `.claude`',
      '',
    ]);
    expect(text.indexOf('Protected and hidden')).toBeLessThan(text.indexOf('<details>'));
    expect(text.replace(/<\/?code>/g, '`')).toContain('\n| Hidden from rooms | `.env`, `secrets.json` |\n');
  }
  expect(render()).not.toContain('Protected and hidden');
  // What is true of every run is said of none.
  const usual = { ...base, overlaid: [], masked: ['.git'] } as unknown as JournalRecord;
  expect(render({ journal: [usual] })).not.toContain('Protected and hidden');
});

it('makes no list of what is usual and alone, and none of what nobody was kept from', () => {
  const line = 'Configuration of agents, hidden from the agent: <code>.claude</code>';
  const hiddenConfig = ['.claude'];
  const comment = render({ verdict: aVerdict({ hiddenConfig }) });
  expect(comment).toContain(`\n\n${line}\n\n`);
  expect(comment).not.toContain('Protected and hidden');
  const idle = aVerdict({ hiddenConfig, verdict: 'nothing-to-prove', green: false, verified: false, attempts: [] });
  expect(render({ verdict: idle })).not.toContain('hidden from the agent');
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
