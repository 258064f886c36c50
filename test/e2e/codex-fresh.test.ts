import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CodexLab, codexLab, FINAL, FIX, LOOK, missingForCodex, VERIFY } from '../support/codex-lab.js';
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
