import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceProblems } from '../support/evidence.js';
import { startScriptedModel } from '../support/scripted-model.js';
import { type TeamLab, type TeamRun, teamLab } from '../support/team-lab.js';

/* Several shell scripts at one task. CLEANROOM_CANDIDATE tells each which one it is. */

let lab: TeamLab;
beforeAll(async () => {
  lab = await teamLab({ 'value.txt': 'wrong\n', 'ask.mjs': ASK });
});
afterAll(() => lab.dispose());

/** Asks the model once, or again and again. */
const ASK = `
do {
  const answer = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
    method: 'POST',
    headers: { authorization: 'Bearer ' + process.env.OPENAI_API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x' }] }),
  });
  await answer.text();
} while (process.argv[2] === 'ever');
`;
const VERIFY = ['--verify', 'grep -qx right value.txt', '--max-attempts', '1'];
const SLEEP = 'exec sleep 300';

async function expectClean(run: TeamRun): Promise<void> {
  expect(run.evidence.verdict().verdict, run.stdout + run.stderr).not.toBe('infra-error');
  expect(run, run.stdout + run.stderr).toMatchObject({ leftovers: [], survivors: [], open: [] });
  expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
}

const endings = (run: TeamRun) => run.evidence.verdict().workers.map(({ name, verdict }) => [name, verdict]);

describe.concurrent('of several candidates', () => {
  it('the first that is verified wins, and the others are stopped with all that they had begun', async () => {
    const run = await lab.run(
      `[ ! -e "$HOME/seen" ] && touch "$HOME/seen" "mine-$CLEANROOM_CANDIDATE"
       [ "$(ls -d mine-*)" = "mine-$CLEANROOM_CANDIDATE" ]
       [ "$CLEANROOM_CANDIDATE" = 3 ] || { (sleep 300 &); ${SLEEP}; }
       rm mine-3; echo right > value.txt`,
      ['--candidates', '4', ...VERIFY],
    );
    await expectClean(run);
    expect(run.code).toBe(0);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({ verdict: 'verified', verified: true, patch: 'change.patch' });
    expect(verdict.reason).toContain('c3, the first of 4 candidates to be verified');
    expect(verdict.attempts).toMatchObject([{ attempt: 1, outcome: 'proved', patch: { files: 1 } }]);
    expect(endings(run)).toEqual([
      ['c1', 'cancelled'],
      ['c2', 'cancelled'],
      ['c3', 'verified'],
      ['c4', 'cancelled'],
    ]);
    expect(verdict.workers.map(({ chosen }) => chosen)).toEqual([false, false, true, false]);
    expect(run.evidence.read('change.patch')).toBe(run.evidence.read('workers/c3/change.patch'));
    const journal = run.evidence.journal();
    expect(journal.filter(({ event }) => event === 'attempt.started').map((line) => line['worker'])).toEqual(
      expect.arrayContaining(['c1', 'c2', 'c3', 'c4']),
    );
    // One base for all of them.
    expect(journal.filter((line) => line['room'] === 'baseline' && line.event === 'room.opened')).toHaveLength(1);
    const ended = journal.filter(({ event }) => event === 'command.finished');
    expect(ended.filter((line) => line['end'] === 'cancelled').map((line) => line['room'])).toEqual(
      expect.arrayContaining(['c1-attempt-1', 'c2-attempt-1', 'c4-attempt-1']),
    );
    expect(run.stderr + run.stdout).toMatch(/^\[c3\] proof 1/m);
    expect(run.stdout).toMatch(/^candidate \* c3 \(command\) verified/m);
  });

  it('the smallest verified change is taken, and all of them are kept', async () => {
    const run = await lab.run(
      `case $CLEANROOM_CANDIDATE in
         1) printf '1\\n2\\n3\\n' > more.txt; echo right > value.txt;;
         2) echo right > value.txt;;
         3) echo left > value.txt;;
         4) exit 3;;
       esac`,
      ['--candidates', '4', '--select', 'all', ...VERIFY],
    );
    await expectClean(run);
    const verdict = run.evidence.verdict();
    expect(verdict.reason).toContain('c2, the smallest change of 2 verified of 4 candidates');
    expect(endings(run)).toEqual([
      ['c1', 'verified'],
      ['c2', 'verified'],
      ['c3', 'attempts-exhausted'],
      ['c4', 'agent-error'],
    ]);
    expect(verdict.workers.map(({ patch }) => patch)).toEqual([
      'workers/c1/change.patch',
      'workers/c2/change.patch',
      'workers/c3/change.patch',
      null,
    ]);
    expect(run.evidence.read('workers/c1/change.patch')).toContain('more.txt');
    expect(run.evidence.read('change.patch')).not.toContain('more.txt');
  });

  it('not one is verified: the ending of the one that came nearest is the run’s', async () => {
    const run = await lab.run('[ "$CLEANROOM_CANDIDATE" = 2 ] || exit 3; echo left > value.txt', [
      ...['--candidates', '3', ...VERIFY],
    ]);
    await expectClean(run);
    expect(run.code).toBe(1);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'attempts-exhausted',
      green: false,
      reason: expect.stringContaining(
        'None of 3 candidates was verified (c1 agent-error, c3 agent-error). c2: After 1',
      ),
    });
  });

  it('only so many work at a time, and those that are not needed never begin', async () => {
    const run = await lab.run('[ "$CLEANROOM_CANDIDATE" = 2 ] || exit 3; echo right > value.txt', [
      ...['--candidates', '5', '--parallel', '1', ...VERIFY],
    ]);
    await expectClean(run);
    expect(endings(run)).toEqual([
      ['c1', 'agent-error'],
      ['c2', 'verified'],
      ['c3', 'cancelled'],
      ['c4', 'cancelled'],
      ['c5', 'cancelled'],
    ]);
    expect(run.evidence.verdict().workers[2]?.reason).toBe('It was not begun. c2 was verified before.');
    const rooms = run.evidence.journal().filter(({ event }) => event === 'room.opened');
    expect(rooms.map((line) => line['room'])).toEqual(['baseline', 'c1-attempt-1', 'c2-attempt-1', 'c2-proof-1']);
  });

  it('a base that is green already starts none', async () => {
    const run = await lab.run('exit 0', ['--candidates', '2', '--verify', 'true']);
    await expectClean(run);
    expect(run.evidence.verdict()).toMatchObject({ verdict: 'nothing-to-prove', workers: [] });
  });
});

describe('what a run may use', () => {
  it('is shared by its candidates, and the calls of those that were stopped are counted too', async ({
    onTestFinished,
  }) => {
    const model = await startScriptedModel([{ do: 'message', text: 'Go on.' }]);
    onTestFinished(() => model.close());
    const run = await lab.run('exec node ask.mjs ever', [
      ...['--candidates', '3', '--provider', 'openai', '--model-base-url', model.url, '--max-requests', '7', ...VERIFY],
    ]);
    await expectClean(run);
    expect(run.evidence.verdict()).toMatchObject({ verdict: 'budget-exhausted', green: false });
    expect(endings(run).map(([, verdict]) => verdict)).toEqual(Array(3).fill('budget-exhausted'));
    expect(model.calls()).toHaveLength(7);
    const usage = run.evidence.usage();
    // A call that still ran when another one met the cap was cut, and is estimated.
    expect(usage.total).toMatchObject({ requests: 7 });
    expect(usage.attempts.map(({ worker }) => worker).sort()).toEqual(['c1', 'c2', 'c3']);
    const each = run.evidence.verdict().workers.map((worker) => worker.usage.requests);
    expect(each.reduce((sum, one) => sum + one, 0)).toBe(7);
  });

  it('counts what a stopped candidate had used', async ({ onTestFinished }) => {
    // Neither gets its answer before both have asked, however much later one of them begins.
    let bothAsked = (): void => {};
    const both = new Promise<void>((resolve) => {
      bothAsked = resolve;
    });
    const model = await startScriptedModel(async (_request, call) => {
      if (call === 2) bothAsked();
      await both;
      return { do: 'message', text: 'Go on.' };
    });
    onTestFinished(() => model.close());
    const run = await lab.run(
      `node ask.mjs
       [ "$CLEANROOM_CANDIDATE" = 2 ] || { echo asked; ${SLEEP}; }
       sleep 3; echo right > value.txt`,
      ['--candidates', '2', '--provider', 'openai', '--model-base-url', model.url, ...VERIFY],
    );
    await expectClean(run);
    expect(endings(run)).toEqual([
      ['c1', 'cancelled'],
      ['c2', 'verified'],
    ]);
    expect(run.evidence.verdict().workers.map((worker) => worker.usage.requests)).toEqual([1, 1]);
    expect(run.evidence.usage().total).toMatchObject({ requests: 2, ...model.ledger() });
  });
});

describe('a run with eight candidates', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('that gets %s leaves nothing', async (signal) => {
    let sent = false;
    const run = await lab.run(`echo begun; ${SLEEP}`, ['--candidates', '8', ...VERIFY], {
      onOutput: (text, child) => {
        if (sent || (text.match(/\] begun$/gm) ?? []).length < 8) return;
        sent = true;
        child.kill(signal);
      },
    });
    expect(sent).toBe(true);
    await expectClean(run);
    expect(run.code).toBe(130);
    expect(run.evidence.verdict()).toMatchObject({ verdict: 'cancelled', green: false });
    expect(endings(run).map(([, verdict]) => verdict)).toEqual(Array(8).fill('cancelled'));
  });
});

describe('a run that is to look at all candidates', () => {
  it('takes none of them when it is cancelled before the last has ended', async () => {
    let sent = false;
    const run = await lab.run(
      `[ "$CLEANROOM_CANDIDATE" = 1 ] || ${SLEEP}; echo right > value.txt`,
      ['--candidates', '2', '--select', 'smallest-patch', ...VERIFY],
      {
        onOutput: (text, child) => {
          // A second signal would end it without waiting for anything.
          if (sent || !/c1: verified/.test(text)) return;
          sent = true;
          child.kill('SIGTERM');
        },
      },
    );
    await expectClean(run);
    expect(run.code).toBe(130);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({ verdict: 'cancelled', green: false, patch: null });
    expect(verdict.workers).toMatchObject([
      { name: 'c1', verdict: 'verified', chosen: false, patch: 'workers/c1/change.patch' },
      { name: 'c2', verdict: 'cancelled', chosen: false },
    ]);
  });
});
