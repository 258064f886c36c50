import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildConfigSchema } from '../../../src/config/schema.js';
import { SECRETS } from '../../../src/inputs/settings.js';
import { configSchema } from '../../../src/schemas/config.js';

const FILE = 'schemas/config.schema.json';

// UPDATE_CONFIG_SCHEMA=1 npx vitest run test/unit/config/schema.test.ts && npm run generate
if (process.env['UPDATE_CONFIG_SCHEMA'] === '1') {
  writeFileSync(FILE, JSON.stringify(buildConfigSchema(), null, 2));
  execFileSync('npx', ['biome', 'format', '--write', FILE]);
}

test('the schema of the configuration file is what the table of settings says', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(buildConfigSchema());
});

test('the generated module holds the same schema', () => {
  expect(configSchema).toEqual(buildConfigSchema());
});

test('no secret can stand in the file', () => {
  expect(Object.keys(buildConfigSchema()['properties'] as object)).not.toContain(Object.keys(SECRETS)[0]);
  expect(Object.keys(buildConfigSchema()['properties'] as object)).not.toContain(Object.keys(SECRETS)[1]);
});
