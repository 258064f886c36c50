import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes, rooms and agents: two at a time on the smallest runner, and generous limits on a noisy one.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    pool: 'forks',
  },
});
