import { expect, it } from 'vitest';
import { createGitHubProgress } from '../../../src/support/progress-lines.js';
import { workerProgress } from '../../../src/support/progress-worker.js';

it('lines of several workers stand in one group of the log, each with the name of its worker', () => {
  const lines: string[] = [];
  const whole = createGitHubProgress({ write: (text) => void lines.push(text.trimEnd()), token: 'a-token-of-sixteen' });
  const [one, two] = [workerProgress(whole, 'c1'), workerProgress(whole, 'c2')];
  whole.phase('2 candidates');
  one.phase('attempt 1');
  two.phase('attempt 1');
  two.output('::endgroup::');
  one.note('done');
  one.close();
  two.warn('late');
  whole.close();
  expect(lines.filter((line) => /^::(end)?group::/.test(line))).toEqual(['::group::2 candidates', '::endgroup::']);
  expect(lines).toEqual(
    expect.arrayContaining(['[c1] attempt 1', '[c2] attempt 1', '[c1] done', '::warning::[c2] late']),
  );
  expect(lines.filter((line) => line.includes('endgroup') && line.includes('[c2]'))).toHaveLength(1);
});
