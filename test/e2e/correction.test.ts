import { describe, expect, it } from 'vitest';
import { openLab } from '../support/agent-cells.js';
import { type AgentLab, type LabRun, VERIFY } from '../support/agent-lab.js';
import { evidenceProblems } from '../support/evidence.js';
import { CONTEXT_ERRORS } from '../support/provider-errors.js';
import type { Turn } from '../support/scripted-model.js';

/*
 * Corrections of a report that fail. By then the change is complete: it is proved whatever became of the correction, and
 * the run says what that was. The agent is a script that asks its model through the broker, as the real ones do.
 */

const FIX = "sed -i 's/return last - first;/return last - first + 1;/' src/ranges.js";
const WRONG_FIX = 'echo "// tried" >> src/ranges.js';
const BODY = JSON.stringify({
  ...{ model: 'm', stream: true, input: 'Correct it.' },
  tools: [{ type: 'function', name: 'shell', parameters: {} }],
});

/** Works, hands in a wrong report, and asks the model three times when that is to be corrected. */
const agent = (work: string, correct = ''): string[] => {
  const script = `
    if [ "$CLEANROOM_CORRECTION" = false ]; then
      ${work}
      echo '{"summary":7}' > "$CLEANROOM_REPORT_FILE"
      exit 0
    fi
    ${correct}
    for call in 1 2 3; do
      curl -sS "$OPENAI_BASE_URL/responses" -H "authorization: Bearer $OPENAI_API_KEY" -H 'content-type: application/json' -d '${BODY}'
    done
    exit 3`;
  return ['--agent', 'command', '--provider', 'openai', '--agent-command', JSON.stringify(['bash', '-c', script])];
};

const refused = (status: number, headers: Readonly<Record<string, string>> = {}): Turn => ({
  do: 'fail',
  status,
  headers,
});

interface Failure {
  readonly what: string;
  readonly turn: Turn;
  readonly flags?: readonly string[];
  readonly verdict: string;
  readonly reason: RegExp;
  readonly hint: RegExp;
}

const FAILURES: readonly Failure[] = [
  {
    what: 'is longer than the model can take',
    turn: CONTEXT_ERRORS.codex,
    verdict: 'report-invalid',
    reason: /longer than the model can take/,
    hint: /larger context/,
  },
  {
    what: 'comes with a key that is refused',
    turn: refused(401),
    verdict: 'agent-error',
    reason: /openai answered 401.*: the key was not accepted/,
    hint: /api-key/,
  },
  {
    what: 'would have to wait for an hour',
    turn: refused(429, { 'retry-after': '3600' }),
    verdict: 'agent-error',
    reason: /asks to wait 60 min, but only \d+ min/,
    hint: /raise timeout/,
  },
  {
    what: 'meets a limit of rate, after which the agent gives up',
    turn: refused(429),
    verdict: 'report-invalid',
    reason: /ended with exit code 3: openai failed 3 times in a row \(the last time it answered 429\)/,
    hint: /rate limit/,
  },
  {
    what: 'is answered by silence',
    turn: { do: 'silent', mute: true },
    flags: ['--model-idle-timeout', '1s'],
    verdict: 'agent-error',
    reason: /sent nothing for 1(\.0)? s, 2 times in a row/,
    hint: /model-idle-timeout/,
  },
  {
    what: 'has nothing left of the budget',
    turn: { do: 'nothing' },
    flags: ['--max-requests', '1'],
    verdict: 'budget-exhausted',
    reason: /max-requests is 1 and 1 model requests were made/,
    hint: /raise the limit/,
  },
];

const run = (lab: AgentLab, flags: readonly string[]): Promise<LabRun> =>
  lab.dist(['run', '--repo', lab.repo, '--prompt', 'Repair the length of a range.', '--verify', VERIFY, ...flags], {});

describe.concurrent('a correction that', () => {
  it.for(FAILURES)('$what leaves the change to the verifier', async (failure, context) => {
    const lab = await openLab(context, 'codex', [failure.turn]);
    const ended = await run(lab, [...agent(FIX), ...(failure.flags ?? [])]);
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 1, leftovers: [], survivors: [] });
    expect(await evidenceProblems(ended.evidenceDirectory)).toEqual([]);
    const said = ended.evidence.verdict();
    expect(said).toMatchObject({ verdict: failure.verdict, green: false, verified: false, patch: 'change.patch' });
    expect(said.reason).toMatch(/^The verifier passes, but the report is invalid\. Its correction failed: /);
    expect(said.reason).toMatch(failure.reason);
    expect(said.hint).toMatch(failure.hint);
    expect(said.attempts).toMatchObject([
      {
        outcome: 'report-invalid',
        // What it was before the correction is what there is.
        report: {
          state: 'invalid',
          corrected: true,
          errors: expect.arrayContaining([expect.stringMatching(/^\/summary: /)]),
        },
        proofs: [{ what: 'patch', passed: true }],
      },
    ]);
    expect(ended.evidence.read('attempts/1/report.invalid.txt')).toBe('{"summary":7}\n');
  });

  it('is longer than the model can take ends no run whose change is still wrong', async (context) => {
    const lab = await openLab(context, 'codex', [CONTEXT_ERRORS.codex]);
    const ended = await run(lab, [...agent(WRONG_FIX), '--max-attempts', '2']);
    const said = ended.evidence.verdict();
    expect(said, ended.stdout + ended.stderr).toMatchObject({ verdict: 'attempts-exhausted' });
    expect(said.attempts.map(({ outcome, fresh, proofs }) => [outcome, fresh, proofs.length])).toEqual([
      ['failed', false, 1],
      ['failed', true, 1],
    ]);
  });

  it('fails after it has handed in the report is none that failed', async (context) => {
    const good = JSON.stringify({ summary: 'Both ends count.', changes: [], blocked: null });
    const lab = await openLab(context, 'codex', [refused(401)]);
    const flags = agent(FIX, `echo '${good}' > "$CLEANROOM_REPORT_FILE"`);
    const ended = await run(lab, [...flags, '--report', 'required']);
    expect(ended, ended.stdout + ended.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(ended.evidenceDirectory)).toEqual([]);
    expect(ended.evidence.verdict()).toMatchObject({
      verdict: 'verified',
      attempts: [{ outcome: 'proved', report: { state: 'valid', corrected: true } }],
    });
  });
});
