import { describe, expect, it } from 'vitest';
import { LayerBuilder } from '../../../src/inputs/layer.js';
import { resolveSettings } from '../../../src/inputs/resolve.js';
import type { SettingName } from '../../../src/inputs/settings.js';
import { parseTasks } from '../../../src/inputs/tasks.js';
import { planTasks } from '../../../src/plan/tasks.js';
import { describeProblem } from '../../../src/support/errors.js';

const task = (name: string, more: object = {}) => ({ name, prompt: 'Do it.', verify: `sh check-${name}.sh`, ...more });

describe('a list of tasks', () => {
  it('is read with its commands and what each depends on', () => {
    const parsed = parseTasks([task('a'), task('b-2', { verify: ['make', 'b'], depends: ['a', 'a'] })]);
    expect(parsed).toEqual({
      ok: true,
      value: [
        {
          ...{ name: 'a', prompt: 'Do it.', depends: [] },
          verify: { argv: ['/bin/sh', '-e', '-c', 'sh check-a.sh'], display: 'sh check-a.sh' },
        },
        { name: 'b-2', prompt: 'Do it.', depends: ['a'], verify: { argv: ['make', 'b'], display: 'make b' } },
      ],
    });
  });

  it.each<[string, unknown]>([
    ['nothing', []],
    ['no list', { a: task('a') }],
    ['too many', Array.from({ length: 17 }, (_, index) => task(`t${index}`))],
    ['one name twice', [task('a'), task('a')]],
    ['a name that is a path', [task('../a')]],
    ['a name of the run’s own', [task('c1')]],
    ['the name of a second try', [task('a'), task('a-again')]],
    ['a name that is an option', [task('-x')]],
    ['no command', [task('a', { verify: '' })]],
    ['another key', [task('a', { shell: true })]],
    ['a prompt that is too long', [task('a', { prompt: 'x'.repeat(65_537) })]],
    ['a task that comes later', [task('a', { depends: ['b'] }), task('b')]],
    ['itself', [task('a', { depends: ['a'] })]],
    ['control characters', [task('a', { verify: 'echo \u0007' })]],
  ])('is refused for %s', (_why, value) => {
    expect(parseTasks(value).ok).toBe(false);
  });

  it('is refused once, with all that is wrong', () => {
    const parsed = parseTasks([task('A'), task('b', { prompt: '' }), 1]);
    expect(parsed).toMatchObject({ ok: false, given: 'A, , 1' });
    expect('expected' in parsed && parsed.expected).toMatch(/task 1 .*; b to have a prompt.*; task 3/);
  });
});

describe('a run in parts', () => {
  const problems = (given: Partial<Record<SettingName, string>>): string[] => {
    const builder = new LayerBuilder((name) => `input ${name}`);
    for (const [name, text] of Object.entries({ prompt: 'x', tasks: 'plan', ...given }))
      builder.addTexts(name as SettingName, [text]);
    return resolveSettings([builder.build().layer]).problems.map(describeProblem);
  };

  it.each<[Partial<Record<SettingName, string>>, string]>([
    [{}, 'expected verify to be set with it'],
    [{ verify: 'make', candidates: '2' }, 'expected no candidates with it'],
    [{ verify: 'make', report: 'required' }, 'expected report to be optional'],
    [{ verify: 'make', 'verify-edits': 'allow' }, 'expected verify-edits to be deny with it'],
  ])('with %j is refused', (given, words) => {
    expect(problems(given)).toEqual([expect.stringContaining(words)]);
  });

  it('protects the files of its tasks’ verifiers, but not those of a planner', () => {
    const parsed = parseTasks([task('a')]);
    const settings = { 'working-directory': '.', 'verify-timeout': 1000 } as const;
    const { tasks, files } = planTasks({ ...settings, tasks: parsed.ok ? parsed.value : null }, {});
    expect(tasks).toMatchObject({ source: 'config', list: [{ name: 'a', verifier: { cwd: '', timeoutMs: 1000 } }] });
    expect(files).toContain('check-a.sh');
    expect(planTasks({ ...settings, tasks: 'plan' }, {})).toEqual({
      tasks: { source: 'planner', list: [] },
      files: [],
    });
    expect(problems({ verify: 'make' })).toEqual([]);
  });
});
