import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, demoTask, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { runDist } from '../support/dist.js';
import { evidenceProblems } from '../support/evidence.js';

const place = arena();
let task: Task;
beforeAll(() => {
  task = demoTask(place.directory);
});
afterAll(place.dispose);

const run = (script: string, settings: Record<string, string> = {}): Promise<Result> =>
  attempt(place.directory, task, `set -e\n${script}`, { 'max-attempts': '3', ...settings });

const says = (blocked: object): string =>
  `printf '%s' '${JSON.stringify({ summary: 'no', changes: [], blocked })}' > "$CLEANROOM_REPORT_FILE"`;

describe('an agent that is blocked', () => {
  it.concurrent('by a host that was refused: the run confirms it and says what would allow it', async () => {
    const ask = [
      `exec 3<>"/dev/tcp/127.0.0.1/\${HTTPS_PROXY##*:}"`,
      String.raw`printf 'CONNECT files.example:443 HTTP/1.1\r\nHost: files.example:443\r\n\r\n' >&3`,
      'head -n 1 <&3',
    ].join('; ');
    const words = { kind: 'access', reason: 'The data is at files.example, which I cannot reach.', evidence: '403' };
    const result = await run(`${ask}; ${says(words)}`, { 'allow-agent': 'other.example:443' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('blocked');
    expect(result.verdict.blocked).toMatchObject({ ...words, check: 'confirmed' });
    expect(result.verdict.blocked?.note).toContain('allow it with allow-agent: files.example:443');
    expect(result.verdict.reason).toContain('Confirmed: files.example:443 was refused');
    expect(result.verdict.attempts).toHaveLength(1);
    expect(await evidenceProblems(result.directory)).toEqual([]);
    const shown = await runDist(['show', result.directory]);
    expect(shown.stdout).toContain('blocked   access, confirmed');
  });

  it.concurrent('by a host that nobody asked for: it stays its word', async () => {
    const result = await run(says({ kind: 'access', reason: 'No network.', evidence: '' }));
    expect(result.verdict.blocked).toMatchObject({ check: 'unconfirmed', note: 'No host was refused in this run.' });
  });

  it.concurrent('by a verifier that is not there: the run has seen the same', async () => {
    const result = await run(says({ kind: 'infrastructure', reason: 'No such tool.', evidence: '' }), {
      verify: 'no-such-program --check',
    });
    expect(result.verdict.blocked).toMatchObject({ check: 'confirmed' });
    expect(result.verdict.blocked?.note).toContain('exit code 127');
    const whole = await run(says({ kind: 'infrastructure', reason: 'It is broken.', evidence: '' }));
    expect(whole.verdict.blocked).toMatchObject({ check: 'unconfirmed' });
  });

  it.concurrent('by a contradiction, with a change that the verifier passes on: that is said, and nothing is green', async () => {
    const words = { kind: 'contradiction', reason: 'The tests contradict the README.', evidence: 'a, b' };
    const result = await run(`${task.fix}; ${says(words)}`);
    expect(result.verdict).toMatchObject({ verdict: 'blocked', green: false, verified: false, passingCommand: null });
    expect(result.run.code).toBe(1);
    expect(result.verdict.attempts[0]).toMatchObject({ outcome: 'blocked', proofs: [{ passed: true }] });
    expect(result.verdict.blocked).toMatchObject({ check: 'contradicted' });
    expect(result.verdict.reason).toContain('Contradicted: The verifier passes with the agent’s change');
    const wrong = await run(`echo '// no' >> src/parse.js; ${says(words)}`);
    expect(wrong.verdict.blocked).toMatchObject({ check: 'unconfirmed', note: 'The run cannot check this.' });
    expect(wrong.verdict.hint).toContain('decide which side is right');
    expect(wrong.verdict.blocked?.evidence).toBe('a, b');
  });
});

describe('a schema that has no room for it', () => {
  const settings = {
    schema:
      '{"type":"object","required":["lines"],"additionalProperties":false,"properties":{"lines":{"type":"integer"}}}',
  };
  const words = { kind: 'contradiction', reason: 'Nobody can.', evidence: 'x' };

  it.concurrent('is no hindrance: the answer may be that and nothing else', async () => {
    const result = await run(
      `printf '%s' '${JSON.stringify({ blocked: words })}' > "$CLEANROOM_REPORT_FILE"`,
      settings,
    );
    expect(result.verdict).toMatchObject({ verdict: 'blocked', report: null, blocked: words });
    expect(result.verdict.attempts[0]?.report).toMatchObject({ state: 'missing', corrected: false });
    expect(JSON.parse(result.evidence('attempts/1/blocked.json'))).toEqual(words);
    // Together with anything else it is a report like another, and invalid.
    const mixed = { lines: 3, blocked: words };
    const other = await run(`printf '%s' '${JSON.stringify(mixed)}' > "$CLEANROOM_REPORT_FILE"`, settings);
    expect(other.verdict.attempts[0]?.report.state).toBe('invalid');
  });

  it.concurrent('is no hindrance: there is a file for it, beside any report', async () => {
    const result = await run(
      `printf '%s' '{"lines":3}' > "$CLEANROOM_REPORT_FILE"; printf '%s' '${JSON.stringify({ blocked: words })}' > "$(dirname "$CLEANROOM_REPORT_FILE")/blocked.json"`,
      settings,
    );
    expect(result.verdict).toMatchObject({ verdict: 'blocked', blocked: words });
  });

  it.concurrent('and no verifier: blocked all the same', async () => {
    const result = await attempt(
      place.directory,
      task,
      `printf '%s' '${JSON.stringify({ blocked: words })}' > "$CLEANROOM_REPORT_FILE"`,
      { ...settings, verify: '' },
    );
    expect(result.verdict).toMatchObject({ verdict: 'blocked', blocked: { check: 'unconfirmed' } });
  });
});
