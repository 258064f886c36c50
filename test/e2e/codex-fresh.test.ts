import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CodexLab,
  codexLab,
  FINAL,
  FIX,
  LOOK,
  MEND_WRONG_FIX,
  missingForCodex,
  REPORT,
  VERIFY,
  WRONG_FIX,
} from '../support/codex-lab.js';
import { evidenceProblems } from '../support/evidence.js';
import { CONTEXT_ERRORS } from '../support/provider-errors.js';
import type { Turn } from '../support/scripted-model.js';

/* Conversations that cannot go on, with the real codex. */

let missing: string | undefined;
let lab: CodexLab | undefined;
beforeAll(async () => {
  missing = await missingForCodex();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterEach(() => lab?.dispose());

describe('a conversation', () => {
  it('that is gone is begun anew in the same attempt, with the task and all that it cost', async () => {
    // As long as it runs it would write it once more; `rm -rf` it would not run.
    const forget: Turn = { do: 'command', command: 'find ~/.codex/sessions -delete; kill -9 -1; sleep 5' };
    const script = [forget, FIX, FINAL];
    lab = await codexLab((_request, call) => script[call - 1] ?? FINAL);
    const run = await lab.run({ flags: ['--verify', VERIFY, '--max-attempts', '2'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { verdict, attempts } = run.evidence.verdict();
    expect(verdict).toBe('verified');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['agent-error', 'proved']);
    const started = run.evidence.journal().filter(({ event }) => event === 'attempt.started');
    expect(started).toMatchObject([
      { attempt: 1, resumed: false },
      { attempt: 2, resumed: true },
      { attempt: 2, resumed: false },
    ]);
    const opened = run.evidence.journal().filter(({ event }) => event === 'room.opened');
    expect(opened.map(({ room }) => room)).toEqual(expect.arrayContaining(['attempt-2', 'attempt-2-fresh']));
    // The new one is told the task again, and what failed.
    const [, anew] = lab.model.requests;
    expect(anew?.text).toContain('Repair the length of a range.');
    expect(anew?.text).toContain('This is attempt 2 of 2');
    expect(run.evidence.usage().total).toMatchObject({ requests: lab.model.requests.length, ...lab.model.ledger() });
  });

  it('that is stuck is followed by one that knows the snapshot, and nothing of the old one is left', async () => {
    const old = 'the-words-of-the-old-conversation';
    const count: Turn = {
      do: 'command',
      command: 'echo "sessions: $(find ~/.codex/sessions -name "*.jsonl" | wc -l)"',
    };
    const script = [
      { ...WRONG_FIX },
      FINAL,
      { do: 'message', text: JSON.stringify({ ...REPORT, summary: old }) } as const,
    ];
    const fresh = [count, MEND_WRONG_FIX, FINAL];
    lab = await codexLab((request, call) => {
      const anew = request.text.includes('Where an earlier conversation stood');
      return (anew ? fresh[call - 1 - script.length] : script[call - 1]) ?? FINAL;
    });
    const run = await lab.run({ flags: ['--verify', VERIFY, '--max-attempts', '3', '--max-tokens', '900000'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { verdict, attempts, stuck } = run.evidence.verdict();
    expect(verdict).toBe('verified');
    expect(attempts.map(({ outcome, fresh: anew }) => [outcome, anew])).toEqual([
      ['failed', false],
      ['failed', false],
      ['proved', true],
    ]);
    expect(stuck).toMatchObject({ kind: 'no-progress', attempt: 2 });
    const started = run.evidence.journal().filter(({ event }) => event === 'attempt.started');
    expect(started.map(({ resumed }) => resumed)).toEqual([false, true, false]);
    const [second, third] = [lab.model.calls()[2], lab.model.calls()[3]];
    // The second goes on with the conversation; the third has none to go on with.
    expect(second?.text).toContain('The last element was not counted.');
    expect(third?.text).not.toContain('The last element was not counted.');
    expect(third?.text).not.toContain(old);
    expect(third?.text).toContain('Repair the length of a range.');
    expect(third?.text).toContain('"src/ranges.js" modified +1 -1');
    // What is left of the budget is told, and grows less.
    const left = [lab.model.calls()[0], third].map((call) =>
      Number(/- Model: (\d+) of 900000 tokens/.exec(call?.text ?? '')?.[1]),
    );
    expect(left[0]).toBe(900_000);
    expect(left[1]).toBeLessThan(900_000);
    expect(lab.model.calls()[4]?.text).toContain('sessions: 1');
    expect(attempts[2]?.agent.session).not.toBe(attempts[1]?.agent.session);
  });

  it('that becomes too long is followed by one that may change as much as it likes', async () => {
    lab = await codexLab((request, call) => {
      if (!request.text.includes('Where an earlier conversation stood'))
        return call === 1 ? LOOK : CONTEXT_ERRORS.codex;
      return request.text.includes('return last - first + 1;') ? FINAL : FIX;
    });
    const run = await lab.run({
      flags: ['--verify', VERIFY, '--max-attempts', '2', '--restart-attempts', '0', '--restart-diff-lines', '1'],
    });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { verdict, attempts, stuck } = run.evidence.verdict();
    expect(verdict).toBe('verified');
    expect(attempts.map(({ outcome, fresh }) => [outcome, fresh])).toEqual([
      ['agent-error', false],
      ['proved', true],
    ]);
    expect(stuck).toMatchObject({ kind: 'context', attempt: 1 });
    expect(lab.model.calls().at(-1)?.text).not.toContain('minimal change');
  });
});
