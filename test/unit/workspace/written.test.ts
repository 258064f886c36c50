import { expect, it } from 'vitest';
import { changedAfter } from '../../../src/workspace/written.js';

it.each([
  ['in the making', 100, 110, 105, false],
  ['as the making began', 100, 110, 100, false],
  ['as it ended', 100, 110, 110, false],
  ['later', 100, 110, 111, true],
  ['later, when the clock was set back', 100, 110, 50, true],
  ['in the making, before the clock was set back', 100, 50, 101, false],
  ['in the making, after the clock was set back', 100, 50, 49, false],
  ['later, when the clock was set back in the making', 100, 50, 70, true],
])('an inode that changes %s', (_, fromMs, toMs, ctimeMs, after) => {
  expect(changedAfter({ fromMs, toMs }, ctimeMs)).toBe(after);
});
