import { describe, expect, it, vi } from 'vitest';
import { createGitHubProgress, createPlainProgress, formatDuration } from '../../../src/support/progress-lines.js';
import { createTerminalProgress } from '../../../src/support/progress-terminal.js';
import { displayWidth } from '../../../src/support/text-width.js';

const TOKEN = '5f0c1e6b-9a3d-4c57-8e21-0d4b7a6c9f13';

function recorder() {
  let time = 0;
  const out: string[] = [];
  return {
    out,
    text: () => out.join(''),
    write: (text: string) => void out.push(text),
    clock: { now: () => 0, monotonic: () => time },
    advance: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

/** Commands that a runner would act on: none while they are stopped, `##[` anywhere, `::` where a line begins. */
function runnerCommands(text: string): readonly string[] {
  const acted: string[] = [];
  let stopped = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const command = line.trimStart();
    if (stopped) {
      if (command === `::${TOKEN}::`) stopped = false;
    } else if (command === `::stop-commands::${TOKEN}`) stopped = true;
    else if (command.startsWith('::') || line.includes('##[')) acted.push(line);
  }
  return acted;
}

describe('GitHub', () => {
  it('groups phases, with hostile output between', () => {
    const { write, clock, advance, text } = recorder();
    const progress = createGitHubProgress({ write, clock, token: TOKEN });
    progress.note('before');
    progress.phase('attempt 1 of 3: codex');
    progress.output('hello');
    advance(1500);
    progress.output('world');
    progress.warn('50% left');
    progress.output('again');
    progress.phase('proof 1');
    advance(100);
    progress.close();
    expect(text().split('\n')).toEqual([
      'before',
      '::group::attempt 1 of 3: codex',
      `::stop-commands::${TOKEN}`,
      '│ hello',
      '│ world',
      `::${TOKEN}::`,
      '::warning::50%25 left',
      `::stop-commands::${TOKEN}`,
      '│ again',
      `::${TOKEN}::`,
      'attempt 1 of 3: codex: 1.5 s',
      '::endgroup::',
      '::group::proof 1',
      'proof 1: 100 ms',
      '::endgroup::',
      '',
    ]);
  });

  it('lets no hostile text act, wherever it stands', () => {
    const { write, clock, text } = recorder();
    const progress = createGitHubProgress({ write, clock, token: TOKEN });
    for (const hostile of [
      '::error::x',
      '##[error]x',
      'a\r::error::x',
      'b\n::endgroup::\n##[error]',
      `::${TOKEN}::\n::error::y`,
    ]) {
      progress.phase(hostile);
      progress.output(hostile);
      progress.note(hostile);
      progress.warn(hostile);
    }
    progress.close();
    const ours = /^::(group::(?!.*[\r\n])|endgroup::$|warning::)/;
    expect(runnerCommands(text()).filter((line) => !ours.test(line))).toEqual([]);
    expect(runnerCommands(text())).toHaveLength(15);
    // Safe even for a runner that does not know stop-commands.
    expect(
      text()
        .split(/[\r\n]+/)
        .filter((line) => line.includes('##[') || /^\s*::error/.test(line)),
    ).toEqual([]);
  });

  it('limits a flood per second and per phase, and says what is missing', () => {
    const { write, clock, advance, out, text } = recorder();
    const progress = createGitHubProgress({ write, clock, token: TOKEN });
    progress.phase('p');
    for (let second = 0; second < 100; second++) {
      for (let i = 0; i < 1000; i++) progress.output(`line ${i} ${'x'.repeat(1000)}`);
      advance(1000);
    }
    progress.close();
    const shown = out.filter((line) => line.startsWith('│ line'));
    // The last ten of what was left out are seen: there it says how it ended.
    expect(shown).toHaveLength(510);
    expect(shown.at(-1)).toMatch(/^│ line 999 x/);
    expect(Math.max(...out.map((line) => line.length))).toBeLessThan(410);
    const omitted = [...text().matchAll(/… (\d+) lines left out/g)].reduce((sum, match) => sum + Number(match[1]), 0);
    expect(omitted).toBe(100_000 - 510);
  });

  it('begins to count anew with a phase', () => {
    const { write, clock, advance, out } = recorder();
    const progress = createGitHubProgress({ write, clock, token: TOKEN, limits: { perSecond: 5, perPhase: 10 } });
    for (const phase of ['one', 'two']) {
      progress.phase(phase);
      for (let i = 0; i < 50; i++) {
        progress.output('x');
        advance(100);
      }
    }
    progress.close();
    // And the last ten of each phase.
    expect(out.filter((line) => line === '│ x\n')).toHaveLength(40);
  });

  it('shows a short phase whatever came before it, and the end of a long one before what we say of it', () => {
    const { write, clock, text } = recorder();
    const progress = createGitHubProgress({ write, clock, token: TOKEN, limits: { perSecond: 3, perPhase: 10 } });
    progress.phase('one');
    for (let i = 0; i < 20; i++) progress.output(`::error::one ${i}`);
    progress.note('one failed');
    progress.phase('two');
    progress.output('two 0');
    progress.close();
    const lines = text().split('\n');
    const note = lines.indexOf('one failed');
    expect(lines.slice(note - 12, note)).toEqual([
      '│ … 7 lines left out; the evidence has them',
      ...Array.from({ length: 10 }, (_, index) => `│ : :error::one ${index + 10}`),
      `::${TOKEN}::`,
    ]);
    expect(lines).toContain('│ two 0');
    expect(runnerCommands(text())).toHaveLength(4);
  });
});

it('plain progress is lines, and neutral too', () => {
  const { write, clock, advance, text } = recorder();
  const progress = createPlainProgress({ write, clock });
  progress.phase('proof 1');
  progress.output('::error::x ##[error] \u001b[31mred');
  progress.output('##vso[task.complete]x');
  progress.note('a note');
  progress.warn('a warning');
  advance(65_000);
  progress.close();
  expect(text()).toBe(
    '== proof 1\n│ : :error::x # #[error] red\n│ # #vso[task.complete]x\na note\nwarning: a warning\n== proof 1: 1 min 5 s\n',
  );
});

describe('terminal', () => {
  const CLEAR = '\r\x1b[2K';

  it('draws one line over itself and leaves ended phases above it', () => {
    const { write, clock, advance, text } = recorder();
    const progress = createTerminalProgress({ write, columns: () => 60, clock, interval: 0 });
    progress.phase('attempt 1 of 3: codex');
    progress.output('reading src/a.js');
    progress.output('');
    advance(7000);
    progress.note('a note');
    advance(60_000);
    progress.phase('proof 1');
    progress.close();
    expect(text()).toBe(
      [
        `${CLEAR}> attempt 1 of 3: codex  0:00`,
        `${CLEAR}  a note\n`,
        `${CLEAR}> attempt 1 of 3: codex  0:07  reading src/a.js`,
        `${CLEAR}- attempt 1 of 3: codex  1 min 7 s\n`,
        `${CLEAR}> proof 1  0:00`,
        `${CLEAR}- proof 1  0 ms\n`,
      ].join(''),
    );
  });

  it('redraws by itself until it is closed', () => {
    vi.useFakeTimers();
    try {
      const { write, clock, advance, out } = recorder();
      const progress = createTerminalProgress({ write, columns: () => 60, clock });
      progress.phase('p');
      for (let i = 0; i < 1000; i++) progress.output(`line ${i}`);
      expect(out).toHaveLength(1);
      advance(3_723_000);
      vi.advanceTimersByTime(100);
      expect(out.at(-1)).toBe(`${CLEAR}> p  1:02:03  line 999`);
      progress.close();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([12, 20, 33, 40, 80])('fits into %i columns and lets no escape through', (columns) => {
    const { write, clock, out } = recorder();
    const progress = createTerminalProgress({ write, columns: () => columns, clock, interval: 0 });
    for (const hostile of [
      '日本語'.repeat(50),
      '\u001b[2J\u001b]0;x\u0007evil\r\n'.repeat(20),
      '\u{1f600}\u0301\t'.repeat(50),
    ]) {
      progress.phase(`proof ${hostile.slice(0, 9)}`);
      progress.output(hostile);
      progress.warn('x');
    }
    for (const text of out) {
      if (!text.startsWith(`${CLEAR}>`)) continue;
      const line = text.slice(CLEAR.length);
      expect(displayWidth(line)).toBeLessThan(columns);
      expect(line).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
    }
    progress.close();
  });
});

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1.0 s'],
  [59_999, '59.9 s'],
  [60_000, '1 min'],
  [3_600_000, '60 min'],
])('%i ms is %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
