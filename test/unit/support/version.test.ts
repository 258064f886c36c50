import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from '../../../src/support/version.js';
import { ROOT } from '../../support/dist.js';

it('is the version of package.json', () => {
  expect(JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))).toMatchObject({ version: VERSION });
});
