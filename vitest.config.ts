import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// `npm cit` passes no arguments on, so .ci/run names the file for its count of the tests by this variable.
const report = process.env.TEST_REPORT;

/**
 * The default order, the largest file first, but tests of units behind all others: they are short, and fill what is left
 * of the time of one worker while the other one is still at a long file of a few lines.
 */
class UnitsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isUnit = ({ moduleId }: TestSpecification): boolean => /[\\/]test[\\/]unit[\\/]/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter((file) => !isUnit(file)), ...sorted.filter(isUnit)];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/set-up.ts'],
    // Every test starts real processes, rooms and agents, which want a processor each; and generous limits, as runners
    // are noisy.
    maxWorkers: Math.max(2, Math.min(4, availableParallelism())),
    sequence: { sequencer: UnitsLast },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // A second, which is the default, is nothing on a machine where others wait for a processor too.
    expect: { poll: { timeout: 120_000, interval: 20 } },
    pool: 'forks',
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
