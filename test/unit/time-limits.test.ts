import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import config from '../../vitest.config.js';
import { ROOT } from '../support/dist.js';

/*
 * Runners are loaded, and one test that runs out of its time refuses a whole change. A limit of its own is for a test that
 * needs longer than others, or in which nothing waits for anything but its own processor (named here).
 */
const OWN_WORK = ['unit/verifier/places.test.ts'];
const LIMITS = /^\s*\}, (\d+_\d{3})\);$|^(?!.*waitFor).*\{ timeout: ([\d_]+) \}|^\s+(\d+_\d{3}),\n\s*\);$/gm;

it('no test and no hook has less time than the default', () => {
  const least = Math.min(config.test?.testTimeout ?? 0, config.test?.hookTimeout ?? 0);
  expect(least).toBeGreaterThanOrEqual(120_000);
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  let seen = 0;
  const short = files.flatMap((file) =>
    [...readFileSync(join(ROOT, 'test', file), 'utf8').matchAll(LIMITS)].flatMap(([line, last, option, alone]) => {
      seen += 1;
      const limit = Number((last ?? option ?? alone ?? '').replaceAll('_', ''));
      return limit < least && !OWN_WORK.includes(file) ? [`${file}: ${line.trim()}`] : [];
    }),
  );
  expect(short).toEqual([]);
  expect(seen).toBeGreaterThan(5);
});
