import type { ModelPrice } from '../../broker/types.js';
import type { LimitName } from '../../room/types.js';
import { limitNames } from '../lists.js';
import { dollars, prices } from '../money.js';
import { decimal, duration, integer, size } from '../scalars.js';
import { open, preset } from './definition.js';

const noLimits: readonly LimitName[] = [];
const noPrices: readonly ModelPrice[] = [];

/** What a run may use. */
export const LIMITS_SETTINGS = {
  'max-attempts': preset(integer(1, 20), '3', { group: 'limits', description: 'How often the agent may try.' }),
  'stuck-after': preset(integer(0, 20), '2', {
    group: 'limits',
    description:
      'Attempts in a row that come to the same failure, patch or steps, after which the agent is stuck: a fresh conversation begins with a snapshot. `0` switches that off.',
  }),
  'restart-attempts': preset(integer(0, 10), '1', {
    group: 'limits',
    description:
      'How often a stuck agent begins anew. When that fails too, the run ends with `no-progress` and the snapshot. These attempts count for `max-attempts`.',
  }),
  'restart-diff-lines': preset(integer(1, 1_000_000), '80', {
    group: 'limits',
    description:
      'Lines that such an attempt may change of what it found, added and deleted together; a larger change is refused.',
  }),
  timeout: preset(duration('1s', '24h'), '30m', { group: 'limits', description: 'Time for the whole run.' }),
  'attempt-timeout': preset(duration('1s', '24h'), '15m', {
    group: 'limits',
    description: 'Time for one attempt, at most `timeout`.',
  }),
  'model-idle-timeout': preset(duration('1s', '1h'), '5m', {
    group: 'limits',
    description: 'How long the model may send nothing in the middle of an answer.',
  }),
  'max-requests': open(integer(1, 999_999_999), 'no limit', null, {
    group: 'limits',
    description: 'Model requests of the whole run, past which it ends with `budget-exhausted`.',
  }),
  'max-tokens': open(integer(1, 999_999_999), 'no limit', null, {
    group: 'limits',
    description:
      'Tokens of the whole run, input and output together. The call that passes it is cut, and the run ends with `budget-exhausted`.',
  }),
  'max-cost-usd': open(dollars(), 'no limit', null, {
    group: 'limits',
    description:
      'US dollars that the model may cost in the whole run, by `prices`. The call that passes it is cut; a request for a model without a price is refused.',
  }),
  prices: open(prices(), 'none', noPrices, {
    group: 'limits',
    description:
      'What models cost, for `max-cost-usd` and the report: `MODEL=INPUT/CACHED/OUTPUT` entries, in US dollars for a million tokens; `*` stands for every other model.',
  }),
  memory: preset(size('64m', '1t'), '4g', { group: 'limits', description: 'Memory of all processes of a room.' }),
  processes: preset(integer(16, 65_536), '1024', { group: 'limits', description: 'Processes of a room at one time.' }),
  cpus: open(decimal(0.1, 1024), 'all of the machine', null, {
    group: 'limits',
    description: 'CPUs’ worth of time for all processes of a room, such as `1.5`.',
  }),
  'disk-size': preset(size('1m', '1t'), '10g', {
    group: 'limits',
    description: 'What a room may add to its workspace, HOME and report directory together.',
  }),
  'disk-files': preset(integer(100, 100_000_000), '1000000', {
    group: 'limits',
    description: 'Files and directories that a room may add there.',
  }),
  'open-files': preset(integer(64, 1_048_576), '4096', {
    group: 'limits',
    description: 'Open files of a process in a room.',
  }),
  'file-size': preset(size('1m', '1t'), '1g', { group: 'limits', description: 'Largest file that a room may write.' }),
  'tmp-size': preset(size('1m', '1t'), '1g', { group: 'limits', description: 'Size of a room’s `/tmp`.' }),
  'max-output': preset(size('64k', '1t'), '2g', {
    group: 'limits',
    description: 'Output of a command in a room, past which it is killed.',
  }),
  'log-size': preset(size('4k', '1g'), '4m', {
    group: 'limits',
    description: 'What is kept of each log: its head and its tail.',
  }),
  'feedback-size': preset(size('1k', '64k'), '8k', {
    group: 'limits',
    description: 'What the next attempt is told at most of a verifier that failed. See docs/guides/feedback.md.',
  }),
  'max-patch-size': preset(size('1k', '1g'), '4m', { group: 'limits', description: 'Largest patch.' }),
  'max-patch-files': preset(integer(1, 100_000), '100', { group: 'limits', description: 'Most files in a patch.' }),
  'accept-unenforced': open(limitNames(), 'none', noLimits, {
    group: 'limits',
    description:
      'Limits that a run may start without where nothing enforces them, such as `cpus` without control groups. Otherwise it refuses to start.',
  }),
};
