import { defineConfig } from 'vitest/config';

// `npm cit` passes no arguments on, so .ci/run names the file for its count of the tests by this variable.
const report = process.env.TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes, rooms and agents: two at a time on the smallest runner, and generous limits on a noisy one.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
