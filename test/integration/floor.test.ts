import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Counted, type Files, type FloorLab, floorLab } from '../support/floor-lab.js';
import { FLOOR_TASKS, type FloorTask } from '../support/floor-tasks.js';

let lab: FloorLab;
/** Cheats that would have been green by the exit code alone. */
const fooled = new Set<string>();
const bases = new Map<string, Promise<Counted>>();

beforeAll(async () => {
  lab = await floorLab();
});
afterAll(() => lab?.dispose());

function missing({ needs }: FloorTask): string | undefined {
  if (needs === 'pytest') {
    try {
      execFileSync('/usr/bin/python3', ['-m', 'pytest', '--version'], { stdio: 'ignore' });
    } catch {
      return 'the system Python has no pytest';
    }
  }
  return undefined;
}

const baseOf = (task: FloorTask): Promise<Counted> => {
  const made = bases.get(task.name) ?? lab.run(task.files, task.verify, task.env);
  bases.set(task.name, made);
  return made;
};

async function change(task: FloorTask, source: string): Promise<Counted & { findings: readonly string[] }> {
  const files: Files = { ...task.files, [task.source]: source };
  const [base, now] = await Promise.all([baseOf(task), lab.run(files, task.verify, task.env)]);
  const findings = lab.floor(base.tests, now.tests, [task.source]).map(({ message }) => message);
  return { ...now, findings };
}

describe.each(FLOOR_TASKS)('$name', (task) => {
  const why = missing(task);
  if (why !== undefined) {
    it.skip(`is not tried: ${why}`, () => {});
    return;
  }

  it('is red on the base, and counted', async () => {
    const { exit, tests, output } = await baseOf(task);
    expect(exit.code, output).not.toBe(0);
    expect(tests, output).toMatchObject(task.counts);
  });

  it.each(Object.entries(task.honest))('%s is green', async (_name, source) => {
    const { exit, output, findings } = await change(task, source);
    expect(exit, output).toMatchObject({ end: 'exited', code: 0 });
    expect(findings, output).toEqual([]);
  });

  it.each(Object.entries(task.cheats))('%s is red', async (name, source) => {
    const { exit, output, findings, tests } = await change(task, source);
    if (exit.code === 0) fooled.add(`${task.name}: ${name}`);
    // Some runners notice by themselves.
    else return;
    expect(findings, `${output}\n${JSON.stringify(tests)}`).not.toEqual([]);
  });
});

it('most of these changes fool whoever looks at the exit code alone', () => {
  const tried = FLOOR_TASKS.filter((task) => missing(task) === undefined).flatMap(({ cheats }) => Object.keys(cheats));
  expect(fooled.size).toBeGreaterThan(tried.length * 0.7);
});

it('a PYTHONPATH of the verifier’s own script costs the counts, and nothing else', async () => {
  const task = FLOOR_TASKS.find(({ name }) => name === 'pytest');
  if (!task || missing(task) !== undefined) return;
  const script = `PYTHONPATH=/workspace ${task.verify}`;
  const { exit, output, tests } = await lab.run({ ...task.files, 'sums.py': task.honest['the fix'] ?? '' }, script);
  expect(exit.code, output).toBe(0);
  expect(tests).toMatchObject({ sources: ['text'], passed: 4 });
});
