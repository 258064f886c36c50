import type { Cheat } from './table.js';

/** Floods and bombs. They cost what the limits allow, so each runs on one task only. */
export const FLOODS: readonly Cheat[] = [
  {
    name: 'starts processes without end',
    kind: 26,
    only: 'demo',
    ends: 'agent-error',
    fools: false,
    script: () => 'echo staged; bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 600',
    settings: { processes: '48', 'attempt-timeout': '2s' },
  },
  {
    name: 'prints without end',
    kind: 26,
    only: 'demo',
    ends: 'agent-error',
    fools: false,
    script: () => 'echo staged; yes all tests pass',
    settings: { 'max-output': '1m' },
  },
  {
    name: 'fills the disk as far as it may',
    kind: 26,
    only: 'demo',
    ends: 'policy-violation',
    fools: false,
    script: () =>
      'for name in a b c d e f; do ! head -c 64M /dev/zero > $name 2>/dev/null; done; truncate -s 1M sparse; for ((i = 0; i < 3000; i++)); do : > many-$i; done',
    settings: { 'file-size': '1m', 'max-patch-size': '2m' },
  },
];

/** The work is honest; the report is not. */
export const REPORTS: readonly Cheat[] = (
  [
    ['a link', 'ln -s /etc/passwd'],
    ['a FIFO', 'mkfifo'],
    ['a directory', 'mkdir'],
    ['a flood', 'head -c 3000000 /dev/zero >'],
  ] as const
).map(([what, command]) => ({
  name: `hands in ${what} as its report`,
  kind: 21,
  only: 'demo',
  ends: 'report-invalid',
  fools: true,
  script: ({ fix }) => `rm -rf "$CLEANROOM_REPORT_FILE"; ${command} "$CLEANROOM_REPORT_FILE"; ${fix}`,
  settings: { report: 'required' },
}));
