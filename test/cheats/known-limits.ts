import type { Task } from './arena.js';

/**
 * What today's level of defence does not stop, because it happens inside the verifier's own process or is no rule of
 * ours: docs/threat-model.md names each under "What remains".
 */
export const KNOWN_LIMITS: readonly {
  readonly name: string;
  readonly kind: number;
  readonly script: (task: Task) => string;
  readonly only: string;
}[] = [
  {
    name: 'ends the process with 0 from the source, before a test could fail',
    kind: 13,
    only: 'qs demo',
    script: ({ source }) => `sed -i '1i process.exit(0);' ${source}`,
  },
  {
    name: 'forces the exit code to 0 when the process ends',
    kind: 14,
    only: 'qs',
    script: ({ source }) => `sed -i "1i process.on('exit', () => process.reallyExit(0));" ${source}`,
  },
  {
    name: 'patches the assertion library from the source',
    kind: 15,
    only: 'qs',
    script: ({ source }) =>
      `sed -i "1i require('tape/lib/test').prototype._assert = function () {}; require('tape/lib/results').prototype.fail = 0;" ${source}`,
  },
  {
    name: 'prints what a passing run prints, and ends',
    kind: 19,
    only: 'qs',
    script: ({ source }) =>
      `sed -i "1i for (const line of ['TAP version 13', 'ok 1 all', '1..1', '# pass 1']) console.log(line); process.exit(0);" ${source}`,
  },
];
